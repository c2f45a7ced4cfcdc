"""What one of the letters' prohibitions is; they are listed in `prohibitions`.

Faults: none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: The letters that answer a complaint, whose words and whose outcome are a person's.
ANSWERS = frozenset({"final_response", "eight_week_response", "summary_resolution", "forwarding"})
FINAL = frozenset({"final_response", "forwarding"})
#: The letters from whose sending the six months run (DISP 2.8.2R(1)). An eight-week response is none of them.
STARTING = FINAL | {"summary_resolution"}
DECIDING = frozenset({"final_response", "summary_resolution", "forwarding", "withdrawal"})
#: What goes out by itself: nobody reads it before the complainant does.
AUTOMATIC = frozenset({"acknowledgement", "leaflet", "new_contact", "follow_up"})
#: Whoever says what would be does not say that it is so.
IF = r"(?<!if\s)(?<!whether\s)(?<!where\s)"
NOT = r"(?<!not\s)(?<!never\s)(?<!n't\s)"


@dataclass(frozen=True, slots=True)
class Prohibition:
    """`pattern` finds the words; a blank in it is any white space or mark of emphasis."""

    name: str
    source: str
    why: str  # as a finding ends: "… is …"
    pattern: re.Pattern[str]
    audience: str = "complainant"  # "" is everybody; "none" only where the front matter asks for it
    allowed_in: frozenset[str] = frozenset()
    only_in: frozenset[str] = frozenset()  # where not every letter may not


def words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("'", "['’]").replace(" ", r"[\s*_]+"), re.IGNORECASE)
