"""Mistakes that would let mail go round for ever, or out of everybody's sight: refused by their key."""

from __future__ import annotations

from pathlib import Path

import pytest
from firm import CONFIGURATION, DEFAULTS

from mailbot.config import ConfigError, load

SETTINGS = DEFAULTS | {"imap_port": 1143, "smtp_port": 1025}
BOX = 'name = "complaints"\n'
OTHER = """
[[mailbox]]
name = "other"
address = "other@firm.example.com"
host = "127.0.0.1"
port = 1143
tls = "none"
username = "{user}"
password_env = "X"
{more}

[smtp]
"""


def refused(tmp_path: Path, old: str, new: str) -> str:
    text = CONFIGURATION.format(**SETTINGS)
    assert old in text
    path = tmp_path / "config.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load(path)
    return str(told.value)


def other(user: str, more: str) -> str:
    return OTHER.format(user=user, more=more)


@pytest.mark.parametrize("key", ["processed", "set_aside", "not_complaints"])
@pytest.mark.parametrize("folder", ["INBOX", "inbox", "Inbox"])
def test_mail_is_not_moved_to_where_it_comes_from(tmp_path: Path, key: str, folder: str) -> None:
    told = refused(tmp_path, BOX, f'{BOX}{key} = "{folder}"\n')
    assert f'[[mailbox]] complaints: {key} = "{folder}" is the inbox of complaints' in told
    assert "name another folder" in told


def test_nor_into_the_inbox_of_another_mailbox_of_the_account(tmp_path: Path) -> None:
    more = other("complaints", 'inbox = "processed"\nprocessed = "a"\nset_aside = "b"\nnot_complaints = "c"')
    assert 'processed = "processed" is the inbox of other' in refused(tmp_path, "[smtp]\n", more)


def test_two_folders_have_two_names(tmp_path: Path) -> None:
    told = refused(tmp_path, BOX, f'{BOX}set_aside = "processed"\n')
    assert 'set_aside and processed are both "processed"' in told


def test_one_inbox_is_read_once(tmp_path: Path) -> None:
    more = other("Complaints", 'processed = "a"\nset_aside = "b"\nnot_complaints = "c"')
    assert "each complaint would be answered twice" in refused(tmp_path, "[smtp]\n", more)


@pytest.mark.parametrize(
    ("old", "key"),
    [
        ('email = "sam.ogilvie@firm.example.com"', "[[handler]] Sam Ogilvie: email"),
        ('email = "oversight@firm.example.com"', "[oversight] email"),
        ('on_call = "on.call@firm.example.com"', "[oversight] on_call"),
    ],
)
def test_nobody_is_told_by_the_mailbox_that_is_read(tmp_path: Path, old: str, key: str) -> None:
    told = refused(tmp_path, old, f'{old.partition(" = ")[0]} = "Complaints@firm.example.com"')
    assert f"{key}: Complaints@firm.example.com is the mailbox complaints that mailbot reads" in told


def test_alarms_do_not_go_to_the_mailbox_that_is_read(tmp_path: Path) -> None:
    told = refused(tmp_path, "[watch]", '[alarm]\nemail = "complaints@firm.example.com"\n[watch]')
    assert "[alarm] email: " in told


@pytest.mark.parametrize("hours", ['opens = "09:00"\ncloses = "08:00"', "opens = 17:00:00"])
def test_there_are_hours_in_which_somebody_is_reminded(tmp_path: Path, hours: str) -> None:
    told = refused(tmp_path, "[watch]", f"[reminders]\n{hours}\n[watch]")
    assert "[reminders]" in told
    assert "nobody would be reminded" in told
