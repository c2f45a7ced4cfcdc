"""What people do by hand, at the command line or elsewhere, put together from the configuration.

Nothing here needs the password of a server: letters are put into the outbox, and the daemon sends them.

Faults: `Unfit` where the leaflet cannot be used, and from an act that would write a letter with findings.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from mailbot.assembly import parts
from mailbot.assembly.deeds import Deeds as Deeds
from mailbot.assembly.deeds import deeds_of
from mailbot.assembly.on_use import templates_tried_on_use
from mailbot.casework.attention import Attention
from mailbot.casework.correspondence import Correspondence
from mailbot.casework.lookup import Lookup
from mailbot.casework.opening import own_reference
from mailbot.config import Config
from mailbot.config.values import practice
from mailbot.queue.owed import Owed
from mailbot.queue.second_look import SecondLook
from mailbot.reading.reader import Reader
from mailbot.replaying import Replaying


@dataclass(frozen=True)
class Hands:
    """The acts, and the process in which they read mail; close it after use."""

    owed: Owed
    second_look: SecondLook
    reader: Reader

    def close(self) -> None:
        self.reader.close()


def deeds(config: Config) -> Deeds:
    rules, letters = practice(config), _letters(config)
    return deeds_of(config, rules, letters, Attention(rules, letters, parts.desk(config)))


def hands(config: Config) -> Hands:
    rules, letters = practice(config), _letters(config)
    reader = Reader(rules, parts.limits(config))
    attention = Attention(rules, letters, parts.desk(config))
    casework = parts.casework(config, rules, letters, attention)
    letter_acts = deeds_of(config, rules, letters, attention).letter_acts
    return Hands(Owed(rules, letters, letter_acts, reader.read), SecondLook(casework), reader)


def replaying(config: Config) -> tuple[Replaying, Reader]:
    """What decides and writes again; close the process it reads in."""
    rules, letters = practice(config), _letters(config)
    reader = Reader(rules, parts.limits(config))
    lookup = Lookup(rules, letters, own_reference(config.intake.case_prefix))
    return Replaying(rules, letters, lookup, reader.read), reader


def _letters(config: Config) -> Correspondence:
    return Correspondence(
        templates_tried_on_use(config), parts.letterhead(config), lambda: secrets.token_hex(16)
    )
