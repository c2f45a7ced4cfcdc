"""Where the demonstration plays: its directory, its configuration, its clock.

Everything lies in one directory that a marker file makes ours; only then is what an earlier run left there
removed.

Faults: `OSError` where neither the directory nor a temporary one can be written.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from mailbot.complaints.calendar import Calendar, at_london, london_day
from mailbot.complaints.practice import Division

NAME = "demo-output"
MARKER = ".made-by-mailbot-demo"
#: What the demonstration makes; nothing else in the directory is ever removed.
OURS = (
    "config.toml",
    "journal.log",
    "imap.password",
    "mailbot.db",
    "mailbot.db-wal",
    "mailbot.db-shm",
    "mailbot.db.lock",
)
OPENING = time(10, 0)
MORNING = time(9, 5)

CONFIG = """\
# Written by `mailbot demo`. Its mail servers ended with it; the database beside this file can be looked at.

[firm]
name = "Example Finance"
address = "1 Example Street, Manchester M1 9ZZ"
phone = "0161 496 0100"
email = "complaints@firm.example"
website = "https://www.firm.example"
complaints_page = "https://www.firm.example/complaints"
division = "england-and-wales"
regime = "standard"

[database]
url = "sqlite:///mailbot.db"

[[mailbox]]
name = "complaints"
address = "complaints@firm.example"
host = "{host}"
port = {imap_port}
tls = "none"
username = "{user}"
password_file = "imap.password"

[smtp]
host = "{host}"
port = {smtp_port}
tls = "none"
from = "Example Finance Complaints <complaints@firm.example>"
archive = "archive@firm.example"
local_hostname = "mailbot.firm.example"

[oversight]
email = "oversight@firm.example"
on_call = "on.call@firm.example"

[[handler]]
name = "Sam Handler"
email = "sam.handler@firm.example"

[[handler]]
name = "Alex Handler"
email = "alex.handler@firm.example"

[[reference]]
type = "account"
pattern = "CNX-[0-9]{{6}}"

[[promise]]
name = "first_contact"
within = "24h"

[[topic]]
topic = "payments"
phrase = "unauthorised transaction"

[intake]
triage = true

[responder]
authserv_ids = ["mx.firm.example"]
"""


@dataclass
class Clock:
    """The time that mailbot is told; moved by hand."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move_to(self, moment: datetime) -> None:
        """Forward only: what was done cannot have been done later."""
        self.now = max(self.now, moment)


def opening(today: date) -> datetime:
    """Ten o'clock in London on the last business day up to today."""
    calendar = _calendar()
    return at_london(calendar.previous_business_day_on_or_before(today), OPENING)


def milestones(start: datetime, final_response: date) -> list[tuple[str, datetime]]:
    """The moments worth looking at after the first day, each five minutes after the firm opens."""
    calendar = _calendar()
    four_weeks = calendar.previous_business_day_on_or_before(london_day(start) + timedelta(weeks=4))
    return [
        ("four weeks later", at_london(four_weeks, MORNING)),
        (
            "three business days before the eight weeks end",
            at_london(calendar.subtract_business_days(final_response, 3), MORNING),
        ),
        (
            "the morning after they ended",
            at_london(calendar.add_business_days(final_response, 1).end, MORNING),
        ),
    ]


def mornings(after: datetime, number: int) -> list[datetime]:
    """Those of the following business days, five minutes after the firm opens."""
    days = _calendar()
    return [
        at_london(days.add_business_days(london_day(after), each).end, MORNING)
        for each in range(1, number + 1)
    ]


def clear(directory: Path | None) -> Path:
    """The directory to play in, empty of what an earlier run left.

    Where none was named and the usual one cannot be had, a temporary one.
    """
    if directory is not None:
        return _cleared(directory)
    try:
        return _cleared(Path.cwd() / NAME)
    except OSError:
        return _cleared(Path(tempfile.mkdtemp(prefix="mailbot-demo-")))


def _cleared(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    if not (directory / MARKER).exists():
        if any(directory.iterdir()):
            raise FileExistsError(
                f"{directory} holds files that are not the demonstration's; name another one"
            )
        (directory / MARKER).write_text("`mailbot demo` made this directory and empties it at every start.\n")
    for name in OURS:
        (directory / name).unlink(missing_ok=True)
    shutil.rmtree(directory / "letters", ignore_errors=True)
    (directory / "letters").mkdir(exist_ok=True)
    return directory


def _calendar() -> Calendar:
    return Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
