"""Sites to crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.graph.crawl.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Site]:
    """Another site on the same machine, which is another host for a crawl."""
    with Site() as found:
        yield found
