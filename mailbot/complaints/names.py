"""Find what the complainant calls himself, as typed; nothing is guessed.

The name under the letter is believed before the display name, because people write from each other's
mailboxes; but only when it stands where a name stands: under a closing, above an address, or alike to the
display name. Of two ways to write one name the fuller is taken. A title is kept where it was typed and
never added.
"""

from __future__ import annotations

import re

_LONGEST = 60
_MOST_WORDS = 7
_TITLE = (
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|reverend|sir|dame|lord|lady|master|cllr|capt|"
    r"major|col)"
)
_TITLE_WORD = re.compile(rf"{_TITLE}\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*\.?")
_JOIN = frozenset(("and", "&", "+", "a"))
_PARTICLES = frozenset(
    (
        "de",
        "da",
        "di",
        "du",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "la",
        "le",
        "bin",
        "bint",
        "al",
        "ap",
        "ab",
        "ferch",
        "y",
        "st",
        "st.",
        "o",
        "mac",
        "el",
        "ibn",
        "dos",
        "das",
        "ten",
        "ter",
    )
)
_CLOSING = re.compile(
    r"^(?:(?:with|my|our|many|very|all|kind(?:est)?|best|warm(?:est)?|yours|your|the)[ ,]+){0,3}"
    r"(?:regards?|wishes|sincerely|faithfully|truly|respectfully|thanks(?: (?:again|in advance|"
    r"for .{1,40}|so much|a lot))?|"
    r"thank you(?: (?:again|in advance|for .{1,40}|so much|very much))?|cheers|ta|diolch(?: yn fawr)?|"
    r"yours|signed|best|rgds|kr|br|"
    r"yn gywir|cofion|slainte|sláinte|love|bye|from|tia|cordially|faithfully yours|sincerely yours)"
    r"(?:[ ,]+(?:and[ ])?(?:(?:best|kind)[ ])?(?:wishes|regards))?[ ,.!\-]*$",
    re.IGNORECASE,
)
_CLOSING_ON_LINE = re.compile(
    r"^(?:(?:many|kind|best|warm|yours)[ ]+)?(?:regards|wishes|sincerely|faithfully|thanks|cheers|"
    r"signed|from|ta)"
    r"(?:[ ]*[,:\-][ ]*|[ ]+)(?=\S)",
    re.IGNORECASE,
)
_NOT_A_NAME_WORDS = """
dear hello hi hiya morning afternoon evening sir madam sirs team please thank thanks regards the this
that these those i you he she it we they my your our me us is are was were am be been have has had do
does did not no yes so but or if then than too to of in on at by for from with about account customer
number ref reference complaint complaints street road avenue close lane drive court house flat unit
floor tel telephone phone mobile email mob address postcode sent iphone android outlook ltd limited plc
llp department manager director officer caseworker secretary treasurer handler will would can could
shall should never ever again soon asap urgent urgently disgusted unhappy angry upset disappointed what
when where why how who tomorrow today now ok okay received attached enclosed date subject re fw fwd
money back refund sorry help need want call ring reply answer waiting unacceptable response monday
tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december england wales scotland ireland london confidential private company
registered bank credit debt loan card app customer services service support pp advice centre center
association assistant
"""
_NOT_A_NAME = frozenset(_NOT_A_NAME_WORDS.split())
_CALLED = re.compile(
    r"\b(?:[Mm]y|MY)\s(?:(?:full|FULL)\s)?(?:name|NAME)(?:\sis|'s|\sIS|:)\s{1,3}"
    r"((?:[A-Z][\w.'\-]*|(?:de|van|von|der|al|bin|ap|la))(?:[ ](?:[A-Z][\w.'\-]*|de|van|von|der|al|bin|"
    r"ap|la|and|&)){0,5})"
)
_LABELLED = re.compile(
    r"^(?:full[ ]|customer[ ]|complainant[ ]|your[ ])?name[ ]?[:=][ ]*(\S.{0,60})$",
    re.IGNORECASE | re.MULTILINE,
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POST_NOMINALS_WORDS = """
jr sr jnr snr mbe obe cbe esq esquire phd md ba bsc ma msc mp frcs frsa ii iii iv qc kc jp
"""
_POST_NOMINALS = frozenset(_POST_NOMINALS_WORDS.split())
_ROLES_WORDS = """
complaints complaint info admin accounts enquiries enquiry sales support help helpdesk office team
noreply no-reply customer customers service services mail mailbox contact desk notifications webmaster
form website web iphone ipad me home user unknown family
"""
_ROLES = frozenset(_ROLES_WORDS.split())


def find_name(own_words: str, display_name: str) -> str:
    """The complainant's name as typed, or "" where none can be read."""
    display = tidy_display_name(display_name)
    signed = _signed(own_words, display)
    if not signed:
        stated = _stated(own_words)
        return display if not stated or (display and not alike(stated, display)) else fuller(stated, display)
    return fuller(signed, display) if display and alike(signed, display) else signed


def tidy_display_name(display_name: str) -> str:
    """A display name without asides, in the order it is spoken; "" when it is an address or an office."""
    name = re.sub(r"\s+", " ", _ASIDE.sub(" ", display_name[:200].replace("’", "'"))).strip(" '\",;")
    name = re.split(r" via | on behalf of | \| | - ", name, maxsplit=1)[0].strip(" '\",;")
    if "@" in name or not name or re.search(r"\d{3}", name):
        return ""
    words = [word.casefold() for word in re.findall(r"[\w\-]+", name)]
    if not words or all(word in _ROLES for word in words):
        return ""
    surname, comma, rest = name.partition(",")
    rest = rest.strip()
    if comma and rest and "," not in rest and rest.casefold().strip(".") not in _POST_NOMINALS:
        # "GREAVES, PAULINE" and "Smith, Dr Jane": catalogue order.
        return f"{rest} {surname.strip()}" if looks_like_name(f"{rest} {surname}") else name
    return name


def _signed(text: str, display: str) -> str:
    """The name under the letter."""
    lines = [re.sub(r"\s+", " ", line).strip(" \t*_,>") for line in text.splitlines()]
    for index in range(len(lines) - 1, -1, -1):
        name = _after_closing(lines, index)
        if name:
            return name
    used = [line for line in lines if line]
    for position, line in enumerate(reversed(used)):
        name = _bare(line)
        if looks_like_name(name) and display and alike(name, display) and position < 15:
            return name
    return "" if display else _last_line(lines)


def _after_closing(lines: list[str], index: int) -> str:
    if _CLOSING.match(lines[index]):
        following = [line for line in lines[index + 1 : index + 5] if line][:2]
        for line in following:
            name = _bare(line)
            if looks_like_name(name, lenient=True):
                return _in_full(name, lines[index + 2 : index + 10])
        return ""
    led = _CLOSING_ON_LINE.match(lines[index])
    if led and len(lines[index]) <= _LONGEST and not any(lines[index + 1 : index + 2]):
        name = _bare(lines[index][led.end() :])
        return name if looks_like_name(name) else ""
    return ""


def _in_full(name: str, below: list[str]) -> str:
    """ "Paul", when the signature below says "Paul Weatherby"."""
    others = (_bare(line) for line in below)
    return next((o for o in others if looks_like_name(o) and alike(o, name) and fuller(name, o) == o), name)


def _last_line(lines: list[str]) -> str:
    """With no display name at all: the line below the text, when it can only be a name."""
    used = [index for index, line in enumerate(lines) if line]
    for index in used[-8:]:
        stands_alone = index > 0 and not lines[index - 1]
        name = _bare(lines[index])
        if (
            stands_alone
            and looks_like_name(name)
            and name[:1].isupper()
            and not lines[index].endswith((",", ":"))
        ):
            return name
    return ""


def _bare(line: str) -> str:
    """A line without what people put beside their names: "Margaret Oduya (Mrs)", "Jo Bell, Director"."""
    line = _ASIDE.sub(" ", line)
    line = re.split(r"\s[|–—/]\s|\s-\s|,(?=\s)|\t", line, maxsplit=1)[0]
    line = re.sub(r"\s+x{1,3}$", "", line.strip(), flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", line).strip(" ,.-*_~:;")


def _stated(text: str) -> str:
    """ "My name is …", or a form's "Name:"."""
    labelled = _LABELLED.search(text)
    if labelled and looks_like_name(_bare(labelled[1]), lenient=True):
        return _bare(labelled[1])
    called = _CALLED.search(text.replace("’", "'"))
    if called is None:
        return ""
    words = called[1].split()
    while words and (words[-1].casefold() in _JOIN | _PARTICLES or words[-1] == "I"):
        words.pop()
    name = " ".join(words).strip(".,'-")
    return name if looks_like_name(name) else ""


def looks_like_name(line: str, *, lenient: bool = False) -> bool:
    """Whether a line can be a person's name. `lenient`: small letters will do, because a closing
    stands above."""
    words = line.replace("’", "'").split()
    if not words or len(words) > _MOST_WORDS or len(line) > _LONGEST:
        return False
    plain = [word for word in words if word.casefold() not in _JOIN and not _TITLE_WORD.fullmatch(word)]
    if not plain or len(plain) > 5 or not all(_WORD.fullmatch(word) for word in plain):
        return False
    if any(word.casefold().strip(".") in _NOT_A_NAME for word in plain):
        return False
    if lenient:
        return len(plain) <= 4
    return all(word[:1].isupper() or word.casefold() in _PARTICLES for word in plain) or len(plain) <= 2


def alike(one: str, other: str) -> bool:
    """Whether two ways to write a name can be the same person's: they share a word, or an initial fits
    it."""
    first, second = name_words(one), name_words(other)
    shared = {w for w in first & second if len(w) > 1}
    return bool(shared)


def fuller(one: str, other: str) -> str:
    """The fuller of two ways to write one name; the first when neither is."""
    if not other:
        return one

    def whole(name: str) -> tuple[int, int]:
        words = name_words(name)
        return sum(len(word) > 1 for word in words), len(words)

    return other if whole(other) > whole(one) else one


def name_words(name: str) -> frozenset[str]:
    """The words of a name without titles, to compare by."""
    words = re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", name.replace("’", "'").casefold())
    return frozenset(w for w in words if w not in _JOIN and w != "family" and not _TITLE_WORD.fullmatch(w))
