"""/dumps/: a version as one document, made when somebody asks for it and kept on disk within a limit.

One is made at a time, in a process of its own with a deadline. Whoever asks for one that takes longer than a
moment to make gets 503 with Retry-After, and finds it there then. A version never changes, so neither does
its dump: the ETag is known before it is made.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, request

from graph.export.dumps import COMPRESSIONS, FORMATS, Content, file_name
from server.caching import entity_tag, matches, stamp
from server.citing import absolute, service
from server.description import DumpAt
from server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.app import Service
    from server.published import Published

routes = Blueprint("dumps", __name__)

#: Format and compression of what is offered, by the ending of the name.
OFFERED = {
    FORMATS[form][1] + COMPRESSIONS[packing][0]: (form, packing)
    for packing in ("gzip", "zstd")
    for form in FORMATS
}
_NAME = re.compile(r"reelgraph-([0-9]{6,9})\.([a-z.]+)")
_BLOCK = 256 * 1024
_RETRY_SECONDS = 5
#: For how long the reason of a failure is given in place of another try, in seconds.
_FAILED_SECONDS = 60

_LOG = logging.getLogger(__name__)


class KeptFile:
    """A dump on disk, as the server below sends it: see :class:`server.spool.Spooled`."""

    def __init__(self, path: str, content: Content) -> None:
        self.path = path
        self.content = content
        self._using = 0
        self._lock = threading.Lock()

    @property
    def in_use(self) -> bool:
        """Whether an answer with it is under way."""
        return self._using > 0

    def share(self) -> KeptFile:
        """The same for one more, who closes it."""
        with self._lock:
            self._using += 1
        return self

    def is_opened(self) -> bool:
        """Whether the server below has opened it: nobody knows, so it is held for as long as may be."""
        return False

    def close(self) -> None:
        """Says that this one needs it no more."""
        with self._lock:
            self._using -= 1


class Dumps:
    """The dumps of a dataset's versions, made on demand. Any thread may ask."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._most = service.settings.integer("dump_bytes")
        self._seconds = service.settings.number("dump_seconds")
        self._kept: OrderedDict[tuple[str, str], KeptFile] = OrderedDict()
        self._known: dict[tuple[str, str], Content] = {}
        self._making: dict[tuple[str, str], threading.Event] = {}
        self._failed: dict[tuple[str, str], tuple[float, str]] = {}
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def known(self, version: Published, ending: str) -> Content | None:
        """What a dump holds, where it has been made since the server started."""
        return self._known.get((stamp(version), ending))

    def file(self, version: Published, ending: str, patience: float) -> KeptFile:
        """A version's dump, shared for the caller to close. Raises Problem 503 where it is not there yet."""
        key = stamp(version), ending
        found = self._take(key)
        if found is not None:
            return found
        place = getattr(version, "place", None)
        if place is None or not self._most:
            raise Problem(404, "There are no dumps here.")
        at, why = self._failed.get(key, (0.0, ""))
        if why and time.monotonic() - at < _FAILED_SECONDS:
            raise Problem(503, why, headers={"Retry-After": str(_FAILED_SECONDS)}, reason="dump")
        with self._lock:
            done = self._making.get(key)
            if done is None:
                done = self._making[key] = threading.Event()
                threading.Thread(
                    target=self._make, args=(key, version, place), name="dump", daemon=True
                ).start()
        if done.wait(patience) and (found := self._take(key)) is not None:
            return found
        _, why = self._failed.get(key, (0.0, "This dump is being made; ask again in a moment."))
        raise Problem(503, why, headers={"Retry-After": str(_RETRY_SECONDS)}, reason="dump")

    def _take(self, key: tuple[str, str]) -> KeptFile | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            if not Path(found.path).exists():  # somebody tidies up the temporary directory
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return found.share()

    def _make(self, key: tuple[str, str], version: Published, place: str) -> None:
        """Makes one dump, when it is its turn."""
        try:
            with self._turn:
                path = self._new_file()
                try:
                    content = self._written(key[1], version, place, path)
                    self._keep(key, KeptFile(str(path), content))
                except BaseException:
                    path.unlink(missing_ok=True)
                    raise
        except subprocess.TimeoutExpired:
            why = f"The dump was given up: it took longer than it may, {self._seconds:g} seconds."
            self._failed[key] = time.monotonic(), why
        except (OSError, ValueError) as error:
            _LOG.error("The dump %s failed: %s", key, error)
            self._failed[key] = time.monotonic(), "The dump could not be made; the log says why."
        finally:
            with self._lock:
                self._making.pop(key).set()

    def _written(self, ending: str, version: Published, place: str, path: Path) -> Content:
        form, compression = OFFERED[ending]
        # -P keeps the current directory off the path: nothing there may pose as a module of ours.
        command = [sys.executable, "-P", "-m", "graph.export.dumps"]
        done = subprocess.run(  # noqa: S603 - nothing in it comes from a client
            [*command, place, version.base, form, compression, str(path), str(self._most)],
            check=False, capture_output=True, timeout=self._seconds, start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
        if done.returncode:
            raise OSError(done.stderr.decode("utf-8", "replace").strip()[-500:])
        return Content(**json.loads(done.stdout))

    def _new_file(self) -> Path:
        with self._lock:
            if self._folder is None or not Path(self._folder.name).exists():
                self._folder = self._service.spool.folder()
            with tempfile.NamedTemporaryFile(dir=self._folder.name, delete=False) as file:
                return Path(file.name)

    def _keep(self, key: tuple[str, str], file: KeptFile) -> None:
        with self._lock:
            self._known[key] = file.content
            self._kept[key] = file
            taken = sum(item.content.bytes for item in self._kept.values())
            for old, item in list(self._kept.items()):
                if taken <= self._most:
                    break
                if old != key and not item.in_use:
                    del self._kept[old]
                    taken -= item.content.bytes
                    with suppress(OSError):
                        Path(item.path).unlink()


@routes.get("/dumps/")
def listing() -> Response:
    """The dumps of the current version: addresses, and size and checksum of those that have been made."""
    version = service().version()
    response = jsonify(
        {
            "version": version.number,
            "published": version.published,
            "dumps": [_described(version, ending, absolute(path)) for ending, path in paths(version)],
        }
    )
    # What is known of a dump changes within a version, when it is made.
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.get("/dumps/<name>")
def dump(name: str) -> Response:
    """A version's dump, by its name: ``reelgraph-000042.nq.gz``."""
    found = _NAME.fullmatch(name)
    if found is None or found[2] not in OFFERED or name != _name(int(found[1]), found[2]):
        raise Problem(
            404,
            "There is no such dump; /dumps/ lists those of the current version.",
            available=sorted(OFFERED),
        )
    ending = found[2]
    version = service().version(int(found[1]))
    _, compression = OFFERED[ending]
    headers = {
        "ETag": f'"{entity_tag(version, "dump", ending)}"',
        "Reelgraph-Version": str(version.number),
        "Cache-Control": "public, max-age=86400",
        "Content-Type": COMPRESSIONS[compression][1],
        "Content-Disposition": f'attachment; filename="{name}"',
        "Link": f'<{version.base}/.well-known/void>; rel="describedby"',
    }
    if matches(request.headers.get("If-None-Match", ""), headers["ETag"]):
        return Response(status=304, headers=headers)
    if request.method == "HEAD" and (content := dumps().known(version, ending)) is not None:
        response = Response(headers=headers)
        response.content_length = content.bytes
        return response
    file = dumps().file(version, ending, service().settings.number("queue_seconds"))
    response = Response(_blocks(file.path), headers=headers, direct_passthrough=True)
    response.content_length = file.content.bytes
    # RFC 9530: what a client can check without asking for another file.
    response.headers["Repr-Digest"] = f"sha-256=:{_base64(file.content.sha256)}:"
    response.call_on_close(file.close)
    request.environ["reelgraph.file"] = file
    return response


def dumps() -> Dumps:
    """The dumps of this application's dataset."""
    known: dict[str, Any] = current_app.extensions
    found: Dumps = known.get("reelgraph.dumps") or known.setdefault("reelgraph.dumps", Dumps(service()))
    return found


def paths(version: Published) -> Iterator[tuple[str, str]]:
    """The dumps of a version that are offered: the ending of each name, and its path; maybe none."""
    if getattr(version, "place", None) is not None and service().settings.integer("dump_bytes"):
        for ending in OFFERED:
            yield ending, f"/dumps/{_name(version.number, ending)}"


def offered(version: Published, here: str) -> list[DumpAt]:
    """The dumps of a version as its description lists them, at addresses that begin with ``here``."""
    found = []
    for ending, path in paths(version):
        form, compression = OFFERED[ending]
        content = dumps().known(version, ending)
        found.append(
            DumpAt(
                here + path, FORMATS[form][2], COMPRESSIONS[compression][1], form != "turtle",
                content.bytes if content else None, content.sha256 if content else None,
            )
        )  # fmt: skip
    return found


def _name(number: int, ending: str) -> str:
    form, compression = OFFERED[ending]
    return file_name(number, form, compression)


def _described(version: Published, ending: str, address: str) -> dict[str, object]:
    form, compression = OFFERED[ending]
    content = dumps().known(version, ending)
    described: dict[str, object] = {
        "address": address, "format": FORMATS[form][2], "compression": compression,
        "graphs": "the view" if form == "turtle" else "all",
    }  # fmt: skip
    if content is not None:
        described |= {
            "bytes": content.bytes, "sha256": content.sha256, "statements": content.statements,
            "content_bytes": content.content_bytes, "content_sha256": content.content_sha256,
        }  # fmt: skip
    return described


def _base64(digest: str) -> str:
    return base64.b64encode(bytes.fromhex(digest)).decode("ascii")


def _blocks(path: str) -> Iterator[bytes]:
    with Path(path).open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
