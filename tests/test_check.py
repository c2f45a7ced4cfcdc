"""`mailbot check`: what is wrong is found, with why, what to do and the key; nothing is changed."""

from __future__ import annotations

import hashlib
import json
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from empty_database import database_in
from fakes import Office, message
from firm import CONFIGURATION, DEFAULTS, Firm
from servers import Dovecot, Sink, UserOf, free_port, require
from test_cli import Run, firm, run  # noqa: F401  # fixtures
from toy_imap import Toy

from mailbot.assembly.servers import account
from mailbot.checks import (
    Finding,
    database,
    domains,
    files,
    findings,
    machine,
    misconfigured,
    servers,
    stationery,
    watching,
)
from mailbot.checks import firm as of_firm
from mailbot.config import Config, ConfigError, load
from mailbot.config.keys import key_in
from mailbot.wire import visit
from mailbot.wire.pages import Pages
from mailbot.wire.smtp import Patience
from mailbot.wire.visit import ImapVisit

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PLAIN = {**DEFAULTS, "imap_port": 1, "smtp_port": 1}  # nobody listens there
TODAY = NOW.date()

Part = Callable[[Config, Path], Iterable[Finding]]


@dataclass
class Installation:
    """A firm's directory, whose configuration differs from a sound one in what a test plants."""

    directory: Path

    @property
    def file(self) -> Path:
        return self.directory / "config.toml"

    def plant(self, old: str, new: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, text: str) -> None:
        self.file.write_text(f"{self.file.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")

    def put(self, name: str, content: bytes = b"x\n", mode: int = 0o600) -> Path:
        path = self.directory / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        path.chmod(mode)
        return path

    def say(self, part: Part) -> list[Finding]:
        return list(part(load(self.file), self.file))


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", "secret")
    installation = Installation(tmp_path)
    installation.put("config.toml", CONFIGURATION.format(**PLAIN).encode())
    return installation


def blamed(found: Iterable[Finding], key: str, level: str) -> Finding:
    """The finding that names this key, complete as all that are not good have to be."""
    found = list(found)
    for one in found:
        assert one.level == "ok" or (one.what and one.why and one.do), one
    wanted = [one for one in found if (one.key, one.level) == (key, level)]
    assert wanted, found
    return wanted[0]


# -- what no configuration may say


MAILBOX, SMTP, HANDLER = 'after = "move"', 'retry_first = "1s"', 'name = "Priti Anand"'
REFUSED = [
    ("port = 1\n", 'port = "many"\n', "[[mailbox]] port"),
    ("port = 1\n", "prot = 1\n", "[[mailbox]] port"),
    ("port = 1\n", "port = 70000\n", "[[mailbox]] port"),
    ('host = "127.0.0.1"', 'host = "imap.firm.example.com"', "[[mailbox]] tls"),
    ('password_env = "MAILBOT_TEST_PASSWORD"\n', "", "[[mailbox]] username"),
    (MAILBOX, f'{MAILBOX}\npassword_file = "secret"', "[[mailbox]] password_file"),
    (MAILBOX, 'after = "shove"', "[[mailbox]] after"),
    (MAILBOX, f'{MAILBOX}\nrescan = "1h"', "[[mailbox]] rescan"),
    (MAILBOX, f'{MAILBOX}\nlanguage = "cy"', "[[mailbox]] language"),
    (MAILBOX, f'{MAILBOX}\n[mailbox.oauth]\nprovider = "aol"', "[[mailbox]] oauth.provider"),
    ('name = "Example Finance"\n', "", "[firm] name"),
    ("020 7946 0100", "0871 234 5678", "[firm] phone"),
    ('regime = "standard"', 'regime = "usual"', "[firm] regime"),
    ('regime = "standard"', 'regime = "standard"\ndivision = "wales"', "[firm] division"),
    ('regime = "standard"', 'regime = "standard"\nkeep_records_years = 2', "[firm] keep_records_years"),
    ("Complaints <complaints@firm.example.com>", "Complaints <complaints>", "[smtp] from"),
    (SMTP, f'{SMTP}\nreturn_path = "b{{oops}}@firm.example.com"', "[smtp] return_path"),
    (SMTP, f"{SMTP}\nconnections = 0", "[smtp] connections"),
    (SMTP, 'retry_first = "soon"', "[smtp] retry_first"),
    (HANDLER, f'{HANDLER}\ndeputy = "nobody@firm.example.com"', "[[handler]] deputy"),
    (HANDLER, f'{HANDLER}\ntopics = ["gossip"]', "[[handler]] topics"),
    (HANDLER, f"{HANDLER}\nonly_topics = true", "[[handler]] only_topics"),
    ("priti.anand@firm.example.com", "priti", "[[handler]] email"),
    ("CNX-[0-9]{6}", "CNX-[0-9", "[[reference]] pattern"),
    ('within = "24h"', 'within = "24 moons"', "[[promise]]"),
    ("1000000\n", '1000000\nenclose_to = "friends"\n', "[responder] enclose_to"),
    ("[responder]", '[leaflet]\nsha256 = "123"\n[responder]', "[leaflet] sha256"),
    ("[responder]", '[templates]\ncolour = "blue"\n[responder]', "[templates] colour"),
    ("[responder]", '[reminders]\nevery = "2h"\n[responder]', "[reminders] every"),
    ("[responder]", '[calendar]\nclosures = ["Christmas"]\n[responder]', "[calendar] closures"),
    ("[responder]", '[intake]\ncase_prefix = "c-"\n[responder]', "[intake] case_prefix"),
    ("[responder]", '[journal]\nformat = "xml"\n[responder]', "[journal] format"),
    ('listen = ""', 'listen = "here"', "[watch] listen"),
    ("[responder]", '[alarm]\nping = "x"\n[responder]', "[alarm] ping"),
    ("[responder]", '[canary]\nfrom = "priti.anand@firm.example.com"\n[responder]', "[canary] from"),
    ("[responder]", '[canary]\nfrom = "c@firm.example"\nevery = "1h"\n[responder]', "[canary] every"),
    ("[responder]", '[alarm.smtp]\nhost = "localhost"\n[responder]', "[alarm] smtp.from"),
]


@pytest.mark.parametrize(("old", "new", "key"), REFUSED)
def test_what_cannot_be_read_is_found_with_its_line_and_key(
    installation: Installation, old: str, new: str, key: str
) -> None:
    installation.plant(old, new)
    with pytest.raises(ConfigError) as told:
        load(installation.file)
    assert blamed(misconfigured(told.value), key, "bad").what.startswith(f"{installation.file}")


# -- what it may say, and what is wrong all the same


def firm_says(config: Config, _file: Path) -> Iterator[Finding]:
    return of_firm.findings(config)


def letters_say(config: Config, _file: Path) -> Iterator[Finding]:
    return stationery.findings(config, TODAY)


def files_say(config: Config, file: Path) -> Iterator[Finding]:
    return files.findings(config, file)


def mailbox_says(config: Config, _file: Path) -> Iterator[Finding]:
    return servers.mailbox(config, config.mailbox[0], NOW, create=False)


def smtp_says(config: Config, _file: Path) -> Iterator[Finding]:
    return servers.smtp(config, NOW)


def database_says(config: Config, _file: Path) -> Iterator[Finding]:
    return database.findings(config)


def watching_says(config: Config, _file: Path) -> Iterator[Finding]:
    return watching.findings(config)


LEAFLET = '[leaflet]\nfile = "leaflet.pdf"\n'
#: part that finds it, what is planted (old, new), the key, the level
FOUND: list[tuple[Part, str, str, str, str]] = [
    (firm_says, 'phone = "020 7946 0100"\n', "", "[firm] phone", "note"),
    (firm_says, 'website = "https://www.firm.example.com"\n', "", "[firm] complaints_page", "note"),
    (firm_says, 'address = "1 Example Street, London EC1A 1BB"\n', "", "[firm] address", "note"),
    (firm_says, 'email = "oversight@firm.example.com"\n', "", "[oversight] email", "note"),
    (firm_says, "[responder]\n", "[responder]\n", "[responder] authserv_ids", "note"),
    (firm_says, "[responder]\n", "[responder]\n", "[firm] ombudsman_wording", "note"),
    (firm_says, SMTP, f'{SMTP}\nreturn_path = ""', "[smtp] return_path", "note"),
    (firm_says, SMTP, f'{SMTP}\nreturn_path = "b@firm.example.com"', "[smtp] return_path", "note"),
    (firm_says, "<complaints@", "<noreply@", "[smtp] from", "note"),
    (firm_says, "[responder]", "[responder]", "[alarm] email", "note"),
    (firm_says, "[responder]", '[alarm]\nemail = "it@firm.example"\n[responder]', "[alarm] email", "note"),
    (firm_says, "[responder]", "[responder]", "[alarm] ping", "note"),
    (firm_says, "[responder]", "[responder]", "[canary]", "note"),
    (
        firm_says,
        "[responder]",
        '[[cue]]\ndriver = "life-risk"\npriority = "off"\nphrase = "to die for"\n[responder]',
        "[[cue]] phrase",
        "note",
    ),
    (
        firm_says,
        "[[promise]]",
        '[[promise]]\nname = "final_response"\nwithin = "24h"\n[[promise]]',
        "[[promise]] within",
        "bad",
    ),
    (letters_say, "[responder]", "[responder]", "[leaflet] file", "note"),
    (
        letters_say,
        "[responder]",
        '[templates]\ndirectory = "none"\n[responder]',
        "[templates] directory",
        "bad",
    ),
    (letters_say, "[responder]", f"{LEAFLET}[responder]", "[leaflet] approved_by", "note"),
    (letters_say, "[responder]", '[leaflet]\nfile = "none.pdf"\n[responder]', "[leaflet] file", "bad"),
    (letters_say, "[responder]", f'{LEAFLET}sha256 = "{"0" * 64}"\n[responder]', "[leaflet] sha256", "bad"),
    (letters_say, "[responder]", f"{LEAFLET}review_by=2026-11-01\n[responder]", "[leaflet] review_by", "bad"),
    (
        letters_say,
        "[responder]",
        f"{LEAFLET}valid_from = 2026-11-24\n[responder]",
        "[leaflet] valid_from",
        "bad",
    ),
    (
        letters_say,
        "[responder]",
        "[calendar]\nextra_holidays = [2027-01-04]\nremoved_holidays = [2027-01-04]\n[responder]",
        "[calendar] extra_holidays",
        "bad",
    ),
    (
        files_say,
        "sqlite:///mailbot.db",
        "postgresql+psycopg://mailbot:hush@db/mailbot",
        "[database] url",
        "bad",
    ),
    (
        files_say,
        "[responder]",
        '[alarm]\nwebhook = "https://chat.example/hush"\n[responder]',
        "[alarm] webhook",
        "note",
    ),
    (
        files_say,
        "[responder]",
        '[alarm]\nwebhook_file = "open"\n[responder]',
        "[alarm] webhook_file",
        "bad",
    ),
    (watching_says, "[responder]", '[alarm]\ncommand = ["/no/page"]\n[responder]', "[alarm] command", "bad"),
    (files_say, "[responder]", '[alarm]\nping_file = "none"\n[responder]', "[alarm] ping_file", "bad"),
    (files_say, 'env = "MAILBOT_TEST_PASSWORD"', 'file = "open"', "[[mailbox]] password_file", "bad"),
    (files_say, 'env = "MAILBOT_TEST_PASSWORD"', 'file = "empty"', "[[mailbox]] password_file", "bad"),
    (files_say, SMTP, f'{SMTP}\nusername = "u"\npassword_file = "open"', "[smtp] password_file", "bad"),
    (mailbox_says, 'env = "MAILBOT_TEST_PASSWORD"', 'file = "none"', "[[mailbox]] password_file", "bad"),
    (mailbox_says, 'env = "MAILBOT_TEST_PASSWORD"', 'env = "NONE"', "[[mailbox]] password_env", "bad"),
    (
        mailbox_says,
        'env = "MAILBOT_TEST_PASSWORD"',
        'credential = "imap"',
        "[[mailbox]] password_credential",
        "bad",
    ),
    (mailbox_says, "[responder]", "[responder]", "[[mailbox]] host", "bad"),
    (smtp_says, SMTP, f'{SMTP}\nusername = "u"\npassword_env = "NONE"', "[smtp] password_env", "bad"),
    (smtp_says, "[responder]", "[responder]", "[smtp] host", "bad"),
    (database_says, "sqlite:///mailbot.db", "sqlite:///no/such/mailbot.db", "[database] url", "bad"),
    (database_says, "sqlite:///mailbot.db", "sqlite:///garbage.db", "[database] url", "bad"),
    (database_says, "sqlite:///mailbot.db", "nonsense://here", "[database] url", "bad"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "old", "new", "key", "level"), FOUND)
def test_what_is_wrong_is_found_by_its_key(
    installation: Installation, part: Part, old: str, new: str, key: str, level: str
) -> None:
    installation.put("leaflet.pdf")
    installation.put("open", b"https://chat.example/hush", 0o640)
    installation.put("empty", b"\n")
    installation.put("garbage.db", b"no database" * 100)
    installation.file.chmod(0o644)
    installation.plant(old, new)
    blamed(installation.say(part), key, level)


def test_a_key_is_found_in_a_sentence() -> None:
    assert key_in("[smtp] return_path is not set") == "[smtp] return_path"
    assert key_in("c.toml:3: [[mailbox]] number 2: port: no") == "[[mailbox]] port"
    assert key_in("[alarm.smtp] host: none") == "[alarm.smtp] host"
    assert key_in("[[promise]] a stands there twice") == "[[promise]]"
    assert key_in("the host said [no]") == ""


# -- files and this machine


def test_a_file_nobody_else_reads_is_well_and_so_is_a_configuration_without_secrets(
    installation: Installation,
) -> None:
    installation.plant('env = "MAILBOT_TEST_PASSWORD"', 'file = "own"')
    installation.put("own")
    installation.file.chmod(0o644)
    database_in(installation.directory).close()
    assert installation.say(files_say) == []
    (installation.directory / "mailbot.db").chmod(0o644)
    assert blamed(installation.say(files_say), "[database] url", "bad").do.startswith("chmod 600 ")


def test_a_configuration_that_others_may_write_is_bad(installation: Installation) -> None:
    installation.file.chmod(0o664)
    (found,) = installation.say(files_say)
    assert (found.level, found.do) == ("bad", f"chmod go-w {installation.file}")


@pytest.mark.parametrize(("free", "level"), [(2 * 10**9, "ok"), (9 * 10**8, "note"), (9 * 10**7, "bad")])
def test_room_on_the_disk(installation: Installation, free: int, level: str) -> None:
    blamed(machine.disk(load(installation.file), lambda _: free), "[database] url", level)


def test_a_clock_that_was_never_set_is_bad() -> None:
    assert [one.level for one in machine.clock(datetime(1970, 1, 2, tzinfo=UTC))] == ["bad"]
    assert list(machine.clock(NOW)) == []


def test_where_no_process_can_read_a_message_that_is_bad(installation: Installation) -> None:
    program = f"""
import sys
from mailbot.checks import machine
from mailbot.config import load
from pathlib import Path
config = load(Path({str(installation.file)!r}))
sys.executable = "/bin/false"  # as a process that is ended before it has read anything
print([(one.level, one.key) for one in machine.reading(config)])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[('bad', '[intake] reading_memory_mb')]"
    assert [one.level for one in machine.reading(load(installation.file))] == ["ok"]


@pytest.mark.parametrize(
    ("answer", "level"), [("refused", "bad"), ("unknown", "note"), ("nobody's", "note"), ("taken", "")]
)
def test_domains_mail_cannot_arrive_at(installation: Installation, answer: str, level: str) -> None:
    installation.plant("<complaints@firm.example.com>", "<complaints@other.example>")
    found = list(domains.findings(load(installation.file), lambda domain: (answer, f"{domain}: so")))  # type: ignore[arg-type,return-value]
    for key in ("[[mailbox]] address", "[smtp] from") if level else ():
        blamed(found, key, level)
    assert level or [one.level for one in found] == ["ok"]


# -- servers


@pytest.fixture
def looked_at(installation: Installation, dovecot: UserOf) -> Installation:
    """A mailbox on a real server, over TLS."""
    server = dovecot.server
    assert isinstance(server, Dovecot)
    installation.plant("port = 1\n", f'port = {server.tls_port}\nca_file = "{server.certificates.ca_file}"\n')
    installation.plant('tls = "none"', 'tls = "implicit"')
    installation.plant('username = "complaints"', f'username = "{dovecot.user}"')
    installation.plant('env = "MAILBOT_TEST_PASSWORD"', 'file = "own"')
    installation.put("own", server.password.encode())
    return installation


@pytest.mark.servers
def test_a_sound_mailbox_has_no_findings_but_folders_that_will_be_made(looked_at: Installation) -> None:
    found = looked_at.say(mailbox_says)
    assert {one.level for one in found} == {"ok", "note"}
    assert "processed" in blamed(found, "[[mailbox]] processed", "note").what
    assert len([one for one in found if one.level == "note"]) == 1


@pytest.mark.servers
@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("ca_file = ", "# ca_file = ", "[[mailbox]] ca_file"),
        (MAILBOX, f'{MAILBOX}\ninbox = "Post"', "[[mailbox]] inbox"),
        ('file = "own"', 'file = "wrong"', "[[mailbox]] username"),
        ('host = "127.0.0.1"', 'host = "nowhere.invalid"', "[[mailbox]] host"),
    ],
)
def test_a_mailbox_that_cannot_be_read_names_the_key_to_blame(
    looked_at: Installation, old: str, new: str, key: str
) -> None:
    looked_at.put("wrong", b"not this")
    looked_at.plant(old, new)
    blamed(looked_at.say(mailbox_says), key, "bad")


@pytest.mark.servers
@pytest.mark.parametrize(("days", "level"), [(30, "ok"), (20, "note"), (2, "bad")])
def test_a_certificate_that_ends(looked_at: Installation, days: int, level: str) -> None:
    config = load(looked_at.file)
    with ImapVisit(account(config, config.mailbox[0])) as visit:
        ends = visit.certificate_ends()
    assert ends is not None
    found = servers.mailbox(config, config.mailbox[0], ends - timedelta(days=days), create=False)
    told = [one for one in found if "certificate" in one.what]
    assert [one.level for one in told] == [level]


@pytest.mark.servers
def test_missing_folders_are_made_where_that_is_asked_for(looked_at: Installation, dovecot: UserOf) -> None:
    config = load(looked_at.file)
    list(servers.mailbox(config, config.mailbox[0], NOW, create=False))
    with dovecot.server.client(dovecot.user) as client:
        assert not client.folder_exists("processed")
    list(servers.mailbox(config, config.mailbox[0], NOW, create=True))
    with dovecot.server.client(dovecot.user) as client:
        assert all(client.folder_exists(name) for name in ("processed", "set_aside", "not_complaints"))
    assert {one.level for one in looked_at.say(mailbox_says)} == {"ok"}


class SmallDovecot(Dovecot):
    """One whose accounts hold 20 KB."""

    def _configuration(self, uid: int, gid: int, *, root: bool) -> str:
        quota = (
            "mail_plugins = quota\nprotocol imap {\n  mail_plugins = quota imap_quota\n}\n"
            "plugin {\n  quota = count:User quota\n  quota_rule = *:storage=20K\n  quota_vsizes = yes\n}\n"
        )
        return super()._configuration(uid, gid, root=root) + quota


@pytest.mark.servers
def test_an_account_that_is_nearly_full(installation: Installation) -> None:
    require("dovecot")
    with SmallDovecot() as server:
        installation.plant("port = 1\n", f"port = {server.port}\n")
        installation.plant('env = "MAILBOT_TEST_PASSWORD"', 'file = "own"')
        installation.put("own", server.password.encode())
        levels = []
        for octets in (10_000, 8_000, 1_600):
            server.append("complaints", "INBOX", message("x" * octets))
            told = [one for one in installation.say(mailbox_says) if "quota" in one.what]
            levels.append([(one.level, one.key) for one in told])
    key = "[[mailbox]] address"
    assert levels == [[], [("note", key)], [("bad", key)]]


EXAMINED = (
    b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n@ OK [READ-ONLY] in\r\n"  # nothing more
)


@pytest.mark.parametrize(
    ("capabilities", "scripts", "key", "level"),
    [
        ("IMAP4rev1 IDLE", {}, "[[mailbox]] after", "bad"),
        ("IMAP4rev1 IDLE UIDPLUS", {}, "[[mailbox]] after", "note"),
        ("IMAP4rev1 UIDPLUS MOVE", {}, "[[mailbox]] rescan", "note"),
        (
            "IMAP4rev1 UIDPLUS MOVE IDLE ACL",
            {"MYRIGHTS": [b'* MYRIGHTS "INBOX" lrs\r\n@ OK done\r\n']},
            "[[mailbox]] after",
            "bad",
        ),
        (
            "IMAP4rev1 UIDPLUS MOVE IDLE",
            {"EXAMINE": [EXAMINED.replace(b"x\r\n@", b"x\r\n* NO [UIDNOTSTICKY] x\r\n@")]},
            "[[mailbox]] inbox",
            "bad",
        ),
        (
            "IMAP4rev1 UIDPLUS MOVE IDLE",
            {
                "UID FETCH": [
                    b'* 1 FETCH (UID 1 RFC822.SIZE 9 INTERNALDATE "23-Nov-2026 13:00:00 +0000" '
                    b"BODY[HEADER.FIELDS (MESSAGE-ID)]<0> {2}\r\n\r\n)\r\n@ OK done\r\n"
                ]
            },
            "[[mailbox]] host",
            "note",
        ),
    ],
)
def test_what_a_server_lacks_or_says_of_itself(
    installation: Installation, capabilities: str, scripts: dict[str, list[bytes]], key: str, level: str
) -> None:
    with Toy(
        inbox={1: message()},
        uid_next=2,
        capabilities=capabilities,
        scripts={"EXAMINE": [EXAMINED], "UID SEARCH": [b"* SEARCH 1\r\n@ OK done\r\n"], **scripts},
    ) as toy:
        installation.plant("port = 1\n", f"port = {toy.port}\n")
        blamed(installation.say(mailbox_says), key, level)
    assert not [one for one in toy.commands if one.startswith(("SELECT", "CREATE", "UID STORE", "UID MOVE"))]


@pytest.mark.parametrize(("size", "level"), [(150_000, "bad"), (1_000_000, "ok")])
def test_a_leaflet_the_submission_server_may_not_take(
    installation: Installation, size: int, level: str
) -> None:
    installation.put("leaflet.pdf", b"x" * 100_000)
    installation.plant("[responder]", f"{LEAFLET}[responder]")
    with Sink(size=size) as sink:
        installation.plant('port = 1\ntls = "none"\nfrom', f'port = {sink.port}\ntls = "none"\nfrom')
        found = installation.say(smtp_says)
    assert found[-1].level == level
    if level == "bad":
        blamed(found, "[leaflet] file", level)
    assert not [one for one in sink.commands if one.startswith(("MAIL", "RCPT", "DATA"))]


@pytest.mark.parametrize(("days", "level"), [(30, "ok"), (20, "note"), (2, "bad")])
@pytest.mark.parametrize("secure", ["starttls", "implicit"])
def test_a_certificate_of_the_submission_server_that_ends(
    installation: Installation, secure: str, days: int, level: str
) -> None:
    with Sink(secure=secure) as sink:
        new = f'port = {sink.port}\nca_file = "{sink.certificates.ca_file}"\ntls = "{secure}"\nfrom'
        installation.plant('port = 1\ntls = "none"\nfrom', new)
        config = load(installation.file)
        ends = sink.certificates.ends()
        found = list(servers.smtp(config, ends - timedelta(days=days)))
    assert [(one.level, one.key) for one in found if "certificate" in one.what] == [(level, "[smtp] host")]


def test_a_server_that_takes_everybody_and_says_nothing_is_told_within_its_time(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visit._PATIENCE.greeting <= 30  # seconds: somebody waits at a terminal
    monkeypatch.setattr(visit, "_PATIENCE", Patience(greeting=1))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        installation.plant('port = 1\ntls = "none"\nfrom', f'port = {port}\ntls = "none"\nfrom')
        (found,) = installation.say(smtp_says)
    assert found.bad
    assert "check host, port" in found.text + found.do


# -- as a whole


@pytest.mark.servers
def test_nothing_changes_on_a_real_server_or_in_the_database(
    tmp_path: Path, dovecot: UserOf, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = dovecot.server
    settings = {"imap_port": server.port, "smtp_port": sink.port, "user": dovecot.user}
    firm = Firm(tmp_path / "firm", server.password, settings)  # noqa: F811
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", server.password)
    server.append(dovecot.user, "INBOX", message())
    server.append(dovecot.user, "INBOX", message("Another."), flags=[b"\\Seen"])
    store = database_in(firm.directory)
    Office(store).take(message("I complain."))
    store.close()
    assert isinstance(server, Dovecot)
    home = server.directory / "homes" / dovecot.user / "mail"

    def seen() -> tuple[object, ...]:
        file = firm.directory / "mailbot.db"
        with closing(sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as raw:
            dump = hashlib.sha256("\n".join(raw.iterdump()).encode()).hexdigest()
        mail = sorted(
            str(path.relative_to(home)) for path in home.rglob("*") if path.parent.name in {"new", "cur"}
        )
        with server.client(dovecot.user) as client:
            status = client.folder_status("INBOX", ["MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN"])
            folders = sorted(name for _, _, name in client.list_folders())
        return dump, mail, status, folders, sorted(path.name for path in firm.directory.iterdir())

    before = seen()
    found = list(findings(load(firm.config), file=firm.config))
    assert not [one for one in found if one.bad], found
    assert seen() == before
    parts = {one.about for one in found}
    assert parts >= {"templates", "leaflet", "calendar", "disk", "database", "reading", "dns", "smtp"}
    assert "mailbox complaints" in parts
    assert sink.letters == []


def test_the_port_of_the_pages_is_free_or_ours_or_somebody_elses(installation: Installation) -> None:
    def listens(where: str) -> Finding:
        installation.plant('listen = ""', f'listen = "{where}"')
        (found,) = installation.say(watching_says)
        installation.plant(f'listen = "{where}"', 'listen = ""')
        return found

    free = f"127.0.0.1:{free_port()}"
    assert (listens(free).level, listens(free).key) == ("ok", "[watch] listen")
    pages = Pages("127.0.0.1", 0, lambda _: None)
    try:
        assert "a mailbot answers" in listens(f"127.0.0.1:{pages.port}").what
    finally:
        pages.close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken.settimeout(20)
        port = taken.getsockname()[1]
        threading.Thread(target=lambda: taken.accept()[0].close(), daemon=True).start()
        found = listens(f"127.0.0.1:{port}")
    assert (found.level, found.key) == ("bad", "[watch] listen")
    assert "in use" in found.what
    foreign = listens("192.0.2.1:9464")
    assert foreign.bad
    assert "name an address of this machine" in foreign.do


def test_a_program_reads_a_list(run: Run) -> None:  # noqa: F811
    done = run("check", "--json")
    assert done.code == 1
    assert {frozenset(one) for one in done.json} == {
        frozenset({"level", "about", "what", "why", "do", "key"})
    }
    assert {one["level"] for one in done.json} == {"ok", "note", "bad"}
    assert {one["key"] for one in done.json if one["level"] == "bad"} == {"[[mailbox]] host", "[smtp] host"}


def test_a_configuration_that_cannot_be_read_is_a_finding(run: Run, firm: Firm) -> None:  # noqa: F811
    firm.write(firm.config.read_text(encoding="utf-8").replace('after = "move"', 'after = "shove"'))
    done = run("check", "--json")
    (one,) = json.loads(done.out)
    assert (done.code, one["level"], one["key"]) == (1, "bad", "[[mailbox]] after")
    assert "BAD  configuration: " in run("check").out
