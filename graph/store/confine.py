"""What a worker process may not do: open sockets, start programs, or take more memory than it is given.

A process that asks other services on behalf of a query may open connections, and nothing else of that.

Linux alone has the filter (seccomp, BPF mode 2; see seccomp(2) and the kernel's seccomp_filter.rst).
It needs no privilege and cannot be taken off again. Elsewhere only the limits of setrlimit(2) hold.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys

# Numbers of system calls that are refused with EPERM, by machine: what opens a socket, or something
# that can (io_uring), and what starts or inspects another process. Threads (clone) stay allowed:
# RocksDB starts some.
_REFUSED = {
    "x86_64": (0xC000003E, {"socket": 41, "connect": 42, "socketpair": 53, "bind": 49, "listen": 50,
                            "execve": 59,
                            "ptrace": 101, "execveat": 322, "io_uring_setup": 425, "process_vm_readv": 310}),
    "aarch64": (0xC00000B7, {"socket": 198, "socketpair": 199, "bind": 200, "connect": 203, "listen": 201,
                             "execve": 221,
                             "ptrace": 117, "execveat": 281, "io_uring_setup": 425, "process_vm_readv": 270}),
}  # fmt: skip

#: What of it a process may do that asks others; it still takes no connection.
_ASKING = frozenset(("socket", "socketpair", "connect", "bind"))

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_RET_ALLOW = 0x7FFF0000
_RET_EPERM = 0x00050000 | 1
_RET_KILL = 0x80000000
# Offsets in struct seccomp_data, and the instructions of classic BPF that are used here.
_NR, _ARCH = 0, 4
_LOAD, _JEQ, _JGE, _RET = 0x20, 0x15, 0x35, 0x06
#: Calls of the x32 ABI carry this bit and would slip past a list of x86_64 numbers.
_X32 = 0x40000000


def limit_memory(most: int) -> None:
    """Caps the address space at ``most`` bytes, and keeps a crash from writing a core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if most and sys.platform != "darwin":  # macOS accepts the limit and does not enforce it
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def refuse_sockets() -> bool:
    """Installs the filter for this process and its threads to come. False where there is no such thing.

    Raises:
        OSError: the kernel refused the filter.
    """
    return _refuse(frozenset())


def refuse_programs() -> bool:
    """The same for a process that may open connections; it still takes none, and starts no program."""
    return _refuse(_ASKING)


def _refuse(allowed: frozenset[str]) -> bool:
    if sys.platform != "linux" or platform.machine() not in _REFUSED:
        return False
    arch, calls = _REFUSED[platform.machine()]
    program = _program(arch, sorted(number for name, number in calls.items() if name not in allowed))
    code = ctypes.create_string_buffer(b"".join(program))
    filter_ = struct.pack("@HP", len(program), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(filter_), 0, 0),
    ):
        if libc.prctl(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "the seccomp filter was refused")
    return True


def _program(arch: int, numbers: list[int]) -> list[bytes]:
    """Struct sock_filter[]: another architecture dies, a refused number gets EPERM, the rest passes."""
    refuse = len(numbers) + 1
    jumps = [_op(_JEQ, len(numbers) - i, 0, number) for i, number in enumerate(numbers)]
    return [
        _op(_LOAD, 0, 0, _ARCH),
        _op(_JEQ, 1, 0, arch),
        _op(_RET, 0, 0, _RET_KILL),
        _op(_LOAD, 0, 0, _NR),
        _op(_JGE, refuse, 0, _X32),
        *jumps,
        _op(_RET, 0, 0, _RET_ALLOW),
        _op(_RET, 0, 0, _RET_EPERM),
    ]


def _op(code: int, jump_true: int, jump_false: int, value: int) -> bytes:
    return struct.pack("@HBBI", code, jump_true, jump_false, value)
