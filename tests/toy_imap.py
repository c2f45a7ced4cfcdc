"""An IMAP server of our own making, for what no real one does: it can be made to say anything.

It keeps one inbox in memory and knows the commands mailbot uses. `garble` gets each answer as lines and
literals, and what it returns is said instead.
"""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

CAPABILITIES = "IMAP4rev1 UIDPLUS MOVE IDLE AUTH=XOAUTH2"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class Toy:
    """One account; every password is right but where `tokens` names those that are."""

    inbox: dict[int, bytes] = field(default_factory=dict)
    tokens: set[str] | None = None
    capabilities: str = CAPABILITIES
    uid_validity: int = 7
    greeting: str = "* OK ready\r\n"
    garble: Callable[[list[bytes]], Iterable[bytes]] | None = None
    while_idle: list[bytes] = field(default_factory=list)  # said once each, right after "+"; b"" closes
    scripts: dict[str, list[bytes]] = field(
        default_factory=dict
    )  # command → answers, each once, @ for the tag
    commands: list[str] = field(default_factory=list)
    folders: dict[str, list[bytes]] = field(default_factory=dict)
    logins: list[str] = field(default_factory=list)
    connections: int = 0
    uid_next: int = 1
    port: int = 0

    def append(self, raw: bytes) -> int:
        uid, self.uid_next = self.uid_next, self.uid_next + 1
        self.inbox[uid] = raw
        return uid

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self._serve, name="toy", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)

    def _serve(self) -> None:
        threads = []
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                break
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.add(connection)
            self.connections += 1
            thread = threading.Thread(target=self._hold, args=(connection,), name="toy client", daemon=True)
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join(10)

    def _hold(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError), connection.makefile("rb") as lines:
            connection.sendall(self.greeting.encode())
            for line in lines:
                tag, _, command = line.decode("utf-8", "replace").strip().partition(" ")
                self.commands.append(command)
                if not self._answer(connection, lines, tag, command):
                    break
        self._open.discard(connection)

    def _answer(self, connection: socket.socket, lines: Iterable[bytes], tag: str, command: str) -> bool:
        for name, answers in self.scripts.items():
            if re.match(name, command) and answers:
                said = answers.pop(0)
                connection.sendall(re.sub(rb"(?m)^@ ", tag.encode() + b" ", said))
                return b"* BYE" not in said
        verb = (re.match(r"(?:UID )?[A-Z]+", command) or [""])[0]
        if verb == "AUTHENTICATE":
            connection.sendall(b"+ \r\n")
            token = (
                base64.b64decode(next(iter(lines), b"").strip()).decode().partition("Bearer ")[2].strip("\1")
            )
            self.logins.append(token)
            good = self.tokens is None or token in self.tokens
            connection.sendall(f"{tag} {'OK in' if good else 'NO [AUTHENTICATIONFAILED] no'}\r\n".encode())
            return True
        if verb == "IDLE":
            connection.sendall(b"+ idling\r\n")
            if self.while_idle:
                said = self.while_idle.pop(0)
                connection.sendall(said)
                if not said or b"* BYE" in said:
                    return False
            next(iter(lines), b"")
        answer = [*self._untagged(verb, command), f"{tag} OK done\r\n".encode()]
        connection.sendall(b"".join(self.garble(answer) if self.garble else answer))
        return verb != "LOGOUT"

    def _untagged(self, verb: str, command: str) -> list[bytes]:
        if verb == "CAPABILITY":
            return [f"* CAPABILITY {self.capabilities}\r\n".encode()]
        if verb == "LIST":
            return [f'* LIST () "/" {command.split()[-1]}\r\n'.encode()]
        if verb == "SELECT":
            told = (
                f"* FLAGS ()\r\n* {len(self.inbox)} EXISTS\r\n* 0 RECENT\r\n"
                f"* OK [UIDVALIDITY {self.uid_validity}] x\r\n* OK [UIDNEXT {self.uid_next}] x\r\n"
            )
            return [line.encode() for line in told.splitlines(keepends=True)]
        if verb == "STATUS":
            return [f"* STATUS INBOX (UIDNEXT {self.uid_next} UIDVALIDITY {self.uid_validity})\r\n".encode()]
        if verb == "UID SEARCH":
            return [f"* SEARCH {' '.join(map(str, self._named(command.split()[-1])))}\r\n".encode()]
        if verb == "UID FETCH":
            numbers = {uid: number for number, uid in enumerate(sorted(self.inbox), 1)}
            return [
                piece
                for uid in self._named(command.split()[2])
                for piece in self._fetched(numbers[uid], uid, command)
            ]
        if verb == "UID MOVE":
            named, folder = self._named(command.split()[2]), command.split()[-1].strip('"')
            self.folders.setdefault(folder, []).extend(self.inbox.pop(uid) for uid in named)
            told = ",".join(map(str, named))
            return [f"* OK [COPYUID 1 {told} {told}] moved\r\n".encode()] if named else []
        return [b"* BYE\r\n"] if verb == "LOGOUT" else []

    def _named(self, uids: str) -> list[int]:
        named: set[int] = set()
        for part in uids.split(","):
            low, _, high = part.partition(":")
            named |= {uid for uid in self.inbox if int(low) <= uid <= int(high or low)}
        return sorted(named)

    def _fetched(self, number: int, uid: int, command: str) -> list[bytes]:
        raw = self.inbox[uid]
        told = f"* {number} FETCH (UID {uid}"
        if "RFC822.SIZE" in command:
            date = NOON.strftime("%d-%b-%Y %H:%M:%S %z")
            return [f'{told} RFC822.SIZE {len(raw)} INTERNALDATE "{date}")\r\n'.encode()]
        item = re.search(r"BODY\.PEEK\[([A-Z]*)\](?:<0\.([0-9]+)>)?", command)
        if item is None:
            return [f"{told})\r\n".encode()]
        part = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if item[1] else raw
        start = "<0>" if item[2] else ""
        part = part[: int(item[2])] if item[2] else part
        return [f"{told} BODY[{item[1]}]{start} {{{len(part)}}}\r\n".encode(), part, b")\r\n"]
