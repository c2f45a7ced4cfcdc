"""The configuration file: the example is complete and true, and every mistake is told where it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, time
from itertools import takewhile
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mailbot import checks
from mailbot.assembly.stationery import firm
from mailbot.complaints.practice import Practice, Suspension
from mailbot.complaints.rungs import LADDERS
from mailbot.config import Config, ConfigError, load
from mailbot.config.tables import LadderTable, PromiseTable
from mailbot.config.values import calendar, own_addresses, practice, return_path

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
ARRAYS = {
    "mailbox",
    "handler",
    "letter",
    "reference",
    "promise",
    "cue",
    "topic",
    "regulator",
    "spam_header",
    "suspension",
}


SHOWN = '# return_path = "bounces+{token}@firm.example"'
SMTP = r"config.toml:\d+: \[smtp\]: return_path:"


def tables(model: type[BaseModel] = Config, prefix: str = "") -> list[tuple[str, type[BaseModel]]]:
    """Every table by its name in the file, those within another one included."""
    found: list[tuple[str, type[BaseModel]]] = []
    for name, field in model.model_fields.items():
        if table := table_of(field.annotation):
            found += [(prefix + name, table), *tables(table, f"{prefix}{name}.")]
    return found


def each_table() -> list[tuple[str, type[BaseModel]]]:
    """Each once, by the first name it has: signing in is the same for every server."""
    return list({table: (name, table) for name, table in reversed(tables())}.values())[::-1]


def table_of(annotation: object) -> type[BaseModel] | None:
    kinds = (annotation, *getattr(annotation, "__args__", ()))
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def keys(table: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The keys of a table that are values."""
    return ((key, field) for key, field in table.model_fields.items() if not table_of(field.annotation))


def section(name: str) -> str:
    """The part of the example that speaks of one table, commented-out tables included."""
    text = EXAMPLE.read_text(encoding="utf-8")
    match = re.search(
        rf"^(?:# )?\[\[?{re.escape(name)}\]\]?\n(.*?)(?=^(?:# )?\[|\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert match is not None, f"config.example.toml says nothing of [{name}]"
    return match[1]


@pytest.mark.parametrize(("name", "table"), each_table())
def test_the_example_documents_every_key(name: str, table: type[BaseModel]) -> None:
    for key, field in keys(table):
        written = field.alias or key
        assert re.search(rf"^(?:# )?{written} = ", section(name), re.MULTILINE), f"[{name}] {written}"


@pytest.mark.parametrize(("name", "table"), each_table())
def test_what_the_example_sets_is_the_default(name: str, table: type[BaseModel]) -> None:
    written: Any = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    for part in name.split("."):
        written = (written[0] if isinstance(written, list) else written).get(part, {})
    if not written:
        return
    values = written[0] if isinstance(written, list) else written
    loaded = attrgetter(name)(load(EXAMPLE))
    for key, field in keys(table):
        if (
            field.is_required()
            or (field.alias or key) not in values
            or "password" in key
            or key == "username"
        ):
            continue
        told = (loaded[0] if name in ARRAYS else loaded).__getattribute__(key)
        assert told == field.default, f"[{name}] {key}"


def test_the_corpus_configuration_loads() -> None:
    path = Path(__file__).parents[2] / "shared/corpus/complaints/config.toml"
    if not path.exists():
        pytest.skip("the corpus is not here")
    config = load(path)
    assert config.smtp.archive in own_addresses(config)
    assert practice(config).references[0].pattern.fullmatch("cnx-204418")


def mistaken(tmp_path: Path, old: str, new: str) -> str:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "config.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load(path)
    return str(told.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "port = 993",
            "prot = 993",
            r"config.toml:\d+: \[\[mailbox\]\] number 1: prot: unknown key; did you mean port\?",
        ),
        (
            "port = 993",
            'port = "many"',
            r"config.toml:\d+: \[\[mailbox\]\] number 1: port: a whole number is wanted, not 'many'",
        ),
        ("port = 993", "port = 70000", r"port: .*65535"),
        ("[intake]", "[intak]", r"config.toml:\d+: \[intak\]: unknown key; did you mean intake\?"),
        ('name = "Example Finance"\n', "", r"config.toml:\d+: \[firm\]: name: is missing"),
        ('after = "move"', 'after = "shove"', r"after: .*'move' or 'leave'"),
        ('within = "24h"', 'within = "24 moons"', r"\[\[promise\]\] number 1: '24 moons'"),
        (
            'email = "sam@firm.example"',
            'email = "sam"',
            r"\[\[handler\]\] number 1: email: 'sam' is not an e-mail address",
        ),
        (
            'pattern = "CNX-[0-9]{6}"',
            'pattern = "CNX-[0-9"',
            r"\[\[reference\]\] number 1: pattern: not a regular expression",
        ),
        ('pattern = "CNX-[0-9]{6}"', 'pattern = "[0-9]*"', "matches the empty text"),
        ('tls = "starttls"', 'tls = "none"', "only for a server on this machine"),
        ('phone = ""', 'phone = "0844 496 0100"', "DISP 1.3.1AAR"),
        ('rescan = "5m"', 'rescan = "10m"', "rescan"),
        ('# password_env = "MAILBOT_IMAP_PASSWORD"', 'password_env = "A"', "one of password_file"),
        ("[firm]", "[firm", r"config.toml:\d+: .*\(column \d+\)"),
        ('pattern = "CNX-[0-9]{6}"', 'pattern = "CNX-\\d{6}"', "single quotes"),
        (SHOWN, 'return_path = "b+{token}{token}@firm.example"', rf"{SMTP} .*token.* may stand there once"),
        (
            SHOWN,
            'return_path = "b+{tokn}@firm.example"',
            rf"{SMTP} .*\{{tokn\}} means nothing; only \{{token\}}",
        ),
        (SHOWN, 'return_path = "b+{token@firm.example"', rf"{SMTP} .*means nothing"),
        (SHOWN, 'return_path = "b@{token}.firm.example"', rf"{SMTP} .*belongs before the @"),
        (SHOWN, 'return_path = "b+{token}"', rf"{SMTP} .*not an e-mail address"),
        (SHOWN, 'return_path = "b+{token}@"', rf"{SMTP} .*not an e-mail address"),
        (
            "closures = []",
            'closures = ["Christmas"]',
            r"config.toml:\d+: \[calendar\]: closures: 'Christmas' is no",
        ),
        (
            "closures = []",
            'closures = ["2026-12-31/2026-12-28"]',
            r"closures: '2026-12-31/.*before it begins",
        ),
        ("closures = []", 'closures = ["2026-12-28/2062-12-31"]', r"closures: .*longer than a year"),
        ("closures = []", "closures = [2026-12-28T10:00:00]", r"closures: .*is no day"),
        ("closures = []", 'closures = "2026-12-28"', r"closures: a list is wanted"),
        ("# close_of_business = 17:00:00", 'close_of_business = "five"', r"\[calendar\]: close_of_business"),
        ("keep_records_years = 3", "keep_records_years = 2", r"\[firm\]: keep_records_years"),
        ("channels = []", 'channels = ["fax"]', r"\[\[promise\]\] number 1: channels: .*'phone'"),
        ('sent_by = ""', 'sent_by = "pigeon"', r"\[\[promise\]\] number 1: sent_by: .*'letter'"),
        (SHOWN, f'return_path = "{"x" * 33}{{token}}@firm.example"', rf"{SMTP} .*too long: 64 characters"),
    ],
)
def test_a_mistake_names_file_line_table_and_key(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert re.search(told, mistaken(tmp_path, old, new))


def test_a_reverse_path_may_hold_a_token_or_be_the_null_one(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "config.toml"
    for written, paths in (
        ('"Bounces+{token}@FIRM.example"', {f"Bounces+{'a' * 32}@firm.example"}),
        ('"bounces@firm.example"', {"bounces@firm.example"}),
        ('""', {""}),
    ):
        path.write_text(text.replace(SHOWN, f"return_path = {written}"), encoding="utf-8")
        assert {return_path(load(path)).of("a" * 32)} == paths
    assert return_path(load(EXAMPLE)).of("a" * 32) == "complaints@firm.example"


def test_the_reverse_paths_of_our_letters_are_ours(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    text = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(text.replace(SHOWN, 'return_path = "b-{token}@bounces.example"'), encoding="utf-8")
    ours = practice(load(path))
    assert ours.owns(f"B-{'A' * 32}@bounces.example")
    assert not ours.owns("b-short@bounces.example")
    assert "bounces.example" in ours.own_domains


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", ""),
        ('return_path = "complaints@firm.example"', ""),
        ('return_path = "Complaints+{token}@firm.example"', ""),
        ('return_path = ""', "nobody learns that a letter came back"),
        ('return_path = "bounces+{token}@firm.example"', "add bounces@firm.example to the aliases"),
        ('return_path = "bounces@firm.example"', "add bounces@firm.example to the aliases"),
        ('return_path = "b-{token}@firm.example"', "add b-{token}@firm.example to the aliases"),
    ],
)
@pytest.mark.parametrize("alias", [False, True])
def test_check_says_where_no_bounce_would_ever_be_heard_of(
    tmp_path: Path, written: str, told: str, alias: bool
) -> None:
    path = tmp_path / "config.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace(SHOWN, written)
    if alias and told.startswith("add "):
        text = text.replace("aliases = []", f'aliases = ["{told.split()[1]}"]')
        told = ""
    path.write_text(text, encoding="utf-8")
    offline = takewhile(lambda one: one.about != "templates", checks.findings(load(path)))
    found = [f"{one.text}; {one.do}" for one in offline if one.about == "smtp"]
    assert [told in one for one in found] == ([True] if told else [])


def test_check_tells_where_life_at_risk_is_silenced(tmp_path: Path) -> None:
    cue = '\n[[cue]]\ndriver = "{}"\npriority = "{}"\nphrase = "to die for"\n'
    path = tmp_path / "config.toml"
    shipped = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(shipped + cue.format("life-risk", "off") + cue.format("health", "off"), encoding="utf-8")
    offline = takewhile(lambda one: one.about != "templates", checks.findings(load(path)))
    told = [one for one in offline if one.about == "cues"]
    assert ["to die for" in one.text for one in told] == [True]
    assert not told[0].bad


def test_one_mistake_is_one_line(tmp_path: Path) -> None:
    assert len(mistaken(tmp_path, "port = 993", "prot = 993").splitlines()) == 1


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="mailbot config init"):
        load(tmp_path / "none.toml")


def test_a_missing_secret_names_its_file(tmp_path: Path) -> None:
    config = load(EXAMPLE)
    with pytest.raises(ConfigError, match="secrets/imap"):
        config.mailbox[0].secret(tmp_path)


def test_a_secret_is_read_from_its_file_without_the_line_end(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/imap").write_text("hunter2 \n", encoding="utf-8")
    assert load(EXAMPLE).mailbox[0].secret(tmp_path) == "hunter2 "


def test_two_mailboxes_of_one_name_are_refused(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(
        text + '\n[[handler]]\nname = "Sam again"\nemail = "SAM@firm.example"\n', encoding="utf-8"
    )
    with pytest.raises(ConfigError, match=r"\[\[handler\]\].*twice"):
        load(path)


@pytest.mark.parametrize(
    ("within", "business_days", "seconds"),
    [("24h", None, 86400), ("7d", None, 604800), ("5 business days", 5, None), ("1 working day", 1, None)],
)
def test_a_promise_is_read(within: str, business_days: int | None, seconds: int | None) -> None:
    promise = PromiseTable(name="p", within=within).promise
    assert promise.business_days == business_days
    assert (promise.within.total_seconds() if promise.within else None) == seconds


def loaded(tmp_path: Path, old: str, new: str) -> Config:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "config.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load(path)


def test_closures_are_days_and_spans_of_days(tmp_path: Path) -> None:
    written = 'closures = [2027-04-01, "2026-12-31", "2026-12-28 / 2026-12-29"]'
    config = loaded(tmp_path, "closures = []", written)
    days = {date(2027, 4, 1), date(2026, 12, 31), date(2026, 12, 28), date(2026, 12, 29)}
    assert practice(config).closures == calendar(config).closures == days
    assert calendar(load(EXAMPLE)).closures == frozenset()


def test_close_of_business_and_the_years_of_a_record_are_the_firms(tmp_path: Path) -> None:
    assert practice(load(EXAMPLE)).close_of_business is None
    config = loaded(tmp_path, "# close_of_business = 17:00:00", "close_of_business = 17:30:00")
    assert practice(config).close_of_business == time(17, 30)
    assert practice(load(EXAMPLE)).keep_records_years == 3
    config = loaded(tmp_path, "keep_records_years = 3", "keep_records_years = 6")
    assert practice(config).keep_records_years == 6


TIME_THAT_DOES_NOT_RUN = """
[[suspension]]
name = "motor finance"
from = 2024-01-11
until = 2026-05-31
topics = ["motor-finance"]
clocks = ["final_response", "first_contact"]
rule = "DISP App 5.2.1R"
"""


def test_a_suspension_is_read(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    config = loaded(tmp_path, text, text + TIME_THAT_DOES_NOT_RUN)
    assert practice(config).suspensions == (
        Suspension(
            "motor finance",
            date(2024, 1, 11),
            date(2026, 5, 31),
            topics=("motor-finance",),
            clocks=("final_response", "first_contact"),
            rule="DISP App 5.2.1R",
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "until = 2026-05-31",
            "until = 2023-05-31",
            r"config.toml:\d+: .*suspension.*: suspension 'motor finance' ends on 2023-05-31, before",
        ),
        ("until = 2026-05-31\n", "", r"config.toml:\d+: .*suspension.*: until: is missing"),
        ("until = 2026-05-31", "until = 9999-12-31", "longer than ten years"),
        ('"first_contact"', '"final"', "stops 'final', which is no clock; known: .*data_prot.*first_contact"),
        ("from = ", "form = ", r"form: unknown key; did you mean from\?"),
    ],
)
def test_a_suspension_that_cannot_be_meant_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in TIME_THAT_DOES_NOT_RUN
    assert re.search(told, mistaken(tmp_path, text, text + TIME_THAT_DOES_NOT_RUN.replace(old, new)))


PROMISE = '\n[[promise]]\nname = "first_contact"\nwithin = "5 business days"\nchannels = [{}]\n'


def test_one_name_may_be_promised_twice_where_the_channels_differ(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("channels = []", 'channels = ["email", "phone"]')
    path = tmp_path / "config.toml"
    path.write_text(text + PROMISE.format('"letter"') + 'sent_by = "letter"\n', encoding="utf-8")
    first, second = practice(load(path)).promises
    assert (first.channels, first.sent_by) == (("email", "phone"), "")
    assert (second.business_days, second.channels, second.sent_by) == (5, ("letter",), "letter")
    for channels in ("", '"letter", "phone"'):
        path.write_text(text + PROMISE.format(channels), encoding="utf-8")
        with pytest.raises(ConfigError, match=r"\[\[promise\]\] .*first_contact by phone stands there twice"):
            load(path)


def test_each_wording_of_annex_3r_has_a_name_of_its_own_in_a_language_there_is(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    one = '\n[[ombudsman_wording]]\nname = "out-of-time"\ntext = "Late."\n'
    path = tmp_path / "config.toml"
    path.write_text(text + one, encoding="utf-8")
    assert firm(load(path)).ombudsman_wordings == {"out-of-time": "Late."}
    for wrong, why in (
        (one + one, "out-of-time (en) stands there twice"),
        (one + 'language = "cy"\n', 'language = "cy" has no [[language]]'),
        (one.replace("out-of-time", "Out of time"), "name: small letters, digits and hyphens are wanted"),
    ):
        path.write_text(text + wrong, encoding="utf-8")
        with pytest.raises(ConfigError) as told:
            load(path)
        assert why in str(told.value)


def test_every_clock_has_its_ladder_in_the_file_and_the_shipped_one_without(tmp_path: Path) -> None:
    assert list(LadderTable.model_fields) == list(LADDERS)
    text = EXAMPLE.read_text(encoding="utf-8")
    silent = re.sub(r"(?ms)^\[reminders\.ladder\]\n.*?(?=^\[)", "", text)
    assert "week 4" in text
    assert "week 7" not in silent
    for config in (load(EXAMPLE), loaded(tmp_path, text, silent)):
        assert practice(config).ladders == Practice().ladders == dict(LADDERS)


def test_a_ladder_of_the_firms_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    written = '["due day", "2 working hours before"]'
    ours = practice(loaded(tmp_path, f"promise = {written}", 'promise = ["1 working hour before"]'))
    assert ours.ladders == {**LADDERS, "promise": ("1 working hour before",)}


LADDER = r"config.toml:{}: \[reminders\]: ladder"
FINAL = LADDER + r"\.final_response: "


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"week 4"', '"wek 4"', FINAL + "'wek 4' is no rung of the ladder of final_response; write .*\"week"),
        ('"week 4"', "4", FINAL + "'4' is no rung of the ladder of final_response; write .*\"week 4\""),
        ('"week 4"', '"week 6"', FINAL + "'week 6' stands twice in the ladder of final_response"),
        ('"week 4"', '"week 9"', FINAL + "'week 9' never comes .*final_response: that has 56 days"),
        ('["week 4", ', '[] # ["week 4", ', FINAL + "the ladder of final_response has no rung"),
        ('["week 4", ', '"week 4" # ["week 4", ', FINAL + "a list is wanted"),
        (
            "final_response = [",
            "final_respons = [",
            LADDER + r"\.final_respons: unknown key; did you mean final_response\?",
        ),
    ],
)
def test_a_ladder_that_cannot_be_meant_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    before, table, after = text.partition("[reminders.ladder]")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if one.startswith("final_response = "))
    found = mistaken(tmp_path, text, before + table + after.replace(old, new, 1))
    assert re.search(told.format(line), found)
