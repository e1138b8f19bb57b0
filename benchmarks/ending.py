"""How a benchmark ends before its time: Ctrl-C, SIGTERM or SIGHUP, it clears away what it made.

A benchmark makes temporary folders, servers, once a file system of its own, all in ``with``. SIGTERM would
end it without leaving any of them; so every benchmark runs as :func:`program`, in which SIGTERM raises as
Ctrl-C does. A terminal's Ctrl-C goes to the benchmark alone, and not to what it started (:func:`started`,
:func:`apart`): it has each of its processes end, once, and waits for it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from types import FrameType

#: How long a process may take to clear away what it made, in seconds; then it is ended by force.
PATIENCE = 30.0
_ENDS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


class Ended(SystemExit):
    """A signal asked for an end. The exit code is that of what the signal ends."""


def program(main: Callable[[], int | None]) -> NoReturn:
    """Runs a benchmark and exits with what it gives (None is 0). A signal that is ignored stays ignored."""
    _raise_when_ended()
    sys.exit(main())


def _raise_when_ended() -> None:
    def end(number: int, _frame: FrameType | None) -> None:
        # `timeout` and shells may send it twice: the second must not end the clearing away.
        for each in _ENDS:
            signal.signal(each, _ignore)
        raise Ended(128 + number)

    for each in _ENDS:
        if signal.getsignal(each) is signal.SIG_DFL:
            signal.signal(each, end)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Does nothing. What SIG_IGN ignores, the processes started meanwhile would ignore, too."""


@contextmanager
def started(command: Sequence[str], **how: Any) -> Iterator[subprocess.Popen[Any]]:
    """A process as long as the context lasts. Takes what Popen takes."""
    process = subprocess.Popen(command, process_group=0, **how)
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[Any]) -> None:
    """Has a process end, if it has not, by SIGTERM; by force where it is not done in time."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def apart(work: Callable[_Given, _Made], *given: _Given.args, **named: _Given.kwargs) -> _Made:
    """What a function gives in a process of its own, whose memory and processor seconds are its alone.

    The function stands in a module, and what it takes and gives can be pickled.

    Raises:
        SystemExit: it failed; its process has said how.
    """
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sending, work, given, named))
    process.start()
    sending.close()
    try:
        made: _Made = receiving.recv()
    except EOFError:
        process.join()
        raise SystemExit(f"{work.__name__} ended with {process.exitcode}.") from None
    except BaseException:
        process.terminate()
        process.join(PATIENCE)
        process.kill()
        raise
    finally:
        receiving.close()
    process.join()
    return made


def _work(sending: Connection, work: Callable[..., object], given: Any, named: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides
    _raise_when_ended()
    sending.send(work(*given, **named))
