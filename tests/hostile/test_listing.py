"""docs/hostile.md lists every attack that is tried here, and says no other status than may come of it."""

from __future__ import annotations

import re

from tests.hostile.listing import behaviours, statuses
from tests.hostile.serving import ROOT

_ROW = re.compile(r"^\| (.+?) \| ([^|]+) \|$", re.MULTILINE)


def test_every_attack_is_listed_with_a_status_that_it_may_get() -> None:
    text = (ROOT / "docs" / "hostile.md").read_text(encoding="utf-8")
    listed = dict(_ROW.findall(text.partition("## The list")[2]))
    listed = {name: outcome for name, outcome in listed.items() if name not in ("attack", "test")}
    allowed = statuses()
    assert sorted(listed) == sorted([*allowed, *behaviours()]), (
        "docs/hostile.md is behind; tests/hostile/listing.py says how its tables are made"
    )
    for name, may_be in allowed.items():
        assert int(listed[name]) in may_be, name
