"""Find what the complainant calls himself, as typed; nothing is guessed.

The name under the letter is believed before the display name, because people write from each other's
mailboxes; but only when it stands where a name stands: under a closing, above an address, or alike to the
display name. What he states ("My name is", a form's "Name:") comes next. Of two ways to write one name the
fuller is taken. A title is kept where it was typed and never added.
"""

from __future__ import annotations

import re
from itertools import pairwise

from mailbot.complaints.name_shape import (
    JOIN,
    LONGEST,
    NOT_A_NAME,
    PARTICLES,
    TITLE_WORD,
    alike,
    fuller,
    is_company,
    is_initials_of,
    looks_like_name,
    name_words,
)

_CLOSING = re.compile(
    r"^(?:(?:with|my|our|many|very|all|kind(?:est)?|best|warm(?:est)?|yours|your|the|and|&)[ ,]+){0,4}"
    r"(?:regards?|wishes|sincerely|faithfully|truly|respectfully|thanks(?: (?:again|in advance|"
    r"for .{1,40}|so much|a lot))?|"
    r"thank you(?: (?:again|in advance|for .{1,40}|so much|very much))?|cheers|ta|diolch(?: yn fawr)?|"
    r"yours(?: (?:\w{2,12}ly|in \w{3,15}|etc\.?))?|signed|best|rgds|kr|br|"
    r"yn gywir|cofion|slainte|sláinte|love(?: from)?|bye|from|tia|cordially|faithfully yours|sincerely yours|"
    r"mit freundlichen gr(?:üßen|üssen)|cordialement|saludos(?: cordiales)?|atentamente|pozdrawiam|"
    r"z poważaniem|z wyrazami szacunku|cu (?:stimă|stima|respect)|с уважением|cumprimentos|"
    r"distinti saluti|cordiali saluti|med venlig hilsen|waiting for your (?:reply|response|answer))"
    r"(?:[ ,]+(?:(?:and|&)[ ])?(?:(?:best|kind)[ ])?(?:wishes|regards|thanks))?[ ,.!:\-–—]*$",
    re.IGNORECASE,
)
_CLOSING_ON_LINE = re.compile(
    r"^(?:(?:many|kind(?:est)?|best|warm|yours|with)[ ]+){0,2}(?:regards|wishes|sincerely|faithfully|truly|"
    r"thanks|cheers|signed|from|ta|thank you|love|(?<=yours )\w{3,12}ly)"
    r"(?:[ ]*[,:.\-–—][ ]*|[ ]+)(?=\S)",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"\b(?i:my (?:full )?name)(?i:\sis|'s|:)\s{1,3}"
    r"((?:[^\W\d_][\w.'\-]*)(?:[ ](?:[^\W\d_][\w.'\-]*|&)){0,5})"
)
_INTRODUCED = re.compile(
    r"(?:^|[.!?,][ ]+|\n[ ]*)(?:(?:Hi|Hello|Dear \w+)[,.!]?[ ]+)?"
    r"(?:I am|I'm|[Tt]his is|[Ii]t is|[Ii]t's)[ ]"
    r"((?:[A-Z][\w.'\-]*)(?:[ ](?:[A-Z][\w.'\-]*|de|van|von|der|al|bin|ap)){1,4})(?!'s|[\w'])"
)
_LABELLED = re.compile(
    r"^(?:full[ ]|customer(?:'s)?[ ]|complainant(?:'s)?[ ]|your[ ]|contact[ ]|my[ ])?name(?:[ ]in[ ]full)?"
    r"[ ]?(?:[:=]|[ ]-)[ \t]*(\S.{0,60})$|^(?:complainant|from)[ ]?:[ ]*(\S.{0,60})$"
    r"|^(?:full[ ]|your[ ])?name[ ]?:?\n{1,2}[ ]*(\S.{0,60})$",
    re.IGNORECASE | re.MULTILINE,
)
_GIVEN = re.compile(
    r"^(?:first|given|fore)[ ]?names?(?:\(s\))?[ ]?[:=][ ]*(\S.{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_SURNAME = re.compile(
    r"^(?:sur[ ]?|last[ ]|family[ ]|second[ ])names?[ ]?[:=][ ]*(\S.{0,40})$", re.IGNORECASE | re.MULTILINE
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BESIDE = re.compile(
    r"""\s[|–—/]\s | \s-\s | ,(?=\s) | \t | \s+(?=[+(]?\d)
    | [ ](?=(?:dob|d\.o\.b|date[ ]of[ ]birth|born|tel|mob|mobile|phone|email|e-mail|account|acct|a/c|ref
        |on[ ]behalf[ ]of|for[ ]and[ ]on[ ]behalf|p\.?p\.?)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_DEVICE = re.compile(r"'s (?:iphone|ipad|phone|laptop|mac\w*|pc|android|galaxy)", re.IGNORECASE)
_POST_NOMINALS_WORDS = """
jr sr jnr snr mbe obe cbe esq esquire phd md ba bsc ma msc mp frcs frsa ii iii iv qc kc jp
llb llm acca ca fca frcp mrcp dl dsc qpm
"""
_POST_NOMINALS = frozenset(_POST_NOMINALS_WORDS.split())
_ROLES_WORDS = """
complaints complaint info admin accounts enquiries enquiry sales support help helpdesk office team
noreply no-reply customer customers service services mail mailbox contact desk notifications webmaster
form website web iphone ipad me home user unknown family
feedback message messages email e-mail booking bookings postmaster system admin1 reception form
"""
_ROLES = frozenset(_ROLES_WORDS.split())
_TITLED = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|rev)\b", re.IGNORECASE)
_LINES_OF_SIGNATURE = 15


def find_name(own_words: str, display_name: str, *, represented: str = "") -> str:
    """The complainant's name as typed, or "" where none can be read. `represented` is whom he writes for."""
    display = tidy_display_name(display_name)
    if represented and display and alike(display, represented):
        # He writes from the mailbox of the person he writes for.
        return find_name(own_words, "") or display
    person = "" if is_company(display) else display
    signed = _signed(own_words, person)
    if signed and person and is_initials_of(signed, person):
        return person
    if signed:
        return fuller(signed, person) if person and alike(signed, person) else signed
    stated = _stated(own_words, introduced=not person)
    if stated:
        return fuller(stated, person) if alike(stated, person) else stated
    return display or _above_details(own_words, represented)


def tidy_display_name(display_name: str) -> str:
    """A display name without asides, in the order it is spoken; "" when it is an address or an office."""
    name = re.sub(r"\s+", " ", _ASIDE.sub(" ", display_name[:200].replace("’", "'"))).strip(" '\",;")
    name = re.split(r" via | on behalf of | \| | - ", name, maxsplit=1)[0].strip(" '\",;")
    if "@" in name or not name or re.search(r"\d{3}", name) or _DEVICE.search(name):
        return ""
    words = [word.casefold() for word in re.findall(r"[\w\-]+", name)]
    if not words or all(word in _ROLES for word in words):
        return ""
    surname, comma, rest = name.partition(",")
    rest = rest.strip()
    if comma and rest and "," not in rest and rest.casefold().strip(".") not in _POST_NOMINALS:
        # "GREAVES, PAULINE", "Smith, Dr Jane" and "Smith, Jane Mrs": catalogue order, the title first.
        *given, last = rest.split()
        rest = " ".join([last, *given]) if given and TITLE_WORD.fullmatch(last) else rest
        return f"{rest} {surname.strip()}" if looks_like_name(f"{rest} {surname}") else name
    return name


def _signed(text: str, display: str) -> str:
    """The name under the letter."""
    lines = [re.sub(r"\s+", " ", line).strip(" \t*_,>") for line in text.splitlines()]
    for index in range(len(lines) - 1, -1, -1):
        name = _after_closing(lines, index)
        if name:
            return name
    if not display:
        return _last_line(lines)
    used = [_bare(line) for line in lines if line][-_LINES_OF_SIGNATURE:]
    best = max(
        (
            (len(name_words(name) & name_words(display)), position, name)
            for position, name in enumerate(used)
            if looks_like_name(name) and alike(name, display)
        ),
        default=(0, 0, ""),
    )
    return best[2]


def _after_closing(lines: list[str], index: int) -> str:
    if _CLOSING.match(lines[index]):
        following = [
            place for place in range(index + 1, min(index + 7, len(lines))) if lines[place].strip("_-.[] ")
        ]
        for place in following[:3]:
            name = _bare(lines[place])
            if looks_like_name(name, lenient=True):
                return _in_full(_with_second(name, lines, place), lines[place + 1 : place + 9])
        return ""
    led = _CLOSING_ON_LINE.match(lines[index])
    if led and len(lines[index]) <= LONGEST and not any(lines[index + 1 : index + 2]):
        name = _bare(lines[index][led.end() :])
        return name if looks_like_name(name) else ""
    return ""


def _with_second(name: str, lines: list[str], place: int) -> str:
    """Two people who sign one below the other and share a surname: neither is dropped."""
    second = _bare(lines[place + 1]) if place + 1 < len(lines) else ""
    one, other = name.split(), second.split()
    both = len(one) > 1 and len(other) > 1 and looks_like_name(second) and one[-1] == other[-1]
    return f"{name} and {second}" if both and one[:-1] != other[:-1] and not alike(name, second) else name


def _in_full(name: str, below: list[str]) -> str:
    """ "Paul", when the signature below says "Paul Weatherby"."""
    others = (_bare(line) for line in below)
    return next((o for o in others if looks_like_name(o) and alike(o, name) and fuller(name, o) == o), name)


def _last_line(lines: list[str]) -> str:
    """With no display name at all: the line below the text, when it can only be a name."""
    used = [index for index, line in enumerate(lines) if line]
    prose = [index for index in used if len(lines[index]) > LONGEST]
    for index in used[-8:]:
        if prose and index < prose[-1]:
            continue
        stands_alone = index > 0 and not lines[index - 1]
        name = _bare(lines[index])
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


def _bare(line: str) -> str:
    """A line without what people put beside their names: "Margaret Oduya (Mrs)", "Jo Bell, Director"."""
    line = _BESIDE.split(_ASIDE.sub(" ", line).strip(" -–—~"), maxsplit=1)[0]
    line = re.sub(r"\s+x{1,3}$", "", line.strip(), flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", line).strip(" ,.-*_~:;")


def _stated(text: str, *, introduced: bool) -> str:
    """ "My name is …", a form's "Name:"; where nobody else is known also "This is …"."""
    given, surname = _GIVEN.search(text), _SURNAME.search(text)
    if given and surname:
        whole = f"{_bare(given[1])} {_bare(surname[1])}"
        if looks_like_name(whole, lenient=True):
            return whole
    labelled = _LABELLED.search(text)
    if labelled is not None:
        name = _bare(labelled[1] or labelled[2] or labelled[3])
        if looks_like_name(name, lenient=True):
            return name
    plain = text.replace("’", "'")
    called = _STATED.search(plain)
    if called is not None and (name := _leading_name(called[1])):
        return name
    told = _INTRODUCED.search(plain) if introduced else None
    return _leading_name(told[1]) if told is not None else ""


def _leading_name(words: str) -> str:
    """As many words as can be a name: in small letters two, or what stands before a word of a sentence."""
    taken: list[str] = []
    for word in words.split():
        plain = word.casefold().strip(".,'-")
        ends = bool(taken) and word[0].islower() and taken[-1][0].isupper()
        if plain in NOT_A_NAME or (ends and plain not in PARTICLES | JOIN):
            break
        taken.append(word)
        if word[-1] in ".," and len(plain) > 1:
            break
    while taken and taken[-1].casefold() in JOIN | PARTICLES:
        taken.pop()
    name = " ".join(taken).strip(".,'-")
    return name if looks_like_name(name) else ""
