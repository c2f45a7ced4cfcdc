"""What letters and their dates are made from: templates, leaflet, calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mailbot.assembly import parts
from mailbot.assembly.stationery import number_of_letters
from mailbot.checks.finding import Finding, ok, tried
from mailbot.config import Config, ConfigError
from mailbot.config.values import calendar
from mailbot.ownership import Unfit

_NO_FILE = "no letter encloses it, and no final response can be released, which must (DISP 1.6.2R)"


def findings(config: Config, today: date) -> Iterator[Finding]:
    yield from tried(
        "templates",
        lambda: f"{number_of_letters(config, parts.letter_templates(config))} letters render",
        why="mailbot does not start with a letter it cannot write",
        do="mend the template; `mailbot templates check` shows each",
        key="[templates] directory",
    )
    yield from _languages(config)
    yield from _leaflet(config, today)
    yield from _calendar(config, today)


def _languages(config: Config) -> Iterator[Finding]:
    """Languages that are named, and in which there is no acknowledgement."""
    if not config.language:
        return
    try:
        editions = parts.letter_templates(config)
    except (Unfit, ConfigError):
        return  # told above
    for one in config.language:
        if editions.of("", one.code).language("acknowledgement") != one.code:
            what = f'[[language]] code = "{one.code}" has no acknowledgement in that language'
            do = f"write {one.code}/acknowledgement.md in [templates] directory, or take the language out"
            yield Finding("templates", what, "note", "it is sent in English", do, "[[language]] code")


def _leaflet(config: Config, today: date) -> Iterator[Finding]:
    if config.leaflet.file is None:
        yield Finding(
            "leaflet",
            "the shipped stand-in is sent",
            why="no final response can be released, which must enclose the Ombudsman's own (DISP 1.6.2R)",
            do="obtain it and set [leaflet] file",
            key="[leaflet] file",
        )
        return
    try:
        found = parts.leaflet(config)
    except Unfit as reason:
        key = "[leaflet] sha256" if "sha256" in str(reason) else "[leaflet] file"
        do = "put the approved file there, or write down the one that is approved now"
        yield Finding("leaflet", str(reason), "bad", "mailbot does not start without it", do, key)
        return
    if found is None:
        return
    why = found.fault(today)
    if why:
        key = "review_by" if "review" in why else "valid_from"
        do = "have it approved for today and write down the new days"
        yield Finding("leaflet", why, "bad", _NO_FILE, do, f"[leaflet] {key}")
    else:
        approved = f", approved by {found.approved_by}" if found.approved_by else ""
        yield ok("leaflet", f"version {found.version}, {len(found.content)} octets{approved}")
    if not found.approved_by:
        yield Finding(
            "leaflet",
            "[leaflet] approved_by is not set",
            why="nobody is on record for it",
            do="name who approved the file",
            key="[leaflet] approved_by",
        )


def _calendar(config: Config, today: date) -> Iterator[Finding]:
    key = "[calendar] extra_holidays"
    try:
        table = calendar(config)
    except ValueError as reason:
        why, do = "every deadline would be wrong", "mend the days in [calendar]"
        yield Finding("calendar", str(reason), "bad", why, do, key)
        return
    stale = table.finding(today)
    if stale is None:
        yield ok("calendar", table.version)
        return
    what, _, advice = stale.partition(": ")
    yield Finding("calendar", what, why="a deadline after that may fall a day early", do=advice, key=key)
