"""Real servers on loopback, for tests and benchmarks: Dovecot, pymap, Postfix, and a sink that fails as told.

Each is a plain class with `start()` and `stop()`, a directory of its own and ports the system chose. A fault
placed in the sink is used up once it has happened, unless `times` says otherwise.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import imapclient
import pytest
import trustme
from cryptography import x509

LOOPBACK = "127.0.0.1"
PASSWORD = "battery-staple"
_BINARIES = {
    "dovecot": ("/usr/sbin/dovecot", "/usr/bin/doveadm"),
    "postfix": ("/usr/sbin/postfix", "/usr/sbin/postconf"),
}


def installed(name: str) -> bool:
    """Whether "dovecot" or "postfix" can be started here."""
    if name == "pymap":
        return _pymap_command() is not None
    return all(Path(each).exists() for each in _BINARIES[name]) and (name != "postfix" or os.getuid() == 0)


def require(name: str) -> None:
    """Skip, or in CI fail, where server `name` is not installed."""
    if installed(name):
        return
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed, and CI may not skip it")
    pytest.skip(f"{name} is not installed")


def database_of(uri: str, name: str) -> str:
    """The URL of database `name` on the server of `uri`, for SQLAlchemy."""
    before, _, query = uri.partition("?")
    return before.replace("postgresql://", "postgresql+psycopg://").rpartition("/")[0] + f"/{name}?{query}"


def free_port() -> int:
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((LOOPBACK, 0))
        return int(sock.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes] | None = None, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"nothing listens on port {port}")


@dataclass
class Certificates:
    """A certificate authority of our own and a certificate for `names`, as files in `directory`."""

    directory: Path
    names: Sequence[str] = ("localhost", LOOPBACK)

    def __post_init__(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self._authority = trustme.CA()
        self._context: ssl.SSLContext | None = None
        self.ca_file = self.directory / "ca.pem"
        self.chain_file = self.directory / "chain.pem"
        self.key_file = self.directory / "key.pem"
        self._authority.cert_pem.write_to_path(str(self.ca_file))
        self.issue()

    def ends(self) -> datetime:
        """When the one in use does, in UTC."""
        return x509.load_pem_x509_certificate(self.chain_file.read_bytes()).not_valid_after_utc

    def issue(
        self,
        *names: str,
        not_before: datetime | None = None,
        not_after: datetime | None = None,
        stranger: bool = False,
    ) -> None:
        """Another certificate in place of the last; a `stranger`'s is from an authority nobody knows."""
        authority = trustme.CA() if stranger else self._authority
        certificate = authority.issue_cert(*(names or self.names), not_before=not_before, not_after=not_after)
        certificate.private_key_pem.write_to_path(str(self.key_file))
        for number, blob in enumerate(certificate.cert_chain_pems):
            blob.write_to_path(str(self.chain_file), append=number > 0)
        if self._context is not None:
            self._context.load_cert_chain(self.chain_file, self.key_file)

    def context(self) -> ssl.SSLContext:
        """What a server needs; connections begun after `issue` are shown the certificate of that."""
        if self._context is None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(self.chain_file, self.key_file)
        return self._context


class Server:
    """What all have: a directory of their own, removed at the end."""

    directory: Path

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="mailbot-"))
        self.directory.chmod(0o755)

    def stop(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)


class ImapServer(Server):
    """An IMAP server as a test sees it: through a client that shares no code with the product's wrapper."""

    host = LOOPBACK
    port: int
    user = "complaints"
    password = PASSWORD

    @contextlib.contextmanager
    def client(self, user: str | None = None) -> Iterator[Any]:
        client: Any = imapclient.IMAPClient(self.host, self.port, ssl=False, timeout=60)
        client._imap.debug = 0
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.normalise_times = False
        try:
            client.login(user or self.user, self.password)
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.logout()

    def append(
        self,
        user: str,
        mailbox: str,
        raw: bytes,
        internaldate: datetime | None = None,
        flags: Sequence[str] = (),
    ) -> None:
        self.append_many(user, mailbox, [(raw, internaldate)], flags)

    def append_many(
        self,
        user: str,
        mailbox: str,
        messages: Iterable[bytes | tuple[bytes, datetime | None]],
        flags: Sequence[str] = (),
    ) -> None:
        with self.client(user) as client:
            if not client.folder_exists(mailbox):
                client.create_folder(mailbox)
            for message in messages:
                raw, date = message if isinstance(message, tuple) else (message, None)
                client.append(mailbox, raw, flags, date)

    def listing(self, user: str, mailbox: str = "INBOX") -> dict[int, tuple[bytes, ...]]:
        """UID → flags, without \\Recent, which nobody can keep."""
        with self.client(user) as client:
            if not client.folder_exists(mailbox):
                return {}
            client.select_folder(mailbox, readonly=True)
            found = client.fetch(client.search("ALL"), ["FLAGS"])
            return {uid: tuple(sorted(set(item[b"FLAGS"]) - {rb"\Recent"})) for uid, item in found.items()}

    def messages(self, user: str, mailbox: str = "INBOX") -> list[bytes]:
        with self.client(user) as client:
            client.select_folder(mailbox, readonly=True)
            found = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
            return [item[b"BODY[]"] for _, item in sorted(found.items())]


class Pymap(ImapServer):
    """pymap in a process of its own: one user, in memory, plain text."""

    process: subprocess.Popen[bytes]

    def start(self) -> None:
        super().start()
        self.port = free_port()
        command = _pymap_command()
        if command is None:
            raise RuntimeError("pymap is not installed")
        options = ["--no-service", "admin", "--host", LOOPBACK, "--port", str(self.port), "--no-tls", "dict"]
        self.process = subprocess.Popen(
            [*command, *options, "--demo-user", self.user, "--demo-password", self.password],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for_port(self.port, self.process)

    def stop(self) -> None:
        _end(self.process)
        super().stop()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def _pymap_command() -> list[str] | None:
    beside = Path(sys.executable).with_name("pymap")
    found = str(beside) if beside.exists() else shutil.which("pymap")
    return [found] if found else None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Dovecot(ImapServer):
    """Dovecot 2.3: any user with the one password; a plain port that offers STARTTLS, and a TLS port."""

    process: subprocess.Popen[bytes]
    tls_port: int

    def __init__(
        self,
        *,
        storage: str = "maildir",  # or "sdbox"
        capability: str | None = None,
        prefix: str = "",
        separator: str = "/",
    ) -> None:
        self.storage = storage
        self.capability = capability
        self.prefix, self.separator = prefix, separator

    def start(self) -> None:
        super().start()
        self.port, self.tls_port = free_port(), free_port()
        self.certificates = Certificates(self.directory / "tls")
        self.conf = self.directory / "dovecot.conf"
        root = os.getuid() == 0
        owner = pwd.getpwnam("nobody" if root else pwd.getpwuid(os.getuid()).pw_name)
        homes = self.directory / "homes"
        homes.mkdir()
        os.chown(homes, owner.pw_uid, owner.pw_gid)
        self.conf.write_text(self._configuration(owner.pw_uid, owner.pw_gid, root=root))
        self.process = subprocess.Popen(
            ["/usr/sbin/dovecot", "-F", "-c", str(self.conf)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_port(self.port, self.process)
        except RuntimeError as error:
            log = self.directory / "log"
            raise RuntimeError(f"{error}: {log.read_text() if log.exists() else ''}") from None

    def stop(self) -> None:
        _end(self.process)
        super().stop()

    def doveadm(self, *arguments: str) -> str:
        command = ["/usr/bin/doveadm", "-c", str(self.conf), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout

    def set_uid_validity(self, user: str, value: int, mailbox: str = "INBOX") -> None:
        self.doveadm("mailbox", "update", "-u", user, "--uid-validity", str(value), mailbox)

    def kill_sessions(self) -> None:
        """SIGKILL every imap process of this Dovecot, as an operating system out of memory does."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in map(int, children):
            with contextlib.suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text().strip() == "imap":
                    os.kill(pid, signal.SIGKILL)

    def _configuration(self, uid: int, gid: int, *, root: bool) -> str:
        certificates = self.certificates
        unprivileged = "" if root else _UNPRIVILEGED.format(user=pwd.getpwuid(os.getuid()).pw_name)
        capability = f"imap_capability = {self.capability}\n" if self.capability else ""
        return f"""
base_dir = {self.directory}/run
state_dir = {self.directory}/state
instance_name = {self.directory.name}
log_path = {self.directory}/log
listen = {LOOPBACK}
protocols = imap
ssl = yes
ssl_cert = <{certificates.chain_file}
ssl_key = <{certificates.key_file}
disable_plaintext_auth = no
auth_mechanisms = plain
first_valid_uid = 1
mail_location = {self.storage}:~/mail
mail_fsync = never
mailbox_list_index = no
{capability}
namespace inbox {{
  inbox = yes
  prefix = {self.prefix}
  separator = {self.separator}
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={self.directory}/homes/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
{unprivileged}
"""


_UNPRIVILEGED = """
default_internal_user = {user}
default_login_user = {user}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Postfix(Server):
    """A private Postfix: takes mail for any domain; STARTTLS offered; `refused@…` is 550, `busy@…` 450; what
    it took for `gone@…` it returns."""

    host = LOOPBACK
    port: int

    def start(self) -> None:
        super().start()
        self.port = free_port()
        self.certificates = Certificates(self.directory / "tls")
        owner, nobody = pwd.getpwnam("postfix"), pwd.getpwnam("nobody")
        for name, uid in (("queue", 0), ("data", owner.pw_uid), ("mail", nobody.pw_uid), ("etc", 0)):
            (self.directory / name).mkdir()
            os.chown(self.directory / name, uid, -1)
        etc = self.directory / "etc"
        (etc / "main.cf").write_text(self._main(nobody.pw_uid, nobody.pw_gid))
        (etc / "master.cf").write_text(_MASTER.format(port=self.port))
        (etc / "any").write_text("/./ yes\n")
        (etc / "refused").write_text("/^refused@/ 550 5.1.1 no such mailbox\n/^busy@/ 450 4.2.1 try later\n")
        (etc / "mailboxes").write_text("!/^gone@/ all/\n")
        self._postfix("start")
        wait_for_port(self.port)

    def stop(self) -> None:
        with contextlib.suppress(subprocess.SubprocessError):
            self._postfix("stop")
        super().stop()

    def letters(self, address: str, *, count: int = 1, seconds: float = 20) -> list[bytes]:
        """What was delivered to `address`, once there are `count`, with the lines Postfix put on top."""
        new, mark = self.directory / "mail" / "all" / "new", f"Delivered-To: {address}\n".encode()
        end = time.monotonic() + seconds
        while True:
            paths = sorted(new.iterdir()) if new.is_dir() else []
            found = [raw for raw in (path.read_bytes() for path in paths) if mark in raw]
            if len(found) >= count or time.monotonic() > end:
                return found
            time.sleep(0.05)

    def log(self) -> str:
        log = self.directory / "maillog"
        return log.read_text() if log.exists() else ""

    def _postfix(self, command: str) -> None:
        subprocess.run(
            ["/usr/sbin/postfix", "-c", str(self.directory / "etc"), command],
            check=True,
            capture_output=True,
            timeout=60,
        )

    def _main(self, uid: int, gid: int) -> str:
        here, tls = self.directory, self.certificates
        return f"""
compatibility_level = 3.6
queue_directory = {here}/queue
data_directory = {here}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {here}/maillog
maillog_file_prefixes = {here}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = {LOOPBACK}
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = localhost
mydestination =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = regexp:{here}/etc/any
virtual_mailbox_maps = regexp:{here}/etc/mailboxes
virtual_mailbox_base = {here}/mail
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
smtpd_reject_unlisted_recipient = no
smtpd_recipient_restrictions = check_recipient_access regexp:{here}/etc/refused, permit_mynetworks, reject
smtpd_tls_security_level = may
smtpd_tls_cert_file = {tls.chain_file}
smtpd_tls_key_file = {tls.key_file}
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
"""


_MASTER = """
{port}    inet  n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Letter:
    """A letter the sink answered for: the envelope and the octets, dots unstuffed."""

    reverse_path: str
    recipients: tuple[str, ...]
    raw: bytes
    secure: bool


@dataclass
class Fault:
    """What goes wrong, at which point: greeting, ehlo, auth, mail, rcpt, data, text (before the dot) or dot.

    `reply` is said instead of the usual one. `then`: "go on"; "close" or "reset" the connection after any
    reply; "silence"; "garbage" (not SMTP); "partial" (half a reply, then close); "slow" (by `seconds`).
    """

    at: str
    reply: str = ""
    then: str = "go on"
    times: int = 1
    only: str = ""  # where the command holds this
    seconds: float = 0.3


@dataclass
class Sink(Server):
    """An SMTP server that takes everything, on a thread of its own, and fails where it is told to."""

    log: Path | None = None  # gets a line of JSON a letter before the 250
    fsync: bool = False
    secure: str = "none"  # or "starttls", "implicit"
    login: tuple[str, str] | None = None  # the name and password that are accepted; AUTH is offered
    size: int = 35_000_000
    latency: float = 0.0  # seconds before each reply
    extensions: Sequence[str] = ("8BITMIME", "SMTPUTF8")
    names: Sequence[str] = ("localhost", LOOPBACK)  # on the certificate
    host: str = LOOPBACK
    port: int = 0
    faults: list[Fault] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)  # every line a client said
    connections: int = 0
    certificates: Certificates | None = field(default=None, init=False)

    def start(self) -> None:
        super().start()
        if self.secure != "none":
            self.certificates = Certificates(self.directory / "tls", self.names)
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="sink", daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the sink did not start")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)
        super().stop()

    def fault(self, at: str, reply: str = "", then: str = "go on", **options: Any) -> None:
        self.faults.append(Fault(at, reply, then, **options))

    def close_connections(self) -> None:
        """Close what is open, as a server does with idle clients."""
        asyncio.run_coroutine_threadsafe(self._close_all(), self._loop).result(10)

    async def _close_all(self) -> None:
        for writer in list(self._writers):
            writer.close()

    def _run(self, ready: threading.Event) -> None:
        try:
            self._loop.run_until_complete(self._serve(ready))
        finally:
            self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._stopping = asyncio.Event()
        server = await self.listen()
        ready.set()
        await self._stopping.wait()
        await self.hang_up(server)

    async def listen(self) -> asyncio.Server:
        """Serve on the loop that runs, for one whose clock is not the world's."""
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        context = self.certificates.context() if self.certificates and self.secure == "implicit" else None
        server = await asyncio.start_server(self._client, self.host, self.port, limit=1 << 20, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def hang_up(self, server: asyncio.Server) -> None:
        server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        self.connections += 1
        try:
            await _Conversation(self, reader, writer).hold()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass
        finally:
            self._writers.discard(writer)
            self._tasks.discard(task)
            writer.close()

    def take_fault(self, at: str, line: str) -> Fault | None:
        for fault in self.faults:
            if fault.at == at and fault.times > 0 and fault.only in line:
                fault.times -= 1
                return fault
        return None

    def keep(self, letter: Letter) -> None:
        if self.log is not None:
            said = {
                "from": letter.reverse_path,
                "to": letter.recipients,
                "raw": base64.b64encode(letter.raw).decode(),
            }
            with self.log.open("a") as log:
                log.write(json.dumps(said) + "\n")
                log.flush()
                if self.fsync:
                    os.fsync(log.fileno())
        self.letters.append(letter)


class _Conversation:
    """One connection to the sink."""

    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sink, self.reader, self.writer = sink, reader, writer
        self.secure = sink.secure == "implicit"
        self.reverse_path: str | None = None
        self.recipients: list[str] = []

    async def hold(self) -> None:
        going = await self.answer("greeting", "", "220 localhost ESMTP sink")
        while going and (line := (await self.reader.readline()).decode("utf-8", "replace")):
            line = line.rstrip("\r\n")
            self.sink.commands.append(line)
            going = await self.command(line.partition(" ")[0].upper(), line)

    async def answer(self, at: str, line: str, reply: str) -> bool:
        """Say `reply`, or what the fault placed here says; False: the conversation is over."""
        fault = self.sink.take_fault(at, line)
        if self.sink.latency:
            await asyncio.sleep(self.sink.latency)
        if fault is None:
            return await self.say(reply)
        if fault.then == "silence":
            await asyncio.sleep(3600)
        if fault.then == "slow":
            await asyncio.sleep(fault.seconds)
            return await self.say(fault.reply or reply)
        if fault.then == "garbage":
            return await self.say("!! this is no reply")
        if fault.then == "partial":
            self.writer.write(b"250-half a reply\r\n25")
            await self.writer.drain()
            return False
        if fault.reply:
            await self.say(fault.reply)
        if fault.then == "reset":
            linger = b"\1\0\0\0\0\0\0\0"
            self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return fault.then == "go on" and not fault.reply.startswith("421")

    async def say(self, reply: str) -> bool:
        self.writer.write(reply.encode() + b"\r\n")
        await self.writer.drain()
        return True

    async def command(self, verb: str, line: str) -> bool:
        if verb == "EHLO":
            return await self.answer("ehlo", line, self.offer())
        if verb == "STARTTLS":
            return await self.start_tls()
        if verb == "AUTH":
            return await self.auth(line)
        if verb == "MAIL":
            return await self.mail(line)
        if verb == "RCPT":
            return await self.rcpt(line)
        if verb == "DATA":
            return await self.data(line)
        if verb == "RSET":
            self.reverse_path, self.recipients = None, []
            return await self.answer("rset", line, "250 2.0.0 forgotten")
        if verb == "QUIT":
            await self.say("221 2.0.0 bye")
            return False
        return await self.say("502 5.5.1 not here")

    def offer(self) -> str:
        offers = ["localhost", f"SIZE {self.sink.size}", *self.sink.extensions]
        if self.sink.secure == "starttls" and not self.secure:
            offers.append("STARTTLS")
        if self.sink.login is not None:
            offers.append("AUTH PLAIN")
        return "\r\n".join([*(f"250-{each}" for each in offers[:-1]), f"250 {offers[-1]}"])

    async def start_tls(self) -> bool:
        if self.sink.certificates is None or self.secure:
            return await self.say("502 5.5.1 not here")
        await self.say("220 2.0.0 go ahead")
        await self.writer.start_tls(self.sink.certificates.context())
        self.secure = True
        return True

    async def auth(self, line: str) -> bool:
        _, name, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")
        known = (name, password) == self.sink.login
        return await self.answer(
            "auth", line, "235 2.7.0 hello" if known else "535 5.7.8 wrong name or password"
        )

    def troubles(self) -> list[int]:
        """Changes when a fault makes a command fail; one that is only slow does not."""
        return [fault.times for fault in self.sink.faults if fault.then != "slow" or fault.reply]

    async def mail(self, line: str) -> bool:
        before = self.troubles()
        going = await self.answer("mail", line, "250 2.1.0 ok")
        if before == self.troubles():
            self.reverse_path, self.recipients = line.partition("<")[2].partition(">")[0], []
        return going

    async def rcpt(self, line: str) -> bool:
        before = self.troubles()
        going = await self.answer("rcpt", line, "250 2.1.5 ok")
        if before == self.troubles():
            self.recipients.append(line.partition("<")[2].partition(">")[0])
        return going

    async def data(self, line: str) -> bool:
        if not self.recipients:
            return await self.say("503 5.5.1 whose letter?")
        before = self.troubles()
        if not await self.answer("data", line, "354 go ahead"):
            return False
        if before != self.troubles():
            return True
        if self.sink.take_fault("text", line):
            await self.reader.readline()
            return False
        raw = await self.text()
        fault = next((each for each in self.sink.faults if each.at == "dot" and each.times > 0), None)
        if fault is None or not fault.reply:  # the letter is here, whatever the client will hear of it
            self.sink.keep(Letter(self.reverse_path or "", tuple(self.recipients), raw, self.secure))
        self.reverse_path, self.recipients = None, []
        return await self.answer("dot", line, f"250 2.0.0 queued as {len(self.sink.letters)}")

    async def text(self) -> bytes:
        lines: list[bytes] = []
        while (line := await self.reader.readuntil(b"\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


@dataclass(frozen=True)
class UserOf:
    """One user's mail on an IMAP server."""

    server: ImapServer
    user: str
