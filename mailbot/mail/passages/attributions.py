"""Attributions: "On Wed, 7 Oct 2026 at 16:40, Conexus <help@conexus.example> wrote:", in any language.

A person writes such sentences too ("On 3 March your adviser wrote:"), so an attribution is certain only where
it carries what a program puts there: an address with a date or a time, or a full date and time with a bare
name. An uncertain one counts only above lines that begin with ">".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LINES = 4  # over which programs fold an attribution
_MAX_LINE = 400
_MAX_BARE_WORDS = 6  # of a name before "wrote:"

# Verbs at the end, after the name.
_FINAL = re.compile(
    r"(?:\b(?:wrote|writes|said|reported|schrieb|schreibt|a [ée]crit|escribi[óo]|va escriure|ha scritto"
    r"|scrisse"
    r"|escreveu|schreef|schrijft|skrev|kirjoitti|napsal(?:\(a\)|a)?|nap[íi]sal(?:\(a\)|a)?"
    r"|napisał(?:\(a\)|a)?"
    r"|pisze|ysgrifennodd|scr[íi]obh|a scris|(?:ezt )?[íi]rta(?: \([^()]{1,80}\))?|έγραψε"
    r"|написал(?:\(а\)|а)?|пишет|пише"
    r"|написа[влх](?:\(ла\)|ла)?|şunu yazdı|şunları yazdı|yazdı|rakst[īi]ja|rašė|kirjutas|menulis)"
    r"|写道|寫道|书写|写到|書きました|のメッセージ|のメール|작성|đã viết)"
    r"\s*[:：]?[\s:：\-–—*_]*$",
    re.IGNORECASE,
)
_AFTER_VERB = ":：-–—*_ \t\n\r\f\v\x1c\x1d\x1e\x1f"
# How those verbs end, but for a bracket or a letter beyond ASCII, which may always be the end of one.
_ENDINGS = (
    "ote", "ites", "aid", "rted", "ieb", "eibt", "rit", "ribio", "ure", "tto", "sse", "veu", "eef", "jft",
    "rev", "tti", "sal", "ala", "sze", "odd", "obh", "ris", "rta", "ija", "tas", "lis",
    "yazdi",  # of "YAZDI", whose small letter is beyond ASCII
)  # fmt: skip
# Verbs before the name.
_MEDIAL = re.compile(
    r"\b(?:schrieb|schreef|skrev|ysgrifennodd|kirjoitti|napsal(?:\(a\)|a)?|napisał(?:\(a\)|a)?|scr[íi]obh"
    r"|написал(?:\(а\)|а)?)\b.{0,160}$",
    re.IGNORECASE,
)
_MEDIAL_STEMS = ("schr", "skrev", "ysgrif", "kirjoit", "napsal", "napisa", "scr", "написал")
_START = re.compile(
    r"[\s*_\-]{0,12}(?:(?:on|le|am|el|op|il|den|em|in data|w dniu|dnia|ar|no dia|p[åa]|a|at|dne|dňa|в|у"
    r"|στις|la|în"
    r"|vào|pada)\b|\w{1,14}[.,]{0,2}\s{0,2}(?:den\s|,\s?)?\d{1,2}\b|\d{1,4}[-./年]\s?\d"
    r"|\d{1,2}\.?\s\w{2,12}\.?\s\d{4}"
    r"|\d{1,2}[:.]\d\d\b|在|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)",
    re.IGNORECASE,
)
_ADDRESS_OR_DIGIT = re.compile(r"[@\d]")
_ADDRESS = re.compile(r"[^\s<>()\[\]@:,;\"]{1,100}@[^\s<>()\[\]@:,;\"]{1,200}")
_ADDRESS_AT_END = re.compile(r"[^\s<>@]{1,100}@[^\s<>@]{1,200}[\s>)\]]{1,4}\s?[:：]\s*$")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?[:.h時点]\s?\d\d(?!\d)|\d\s?[ap]\.?m\b", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d年"
    r"|(?<!\d)\d{1,2}[.,]?\s[^\W\d]{3,12}\b"
    r"|\b[^\W\d]{3,9}\.?\s\d{1,2}(?!\d)",
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}(?!\d)")
# Nobody is called so: the sentence is the author's.
_SENTENCE = re.compile(
    r"\b(?:i|you|your|yours|my|me|we|our|us|he|she|they|his|her|their|it|who|which|that|this|when|what"
    r"|because"
    r"|then|someone|somebody|later|again|also|letter)\b"
)
_ARTICLE = re.compile(r"\b(?:the|an?|one|of yours|adviser|advisor|manager|agent|staff|lady|man)\b")
_FINAL_CHARACTERS = frozenset(":：-–—*_")
_BARE_ENDS = ("wrote", "writes", "写道", "寫道", "skrev", "schrieb", "écrit", "scritto", "escribió")


@dataclass(frozen=True, slots=True)
class Attribution:
    """``length`` lines that say who wrote what stands below; ``certain``: no person writes like that."""

    length: int
    certain: bool


def find_attributions(lines: list[str]) -> dict[int, Attribution]:
    """Every attribution, by the line it begins at."""
    found: dict[int, Attribution] = {}
    for at, line in enumerate(lines):
        end = line[-200:].rstrip()
        if end and (end[-1] in _FINAL_CHARACTERS or end.endswith(_BARE_ENDS)):
            # Neither address, date nor verb: no attribution, and most lines with a colon.
            near = lines[max(0, at - MAX_LINES + 1) : at + 1]
            marked = any(_ADDRESS_OR_DIGIT.search(text[:_MAX_LINE]) for text in near)
            best = _ending_at(lines, at) if marked or _ends_with_verb(end) else None
            if best is not None:
                found[at - best.length + 1] = best
    return found


def _ending_at(lines: list[str], end: int) -> Attribution | None:
    uncertain: Attribution | None = None
    without_start: Attribution | None = None
    text = ""
    for length in range(1, min(MAX_LINES, end + 1) + 1):
        line = lines[end - length + 1][:_MAX_LINE]
        if not line.strip() or (line.startswith(">") and line.strip() != ">:"):
            break
        # Also without a blank between: an address may be folded at any place.
        text = f"{line.strip()} {text}".strip()
        starts = _START.match(text) is not None
        said = _says(text)
        if _is_certain(text, said=said, alone=_stands_alone(lines, end - length + 1)):
            if starts:
                return Attribution(length, certain=True)
            without_start = without_start or Attribution(length, certain=True)
        elif uncertain is None and _is_possible(text, said=said, starts=starts):
            uncertain = Attribution(length, certain=False)
    return without_start or uncertain


def _stands_alone(lines: list[str], at: int) -> bool:
    return at == 0 or not lines[at - 1].strip()


def _is_certain(text: str, *, said: bool, alone: bool) -> bool:
    """Whether only a mail program writes so. ``said``: with the verb; ``alone``: with an empty line above."""
    address = _ADDRESS.search(text) if "@" in text else None
    if address is None:
        return (
            said
            and alone
            and _YEAR.search(text) is not None
            and _CLOCK.search(text) is not None
            and not _is_sentence(text, bare=True)
        )
    around = text[: address.start()] + text[address.end() :]
    if said:
        if _is_sentence(around, bare=False):
            return False
        if _CLOCK.search(around) or _DATE.search(around):
            return True
        return alone and len(around.split()) <= _MAX_BARE_WORDS
    return (
        _ADDRESS_AT_END.search(text) is not None
        and _CLOCK.search(around) is not None
        and _YEAR.search(around + " ") is not None
        and not _is_sentence(around, bare=False)
    )


def _is_possible(text: str, *, said: bool, starts: bool) -> bool:
    """Whether it is one above quoted lines."""
    if said:
        return starts or (len(text.split()) <= _MAX_BARE_WORDS and not _is_sentence(text, bare=True))
    return (
        starts
        and _CLOCK.search(text) is not None
        and _YEAR.search(text) is not None
        and text[-1:] in (":", "：")
    )


def _says(text: str) -> bool:
    if _ends_with_verb(text):
        return True
    if not text.rstrip(" *_").endswith((":", "：")):
        return False
    near = text[-300:]
    return any(stem in near.lower() for stem in _MEDIAL_STEMS) and _MEDIAL.search(near) is not None


def _ends_with_verb(text: str) -> bool:
    end = text[-120:]
    verb = end.rstrip(_AFTER_VERB).lower()
    may = verb.endswith(_ENDINGS) or verb[-1:] == ")" or not verb[-3:].isascii()
    return may and _FINAL.search(end) is not None


def _is_sentence(text: str, *, bare: bool) -> bool:
    """Words of the author's own. A firm's name may have an article, but then its address is there too."""
    # Lower case only: "It" or "A" may begin a name. "I" never does on its own before a verb.
    if re.search(r"(?<![\w.&'-])I(?![\w.&'-])", text):
        return True
    return _SENTENCE.search(text) is not None or (bare and _ARTICLE.search(text) is not None)
