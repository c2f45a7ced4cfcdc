"""What is seen of a running mailbot from outside, and each alarm: it is raised, told, and taken back."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from fakes import Clock, FakeCourier, Office, message
from prometheus_client.parser import text_string_to_metric_families
from servers import Sink
from sqlalchemy import update

from mailbot.journal import Journal
from mailbot.store import reminders, tasks
from mailbot.store.database import Database
from mailbot.store.figures import Figures, Pile, figures
from mailbot.store.journal import Event
from mailbot.store.reminders import Reached
from mailbot.store.tables import cases
from mailbot.watching.alarms import Alarm, Bounds, alarms, unknown
from mailbot.watching.canary import Standing as Flown
from mailbot.watching.service import Watched, Watching
from mailbot.watching.signs import SignIn, Signs, Standing
from mailbot.watching.telling import Telling
from mailbot.wire.channels import Command, Mailed, Webhook, fetch
from mailbot.wire.outcome import Failed, Unknown
from mailbot.wire.supervisor import notify, watchdog
from mailbot.wire.terms import Submission

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOTHING = Figures({}, {}, 0, 0, None, 0, None, None)
WELL = Signs(NOW, NOW - HOUR, {"complaints": NOW}, (), NOW, NOW, {}, {}, NOTHING)


def heard(*events: tuple[str, datetime, dict[str, str]]) -> Signs:
    standing = Standing(NOW - HOUR, swept_at=NOW, delivered_at=NOW)
    for name, at, fields in events:
        standing.hear(Event(name, at, None, dict(fields)))
    return standing.signs(NOW, {"complaints": NOW}, NOTHING)


TROUBLE = {"mailbox": "complaints", "why": "login refused"}
BOX = ("mailbox-trouble", NOW - 6 * MINUTE, TROUBLE)
SMTP = ("submission-trouble", NOW - 6 * MINUTE, {"why": "no route"})
DATABASE = ("database-trouble", NOW - 6 * MINUTE, {"why": "disk full"})
PAGES = ("pages-trouble", NOW - 6 * MINUTE, {"why": "taken"})
BREAKER = ("breaker-open", NOW, {})
GONE, ODD = {"message vanished": Pile(3, NOW)}, {"reconcile": Pile(1, NOW)}
#: What is wrong, its key, and the same a moment before it is an alarm, or after it is over.
ALARMS = {
    "not read": (replace(WELL, looked={"complaints": NOW - 16 * MINUTE}), "no-fetch:complaints", WELL),
    "never read": (
        replace(WELL, looked={"complaints": None}),
        "no-fetch:complaints",
        replace(WELL, looked={"complaints": None}, started_at=NOW - 15 * MINUTE),
    ),
    "mailbox": (heard(BOX), "mailbox:complaints", heard(BOX, ("mailbox-back", NOW, TROUBLE))),
    "mailbox, a moment": (heard(BOX), "mailbox:complaints", heard(("mailbox-trouble", NOW, TROUBLE))),
    "submission": (heard(SMTP), "submission:", heard(SMTP, ("submission-back", NOW, {}))),
    "database": (heard(DATABASE), "database:", heard(DATABASE, ("database-back", NOW, {}))),
    "breaker": (heard(BREAKER), "breaker:", heard(BREAKER, ("breaker-closed", NOW, {}))),
    "pages": (heard(PAGES), "pages:", heard(PAGES, ("pages-back", NOW, {}))),
    "gaps": (replace(WELL, figures=replace(NOTHING, queue=GONE)), "gaps", WELL),
    "records": (replace(WELL, figures=replace(NOTHING, queue=ODD)), "records", WELL),
    "owed": (
        replace(WELL, figures=replace(NOTHING, owed_by=NOW + 2 * HOUR)),
        "owed",
        replace(WELL, figures=replace(NOTHING, owed_by=NOW + 2 * HOUR + MINUTE)),
    ),
    "a letter waits": (
        replace(WELL, figures=replace(NOTHING, waiting_since=NOW - HOUR - MINUTE)),
        "outbox",
        replace(WELL, figures=replace(NOTHING, waiting_since=NOW - HOUR)),
    ),
    "sign-in refused": (
        replace(WELL, sign_ins=(SignIn("smtp", 80, "the secret has expired", "mailbot oauth login smtp"),)),
        "sign-in:smtp",
        replace(WELL, sign_ins=(SignIn("smtp", 80, "", ""),)),
    ),
    "sign-in ends": (
        replace(WELL, sign_ins=(SignIn("smtp", 7, "", "mailbot oauth login smtp"),)),
        "sign-in-ends:smtp",
        replace(WELL, sign_ins=(SignIn("smtp", 8, "", ""), SignIn("complaints", None, "", ""))),
    ),
    "canary": (
        replace(WELL, canaries={"complaints": Flown(NOW - HOUR, None, "did not arrive", late=True)}),
        "canary:complaints",
        replace(WELL, canaries={"complaints": Flown(NOW - HOUR, None, "did not arrive", late=False)}),
    ),
    "certificate": (
        replace(WELL, certificates={"smtp": NOW + timedelta(days=7) - MINUTE}),
        "certificate:smtp",
        replace(WELL, certificates={"smtp": NOW + timedelta(days=7)}),
    ),
    "not swept": (replace(WELL, swept_at=NOW - 16 * MINUTE), "sweep", WELL),
}


def test_all_is_well_where_all_is_well() -> None:
    assert alarms(WELL, Bounds()) == []


@pytest.mark.parametrize("case", ALARMS.values(), ids=ALARMS)
def test_each_alarm_is_raised_and_is_over(case: tuple[Signs, str, Signs]) -> None:
    wrong, key, well = case
    (raised,) = alarms(wrong, Bounds())
    assert raised.key == key
    assert raised.what
    assert raised.do
    assert alarms(well, Bounds()) == []


def test_an_outage_that_goes_on_lasts_since_it_began() -> None:
    again = ("mailbox-trouble", NOW, {**TROUBLE, "why": "another reason"})
    (outage,) = heard(BOX, again).outages
    assert (outage.since, outage.why) == (NOW - 6 * MINUTE, "another reason")


@dataclass
class Heard:
    """A channel that notes what it was told, and takes nothing while it is broken."""

    name: str = "heard"
    broken: bool = False
    told: list[tuple[str, list[str]]] = field(default_factory=list)

    def tell(self, subject: str, lines: Sequence[str], now: datetime) -> None:
        del now
        if self.broken:
            raise OSError("no route")
        self.told.append((subject, list(lines)))


OUT = StringIO()
ONE = Alarm("owed", "an acknowledgement is owed", "mailbot queue list")
TWO = Alarm("gaps", "messages were removed", "mailbot queue list")


def telling(*channels: Heard, out: StringIO | None = None) -> Telling:
    return Telling(
        channels, Journal(stream=out or StringIO()), repeat=timedelta(days=1), called="mailbot at Example"
    )


def test_an_alarm_is_told_once_again_after_a_day_and_when_it_is_over() -> None:
    ear = Heard()
    tell = telling(ear)
    for minutes in range(0, 60, 5):
        tell.look([ONE], NOW + minutes * MINUTE)
    assert ear.told == [(f"mailbot at Example: {ONE.what}", [f"ALARM {ONE.what}\n  {ONE.do}"])]
    tell.look([ONE], NOW + timedelta(days=1))
    assert len(ear.told) == 2
    tell.look([TWO, ONE], NOW + timedelta(days=1, minutes=1))
    assert ear.told[-1] == (f"mailbot at Example: {TWO.what}", [f"ALARM {TWO.what}\n  {TWO.do}"])
    tell.look([TWO], NOW + timedelta(days=1, minutes=2))
    assert ear.told[-1] == (f"mailbot at Example: over: {ONE.what}", [f"OVER {ONE.what}"])
    tell.look([], NOW + timedelta(days=1, minutes=3))
    tell.look([], NOW + timedelta(days=1, minutes=4))
    assert len(ear.told) == 5


def test_of_several_the_subject_names_the_first_in_short_and_how_many_more() -> None:
    ear = Heard()
    long = Alarm("x", "the archive is full and " + "takes no more " * 9, "mailbot check")
    telling(ear).look([long, ONE, TWO], NOW)
    ((subject, lines),) = ear.told
    assert (
        subject
        == "mailbot at Example: the archive is full and takes no more takes no more takes …, and 2 more"
    )
    assert len(lines) == 3


def test_what_no_channel_took_is_told_again_and_the_log_says_it_once() -> None:
    ear, out = Heard(broken=True), StringIO()
    tell = telling(ear, out=out)
    for minutes in range(3):
        tell.look([ONE], NOW + minutes * MINUTE)
    assert out.getvalue().count(" alarm ") == 1
    assert out.getvalue().count("alarm-not-told") == 3
    ear.broken = False
    tell.look([ONE], NOW + 3 * MINUTE)
    assert len(ear.told) == 1


def test_what_nobody_can_count_is_not_over() -> None:
    """A database that does not answer says nothing of what it had counted."""
    ear, out = Heard(), StringIO()
    tell = telling(ear, out=out)
    counted = [signs for signs, key, _ in ALARMS.values() if key in {"gaps", "records", "owed", "outbox"}]
    assert len(counted) == 4
    for number, signs in enumerate(counted):
        for again, found in enumerate((signs.figures, None, signs.figures)):
            now = NOW + (number * 5 + again) * MINUTE
            seen = replace(signs, figures=found)
            tell.look(alarms(seen, Bounds()), now, unknown(seen))
        tell.look([], now + MINUTE, unknown(WELL))
    assert [[line[:5].strip() for line in lines] for _, lines in ear.told] == [["ALARM"], ["OVER"]] * 4
    assert out.getvalue().count(" alarm ") == 4


def test_an_alarm_that_comes_again_is_in_the_log_again_though_no_channel_took_it() -> None:
    out = StringIO()
    tell = telling(Heard(broken=True), out=out)
    for raised in ([ONE], [], [ONE]):
        tell.look(raised, NOW)
    assert out.getvalue().count(" alarm ") == 2


def test_one_channel_that_is_broken_keeps_no_other_from_telling() -> None:
    good = Heard()
    telling(Heard(broken=True), good).look([ONE], NOW)
    assert len(good.told) == 1


@contextmanager
def listener(status: int = 200) -> Iterator[tuple[str, list[bytes]]]:
    """A real web server that notes what is posted to it."""
    posted: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()

        def do_GET(self) -> None:
            posted.append(b"")
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook/SECRET", posted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_webhook_is_posted_what_a_chat_shows() -> None:
    with listener() as (url, posted):
        Webhook(lambda: url).tell("mailbot: 1 alarm", ["ALARM x"], NOW)
    told = json.loads(posted[0])
    assert told["text"] == "mailbot: 1 alarm\nALARM x"
    assert told["lines"] == ["ALARM x"]


@pytest.mark.parametrize("status", [404, 500])
def test_a_webhook_that_refuses_is_told_without_its_address(status: int) -> None:
    with listener(status) as (url, _), pytest.raises(OSError, match=f"answered {status}") as told:
        Webhook(lambda: url).tell("x", ["x"], NOW)
    assert "SECRET" not in str(told.value)
    with pytest.raises(OSError, match="cannot be reached") as told:
        fetch(url)
    assert "SECRET" not in str(told.value)


@pytest.mark.parametrize("said", [b"220 mail.firm.example ESMTP\r\n", b""])
def test_a_webhook_that_is_no_web_server_is_one_that_cannot_be_reached(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(OSError, match="cannot be reached"):
            fetch(f"http://127.0.0.1:{server.getsockname()[1]}/hook/SECRET", b"{}")
        thread.join()


@pytest.mark.parametrize("url", ["http://firm.example /x", "http://[::1/x", f"http://{'a' * 70}.example/"])
def test_an_address_that_is_none_is_one_that_cannot_be_reached(url: str) -> None:
    with pytest.raises(OSError, match="cannot be reached"):
        fetch(url)


def test_a_command_gets_subject_and_lines_and_its_complaint_is_told(tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    Command(("/bin/sh", "-c", f'echo "$0" > {noted}; cat >> {noted}')).tell(
        "1 alarm", ["ALARM x; $(id)"], NOW
    )
    assert noted.read_text(encoding="utf-8") == "1 alarm\nALARM x; $(id)\n"
    with pytest.raises(OSError, match="exit 3 no pager"):
        Command(("/bin/sh", "-c", "echo no pager >&2; exit 3")).tell("x", ["x"], NOW)
    with pytest.raises(OSError, match="No such file"):
        Command(("/nowhere/page",)).tell("x", ["x"], NOW)


def test_an_alarm_is_mailed_by_a_server_of_its_own(sink: Sink) -> None:
    server = Submission("127.0.0.1", sink.port, "none", None, None, None, "firm.example")
    Mailed(server, "mailbot <alarm@firm.example>", "it@firm.example").tell(
        "mailbot: 1 alarm", ["ALARM x"], NOW
    )
    (letter,) = sink.letters
    assert b"Subject: mailbot: 1 alarm\r\n" in letter.raw
    assert b"Auto-Submitted: auto-generated\r\n" in letter.raw
    assert b"ALARM x\r\n" in letter.raw
    closed = replace(server, port=1)
    with pytest.raises(OSError, match=r"127\.0\.0\.1:1"):
        Mailed(closed, "mailbot <alarm@firm.example>", "it@firm.example").tell("x", ["x"], NOW)


@dataclass
class Box:
    name: str = "complaints"
    last_read: datetime | None = None
    unread: Pile | None = None
    elsewhere: bool = False


def watching(
    office: Office, wanted: Watched, box: Box | None = None, out: StringIO | None = None
) -> tuple[Watching, Standing]:
    standing = Standing(office.clock(), swept_at=office.clock(), delivered_at=office.clock())
    box = box or Box(last_read=office.clock())
    journal = Journal(stream=out or StringIO())
    journal.heard_by(standing.hear)
    return (
        Watching(wanted, standing, office.database, journal, clock=office.clock, looked=lambda: [box]),
        standing,
    )


def get(url: str) -> tuple[int, str]:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.fixture
def office(database: Database) -> Office:
    office = Office(database)
    office.take(
        message(author="Jane Quintaxel <quintaxel@example.org>"),
        message("Buy", author="Shop <offers@shop.example>", List_Id="<a.b>", Precedence="list"),
        message("I want to kill myself.", author="Max <max@example.org>"),
    )
    office.deliver(FakeCourier(always=Failed("550 no")))
    return office


def test_prometheus_reads_everything_and_no_person_is_named(office: Office) -> None:
    box = Box(last_read=office.clock(), unread=Pile(3, office.clock() - MINUTE))
    seen, standing = watching(office, Watched(listen=("127.0.0.1", 0)), box)
    standing.certificate("smtp", office.clock() + timedelta(days=9, hours=12))
    standing.hear(Event("submission-trouble", office.clock(), None, {"why": "no route"}))
    seen.open()
    try:
        status, text = get(f"http://127.0.0.1:{seen.port}/metrics")
    finally:
        seen.close()
    assert status == 200
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["mailbot_last_fetch_timestamp_seconds", "complaints"] == office.clock().timestamp()
    assert found["mailbot_unaccounted_uids", "complaints"] == 3
    assert found["mailbot_unaccounted_oldest_seconds", "complaints"] == 60
    assert found["mailbot_certificate_days_left", "smtp"] == 9.5
    assert found["mailbot_cases_open",] == 2
    assert found["mailbot_messages_total", "complaint"] == 2
    assert found["mailbot_messages_total", "list"] == 1
    assert found["mailbot_queue_count", "life-at-risk"] == 1
    assert found["mailbot_letters", "FAILED"] == len(office.letters())
    assert found["mailbot_outage_since_timestamp_seconds", "", "submission"] == office.clock().timestamp()
    assert found["mailbot_deadlines_overdue",] == 0
    for datum in ("quintaxel", "jane", "max@", "example.org", office.cases()[0].reference.lower()):
        assert datum not in text.lower()


def test_a_rung_nobody_was_told_of_counts_while_its_case_is_open(office: Office) -> None:
    (one, *_) = office.rows("SELECT d.id, d.case_id FROM deadlines d WHERE d.discharged_at IS NULL")
    with office.database.transaction() as session:
        reached = Reached(one[0], "week 4", office.clock())
        reminders.put(session, [reached], now=office.clock())
    assert unlettered(office) == 1
    with office.database.transaction() as session:
        session.connection().execute(update(cases).where(cases.c.id == one[1]).values(status="closed"))
    assert unlettered(office) == 0


def unlettered(office: Office) -> int:
    with office.database.reading() as session:
        found = figures(session, office.clock(), office.clock()).unlettered
    return 0 if found is None else found.count


def test_figures_count_what_is_late(office: Office) -> None:
    with office.database.reading() as session:
        late = figures(session, office.clock() + timedelta(weeks=9), office.clock() + timedelta(weeks=10))
    assert late.overdue >= 4
    assert late.owed_by is not None


def test_ready_says_what_is_wrong_and_health_only_whether_we_live(office: Office) -> None:
    box = Box(last_read=office.clock())
    seen, standing = watching(office, Watched(listen=("127.0.0.1", 0)), box)
    seen.open()
    url = f"http://127.0.0.1:{seen.port}"
    try:
        office.clock.go(minutes=16)
        standing.delivered_at = standing.swept_at = office.clock()
        assert get(f"{url}/healthz") == (200, '{"status": "ok", "why": []}\n')
        status, text = get(f"{url}/readyz")
        assert status == 503
        assert "no-fetch:complaints" in text
        box.last_read = office.clock()
        assert "no-fetch" not in get(f"{url}/readyz")[1]
        office.clock.go(minutes=3)
        assert get(f"{url}/healthz")[0] == 503
        assert not seen.alive()
        assert get(f"{url}/nothing") == (404, "not here\n")
    finally:
        seen.close()


def test_a_mailbox_another_daemon_reads_is_that_ones_to_tell_of(office: Office) -> None:
    box = Box(elsewhere=True)
    seen, standing = watching(office, Watched(), box)
    standing.hear(Event("mailbox-trouble", office.clock(), None, {"mailbox": box.name, "why": "x"}))
    standing.hear(Event("mailbox-elsewhere", office.clock(), None, {"mailbox": box.name, "why": "y"}))
    office.clock.go(minutes=16)
    standing.delivered_at = standing.swept_at = office.clock()
    assert seen.alarms() == []
    page = seen.page("/metrics")
    assert page is not None
    assert b'mailbox="complaints"' not in page.body
    box.elsewhere = False
    assert [one.key for one in seen.alarms()] == ["no-fetch:complaints"]


def test_a_letter_may_be_with_a_slow_server_for_long_and_the_process_lives(office: Office) -> None:
    """RFC 5321 section 4.5.3.2: ten minutes for the answer to a text alone."""
    seen, standing = watching(office, Watched())
    standing.at_work(office.clock(), 1)
    office.clock.go(minutes=20)
    assert seen.alive()
    standing.at_work(office.clock(), 0)
    office.clock.go(minutes=3)
    assert not seen.alive()
    standing.at_work(office.clock(), 2)
    office.clock.go(minutes=61)
    assert not seen.alive()


def test_pages_are_served_by_ipv6_too(office: Office) -> None:
    seen, _ = watching(office, Watched(listen=("::1", 0)))
    seen.open()
    try:
        assert get(f"http://[::1]:{seen.port}/healthz")[0] == 200
    finally:
        seen.close()


def test_whoever_asks_and_goes_away_leaves_no_trace(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    seen, _ = watching(office, Watched(listen=("127.0.0.1", 0)))
    seen.open()
    try:
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", seen.port or 0)) as line:
                line.sendall(b"GET /metrics HTTP/1.1\r\n")
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset
        assert get(f"http://127.0.0.1:{seen.port}/healthz")[0] == 200
    finally:
        seen.close()
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_told_and_stops_nothing(office: Office) -> None:
    out = StringIO()
    first, _ = watching(office, Watched(listen=("127.0.0.1", 0)))
    first.open()
    second, _ = watching(office, Watched(listen=("127.0.0.1", first.port or 0)), out=out)
    second.open()
    assert "pages-trouble" in out.getvalue()
    assert "[watch] listen" in out.getvalue()
    first.close()
    second.look()
    assert " pages-back " in out.getvalue()
    assert get(f"http://127.0.0.1:{second.port}/healthz")[0] == 200
    second.close()
    second.look()
    assert out.getvalue().count("pages-") == 2


def test_an_owed_acknowledgement_near_its_promise_alarms_and_is_over_once_it_is_sent(
    database: Database,
) -> None:
    ear = Heard()
    office = Office(database, clock=Clock(datetime(2026, 11, 23, 10, 0, tzinfo=UTC)))
    office.take(message(Precedence="bulk"))
    (task,) = [one for one in office.tasks() if one.reason == "acknowledgement owed"]
    box = Box(last_read=office.clock())
    seen, standing = watching(office, Watched(channels=(ear,)), box)
    seen.look()
    assert ear.told == []
    assert task.due_at is not None
    office.clock.now = box.last_read = standing.swept_at = task.due_at - HOUR
    seen.look()
    assert "an acknowledgement is owed" in ear.told[-1][1][-1]
    done = office.clock()
    office.database.run(lambda session: tasks.settle(session, task.id, "Sam", "posted", done))
    office.clock.go(seconds=10)
    seen.look()
    assert ear.told[-1][1][0].startswith("OVER an acknowledgement is owed")


def test_the_ping_goes_while_all_is_well_and_no_more_when_it_is_not(office: Office) -> None:
    with listener() as (url, asked):
        box = Box(last_read=office.clock())
        seen, standing = watching(office, Watched(ping=lambda: fetch(url)), box)
        for _ in range(20):
            seen.look()
            office.clock.go(minutes=1)
            box.last_read = standing.swept_at = office.clock()
        assert len(asked) == 4
        box.last_read = office.clock() - HOUR
        office.clock.go(minutes=6)
        seen.look()
        assert len(asked) == 4


def test_a_ping_that_fails_is_told_once(office: Office) -> None:
    out = StringIO()

    def fails() -> None:
        raise OSError("no route")

    box = Box(last_read=office.clock())
    seen, standing = watching(office, Watched(ping=fails), box, out)
    for _ in range(4):
        seen.look()
        office.clock.go(minutes=6)
        box.last_read = standing.swept_at = office.clock()
    assert out.getvalue().count("ping-failed") == 1


def test_a_letter_of_unknown_fate_is_counted(database: Database) -> None:
    office = Office(database)
    office.take(message())
    office.deliver(FakeCourier(always=Unknown("lost")))
    with database.reading() as session:
        found = figures(session, office.clock(), office.clock())
    assert found.outbox["UNKNOWN"].count == len(office.letters())


def test_a_supervisor_hears_us_and_none_is_needed(tmp_path: Path) -> None:
    import socket

    assert not notify("READY=1", {})
    assert not notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(5)
        assert notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "notify")})
        assert ear.recv(100) == b"READY=1"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind("\0mailbot-test-notify")
        ear.settimeout(5)
        assert notify("WATCHDOG=1", {"NOTIFY_SOCKET": "@mailbot-test-notify"})
        assert ear.recv(100) == b"WATCHDOG=1"
    assert watchdog({"WATCHDOG_USEC": "30000000"}) == timedelta(seconds=30)
    assert watchdog({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}) is None
    assert watchdog({}) is None
