"""Blocks of pages about many things: ItemList, BreadcrumbList, WebSite. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.export.values import SCHEMA, JsonLd, address, put

if TYPE_CHECKING:
    from collections.abc import Sequence


def item_list(addresses: Sequence[str], *, name: str | None = None, url: str | None = None) -> JsonLd | None:
    """The ItemList of an archive or list page: a position and an address each, in the page's order.

    Args:
        addresses: the pages that the list leads to, each once; what is no address is left out.
        name: the list's heading, as the page shows it.
        url: the list's own page.

    Returns:
        The block, or None where the list leads nowhere.
    """
    leading = [one for one in dict.fromkeys(addresses) if address(one)]
    if not leading:
        return None
    block: JsonLd = {"@context": SCHEMA, "@type": "ItemList"}
    put(block, "name", name)
    put(block, "url", address(url))
    block["itemListElement"] = [
        {"@type": "ListItem", "position": position, "url": one} for position, one in enumerate(leading, 1)
    ]
    return block


def breadcrumbs(trail: Sequence[tuple[str, str | None]]) -> JsonLd | None:
    """The BreadcrumbList of a page that shows such a trail.

    Args:
        trail: names with their addresses, from the site's first page to this one; only the last may be
            without an address.

    Returns:
        The block; None where the trail has fewer than two steps, or a step lacks its name or address.
    """
    last = len(trail)
    if last < 2 or any(
        not name or (position < last and address(url) is None)
        for position, (name, url) in enumerate(trail, 1)
    ):
        return None
    steps: list[JsonLd] = []
    for position, (name, url) in enumerate(trail, 1):
        step: JsonLd = {"@type": "ListItem", "position": position, "name": name}
        put(step, "item", address(url))
        steps.append(step)
    return {"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": steps}


def website(name: str, url: str, search: str | None = None, *, publisher: str | None = None) -> JsonLd | None:
    """The WebSite block of a site's first page.

    Args:
        name: the site's name.
        url: its first page.
        search: the address of its search with ``{words}`` for the words, as
            ``https://lantern.example/search?q={words}``; without one there is no SearchAction.
        publisher: the IRI of the publication in the linked data.

    Returns:
        The block, or None without a name and an address.
    """
    home = address(url)
    if not name or home is None:
        return None
    block: JsonLd = {"@context": SCHEMA, "@type": "WebSite", "name": name, "url": home}
    if publisher is not None:
        block["publisher"] = {"@type": "Organization", "@id": publisher, "name": name, "url": home}
    if search is not None and address(search) and "{words}" in search:
        block["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": search.replace("{words}", "{search_term_string}"),
            },
            "query-input": "required name=search_term_string",
        }
    return block
