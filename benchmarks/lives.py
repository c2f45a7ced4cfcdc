"""Lives of mailbot that begin at once: forks of a process that has loaded the program and done nothing else.

To load it takes seconds of processor, of which a kill teaches nothing. What follows is what
`python -m mailbot` does: the same entry point, a configuration of its own, new connections, a new owner. The
process that reads hostile mail is forked by a nursery in the same way; mailbot starts a program that hands
its standard input and output over. A life that is `cold` is started from nothing, as an operator does.

The process that forks must have one thread and must not have opened a database.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from benchmarks import Firm

POLL = 0.001  # seconds
#: Loads what a life would load late, and tries every template.
REHEARSAL = ("templates", "preview", "acknowledgement")

_HAND_OVER = """#!{python} -ISE
import _socket
nursery = _socket.socket(_socket.AF_UNIX)
nursery.connect({path!r})
nursery.sendmsg([b"r"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, b"".join(
    fd.to_bytes(4, {order!r}) for fd in (0, 1, 2)))])
nursery.recv(1)
"""


@dataclass
class Life:
    """One process of mailbot, a child of ours."""

    pid: int
    code: int | None = None  # its exit code, -9 where it was killed

    def poll(self) -> int | None:
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code

    def wait(self, seconds: float) -> int | None:
        """Its exit code once it has ended; None after so many seconds."""
        end = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < end:
            time.sleep(POLL)
        return self.code

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL. The process that reads for it ends by itself when its pipe does."""
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.code = os.waitstatus_to_exitcode(status)


class Nursery:
    """Where the lives of one firm are started; `cold` starts each from nothing."""

    def __init__(self, firm: Firm, journal: Path, *, cold: bool = False) -> None:
        self._firm, self._journal, self._cold = firm, journal, cold
        self._readers = 0

    def __enter__(self) -> Nursery:
        if not self._cold:
            _load(self._firm)
            here = self._firm.directory
            self._program = here / "reader"
            self._nurse(here / "nursery")
        return self

    def __exit__(self, *_: object) -> None:
        if self._readers:
            os.kill(self._readers, signal.SIGKILL)
            os.waitpid(self._readers, 0)

    def start(self, *arguments: str, before: Callable[[], None] | None = None) -> Life:
        """`mailbot ARGUMENTS`; `before` is called in the new process before anything else."""
        if threading.active_count() != 1:
            raise RuntimeError("a process with threads cannot be forked")
        pid = os.fork()
        if pid == 0:
            self._live(arguments, before)
        return Life(pid)

    def _live(self, arguments: tuple[str, ...], before: Callable[[], None] | None) -> NoReturn:
        code = 1
        try:
            os.setsid()
            os.chdir(self._firm.directory)
            os.environ.update(self._firm.environment)
            _redirect(self._journal)
            command = self._firm.command(*arguments)
            if before is not None:
                before()
            if self._cold:
                os.execv(command[0], command)  # noqa: S606
            sys.argv = command[2:]
            sys.executable = str(self._program)
            code = _run()
        except BaseException:  # noqa: BLE001  # what would be a traceback and an exit code of 1
            traceback.print_exc()
        finally:
            os._exit(code)

    def _nurse(self, path: Path) -> None:
        """Start the process that forks readers."""
        path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
        listener.listen(64)
        program = _HAND_OVER.format(python=sys.executable, path=str(path), order=sys.byteorder)
        self._program.write_text(program)
        self._program.chmod(0o755)
        self._readers = os.fork()
        if self._readers == 0:
            try:
                _serve_readers(listener)
            finally:
                os._exit(70)
        listener.close()


def _load(firm: Firm) -> None:
    import mailbot.cli
    import mailbot.daemon
    import mailbot.reading.worker
    from mailbot.complaints.practice import Practice

    mailbot.reading.worker.read(b"", Practice(), 1)
    arguments, output = sys.argv, sys.stdout
    with open(os.devnull, "w") as nowhere:
        sys.argv, sys.stdout = firm.command(*REHEARSAL)[2:], nowhere
        os.environ.update(firm.environment)
        try:
            with contextlib.suppress(SystemExit):
                mailbot.cli.main()
        finally:
            sys.argv, sys.stdout = arguments, output


def _redirect(journal: Path) -> None:
    target = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, source in enumerate((nothing, target, target)):
        os.dup2(source, number)


def _run() -> int:
    from mailbot.cli import main

    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def _serve_readers(listener: socket.socket) -> None:
    from mailbot.reading.worker import serve

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asked, _ = listener.accept()
        _, pipes, _, _ = socket.recv_fds(asked, 1, 3)
        if os.fork():  # the connection stays open until the reader ends
            asked.close()
            for pipe in pipes:
                os.close(pipe)
            continue
        listener.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
            os.close(pipe)
        serve()
        os._exit(0)
