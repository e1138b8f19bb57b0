"""What dataset.json says of a dataset: its format, what its IRIs start with, what was published last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.store.errors import NewerFormat, NotADataset, OtherBase
from graph.store.manifest import read_json

if TYPE_CHECKING:
    from pathlib import Path

#: The number of this layout on disk. A later one is refused with a sentence. The first had no logs beside
#: SQLite files (:mod:`graph.layers`), and is the second once something is published.
FORMAT = 2
#: What a description holds.
_HOLDS = {"format": int, "base": str, "last": int}
#: What the IRIs of a dataset start with when nobody says.
DEFAULT_BASE = "http://127.0.0.1:8000"
#: What a killed writer leaves of the files that are written in one step.
PARTS = (".dataset.json.", ".current-")

#: What may lie in a directory that counts as empty: our lock, pages fetched before the first version, what a
#: mount and a desktop put there.
_NOTHING = {"lock", "fetched", "lost+found", ".DS_Store"}


def described(directory: Path, given_base: str | None) -> dict[str, Any]:
    """The content of a dataset's dataset.json, checked; what it will hold where there is none yet.

    Args:
        directory: the dataset's; it need not exist.
        given_base: what somebody said its IRIs start with; None takes what it has.

    Raises:
        NotADataset: the directory is a file, holds something else, or its description cannot be read.
        NewerFormat: a later release wrote it.
        OtherBase: its IRIs start with something else.
    """
    file = directory / "dataset.json"
    try:
        description = read_json(file)
    except (FileNotFoundError, NotADirectoryError):
        if directory.exists() and not directory.is_dir():
            raise NotADataset(f"{directory} is a file; give --data a directory.") from None
        if directory.is_dir() and any(
            entry.name not in _NOTHING and not entry.name.startswith(PARTS) for entry in directory.iterdir()
        ):
            raise NotADataset(
                f"{directory} holds files that are no Reelgraph dataset; "
                "give --data an empty or a new directory."
            ) from None
        return {"format": FORMAT, "base": given_base or DEFAULT_BASE, "last": 0}
    except (ValueError, OSError) as error:
        raise NotADataset(f"{file} cannot be read ({error}); restore it from a backup.") from None
    if isinstance(found := description.get("format"), int) and found > FORMAT:
        raise NewerFormat(
            f"{directory} has format {found}, and this Reelgraph reads up to "
            f"{FORMAT}; install the newer Reelgraph that wrote it."
        )
    lacks = [name for name, kind in _HOLDS.items() if not isinstance(description.get(name), kind)]
    if lacks:
        raise NotADataset(f"{file} has no {lacks[0]} that can be read; restore it from a backup.")
    if given_base is not None and given_base != description.get("base"):
        raise OtherBase(
            f"The IRIs in {directory} start with {description.get('base')}, not {given_base}; "
            "leave --base out, or start a new dataset."
        )
    return description
