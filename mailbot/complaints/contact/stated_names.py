"""Find the name somebody states in his text: "My name is …", a form's "Name:", "This is …"."""

from __future__ import annotations

import re

from mailbot.complaints.contact.name_shape import JOIN, NOT_A_NAME, PARTICLES, bare_name, looks_like_name
from mailbot.complaints.signs import has, signs, small

_READ = 4 * 1024  # characters at either end: a person says who he is where he begins or where he closes
_STATED = re.compile(
    r"\b(?i:my (?:full )?name)(?i:\sis|'?s(?!\snot)|:)\s{1,3}"
    r"((?:[^\W\d_][\w.'\-]*)(?:[ ](?:[^\W\d_][\w.'\-]*|&)){0,5})"
)
_STATED_SIGNS = signs("my name", "my full name")
_INTRODUCED = re.compile(
    r"(?:^|[.!?,][ ]+|\n[ ]*)(?:(?:Hi|Hello|Dear \w+)[,.!]?[ ]+)?"
    r"(?:[Ii] am|[Ii]'?m|[Tt]his is|[Ii]t is|[Ii]t'?s)[ ]"
    r"((?:[A-Z][\w.'\-]*)(?:[ ](?:[A-Z][\w.'\-]*|de|van|von|der|al|bin|ap)){1,4})(?!'s|[\w'])"
)
# "Hello, Jane Hale here."; "Complaint from Jane Hale"; "From Jane Hale" as the first line.
_HERE = re.compile(
    r"(?:^|[.!?,]\s{1,2}|\n)(?:(?:Hi|Hello)[ ])?"
    r"((?:[A-Z][\w.'\-]*[ ]){2,4})(?<!lick )(?<!ress )(?<!Look )here\b(?![ ]to\b)"
    r"|(?:\A|\n)(?:(?:[Ff]ormal )?[Cc]omplaint (?:from|by)|\AFrom)[ ]"
    r"((?:[A-Z][\w.'\-]*)(?:[ ][A-Z][\w.'\-]*){1,4})[ ]?(?=[,\n]|$)"
)
_HERE_SIGNS = tuple(
    re.compile(sign) for sign in (r"[A-Z][\w.'\-]*[ ]here\b", r"omplaint (?:from|by)[ ]", r"\AFrom[ ]")
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
# With his title a name is one in small letters too; "I, Jane Hale," is one by its commas.
_TITLED_SIGNS = (re.compile(r"[ms] (?:m(?:rs?|s|iss|x)|dr)\.? "),)
_TITLED = re.compile(
    r"\b(?:i am|i'?m|this is|it is|it'?s|my name is)[ ]((?:mr|mrs|ms|miss|mx|dr)\.?[ ][^\W\d_][\w'\-]*)",
    re.IGNORECASE,
)
_I_WHO = re.compile(r"I,[ ](?<!\wI,[ ])((?:[A-Z][\w.'\-]*)(?:[ ][A-Z][\w.'\-]*){1,4}),")
_HOLDER = re.compile(
    r"^(?:account[ ]?holder|card[ ]?holder|policy[ ]?holder|customer|account[ ]name|"
    r"name[ ]on[ ](?:the[ ])?(?:account|card))"
    r"(?:'s)?(?:[ ]name)?[ ]?[:=][ \t]*(\S.{0,60})$",
    re.IGNORECASE | re.MULTILINE,
)


def stated_name(text: str, *, introduced: bool) -> str:
    """ "My name is …", a form's "Name:"; where nobody else is known also "This is …"."""
    if len(text) > 2 * _READ:
        text = f"{text[:_READ]}\n{text[-_READ:]}"
    given, surname = _GIVEN.search(text), _SURNAME.search(text)
    if given and surname:
        whole = f"{bare_name(given[1])} {bare_name(surname[1])}"
        if looks_like_name(whole, lenient=True):
            return whole
    labelled = _LABELLED.search(text)
    if labelled is not None:
        name = bare_name(labelled[1] or labelled[2] or labelled[3])
        if looks_like_name(name, lenient=True):
            return name
    plain = text.replace("’", "'")
    lowered = small(plain)
    called = _STATED.search(plain) if has(lowered, _STATED_SIGNS) else None
    if called is not None and (name := _leading_name(called[1])):
        return name
    if not introduced:
        return ""
    for pattern in (_I_WHO, _INTRODUCED, *((_TITLED,) if has(lowered, _TITLED_SIGNS) else ())):
        if (told := pattern.search(plain)) is not None and (name := _leading_name(told[1])):
            return name
    here = _HERE.search(plain) if has(plain, _HERE_SIGNS) else None
    if here is not None and (name := _leading_name(here[1] or here[2])):
        return name
    holder = _HOLDER.search(plain)
    name = bare_name(holder[1]) if holder else ""
    return name if looks_like_name(name) else ""


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
