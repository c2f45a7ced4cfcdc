"""Whether a letter that a person has completed says what it must, what is recorded, and nothing it must not.

Its draft is the measure: what that told of the case must still be told, and where it left a place something
must have been said. Words for an outcome are compared in English; of letters in another language that is left
to whoever completes them.

Faults: none; findings are ``file:line: message``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.complaints.decision_in import decision_in
from mailbot.complaints.drafts import PLACE, places
from mailbot.complaints.languages import ENGLISH
from mailbot.complaints.prohibitions import PROHIBITIONS, TAGS, forbidden
from mailbot.complaints.statements import FLOORS, STATEMENTS
from mailbot.complaints.statements_in import is_said
from mailbot.complaints.wording import Context, tells, words_of
from mailbot.mail.writing.template_file import Source
from mailbot.mail.writing.templates import Rendered

#: What a draft tells of its case, and how a person would call it.
_TOLD = {
    "received_on": "the day the complaint was received",
    "redress": "the redress that is recorded",
    "expected_on": "the day that is recorded",
    "payments_after_holding_by": "the day the law sets",
    "other_firm": "the firm that is recorded",
}
#: Whose words these are: “it must give the reasons for the delay” helps nobody who did.
_WANTED = {"reasons": "because", "reference": "reference", "other-firm": "other_firm"}
#: How drafts put a decision.
_DECISIONS = (
    "we uphold your complaint",
    "we uphold part of your complaint",
    "we do not uphold your complaint",
)
_FEWEST = 2  # words of one's own that fill a place
_OPTIONAL = "or take this line out"
_GREETING = re.compile(r"(?i)^(?:dear|hello|hi|annwyl|helo)\b(.*)")
_NOBODY = re.compile(r"(?i)\b(?:customer|sir|madam|sirs|all|gwsmer)\b")
_HEADING = re.compile(r"(?m)^#{1,2} +(.+?) *$")


def unfilled(written: Source) -> list[str]:
    """Every place nobody has filled in, and what is left of one that was half deleted."""
    found = [
        (line, f"still to be written: {' '.join(place[1].split())}")
        for key, line in written.key_lines.items()
        for place in PLACE.finditer(written.front_matter[key])
    ]
    found += [
        (written.body_line + line - 1, f"still to be written: {wanted}")
        for line, wanted in places(written.body)
    ]
    rest = PLACE.sub(lambda place: re.sub(r"[^\n]", " ", place[0]), written.body)
    found += [
        (written.body_line + rest.count("\n", 0, at.start()), f"“{at[0]}” is left of a place: delete it")
        for at in re.finditer(r"(?<!\\)(?:\[\[|\]\])", rest)
    ]
    return [f"{written.file}:{line}: {what}" for line, what in sorted(found)]


@dataclass(frozen=True, slots=True)
class Completed:
    """A letter of one kind as a person completed it.

    `context` is what its `draft` was filled with; `rendered` is what would go out.
    """

    kind: str
    written: Source
    rendered: Rendered
    context: Context
    draft: str

    def faults(self, *, name_considered: bool) -> list[str]:
        """What it lacks, contradicts, or must not say.

        `name_considered`: somebody has said that it is for the right person.
        """
        words = words_of(f"{self.rendered.subject}\n\n{self.rendered.text}")
        found = [*self._lacking(words), *self._untold(words), *self._empty(), *self._contradiction(words)]
        found += self._speechless()
        if not name_considered:
            found += [*self._misaddressed(), *self._of_another_case()]
        return [*found, *self._forbidden()]

    def _lacking(self, words: str) -> Iterator[str]:
        for one in (STATEMENTS[name] for name in FLOORS.get(self.kind, ())):
            if one.is_due(self.context) and not is_said(one, words, self.context, self.written.language):
                told = self.context.get(_WANTED.get(one.name, ""))
                wanted = f"; what is recorded is “{told}”: say so, or mend the command" if told else ""
                yield self._at(1, f"{one.name}: it must {one.what} ({one.source}){wanted}")

    def _untold(self, words: str) -> Iterator[str]:
        """What the draft told, and the letter tells no more."""
        draft = words_of(self.draft.replace("\\", ""))
        for key, called in _TOLD.items():
            value = self.context.get(key)
            said = tells(words, value) or (key == "redress" and tells(words, str(value).removesuffix(".00")))
            if value and tells(draft, value) and not said:
                yield self._at(1, f"it does not say “{value}”, {called}: say so, or mend what is recorded")

    def _empty(self) -> Iterator[str]:
        """Where the draft left a place and next to nothing stands now."""
        had, has = _sections(self.draft.partition("\n\n")[2]), _sections(self.written.body)
        for heading, text in had.items():
            asked = [place[1] for place in PLACE.finditer(text) if _OPTIONAL not in place[1]]
            own = Counter(_plain(has.get(heading, "")).split()) - Counter(_plain(text).split())
            if asked and heading in has and own.total() < _FEWEST:
                line = self._line(heading)
                yield self._at(line, f"next to nothing is said here: {' '.join(asked[0].split())}")

    def _contradiction(self, words: str) -> Iterator[str]:
        decision = self.context.get("decision")
        if not decision or self.written.language != ENGLISH or decision_in(words_of(self.draft)) != decision:
            return
        kept = next((one for one in _DECISIONS if one in words_of(self.draft)), "")
        if kept and kept in words:
            return  # the draft's own words for it stand there
        if (says := decision_in(words)) != decision:
            told = f"says “{says}”" if says else "does not say what was decided, as its draft did"
            yield self._at(1, f"the letter {told}, and what is recorded is “{decision}”: mend one of them")

    def _misaddressed(self) -> Iterator[str]:
        known = {word for word in words_of(str(self.context.get("complainant") or "")).split() if word[2:]}
        for number, line in enumerate(self.written.body.splitlines(), self.written.body_line):
            if found := _GREETING.match(line.strip()):
                called = words_of(found[1].replace("\\", "")).replace(",", " ").split()
                if known and called and not _NOBODY.search(line) and not known & set(called):
                    name = self.context["complainant"]
                    told = f"it is addressed to another than {name}: mend it, or say --although why"
                    yield self._at(number, told)
                return

    def _of_another_case(self) -> Iterator[str]:
        reference = str(self.context["reference"])
        one_of_ours = re.compile(rf"(?i)\b{re.escape(reference[:-9])}[0-9A-Z]{{4}}-[0-9A-Z]{{4}}\b")
        text = f"{self.written.subject}\n{self.written.body}"
        for other in {found for found in one_of_ours.findall(text) if found.upper() != reference}:
            told = f"“{other}” is not the reference of this case, {reference}: mend it, or say --although why"
            yield self._at(self._line(other), told)

    def _speechless(self) -> Iterator[str]:
        if not re.search(r"\w", self.written.subject.replace(str(self.context["reference"]), "")):
            yield self._at(self.written.subject_line, "the subject says nothing: write what the letter is")

    def _forbidden(self) -> Iterator[str]:
        text = f"{self.rendered.subject}\n\n{self.rendered.text}"
        on_one_line = re.sub(r"(?<!\n)\n(?!\n)", " ", text)  # a number does not end with its line
        for rule in (PROHIBITIONS[name] for name in forbidden(self.kind, "complainant") if name != TAGS):
            found = [*rule.pattern.finditer(text), *rule.pattern.finditer(on_one_line)]
            for said in dict.fromkeys(" ".join(match[0].split()) for match in found):
                yield self._at(self._line(said), f"“{said}” {rule.why} ({rule.source})")

    def _line(self, said: str) -> int:
        """Where the words begin in the file, as far as one word tells."""
        body = self.written.body
        at = body.find(said if said in body or not said else said.split()[0])
        return self.written.body_line + body.count("\n", 0, max(at, 0))

    def _at(self, line: int, what: str) -> str:
        return f"{self.written.file}:{line}: {what}"


def _plain(text: str) -> str:
    """The words, with what was asked for and without brackets: to delete these alone fills nothing in."""
    return re.sub(r"[\[\]\\]", " ", text)


def _sections(body: str) -> dict[str, str]:
    """What stands below each heading; "" is what stands before the first."""
    first, *rest = _HEADING.split(body)
    return {"": first, **dict(zip(rest[::2], rest[1::2], strict=True))}
