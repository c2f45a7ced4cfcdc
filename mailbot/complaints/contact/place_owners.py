"""Whose a place is, by the words before and after it: his, another's, or one that he has left."""

from __future__ import annotations

import re

from mailbot.complaints.contact.other_people import is_quoted_speech, last_other

_REACH = 160  # characters before an address that can say whose it is
_HIS = re.compile(
    r"\b(?:i|we)(?: now| currently| have| 've|'ve| am| are| still)? (?:live|living|reside|moved to|staying)\b"
    r"(?:[^.?!;\n]{0,30} (?:at|in|to)\b)?"
    r"|\b(?:i|we)(?: have|'ve) (?:lived|been living|been)(?: here)?(?: \w+){0,3} (?:at|in)\b"
    r"|\b(?:i'?m|i am|we are|we're)(?: \w+){0,2} (?:at|of)\b|\bme at\b|\bthis (?:house|address|flat)\b"
    r"|\b(?:my|our) (?:(?:new|home|current|postal|correspondence|present|full|own) ){0,2}address\b"
    r"|\bwrite (?:to (?:me|us)|here)\b",
    re.IGNORECASE,
)
# His, unless the sentence speaks of somebody else.
_ANYBODYS = re.compile(
    r"\b(?:moved|moving|move) (?:\w+ ){0,3}to\b|\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2},? to\b"
    r"|\bnew address\b|\bc/o\b|\baddress[ ]?:",
    re.IGNORECASE,
)
LEFT = re.compile(
    r"\b(?:old|previous|former|last|prior|earlier) (?:\w+ ){0,2}"
    r"(?:address|home|house|flat|property|quarters?|place)\b ?:?"
    r"|\b(?:address|house|home|flat|property|place) (?:that |which )?"
    r"(?:i|we) (?:sold|let|rented out|left|used to)\b"
    r"|\bmoved (?:\w+ ){0,4}(?:from|out)\b|\bmove from\b|\b(?:used to|formerly) (?:live|living|be)\b|"
    r"\b(?:previously|formerly|(?<!have )(?<!'ve )lived|was living)\b(?: \w+){0,3} at\b|"
    r"\bno longer (?:live|at)\b|"
    r"\b(?:i|we)(?:'ve| have| had)? (?:left|sold|rented|let)\b|"
    r"\bwrong address\b|\baddress was\b|"
    r"\b(?:do not|don'?t|never|stop|not to|still|keep|kept) (?:\w+ ){0,2}?(?:writ\w+|send\w*|post\w*) "
    r"(?:\w+ ){0,4}?to "
    r"(?!me\b|us\b)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\bnot (?:to|at) (?!me\b|us\b|my\b)|\byou (?:still )?have (?:me|us)(?: down| listed| registered)?\b"
    r"|\byour (?:[\w'-]+ ){0,3}(?:office|branch|address|headquarters|premises|shop|store|team|letter|"
    r"building)\b"
    r"|\b(?:my|his|her) ex(?:-\w+)? |(?<!above )(?<!over )(?<!behind )(?<!opposite )"
    r"\b(?:the|a|my local|another) (?:[\w'-]+ ){0,2}(?:branch|shop|store|office|atm|cash machine|court|"
    r"post office|surgery|hospital|bank)\b|\b(?:registered|head) office\b"
    r"|\b(?:sent|posted|delivered|written|wrote|addressed|went|going) (?:\w+ ){0,4}to (?!me\b|us\b|my\b)"
    r"|\b(?:tesco|asda|sainsbury'?s|morrisons|aldi|lidl|argos|waitrose|co-?op|supermarket|petrol station|"
    r"cash ?point|pub|hotel|restaurant)\b[^.\n]{0,30}\Z|\bcc ?:|\bombudsman\b"
    r"|\b(?:solicitors?|landlord|neighbours?|tenants?|previous occupier|fraudster|scammer|company) "
    r"(?:\w+ ){0,3}(?:at|of|in|is)\b",
    re.IGNORECASE,
)
_LINE_OF_OTHERS = 40
_LEFT_AFTER = re.compile(
    r"[ ,)-]{0,3}(?:(?:and|but|which|where|that|it)[ ]){0,2}(?:"
    r"(?:i|we)(?:'ve|[ ]have|[ ]had)?[ ](?:left|moved|sold|never|don'?t|do[ ]not|have[ ]not|haven'?t"
    r"|no[ ]longer|used[ ]to)\b|(?:is|was|'s)[ ](?:\w+[ ])?(?:let|rented|sold|empty|being[ ]cleared"
    r"|not[ ](?:me|mine|my|ours?)\b|nothing[ ]to[ ]do|my[ ](?:old|previous|former|ex)\b))",
    re.IGNORECASE,
)
# "The Old Surgery, Hospital Lane": a house is called after what it was.
_HOUSE_NAME = re.compile(r"(?:^|[\n,][ ]?)(?:The|Old) [A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2}(?=[ ]?[,\n])")
_SENTENCE_END = re.compile(r"[.?!][ ](?=[A-Z])")


def worth_of(text: str, start: int, end: int, names: frozenset[str]) -> int:
    """Above zero where he calls the place his own, below where it is another's or he has left it."""
    if is_quoted_speech(text, start):
        return -4
    before = _sentence_before(text, start)
    mine, others = _last(_HIS, before), max(_last(_OTHERS, before), last_other(before, names))
    if others <= mine or others < 0:
        mine = max(mine, _last(_ANYBODYS, before))
    if _LEFT_AFTER.match(text[end : end + 60].replace("\n", " ")):
        return -3
    said = ((-4, others), (-3, _last(LEFT, before)), (2, mine))
    worth, at = max(said, key=lambda one: one[1])
    return worth if at >= 0 else 0


def _sentence_before(text: str, start: int) -> str:
    line_start = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n\n", 0, start)
    paragraph = above + 2 if above >= 0 else 0
    if text[max(0, paragraph - 9) : paragraph].rstrip().endswith(":"):  # "My old address:" and an empty line
        paragraph = text.rfind("\n", 0, paragraph - 3) + 1
    before = text[max(paragraph, line_start - _LINE_OF_OTHERS, start - _REACH) : start]
    before = _HOUSE_NAME.sub(lambda name: " " * len(name[0]), before).replace("\n", " ")
    return _SENTENCE_END.split(before)[-1]


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
