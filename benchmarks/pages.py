"""Review pages by the thousand, each with names of its own: what the reading benchmark reads.

Seeded, so that two runs read the same pages. The prose is a few sentences of ours with the names
put in; layouts A, C, G, I and J take turns.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def _listed(names: str) -> list[str]:
    return names.split()


_GIVEN = _listed(
    "Anna Boris Carla Dario Edith Farid Greta Hugo Ines Jonas Karin Luis Marta Nikolai Olga Pablo Rosa "
    "Stefan Tilda Ulrich Vera Walter Yara Zeno Min-jae Seo-yeon Ji-woo Hye-jin Jun-ho Xiaoming Yifei "
    "Haruko Kenji Andrei"
)
_FAMILY = _listed(
    "Abel Brandt Castell Dorn Eriksen Fontana Grau Holm Ivers Jansen Kessler Lindqvist Moreau Novak "
    "Ortega Petrov Quist Reyes Sorel Tanaka Ulmer Varga Weiss Ziegler Kim Park Choi Jeong Seo Zhang Chen "
    "Sato Tarkin Volkov"
)
_WORDS = _listed(
    "River Winter Lantern Harbor Silence Orchard Signal Mirror Kingdom Letter Shadow Garden Station "
    "Morning Salt Compass Thunder Paper Glass Hollow"
)
_SENTENCES = (
    "{c0} ({a0}) keeps the shop open past midnight and tells nobody why.",
    "The film belongs to {a0}, who plays {c0} as somebody who has stopped waiting.",
    "When {c1} ({a1}) comes back from the coast, {c0}'s careful days come apart one by one.",
    "{c2}, played by {a2}, is the only one who laughs, and {a2} makes each laugh a small decision.",
    "Nothing is explained, and {c1}'s silences are worth more than another picture's speeches.",
    "There are scenes at a bus stop, in a kitchen and on a roof that I would not give away for a trilogy.",
    "{director} cuts late and moves the camera seldom, and the town grows around {c0} like weather.",
    "A neighbor ({a3}) knocks twice; the second knock is the best moment of the film.",
    "It is a long way from the director's first feature, which had more money and fewer ideas.",
    "By the end, {c0} has learned what {c2} knew from the start, and the picture is too wise to say so.",
)


def pages(
    number: int, seed: int = 1, *, people: int = 14, paragraphs: int = 6, rated: bool = False
) -> Iterator[tuple[str, bytes]]:
    """``number`` pages as (file name, content).

    ``people`` is how many a page credits, four of them as crew or not at all, and ``paragraphs`` how much it
    says of them; ``rated`` keeps to the layouts whose rating is a number.
    """
    random_ = random.Random(seed)
    layouts = (_html, _newspaper) if rated else (_text_dump, _html, _labelled, _newspaper, _markdown)
    for i in range(number):
        facts = _facts(random_, i, people, paragraphs)
        extension, text = layouts[i % len(layouts)](facts)
        yield f"page-{i:06d}.{extension}", text.encode()


def _facts(random_: random.Random, number: int, most: int, paragraphs: int) -> dict[str, Any]:
    people = [f"{random_.choice(_GIVEN)} {random_.choice(_FAMILY)}" for _ in range(30)]
    people = list(dict.fromkeys(people))[:most]
    unused = [given for given in _GIVEN if all(given not in person for person in people)]
    characters = random_.sample(unused, 3)
    characters += [f"{random_.choice(_WORDS)} Seller {n}" for n in range(20)]
    names = {f"a{n}": p for n, p in enumerate(people[:-4])}
    names |= {f"c{n}": c for n, c in enumerate(characters)}
    names |= {"director": people[-1]}
    body = [" ".join(s.format(**names) for s in random_.sample(_SENTENCES, 6)) for _ in range(paragraphs)]
    return {
        "title": f"The {random_.choice(_WORDS)} of {random_.choice(_WORDS)} {number}",
        "year": random_.randint(1950, 2024),
        "minutes": random_.randint(71, 190),
        "cast": list(zip(people[:-4], characters, strict=False)),
        "director": people[-1],
        "writer": people[-2],
        "critic": random_.choice(("Ida Penhallow", "Barnaby Quill", "Rafe Castellan")),
        "body": body,
        "stars": random_.choice(("3.5", "2", "4", "1.5")),
    }


def _text_dump(f: dict[str, Any]) -> tuple[str, str]:
    cast = "\n\n".join(f"{a} as {c}" for a, c in f["cast"])
    body = "\n\n".join(f["body"])
    return "txt", (
        f"The Lantern Home\n\n\n{body}\n\n{f['critic']}\n\n{f['critic']} is a critic by the sea.\n\n"
        f"Now playing\n\nThe Other Film\nA Third Picture\n\nFilm Credits\n\n{f['title']} movie poster\n\n"
        f"{f['title']} ({f['year']})\n\n{f['minutes']} minutes\n\n\n{cast}\n\nDirector\n{f['director']}\n\n"
        f"Writer\n{f['writer']}\n\nComposer\n\n\nLatest blog posts\n\n\ncomments powered by Disqus"
    )


def _html(f: dict[str, Any]) -> tuple[str, str]:
    block = {
        "@context": "https://schema.org",
        "@type": "Review",
        "author": {"@type": "Person", "name": f["critic"]},
        "itemReviewed": {"@type": "Movie", "name": f["title"]}, "datePublished": "2020-05-01",
        "reviewRating": {"@type": "Rating", "ratingValue": f["stars"], "bestRating": "4"},
    }  # fmt: skip
    cast = "".join(f"<li>{a} as {c}</li>" for a, c in f["cast"])
    body = "".join(f"<p>{paragraph}</p>" for paragraph in f["body"])
    return "html", (
        f"<!doctype html><html><head><title>{f['title']} review</title>"
        f'<script type="application/ld+json">{json.dumps(block)}</script></head>'
        f'<body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{f['title']}</h1><p>{f['minutes']} minutes ‧ PG ‧ {f['year']}</p>"
        f"<div>{body}</div><h2>Cast</h2><ul>{cast}</ul><h2>Director</h2><ul><li>{f['director']}</li></ul>"
        f"</article><footer>About us</footer></body></html>"
    )


def _labelled(f: dict[str, Any]) -> tuple[str, str]:
    cast = ", ".join(f"{a} ({c})" for a, c in f["cast"])
    return "txt", (
        f"{f['title']}\n\n{f['year']} - PG - {f['minutes']} Mins.\nDirector: {f['director']}\n"
        f"Written By: {f['writer']}\nStarring: {cast}\nGrade: B+\nReviewed by: {f['critic']}\n\n"
        + "\n\n".join(f["body"])
    )


def _newspaper(f: dict[str, Any]) -> tuple[str, str]:
    names = [a for a, _ in f["cast"]]
    return "txt", (
        f"Coast Courier\n\n{f['title']} ***1/2\n\nBy {f['critic']}\nMay 3, 2019\n\n"
        + "\n\n".join(f["body"])
        + "\n\n"
        f"Directed by {f['director']}. Written by {f['writer']}. "
        f"Starring {', '.join(names[:-1])} and {names[-1]}. "
        f"{f['year']}. Rated R for language. {f['minutes']} min."
    )


def _markdown(f: dict[str, Any]) -> tuple[str, str]:
    cast = "\n".join(f"  - {a} as {c}" for a, c in f["cast"])
    return "md", (
        f'---\ntitle: "{f["title"]} ({f["year"]})"\ndate: 2021-02-03\ncritic: {f["critic"]}\ngrade: "B+"\n'
        f"runtime: {f['minutes']}\ndirector: {f['director']}\ncast:\n{cast}\n---\n\n" + "\n\n".join(f["body"])
    )
