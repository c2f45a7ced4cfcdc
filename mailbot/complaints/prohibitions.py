"""What letters must never say: a closed list, each with its rule and the words that would say it.

Most hold for every letter to a complainant; an answer that a person writes may say what an acknowledgement
must not. A letter's front matter can forbid itself more (``never: flags``).

Faults: none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from mailbot.complaints.premature import PREMATURE
from mailbot.complaints.prohibition import ANSWERS, AUTOMATIC, FINAL, NOT, Prohibition, words

#: A firm's published procedure may: it speaks to everybody, and of nobody's debt.
SPEAKS_OF_DEBT = "talk-of-debt"
#: What is one is not sent by email; what only looks like one may be.
ACCOUNT = "account-number"
#: A person who completes a letter may type one: it is shown as it was typed.
TAGS = "tags"
_OWED = r"(?:arrears|debt|balance|amount|sum|account|money|bill|instalments?)"
#: What stands between the digits of a telephone number.
_APART = "[ ./(),_\\u00a0\\u2007\\u2009\\u2010-\\u2015\\u202f-]{0,4}"
_A_DATE = r"(?:0[1-9]|[12]\d|3[01])[./-](?:0[1-9]|1[0-2])[./-](?:\d{4}|\d\d)\b"
_PROHIBITIONS = (
    Prohibition(
        "payment-demand",
        "CONC 7.14.1R, SI 2020/1311",
        "reads like a demand for payment",
        words(
            rf"\bpay (?:us )?(?:now|today|immediately|in full|(?:the|your) {_OWED})\b"
            rf"|\b(?:settle|clear) (?:your|the|this) {_OWED}\b"
            r"|\bplease (?:pay|remit|make payment)\b"
            r"|\byou (?:must|need to|have to|should|are required to) (?:now )?(?:re)?pay\b"
            rf"|{NOT}\bmake (?:a|your) payment\b"
            r"|\bmake payment (?:now|today|immediately|in full|to us|by)\b"
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
        words(
            r"\byou (?:still |currently )?owe (?:us|£|the)|\byour (?:arrears\b|debt (?:of|is|remains?)\b)"
            r"|(?<!if\s)\byou are (?:now |still |currently )?in arrears\b"
            r"|\b(?:account|loan|card) is (?:now |still |currently )?in arrears\b"
            rf"|\b(?:outstanding|overdue|unpaid) {_OWED}\b"
            r"(?! (?:was|were|is) (?:wrong|incorrect|not|never)\b| (?:is |are |be )?on hold\b)"
            rf"|\b{_OWED} (?:owed|owing|outstanding|overdue)\b"
            r"|\bamount due\b(?! (?:was|is) (?:wrong|incorrect|not|never)\b)"
            r"|\bfinal notice\b|\bfail(?:ure|ing)? to pay\b|\bbailiffs?\b"
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
            rf"(?<![\w£])(?!{_A_DATE})(?:\(?(?:\+|00 ?|\b)44{_APART}(?:0{_APART})?|\(?0{_APART})"
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
        words(
            r"\bregulated by the (?:financial )?ombudsman|\bombudsman(?: service)?,? (?:is )?our regulator\b"
            r"|\bregulator,? the (?:financial )?ombudsman"
        ),
        audience="",
    ),
    Prohibition(
        "invented-rule",
        "DISP 1.6.1R",
        "is no rule: DISP asks for a prompt acknowledgement and names no number of days",
        words(
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
        words(
            r"\byou (?:then |will )?have (?:eight|8|four|4) weeks to\b(?! (?:sign|return|accept|cash)\b)"
            r"|\bsecond stage\b|\bstage two\b|\bappeal\b(?![^.]{0,60}\bombudsman\b)[^.]{0,40}\bwithin\b"
            r"|\bdeadlock (?:letter|response)\b"
        ),
    ),
    Prohibition(
        "another-response",
        "DISP 1.6.2R, 2.8.2R",
        "speaks of a second answer, or of a step before the Ombudsman, and this is the last one",
        words(
            r"\b(?:will|can|may) (?:\w+ ){0,4}(?:review|look at|consider) "
            r"(?:it|this|(?:your|the) complaint|(?:our|the) decision) again\b"
            r"|\bsend you (?:a|our) (?:new |second |further |another )?final (?:response|decision)\b"
            r"|\bombudsman\b[^.]{0,60}\b(?:before|until|unless) you (?:have )?(?:first )?"
            r"(?:used?|been|gone?|exhaust\w*|complet\w*|appeal\w*|ask\w*) "
        ),
        only_in=FINAL,
    ),
    Prohibition(
        ACCOUNT,
        "UK GDPR article 5(1)(f)",
        "is a number of a card or an account, or asks for one by email",
        re.compile(
            r"(?<![\w-])\d{4}([ .-]{0,2})\d{4}\1\d{4}\1\d{1,7}(?![\w-])"
            r"|\b\d{2}-\d{2}-\d{2}\b(?=[\s\S]{0,40}\b\d{8}\b)"
            r"|\b(?:your|full|long)[\s*_]+(?:card|sort code|account)[\s*_]+(?:number|code)[\s*_]*(?:is|:)"
            rf"|{NOT}\b(?:send|tell|give|reply\s+with|confirm|provide|enter)\s+(?:us\s+|me\s+)?(?:your\s+|the\s+)?"
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
            r"|\b[Xx]{2}[/.-][Xx]{2}\b|\b[Xx]{2} (?:Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
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
        "no-reply",
        "DISP 1.6.1R(2), 1.3.1AAR",
        "turns away the answer that the letter asks for",
        words(
            r"\b(?:please|kindly) do not (?:reply|respond|answer)\b|\bno-?reply\b"
            r"|\bdo not (?:reply|respond) to (?:this|the) (?:e-?mail|message|address)\b"
            r"|\byou (?:cannot|can't) (?:reply|respond) to (?:this|the)\b"
            r"|\b(?:replies|responses) (?:are|will) not (?:be )?(?:read|monitored|answered)\b"
        ),
        only_in=AUTOMATIC,
    ),
    Prohibition(
        "too-long",
        "DISP 1.6.2R",
        "is longer than the eight weeks there are",
        words(
            r"\b(?:up to|within|takes?|in) (?:about |around )?"
            r"(?:9|[1-9]\d|nine|ten|eleven|twelve|sixteen) weeks\b"
            r"|\b(?:up to|within|take|takes) (?:about |around )?(?:[3-9]|three|four|six) months\b"
        ),
        only_in=frozenset({"acknowledgement"}),
    ),
    Prohibition(
        "day-in-figures",
        "DISP 1.6.1R",
        "is a day in figures, which can be read as another: write it out",
        re.compile(r"(?<![\d./])\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\d/])"),
        only_in=AUTOMATIC,
    ),
    Prohibition(
        "link",
        "DISP 1.6.1R",
        "is a link that no mail program follows; https: and mailto: are",
        re.compile(r"\]\((?!https?:|mailto:|tel:)[^)\s]{0,200}\)?", re.IGNORECASE),
        audience="",
    ),
    *PREMATURE,
    Prohibition(
        "flags",
        "FG21/1, UK GDPR article 9",
        "says what somebody may have guessed about a person's circumstances",
        words(
            r"(?<!if\s)\b(?:you|he|she|they) (?:are|is|may be|might be|seems?|appears?)(?: to be)? (?:\w+ )?"
            r"(?:vulnerable|at risk|suicidal|mentally ill)\b|\bvulnerab\w+ (?:flag|marker|cue|customer)s?\b"
            r"|\bflagged (?:you|as)\b"
        ),
    ),
)

PROHIBITIONS: Mapping[str, Prohibition] = MappingProxyType({one.name: one for one in _PROHIBITIONS})


def forbidden(name: str, audience: str) -> list[str]:
    """What a letter must never say, whatever its front matter does."""
    return [
        one.name
        for one in _PROHIBITIONS
        if one.audience in ("", audience)
        and name not in one.allowed_in
        and (not one.only_in or name in one.only_in)
    ]
