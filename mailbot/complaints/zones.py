"""Where in a message something was read: the stretches of a message, newest first, capped and masked.

Everything the room reads comes through here, so that no card number survives in anything it finds and no
text is longer than `CAP`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import ReferenceFormat
from mailbot.mail.message import ParsedMessage, Zone

CAP = 64 * 1024  # characters of one stretch: beyond it nobody writes a reference, and searching costs
ATTACHMENTS_READ = 10  # a bundle of scans must not cost a hundred times one letter

# One character for one character, so that a place in the folded text is the same place in the original.
_FOLD = {
    **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "
    ),
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    **{chr(0xFF21 + letter): chr(0x41 + letter) for letter in range(26)},
    **{chr(0xFF41 + letter): chr(0x61 + letter) for letter in range(26)},
}
_TYPOGRAPHIC = re.compile(f"[{re.escape(''.join(_FOLD))}]")


def fold(text: str) -> str:
    """Plain quotes, dashes, spaces, digits and letters for typographic ones; the length stays."""
    if text.isascii():  # most texts: the grave accent is the only one of these characters
        return text.replace("`", "'")
    for character in set(_TYPOGRAPHIC.findall(text)):
        text = text.replace(character, _FOLD[character])
    return text


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text and where it stood: "subject", "new", "signature", "forwarded", "quoted", "attachment" or
    "filename"."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Zones:
    """A message cut up by trust. Masked throughout; `masked` counts what the author newly sent."""

    subject: str
    new: str
    signature: str
    forwarded: str
    quoted: str
    attachments: tuple[str, ...]
    filenames: tuple[str, ...]
    masked: int

    @property
    def own_words(self) -> str:
        """What the author wrote, signature included: the only place his own details stand."""
        return "\n".join(text for text in (self.new, self.signature) if text)

    def newest_first(self) -> tuple[Stretch, ...]:
        """Every stretch; where two say the same thing the earlier one is believed."""
        named = [
            ("new", self.new),
            ("subject", self.subject),
            ("signature", self.signature),
            *(("attachment", text) for text in self.attachments),
            *(("filename", name) for name in self.filenames),
            ("forwarded", self.forwarded),
            ("quoted", self.quoted),
        ]
        return tuple(Stretch(source, fold(text)) for source, text in named if text)


def zones_of(parsed: ParsedMessage, keep: Iterable[ReferenceFormat] = ()) -> Zones:
    """Cut a message into its zones and mask each."""
    patterns = tuple(format_.pattern for format_ in keep)

    def masked(text: str) -> tuple[str, int]:
        return mask(text[:CAP], keep=patterns)

    def zone(wanted: Zone) -> tuple[str, int]:
        return masked("\n".join(p.text for p in parsed.passages if p.zone is wanted).strip())

    subject, in_subject = masked(re.sub(r"\s+", " ", parsed.subject[:CAP]).strip())
    new, in_new = zone(Zone.NEW)
    letters = [a for a in parsed.attachments if a.text][:ATTACHMENTS_READ]
    named = [a for a in parsed.attachments if a.filename][:ATTACHMENTS_READ]
    return Zones(
        subject=subject,
        new=new,
        signature=zone(Zone.SIGNATURE)[0],
        forwarded=zone(Zone.FORWARDED)[0],
        quoted=zone(Zone.QUOTED)[0],
        attachments=tuple(masked(a.text)[0] for a in letters),
        filenames=tuple(masked(a.filename)[0] for a in named),
        masked=in_subject + in_new,
    )
