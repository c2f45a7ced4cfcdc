"""Whether a person tells of his own dealings with the firm, in his own words.

What a machine says and what somebody else is quoted as saying are left out first: an out-of-office is
"unhappy to miss your message", a newsletter quotes an angry customer. Of the rest a person's complaint has
several marks: what he did, what the firm did to him, what he wants, an amount, an affair of his own, a number
the firm gave him.
"""

from __future__ import annotations

import re

from mailbot.complaints.findings import Extract
from mailbot.complaints.practice import Practice
from mailbot.complaints.triage import is_displeased, is_plainly_complaining
from mailbot.mail.machines.signs import answers_something, beside_a_machines_words
from mailbot.mail.message import ParsedMessage

_BEGINNING, _END = 3_000, 1_000  # characters in which a person says what it is about

_ADVERB = (
    r"(?:(?:never|not|now|already|only|also|just|since|then|both|first|recently|repeatedly|still|again"
    r"|even|always|immediately) ){0,2}"
)
_NARRATES = re.compile(
    rf"\b(?:i|we|my (?:\w{{1,15}} )?\w{{1,15}}|(?:our|my) client(?: \w{{1,15}}){{0,3}}) (?:have |had |has )?"
    rf"{_ADVERB}(?:wrote|written|rang|rung|called|phoned|telephoned|e-?mailed|asked|told|complained|paid"
    r"|received|spoke|spoken|sent|was|were|wasn't|weren't|been|got|had|did|didn't|tried|lost|signed|opened"
    r"|closed|cancell?ed|reported|requested|applied|bought|sold|moved|made|took|gave|given|agreed|said"
    r"|explained|noticed|discovered|found|checked|waited|visited|contacted|returned|borrowed|owed"
    r"|transferred|disputed|raised|missed|went|came|stood|put|set up|heard|saw|changed|died|passed away)\b"
    rf"|\bi(?:'ve| have|'d) {_ADVERB}\w{{2,14}}(?:ed|en|t|ne)\b"
    r"|\bi(?:'m| am) (?:\w{1,12} )?(?:owed|waiting|locked|being|writing|instructed|instructing|acting"
    r"|disgusted|unable|complaining|unhappy|disappointed|furious|left|the customer|told|mortified)\b"
    r"|\bwe (?:act for|are instructed|write on behalf)\b"
    r"|\bi (?:act for|write on behalf|don't owe|do not owe|keep \w{2,12}ing)\b",
)
_ACCUSES = re.compile(
    r"\byou(?:'ve| have| had| people| lot| all)? (?:\w{1,12} ){0,2}?(?:took|taken|charged|owe|refused?"
    r"|ignored?|failed|sent|kept|promised|told|did not|didn't|haven't|closed|blocked|froze|frozen|sold|lent"
    r"|cashed|added|debited|lost|gave|said|won't|increased|stopped|treated|cancelled|wrote|rejected"
    r"|declined|continue|insist|threaten|held|stole|locked|missed|wasted)\b"
    r"|\byou (?:still|now) (?:take|charge|hold|have|want|say|claim|refuse)\b|\byou (?:keep"
    r"|never) \w{2,12}(?:ing|ed|d|t)\b|\bi keep (?:getting|receiving|being)\b"
    r"|\byour (?:people|agents?|man|woman|lady|collectors?|bailiffs?|helpline|call ?centre|engineers?)\b"
    r"|\byour (?:\w{1,15} ){1,3}?(?:has|have|was|were|told|said|keeps?|refused|failed|never|took|sent|says"
    r"|won't|hung|did|does|doesn't|charged|rang|wrote|cut|stopped|crashed|went|is (?:wrong|rude|late))\b"
    r"|\bi (?:do not|don't|didn't|did not|never|have never) (?:recogni[sz]e|owe|agree|live|lived|had"
    r"|sign\w{0,3}"
    r"|took|take|ask\w{0,3}|know|order\w{0,3}|appl\w{1,4}|borrow\w{0,3}|authori\w{2,5})\b|\b(?:not"
    r"|isn't) mine\b"
    r"|\b(?:by|from) (?:you|your (?:\w{1,15} )?(?:staff|agents?|company|firm|bank|people))\b",
)
_DEMANDS = re.compile(
    r"(?<!\w)(?=\w)(?:(?:i|we) (?:\w{1,12} )?(?:want|demand|require|expect|insist|request|ask|claim|seek)\b"
    r"|(?:i|we)(?:'d| would) like\b.{1,40}\b(?:back|refund\w*|explanation|apology|compensation)\b"
    # An order stands at the beginning of a sentence or after a word of courtesy.
    r"|(?:(?<=[.!?] )|(?<=please )|(?<=kindly )|(?<=just )|(?<=now )|(?<![^\n]))(?:refund|return (?:my"
    r"|our|the)"
    r"|pay (?:me|us|back|the|all)|remove|stop|correct|explain|investigate|look into|cancel|credit|reopen"
    r"|unblock|unlock|sort|release|treat|hold|suspend|put (?:it|this)|give (?:it|me|us|back)|make it"
    r"|take me off|leave me|recall|reverse)\b|final response\b|put (?:this|it|things) right\b"
    r"|sort (?:this|it) out\b|pay (?:me|us) back\b"
    r"|will (?:you|some(?:body|one)|any(?:body|one)) (?:please |ever |kindly )?\w{1,12}\b)",
)
_AMOUNT = re.compile(r"[£€$] ?\d|\b\d{1,9}(?:\.\d\d)? ?(?:pounds|quid|euros|gbp)\b")
_OWN_AFFAIR = re.compile(
    r"\b(?:my|our)(?: \w{1,15}){0,2} (?:accounts?|complaints?|cards?|loans?|debts?|money|payments?|refund"
    r"|statements?|credit (?:file|report|score|record|rating)|case|claim|balance|bank|mortgage|deposit"
    r"|polic(?:y|ies)|savings|wages|rent|client|clients|customer|mother|father|mum|dad|husband|wife"
    r"|partner|son|daughter|brother|sister|mam|nan|gran|overdraft|pension|business|shop|late|back)\b"
    r"(?! (?:teams?|departments?|handl\w+|proce\w+|polic\w+|managers?|services?|lines?|forms?|desk|unit"
    r"|officers?))"
)
_SOMEBODY = re.compile(
    r"\b(?:i|i'm|i've|i'll|i'd|me|my|mine|ich|mein\w{0,2}|mir|je|j'ai|moi|mon|ma|mes|yo|mi|mio|mia|ik|mijn|ja"
    r"|moje|moja|rwyf|rydw|fy|meu|minha|jag|mitt|jeg)\b"
)
# What is said to those who might buy, and by no complainant of himself.
_SELLS = re.compile(
    r"\b(?:book (?:now|by|your|online|on)|save (?:up to )?[£$€]?\d|early bird"
    r"|register (?:now|today|here|your)|webinars?|masterclass|conference|special offers?|free trial|sign up"
    r"|limited time|join us|(?:firms|businesses|companies|teams) like yours|members [£$€]\d|last chance"
    r"|awards)\b|\d% off\b"
)
_MARKS = (_NARRATES, _ACCUSES, _DEMANDS, _AMOUNT, _OWN_AFFAIR)
_LEAST, _MOST = 2, 4  # marks, where no number of the firm's own is given


def speaks_for_himself(parsed: ParsedMessage, extract: Extract, practice: Practice) -> bool:
    """Whether the author plainly complains, of an affair of his own; or names a number this firm gave him."""
    subject = "" if answers_something(parsed) else parsed.subject
    whole = " ".join(_beginning_and_end(extract.text).replace("’", "'").lower().split())
    # The whole first: it costs less than to take sentences out of it, and most mail of machines ends here.
    return _is_a_persons(whole, subject, extract, practice) and _is_a_persons(
        _own_words(extract), subject, extract, practice
    )


def _is_a_persons(words: str, subject: str, extract: Extract, practice: Practice) -> bool:
    narrates, accuses, demands, amount, own = _marks(words)
    somebody = narrates or own or _SOMEBODY.search(words) is not None
    if _names_our_reference(words, extract, practice):
        return somebody or accuses or demands
    if not somebody:
        return False
    plainly = is_plainly_complaining(f"{subject}\n{words}")
    if narrates + accuses + demands + amount + own + plainly < _LEAST:
        return False
    return plainly or accuses or (demands and is_displeased(words))


def speaks_unmistakably(parsed: ParsedMessage, extract: Extract, practice: Practice) -> bool:
    """The same, with a number this firm gave him or nearly every mark: no reader quoted by a newsletter."""
    if not speaks_for_himself(parsed, extract, practice):
        return False
    words = _own_words(extract)
    return _names_our_reference(words, extract, practice) or (
        sum(_marks(words)) >= _MOST and not sells(extract)
    )


def sells(extract: Extract) -> bool:
    """Whether something is offered for sale to whoever reads it."""
    return _SELLS.search(_beginning_and_end(extract.text).lower()) is not None


def _marks(words: str) -> tuple[bool, bool, bool, bool, bool]:
    """Whether he narrates, accuses, demands, names an amount, speaks of an affair of his own."""
    found = [mark.search(words) is not None for mark in _MARKS]
    return found[0], found[1], found[2], found[3], found[4]


def _own_words(extract: Extract) -> str:
    return beside_a_machines_words(_beginning_and_end(extract.text))


def _beginning_and_end(text: str) -> str:
    return text if len(text) <= _BEGINNING + _END else f"{text[:_BEGINNING]}\n\n{text[-_END:]}"


def _names_our_reference(words: str, extract: Extract, practice: Practice) -> bool:
    """Whether ``words`` hold a number of the firm's own form, as found among what is newly written."""
    ours = {reference.type for reference in practice.references}
    squeezed = _squeezed(words)
    return any(
        found.type in ours and found.source == "new" and _squeezed(found.value) in squeezed
        for found in extract.references
    )


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\-/.]", "", text).casefold()
