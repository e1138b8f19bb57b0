"""Running the application: granian, one serving process with threads, supervised by this one.

Requests and answers go through :mod:`server.front`, so that threads wait for work and never for
clients. Two slow queries run at the same time on two threads, and a quick request beside them takes
no longer, for the store frees Python's lock. One serving process is therefore enough; should it die,
the supervisor starts another.

The worker is always spawned, never forked: the same on Linux and macOS, and no thread or open
database of this process leaks into it.
"""

from __future__ import annotations

import atexit
import errno
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from server import open_files
from server.front import Front
from server.spool import clear_stale

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from graph.store.remote import StoreAddress
    from server.published import Dataset
    from server.settings import Settings


#: Connections open at the same time, and how long one may take to send the head of its request. A
#: connection that waits costs a descriptor and some kilobytes, no thread.
_CONNECTIONS = 4096
_HEADER_MILLISECONDS = 15_000


class CannotServe(Exception):
    """The server cannot start; the message is one sentence for the person who started it."""


def serve(dataset: Any, settings: Settings, started: Any = None) -> None:  # noqa: ANN401 - graph.store's
    """Serve a dataset until SIGINT, SIGTERM or SIGHUP; requests under way are finished first.

    Args:
        dataset: a ``graph.store.Dataset``. Only its ``path`` goes to the serving process, and of one
            whose version is in a store elsewhere, that store's address.
        settings: host, port, threads and the rest.
        started: called once, as soon as the server answers, with its address and a list of
            (label, address) of the pages worth opening. May be None.

    Raises:
        CannotServe: nothing is published, the address cannot be listened on, or the serving
            process dies again and again.
    """
    from graph.elsewhere import RemoteDataset  # noqa: PLC0415 - serve_app needs no store
    from graph.store.writer import publish_empty  # noqa: PLC0415 - serve_app needs no store
    from server.elsewhere import DatasetElsewhere  # noqa: PLC0415 - serve_app needs no store
    from server.stored import StoredDataset, worth_opening  # noqa: PLC0415 - serve_app needs no store

    if isinstance(dataset, RemoteDataset):
        served: Dataset = DatasetElsewhere(dataset)
        make_app = partial(_app_of_store, os.fspath(dataset.path), dataset.address, settings)
    else:
        if settings.text("token") and dataset.current_number() is None:
            # Whoever may write needs something to write to.
            publish_empty(dataset)
        served = StoredDataset(dataset.path)
        make_app = partial(_app_of_path, os.fspath(dataset.path), settings)
    try:
        pages = worth_opening(served.version(None))
    except LookupError as error:
        raise CannotServe(str(error)) from error
    serve_app(
        make_app,
        settings,
        started=None if started is None else lambda address: started(
            address, [(label, address + path) for label, path in pages]
        ),
    )  # fmt: skip


def serve_app(
    make_app: Callable[[], Flask], settings: Settings, started: Callable[[str], None] | None = None
) -> None:
    """Serve whatever application ``make_app`` makes. It is pickled and called in the serving process.

    Must be called in the main thread, which gets the signals. See :func:`serve` for the rest.
    """
    from granian import Granian  # noqa: PLC0415 - 60 ms that only serving needs
    from granian.constants import Interfaces, Loops  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415

    host = settings.text("host")
    port = free_port(host, settings.integer("port"))
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "reelgraph",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        loop=Loops.asyncio,
        workers=1,
        backlog=_CONNECTIONS,
        backpressure=_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
        log_enabled=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=max(1, settings.integer("stop_seconds")),
        websockets=False,
    )
    server.main_loop_interrupt = _Interrupt()
    # granian takes SIGHUP as "reload"; a terminal that closes means "stop".
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    address = f"http://{_in_address(host)}:{port}"
    if started is not None:
        threading.Thread(target=_when_up, args=(host, port, partial(started, address)), daemon=True).start()
    try:
        # An object with __rsgi__ is an application, though granian's types only know callables.
        load: Callable[..., Any] = partial(_load, make_app)
        server.serve(target_loader=load, wrap_loader=False)
    except SystemExit as error:
        if error.code:
            raise CannotServe("The serving process stopped again and again; its errors are above.") from error


class _Interrupt(threading.Event):
    """What the supervisor waits for. It looks up twice a second.

    A signal may be delivered to any thread, those of the store's library included. Python notes it there, but
    its handler runs in the main thread alone, which nothing would wake from a wait without an end.
    """

    def wait(self, timeout: float | None = None) -> bool:
        if timeout is not None:
            return super().wait(timeout)
        while not super().wait(0.5):
            pass
        return True


def free_port(host: str, port: int) -> int:
    """``port`` when it can be listened on at ``host``, any free one for 0. Raises CannotServe.

    granian itself would share a port in use (SO_REUSEPORT) and take every other request.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CannotServe(f"There is no address called {host} to listen on.") from error
    with closing(socket.socket(family, kind, protocol)) as probe:
        if sys.platform != "win32":  # so that a port of a server just stopped counts as free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except OSError as error:
            raise CannotServe(_why_not(host, port, error)) from error
        found: int = probe.getsockname()[1]
    return found


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use by another program; choose another with --port."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be listened on without special rights; choose one above 1023."
    return f"The address {host}, port {port} cannot be listened on: {os.strerror(error.errno or 0)}."


def _app_of_path(path: str, settings: Settings) -> Flask:
    from server.app import create_app  # noqa: PLC0415 - runs in the serving process alone

    return create_app(path, settings)


def _app_of_store(path: str, address: StoreAddress, settings: Settings) -> Flask:
    from graph.elsewhere import RemoteDataset  # noqa: PLC0415 - runs in the serving process alone
    from server.app import create_app  # noqa: PLC0415
    from server.elsewhere import DatasetElsewhere  # noqa: PLC0415

    seconds = settings.number("query_seconds")
    served = DatasetElsewhere(RemoteDataset(path, None, address, seconds=seconds))
    served.watch()
    return create_app(served, settings)


def _load(make_app: Callable[[], Flask]) -> Front:
    """Runs in the serving process, before it listens."""
    if sys.platform != "win32":
        # Ctrl+C reaches a whole process group. Only the supervisor is to hear it: it stops the worker.
        os.setpgid(0, 0)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    open_files.allow(2 * _CONNECTIONS)  # each connection is one
    clear_stale()
    front = Front(make_app())
    atexit.register(_leave, front)
    return front


def _leave(front: Front) -> None:
    """Ends this process at once, with all that it started.

    A thread of granian's that wants Python's lock while the interpreter takes itself apart is ended by
    force, which Rust answers by aborting (seen in every fifth stop); so the interpreter is not taken apart.
    """
    front.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _end_with(parent: Any) -> None:  # noqa: ANN401 - multiprocessing has no public name for its type
    """A worker whose supervisor was killed would hold the port for ever."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _when_up(host: str, port: int, then: Callable[[], None], patience: float = 30.0) -> None:
    """Call ``then`` as soon as something accepts connections at the address."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            then()
            return


def _in_address(host: str) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"[{shown}]" if ":" in shown else shown
