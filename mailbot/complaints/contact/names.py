"""Find what the complainant calls himself, as typed; nothing is guessed.

The name under the letter is believed before the display name, because people write from each other's
mailboxes; but only when it stands where a name stands: under a closing, above an address, or alike to the
display name. A given name alone that is unlike the display name is what its bearer is called, unless the
words say that the mailbox is another's. What he states ("My name is", a form's "Name:") comes next. Of two
ways to write one name the fuller is taken. A title is kept where it was typed and never added.
"""

from __future__ import annotations

import re
from itertools import pairwise

from mailbot.complaints.contact.borrowed_mailbox import is_borrowed, is_of_the_dead
from mailbot.complaints.contact.name_shape import (
    ASIDE,
    LONGEST,
    PARTICLES,
    POST_NOMINALS,
    TITLE_WORD,
    alike,
    bare_name,
    fuller,
    is_company,
    is_initials_of,
    looks_like_name,
    name_words,
)
from mailbot.complaints.contact.stated_names import stated_name

_CLOSING = re.compile(
    r"^(?:(?:with|my|our|many|very|all|kind(?:est)?|best|warm(?:est)?|yours|your|the|and|&)[ ,]+){0,4}"
    r"(?:regards?|wishes|sincerely|faithfully|truly|respectfully|thanks(?: (?:again|in advance|"
    r"for .{1,40}|so much|a lot))?|"
    r"thank you(?: (?:again|in advance|for .{1,40}|so much|very much))?|cheers|ta|diolch(?: yn fawr)?|"
    r"yours(?: (?:\w{2,12}ly|in \w{3,15}|etc\.?))?|signed|best|rgds|kr|br|"
    r"yn gywir|cofion(?: gorau| cynnes)?|"
    r"(?:is mise,? )?le (?:gach dea-?)?mh?eas(?: mór)?|thanx|thx|"
    r"slainte|sláinte|love(?: from)?|bye|from|tia|cordially|faithfully yours|sincerely yours|"
    r"mit freundlichen gr(?:üßen|üssen)|cordialement|saludos(?: cordiales)?|atentamente|pozdrawiam|"
    r"z poważaniem|z wyrazami szacunku|cu (?:stimă|stima|respect)|с уважением|cumprimentos|"
    r"distinti saluti|cordiali saluti|med venlig hilsen|waiting for your (?:reply|response|answer)|"
    r"met vriendelijke groet(?:en)?|hartelijke groeten|venlig hilsen|vennlig hilsen|"
    r"med vänliga hälsningar|b\.?w\.?)"
    r"(?:[ ]from)?(?:[ ,]+(?:(?:and|&)[ ])?(?:(?:best|kind)[ ])?(?:wishes|regards|thanks))?[ ,.!:\-–—]*$",
    re.IGNORECASE,
)
_TWO_LANGUAGES = re.compile(r"[ ]?[/|][ ]?|[ ][-–—][ ]")
_CLOSING_ON_LINE = re.compile(
    r"^(?:(?:many|kind(?:est)?|best|warm|yours|with)[ ]+){0,2}(?:regards|wishes|sincerely|faithfully|truly|"
    r"thanks|thanx|thx|rgds|cheers|signed|from|sent by|ta|thank you|love|(?<=yours )\w{3,12}ly)"
    r"(?:[ ]*[,:.\-–—][ ]*|[ ]+)(?=\S)",
    re.IGNORECASE,
)
_DEVICE = re.compile(r"'s (?:iphone|ipad|phone|laptop|mac\w*|pc|android|galaxy)", re.IGNORECASE)
_ROLES_WORDS = """
complaints complaint info admin accounts enquiries enquiry sales support help helpdesk office team
noreply no-reply customer customers service services mail mailbox contact desk notifications webmaster
form website web iphone ipad me home user unknown family
feedback message messages email e-mail booking bookings postmaster system admin1 reception form
"""
_ROLES = frozenset(_ROLES_WORDS.split())
_TITLED = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|rev)\b", re.IGNORECASE)
_LINES_OF_SIGNATURE = 15
_LINES_READ = 200  # from the last upwards, for a closing
_LONGEST_CLOSING = 90
_READ = 16 * 1024  # characters at either end of a letter: nobody signs it in the middle


def find_name(own_words: str, display_name: str, *, represented: str = "") -> str:
    """The complainant's name as typed, or "" where none can be read. `represented` is whom he writes for."""
    if len(own_words) > 2 * _READ:
        own_words = f"{own_words[:_READ]}\n{own_words[-_READ:]}"
    display = tidy_display_name(display_name)
    if represented and display and alike(display, represented):
        # He writes from the mailbox of the person he writes for.
        return find_name(own_words, "") or display
    if display and is_of_the_dead(own_words, display):
        return find_name(own_words, "")
    person = "" if is_company(display) else display
    signed = _signed(own_words, person) or _signed_by_another(own_words, person, represented)
    if signed and person and is_initials_of(signed, person):
        return person
    stated = stated_name(own_words, introduced=not person)
    if signed:
        return _settled(signed, person, stated, own_words)
    if stated:
        return fuller(stated, person) if alike(stated, person) else stated
    if display and not is_company(display):
        return display
    return _above_details(own_words, represented) or display


def _settled(signed: str, person: str, stated: str, own_words: str) -> str:
    """Of the name under the letter and the display name the fuller when they are one person's."""
    if not person:
        return fuller(signed, stated) if stated and alike(signed, stated) else signed
    if alike(signed, person):
        return fuller(signed, person)
    if stated and alike(signed, stated):
        return fuller(signed, stated)
    nickname = len(signed.split()) == 1 and sum(len(word) > 1 for word in name_words(person)) > 1
    return person if nickname and not is_borrowed(own_words, person) else signed


def tidy_display_name(display_name: str) -> str:
    """A display name without asides, in the order it is spoken; "" when it is an address or an office."""
    name = re.sub(r"\s+", " ", ASIDE.sub(" ", display_name[:200].replace("’", "'"))).strip(" '\",;")
    name = re.split(r" via | on behalf of | \| | - ", name, maxsplit=1)[0].strip(" '\",;")
    if "@" in name or not name or re.search(r"\d{3}", name) or _DEVICE.search(name):
        return ""
    words = [word.casefold() for word in re.findall(r"[\w\-]+", name)]
    if not words or all(word in _ROLES for word in words):
        return ""
    surname, comma, rest = name.partition(",")
    rest = rest.strip()
    if comma and rest and "," not in rest and rest.casefold().strip(".") not in POST_NOMINALS:
        # "GREAVES, PAULINE", "Smith, Dr Jane" and "Smith, Jane Mrs": catalogue order, the title first.
        *given, last = rest.split()
        rest = " ".join([last, *given]) if given and TITLE_WORD.fullmatch(last) else rest
        return f"{rest} {surname.strip()}" if looks_like_name(f"{rest} {surname}") else name
    return name


def _signed(text: str, display: str) -> str:
    """The name under the letter."""
    lines = [" ".join(line.split()).strip(" *_,>") for line in text.splitlines()]
    for index in range(len(lines) - 1, max(-1, len(lines) - _LINES_READ), -1):
        name = _after_closing(lines, index)
        if name:
            return name
    if not display:
        return _last_line(lines)
    used = [bare_name(line) for line in [line for line in lines if line][-_LINES_OF_SIGNATURE:]]
    best = max(
        (
            (len(name_words(name) & name_words(display)), position, name)
            for position, name in enumerate(used)
            if looks_like_name(name) and alike(name, display)
        ),
        default=(0, 0, ""),
    )
    return best[2]


def _signed_by_another(text: str, display: str, represented: str) -> str:
    """A full name unlike the display name, with no closing above: at the end, on a line of its own, above
    where he lives or can be rung, or of the display name's family."""
    lines = [" ".join(line.split()).strip(" *_,>") for line in text.splitlines()]
    prose = max((place for place, line in enumerate(lines) if len(line) > LONGEST), default=-1)
    if not display or prose < 0:
        return ""
    for place in range(len(lines) - 1, max(prose, len(lines) - _LINES_OF_SIGNATURE), -1):
        name = bare_name(lines[place])
        words = [word for word in name.split() if not TITLE_WORD.fullmatch(word)]
        if (
            not _ends_a_paragraph(lines[place - 1])
            or len(words) < 2
            or not looks_like_name(name)
            or is_company(name)
        ):
            continue
        if _CLOSING.match(lines[place]) or not all(
            word[0].isupper() for word in words if word not in PARTICLES
        ):
            continue
        above = next((line for line in reversed(lines[:place]) if line), "")
        below = " ".join(lines[place + 1 : place + 3])
        family = words[-1].casefold() in name_words(display)
        if above.endswith(":") or (represented and alike(name, represented)):
            continue
        if family or re.search(r"\d", below) or is_borrowed(text, display):
            return name
    return ""


def _ends_a_paragraph(line: str) -> bool:
    """An empty line, or the end of a sentence: the signature was cut off right below it."""
    return not line or line.endswith((".", "!", "?"))


def _is_closing(line: str) -> bool:
    """ "Kind regards", also in two languages: "Kind regards / Mit freundlichen Grüßen"."""
    if len(line) > _LONGEST_CLOSING:
        return False
    if _CLOSING.match(line):
        return True
    parts = _TWO_LANGUAGES.split(line)
    return len(parts) > 1 and all(_CLOSING.match(part) for part in parts)


def _after_closing(lines: list[str], index: int) -> str:
    if _is_closing(lines[index]):
        following = [
            place for place in range(index + 1, min(index + 7, len(lines))) if lines[place].strip("_-.[] ")
        ]
        for place in following[:3]:
            name = bare_name(lines[place])
            if looks_like_name(name, lenient=True):
                return _in_full(_with_second(name, lines, place), lines[place + 1 : place + 9])
        return ""
    led = _CLOSING_ON_LINE.match(lines[index])
    if led and len(lines[index]) <= LONGEST and not any(lines[index + 1 : index + 2]):
        name = bare_name(lines[index][led.end() :])
        return name if looks_like_name(name) else ""
    return ""


def _with_second(name: str, lines: list[str], place: int) -> str:
    """Two people who sign one below the other and share a surname: neither is dropped."""
    second = bare_name(lines[place + 1]) if place + 1 < len(lines) else ""
    one, other = name.split(), second.split()
    both = len(one) > 1 and len(other) > 1 and looks_like_name(second) and one[-1] == other[-1]
    return f"{name} and {second}" if both and one[:-1] != other[:-1] and not alike(name, second) else name


def _in_full(name: str, below: list[str]) -> str:
    """ "Paul", when the signature below says "Paul Weatherby"."""
    others = (bare_name(line) for line in below)
    return next((o for o in others if looks_like_name(o) and alike(o, name) and fuller(name, o) == o), name)


def _last_line(lines: list[str]) -> str:
    """With no display name at all: the line below the text, when it can only be a name."""
    used = [index for index, line in enumerate(lines) if line]
    prose = [index for index in used if len(lines[index]) > LONGEST]
    for index in used[-8:]:
        if prose and index < prose[-1]:
            continue
        stands_alone = index > 0 and _ends_a_paragraph(lines[index - 1])
        name = bare_name(lines[index])
        if (
            stands_alone
            and looks_like_name(name)
            and name[:1].isalpha()
            and name[:1] != name[:1].lower()
            and not lines[index].endswith((",", ":"))
        ):
            return _with_second(name, lines, index)
    return ""


def _above_details(text: str, represented: str) -> str:
    """ "Mrs Shanice Brown" on a line of its own, above her address or her telephone."""
    lines = [line.strip() for line in text.splitlines()]
    for name, below in pairwise(lines):
        if _TITLED.match(name) and looks_like_name(name) and re.search(r"\d", below):
            return "" if represented and alike(name, represented) else name
    return ""
