"""What can be said of a case, whoever says it and by which way, put together from the configuration.

Nothing here needs the password of a server.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.casework.attention import Attention
from mailbot.casework.correspondence import Correspondence
from mailbot.casework.redating import Redating
from mailbot.complaints.practice import Practice
from mailbot.config import Config
from mailbot.config.values import calendar
from mailbot.handling.acts import Acts
from mailbot.handling.amending import Amendments
from mailbot.handling.commands import Commands
from mailbot.handling.keeping import Keeping
from mailbot.handling.letter_acts import LetterActs
from mailbot.handling.releasing import Releasing
from mailbot.handling.undoing import Undoing


@dataclass(frozen=True)
class Deeds:
    """What becomes of a case, what is known of it, and who keeps it."""

    acts: Acts
    amendments: Amendments
    keeping: Keeping
    commands: Commands
    letter_acts: LetterActs
    releasing: Releasing


def deeds_of(config: Config, rules: Practice, letters: Correspondence, attention: Attention) -> Deeds:
    dates, whose = redating(config, rules), attention.duty
    acts, amendments = Acts(dates, whose), Amendments(dates, whose)
    keeping = Keeping(rules, letters, attention, opens=config.reminders.opens)
    commands = Commands(acts, amendments, keeping, rules)
    return Deeds(
        acts,
        amendments,
        keeping,
        commands,
        LetterActs(Undoing(acts, dates), commands, whose),
        Releasing(rules, letters, commands),
    )


def redating(config: Config, rules: Practice) -> Redating:
    hours = config.reminders
    return Redating(rules, calendar(config), opens=hours.opens, closes=hours.closes)
