"""How the tables of machines and of persons who look like machines are written down."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.mail.message import ParsedMessage
from mailbot.mail.parse import parse

_USUAL = {
    "Return-Path": "<r.ashdown@example.net>",
    "From": "Rowan Ashdown <r.ashdown@example.net>",
    "To": "complaints@conexus.example.com",
    "Date": "Thu, 3 Dec 2026 10:15:00 +0000",
    "Message-ID": "<5f1c0a7e@mail.example.net>",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}


@dataclass(frozen=True)
class Case:
    """``header`` overrides and adds to the usual fields; what is not acknowledged is owed."""

    about: str
    header: str
    body: str
    kinds: tuple[str, ...] = ("automatic",)
    acknowledged: bool = False

    def parsed(self) -> ParsedMessage:
        lines = self.header.split("\n")
        given = {line.partition(":")[0].lower() for line in lines}
        usual = [f"{name}: {value}" for name, value in _USUAL.items() if name.lower() not in given]
        return parse("\r\n".join([*usual, *lines, "", *self.body.split("\n"), ""]).encode())
