"""Reelgraph in a Flask site, or in any that has Jinja: ``{{ reelgraph_jsonld() }}`` in a template.

::

    from flask import Flask
    from server.flask_extension import Reelgraph

    app = Flask(__name__)
    Reelgraph(app, data="reelgraph-data")  # or app.config["REELGRAPH_DATA"]

In the template of a page, in its head, ``{{ reelgraph_jsonld() }}`` is the script element with the JSON-LD
of the review that was read at this page's address; nothing where there is none. The dataset's directory is
read in the process: a version that is published meanwhile is used from the next page on.
"""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from graph.export.embedding import Embeddable
from graph.export.grades import read_grades
from graph.export.html_blocks import element
from graph.export.options import DEFAULT, Options
from graph.store import Dataset, DatasetError
from server.options import DEFAULT_DATA

if TYPE_CHECKING:
    from flask import Flask
    from jinja2 import Environment

#: The name of the function in templates.
NAME = "reelgraph_jsonld"

_LOG = logging.getLogger("reelgraph")
#: Reasons why a page has no block that are logged once each, at most.
_MOST_SAID = 1_000

Key = tuple[int, int, int, int]


class Blocks:
    """The script elements of a dataset's reviews, from whichever version is current. Any thread may ask.

    A page never fails for want of a block: whatever is wrong is logged (logger ``reelgraph``), once.

    Args:
        data: the dataset's directory, which may be made later.
        options: how the blocks are written.
    """

    def __init__(self, data: str | Path, options: Options = DEFAULT) -> None:
        self._path = Path(data)
        self._dataset = Dataset(self._path)
        self._options = options
        self._lock = threading.Lock()
        self._open: tuple[Key, Embeddable] | None = None
        self._said: set[str] = set()

    def script(self, url: str) -> Markup:
        """The script element for the page at an address; nothing where there is no block for it."""
        try:
            reviews = self._current()
            if reviews is None:
                return self._nothing(f"Nothing is published in {self._path} yet.")
            found = reviews.book.find(url)
            block = reviews.of(found[0]) if len(found) == 1 else reviews.at(found)
            if block is None and len(found) > 1:
                return self._nothing(f"{url} may be the page of {len(found)} reviews: {', '.join(found)}.")
        except (DatasetError, OSError) as error:
            return self._nothing(str(error))
        if block is None:
            return Markup()
        if block.block is None:
            return self._nothing(f"{url} has no block, for its review lacks {', '.join(block.lacks)}.")
        return Markup(element(block.file().strip()))  # noqa: S704 - nothing in it can end the element

    def install(self, environment: Environment) -> None:
        """Makes :meth:`script` a function of a Jinja environment's templates, which give it the address."""
        environment.globals[NAME] = self.script

    def _current(self) -> Embeddable | None:
        """The reviews of the current version, opened when it became that."""
        number = self._dataset.current_number()
        if number is None:
            return None
        directory = (self._path / "versions" / f"{number:06d}").stat()
        # A server may have been split into processes since, which cannot share an open store.
        key = number, directory.st_ino, directory.st_mtime_ns, os.getpid()
        known = self._open
        if known is not None and known[0] == key:
            return known[1]
        with self._lock:
            known = self._open
            if known is None or known[0] != key:
                found = Embeddable(self._dataset.version(number).store, self._options)
                self._open = known = key, found
            return known[1]

    def _nothing(self, why: str) -> Markup:
        if why not in self._said and len(self._said) < _MOST_SAID:
            self._said.add(why)
            _LOG.warning("%s", why)
        return Markup()


class Reelgraph:
    """The Flask extension.

    Args:
        app: the application; or give it to :meth:`init_app` later.
        data: the dataset's directory; else ``app.config["REELGRAPH_DATA"]``, else that of the environment.
        options: how the blocks are written.

    ``app.config["REELGRAPH_GRADES"]``, else the environment variable, says what grades are in numbers.
    ``app.config["REELGRAPH_SITE_URL"]`` is what the addresses of the site begin with, for a server whose
    visitors know it by another name than its own requests do (behind a proxy).
    """

    def __init__(
        self, app: Flask | None = None, data: str | Path | None = None, options: Options = DEFAULT
    ) -> None:
        self._data = data
        self._options = options
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Gives the application's templates ``reelgraph_jsonld(url=None)``."""
        data = (
            self._data or app.config.get("REELGRAPH_DATA") or os.environ.get("REELGRAPH_DATA") or DEFAULT_DATA
        )
        grades = app.config.get("REELGRAPH_GRADES") or os.environ.get("REELGRAPH_GRADES")
        options = replace(self._options, grades=read_grades(grades)) if grades else self._options
        blocks = Blocks(data, options)
        app.extensions["reelgraph_jsonld"] = blocks

        def reelgraph_jsonld(url: str | None = None) -> Markup:
            return blocks.script(url or _this_page(app))

        app.jinja_env.globals[NAME] = reelgraph_jsonld


def _this_page(app: Flask) -> str:
    """The address of the page that is being made, with what tells it from others."""
    from flask import has_request_context, request  # noqa: PLC0415 - a plain Jinja environment needs none

    if not has_request_context():  # a message that is written in no page
        return ""
    site = app.config.get("REELGRAPH_SITE_URL")
    if not site:
        return request.url
    return str(site).rstrip("/") + request.script_root + request.full_path.rstrip("?")
