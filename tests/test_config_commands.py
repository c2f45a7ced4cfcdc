"""`mailbot config`: what holds and where it comes from, a file to begin with, a schema for editors."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from firm import Firm
from test_cli import Run, firm, one_line, run  # noqa: F401  # fixtures

from mailbot.checks import findings
from mailbot.config import load
from mailbot.config.origins import settings
from mailbot.config.schema import schema

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
SECRETS = """
[archive]
host = "localhost"
username = "archive"
password_file = "planted-file"
address = "archive@firm.example.com"

[alarm]
email = "it@firm.example.com"
webhook = "https://user:planted@chat.example/planted?key=planted"
ping_file = "planted-file"
command = ["/bin/page", "planted"]
smtp = { host = "localhost", from = "a@firm.example.com", username = "u", password_env = "PLANTED" }
"""


def shown(run: Run) -> dict[str, Any]:  # noqa: F811
    done = run("config", "show", "--json")
    assert done.code == 0, done.err
    return {one["key"]: one for one in done.json}


def test_each_value_is_told_with_its_line_or_as_the_default(run: Run, firm: Firm) -> None:  # noqa: F811
    found = shown(run)
    lines = firm.config.read_text(encoding="utf-8").splitlines()
    for one in found.values():
        if one["origin"] != "default":
            path, _, number = one["origin"].rpartition(":")
            assert path == str(firm.config)
            assert lines[int(number) - 1].startswith(f"{one['key'].rpartition('.')[2]} = ")
    assert found["handler[1].name"]["value"] == "Sam Ogilvie"
    assert found["smtp.retry_first"]["value"] == "1s"
    assert found["smtp.give_up_after"] == {"key": "smtp.give_up_after", "value": "2d", "origin": "default"}
    assert found["reminders.opens"]["value"] == "09:00:00"
    assert "smtp.retry_first\t1s\t" in run("config", "show").out


def test_every_key_of_the_example_has_its_line() -> None:
    told = {one.key: one for one in settings(load(EXAMPLE), EXAMPLE)}
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    set_there = {one.key for one in told.values() if one.origin != "default"}
    for key in set_there:
        line = lines[int(told[key].origin.rpartition(":")[2]) - 1]
        assert line.startswith(f"{key.rpartition('.')[2]} = "), key
    assert len(set_there) == sum(bool(re.match(r"[a-z_0-9]+ = ", line)) for line in lines)


def test_no_secret_is_shown(
    run: Run,  # noqa: F811
    firm: Firm,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MAILBOT_TEST_PASSWORD", "planted")
    monkeypatch.setenv("PLANTED", "planted")
    (firm.directory / "planted-file").write_text("planted")
    text = firm.config.read_text(encoding="utf-8") + SECRETS
    text = text.replace("sqlite:///mailbot.db", "postgresql+psycopg://mailbot:planted@db/x?password=planted")
    firm.write(text)
    for options in (["--json"], []):
        told = run("config", "show", *options).out
        assert "planted" not in told.replace("planted-file", "")
    found = shown(run)
    assert found["mailbox[0].password_env"]["value"] == "MAILBOT_TEST_PASSWORD"
    assert found["archive.password_file"]["value"] == "planted-file"
    assert found["database.url"]["value"] == "postgresql+psycopg://mailbot:(hidden)@db/x?password=(hidden)"
    assert found["alarm.smtp.host"]["origin"] == str(firm.config)  # within braces there is no line to tell
    assert found["alarm.webhook"]["value"] == "https://chat.example/(hidden)"


# -- init


ANSWERS = ("--firm", 'Smith, Jones & "Co" (UK) Ltd.', "--mailbox", "complaints@firm.example.com")
HANDLER = ("--handler", "Siân O'Neill", "--handler-email", "sian@firm.example.com")


def test_a_configuration_is_begun_without_questions(run: Run, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "begun.toml"
    done = run("config", "init", str(path), *ANSWERS, *HANDLER, "--yes")
    assert done.code == 0, done.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    begun = load(path)
    assert begun.firm.name == ANSWERS[1]
    assert (begun.mailbox[0].host, begun.smtp.host) == ("imap.firm.example.com", "smtp.firm.example.com")
    assert (begun.handler[0].name, begun.oversight.email) == ("Siân O'Neill", None)
    bad = {one.key for one in findings(begun, file=path) if one.bad}
    assert bad == {"[[mailbox]] password_file", "[smtp] password_file"}
    before = path.read_bytes()
    one_line(run("config", "init", str(path), *ANSWERS, *HANDLER, "--yes"), "is there already")
    assert path.read_bytes() == before


@pytest.mark.parametrize("missing", ["--firm", "--mailbox", "--handler", "--handler-email"])
def test_what_cannot_be_guessed_is_asked_for(run: Run, tmp_path: Path, missing: str) -> None:  # noqa: F811
    given = [*ANSWERS, *HANDLER]
    at = given.index(missing)
    del given[at : at + 2]
    one_line(run("config", "init", str(tmp_path / "begun.toml"), *given, "--yes"), missing)
    assert not (tmp_path / "begun.toml").exists()


def test_an_answer_that_cannot_be_is_told_and_nothing_is_left(run: Run, tmp_path: Path) -> None:  # noqa: F811
    given = (*ANSWERS, "--handler", "Sam", "--handler-email", "sam")
    one_line(run("config", "init", str(tmp_path / "begun.toml"), *given, "--yes"), "email: 'sam' is not")
    assert list(tmp_path.glob("*.toml")) == []


def test_a_few_questions_are_answered(firm: Firm) -> None:  # noqa: F811
    """And asked again where the answer is no address; what was answered before is kept."""
    said = (
        "My Firm\nnobody\nc@firm.example.com\n\nmail.firm.example.com\nSam\nsam@\nsam@firm.example.com\nx\n\n"
    )
    done = subprocess.run(
        firm.command("config", "init", "begun.toml"),
        input=said,
        capture_output=True,
        text=True,
        check=False,
        cwd=firm.directory,
    )
    assert done.returncode == 0, done.stderr
    begun = load(firm.directory / "begun.toml")
    assert (begun.mailbox[0].host, begun.smtp.host) == ("imap.firm.example.com", "mail.firm.example.com")
    assert "imap.firm.example.com" in done.stderr  # as a guess


# -- schema


def faults(value: Any, rule: dict[str, Any], whole: dict[str, Any], at: str = "") -> list[str]:
    """What of a value breaks a schema, for the words the schema uses; an unknown word is a fault of ours."""
    known = {"$ref", "$defs", "$schema", "anyOf", "type", "properties", "required", "additionalProperties",
             "items", "enum", "const", "pattern", "minimum", "maximum", "minLength", "minItems",
             "title", "description", "format"}  # fmt: skip
    assert set(rule) <= known, set(rule) - known
    if "$ref" in rule:
        return faults(value, whole["$defs"][rule["$ref"].rpartition("/")[2]], whole, at)
    if "anyOf" in rule:
        tried = [faults(value, each, whole, at) for each in rule["anyOf"]]
        return [] if [] in tried else tried[0]
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "boolean": bool,
        "null": type(None),
    }
    wanted = kinds.get(rule.get("type", ""), object)
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        return [f"{at}: not {rule['type']}"]
    found = []
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{at}: none of {rule['enum']}")
    if "pattern" in rule and not re.search(rule["pattern"], value):
        found.append(f"{at}: not like {rule['pattern']}")
    if ("minimum" in rule and value < rule["minimum"]) or ("maximum" in rule and value > rule["maximum"]):
        found.append(f"{at}: out of range")
    if ("minLength" in rule and len(value) < rule["minLength"]) or ("minItems" in rule and not value):
        found.append(f"{at}: too short")
    if isinstance(value, list):
        found += [one for each in value for one in faults(each, rule["items"], whole, f"{at}[]")]
    if isinstance(value, dict):
        found += [f"{at}.{key}: missing" for key in set(rule.get("required", ())) - set(value)]
        for key, each in value.items():
            if key in rule["properties"]:
                found += faults(each, rule["properties"][key], whole, f"{at}.{key}")
            elif rule.get("additionalProperties") is False:
                found.append(f"{at}.{key}: unknown")
    return found


def example(old: str = "", new: str = "") -> Any:
    """As what checks TOML sees it: days and times are texts."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    return json.loads(json.dumps(tomllib.loads(text.replace(old, new, 1)), default=str))


def test_the_example_is_as_the_schema_says(run: Run) -> None:  # noqa: F811
    told = run("config", "schema").json
    assert told == schema()
    assert faults(example(), told, told) == []
    assert {"base", "trial"} & set(told["properties"]) == set()
    assert "from" in told["$defs"]["SmtpTable"]["properties"]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("port = 993", "prot = 993", ".mailbox[].prot"),
        ("port = 993", "port = 70000", ".mailbox[].port"),
        ("port = 993", 'port = "993"', ".mailbox[].port"),
        ('after = "move"', 'after = "shove"', ".mailbox[].after"),
        ('rescan = "5m"', 'rescan = "soon"', ".mailbox[].rescan"),
        ('colour = "#1d4f91"', 'colour = "blue"', ".templates.colour"),
        ('name = "Example Finance"\n', "", ".firm.name"),
        ("triage = false", 'triage = "no"', ".intake.triage"),
    ],
)
def test_an_editor_can_tell_a_mistake(old: str, new: str, at: str) -> None:
    (fault,) = faults(example(old, new), schema(), schema())
    assert fault.startswith(f"{at}: ")
