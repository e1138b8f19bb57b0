"""``reelgraph enrich wikidata`` against a real service on the loopback that is shaped like Wikidata's."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from graph.enrich.client import Client, Manners, NotAnswered, Spent, TooMuch
from graph.enrich.questions import by_title
from server.command import main
from tests.graph.crawl.certificates import Certificates
from tests.server.wikidata_like import WikidataLike, endless, giving_up, saying, with_status

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]

TABLE = """row_id,film_title,film_year,job,name,character,film_imdb_id,person_imdb_id
1,The Salt Road,2021,director,Hong Sung-eun,,tt9900001,
2,The Salt Road,2021,actor,Gong Seung-yeon,The Captain,tt9900001,
3,The Salt Road,2021,actor,Jung Da-eun,Ji-na,tt9900001,
4,Low Tide,2019,director,Ilse Brandt,,,
5,Low Tide,2019,actor,Edda Holm,Mara,,nm9900120
6,Harbour,2001,actor,Tom Ash,Bo,,
7,Nowhere Else,1990,director,Ann Nobody,,,
"""


#: How Wikidata's service turns a client away that asked on.
_BANNED = b"<html><head><title>403</title></head><h1>Forbidden</h1><p>Banned until 2031</p></html>"


def runner(directory: Path) -> Run:
    environment: dict[str, str | None] = {name: None for name in os.environ if name.startswith("REELGRAPH_")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        given = {**environment, "REELGRAPH_DATA": str(directory / "data")}
        result = CliRunner().invoke(main, arguments, env=given, prog_name="reelgraph")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="module")
def service() -> Iterator[WikidataLike]:
    with WikidataLike() as running:
        yield running


@pytest.fixture
def wikidata(service: WikidataLike) -> Iterator[WikidataLike]:
    service.reset()
    yield service
    service.reset()


@pytest.fixture(scope="module")
def enriched(service: WikidataLike, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, dict[str, Any]]:
    """A table of credits, enriched once; and the summary of that."""
    service.reset()
    directory = tmp_path_factory.mktemp("enriched")
    (directory / "credits.csv").write_text(TABLE, encoding="utf-8")
    run = runner(directory)
    assert run("ingest", str(directory / "credits.csv")).returncode == 0
    done = run(
        "enrich", "wikidata", "--endpoint", service.endpoint, "--contact", "me@films.example", "--json"
    )
    assert done.returncode == 0, done.stderr
    asked = {"agents": set(service.agents), "queries": [*service.queries], "parameters": service.parameters}
    return run, {**json.loads(done.stdout), **asked}


@pytest.fixture
def reelgraph(tmp_path: Path) -> Run:
    run = runner(tmp_path)
    (tmp_path / "credits.csv").write_text(TABLE, encoding="utf-8")
    assert run("ingest", str(tmp_path / "credits.csv")).returncode == 0
    return run


def ask(run: Run, query: str) -> list[dict[str, str]]:
    done = run("query", "--format", "json", query)
    assert done.returncode == 0, done.stderr
    bindings = json.loads(done.stdout)["results"]["bindings"]
    return [{name: term["value"] for name, term in binding.items()} for binding in bindings]


def about(run: Run, kind: str, name: str) -> dict[str, set[str]]:
    """All that the view says of a thing, by the local names of properties."""
    called = "title" if kind == "Film" else "name"
    found: dict[str, set[str]] = {}
    for row in ask(run, f'SELECT ?p ?o {{ ?x a reel:{kind} ; reel:{called} "{name}" ; ?p ?o }}'):
        found.setdefault(row["p"].replace("#", "/").rsplit("/", 1)[-1], set()).add(row["o"])
    return found


def test_a_film_with_an_imdb_id_gets_what_wikidata_has(enriched: tuple[Run, dict[str, Any]]) -> None:
    run, _ = enriched
    film = about(run, "Film", "The Salt Road")
    assert film["wikidataId"] == {"Q9001"}
    assert film["tmdbId"] == {"77001"}
    assert film["releaseDate"] == {"2021-05-19"}
    assert film["genre"] == {"drama film"}
    assert {"Salt Road"} <= film["alternateName"]
    assert "http://www.wikidata.org/entity/Q9001" in film["sameAs"]


def test_its_people_get_ids_other_names_and_years_of_birth(enriched: tuple[Run, dict[str, Any]]) -> None:
    run, _ = enriched
    hong, jung = about(run, "Person", "Hong Sung-eun"), about(run, "Person", "Jung Da-eun")
    assert (hong["imdbId"], hong["birthYear"], hong["wikidataId"]) == ({"nm9900101"}, {"1980"}, {"Q9101"})
    assert jung["wikidataId"] == {"Q9103"}
    assert {"Jeong Da-eun", "정다은"} <= jung["alternateName"]
    assert "https://www.imdb.com/name/nm9900101/" in hong["sameAs"]
    # One person each: what was credited and what Wikidata lists came together.
    assert len(ask(run, 'SELECT ?p { ?p reel:wikidataId "Q9102" }')) == 1


def test_a_film_without_an_id_is_found_by_title_year_and_director(
    enriched: tuple[Run, dict[str, Any]],
) -> None:
    run, said = enriched
    film = about(run, "Film", "Low Tide")
    assert (film["wikidataId"], film["imdbId"]) == ({"Q9002"}, {"tt9900002"})
    assert said["films"] == {
        "asked": 4, "found_by_id": 1, "found_by_title": 2, "several_candidates": 1, "not_found": 1,
    }  # fmt: skip


def test_somebody_with_an_imdb_id_is_found_without_a_film(enriched: tuple[Run, dict[str, Any]]) -> None:
    run, said = enriched
    holm = about(run, "Person", "Edda Holm")
    assert (holm["wikidataId"], holm["birthYear"]) == ({"Q9120"}, {"1970"})
    assert said["people"]["found"] == 1


def test_candidates_that_nothing_tells_apart_are_left_to_a_person(
    enriched: tuple[Run, dict[str, Any]],
) -> None:
    run, _ = enriched
    # Ours and both of Wikidata's: nothing says which of the two ours is.
    films = ask(
        run, 'SELECT ?f ?id { ?f a reel:Film ; reel:title "Harbour" OPTIONAL { ?f reel:wikidataId ?id } }'
    )
    assert sorted(film.get("id", "") for film in films) == ["", "Q9005", "Q9006"]
    questions = json.loads(run("links", "list", "--json").stdout)
    assert any("Harbour" in json.dumps(question) for question in questions["questions"])


def test_what_wikidata_says_is_evidence_of_its_own(enriched: tuple[Run, dict[str, Any]]) -> None:
    run, _ = enriched
    (source,) = ask(
        run,
        """SELECT ?kind ?trust ?page ?title { ?f reel:wikidataId "Q9001" ; reel:statedIn ?s .
          ?s reel:kind ?kind ; reel:trust ?trust ; reel:page ?page . GRAPH ?s { ?x reel:title ?title } }""",
    )
    assert source == {
        "kind": "wikidata", "trust": "30", "page": "https://www.wikidata.org/wiki/Q9001",
        "title": "Salt Road",
    }  # fmt: skip
    # The editor's table is trusted more: the title stays, and the other is another title.
    assert about(run, "Film", "The Salt Road")["title"] == {"The Salt Road"}


def test_the_view_of_an_enriched_dataset_is_valid(enriched: tuple[Run, dict[str, Any]]) -> None:
    run, _ = enriched
    assert "conforms" in run("check").stdout


def test_who_asks_is_said_in_every_request(enriched: tuple[Run, dict[str, Any]]) -> None:
    _, said = enriched
    (agent,) = said["agents"]
    assert agent.startswith("Reelgraph/")
    assert "(me@films.example)" in agent
    assert said["parameters"] == {}


def test_asking_again_asks_nothing_and_publishes_nothing(
    enriched: tuple[Run, dict[str, Any]], wikidata: WikidataLike
) -> None:
    run, first = enriched
    done = run("enrich", "wikidata", "--endpoint", wikidata.endpoint, "--json")
    # What was learnt meanwhile may be asked about; what was answered is not.
    assert done.returncode == 0
    assert not set(wikidata.queries) & set(first["queries"])
    last = run("enrich", "wikidata", "--endpoint", wikidata.endpoint, "--json")
    assert json.loads(last.stdout)["questions"] == 0
    assert json.loads(last.stdout)["ingest"]["version"] is None


def test_old_answers_are_asked_for_again_and_replace_what_stood(
    reelgraph: Run, wikidata: WikidataLike
) -> None:
    arguments = ("enrich", "wikidata", "--endpoint", wikidata.endpoint, "--limit", "4", "--max-age", "0")
    assert reelgraph(*arguments).returncode == 0
    before = len(ask(reelgraph, "SELECT ?s { ?s a reel:Source }"))
    asked = len(wikidata.queries)
    assert reelgraph(*arguments).returncode == 0
    assert len(wikidata.queries) > asked
    assert len(ask(reelgraph, "SELECT ?s { ?s a reel:Source }")) == before


def test_a_busy_service_is_waited_for(reelgraph: Run, wikidata: WikidataLike) -> None:
    wikidata.tricks.extend([with_status(429, Retry_After="0"), with_status(503, Retry_After="0")])
    done = reelgraph("enrich", "wikidata", "--endpoint", wikidata.endpoint, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["asked_again"] == 2


@pytest.mark.parametrize(
    ("trick", "said"),
    [
        (with_status(429, Retry_After="86400"), "asks to wait 86400 seconds"),
        (with_status(429, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"), "asks to wait"),
        (with_status(403, _BANNED), "will not answer this client (it says: “Forbidden Banned until 2031”)"),
        (with_status(308, Location="https://elsewhere.example/sparql"), "give it as --endpoint"),
        (with_status(500), "status 500"),
        (saying("text/html", b"<html>down for a while</html>"), "text/html"),
        (saying("application/sparql-results+json", b'{"head": {"vars": ["id"]}, "resul'), "half of one"),
        (saying("application/sparql-results+json", b"nonsense"), "cannot be read"),
        (
            saying(
                "application/sparql-results+json",
                b'{"boolean": true}',
            ),
            "rows",
        ),
        (saying("application/sparql-results+json", b"{}", length="5000"), "broke off"),
        (saying("application/sparql-results+json", b"\x1f\x8b", Content_Encoding="gzip"), "broke off"),
        (saying("application/sparql-results+json", b"no gzip", Content_Encoding="gzip"), "damaged"),
        (saying("application/sparql-results+json", b"{}", Content_Encoding="br"), "not asked for (br)"),
    ],
    ids=[
        "429",
        "429-date",
        "403",
        "308",
        "500",
        "html",
        "half",
        "nonsense",
        "boolean",
        "broken-off",
        "gzip",
        "no-gzip",
        "br",
    ],
)
def test_a_service_that_does_not_answer_gives_one_sentence_and_no_version(
    enriched: tuple[Run, dict[str, Any]], wikidata: WikidataLike, trick: Any, said: str
) -> None:
    run, _ = enriched
    versions = run("versions").stdout
    wikidata.always = trick
    done = run(
        "enrich", "wikidata", "--endpoint", wikidata.endpoint, "--max-age", "0", "--patience", "0.01",
        "--batch", "1",
    )  # fmt: skip
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert run("versions").stdout == versions


def test_what_was_answered_before_a_failure_is_not_asked_again(
    reelgraph: Run, wikidata: WikidataLike
) -> None:
    arguments = ("enrich", "wikidata", "--endpoint", wikidata.endpoint, "--patience", "0")
    wikidata.tricks.extend([lambda _: False, with_status(403)])
    assert reelgraph(*arguments).returncode == 1
    first = wikidata.queries[0]
    wikidata.reset()
    assert reelgraph(*arguments).returncode == 0
    assert first not in wikidata.queries


def test_an_endless_answer_is_read_no_further_than_its_bound(wikidata: WikidataLike) -> None:
    wikidata.always = endless("application/sparql-results+json")
    client = Client(wikidata.endpoint, manners=Manners(size=3_000_000))
    with pytest.raises(NotAnswered, match="more than 3,000,000 bytes"):
        client.select("SELECT * {}")


def test_an_answer_that_would_overflow_the_parser_is_not_parsed(wikidata: WikidataLike) -> None:
    deep = b"<urn:s> <urn:p> " + b"<<( <urn:s> <urn:p> " * 200_000 + b'"1"' + b" )>>" * 200_000 + b" ."
    wikidata.always = saying("application/n-triples", deep)
    with pytest.raises(NotAnswered, match="dangerous"):
        Client(wikidata.endpoint).construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")


ONE = "SELECT ?x { VALUES ?x { 1 } }"


def _too_many(query: str) -> bool:
    """Whether a question asks to tell of more than two items."""
    return "CONSTRUCT" in query and len(set(re.findall(r"\bwd:Q9\d+|/entity/Q9\d+", query))) > 2


def test_too_large_a_question_is_put_in_parts(reelgraph: Run, wikidata: WikidataLike) -> None:
    def too_many(handler: Any) -> bool:
        return _too_many(wikidata.queries[-1]) and with_status(500)(handler)

    wikidata.always = too_many
    done = reelgraph("enrich", "wikidata", "--endpoint", wikidata.endpoint, "--json")
    assert done.returncode == 0, done.stderr
    assert any(map(_too_many, wikidata.queries))
    assert json.loads(done.stdout)["films"]["found_by_id"] == 1


def test_what_gives_up_in_the_middle_of_its_answer_is_asked_in_parts(
    reelgraph: Run, wikidata: WikidataLike
) -> None:
    begun = b"<http://www.wikidata.org/entity/Q9001> <http://www.wikidata.org/prop/direct/P345> "

    def too_many(handler: Any) -> bool:
        return _too_many(wikidata.queries[-1]) and giving_up("application/n-triples", begun)(handler)

    wikidata.always = too_many
    done = reelgraph("enrich", "wikidata", "--endpoint", wikidata.endpoint, "--json")
    assert done.returncode == 0, done.stderr
    assert any(map(_too_many, wikidata.queries))
    assert json.loads(done.stdout)["films"]["found_by_id"] == 1
    wikidata.always = giving_up("application/sparql-results+json", b'{"head": {"vars": ["x"]}, "resu')
    with pytest.raises(TooMuch, match=r"gave up in the middle of its answer \(TimeoutException\)"):
        Client(wikidata.endpoint).select(ONE)


def test_packed_answers_are_unpacked_up_to_their_bound(wikidata: WikidataLike) -> None:
    kind = "application/sparql-results+json"
    packed = gzip.compress(wikidata.answer(ONE)[1])
    bomb = gzip.compress(b" " * 20_000_000)
    wikidata.tricks.extend(saying(kind, body, Content_Encoding="gzip") for body in (packed, bomb))
    client = Client(wikidata.endpoint, manners=Manners(size=1_000_000))
    assert [row["x"].value for row in client.select(ONE)] == ["1"]
    with pytest.raises(TooMuch, match="more than 1,000,000 bytes"):
        client.select(ONE)


def test_a_moment_to_wait_for_is_waited_for(wikidata: WikidataLike) -> None:
    slept: list[float] = []
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True)
    wikidata.tricks.append(with_status(429, Retry_After=moment))
    client = Client(wikidata.endpoint, sleep=slept.append)
    assert len(client.select(ONE)) == 1
    assert len(slept) == 1
    assert 0 < slept[0] < 302


def test_a_service_that_went_to_https_is_asked_there(
    wikidata: WikidataLike, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = Certificates.make(tmp_path)
    with WikidataLike(certificates.site("IP:127.0.0.1")) as secure:
        wikidata.always = with_status(301, Location=secure.endpoint)
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        with pytest.raises(NotAnswered, match="its certificate is not to be trusted"):
            Client(wikidata.endpoint, manners=Manners(tries=1)).select(ONE)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
        client = Client(wikidata.endpoint)
        assert len(client.select(ONE)) == len(client.select(ONE)) == 1
        assert secure.queries == [ONE, ONE]
        # What has moved is asked where it is.
        assert len(wikidata.queries) == 2
        secure.always = with_status(302, Location=wikidata.endpoint)
        with pytest.raises(NotAnswered, match="give it as --endpoint"):
            client.select(ONE)
    wikidata.always = with_status(307, Location="/sparql")
    with pytest.raises(NotAnswered, match="in a circle"):
        Client(wikidata.endpoint).select(ONE)


def test_a_service_that_says_nothing_is_given_up(wikidata: WikidataLike) -> None:
    over = threading.Event()
    wikidata.always = lambda _: over.wait(300)
    try:
        with pytest.raises(TooMuch, match="did not answer within 1 seconds"):
            Client(wikidata.endpoint, manners=Manners(seconds=1.0)).select(ONE)
    finally:
        over.set()


def test_no_more_than_the_allowed_seconds_of_a_minute_are_asked_for(wikidata: WikidataLike) -> None:
    slept: list[float] = []
    now = [0.0]

    def tick() -> float:
        now[0] += 20.0  # every look at the clock is so much later
        return now[0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    client = Client(wikidata.endpoint, manners=Manners(seconds=1000.0), clock=tick, sleep=sleep)
    for _ in range(4):
        client.select("SELECT ?x { VALUES ?x { 1 } }")
    assert slept
    assert client.spent == Spent(questions=4, again=0, waited=sum(slept))


@pytest.mark.parametrize("title", ['"} . DROP ALL #', "\\", "new\nline", 'it\'s "quoted"', "{ } ? < >"])
def test_titles_are_terms_in_questions_whatever_stands_in_them(wikidata: WikidataLike, title: str) -> None:
    assert Client(wikidata.endpoint).select(by_title([title], ["en"])) == []


@pytest.mark.parametrize(
    "arguments",
    [("--endpoint", "ftp://a.example/"), ("--language", 'en" ) }'), ("--contact", "me\r\nX-Evil: 1")],
)
def test_what_cannot_be_asked_is_wrong_usage(
    enriched: tuple[Run, dict[str, Any]], arguments: tuple[str, str]
) -> None:
    run, _ = enriched
    assert run("enrich", "wikidata", *arguments).returncode == 2
