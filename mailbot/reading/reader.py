"""Reading hostile mail in a process of its own.

`Reader` keeps one child process that parses and extracts, message after message. The child has a limit
of memory and, for each message, of processor time. A message that is too much for it is read once more
without its documents, so that an attached file never costs a message its body; one whose child was killed
is first tried again as it is (something else may have done it). If that does not help it comes back as an
unreadable message with what its header says. So the next message is always read.

States of the child: not started → serving → dead (replaced at the next message).

Faults: `NotStarted` where no child can be had, which is about us and says nothing about a message; `Closed`
for what is read while, or after, the reader is closed. Only `Reader.close` ends the
child; it also ends by itself when the parent is gone.
"""

from __future__ import annotations

import hashlib
import pickle
import select
import signal
import struct
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import IO

from mailbot.complaints.findings import Extract
from mailbot.complaints.practice import Practice
from mailbot.mail.message import ParsedMessage
from mailbot.wire.outcome import MailboxError

_LENGTH = struct.Struct(">Q")
#: Enough for any header we would read anyway; see the limits of mail/.
_HEADER_OCTETS = 256 * 1024
_ATTEMPTS = 3  # as it is, as it is in a fresh child, without its documents
WITH_DOCUMENTS, WITHOUT_DOCUMENTS = b"d", b"-"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message may cost."""

    memory: int = 512 * 1024 * 1024  # octets of address space, of the whole child
    cpu: timedelta = timedelta(seconds=5)  # for one message
    wall: timedelta = timedelta(seconds=60)  # for one message; a child that sleeps is stuck
    size: int = 25 * 1024 * 1024  # octets of a raw message; a larger one is read by its header


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message is and what it tells."""

    parsed: ParsedMessage
    extract: Extract


def _noted(reading: Reading, why: str) -> Reading:
    """A message that was read without its documents says so."""
    defects = (*reading.parsed.defects, f"its documents were not read: {why}")
    return replace(reading, parsed=replace(reading.parsed, defects=defects))


class Closed(Exception):
    """We are ending: nothing is known about this message, and nothing may be concluded from that."""


class NotStarted(MailboxError):
    """No process that reads can be had: the messages stay where they are."""


class _Died(Exception):
    """The child ended, or had to be ended, while it read a message.

    ``of_the_message``: the message is why, so that to try it again as it is helps nobody.
    """

    def __init__(self, why: str, *, of_the_message: bool = True) -> None:
        super().__init__(why)
        self.of_the_message = of_the_message


class Reader:
    """One child process; calls from several threads queue up."""

    def __init__(self, practice: Practice, limits: Limits | None = None) -> None:
        self._practice = practice
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._queue = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._closed = False
        self.deaths = 0  # children that a message, or anything else, ended

    def begin(self) -> None:
        """Start the child before the first message needs it: it has much to import."""
        self._queue.submit(self._spawn)

    def start(self, raw: bytes) -> Future[Reading]:
        """Begin to read; the result never is an exception of the message's making."""
        return self._queue.submit(self._read, raw)

    def read(self, raw: bytes) -> Reading:
        return self.start(raw).result()

    def close(self) -> None:
        self._closed = True
        self._queue.shutdown(wait=False, cancel_futures=True)
        child = self._child
        if child is not None:
            child.kill()  # whoever reads from it now hears the end of its answer
        self._queue.shutdown(wait=True)
        self._kill()

    def _read(self, raw: bytes) -> Reading:
        why = ""
        documents = True
        for _ in range(_ATTEMPTS):
            try:
                reading = self._ask(raw, documents=documents)
            except _Died as death:
                if not documents:
                    return self._unreadable(raw, str(death))
                documents = not (why or death.of_the_message)
                why = why or str(death)
            else:
                return reading if documents else _noted(reading, why)
        return self._unreadable(raw, why)

    def _unreadable(self, raw: bytes, why: str) -> Reading:
        """What the header alone says: enough to know whom a person should answer."""
        end = min((at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0), default=len(raw))
        header = raw[: min(end, _HEADER_OCTETS)] + b"\r\n\r\n"
        try:
            reading = self._ask(header)
        except _Died:
            reading = Reading(ParsedMessage(0, ""), Extract())
        parsed = replace(
            reading.parsed,
            size=len(raw),
            sha256=hashlib.sha256(raw).hexdigest(),
            unreadable=why,
            defects=(*reading.parsed.defects, why),
        )
        return Reading(parsed, reading.extract)

    def _ask(self, raw: bytes, *, documents: bool = True) -> Reading:
        if self._is_closed():
            raise Closed("the reader is closed")
        child = self._child or self._spawn()
        if self._is_closed():  # meanwhile
            child.kill()
        assert child.stdin is not None  # noqa: S101  # both are pipes
        assert child.stdout is not None  # noqa: S101
        try:
            send(child.stdin, WITH_DOCUMENTS if documents else WITHOUT_DOCUMENTS)
            send(child.stdin, raw)  # apart, so that a large message is not copied for one octet
            if not select.select([child.stdout], [], [], self._limits.wall.total_seconds())[0]:
                raise _Died(f"reading it took longer than {self._limits.wall.total_seconds():.0f} s")
            answer = receive(child.stdout)
        except (OSError, EOFError):
            raise self._death(child) from None
        except _Died:
            self._kill()
            self.deaths += 1
            raise
        reading = pickle.loads(answer)  # noqa: S301  # our own child's, over our own pipe
        if isinstance(reading, str):
            raise _Died(reading)
        assert isinstance(reading, Reading)  # noqa: S101
        return reading

    def _is_closed(self) -> bool:
        return self._closed

    def _death(self, child: subprocess.Popen[bytes]) -> Exception:
        self._kill()
        if self._closed:
            return Closed("the reader is closed")
        self.deaths += 1
        if child.returncode == -signal.SIGPROF:
            return _Died(
                f"reading it took more than {self._limits.cpu.total_seconds():.0f} s of processor time"
            )
        return _Died(f"the process reading it ended with {child.returncode}", of_the_message=False)

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C at a terminal must not look like a message that kills its reader.
        try:
            child = subprocess.Popen(
                [sys.executable, "-c", "from mailbot.reading.worker import serve; serve()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as reason:
            raise NotStarted(f"no process can be started to read mail: {reason.strerror}") from None
        assert child.stdin is not None  # noqa: S101
        assert child.stdout is not None  # noqa: S101
        self._child = child
        try:
            send(child.stdin, pickle.dumps((self._practice, self._limits)))
            if not select.select([child.stdout], [], [], self._limits.wall.total_seconds())[0]:
                raise EOFError
            receive(child.stdout)  # it has loaded everything: from here on a death is about a message
        except (OSError, EOFError):
            death = self._death(child)
            if isinstance(death, Closed):
                raise death from None
            told = f"the process that is to read mail ended with {child.returncode} before it read any"
            raise NotStarted(f"{told}; see standard error") from None
        return child

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was still to be written has nobody to read it


def send(pipe: IO[bytes], frame: bytes) -> None:
    pipe.write(_LENGTH.pack(len(frame)))
    pipe.write(frame)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
