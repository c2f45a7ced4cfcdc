"""What a complaint is about, as far as it changes what must be done with it.

Only topics that start a clock, stop collection or go to another team are read from the text. Which clock
runs (payments) and which trade the firm is in (debt collecting) are its configuration, and fraud, a
moratorium, a death or an attorney are cues of vulnerability already; a firm that wants those as topics too
names its phrases in the configuration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbot.complaints.zones import CAP, fold


def _compile(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)".replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,4}"))


_TOPICS = tuple(
    (topic, _compile(words))
    for topic, words in (
        # Section 164A of the Data Protection Act 2018: thirty days to acknowledge.
        (
            "data-protection",
            r"data protection|data (?:breach|privacy|security breach)|personal (?:data|information) ?|"
            r"gdpr|information commissioner(?:'s)?|(?:the|to|uk) ico|breach(?:ed|ing|"
            r"es)? (?:of )?(?:my |the |our )?(?:data|privacy|confidentiality|confidential)|"
            r"(?:shared|sharing|disclosed|disclosing|passed|gave|given|leaked|sold|sent) (?:my|"
            r"our) (?:\w+ ){0,2}(?:data|details|information|statements?) (?:to|with)|privacy (?:breach|"
            r"notice|policy)|"
            r"(?:right to (?:erasure|rectification|be forgotten))",
        ),
        # UK GDPR article 15: one month, beside the complaint.
        (
            "subject-access-request",
            r"subject access(?: request)?|d?sar|article 15|(?:copy|copies) of (?:all |any |the |"
            r"every ?)*(?:(?:personal )?(?:data|information|records)|everything) (?:that )?(?:you|"
            r"which you) (?:hold|have|keep)|"
            r"(?:all|any|everything|the) (?:the |of the |my )?(?:personal )?(?:data|information|"
            r"correspondence|records)? ?(?:that )?you (?:hold|have|keep) (?:on|about) me",
        ),
        # CONC 7.14.1R: recovery is suspended while a debt is disputed on valid or possibly valid grounds.
        (
            "disputed-debt",
            r"(?:dispute|disputing|disputed) (?:this|the|that|your|any|all|owing)(?: alleged|"
            r" so-called)? (?:debt|balance|amount|claim|account|sum|arrears|completely|entirely|"
            r"in full)|disputed (?:debt|balance|account)|(?:debt|balance|account|"
            r"amount) is (?:\w+ )?(?:disputed|in dispute)|i dispute this|"
            r"(?:i|we) (?:do not|don'?t|dont|never|did not|didn'?t|no longer) (?:actually )?owe(?:d)?|"
            r"owe (?:you )?nothing|"
            r"(?:already|have|i|we|was|been|it) (?:fully )?(?:paid|settled|"
            r"cleared) (?:\w+ ){0,3}(?:in full|off)|already (?:paid|settled|cleared)|statute[- ]barred|"
            r"time[- ]barred|not (?:my|our) debt|"
            r"(?:do not|don'?t|dont) (?:recognise|recognize|acknowledge) (?:this|the|any|your|"
            r"that) (?:debt|account|balance|amount|loan)|prove (?:that )?(?:i owe|the debt|this debt|"
            r"it is mine)|"
            r"(?:balance|amount|sum|figure) (?:you (?:say|claim|are asking for) )?is (?:simply |"
            r"completely |just )?(?:wrong|incorrect)|credit agreement does not exist",
        ),
        # CONC 7.5.2R: nobody is pursued whom the firm has reason to believe is not the borrower.
        (
            "not-the-debtor",
            r"i(?:'m| am|m) not (?:mr|mrs|ms|miss|mx|dr|this person|that person|him|her|the (?:person|"
            r"debtor|borrower|account holder|customer))|(?:got|have|contacting|chasing|pursuing|"
            r"harassing|called|calling|texting|writing to) the wrong (?:person|man|woman|number|address|"
            r"house)|wrong person|"
            r"(?:not known|no longer lives?|no longer resides?|does not live|doesn'?t live|"
            r"has never lived|never lived|moved out of|hasn'?t lived) (?:at|here|in) ?(?:this address|"
            r"this house|this property|my address)?|"
            r"never (?:heard of|met) (?:him|her|them|this (?:person|man|woman)|mr|mrs|ms|miss|anyone)|"
            r"mistaken identity|not (?:my|our) debt|(?:debt|loan|account) (?:is ?n[o']?t|is not|isnt|"
            r"was never) (?:mine|ours)|"
            r"previous (?:occupier|occupant|owner|tenant|resident)s?|(?:nobody|no one|no-one|"
            r"no person) (?:of|by) (?:that|this) name|different person|same name as",
        ),
        (
            "withdrawal",
            r"(?:withdraw|withdrawing|drop|dropping|retract|cancel) (?:my|our|the|this) complaint|"
            r"(?:do not|don'?t|no longer) (?:wish|want) to (?:pursue|proceed|continue with|"
            r"take)(?: \w+){0,2} complaint",
        ),
        (
            "legal-action",
            r"letter before (?:action|claim)|pre-action (?:protocol|letter|conduct)|(?:issued|issuing|"
            r"commenced|commencing|started) "
            r"(?:\w+ )?(?:legal|court|county court) (?:action|proceedings)|claim form|particulars of claim",
        ),
    )
)


def find_topics(texts: Iterable[str], extra: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """Find the topics of what the author wrote, in the order of the table."""
    plain = [fold(text[:CAP]).lower() for text in texts]
    found = [topic for topic, words in _TOPICS if any(words.search(text) for text in plain)]
    for topic, phrase in extra:
        words = r"\s+".join(re.escape(word) for word in fold(phrase).lower().split())
        if words and any(re.search(rf"(?<!\w){words}(?!\w)", text) for text in plain):
            found.append(topic)
    return tuple(dict.fromkeys(found))
