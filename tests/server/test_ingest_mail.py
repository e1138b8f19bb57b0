"""``reelgraph ingest`` and mail: messages in plain text and in HTML, mailboxes, newsletters."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.graph.sources.pages import PROSE
from tests.server.ingesting import found, said, titles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.ingesting import Run


def message(title: str, how: str, body: str, *more: str) -> str:
    head = ("From: Ann Lee <ann@reel.example>", f"Subject: Review: {title} (1999)",
            "Date: Mon, 1 Mar 1999 10:00:00 +0000", *more, f"Content-Type: {how}")  # fmt: skip
    return "\n".join(head) + "\n\n" + body


def test_a_message_is_read_as_the_text_in_it_and_a_mailbox_as_its_messages(
    reelgraph: Run, tmp_path: Path
) -> None:
    place = tmp_path / "mail"
    place.mkdir()
    mime = ("MIME-Version: 1.0", "Content-Transfer-Encoding: base64")
    packed = base64.encodebytes(PROSE.encode()).decode()
    (place / "one.eml").write_text(message("Siskin", "text/plain; charset=utf-8", packed, *mime))
    both = f"--b\nContent-Type: text/plain\n\n{PROSE}\n--b\nContent-Type: text/html\n\n<p>x</p>\n--b--\n"
    (place / "two.eml").write_text(message("Osprey", 'multipart/alternative; boundary="b"', both, mime[0]))
    odd = "--b\nContent-Type: image/png\n\nx\n--b--\n"
    (place / "odd.eml").write_text(message("Owl", 'multipart/mixed; boundary="b"', odd, mime[0]))
    marks = [f"From ann@reel.example Mon Mar  {day} 10:00:00 1999\n" for day in (1, 2)]
    first = message("Merlin", "text/plain", f"{PROSE}\n\n>From here on it drags.\n\n", "Message-ID: <1@reel>")
    box = marks[0] + first + marks[1] + message("Hobby", "text/plain", PROSE + "\n\n")
    (place / "box").write_text(box)
    run = reelgraph("ingest", "--json", place)
    assert run.exit_code == 1
    ((document, reason),) = [(one["document"], one["reason"]) for one in said(run)["set_aside"]]
    assert document == "odd.eml"
    assert "there is no text in it" in reason
    assert titles(tmp_path) == ["Hobby", "Merlin", "Osprey", "Siskin"]
    texts = [node["text"][0] for node in found(tmp_path, "Review")]
    assert len(texts) == 4
    assert all("keeps bees" in text and "=" not in text for text in texts)
    assert any("From here on it drags." in text and ">From" not in text for text in texts)
    assert {node["publishedOn"][0] for node in found(tmp_path, "Review")} == {"1999-03-01"}
    # A message more: those that stood there are not read again.
    (place / "box").write_text(box + marks[1] + message("Kite", "text/plain", PROSE))
    again = said(reelgraph("ingest", "--json", place))
    assert (again["read"], again["unchanged"]) == (1, 4)


#: What each message says in its head, and each page leaves out.
SAYS = ["Ann Lee,1999-03-01,Osprey,1999"]
PAGE = f"<html><head><style>p {{}}</style></head><body><p>{PROSE}</p><p>3 stars</p></body></html>"


def of(reelgraph: Run) -> list[str]:
    """Who wrote the one review in the dataset, when, and of which film of which year."""
    asked = reelgraph(
        "query", "--format", "csv",
        "SELECT ?who ?day ?title ?year { ?r a reel:Review ; reel:reviewOf ?f . ?f reel:title ?title ."
        " OPTIONAL { ?r reel:critic/reel:name ?who } OPTIONAL { ?r reel:publishedOn ?day }"
        " OPTIONAL { ?f reel:year ?year } }",
    )  # fmt: skip
    return asked.stdout.splitlines()[1:]


def alternative(*parts: str) -> str:
    return "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"


_MIME = "MIME-Version: 1.0"
_BASE64 = "Content-Transfer-Encoding: base64"
_QP = "Content-Transfer-Encoding: quoted-printable"
_HTML = f"Content-Type: text/html; charset=utf-8\n{_BASE64}\n\n{base64.encodebytes(PAGE.encode()).decode()}"


@pytest.mark.parametrize(
    "text",
    [
        message("Osprey", "text/plain; charset=utf-8", PROSE, _MIME, _QP),
        message("Osprey", "text/html; charset=utf-8", PAGE.replace("=", "=3D"), _MIME, _QP),
        # Neither packed nor with a head of its own.
        message("Osprey", "text/html", f"<!DOCTYPE html>\n<p>{PROSE}</p><p>3 stars</p>", _MIME),
        message("Osprey", "text/html", f"<p>{PROSE}</p><p>3 stars</p>", _MIME),
        message("Osprey", 'multipart/alternative; boundary="b"', alternative(_HTML), _MIME),
        # A page with its pictures, as newsletters are sent; browsers save pages in the same form.
        message(
            "Osprey", 'multipart/related; boundary="b"',
            alternative(_HTML, "Content-Type: image/png\n\nx"), "Message-ID: <1@reel.example>", _MIME,
        ),
        # Its own title says less.
        message(
            "Osprey", "text/html", PAGE.replace("<head>", "<head><title>View online</title>"), _MIME
        ),
    ],
    ids=["plain", "html", "bare", "barer", "alternative", "related", "titled"],
)  # fmt: skip
def test_what_a_messages_head_says_is_read_whatever_form_its_text_has(
    text: str, reelgraph: Run, tmp_path: Path
) -> None:
    (tmp_path / "one.eml").write_text(text)
    run = reelgraph("ingest", "--json", tmp_path / "one.eml")
    assert run.exit_code == 0, run.output
    assert of(reelgraph) == SAYS
    (review,) = found(tmp_path, "Review")
    assert "keeps bees" in review["text"][0]
    assert not any(word in review["text"][0] for word in ("From:", "Subject", "Date:"))


def test_names_in_any_letters_and_hostile_ones_stay_words_and_a_list_is_the_publication(
    reelgraph: Run, tmp_path: Path
) -> None:
    who = base64.b64encode("Zoë Ånström".encode()).decode()
    head = (
        f"From: =?utf-8?B?{who}?= <zoe@reel.example>", "To: marlow@lists.example", _MIME,
        "Subject: Re: [marlow] Review: Osprey &amp; Owl </title><script>x</script> (1999)",
        "Date: not a day", "List-Id: Films <marlow.lists.example>", "Content-Type: text/html",
    )  # fmt: skip
    (tmp_path / "one.eml").write_text("\n".join(head) + "\n\n" + PAGE)
    run = reelgraph("ingest", "--json", tmp_path / "one.eml")
    assert run.exit_code == 0, run.output
    assert "Zoë Ånström" in [node["name"][0] for node in found(tmp_path, "Person")]
    assert [node["name"] for node in found(tmp_path, "Publication")] == [["marlow"]]
    (film,) = found(tmp_path, "Film")
    assert film["title"][0].startswith("Osprey &amp; Owl")
    (review,) = found(tmp_path, "Review")
    assert "publishedOn" not in review


def test_a_byline_goes_before_whoever_sent_the_message(reelgraph: Run, tmp_path: Path) -> None:
    page = PAGE.replace("<body>", '<body><h1>Osprey (1999)</h1><p class="byline">By Bo Li</p>')
    (tmp_path / "one.eml").write_text(message("Osprey", "text/html", page, _MIME))
    assert reelgraph("ingest", tmp_path / "one.eml").exit_code == 0
    assert of(reelgraph) == ["Bo Li,1999-03-01,Osprey,1999"]
