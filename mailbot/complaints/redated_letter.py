"""What the letter about dates that moved is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mailbot.complaints.calendar import in_words
from mailbot.complaints.letters import Context, Firm, clean_name, firm_context


def redated_context(
    firm: Firm, handler: str, *, lines: Sequence[tuple[str, str, date | None, date | None]]
) -> Context:
    """For redated.md: (case, deadline, day before, day now) of dates that moved with the calendar."""
    return {
        "firm": firm_context(firm),
        "handler": clean_name(handler) or "Complaints team",
        "lines": [
            {
                "reference": reference,
                "name": name.replace("_", " "),
                "before": in_words(before) if before else "",
                "after": in_words(after) if after else "",
                "earlier": bool(before and after and after < before),
            }
            for reference, name, before, after in lines
        ],
        "cases": len({reference for reference, *_ in lines}),
    }
