"""Read what a message tells: references, contact details, cues, topics, and what is missing. Pure.

The order is the order of trust: card numbers are masked first, so that nothing found can hold one; then the
message is cut into zones, newest first; then each kind of thing is looked for where it may be believed.
"""

from __future__ import annotations

from mailbot.complaints.contact.representatives import find_representative
from mailbot.complaints.contact.ways import find_contact
from mailbot.complaints.findings import Contact, Cue, Extract, Reference, Representative
from mailbot.complaints.languages import language_of
from mailbot.complaints.likeness import signature
from mailbot.complaints.missing import find_missing
from mailbot.complaints.need.cues import find_cues, find_life_risk
from mailbot.complaints.numbers.references import find_references
from mailbot.complaints.practice import Practice
from mailbot.complaints.regulators import regulator_of
from mailbot.complaints.topics import find_topics
from mailbot.complaints.zones import Zones, zones_of
from mailbot.mail.message import ParsedMessage

#: What our own mails to colleagues say of it.
_OUR_WORDS = frozenset({"life is at risk", "life may be at risk"})

__all__ = ["Contact", "Cue", "Extract", "Reference", "Representative", "extract"]


def extract(parsed: ParsedMessage, practice: Practice) -> Extract:
    """Find all that a message tells."""
    zones = zones_of(parsed, practice.references)
    author = regulator_of(parsed.author.domain, practice) if parsed.author else None
    references = find_references(zones, practice, author=author)
    told = _told(zones)
    representative = find_representative(told)
    by_colleague = parsed.author is not None and parsed.author.key in practice.colleagues
    cues = _cues(zones, told, practice, by_colleague=by_colleague)
    contact = find_contact(
        parsed, zones, practice, represented=representative.for_name if representative else ""
    )
    return Extract(
        subject=zones.subject,
        text=zones.new,
        references=references,
        contact=contact,
        missing=find_missing(
            references,
            contact,
            zones.new,
            practice,
            attached=bool(parsed.attachments),
            representative=representative,
        ),
        cues=cues,
        topics=find_topics(told, practice.extra_topics),
        masked=zones.masked,
        unsafe_contact=any(cue.unsafe for cue in cues),
        representative=representative,
        likeness=signature(zones.new),
        language=language_of(zones.new, practice.languages),
    )


def _told(zones: Zones) -> tuple[str, ...]:
    """What the author himself tells: his words, his subject, the letter he attached."""
    return tuple(text for text in (zones.subject, zones.new, *zones.attachments) if text)


def _cues(zones: Zones, told: tuple[str, ...], practice: Practice, *, by_colleague: bool) -> tuple[Cue, ...]:
    """All cues in the author's words; life at risk also in his signature and in what he forwards.

    Not in quotations: those are mostly letters of our own, which may print a helpline's name. They are read
    where nothing new was written, since then the cut may have been in the wrong place, and where a colleague
    shows what somebody wrote to him.
    """
    elsewhere = (zones.signature, zones.forwarded, *(() if zones.new else (zones.quoted,)))
    shown = (zones.quoted,) if by_colleague and zones.new else ()
    at_risk = (
        *find_life_risk(elsewhere, practice.extra_cues),
        *(
            cue
            for cue in find_life_risk(shown, practice.extra_cues)
            if cue.phrase.casefold() not in _OUR_WORDS
        ),
    )
    found = (*find_cues(told, practice.extra_cues), *at_risk)
    unique: dict[tuple[str, str], Cue] = {}
    for cue in found:
        unique.setdefault((cue.driver, cue.phrase.casefold()), cue)
    return tuple(sorted(unique.values(), key=lambda cue: cue.priority))
