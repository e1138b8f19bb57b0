"""Where a store elsewhere listens: its three addresses, from what a person gives for ``--store``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

_NAMES = ("query", "update", "graphs", "view", "timeout", "post")
#: How the time that a query may take is told to the store, as the parameter ``timeout`` of the request.
_UNITS = ("seconds", "milliseconds", "none")
#: How a query is sent (SPARQL 1.1 Protocol, 2.1.2 and 2.1.3): as the body itself, or as a field of a form.
_POSTS = ("query", "form")
#: The addresses of well-known stores, each a pattern of the query address: update and graph store beside it.
_BESIDE = (
    (re.compile(r"(.*)/query$"), ("{0}/update", "{0}/store")),  # Oxigraph: /query, /update, /store
    (re.compile(r"(.*)/sparql$"), ("{0}/update", "{0}/graphs")),  # Reelgraph's own service
)


class BadStoreAddress(ValueError):
    """What was given for ``--store`` is no address of a store; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """The addresses of a SPARQL 1.1 store.

    Attributes:
        query: of the query operation (SPARQL 1.1 Protocol, 2.1).
        update: of the update operation (2.2); None for a store that is only read.
        graphs: of the Graph Store Protocol; None where the store has none.
        view: the graph that holds the view; None is the store's default graph. For stores whose default
            graph is the union of all graphs and cannot be written to.
        unit: how a deadline is told: "seconds", "milliseconds" or "none".
        form: whether queries are sent as a form. For stores that hang on one that is the body itself.
    """

    query: str
    update: str | None = None
    graphs: str | None = None
    view: str | None = None
    unit: str = "seconds"
    form: bool = False

    def __str__(self) -> str:
        parts = {"query": self.query, "update": self.update, "graphs": self.graphs, "view": self.view}
        said = [f"{name}={value}" for name, value in parts.items() if value]
        said += [f"timeout={self.unit}"] if self.unit != "seconds" else []
        return " ".join([*said, *(["post=form"] if self.form else [])])

    @classmethod
    def of(cls, given: str) -> StoreAddress:
        """The addresses that a text stands for.

        Args:
            given: one address, or ``query=URL update=URL graphs=URL`` (update and graphs may be left out),
                with ``view=IRI``, ``timeout=seconds|milliseconds|none`` and ``post=query|form`` where
                they are wanted. One address alone is a dataset that takes all three at that address, as
                Apache Jena Fuseki's do, unless it ends in /query or /sparql: then update and graph store
                stand beside it.

        Raises:
            BadStoreAddress: it is none of these, or holds a user and password.
        """
        if "=" not in given.partition("://")[0]:
            return cls._of_one(_address(given.strip(), "--store"))
        parts: dict[str, str] = {}
        for item in given.split():
            name, equals, value = item.partition("=")
            if not equals or name not in _NAMES or not value or name in parts:
                raise BadStoreAddress(
                    f"“{item}” is no part of a store's addresses; give --store URL, or "
                    '--store "query=URL update=URL graphs=URL".'
                )
            parts[name] = value
        if "query" not in parts:
            raise BadStoreAddress("The store's query address is missing: query=URL.")
        unit = parts.get("timeout", "seconds")
        if unit not in _UNITS:
            raise BadStoreAddress(f"timeout={unit} is none of {', '.join(_UNITS)}.")
        post = parts.get("post", "query")
        if post not in _POSTS:
            raise BadStoreAddress(f"post={post} is none of {', '.join(_POSTS)}.")
        found = {name: _address(parts[name], name) for name in ("query", "update", "graphs") if name in parts}
        made = cls(found["query"], found.get("update"), found.get("graphs"))
        return replace(made, view=parts.get("view"), unit=unit, form=post == "form")

    @classmethod
    def _of_one(cls, address: str) -> StoreAddress:
        for pattern, beside in _BESIDE:
            if match := pattern.fullmatch(address):
                update, graphs = (part.format(match[1]) for part in beside)
                return cls(address, update, graphs)
        return cls(address, address, address)


def _address(given: str, name: str) -> str:
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadStoreAddress(f"{name}: “{given}” is no address that starts with http:// or https://.")
    if parts.username or parts.password:
        raise BadStoreAddress(
            f"{name}: the address holds a user or a password; put them into REELGRAPH_STORE_USER and "
            "REELGRAPH_STORE_PASSWORD, so that no list of processes and no log shows them."
        )
    return urlunsplit(parts._replace(fragment="")).rstrip("/")
