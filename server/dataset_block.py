"""The dataset as a schema.org Dataset, as search engines of data read it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.description import DumpAt

_COUNTED = (
    ("Film", "film", "films"), ("Person", "person", "people"), ("Role", "role", "roles"),
    ("Review", "review", "reviews"), ("Mention", "mention in prose", "mentions in prose"),
)  # fmt: skip


def dataset_block(
    base: str, number: int, published: str, counts: Mapping[str, int], dumps: Sequence[DumpAt]
) -> dict[str, Any]:
    """The JSON-LD of the dataset in one version.

    Args:
        base: what the dataset's IRIs begin with, without a slash at the end.
        number: the version's number.
        published: when it was published, as an xsd:dateTime.
        counts: how many there are of each class, by its name.
        dumps: what can be downloaded.
    """
    there_are = [
        f"{n:,} {one if n == 1 else many}" for name, one, many in _COUNTED if (n := counts.get(name, 0))
    ]
    held = ", ".join(there_are) or "nothing yet"
    block: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{base}/.well-known/void#dataset",
        "name": "Reelgraph: films, people and reviews as linked data",
        "description": (
            "Film reviews and film credits as linked data: who made which film, which review is about which "
            "film, and which person each name in a review means, with the source of every fact. "
            f"It holds {held}."
        ),
        "url": f"{base}/",
        "identifier": f"{base}/.well-known/void#dataset",
        "version": str(number),
        "dateModified": published,
        "isAccessibleForFree": True,
        "keywords": ["film", "film credits", "film reviews", "linked data", "RDF", "SPARQL"],
    }
    if dumps:
        block["distribution"] = [_download(dump) for dump in dumps]
    return block


def _download(dump: DumpAt) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "DataDownload",
        "name": "All graphs" if dump.whole else "The view alone",
        "contentUrl": dump.address,
        "encodingFormat": [dump.media_type, dump.packed_type],
    }
    if dump.size is not None:
        found["contentSize"] = f"{dump.size} B"
    if dump.sha256 is not None:
        found["sha256"] = dump.sha256
    return found
