"""What is wrong with a letter that a person completed, and what only may be.

A fault has to be mended. A doubt rests on words that can mean something else: whoever knows that they are
right says so by the doubt's name, ``greeting: she has married``, and the letter goes.

Faults: `ValueError` for a name that no doubt has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mailbot.complaints.prohibitions import PROHIBITIONS

#: What is said without a name is about a letter that may do harm (FG21/1).
HARM = "harm"
#: Of a person's own letter no doubt is possible: no program shows these as anything but marks.
_MARKS = frozenset({"comment", "link", "picture", "tags", "stale-ombudsman", "ombudsman-as-regulator"})
DOUBTS: Mapping[str, str] = {
    HARM: "writing may do harm",
    "another-case": "it names another case",
    "another-person": "it names who complained in another case",
    "attachment": "it speaks of something attached, and nothing but the leaflet goes with it",
    "date": "it tells another day than is recorded, or one there is not",
    "decision": "it seems to decide otherwise than is recorded, or without a record",
    "final-words": "it does not say what such a letter is",
    "firm": "it tells another firm than is recorded",
    "greeting": "it greets somebody else",
    "phone": "it gives another telephone number than ours",
    "reasons": "it puts the reasons otherwise than they are recorded",
    "sum": "it tells another sum than is recorded",
    **{name: f"it {one.why}" for name, one in PROHIBITIONS.items() if name not in _MARKS},
}
_NAMED = re.compile(r"\s*([a-z][a-z-]*):\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a letter; `doubt` is its name where it may be right all the same."""

    line: int  # of the file, from 1
    what: str
    doubt: str = ""


def considered(said: Iterable[str]) -> dict[str, str]:
    """What a person considered, by the name of the doubt."""
    found: dict[str, str] = {}
    for text in said:
        named = _NAMED.fullmatch(text)
        name, why = (named[1], named[2]) if named else (HARM, text)
        if name not in DOUBTS:
            raise ValueError(f"--although “{name}: …”: there is no such doubt; there are {', '.join(DOUBTS)}")
        if why.strip():
            found[name] = " ".join(why.split())
        elif named:
            raise ValueError(f"--although “{name}: …”: say after the colon why the letter is right")
    return found


def how_to_say(faults: Sequence[Fault]) -> str:
    """How to let pass what is only doubted; "" where nothing is."""
    names = dict.fromkeys(one.doubt for one in faults if one.doubt)
    if not names:
        return ""
    said = " ".join(f'--although "{name}: why"' for name in names)
    return f"where it is right as it stands, say so: {said}"
