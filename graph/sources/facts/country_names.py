"""Where films are from, as data: names of countries in many languages, and letters that stand for them."""

from __future__ import annotations

from graph.sources.words import word_set

#: In English; also states that are gone, and places that film lists print as countries.
ENGLISH = word_set(
    "usa us uk france japan china germany italy spain india canada australia mexico sweden denmark "
    "norway finland poland ireland iran israel turkey türkiye russia taiwan thailand argentina brazil chile "
    "belgium austria switzerland hungary romania ussr korea portugal netherlands holland greece iceland "
    "estonia latvia lithuania ukraine slovenia slovakia croatia serbia bosnia bulgaria albania macedonia "
    "georgia armenia azerbaijan kazakhstan uzbekistan kyrgyzstan tajikistan turkmenistan moldova belarus "
    "montenegro kosovo luxembourg monaco liechtenstein andorra scotland wales england britain yugoslavia "
    "czechoslovakia czechia greenland "
    "egypt morocco algeria tunisia libya lebanon syria jordan iraq palestine yemen qatar kuwait oman uae "
    "nigeria senegal kenya ghana mali ethiopia tanzania uganda rwanda zimbabwe zambia cameroon congo angola "
    "mozambique madagascar botswana namibia malawi sudan mauritania somalia eritrea lesotho gabon togo benin "
    "colombia peru cuba venezuela uruguay bolivia ecuador paraguay guatemala honduras nicaragua panama "
    "jamaica haiti vietnam indonesia philippines "
    "malaysia singapore cambodia laos myanmar burma nepal bhutan pakistan bangladesh afghanistan mongolia "
    "malta cyprus samoa fiji macau quebec québec catalonia"
)
ENGLISH_OF_MORE_WORDS = frozenset(
    {
        "south korea", "north korea", "hong kong", "new zealand", "west germany", "east germany",
        "northern ireland", "czech republic", "soviet union", "south africa", "united states", "sri lanka",
        "united kingdom", "great britain", "saudi arabia", "costa rica", "north macedonia", "ivory coast",
        "bosnia and herzegovina", "bosnia-herzegovina", "burkina faso", "puerto rico", "dominican republic",
        "el salvador", "cape verde", "guinea-bissau", "papua new guinea", "east timor", "sierra leone",
        "united arab emirates", "faroe islands", "the netherlands", "the philippines", "trinidad and tobago",
        "republic of ireland", "united states of america", "u.s", "u.s.a", "u.k", "serbia-montenegro",
    }
)  # fmt: skip
#: As German, French, Spanish, Italian, Portuguese, Dutch and the languages of the North print them.
ELSEWHERE = word_set(
    "deutschland frankreich italien spanien österreich schweiz belgien niederlande grossbritannien "
    "großbritannien dänemark schweden norwegen finnland polen tschechien ungarn rumänien russland "
    "griechenland türkei kanada mexiko brasilien argentinien australien neuseeland südkorea südafrika "
    "irland island israel iran indien brd ddr sowjetunion kolumbien rumanien luxemburg kroatien serbien "
    "slowenien slowakei bulgarien litauen lettland estland ägypten marokko tunesien algerien libanon syrien "
    "äthiopien kuba georgien armenien kasachstan weißrussland bosnien-herzegowina saudi-arabien "
    "allemagne italie espagne autriche suisse belgique pays-bas grande-bretagne royaume-uni danemark suède "
    "norvège finlande pologne hongrie roumanie russie grèce turquie canada mexique brésil argentine "
    "australie états-unis etats-unis japon chine inde irlande islande tunisie maroc algérie liban sénégal "
    "luxembourg croatie serbie slovénie slovaquie bulgarie lituanie lettonie estonie ukraine égypte syrie "
    "colombie chili pérou géorgie arménie nouvelle-zélande bosnie-herzégovine tchéquie taïwan urss rfa rda "
    "u.r.s.s côte-d'ivoire éthiopie cameroun vietnam cambodge thaïlande québec corée "
    "alemania francia italia españa suiza bélgica holanda dinamarca suecia noruega finlandia polonia "
    "hungría rumanía rusia grecia turquía canadá méxico brasil australia eeuu ee.uu japón irlanda islandia "
    "croacia eslovenia eslovaquia letonia estonia ucrania egipto marruecos argelia túnez líbano perú "
    "panamá corea inglaterra luxemburgo "
    "germania spagna svizzera belgio danimarca svezia norvegia ungheria russia giappone cina brasile "
    "messico inghilterra egitto turchia portogallo olanda islanda marocco libano "
    "alemanha frança itália espanha áustria suíça dinamarca suécia polónia polônia rússia japão eua índia "
    "holanda hungria romênia roménia grécia turquia coreia irlanda inglaterra colômbia moçambique marrocos "
    "duitsland frankrijk italië spanje oostenrijk zwitserland belgië denemarken zweden noorwegen polen "
    "nederland ierland griekenland hongarije roemenië rusland turkije mexico brazilië indië marokko "
    "tyskland frankrike frankrig italia spania spanien østerrike østrig sverige sveits schweiz norge norway "
    "danmark storbritannien storbritannia finland suomi ruotsi norja tanska saksa ranska espanja italia "
    "polen ungern ungarn ryssland russland irland nederländerna "
    "fr it ger germ brit jap sp swed dan nor pol hung rum russ braz arg aust austral switz belg "
    "neth port czech yugo can mex ind chin kor isr bel fra ita esp"
)
_MORE_WORDS = (
    "vereinigte staaten|vereinigtes königreich|tschechische republik|hongkong|hong kong|sri lanka|"
    "bundesrepublik deutschland|deutsche demokratische republik|burkina faso|"
    "bosnien und herzegowina|saudi arabien|"
    "corée du sud|corée du nord|afrique du sud|nouvelle zélande|république tchèque|arabie saoudite|"
    "côte d'ivoire|côte d’ivoire|états unis|grande bretagne|royaume uni|pays bas|république dominicaine|"
    "estados unidos|ee uu|ee. uu|reino unido|gran bretaña|corea del sur|nueva zelanda|nueva zelandia|"
    "república checa|"
    "países bajos|república dominicana|arabia saudí|costa rica|puerto rico|el salvador|"
    "stati uniti|regno unito|gran bretagna|corea del sud|nuova zelanda|repubblica ceca|paesi bassi|"
    "coreia do sul|nova zelândia|grã-bretanha|república tcheca|república checa|países baixos|"
    "áfrica do sul|cabo verde|"
    "verenigde staten|verenigd koninkrijk|groot-brittannië|zuid-korea|zuid-afrika|nieuw-zeeland|tsjechië|"
    "förenta staterna|de forente stater|sør-korea|sydkorea|nya zeeland|new zealand|sydafrika"
)
ELSEWHERE_OF_MORE_WORDS = frozenset(_MORE_WORDS.split("|"))
#: "D", "F/I", "GB", "USA": the letters of number plates, and those that film lists print.
CODES = word_set(
    "D A CH F I E P GB UK US USA NL B DK S N SF FIN PL CZ CS CSSR H RO BG GR TR IL RUS SU UDSSR URSS J JAP "
    "ROK CDN AUS NZ BR MEX ARG RA RCH IRL IR IND CHN VRC HK TW L IS EST LV LT UA SLO SK HR SRB BIH YU GER "
    "FRA ITA ESP SWE NOR DEN DNK FRG GDR BRD DDR EUA EEUU ZA RSA KOR JPN CAN BRA POL HUN ROU BEL AUT SUI "
    "POR TUR EGY MAR TUN SEN NGA CUB COL PER URU VEN THA VIE"
)
