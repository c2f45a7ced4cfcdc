"""Spell out the shorthand and dialect of phones, so that one word is looked for and not nine.

"dnt wana b here", "thinkin of endin it", "me tablets": the words of a row are whole words in full spelling.
The places in the text as written are kept, because a cue is shown as its author wrote it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from mailbot.complaints.word_index import any_of

_SPELT = {
    "dnt": "don't", "cnt": "can't", "wnt": "want", "wana": "wanna", "gona": "gonna", "gunna": "gonna",
    "gna": "gonna", "anymor": "anymore", "nomore": "no more", "ded": "dead", "enuf": "enough",
    "enuff": "enough",
    "wot": "what", "tonite": "tonight", "2nite": "tonight", "tmrw": "tomorrow", "2moro": "tomorrow",
    "wiv": "with", "tryed": "tried", "tride": "tried", "luv": "love", "b4": "before", "n": "and",
    "cos": "because",
    "coz": "because", "bcos": "because", "meself": "myself", "mesen": "myself", "mysen": "myself",
    "myslef": "myself", "myslf": "myself", "myselfs": "myself", "hisself": "himself", "hissen": "himself",
    "hersen": "herself", "sewerslide": "suicide", "sewer slide": "suicide",
    "livin": "living", "endin": "ending", "bein": "being", "thinkin": "thinking", "goin": "going",
    "havin": "having", "killin": "killing", "hangin": "hanging", "jumpin": "jumping", "takin": "taking",
    "cuttin": "cutting", "harmin": "harming", "dyin": "dying", "feelin": "feeling", "wakin": "waking",
    "gettin": "getting", "givin": "giving", "carryin": "carrying", "existin": "existing",
}  # fmt: skip
_MINE = (
    "tablets|pills|meds|life|kids|son|lad|lass|daughter|mum|mam|dad|wife|husband|missus|mate|mates|family|"
    "phone|post|letters|card|money|wages|head|arm|arms|wrists|neck|own"
)
_WISHES = ("want", "wanna", "wana", "going", "gonna", "have", "need", "trying", "tried")
_SPELT |= {f"me {owned}": f"my {owned}" for owned in _MINE.split("|")}
_SPELT |= {f"{wish} 2": f"{wish} to" for wish in _WISHES}
_SPELT |= {f"{wish} b": f"{wish} be" for wish in ("wana", "wanna", "gonna", "to", "2")}
_SPELT |= {f"{one} self": f"{one}self" for one in ("my", "him", "her")}
_SPELT |= {f"{word} no more": f"{word} any more" for word in ("this", "it", "on", "here", "live", "cope")}
_SPELT |= {"me self": "myself", "him selfs": "himself", "his self": "himself"}
_WORDS = re.compile(rf"(?<!\w){any_of(sorted(_SPELT))}(?!\w)")


class SpeltOut:
    """A text in full spelling, and where each of its places is in the text as written."""

    __slots__ = ("_ends", "_shifts", "text")

    def __init__(self, plain: str) -> None:
        self._ends: list[int] = []
        self._shifts: list[int] = []
        pieces: list[str] = []
        before = length = 0
        for match in _WORDS.finditer(plain):
            word = _SPELT[match[0]]
            pieces += plain[before : match.start()], word
            length += match.start() - before + len(word)
            before = match.end()
            self._ends.append(length)
            self._shifts.append(before - length)
        self.text = "".join((*pieces, plain[before:])) if pieces else plain

    def written_at(self, place: int) -> int:
        """The place in the text as written; within a word spelt out, its end."""
        at = bisect_right(self._ends, place)
        if at < len(self._ends):
            return min(place + (self._shifts[at - 1] if at else 0), self._ends[at] + self._shifts[at])
        return place + (self._shifts[-1] if self._shifts else 0)
