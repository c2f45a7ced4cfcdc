"""What must hold, asked in plain SQL and of the servers' own records: no code is shared with the stores.

`taken` and `moved` are asked at the very moment, `check` after each step, `at_rest` once nothing is left to
do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fakes import ARCHIVE

from benchmarks.simulation.letters import MACHINES, OWN, ROBOTIC
from benchmarks.simulation.servers import Copy, Held

if TYPE_CHECKING:
    from benchmarks.simulation.world import Arrival, World

LONDON = ZoneInfo("Europe/London")
#: Bank holidays of England and Wales, as the government lists them; month and day.
HOLIDAYS = {
    2026: "12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
}
AUTOMATIC = ("acknowledgement", "leaflet")
DAY, WEEK = timedelta(days=1), timedelta(days=7)
ADDRESS_A_DAY, ADDRESS_A_WEEK, THREAD = 3, 10, 2

#: Whatever a query finds is wrong.
ALWAYS = {
    "one message is there twice": """
        SELECT sha256 FROM messages GROUP BY sha256, internal_date HAVING count(*) > 1""",
    "a case that not exactly one message opened": """
        SELECT c.reference FROM cases c LEFT JOIN messages m ON m.case_id = c.id AND m.accounted = 'open'
        GROUP BY c.id HAVING count(m.id) <> 1""",
    "a message that opened or joined no case": """
        SELECT id FROM messages WHERE accounted IN ('open', 'join') AND case_id IS NULL""",
    "two letters of a kind to one complainant": """
        SELECT case_id, kind FROM letters WHERE audience = 'complainant' GROUP BY case_id, kind
        HAVING count(*) > 1""",
    "an acknowledgement withheld without a task": """
        SELECT m.id, m.reason FROM messages m WHERE m.accounted = 'open'
        AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.case_id = m.case_id AND l.kind = 'acknowledgement')
        AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.message_row_id = m.id)""",
    "a message before a person without a task": """
        SELECT m.id, m.kind FROM messages m WHERE m.accounted = 'before-person'
        AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.message_row_id = m.id)""",
    "a letter that did not arrive, without a task": """
        SELECT l.id, l.state FROM letters l WHERE (l.state = 'FAILED' OR l.bounced_at IS NOT NULL
        OR (l.state = 'UNKNOWN' AND l.settle_at IS NULL))
        AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.letter_id = l.id)""",
    "a letter that is held, without an open task": """
        SELECT l.id, l.state_reason FROM letters l WHERE l.state = 'HELD'
        AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.letter_id = l.id AND t.settled_at IS NULL)""",
    "an open case without deadlines": """
        SELECT c.reference FROM cases c WHERE c.status = 'open' AND 2 <> (SELECT count(*) FROM deadlines d
        WHERE d.case_id = c.id AND d.superseded_at IS NULL
        AND d.name IN ('acknowledgement', 'final_response'))""",
    "a rung that was reached twice": """
        SELECT deadline_id, rung FROM reminders GROUP BY deadline_id, rung HAVING count(*) > 1""",
    "a rung that no letter tells": "SELECT id FROM reminders WHERE letter_id IS NULL",
    "an entry of the journal is missing": """
        SELECT h.chain FROM journal_heads h JOIN journal j ON j.chain = h.chain GROUP BY h.chain
        HAVING count(*) <> max(h.seq) OR max(j.seq) <> max(h.seq)""",
}
AT_REST = {
    "a letter that still waits": """
        SELECT id, state FROM letters WHERE state IN ('PENDING', 'CLAIMED', 'ARMED')
        OR (state = 'UNKNOWN' AND settle_at IS NOT NULL)""",
    "a complaint that is neither acknowledged nor owed": """
        SELECT m.id FROM messages m
        LEFT JOIN letters l ON l.case_id = m.case_id AND l.kind = 'acknowledgement'
        WHERE m.accounted = 'open' AND NOT coalesce(l.state = 'SENT' AND l.bounced_at IS NULL, 0)
        AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.message_row_id = m.id OR t.letter_id = l.id)""",
    "an acknowledgement went and keeps no deadline": """
        SELECT l.id FROM letters l JOIN deadlines d ON d.case_id = l.case_id AND d.name = 'acknowledgement'
        WHERE l.kind = 'acknowledgement' AND l.state = 'SENT' AND l.bounced_at IS NULL
        AND d.superseded_at IS NULL AND d.discharged_at IS NULL""",
    "no acknowledgement went and its deadline is kept": """
        SELECT d.case_id FROM deadlines d WHERE d.name = 'acknowledgement' AND d.discharged_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.case_id = d.case_id AND l.kind = 'acknowledgement'
        AND l.state = 'SENT' AND l.bounced_at IS NULL)""",
    "a message that the journal does not know": """
        SELECT 1 WHERE (SELECT count(*) FROM messages)
        <> (SELECT count(*) FROM journal WHERE name = 'message-read')""",
}
_LAPSED = """
    SELECT d.id, d.name, c.reference FROM deadlines d JOIN cases c ON c.id = d.case_id WHERE c.status = 'open'
    AND d.superseded_at IS NULL AND d.discharged_at IS NULL AND d.due_at < ?
    AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.deadline_id = d.id)"""
_LEDGER = """
    SELECT m.sha256 FROM message_keys k JOIN messages m ON m.id = k.message_row_id
    WHERE k.uidvalidity = ? AND k.uid = ?"""


class Violation(Exception):
    """What must hold does not."""


class Oracle:
    """Knows what was done to the servers, and may read the tables."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._version = self._last_message = 0

    def rows(self, query: str, *values: Any) -> list[Any]:
        return self._world.stage.rows.execute(query, values).fetchall()

    def put_back(self) -> None:
        """The database is an earlier one again."""
        self._last_message = 0

    def state(self, message_id: str) -> str:
        found = self.rows("SELECT state FROM letters WHERE message_id = ?", f"<{message_id}>")
        return str(found[0]["state"]) if found else ""

    # -- at the very moment

    def moved(self, one: Held) -> None:
        """mailbot moves a message: it must be in the ledger, committed."""
        found = self.rows(_LEDGER, one.uid_validity, one.uid)
        if [row["sha256"] for row in found] != [self._world.arrivals[one.arrival].digest]:
            raise Violation(f"message {one.arrival} is moved, and is not in the ledger")

    def taken(self, copy: Copy, *, stood_still: bool) -> None:
        """The submission server has a letter."""
        told = f"{copy.kind} <{copy.message_id}>"
        automatic = copy.kind in AUTOMATIC
        if copy.recipients[0] in OWN | MACHINES:
            raise Violation(f"{told} to {copy.recipients[0]}: a machine, or ourselves")
        if copy.recipients[1:] not in ((), (ARCHIVE,)) or (copy.recipients[1:] and not automatic):
            raise Violation(f"{told} to several: {', '.join(copy.recipients)}")
        if automatic and not any(one.template.answerable for one in self._with_id(copy.answers)):
            raise Violation(f"{told} answers what must not be answered")
        letter = self.rows("SELECT * FROM letters WHERE message_id = ?", f"<{copy.message_id}>")
        if not letter or letter[0]["recipient"] != copy.recipients[0]:
            raise Violation(f"{told} to {copy.recipients[0]}, whom it is not for")
        if (letter[0]["state"], letter[0]["owner"]) != ("ARMED", copy.by) and not stood_still:
            raise Violation(f"{told} is sent while it is {letter[0]['state']} of {letter[0]['owner']}")
        self._copies(copy, told)
        if automatic and not stood_still:
            self._within_the_hour(copy)

    def _with_id(self, message_id: str) -> list[Arrival]:
        return [one for one in self._world.arrivals if one.message_id == message_id]

    def _copies(self, copy: Copy, told: str) -> None:
        copies = self._world.post.of(copy.message_id, copy.era)
        if len(copies) > 2:
            raise Violation(f"{told}: a third copy")
        if len(copies) == 2 and not any(one.doubt for one in copies):
            raise Violation(f"{told}: a second copy, and mailbot knew of the first")
        if len({one.raw for one in copies}) > 1:
            raise Violation(f"{told}: its copies differ")

    def _within_the_hour(self, copy: Copy) -> None:
        # Clocks that differ see different hours.
        since = copy.at - (timedelta(minutes=52) if self._world.shared else timedelta(hours=1))
        copies = (one for one in self._world.post.copies if one.era == copy.era and one.kind in AUTOMATIC)
        if self._world.was_wrong:  # one of unknown fate counts when it was last taken up, by that clock
            copies = (one for one in copies if not one.doubt)
        sent = {one.message_id for one in copies if since < one.at <= copy.at}
        if len(sent) > self._world.terms["automatic_letters_per_hour"]:
            raise Violation(f"{len(sent)} letters to complainants within the hour")

    # -- after each step

    def check(self) -> None:
        (version,) = self.rows("PRAGMA data_version")[0]
        if version == self._version:
            return
        self._version = version
        self._nothing(ALWAYS)
        self._new_messages()

    def _nothing(self, queries: dict[str, str]) -> None:
        for what, query in queries.items():
            if found := self.rows(query):
                raise Violation(f"{what}: {[tuple(row) for row in found[:5]]}")

    def _new_messages(self) -> None:
        """Each is taken for what it is."""
        of_digest = {one.digest: one for one in self._world.arrivals}
        query = "SELECT id, sha256, kind, accounted FROM messages WHERE id > ? ORDER BY id"
        for row in self.rows(query, self._last_message):
            self._last_message = row["id"]
            template = of_digest[row["sha256"]].template
            if row["kind"] not in template.kinds:
                raise Violation(f"{template.name} is taken for {row['kind']}")
            if template.name in ROBOTIC and row["accounted"] == "open":
                raise Violation(f"{template.name} opens a case")

    # -- at rest

    def at_rest(self) -> None:
        self.check()
        self._nothing(AT_REST)
        self._accounted()
        self._threads_and_limits()
        self._reminded()

    def _accounted(self) -> None:
        """Every message lies in the ledger, or a person removed it before it was read, and that is noted."""
        world = self._world
        ledger = {row["sha256"] for row in self.rows("SELECT sha256 FROM messages")}
        keys = {tuple(row) for row in self.rows("SELECT uidvalidity, uid FROM message_keys")}
        epochs = {row[0]: row[1] for row in self.rows("SELECT uidvalidity, uidnext FROM mailbox_epochs")}
        for one in world.account.held:
            arrival = world.arrivals[one.arrival]
            if one.where == "INBOX":
                raise Violation(f"message {one.arrival} lies in the inbox still")
            if arrival.digest in ledger:
                continue
            if not one.taken_out:
                raise Violation(f"message {one.arrival} is in {one.where} and not in the ledger")
            seen = (
                one.uid_validity == world.account.uid_validity
                and epochs.get(one.uid_validity, 1e9) <= one.uid
            )
            if seen and (one.uid_validity, one.uid) not in keys:
                raise Violation(f"message {one.arrival} was removed, and nobody is told")

    def _threads_and_limits(self) -> None:
        world = self._world
        of_digest = {one.digest: one for one in world.arrivals}
        threads: Counter[int] = Counter()
        people: dict[str, list[datetime]] = defaultdict(list)
        domains: dict[str, list[datetime]] = defaultdict(list)
        query = """SELECT l.kind, l.recipient_key, l.created_at, l.state, m.sha256 FROM letters l
            JOIN messages m ON m.case_id = l.case_id AND m.accounted = 'open'
            WHERE l.audience = 'complainant'"""
        for row in self.rows(query):
            threads[of_digest[row["sha256"]].thread] += 1
            if row["kind"] == "acknowledgement" and row["state"] not in ("FAILED", "CANCELLED"):
                people[row["recipient_key"]].append(_moment(row["created_at"]))
                domains[row["recipient_key"].rpartition("@")[2]].append(_moment(row["created_at"]))
        # Answers to a message that mailbot never had, or has later, cannot be told from first letters.
        ledger = [row["sha256"] for row in self.rows("SELECT sha256 FROM messages ORDER BY id")]
        torn = world.torn | {one.thread for one in world.arrivals if one.digest not in ledger}
        torn |= _out_of_order([of_digest[digest] for digest in dict.fromkeys(ledger)])
        for thread, number in threads.items():
            if number > THREAD and thread not in torn:
                raise Violation(f"{number} automatic letters in thread {thread}")
        domains.pop("gmail.com", None)
        if world.was_wrong:
            domains.clear()  # these are counted by the order in which letters went out
        a_day = world.practice.acknowledgements_per_domain_per_day
        for who, moments in [*people.items(), *domains.items()]:
            most = (ADDRESS_A_DAY, ADDRESS_A_WEEK) if "@" in who else (a_day, None)
            for span, limit in zip((DAY, WEEK), most, strict=True):
                if limit is not None and _busiest(moments, span) > limit:
                    raise Violation(f"more than {limit} acknowledgements to {who} within {span.days} days")

    def _reminded(self) -> None:
        """Nobody is reminded at night, on a Sunday or on a holiday."""
        for row in self.rows("SELECT created_at FROM letters WHERE kind = 'reminder'"):
            at = _moment(row["created_at"]).replace(tzinfo=UTC)
            if not working(at):
                raise Violation(f"a reminder goes out at {at}")

    def lapsed_and_not_told(self) -> list[str]:
        """Open deadlines that have lapsed without a reminder, to be asked after a sweep in working hours."""
        found = self.rows(_LAPSED, (self._world.clock() - DAY).strftime("%Y-%m-%d %H:%M:%S.%f"))
        return [f"{row['name']} of {row['reference']}" for row in found]


def working(now: datetime) -> bool:
    """Whether handlers are at their desks."""
    local = now.astimezone(LONDON)
    free = local.weekday() > 4 or f"{local:%m-%d}" in HOLIDAYS.get(local.year, "")
    return not free and time(9) <= local.time() <= time(17)


def _out_of_order(read: Iterable[Arrival]) -> set[int]:
    """The conversations of which an answer was read before what it answers."""
    latest: dict[int, int] = {}
    torn = set()
    for one in read:
        if latest.setdefault(one.thread, one.number) > one.number:
            torn.add(one.thread)
        latest[one.thread] = max(latest[one.thread], one.number)
    return torn


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _busiest(moments: Iterable[datetime], span: timedelta) -> int:
    """The most moments that lie within `span` of each other."""
    ordered = sorted(moments)
    return max((sum(first <= each < first + span for each in ordered) for first in ordered), default=0)
