"""What people do by hand, at the command line or elsewhere, put together from the configuration.

Nothing here needs the password of a server: letters are put into the outbox, and the daemon sends them.

Faults: `Unfit` where the templates or the leaflet cannot be used.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from mailbot import assembly
from mailbot.attention import Attention
from mailbot.config import Config
from mailbot.config.values import practice
from mailbot.correspondence import Correspondence
from mailbot.owed import Owed
from mailbot.reader import Reader
from mailbot.second_look import SecondLook


@dataclass(frozen=True)
class Hands:
    """The acts, and the process in which they read mail; close it after use."""

    owed: Owed
    second_look: SecondLook
    reader: Reader

    def close(self) -> None:
        self.reader.close()


def hands(config: Config) -> Hands:
    rules = practice(config)
    letters = Correspondence(
        assembly.letter_templates(config), assembly.letterhead(config), lambda: secrets.token_hex(16)
    )
    reader = Reader(rules, assembly.limits(config))
    attention = Attention(rules, letters, assembly.desk(config))
    casework = assembly.casework(config, rules, letters, attention)
    return Hands(Owed(rules, letters, reader.read), SecondLook(casework), reader)
