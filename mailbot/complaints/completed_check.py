"""Whether a letter that a person has completed says what it must, what is recorded, and nothing it must not.

Its draft is the measure: what that told of the case must still be told, and where it left a place something
must have been said. Words for an outcome are compared in English; of letters in another language that is left
to whoever completes them.

Faults: `Completed.check` raises what it found, as lines of ``file:line: message``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from mailbot.complaints.days_in import tells_day
from mailbot.complaints.decision_in import decision_in, decisions_in
from mailbot.complaints.doubts import DOUBTS, Fault, how_to_say
from mailbot.complaints.drafts import PLACE, places
from mailbot.complaints.greetings import greeting_of, is_called
from mailbot.complaints.languages import ENGLISH
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.prohibitions import ACCOUNT, PROHIBITIONS, TAGS, forbidden
from mailbot.complaints.said_besides import said_besides
from mailbot.complaints.statements import FLOORS, STATEMENTS, says_annex_3r
from mailbot.complaints.statements_in import is_said
from mailbot.complaints.wording import Context, tells, words_of
from mailbot.mail.writing.template_file import Source
from mailbot.mail.writing.templates import Rendered

#: What a draft tells of its case, how a person would call it, and the doubt where the letter does not.
_TOLD = {
    "received_on": ("the day the complaint was received", "date"),
    "redress": ("the redress that is recorded", "sum"),
    "expected_on": ("the day that is recorded", "date"),
    "payments_after_holding_by": ("the day the law sets", "date"),
    "other_firm": ("the firm that is recorded", "firm"),
}
#: Whose words these are: “it must give the reasons for the delay” helps nobody who did.
_WANTED = {"reasons": "because", "reference": "reference", "other-firm": "other_firm"}
#: Statements that can be made in words nothing here knows.
_OPEN = {"reasons": "reasons"}
#: How drafts put a decision, and what then must not stand in another sentence of the letter.
_AGAINST = re.compile(
    r"\b(?:complaint|point|part|aspect)s?\b[^,;:]{0,80} (?:is|are) (?:therefore )?(?:not upheld|rejected)\b"
    r"|\b(?:we|i) (?:do not|don't|cannot|can't) uphold\b"
)
_FOR = re.compile(
    r"\b(?:complaint|point|part|aspect)s?\b[^,;:]{0,80} (?:is|are) (?:therefore )?upheld\b"
    r"|\b(?:we|i) (?:do |also )?uphold (?:your|the|this) (?:\w+ )?(?:complaint|point|part)\b"
)
_DECISIONS = {
    "we uphold your complaint": _AGAINST,
    "we uphold part of your complaint": None,
    "we do not uphold your complaint": _FOR,
}
_ANOTHER = "Another of the firm's wordings is chosen by `mailbot letters draft … --wording NAME`"
_FEWEST = 2  # words of one's own that fill a place
_OPTIONAL = "or take this line out"
_HEADING = re.compile(r"(?m)^#{1,2} +(.+?) *$")
_BRACKETS = re.compile(r"(?<!\\)(?:\[\[|\]\])")


def unfilled(written: Source) -> list[str]:
    """Every place nobody has filled in, and what is left of one that was half deleted."""
    found: list[tuple[int, str]] = []
    parts = [
        *((written.front_matter[key], line) for key, line in written.key_lines.items()),
        (written.subject, written.subject_line),
        (written.body, written.body_line),
    ]
    for text, first in parts:
        found += [(first + line - 1, f"still to be written: {wanted}") for line, wanted in places(text)]
        rest = PLACE.sub(lambda place: re.sub(r"[^\n]", " ", place[0]), text)
        found += [
            (first + rest.count("\n", 0, at.start()), f"“{at[0]}” is left of a place: delete it")
            for at in _BRACKETS.finditer(rest)
        ]
    return [f"{written.file}:{line}: {what}" for line, what in sorted(found)]


@dataclass(frozen=True, slots=True)
class Completed:
    """A letter of one kind as a person completed it.

    `context` is what its `draft` was filled with; `rendered` is what would go out on the London day `today`.
    """

    kind: str
    written: Source
    rendered: Rendered
    context: Context
    draft: str
    today: date
    others: Collection[str] = field(default=())  # who else complained, as the letter calls them

    def check(self, considered: Collection[str] = ()) -> None:
        """Raise `ValueError` with every fault, and with how to say that a doubt is none."""
        if faults := sorted(self.faults(considered), key=lambda fault: fault.line):
            lines = [f"{self.written.file}:{one.line}: {one.what}" for one in faults]
            raise ValueError("\n".join(filter(None, [*lines, how_to_say(faults)])))

    def faults(self, considered: Collection[str] = ()) -> list[Fault]:
        """What it lacks, contradicts, or must not say; without the doubts that were `considered`."""
        words = words_of(f"{self.rendered.subject}\n\n{self.rendered.text}")
        found = [*self._lacking(words), *self._untold(words), *self._empty(), *self._contradiction(words)]
        found += [*self._speechless(), *self._of_another_case(), *self._of_others()]
        if self.written.language == ENGLISH:
            draft, body = words_of(self.draft.replace("\\", "")), words_of(self.rendered.text)
            for doubt, said, why in said_besides(self.kind, body, self.context, draft, self.today):
                found.append(Fault(self._line(said), why, doubt))
        found += [*self._misaddressed(), *self._forbidden()]
        return [one for one in found if one.doubt not in considered or not one.doubt]

    def _lacking(self, words: str) -> Iterator[Fault]:
        for one in (STATEMENTS[name] for name in FLOORS.get(self.kind, ())):
            if one.is_due(self.context) and not is_said(one, words, self.context, self.written.language):
                told = self.context.get(_WANTED.get(one.name, ""))
                wanted = f"; what is recorded is “{told}”: say so, or mend the command" if told else ""
                if one.name == "annex-3r":
                    wanted = f"; “{self._wording_left_out(words)[:60]}…” is missing. {_ANOTHER}"
                what = f"{one.name}: it must {one.what} ({one.source}){wanted}"
                yield Fault(1, what, _OPEN.get(one.name, ""))

    def _wording_left_out(self, words: str) -> str:
        wording = self.context.get("wording")
        told = wording if isinstance(wording, list) else []
        return next((str(one) for one in told if not tells(words, one)), "")

    def _untold(self, words: str) -> Iterator[Fault]:
        """What the draft told, and the letter tells no more."""
        draft = words_of(self.draft.replace("\\", ""))
        missing = self._wording_left_out(words)
        if missing and not says_annex_3r(self.kind):
            yield Fault(1, f"annex-3r: “{missing[:60]}…” is missing, which `wording` asks for. {_ANOTHER}")
        for key, (called, doubt) in _TOLD.items():
            value = str(self.context.get(key) or "")
            said = tells(words, value) or (doubt == "date" and tells_day(words, value))
            said = said or (key == "redress" and tells(words, value.removesuffix(".00")))
            if value and tells(draft, value) and not said:
                yield Fault(
                    1, f"it does not say “{value}”, {called}: say so, or mend what is recorded", doubt
                )

    def _empty(self) -> Iterator[Fault]:
        """Where the draft left a place and next to nothing stands now."""
        had, has = _sections(self.draft.partition("\n\n")[2]), _sections(self.written.body)
        for heading, text in had.items():
            asked = [place[1] for place in PLACE.finditer(text) if _OPTIONAL not in place[1]]
            own = Counter(_plain(has.get(heading, "")).split()) - Counter(_plain(text).split())
            if asked and heading in has and own.total() < _FEWEST:
                told = f"next to nothing is said here: {' '.join(asked[0].split())}"
                yield Fault(self._line(heading), told)

    def _contradiction(self, words: str) -> Iterator[Fault]:
        decision = self.context.get("decision")
        draft = words_of(self.draft)
        if not decision or self.written.language != ENGLISH or decision_in(draft) != decision:
            return
        body = words_of(self.rendered.text)
        kept = next((one for one in _DECISIONS if one in draft), "")
        if kept and kept in body:  # the draft's own words for it stand there
            against = _DECISIONS[kept]
            if against is not None and (found := against.search(body.replace(kept, ""))):
                yield self._decided_otherwise(found[0], "partly")
        elif not (says := decision_in(words)):
            told = "the letter does not say what was decided, as its draft did"
            yield Fault(1, f"{told}: what is recorded is “{decision}”", "decision")
        elif says != decision:
            sentence = next(one for one, said in decisions_in(words) if said != decision)
            yield self._decided_otherwise(sentence, says)

    def _decided_otherwise(self, sentence: str, says: str) -> Fault:
        told = f"the letter says “{says}”, and what is recorded is “{self.context['decision']}”: mend one"
        return Fault(self._line(sentence), told, "decision")

    def _misaddressed(self) -> Iterator[Fault]:
        name = str(self.context.get("complainant") or "")
        greeting = greeting_of(self.written.body)
        if name and greeting and greeting[1] and not is_called(greeting[1], name):
            line = self.written.body_line + greeting[0] - 1
            yield Fault(line, f"“{greeting[1]}” is greeted, and the complaint is of {name}", "greeting")

    def _of_another_case(self) -> Iterator[Fault]:
        reference = str(self.context["reference"])
        one_of_ours = re.compile(rf"(?i)\b{re.escape(reference[:-9])}[0-9A-Z]{{4}}-[0-9A-Z]{{4}}\b")
        text = f"{self.written.subject}\n{self.written.body}"
        for other in sorted({found for found in one_of_ours.findall(text) if found.upper() != reference}):
            told = f"“{other}” is not the reference of this case, {reference}"
            yield Fault(self._line(other), told, "another-case")

    def _of_others(self) -> Iterator[Fault]:
        for other in self.others:
            told = f"“{other}” complained to us in another case"
            yield Fault(self._line(other), told, "another-person")

    def _speechless(self) -> Iterator[Fault]:
        if not re.search(r"\w", self.written.subject.replace(str(self.context["reference"]), "")):
            yield Fault(self.written.subject_line, "the subject says nothing: write what the letter is")

    def _forbidden(self) -> Iterator[Fault]:
        text = f"{self.rendered.subject}\n\n{self.rendered.text}"
        whole = re.sub(r"(?<!\n)\n(?!\n)", " ", text)  # a number does not end with its line
        own, wording = whole, self.context.get("wording")
        masked = mask(whole)[0]  # a card, sort code and account, an IBAN: by their check digits and form
        for paragraph in wording if isinstance(wording, list) else ():
            own = own.replace(str(paragraph), "")  # the firm has approved it
        for rule in (PROHIBITIONS[name] for name in forbidden(self.kind, "complainant") if name != TAGS):
            found = rule.pattern.finditer(own if rule.allowed_in else whole)
            for said in dict.fromkeys(match[0] for match in found):
                is_sure = rule.name not in DOUBTS or (rule.name == ACCOUNT and said not in masked)
                doubt, said = "" if is_sure else rule.name, " ".join(said.split())
                yield Fault(self._line(said), f"“{said}” {rule.why} ({rule.source})", doubt)

    def _line(self, said: str) -> int:
        """Where the words begin in the file, as far as they are found there."""
        if not said:
            return 1
        wanted = r"[\s\\*_]+".join(re.escape(word) for word in said.split()[:8])
        text = f"{self.written.subject}\0{self.written.body}".replace("’", "'")
        wanted = wanted.replace("’", "'")
        found = re.search(wanted, text, re.IGNORECASE) or re.search(
            re.escape(said.split()[0]), text, re.IGNORECASE
        )
        if found is None or found.start() < len(self.written.subject):
            return self.written.body_line if found is None else self.written.subject_line
        return self.written.body_line + text.count("\n", text.index("\0"), found.start())


def _plain(text: str) -> str:
    """The words, with what was asked for and without brackets: to delete these alone fills nothing in."""
    return re.sub(r"[\[\]\\]", " ", text)


def _sections(body: str) -> dict[str, str]:
    """What stands below each heading; "" is what stands before the first."""
    first, *rest = _HEADING.split(body)
    return {"": first, **dict(zip(rest[::2], rest[1::2], strict=True))}
