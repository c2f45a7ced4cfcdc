"""What letters must never say: a closed list, each with its rule and the words that would say it.

Most hold for every letter to a complainant; an answer that a person writes may say what an acknowledgement
must not. A letter's front matter can forbid itself more (``never: flags``).

Faults: none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: The letters that answer a complaint, whose words and whose outcome are a person's.
ANSWERS = frozenset({"final_response", "eight_week_response", "summary_resolution", "forwarding"})
_FINAL = frozenset({"final_response", "forwarding"})
#: The letters from whose sending the six months run (DISP 2.8.2R(1)). An eight-week response is none of them.
_STARTING = _FINAL | {"summary_resolution"}
_DECIDING = frozenset({"final_response", "summary_resolution", "forwarding", "withdrawal"})


@dataclass(frozen=True, slots=True)
class Prohibition:
    """`pattern` finds the words; a blank in it is any white space or mark of emphasis."""

    name: str
    source: str
    why: str  # as a finding ends: "… is …"
    pattern: re.Pattern[str]
    audience: str = "complainant"  # "" is everybody; "none" only where the front matter asks for it
    allowed_in: frozenset[str] = frozenset()


def forbidden(name: str, audience: str) -> list[str]:
    """What a letter must never say, whatever its front matter does."""
    return [
        one.name for one in _PROHIBITIONS if one.audience in ("", audience) and name not in one.allowed_in
    ]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("'", "['’]").replace(" ", r"[\s*_]+"), re.IGNORECASE)


#: A firm's published procedure may: it speaks to everybody, and of nobody's debt.
SPEAKS_OF_DEBT = "talk-of-debt"
#: A person who completes a letter may type one: it is shown as it was typed.
TAGS = "tags"
_OWED = r"(?:arrears|debt|balance|amount|sum|account|money|bill|instalments?)"
_APART = "[ ./()\\u00a0\\u2010-\\u2015-]{0,3}"  # what stands between the digits of a telephone number
_A_DATE = r"(?:0[1-9]|[12]\d|3[01])[./-](?:0[1-9]|1[0-2])[./-](?:\d{4}|\d\d)\b"
#: Whoever says what would be does not say that it is so.
_IF = r"(?<!if\s)(?<!whether\s)(?<!where\s)"
_NOT = r"(?<!not\s)(?<!never\s)(?<!n't\s)"
_PROHIBITIONS = (
    Prohibition(
        "payment-demand",
        "CONC 7.14.1R, SI 2020/1311",
        "reads like a demand for payment",
        _words(
            rf"\bpay (?:us )?(?:now|today|immediately|in full|(?:the|your) {_OWED})\b"
            rf"|\b(?:settle|clear) (?:your|the|this) {_OWED}\b"
            r"|\bplease (?:pay|remit|make payment)\b"
            r"|\byou (?:must|need to|have to|should|are required to) (?:now )?(?:re)?pay\b"
            r"|\bmake (?:a|your) payment\b|\bmake payment (?:now|today|immediately|in full|to us|by)\b"
            r"|\bfinal demand\b|\btalwch\b"
            # What was due once may be what the complaint is about.
            r"|\bpayment (?:of £[\d,.]+ )?(?:is )?(?:now )?(?:due|overdue|required)\b"
            r"(?! (?:on|in|for) [^.]{0,40}\b(?:was|were|had|has been)\b)"
        ),
        allowed_in=ANSWERS,  # what is owed may be what the complaint is about
    ),
    Prohibition(
        SPEAKS_OF_DEBT,
        "CONC 7.14.1R, SI 2020/1311",
        "speaks of a debt as if it were owed",
        _words(
            r"\byou (?:still |currently )?owe (?:us|£|the)|\byour (?:arrears\b|debt (?:of|is|remains?)\b)"
            r"|(?<!if\s)\byou are (?:now |still |currently )?in arrears\b"
            r"|\b(?:account|loan|card) is (?:now |still |currently )?in arrears\b"
            rf"|\b(?:outstanding|overdue|unpaid) {_OWED}\b"
            r"(?! (?:was|were|is) (?:wrong|incorrect|not|never)\b)"
            rf"|\b{_OWED} (?:owed|owing|outstanding|overdue)\b"
            r"|\bamount due\b|\bfinal notice\b|\bfail(?:ure|ing)? to pay\b|\bbailiffs?\b"
            r"|(?<!\bno\s)\b(?:legal|court|recovery|enforcement) (?:action|proceedings)"
            r" (?:will|may|against)\b"
        ),
        allowed_in=ANSWERS,
    ),
    Prohibition(
        "premium-number",
        "DISP 1.3.1AAR to 1.3.1ADR",
        "is a telephone number that costs more than a basic rate",
        re.compile(
            rf"(?<![\w£])(?!{_A_DATE})(?:\(?(?:\+|00 ?)44{_APART}(?:0{_APART})?|\(?0{_APART})"
            rf"(?:8{_APART}[47]|9{_APART}\d|7{_APART}0)(?:{_APART}\d){{7,8}}(?![\w-])"
        ),
    ),
    Prohibition(
        "stale-ombudsman",
        "DISP 1.2.1R",
        "is no address of the Ombudsman any more, or never was",
        re.compile(
            r"south\s+quay|marsh\s+wall|0845[ -]?080[ -]?1800"
            r"|(?<![\w.])(?!complaint\.info@financial-ombudsman\.org\.uk(?!\.?[\w-]))"
            r"complaints?[._-]?info(?:rmation)?@[\w.-]*ombudsm[\w.-]*"
            r"|\b(?:financialombudsman|financial-ombudsmen)[\w.-]*\.(?:uk|com)\b"
            r"|\bfinancial-ombudsman\.(?:co\.uk|uk|com|org(?!\.uk))\b",
            re.IGNORECASE,
        ),
        audience="",
    ),
    Prohibition(
        "ombudsman-as-regulator",
        "DISP 1.2.1R",
        "is wrong: the Ombudsman settles complaints and regulates nobody",
        _words(
            r"\bregulated by the (?:financial )?ombudsman|\bombudsman(?: service)?,? (?:is )?our regulator\b"
            r"|\bregulator,? the (?:financial )?ombudsman"
        ),
        audience="",
    ),
    Prohibition(
        "invented-rule",
        "DISP 1.6.1R",
        "is no rule: DISP asks for a prompt acknowledgement and names no number of days",
        _words(
            r"\b(?:five|5|three|3|two|2) (?:working|business) days[^.]{0,60}"
            r"\b(?:DISP|FCA|rules|regulations?|law) (?:1\.6|requires?|says?|asks?|sets?)"
            r"|\b(?:DISP(?: [\d.R]+)?|FCA(?: rules)?|the (?:rules|law)|regulations?)"
            r" (?:requires?|says?|asks?|gives?)"
            r"[^.]{0,60}\backnowledge[^.]{0,60}\b(?:five|5|three|3|two|2) (?:working|business) days"
        ),
        audience="",
    ),
    Prohibition(
        "two-stages",
        "DISP 1.6.2R",
        "is a second stage, which does not stop the time limits and is not permitted",
        _words(
            r"\byou (?:then |will )?have (?:eight|8|four|4) weeks to\b(?! (?:sign|return|accept|cash)\b)"
            r"|\bsecond stage\b|\bstage two\b|\bappeal\b(?![^.]{0,60}\bombudsman\b)[^.]{0,40}\bwithin\b"
            r"|\bdeadlock (?:letter|response)\b"
        ),
    ),
    Prohibition(
        "account-number",
        "UK GDPR article 5(1)(f)",
        "is a number of a card or an account, or asks for one by email",
        re.compile(
            r"(?<![\w-])\d{4}([ .-]{0,2})\d{4}\1\d{4}\1\d{1,7}(?![\w-])"
            r"|\b\d{2}-\d{2}-\d{2}\b(?=[\s\S]{0,40}\b\d{8}\b)"
            r"|\b(?:your|full|long)[\s*_]+(?:card|sort code|account)[\s*_]+(?:number|code)[\s*_]*(?:is|:)"
            rf"|{_NOT}\b(?:send|tell|give|reply\s+with|confirm|provide|enter)\s+(?:us\s+|me\s+)?(?:your\s+|the\s+)?"
            r"(?:full\s+|long\s+)?(?:sort code|card (?:number|details)|pin|password|security code|cvv)\b"
            r"|\bGB\d{2}[ ]?[A-Z]{4}[ ]?\d{4}",
            re.IGNORECASE,
        ),
        audience="",
    ),
    Prohibition(
        "placeholder",
        "DISP 1.6.1R",
        "is a place nobody has filled in",
        re.compile(
            r"\bTODO\b|\bTBC\b|\bTBD\b|\bFIXME\b|\bXXX+\b|(?i:\blorem ipsum\b)"
            r"|(?<!\[)\[(?i:insert|enter|your|name|date|day|say|amount|firm|company|address|phone|handler|tbc|tbd|xx"
            r"|\.\.\.|…)[^\[\]]*\](?![\](])"
            r"|(?<!\{)\{ ?[A-Za-z][A-Za-z_. ]{1,30}\}(?!\})|%[A-Z][A-Z_]{1,20}%"
            r"|£ ?(?:[Xx]{1,4}\b|\.{2,}|\?)|\?{3,}"
            r"|<(?i:insert|name|date|firm)[^<>@/]*>|\b_{4,}"
        ),
        audience="",
    ),
    Prohibition(
        "picture",
        "UK GDPR article 5(1)(f)",
        "is a picture or a program, which no letter fetches or shows; a logo is set in [templates]",
        re.compile(
            r"!\[[^\]\n]{0,200}\] ?[(\[]|<(?:img|script|style|iframe|object|link|svg)\b", re.IGNORECASE
        ),
        audience="",
    ),
    Prohibition(
        "comment",
        "DISP 1.6.1R",
        "is a comment, which the reader sees as it stands; in a template {# … #} is one",
        re.compile(r"<!--[^>\n]*"),
        audience="",
    ),
    Prohibition(
        TAGS,
        "DISP 1.6.1R",
        "is HTML, which the reader sees as it stands; a letter is Markdown",
        re.compile(
            r"</?(?:a|b|br|div|em|font|h[1-6]|hr|i|li|ol|p|span|strong|table|td|tr|u|ul)\b[^<>\n]*>", re.I
        ),
        audience="",
    ),
    Prohibition(
        "decision",
        "DISP 1.4.1R",
        "decides, or seems to; only an answer that a person writes does",
        _words(
            rf"{_IF}\b(?:we|i)(?:'ve| have| are| do| will| must)?(?: not| now| also| therefore)?"
            r" (?:uphold|upheld|reject(?:ed|ing)?|dismiss(?:ed)?|declin(?:e|ed))\b"
            r"|\b(?:decided|decision is|minded) (?:not )?to (?:uphold|reject|dismiss|decline)\b"
            r"|\bcomplaint (?:is|was|has been|will be|is not|has not been) (?:not )?(?:partly )?"
            r"(?:upheld|rejected|dismissed|unfounded|justified)\b"
            r"|\bwe (?:did nothing|have done nothing|were not) (?:wrong|at fault)\b"
            r"|\bwe (?:are|were) not (?:responsible|liable)\b"
            r"|\brydym yn (?:gwrthod|cadarnhau) (?:eich|y|rhan o'ch) (?:cwyn|gŵyn)\b"
        ),
        allowed_in=_DECIDING,
    ),
    Prohibition(
        "admission",
        "DISP 1.4.1R",
        "admits something before anybody has looked into it",
        _words(
            rf"{_IF}\bwe (?:admit|accept (?:liability|responsibility|that we)|made a mistake"
            r"|got (?:it|this|that|something|things) wrong"
            r"|were (?:wrong|at fault)"
            r"|are (?:liable|at fault|to blame))\b|\bour (?:mistake|fault)\b|\byou (?:were|are) right\b"
        ),
        allowed_in=_DECIDING,
    ),
    Prohibition(
        "six-months",
        "DISP 2.8.3G",
        "belongs to a final response: the six months have not begun",
        _words(
            r"(?<!last\s)(?<!past\s)\b(?:six|6)(?: \(6\))?[\s\u2010-\u2013-]*(?:calendar )?"
            r"(?:months?|mths?)\b(?! ago\b| of (?:\w+ )?(?:statements?|payslips|bills|records)\b)"
            r"|\bwithin (?:26|twenty-six) weeks\b|\bwithin 1[78]\d days\b"
            r"|\bhalf(?: |-)a(?: |-)year\b|\b(?:chwe|6) mis\b"
            r"|\bdate of this (?:letter|e-?mail)\b"
        ),
        allowed_in=_STARTING,
    ),
    Prohibition(
        "waiver",
        "DISP 1 Annex 3R",
        "speaks of waiving the Ombudsman's time limits, as an answer does",
        _words(
            r"\b(?:our|without) (?:permission|consent)"
            r" to (?:consider|look)\b"
            r"|\bwaiv(?:e|ing)\b[^.]{0,40}\b(?:time )?limits?\b|\bannex 3r?\b"
        ),
        allowed_in=ANSWERS,
    ),
    Prohibition(
        "final-response",
        "DISP 2.8.3G",
        "reads like a final response, which starts the six months",
        _words(
            r"\bthis (?:letter |e-?mail |message )?(?:is|constitutes|represents|serves as|forms|amounts to)"
            r" (?:now )?(?:our|a|the) final (?:response|decision|answer|word|reply|position)\b"
            r"|\bwe have (?:now )?closed (?:your|the|this) complaint\b"
            r"|\b(?:regard|treat|consider|take|see|accept) (?:this|it)(?: letter| e-?mail)? (?:as|to be)"
            r" (?:our|a|the) final (?:response|decision|answer|word|reply|position)\b"
            r"|\bour final (?:response|decision) is"
            r"(?! (?:not|due|likely|expected|still|nearly|almost|being|ready|going|delayed|late)\b)\b"
            r"|\bfinal response letter\b"
            r"|\b(?:dyma ein hymateb|llythyr ymateb) terfynol\b"
            r"|\bein hymateb terfynol yw (?:hwn|hon|hi)\b|\b(?:hwn|hon) yw ein hymateb terfynol\b"
            r"|\b(?:enclos\w+|attach\w+|here is) (?:is )?(?:our|a) final response\b"
            r"|\b(?:we )?consider (?:your complaint|this complaint|the complaint|the matter) (?:now )?"
            r"(?:closed|resolved)\b"
        ),
        allowed_in=_STARTING,
    ),
    Prohibition(
        "ombudsman-now",
        "DISP 2.8.1R",
        "sends the complainant to the Ombudsman before he may go",
        _words(
            r"\byou (?:can|may|have the right to|are entitled to) now (?:refer|go|take|complain|ask|contact)"
            r"|\byou have the right to refer your complaint\b"
            r"|\b(?:go to|ask|contact|complain to) the [^.]{0,20}\bombudsman\b[^.]{0,40}"
            r"\b(?:right now|straight away|immediately|at once|today)\b"
            r"|\bgallwch\b[^.]{0,60}\bombwdsmon\b[^.]{0,30}\b(?:nawr|ar unwaith)\b"
        ),
        allowed_in=ANSWERS,
    ),
    Prohibition(
        "flags",
        "FG21/1, UK GDPR article 9",
        "says what somebody may have guessed about a person's circumstances",
        _words(
            r"(?<!if\s)\b(?:you|he|she|they) (?:are|is|may be|might be|seems?|appears?)(?: to be)? (?:\w+ )?"
            r"(?:vulnerable|at risk|suicidal|mentally ill)\b|\bvulnerab\w+ (?:flag|marker|cue|customer)s?\b"
            r"|\bflagged (?:you|as)\b"
        ),
    ),
)

PROHIBITIONS: Mapping[str, Prohibition] = MappingProxyType({one.name: one for one in _PROHIBITIONS})
