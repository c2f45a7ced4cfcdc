"""`mailbot demo`: the whole path over real servers, as a newcomer starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailbot.complaints.classify import Kind
from mailbot.demo import stage
from mailbot.demo.arrivals import DIRECTORY, FIRST, read

pytest.importorskip("pymap", reason="the extra 'demo' is not installed")

ROOT = Path(__file__).parents[1]


class Run:
    """What one run printed and left behind."""

    def __init__(self, directory: Path) -> None:
        ended = subprocess.run(
            [sys.executable, "-c", "from mailbot.cli import main; main()", "demo", "--no-serve"],
            cwd=directory,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        self.code, self.out, self.errors = ended.returncode, ended.stdout, ended.stderr
        self.output = directory / "demo-output"
        self.letters = sorted((self.output / "letters").glob("*.eml"))

    def of_kind(self, kind: str) -> list[Path]:
        return [path for path in self.letters if path.name.split("-", 2)[1] == kind]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(tmp_path_factory.mktemp("demo"))


def test_it_ends_by_itself_and_complains_of_nothing(run: Run) -> None:
    assert (run.code, run.errors) == (0, "")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_message_of_each_kind_comes_in(run: Run, kind: Kind) -> None:
    assert re.search(rf"\s{kind.value}\s", run.out)


def test_every_kind_of_letter_lies_there_as_a_file(run: Run) -> None:
    kinds = Counter(path.name.split("-", 2)[1] for path in run.letters)
    assert {"acknowledgement", "leaflet", "handler_notice", "alert", "reminder"} <= set(kinds)
    assert kinds["acknowledgement"] == kinds["leaflet"] >= 6


def test_each_letter_has_one_recipient_and_says_that_it_is_automatic(run: Run) -> None:
    for path in run.letters:
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert len(letter["To"].addresses) == 1
        assert letter["Cc"] is None
        assert letter["Auto-Submitted"] in {"auto-replied", "auto-generated"}
        assert path.name.endswith(f"{letter['To'].addresses[0].addr_spec}.eml")


@pytest.mark.parametrize(
    "nobody",
    ["newsletter@", "MAILER-DAEMON@", "winner@", "casework@", "ben.okafor@", "sam.doyle@", "ines.calder@"],
)
def test_who_must_not_be_answered_by_a_machine_is_not(run: Run, nobody: str) -> None:
    assert not [path.name for path in run.letters if nobody in path.name]


def test_a_handler_is_reminded_before_a_deadline_and_after_it(run: Run) -> None:
    subjects = [
        str(message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"])
        for path in run.of_kind("reminder")
    ]
    assert {"OVERDUE" in subject for subject in subjects} == {True, False}


def test_handlers_answer_by_mail_and_what_they_answered_is_reminded_of_no_more(run: Run) -> None:
    answers = [path.read_text(encoding="utf-8") for path in run.of_kind("command_answer")]
    closed = {case for text in answers for case in re.findall(r"(C-\S{4}-\S{4}) is closed", text)}
    assert len(closed) == 9
    last = max(path.name for path in run.of_kind("command_answer"))
    after = [path.read_text(encoding="utf-8") for path in run.of_kind("reminder") if path.name > last]
    assert after
    assert not [case for case in closed for text in after if case in text]


def test_at_its_end_everything_is_accounted_for(run: Run) -> None:
    summary = next(line for line in run.out.splitlines() if re.match(r"[0-9,]+ messages, ", line))
    assert re.fullmatch(r"[0-9,]+ messages, [0-9,]+ cases, [0-9,]+ letters: 0 discrepancies", summary)


def test_a_card_number_is_seen_nowhere(run: Run) -> None:
    card = re.compile(r"4111[ -]?1111[ -]?1111[ -]?1111")
    texts = [run.out, (run.output / "journal.log").read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8", errors="replace") for path in run.letters]
    assert not [text for text in texts if card.search(text)]


def test_what_is_printed_fits_a_terminal(run: Run) -> None:
    paths = str(run.output.parent)
    assert not [line for line in run.out.splitlines() if len(line) > 100 and paths not in line]


def test_without_the_extra_it_says_in_one_line_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['pymap'] = None; from mailbot.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "demo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = (
        "mailbot: the demo's mail servers are missing: pip install 'mailbot[demo]', in a checkout '.[demo]'\n"
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", told)
    assert not list(tmp_path.iterdir())


def test_a_second_run_begins_afresh_and_keeps_what_is_not_its_own(tmp_path: Path) -> None:
    place = stage.clear(tmp_path / "out")
    (place / "letters" / "99-reminder-old@firm.example.eml").write_bytes(b"")
    (place / "mailbot.db").write_bytes(b"")
    (place / "notes.txt").write_text("mine")
    assert stage.clear(tmp_path / "out") == place
    assert sorted(path.name for path in place.iterdir()) == [stage.MARKER, "letters", "notes.txt"]
    assert not list((place / "letters").iterdir())


def test_a_directory_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="not the demonstration's"):
        stage.clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_without_a_place_to_write_a_temporary_one_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / stage.NAME).write_text("a file where the directory would be")
    monkeypatch.chdir(tmp_path)
    place = stage.clear(None)
    assert place.name.startswith("mailbot-demo-")
    assert (place / "letters").is_dir()


@pytest.mark.parametrize(
    ("today", "opens"),
    [
        (date(2026, 11, 23), "2026-11-23T10:00:00+00:00"),
        (date(2026, 12, 27), "2026-12-24T10:00:00+00:00"),  # a Sunday after Christmas
        (date(2026, 7, 1), "2026-07-01T09:00:00+00:00"),  # summer time
    ],
)
def test_it_begins_at_ten_on_a_business_day(today: date, opens: str) -> None:
    assert stage.opening(today) == datetime.fromisoformat(opens)


def test_time_never_moves_back() -> None:
    clock = stage.Clock(datetime(2026, 11, 23, 10, tzinfo=UTC))
    clock.move_to(datetime(2026, 11, 22, tzinfo=UTC))
    assert clock() == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_every_sample_is_a_message_as_a_server_holds_it() -> None:
    samples = [Path(str(each)) for each in DIRECTORY.iterdir() if each.name.endswith(".eml")]
    assert {sample.name for sample in FIRST} <= {path.stem for path in samples}
    for path in samples:
        raw = path.read_bytes()
        assert raw.count(b"\n") == raw.count(b"\r\n"), path.name
        assert not message_from_bytes(raw, policy=policy.default).defects, path.name


def test_a_sample_arrives_with_its_date_and_what_it_answers() -> None:
    raw = read(
        "21-follow-up",
        datetime(2026, 11, 23, 10, tzinfo=UTC),
        letter="<abc@firm.example>",
        case="C-7KQ2-M9XD",
    )
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Date"].datetime == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert message["In-Reply-To"] == "<abc@firm.example>"
    assert "C-7KQ2-M9XD" in message["Subject"]
    assert b"placeholder" not in raw
