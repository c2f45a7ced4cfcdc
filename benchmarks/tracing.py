"""Killed, told to stop, or refused at the N-th system call of a kind, whichever thread makes it.

`strace -e inject=…:signal=KILL:when=N` counts for each thread by itself, so the late calls of one thread are
out of reach while another makes more of them. Here they are counted together: a seccomp filter stops only
at the calls named (seccomp(2), SECCOMP_RET_TRACE), ptrace(2) counts them, and somebody decides what becomes
of each before it is made. Linux on x86-64 or aarch64; the tracer is the parent and has one thread.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.lives import Life

#: Number on (x86-64, aarch64).
_CALLS = {
    "write": (1, 64),
    "pwrite64": (18, 68),
    "writev": (20, 66),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "connect": (42, 203),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "ftruncate": (77, 46),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "renameat2": (316, 276),
    "rename": (82, None),
    "socket": (41, 198),
    "clone3": (435, 435),
    "vfork": (58, None),
}
#: Those whose effect outlives the process.
LASTING = tuple(name for name in _CALLS if name not in ("socket", "clone3", "vfork"))
KILL = -1  # a decision: the call is not made, nor any other
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_SEIZE, _CONT, _GETEVENTMSG, _GETREGSET, _SETREGSET = 0x4206, 7, 0x4201, 0x4204, 0x4205
_GENERAL, _ARM_CALL = 1, 0x404  # NT_PRSTATUS, NT_ARM_SYSTEM_CALL
_RESULT, _CALL, _REGISTERS = 10, 15, 27  # of x86-64: rax, orig_rax, how many
_SECCOMP_STOP = 7  # PTRACE_EVENT_SECCOMP
_OPTIONS = 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000  # fork, vfork, clone, exec, seccomp; die with the tracer
_ALL_THREADS = 0x40000000  # __WALL
_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _TRACE = 0x7FFF0000, 0x7FF00000
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)
_libc.ptrace.restype = ctypes.c_long


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def possible() -> bool:
    """Whether this machine can do it."""
    return platform.system() == "Linux" and platform.machine() in _MACHINES


@dataclass
class Traced:
    """A life that stops at each of these calls. Give `before` to the nursery, then `run` here."""

    calls: Sequence[str] = LASTING
    _gate: tuple[int, int] = field(default_factory=os.pipe)

    def before(self) -> None:
        """In the new process: wait until somebody watches, then ask to be stopped."""
        read, write = self._gate
        os.close(write)
        os.read(read, 1)
        os.close(read)
        _filter(self._numbers().values())

    def run(self, life: Life, decide: Callable[[int, str, int], int]) -> tuple[int, str | None]:
        """Let it live until it ends or is killed; returns how many calls it made and which it was killed at.

        `decide` gets the number of each call, its name and the thread that makes it and stands still. 0 lets
        it be made; `KILL` ends the life; an error of errno is what the call fails with, without being made.
        """
        _ptrace(_SEIZE, life.pid, _OPTIONS)
        for end in self._gate[::-1]:  # closing it is the word to go
            os.close(end)
        names, ours, others, made = list(self._numbers()), {life.pid}, set[int](), 0
        while True:
            pid, status = os.waitpid(-1, _ALL_THREADS)
            if not os.WIFSTOPPED(status):
                ours.discard(pid)
                others.discard(pid)
                if pid == life.pid:
                    life.code = os.waitstatus_to_exitcode(status)
                    _bury(others)
                    return made, None
                continue
            event, number = status >> 16, os.WSTOPSIG(status)
            if event == _SECCOMP_STOP and _is_ours(life.pid, pid, ours, others):
                made, call = made + 1, names[_message(pid)]
                if (decided := decide(made, call, pid)) == KILL:
                    _end(life, others)
                    return made, call
                if decided:
                    _refuse(pid, decided)
            passed_on = 0 if event or number == signal.SIGTRAP else number
            with contextlib.suppress(ProcessLookupError):
                _ptrace(_CONT, pid, passed_on)

    def _numbers(self) -> dict[str, int]:
        """Those of the calls that this machine has."""
        column, _ = _MACHINES[platform.machine()]
        found = {name: _CALLS[name][column] for name in self.calls}
        return {name: number for name, number in found.items() if number is not None}


def first_argument(thread: int) -> int:
    """Of the call at which a thread stands still: which descriptor, of those that take one."""
    return int(Path(f"/proc/{thread}/syscall").read_text().split()[1], 16)


def _is_ours(life: int, pid: int, ours: set[int], others: set[int]) -> bool:
    """Whether it is a thread of this life, as opposed to a process it started."""
    if pid not in ours and pid not in others:
        (ours if Path(f"/proc/{life}/task/{pid}").exists() else others).add(pid)
    return pid in ours


def _end(life: Life, others: set[int]) -> None:
    """Kill it where it stands: the call it is stopped at is not made (seccomp(2))."""
    os.kill(life.pid, signal.SIGKILL)
    while life.code is None:
        pid, status = os.waitpid(-1, _ALL_THREADS)
        if os.WIFSTOPPED(status):
            with contextlib.suppress(ProcessLookupError):
                _ptrace(_CONT, pid, 0)
        elif pid == life.pid:
            life.code = os.waitstatus_to_exitcode(status)
        else:
            others.discard(pid)
    _bury(others)


def _bury(others: set[int]) -> None:
    """Processes it started and left."""
    for pid in others:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            while os.WIFSTOPPED(os.waitpid(pid, _ALL_THREADS)[1]):
                _ptrace(_CONT, pid, 0)


def _message(pid: int) -> int:
    """What the filter said of the call: its place among the watched."""
    told = ctypes.c_ulong()
    _ptrace(_GETEVENTMSG, pid, ctypes.addressof(told))
    return told.value


def _refuse(pid: int, error: int) -> None:
    """The call it is stopped at is not made and fails with `error` (seccomp(2): a number of -1 skips it)."""
    if platform.machine() == "aarch64":
        _registers(pid, _ARM_CALL, _SETREGSET, (ctypes.c_int * 1)(-1))
        registers = (ctypes.c_ulong * 34)()
        _registers(pid, _GENERAL, _GETREGSET, registers)
        registers[0] = ctypes.c_ulong(-error).value
    else:
        registers = (ctypes.c_ulong * _REGISTERS)()
        _registers(pid, _GENERAL, _GETREGSET, registers)
        registers[_CALL], registers[_RESULT] = ctypes.c_ulong(-1).value, ctypes.c_ulong(-error).value
    _registers(pid, _GENERAL, _SETREGSET, registers)


def _registers(pid: int, kind: int, request: int, registers: ctypes.Array[Any]) -> None:
    vector = _Vector(ctypes.addressof(registers), ctypes.sizeof(registers))
    _ptrace(request, pid, ctypes.addressof(vector), kind)


def _ptrace(request: int, pid: int, data: int, address: int | None = None) -> None:
    if _libc.ptrace(request, pid, address, data) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"ptrace {request:#x} of {pid}: {os.strerror(number)}")


def _filter(numbers: Iterable[int]) -> None:
    _, architecture = _MACHINES[platform.machine()]
    steps = [(_LOAD, 0, 0, 4), (_IF_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, 0)]
    for place, number in enumerate(numbers):
        steps += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _TRACE | place)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.addressof(code))
    for arguments in ((_NO_NEW_PRIVS, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)):
        if _libc.prctl(*arguments):
            number = ctypes.get_errno()
            raise OSError(number, f"prctl: {os.strerror(number)}")
