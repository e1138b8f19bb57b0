"""The words that alignment goes by: what reviews call a role, a job, a beginning of a sentence."""

from __future__ import annotations

from graph.names import TITLES
from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, PRODUCER, WRITER
from graph.sources.patterns import regex

# Words that open a sentence or a clause and are no part of the name after them.
_FUNCTION = """
a about after again all almost along already also although always among an and another any anyway are as
at because before behind besides better both but by can clearly could despite did do does during each
early either elsewhere enter even eventually ever every few finally first for former from generally
given had has have he her here hers him his how however i if in indeed initially instead into is it its
just last late later like luckily many may maybe me meanwhile meet might more moreover most much must my
naturally nearly neither never nevertheless next no nobody none nor not nothing now of off often on once
one only or other others our out over overall perhaps poor put rather same second see several shall she
should similarly since so some somehow sometimes soon still such suddenly surely take than thanks that
the their them then there therefore these they this those though three through throughout thus to
together too toward towards two under unfortunately unlike until unto up upon us usually very was we
well were what whatever when whenever where whereas whether which while who whoever whom whose why will
with within without would yet you young old little your
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())

# English words that are given or family names too. At the head of a sentence nobody can tell by the letter.
_COMMON = """
will rose grace may hope faith joy mark art bill rob sue pat drew chase chance hunter summer autumn dawn
eve ivy lily violet daisy iris olive pearl ruby amber crystal christian angel dean duke earl king prince
major miles cliff dale glen heath lane reed rich rod rusty sandy sonny victor wade ward frank grant josh
max nick penny pierce ray robin skip stone buck bud candy carol charity cherry destiny ginger holly
honey april june august melody mercy misty star stormy sunny harmony jade jewel norm van young long
brown white black green gray grey rice day story love man little best good wise strong sharp hart west
north south east bishop baker cook carter fisher mason taylor miller page parker porter potter close
swift speed wills hall hill wood woods rivers fields marsh brooks field ford banks bush power powers
price rush shields short small snow spring stark street strange summers sweet thorne train true walker
washington waters winter winters wolf wolfe worth child church cross crow cruise fox frost gold golden
hand head hawk knight law light lord moon noble park pitt pound queen savage sky stack sun swan tiger
trip wild woody driver doc gay happy lucky merry patience prudence constance honor bliss blue scarlett
scarlet sage rocky rock storm tank ace blade case cash fern flora forest hazel jasmine jay kitty lark
laurel marina nova ocean poppy raven reign river rosemary sky skye stella temple trinity true venus vera
wren any so do no in an on he be at go me my or we us am ha ma ho hi oh ah yu han sin son song sung hung
hang min lay lie low mean mine nun pan pen pie pin ran rang rank sang sat sea see seek shin sing sit
soak sock chin chat chase
"""
COMMON_WORDS = frozenset(_COMMON.split())
MONTHS = frozenset({"april", "may", "june", "august"})

# Small words of other languages that open a sentence before a name: "Alla Soncini basta ...", "Mit Roux".
_OPENERS_ELSEWHERE = """
al alla allo alle agli ai della del dello dal dalla con per come anche ma la lo il un una quando se e
chez avec pour mais et comme quand si des aux au à le les que
mit bei für und aber wie auch wenn dass ohne von
para pero y como cuando sin el de em com mas quando o a os
met maar voor en als ook bij
med men för som när och hos
"""
OPENERS_ELSEWHERE = frozenset(_OPENERS_ELSEWHERE.split())

_BEFORE_MONTH = """
in last next this since until till of late early mid by every
"""
BEFORE_MONTH = frozenset(_BEFORE_MONTH.split())

# Of these the ones that are said of things, so that a verb behind them proves nothing.
_ABSTRACT = """
will may hope faith grace joy love art chance mark bill charity mercy melody harmony destiny patience
prudence constance honor bliss light law story day night summer autumn winter spring dawn april june
august chase do so no any in on an he be at go me my or we us child church death life prince king queen
power justice best good little
"""
ABSTRACT_WORDS = frozenset(_ABSTRACT.split())
#: What follows a name at the head of a sentence.
VERB_AFTER = regex(
    r"^(?:,? who\b|,? and [A-Z]| (?:is|was|has|had|does|gets|goes|takes|finds|wants|meets|tries|tells|says"
    r"|knows|makes|seems|lives|works|falls|comes|learns|decides|becomes|begins|starts|turns|thinks|feels|"
    r"looks|keeps|gives"
    r"|leaves|isn['’]t|wasn['’]t|doesn['’]t|hasn['’]t|can['’]t|won['’]t|couldn['’]t|must|never|walks|runs|"
    r"loves|hates|sees)\b"
    r"|, (?:the|his|her|their|an?|played|whom|now|once|who)\b)"
)
#: What follows a family name at the head of a sentence, when its bearer has been named before.
FAMILY_AFTER = regex(r"^(?:,| (?:is|was|has|had|does|did|gives|and|[a-z]{2,}(?:[^s]s|ed)|can|could|who)\b)")
#: What follows a family name that opens a sentence though its bearer was never named in full.
OPENING_AFTER = regex(
    r"^(?:, (?:as|who|whose|the|nearly|playing|himself|herself)\b| as [A-Z]| \((?:as |the |[A-Z])"
    r"| (?:is|was|has|had|does|did|could|can|can['’]t|who|[a-z]{2,}(?:[^s]s|ed)|wrote"
    r"|made|shot|sang|gave|took|cut|built|drew|told|knew|spoke|grew|came|kept|found|began|went|lets?|let|set"
    r"|ist|hat|est|ha|è|es|har|är|er|heeft)\b)"
)
POSSESSIVE = regex(r"^['’](?:s\b|(?!\w))")

# What credits call a person who has no name. The words in one line stand for each other.
_ROLES = """
boss manager supervisor leader chief head employer foreman superior
father dad papa daddy pa pops pop
mother mom mum mama mommy mummy ma
parent
husband hubby spouse
wife spouse
fiance fiancee
son
daughter
brother sibling
sister sibling
uncle
aunt auntie aunty
cousin
nephew
niece
grandfather grandpa granddad
grandmother grandma granny
neighbor
lawyer attorney counsel barrister solicitor prosecutor
police policeman policewoman cop officer detective patrolman constable trooper
detective investigator inspector sleuth
sheriff deputy marshal
doctor physician surgeon medic psychiatrist therapist shrink dr
nurse orderly
teacher professor instructor tutor schoolteacher schoolmaster
student pupil classmate schoolgirl schoolboy
principal headmaster headmistress
priest reverend pastor minister vicar preacher clergyman chaplain monk
nun abbess
soldier private trooper gi
sergeant
captain
general
colonel
lieutenant
boyfriend lover suitor beau
girlfriend lover mistress
friend pal buddy roommate housemate flatmate
kid child boy youngster lad tot infant baby toddler
kid child girl youngster lass
man guy fellow gentleman bloke
woman lady gal
teen teenager adolescent youth
waiter waitress server
bartender barman barkeep barkeeper barmaid
clerk cashier shopkeeper salesman saleswoman salesgirl storekeeper seller vendor shopgirl
owner proprietor
landlord landlady
driver cabbie chauffeur cabdriver
secretary assistant receptionist aide
reporter journalist newsman anchor
killer murderer assassin hitman slayer
thief robber burglar crook
gangster mobster hoodlum thug henchman goon
maid housekeeper servant chambermaid
butler valet footman
singer vocalist
dancer
musician pianist guitarist drummer
customer client caller patron guest passenger
coach trainer
colleague coworker coworkers
judge magistrate
juror
mayor
president
senator politician
king monarch
queen monarch
prince
princess
bride
groom bridegroom
widow widower
spy agent operative
guard sentry watchman bodyguard warden jailer
pilot aviator
sailor seaman
farmer rancher
cook chef
mechanic
janitor caretaker superintendent
pimp
prostitute hooker whore
drunk drunkard alcoholic
stranger drifter hitchhiker
narrator announcer
host hostess emcee
interviewer
operator dispatcher
messenger
patient
victim
witness
ghost spirit
monster creature
robot android
witch
vampire
villager peasant
crowd
extra
"""
# A word's groups, by the number of the line.
_ROLE_GROUPS: dict[str, frozenset[int]] = {}
for _line, _row in enumerate(_ROLES.strip().splitlines()):
    for _word in _row.split():
        _ROLE_GROUPS[_word] = _ROLE_GROUPS.get(_word, frozenset()) | {_line}

# Words that describe a nameless role without being one.
_DESCRIBING = """
old young older younger elderly little big tall fat thin blonde blond bald drunken angry pretty first
second third fourth another other new local chief head senior junior assistant vice deputy team
plainclothes uniformed undercover time machine store shop bar hotel restaurant school hospital bank
church prison radio tv television street train bus taxi cab truck night day party voice various
additional himself herself themselves self the of a an in at with and male female teenage teen adult
middle aged rich poor homeless mysterious office company news talk show desk front
"""
# Family names that look like a role's plural: whoever means several says "children".
_NO_PLURALS = frozenset({"childs", "mans", "womans"})
_GENERIC = frozenset(_DESCRIBING.split()) | frozenset(_ROLE_GROUPS)

# What stands around a crew member's name, by job.
_JOB_PATTERNS = {
    DIRECTOR: r"direct(?:or|ors|ed|ing|ion|orial)|filmmakers?|helm(?:er|ed)|auteur|moviemaker",
    WRITER: r"writ(?:er|ers|ten|ing)|wrote|screenwriters?|screenplay|script(?:ed|writer)?|scribe|penned",
    CINEMATOGRAPHER: r"cinematograph(?:er|y)|photograph(?:ed|y)|lens(?:ed|er)|shot|camera(?:man|work)?|DP",
    COMPOSER: r"compos(?:er|ed)|scor(?:e|ed)|music(?:al)?|soundtrack",
    EDITOR: r"edit(?:or|ed|ing)|cut|montage",
    PRODUCER: r"produc(?:er|ers|ed|ing)",
}
JOB_BEFORE = {
    job: regex(rf"(?i)\b(?:{words})(?:[ ,/-]+(?:and|by|of|from|is|was|\w+[/-]?\w*))?[ ,:(]*$")
    for job, words in _JOB_PATTERNS.items()
}
JOB_AFTER = {
    job: regex(rf"(?i)^(?:['’]s?)?,? (?:\w+[ -]){{0,2}}(?:{words})\b") for job, words in _JOB_PATTERNS.items()
}
#: The jobs whose family name a film is called by.
MAKERS = frozenset({DIRECTOR, WRITER})
#: What a reviewer says a film's maker has: "Hong's movie", "Hong's film".
MAKER_AFTER = regex(r"^['’]s? (?:\w+[ -]){0,3}(?:film|movie|picture|direction|camera|vision|script|debut)\b")


_TAILS = """
like esque directed penned scripted led starring style helmed produced centric era inspired written shot
"""
#: What is written together with a hyphen behind a name: "Hong-directed".
TAILS = frozenset(_TAILS.split())

_GLUED_BEFORE = """
by of and with to as the from for in is star stars director actor actress writer when that like but
between character starring filmmaker while where co-star costar newcomer comedian composer
cinematographer
"""
#: Words that lose their space before a linked name, and behind one at the end of a line.
GLUED_BEFORE = frozenset(_GLUED_BEFORE.split())
GLUED_AFTER: tuple[str, ...] = (
    "and",
    "has",
    "who",
    "with",
    "plays",
    "was",
    "but",
    "from",
    "that",
    "his",
    "her",
    "for",
    "the",
    "is",
    "as",
    "in",
)


# What a person is called by trade, in front of the name: "Director Hong", "Actress Gong".
_TRADES = frozenset(
    {"director", "writer", "actor", "actress", "star", "cinematographer", "composer", "editor", "producer"}
    | {"screenwriter", "filmmaker", "comedian", "newcomer", "veteran", "critic", "author", "novelist"}
)


def before_a_name(key: str) -> bool:
    """Whether a capitalised word in front of a name is no part of it: a sentence's opening, a title."""
    return key in FUNCTION_WORDS or key in TITLES or key in _TRADES or key.endswith("ly")


def stem(word: str) -> str:
    """A role's word without plural and British spelling: "neighbours" -> "neighbor"."""
    word = word.replace("our", "or")
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def role_groups(word: str) -> frozenset[int]:
    """The numbers of the groups of roles that a folded word names; empty if it names none."""
    found = _ROLE_GROUPS.get(word)
    return found if found is not None else _ROLE_GROUPS.get(stem(word), frozenset())


def is_generic(word: str) -> bool:
    """Whether a folded word of a character's name says what the character is, not what it is called."""
    return word in _GENERIC or bool(role_groups(word) and word not in _NO_PLURALS) or word.isdigit()
