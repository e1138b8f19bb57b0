"""An archive for tests of links: a credit table with two people of one name; each test has a copy."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from graph.build import ingest
from graph.store import Dataset

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://links.example"
#: Two of one name, half a century apart, whom one co-worker ties together: nothing that a method may decide.
CREDITS = """film_title\tfilm_year\tjob\tname\tcharacter\trow_id\tperson_imdb_id
Low Tide\t1968\tactor\tEdda Holm\tMara\tlow-1\t
Low Tide\t1968\tactor\tRobert Quill\tJonas\tlow-2\tnm0000002
Low Tide\t1968\tdirector\tIlse Brandt\t\tlow-3\t
High Water\t1973\tactor\tEdda Holm\tVera\thigh-1\t
High Water\t1973\tdirector\tIlse Brandt\t\thigh-2\t
High Water\t1973\twriter\tIlse Brandt\t\thigh-3\t
Paper Boats\t2018\tdirector\tEdda Holm\t\tpaper-1\t
Paper Boats\t2018\tactor\tRobert Quill\tThe Ferryman\tpaper-2\tnm0000002
Paper Boats\t2018\tactor\tNuria Pons\tClara\tpaper-3\t
The Lock Keeper\t2016\tdirector\tEdda Holm\t\tlock-1\t
The Lock Keeper\t2016\tactor\tNuria Pons\tAna\tlock-2\t
"""
ONE, OTHER = "edda-holm", "edda-holm-2"


def ingested(folder: Path) -> Path:
    """Ingests the table and returns where the dataset is."""
    (folder / "credits.tsv").write_text(CREDITS, encoding="utf-8")
    ingest(Dataset(folder / "data", base=BASE), [folder / "credits.tsv"])
    return folder / "data"


def copied(template: Path, folder: Path) -> Dataset:
    """A copy of the dataset that a test may write to."""
    return Dataset(shutil.copytree(template, folder / "data", symlinks=True))
