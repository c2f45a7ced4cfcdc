"""Whom a letter greets and names, and whether that is who it is for.

Names are compared as people vary them: title and surname, first name, accents, hyphens and apostrophes.

Faults: none; whoever is not called by a name is nobody else.
"""

from __future__ import annotations

import re
import unicodedata

_OPENS = re.compile(
    r"(?i)^(?:dear|hello|hi|hey|greetings|annwyl|helo|good (?:morning|afternoon|evening|day))\b(.*)"
)
#: A line that is a name and no more: “Mary Smith,”.
_NAME_ALONE = re.compile(r"((?:[A-ZÀ-Þ][\w'’.-]* ){0,3}[A-ZÀ-Þ][\w'’.-]*),")
_NOBODY = re.compile(r"(?i)\b(?:customer|sir|madam|sirs|all|everyone|gwsmer|syr)\b")
_NO_NAMES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev"}
    | {"reverend", "councillor", "cllr", "and", "there", "again", "both"}
)
_CAPITALS = re.compile(r"[A-ZÀ-Þ][\w'’-]*\.?(?:[ \n][A-ZÀ-Þ][\w'’-]*\.?)+")
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_ENDS = re.compile(r"[,:;!?–—]|\s-\s|\.(?=\s|$)")
_APART = re.compile(r"[\s.,'’\-_&/()*\"]+")
_HUMPS = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")


def greeting_of(body: str) -> tuple[int, str] | None:
    """The line of the body, from 1, that greets somebody, and what they are called there; "" is nobody."""
    first = True
    for number, line in enumerate(body.splitlines(), 1):
        line = re.sub(r"[\\*]", "", line).strip()
        if found := _OPENS.match(line):
            called = re.sub(r"(?i)\b([a-z]{1,4})\.", r"\1", found[1]).strip()
            return number, "" if _NOBODY.search(called) else _ENDS.split(called, maxsplit=1)[0].strip()
        if first and (alone := _NAME_ALONE.fullmatch(line)):
            return number, "" if _NOBODY.search(line) else alone[1]
        first = first and not line
    return None


def is_called(called: str, name: str) -> bool:
    """Whether somebody of this name may be called that."""
    known = _words(name)
    spoken = {word for word in _words(called, of_a_greeting=True) if word not in _NO_NAMES}
    initials = {word[0] for word in known}
    strangers = {word for word in spoken if word not in known and not (len(word) == 1 and word in initials)}
    return not known or not strangers


def _words(name: str, *, of_a_greeting: bool = False) -> set[str]:
    """The words of a name, and its double parts run together: O'Brien is “o”, “brien” and “obrien”."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    found = set()
    for word in re.sub(r"[\\*,.()\"]", " ", plain).split():
        parts = [part for part in _APART.split(_HUMPS.sub(" ", word)) if part]
        whole = "".join(parts).casefold()
        if of_a_greeting:
            found.add(whole)
        else:
            found |= {whole, *(part.casefold() for part in parts)}
            found |= {"".join(parts[:at]).casefold() for at in range(1, len(parts))}
            found |= {"".join(parts[at:]).casefold() for at in range(1, len(parts))}
    return {word for word in found if word.isalnum()} - _NO_NAMES


def people_in(text: str) -> tuple[set[str], set[str]]:
    """What may be the names of people in a text, and the e-mail addresses in it."""
    names = set()
    for run in _CAPITALS.findall(re.sub(r"[\\*_]", "", text)):
        words = run.split()
        names |= {
            " ".join(words[at : at + size]) for size in (2, 3, 4) for at in range(len(words) - size + 1)
        }
    return names, set(_ADDRESS.findall(text.replace("\\", "")))
