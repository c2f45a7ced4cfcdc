"""What the words of a message say of the machine that may have written it, as the names of signs.

Only the author's own words are read: what is quoted or forwarded is somebody else's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mailbot.mail.machines import answer_words as words
from mailbot.mail.machines.bounce_words import ANSWERED, SUBJECTS
from mailbot.mail.machines.complaint_words import (
    blames_the_absent,
    complains,
    complains_abroad,
    complains_outright,
    disapproves,
)
from mailbot.mail.message import ParsedMessage

_WORDS = (
    ("away", words.AWAY),
    ("returning", words.RETURNING),
    ("gone", words.GONE),
    ("automatic", words.AUTOMATIC),
    ("logged", words.LOGGED),
    ("received", words.RECEIVED),
)
_AGGREGATE_SUBJECT = re.compile(
    r".{0,40}?report[- _]domain\s*:.{1,300}submitter\s*:", re.IGNORECASE
)  # RFC 7489, RFC 8460
# "receiver!domain!begin!end.xml.gz" (RFC 7489 section 7.2.1.1; RFC 8460 section 5.1)
_AGGREGATE_FILE = re.compile(
    r"[^!/\s]{1,255}![^!/\s]{1,255}!\d{9,11}!\d{9,11}(?:![^!/\s]{1,80})?\.(?:xml|json|zip|gz|xml\.gz"
    r"|json\.gz)",
    re.IGNORECASE,
)
_COMPRESSED = frozenset(
    {
        "application/gzip", "application/x-gzip", "application/zip", "application/x-zip-compressed",
        "application/tlsrpt+gzip", "application/tlsrpt+json", "application/x-zip", "application/octet-stream",
        "text/xml", "application/xml",
    }
)  # fmt: skip
_REPLY_ABOVE = re.compile(
    r"\W{0,20}(?:please )?(?:type|write|enter|add"
    r"|reply)\b[^\n]{0,30}\babove\b[^\n]{0,30}\bline\b",
    re.IGNORECASE,
)
# What calendars write into the text beside an answer to an invitation.
_CALENDAR_TEXT = re.compile(
    r"^(?:when|where|what|who|wann|wo|quand|o[ùu]|cu[áa]ndo|d[óo]nde|quando|dove)\s?:"
    r"|\binvitation from \w{1,20} calendar"
    r"|\bhas (?:accepted|declined|tentatively|replied|cancell?ed|proposed)|\bhat (?:diese"
    r"|die) (?:einladung|besprechung)"
    r"|\ba (?:accept|refus|d[ée]clin)|~{5}",
    re.IGNORECASE | re.MULTILINE,
)
_MAX_CALENDAR_TEXT = 1_500  # characters
_MAX_COVER_NOTE = 60  # characters of "please see below"
_MAX_FORWARDED = 8 * 1024
_FROM_A_SYSTEM = re.compile(
    r"mailer-daemon|mail delivery (?:sub)?system|postmaster@|^[> ]{0,8}final-recipient:",
    re.IGNORECASE | re.MULTILINE,
)


_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_QUOTED = re.compile(r"“[^“”]{1,400}”|\"[^\"]{1,400}\"|„[^„“”]{1,400}[“”]|«[^«»]{1,400}»")
_MAX_REST = 90  # characters: a name, a telephone number, a line of courtesy
_GREETING = re.compile(
    r"^\W*(?:dear|hi|hello|hallo|good (?:morning|afternoon|day)|guten tag|sehr geehrte|bonjour|hola|ciao"
    r"|hei|hej|dobr[ýy] de[nň]|dzie[nń] dobry|kind regards|regards|best(?: wishes)?|thanks|thank you|cheers"
    r"|many thanks|cordialement|mit freundlichen gr[üu]ßen|s pozdravem)\b[^\n.!]{0,40}",
    re.MULTILINE,
)
_TO_THE_READER = re.compile(r"\byou|\b(?:i|my|me)\b|[£€$] ?\d|\b(?:nobody|no one|still|complain)")
_CHALLENGE_STEMS = ("confirm", "verif", "prove", "protected by", "click", "being held", "spam", "requesting")


def has_subject_of_an_answer(message: ParsedMessage) -> bool:
    subject = message.subject[:300]
    found = words.ANSWER_SUBJECT.match(subject)
    return found is not None and subject[found.end() : found.end() + 1] != "?"


def has_generated_subject(message: ParsedMessage) -> bool:
    """Whether the subject is as a mail system makes it of the one it answers, "Automatic reply: ...", and
    nothing below it speaks to a reader of English: some language's absence."""
    found = words.GENERATED_SUBJECT.match(message.subject[:300]) is not None
    return found and _TO_THE_READER.search(_head(message)) is None


def has_a_complaint_abroad(message: ParsedMessage) -> bool:
    """Whether somebody complains in a language that is not English, beside a machine's sentences."""
    return complains_outright(_head(message)) or complains_abroad(_first_words_beside(message))


def has_a_persons_complaint(message: ParsedMessage) -> bool:
    """Whether somebody complains in the first lines beside a machine's sentences: he may have copied them, or
    speak of them."""
    head = _head(message)
    if blames_the_absent(head) or complains_outright(head):
        return True
    rest = _first_words_beside(message)
    if complains(rest):
        return True
    return ANSWERED.match(message.subject[:300]) is not None and disapproves(rest)


def _first_words_beside(message: ParsedMessage) -> str:
    return beside_a_machines_words(message.new_text[: words.MAX_HEAD])


def says_nothing_else(message: ParsedMessage) -> bool:
    """Whether hardly a word stands beside those of an automatic answer, and none to the reader."""
    text = message.new_text
    if len(text) > words.MAX_HEAD:
        return False
    rest = _GREETING.sub("", beside_a_machines_words(text)).strip()
    return len(rest) <= _MAX_REST and _TO_THE_READER.search(rest) is None


def has_subject_of_a_robot(message: ParsedMessage) -> bool:
    return words.ROBOT_SUBJECT.match(message.subject[:300]) is not None


def has_subject_of_a_receipt(message: ParsedMessage) -> bool:
    """Whether the subject says that something was received; under "Re:" it is an earlier one, maybe ours."""
    subject = message.subject[:300]
    return ANSWERED.match(subject) is None and words.RECEIVED.search(subject) is not None


def machine_words(message: ParsedMessage) -> frozenset[str]:
    """Which kinds of thing an automatic answer says stand in the first lines: "away", "returning", "gone",
    "automatic", "logged", "received"."""
    head = _head(message)
    found = {name for name, pattern in _WORDS if pattern.search(head)}
    if _REPLY_ABOVE.match(message.whole_text[:200]):
        found.add("received")
    return frozenset(found)


def opens_a_ticket(message: ParsedMessage) -> bool:
    """Whether the subject is that of a program which has received something, and nobody's answer to it."""
    return ANSWERED.match(message.subject[:300]) is None and has_subject_of_a_robot(message)


def answers_something(message: ParsedMessage) -> bool:
    """Whether the subject is an earlier message's, or a machine's own: it then says nothing of the author."""
    subject = message.subject[:300]
    return any(pattern.match(subject) for pattern in (ANSWERED, words.ANSWER_SUBJECT, words.ROBOT_SUBJECT))


@lru_cache(maxsize=4)  # what kind it is and whether to answer is asked of the same words
def beside_a_machines_words(text: str) -> str:
    """What is left of a text, lower case, without the sentences an automatic answer is made of and without
    what is put in quotation marks, which is somebody else's."""
    plain = text.replace("’", "'").lower()
    paragraphs = (_QUOTED.sub(" ", " ".join(piece.split())) for piece in plain.split("\n\n"))
    return "\n".join(_own_part(piece) for piece in paragraphs)


def _own_part(paragraph: str) -> str:
    if not _is_a_machines(paragraph):
        return paragraph
    return "\n".join(sentence for sentence in _SENTENCE_END.split(paragraph) if not _is_a_machines(sentence))


def _is_a_machines(text: str) -> bool:
    return any(pattern.search(text) for _, pattern in _WORDS)


def is_challenge(message: ParsedMessage) -> bool:
    """Whether it asks its reader to prove that he sent what he sent."""
    head = _head(message)
    lowered = head.lower()
    return any(stem in lowered for stem in _CHALLENGE_STEMS) and words.CHALLENGE.search(head) is not None


def is_gateways_notice(message: ParsedMessage) -> bool:
    """Whether a filter tells of what it has held or found: a quarantine, a virus, a full mailbox."""
    return (
        words.HELD_SUBJECT.match(message.subject[:300]) is not None
        and words.HELD.search(_head(message)) is not None
    )


def is_aggregate_report(message: ParsedMessage) -> bool:
    """A mail provider's daily statistics about our domain (RFC 7489 section 7.2, RFC 8460 section 5.3)."""
    if any(_AGGREGATE_FILE.fullmatch(attachment.filename) for attachment in message.attachments):
        return True
    return _AGGREGATE_SUBJECT.match(message.subject[:500]) is not None and any(
        attachment.content_type in _COMPRESSED for attachment in message.attachments
    )


def is_forwarded_report(message: ParsedMessage) -> bool:
    """Whether somebody, or a rule of theirs, handed on a mail system's report and said nothing about it."""
    if len(message.new_text) > _MAX_COVER_NOTE or SUBJECTS.search(message.subject[:300].lower()) is None:
        return False
    return _FROM_A_SYSTEM.search(message.whole_text[:_MAX_FORWARDED]) is not None


def has_only_a_calendars_words(message: ParsedMessage) -> bool:
    text = message.new_text
    return not text or (len(text) <= _MAX_CALENDAR_TEXT and _CALENDAR_TEXT.search(text) is not None)


def _head(message: ParsedMessage) -> str:
    text = message.new_text or message.whole_text
    return " ".join(text[: words.MAX_HEAD].replace("’", "'").lower().split())
