"""Bounces as servers write them: Postfix returning our own letters, and reports of eighty mail systems."""

from __future__ import annotations

import csv
import itertools
import re
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fakes import LETTERHEAD, PRACTICE, Office, message
from firm import CONFIGURATION, CORPUS, DEFAULTS, Firm, crlf
from servers import Postfix, UserOf

from mailbot.mail.writing.envelope import ReturnPath
from mailbot.store import outbox
from mailbot.store.database import Database
from mailbot.store.outbox import NewLetter
from mailbot.wire.outcome import Outcome
from mailbot.wire.smtp import Courier, Submission

REAL = CORPUS / "real"
TOKEN_PATH = "bounces+{token}@firm.example.com"
EVERY = 3  # of the corpus's bounces one in so many is tried
FORWARDED = ("sendmail-14.eml", "make-test-36.eml")  # bounces that a person hands on
_hosts = itertools.count(1)


@dataclass
class Through:
    """A courier that is opened anew in each loop of events."""

    postfix: Postfix

    async def deliver(
        self,
        reverse_path: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        arm: Callable[[], Awaitable[bool]],
        envelope_id: str = "",
    ) -> Outcome:
        courier = Courier(Submission(self.postfix.host, self.postfix.port, "none", None, None, None, "here"))
        outcome = await courier.deliver(reverse_path, recipients, raw, arm=arm, envelope_id=envelope_id)
        await courier.close()
        return outcome

    async def close(self) -> None:
        return


def an_office(database: Database, path: str) -> Office:
    practice = replace(PRACTICE, return_path=ReturnPath(path))
    return Office(database, practice=practice, head=replace(LETTERHEAD, return_path=path))


def without_the_letter(report: bytes) -> bytes:
    """A report whose third part is missing, and with it the Message-ID of the letter."""
    cut = re.sub(
        rb"Content-Description: Undelivered Message Headers.*(?=\r\n--)", b"\r\n", report, flags=re.DOTALL
    )
    assert cut != report
    return cut


@pytest.mark.servers
@pytest.mark.fault("F32")
@pytest.mark.assertion("D-86", "D-87", "D-89", "B-61")
@pytest.mark.parametrize("own", [True, False], ids=["a path for each letter", "one path, by envelope id"])
def test_what_postfix_took_and_returned_is_owed_again(
    database: Database, postfix: Postfix, own: bool
) -> None:
    host = f"h{next(_hosts)}.example.org"
    path = TOKEN_PATH if own else f"bounces-{host}@firm.example.com"
    office = an_office(database, path)
    office.take(message(author=f"Jane Doe <gone@{host}>"))
    office.deliver(Through(postfix))
    (case,) = office.cases()
    assert "acknowledgement" not in office.open_deadlines(case)
    (letter,) = office.letters("acknowledgement")
    assert (letter.state, letter.recipient) == ("SENT", f"gone@{host}")
    reports = postfix.letters(letter.return_path, count=1 if own else 2)
    assert len(reports) == (1 if own else 2)
    office.take(*(without_the_letter(crlf(raw)) for raw in reports))
    (letter,) = office.letters("acknowledgement")
    assert (letter.bounce or "").startswith("5.1.1")
    assert "acknowledgement" in office.open_deadlines(case)
    assert {task.reason for task in office.tasks()} == {"letter bounced"}


@pytest.mark.servers
@pytest.mark.fault("F32")
def test_a_bounce_that_comes_back_to_the_mailbox_is_in_the_queue(
    tmp_path: Path, dovecot: UserOf, postfix: Postfix
) -> None:
    settings = {"imap_port": dovecot.server.port, "smtp_port": postfix.port, "user": dovecot.user}
    firm = Firm(tmp_path / "firm", dovecot.server.password, settings)
    address = 'address = "complaints@firm.example.com"\n'
    configuration = CONFIGURATION.format(**DEFAULTS | settings)
    configuration = configuration.replace(address, f'{address}aliases = ["bounces@firm.example.com"]\n')
    configuration = configuration.replace("[smtp]\n", f'[smtp]\nreturn_path = "{TOKEN_PATH}"\n')
    firm.write(configuration)
    dovecot.server.append(dovecot.user, "INBOX", message(author=f"gone@h{next(_hosts)}.example.org"))
    assert firm.run("run", "--once").returncode == 0
    theirs = dict(rows(firm, "SELECT id, return_path FROM letters WHERE audience = 'complainant'"))
    assert len(theirs) == 2
    for path in theirs.values():
        (report,) = postfix.letters(path)
        dovecot.server.append(dovecot.user, "INBOX", crlf(report))
    done = firm.run("run", "--once")
    assert done.returncode == 0, done.stderr
    owed = firm.json("queue", "list")
    ((handler,),) = rows(firm, "SELECT handler_email FROM cases")
    assert {(one["letter_id"], one["owner"]) for one in owed} == {(number, handler) for number in theirs}
    assert not dovecot.server.listing(dovecot.user)
    assert len(dovecot.server.listing(dovecot.user, "processed")) == 3
    unmet = {name for (name,) in rows(firm, "SELECT name FROM deadlines WHERE discharged_at IS NULL")}
    assert "acknowledgement" in unmet


def rows(firm: Firm, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(firm.directory / "mailbot.db") as database:
        return database.execute(query).fetchall()


def test_real_reports_are_about_the_letter_under_whose_path_they_came(tmp_path: Path) -> None:
    if not (REAL / "manifest.tsv").exists():
        pytest.skip("the corpus is not here")
    with (REAL / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        labelled = list(csv.DictReader(manifest, delimiter="\t"))
    chosen = [one for one in labelled if one["subtype"] == "dsn" and not one["file"].endswith(FORWARDED)][
        ::EVERY
    ]
    database = Database(f"sqlite:///{tmp_path}/mailbot.db")
    database.upgrade()
    office = an_office(database, TOKEN_PATH)
    paths = [office_path(office, number) for number in range(len(chosen))]
    for path, row in zip(paths, chosen, strict=True):
        raw = (REAL / row["file"]).read_bytes()
        raw = raw if "mac__" in row["file"] else crlf(raw)
        office.take(b"X-Original-To: " + path.upper().encode() + b"\r\n" + raw)
    kinds = Counter(row[0] for row in office.rows("SELECT kind || ' ' || accounted FROM messages"))
    bounced = [letter for letter in office.letters() if letter.bounced_at is not None]
    database.close()
    assert office.cases() == []
    assert set(kinds) == {"delivery_report record-report"}, kinds
    assert len(bounced) >= 0.98 * len(chosen)  # one says "deliverable"
    assert {letter.audience for letter in office.letters()} == {"complainant"}


def office_path(office: Office, number: int) -> str:
    """A letter on its way, and its reverse-path."""
    word = f"{number:032x}"
    letter = NewLetter(
        unique_key=word,
        case_id=None,
        kind="acknowledgement",
        audience="complainant",
        recipient=f"p{number}@example.org",
        message_id=f"<{word}.acknowledgement@firm.example.com>",
        return_path=ReturnPath(TOKEN_PATH).of(word),
        subject="Your complaint",
        raw=b"\r\n",
        not_before=office.clock(),
    )
    office.database.run(lambda session: outbox.put(session, letter))
    return letter.return_path
