"""What a complaint is about, as far as it changes what must be done with it.

Only topics that start a clock, stop collection or go to another team are read from the text. Which clock
runs (payments) and which trade the firm is in (debt collecting) are its configuration, and fraud, a
moratorium, a death or an attorney are cues of vulnerability already; a firm that wants those as topics too
names its phrases in the configuration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from mailbot.complaints.topic_words import TOLD, TOLD_OF_A_DEBT, Phrase, is_of_a_debt, phrases
from mailbot.complaints.word_index import WordIndex
from mailbot.complaints.zones import fold

_NOT = (
    r"(?:do not|don'?t|did not|didn'?t|does not|doesn'?t|never|have not|haven'?t|has not|hasn'?t|no longer)"
)
_DEBT = r"(?:debts?|loans?|accounts?|balance|amount|sum|overdraft|agreement|arrears|claim)"
_DATA = (
    r"(?:(?:personal|private|financial|bank|account|contact|sensitive|medical) )?(?:data|details|"
    r"information)"
)
# Of the text, of a line, or behind a colon or a dash, in their turn not joined to a word.
_FIRST_OF_ALL = r"(?<![\s\S])" + "".join(rf"|(?<=[\n:\-]\s{{{n}}})(?<!\w[\n:\-]\s{{{n}}})" for n in range(5))

_FIRST, _LAST = 8_000, 3_000  # characters: some 1,800 words
_TOPICS: tuple[tuple[str, Callable[[], tuple[Phrase, ...]]], ...] = (
    # Section 164A of the Data Protection Act 2018: thirty days to acknowledge.
    (
        "data-protection",
        phrases(
            r"data protection|data (?:breach|privacy|security breach|leak|controller)|personal (?:data|"
            r"information)",
            r"(?:uk )?gdpr|dpa 2018|information commissioner(?:'s)?|(?:the|to|uk) ico|article 1[6-9]|"
            r"article 2[12]",
            r"breach(?:ed|ing|es)? (?:of )?(?:my |the |our |his |her )?(?:data|privacy|confidentiality|"
            r"confidential)",
            r"(?:my|our|his|her|customer) (?:privacy|confidentiality)|invasion of (?:my )?privacy",
            r"(?<!i\s)(?<!i've\s)(?<!have\s)(?<!we\s)(?:shar(?:ed|ing|e)|disclos(?:ed|ing|e)|passed|"
            r"passing|pass|gave|given|giving|leak(?:ed|ing)|sold|selling|sent|sending|reveal(?:ed|ing)|"
            r"told|discuss(?:ed|ing)|divulg(?:ed|ing)) (?:out |on )?(?:all )?(?:of )?(?:my|our|his|her) "
            rf"(?:\w+ ){{0,2}}(?:{_DATA}|statements?|address|business|debts?|circumstances|finances|salary|"
            rf"medical|affairs|account)(?: \w+){{0,3}} (?:to|with)"
            r"(?! (?:me|us|you|the (?:right|correct|same|man|lady|agent|bank|police|fraud\w*|scam\w*|caller|"
            r"person)))",
            r"(?:another|a different|other) (?:customer|person|client|account holder|people|"
            r"customers)(?:'s|s'|s)? "
            r"(?:personal )?(?:data|details|statements?|information|letters?|records)|(?:someone|somebody) "
            r"else'?s "
            r"(?:personal )?(?:data|details|statements?|information|records)",
            r"(?:letters?|statements?|details|correspondence|paperwork|new card|documents?|e-?mails?|"
            r"information)"
            r"(?: \w+){0,4} (?:sent|emailed|posted|addressed|went|gone) (?:\w+ ){0,3}to (?:the wrong|an old|"
            r"a stranger|"
            r"my ex|someone else|my neighbour)|(?:sent|emailed|posted) (?:my|our|a|the) (?:\w+ "
            r")?(?:letters?|statements?|"
            r"details|correspondence|paperwork|new card|documents?|information) (?:\w+ ){0,3}to (?:the "
            r"wrong|a stranger|"
            r"my ex|someone else|my neighbour)|stranger (?:has|had|got|received|can see) my",
            rf"(?:delete|erase|remove|deletion of|erasure of|destroy) (?:all )?(?:of )?(?:my|our) (?:\w+ "
            rf")?{_DATA}",
            r"right to (?:erasure|rectification|be forgotten|object)|privacy (?:breach|notice|policy|"
            r"rights)",
            r"(?:without|no|withdr\w+|withdrawn) my consent to (?:process\w*|shar\w*|market\w*|us\w+|"
            r"contact)|"
            r"(?:share|use|process|pass on|sell) my (?:\w+ )?(?:data|details|information) without",
            r"(?:visible|showing|readable|read|seen|shows?) (?:\w+ ){0,4}(?:through|in|on) the (?:\w+ "
            r")?(?:window|envelope)",
        ),
    ),
    # UK GDPR article 15: one month, beside the complaint.
    (
        "subject-access-request",
        phrases(
            r"subject(?: |-)access(?: request)?|d?sars?|article 15|access request|data access request",
            r"right of access(?: request)?|under the data protection act (?:\w+ ){0,6}(?:copy|copies|all)",
            r"cop(?:y|ies) of (?:all |any |the |every ?|my |our )*(?:(?:personal )?(?:data|information|"
            r"records|notes|"
            r"file|correspondence|calls|recordings|phone calls)|everything)(?: \w+){0,4} (?:that )?(?:you|"
            r"which you|"
            r"your (?:firm|company)) (?:hold|have|keep|recorded|store|made)",
            r"(?:all|any|everything|(?:send|provide|give|supply|see|know|want|request|disclose|tell)(?: "
            r"\w+){0,3} (?:the|what)"
            r"(?: data| information)?) (?:the |of the |my )?(?:personal )?(?:data|information|"
            r"correspondence|"
            r"records|details|notes|recordings)? ?(?:that )?(?:you|your (?:company|firm|bank)) (?:hold|"
            r"have|keep|store) "
            r"(?:on|about|for|relating to|concerning) (?:me|us|my|him|her)",
            r"(?:copy|copies) of (?:all )?my (?:personal )?(?:data|file|records|information)",
            r"(?:copy|copies|send|provide|want|request|requesting)(?: \w+){0,4} (?:recordings?|"
            r"transcripts?) of (?:all |every |the )?(?:my )?(?:phone |telephone )?calls? (?:with|to|"
            r"between|i)",
        ),
    ),
    # CONC 7.14.1R: recovery is suspended while a debt is disputed on valid or possibly valid grounds.
    (
        "disputed-debt",
        phrases(
            r"(?:dispute|disputing|disputed|contest|contesting|challenge|challenging|deny|denying) (?:\w+ "
            r"){0,2}(?:this|"
            rf"the|that|your|any|all|owing|having)(?: alleged| so-called| whole| entire| \w+)? (?:{_DEBT}|"
            rf"completely|"
            r"entirely|in full|whole thing|liability|owing)",
            rf"disputed {_DEBT}|{_DEBT} is (?:\w+ )?(?:disputed|in dispute)|"
            rf"(?:i|we)(?: \w+)? (?:fully |completely |formally |totally |strongly |absolutely "
            rf")?(?:dispute|deny) "
            r"(?:this|it|owing)(?! (?:charge|fee|decision))",
            r"deny (?:any )?(?:liability|owing)|alleged debt|so-called debt|in dispute",
            rf"(?:i|we|he|she|they) (?:{_NOT}) (?:actually |even |in fact )?(?:owed?) "
            rf"(?:(?!.{{0,20}}apolog)\w+)",
            rf"(?:i|we|he|she) {_NOT} (?:actually )?owe(?=[.,;!?])",
            r"(?:owe|owes|owed|owing) (?:you |them |him |you people )?(?:nothing|not a penny|absolutely "
            r"nothing|zero)|"
            r"(?:nothing|no money|not a penny) (?:is |was )?(?:owed|owing|outstanding)",
            rf"(?:{_DEBT}|this|it) (?:is|was|has been|had been) (?:already |fully |all )(?:paid|settled|"
            rf"cleared|repaid)|"
            rf"(?:{_DEBT}|this|it) (?:was|has been|had been) (?:paid|settled|cleared|repaid|paid off) "
            rf"(?:off )?in full",
            r"(?:already|have|i|we|was|been|it|fully|had) (?:fully |already )?(?:paid|settled|cleared|"
            r"repaid)(?: this| it| the \w+| that| everything| you| the whole \w+| my \w+)? (?:\w+ "
            r"){0,3}(?:in full|off(?! my (?:\w+ )?card)|years ago)",
            r"(?:i|we|it|debt|loan|bill|balance|this)(?:'ve| have| has| had| was)? already (?:been "
            r")?(?:paid|settled|cleared|repaid)(?! for)",
            r"pay (?:it |this |the same (?:debt|bill|money) )?twice",
            rf"(?:{_FIRST_OF_ALL})already (?:paid|settled)",
            r"statute(?:-| )barred|time(?:-| )barred|limitation act|prescribed (?:debt|under)|more than six "
            r"years (?:old|ago)",
            rf"{_NOT} (?:recogni[sz]e|acknowledge|accept|agree with|agree) (?:this|the|any|your|that|it as|"
            rf"owing|any "
            rf"such|the alleged)(?: alleged| \w+)? ?(?:{_DEBT}|mine|liability|figure|money)",
            r"(?:prove|proof|evidence) (?:that )?(?:of |to me )?(?:that )?(?:i owe|the (?:alleged )?debt|"
            r"this (?:alleged )?"
            r"debt|it is mine|i am liable|liability|any debt)",
            r"(?:copy|sight|production) of (?:the|my|any|this|a true copy of the) (?:original |signed |"
            r"executed |true )*"
            r"(?:credit )?agreement (?:\w+ ){0,6}(?:section 7[789]|consumer credit act|before i pay|or )",
            r"section 7[789] (?:of the )?(?:consumer credit|request)|cca request|prove (?:the|this|it) "
            r"debt",
            r"(?:the |your )?(?:balance|amount|sum|figure|total|arrears) (?:you (?:say|claim|are asking "
            r"for|quote|state|"
            r"have given|are chasing|demand) )?(?:is|are) (?:simply |completely |just |quite |clearly |"
            r"totally )?"
            r"(?:wrong|incorrect|inaccurate|not right|not correct)",
            rf"(?:{_DEBT}) (?:that )?(?:is not|isn'?t|was not|wasn'?t|is no longer|was never|are not|were "
            rf"never|cannot be|"
            r"can'?t be|is neither) (?:mine|ours|owed|due|valid|enforceable|my debt|my "
            r"responsibility)|"
            r"not (?:my|our|his|her) (?:debt|loan|bill|account|responsibility to pay)",
            r"never (?:had|took out|opened|signed|applied for|borrowed|took|signed up for|held) (?:a|an|"
            r"any|this|the|that|"
            r"anything) (?:\w+ ){0,3}(?:loan|account|agreement|card|credit|money|overdraft|contract|"
            r"catalogue|"
            r"finance)(?: \w+){0,3}",
            r"credit agreement does not exist|debt does not exist|no such debt|there is no debt",
        ),
    ),
    # CONC 7.5.2R: nobody is pursued whom the firm has reason to believe is not the borrower.
    (
        "not-the-debtor",
        phrases(
            r"i(?:'m| am|m) not (?:mr|mrs|ms|miss|mx|dr|this person|that person|him|her|the (?:person|man|"
            r"woman|debtor|"
            r"borrower|account holder|customer|one|right person|individual)|the \w+ \w+ you)",
            r"(?:got|have|contacting|chasing|pursuing|harassing|called|calling|texting|writing to|ringing|"
            r"got hold of|"
            r"after|traced) the wrong (?:person|man|woman|number|address|house)|"
            r"(?<!to\sthe\s)(?<!to\sa\s)(?<!at\sthe\s)wrong person|"
            r"wrong (?:mr|mrs|ms|miss) \w+|not the (?:person|man|woman) you",
            r"(?:not known|no longer lives?|no longer resides?|does not live|doesn'?t live|has never lived|"
            r"never lived|"
            r"moved out of|hasn'?t lived|does not reside|no longer living|not resident|has not lived) "
            r"(?:at|here|in) ?(?:this address|this house|this property|my address|our address)?",
            r"never (?:heard of|met|known) (?:him|her|them|this (?:person|man|woman)|mr|mrs|ms|miss|anyone|"
            r"such a person)|"
            r"(?:do not|don'?t) know (?:this person|who (?:he|she|this|that|mr|mrs) (?:is|\w+)|any(?:one|"
            r"body) (?:of|by|"
            r"called))",
            r"mistaken identity|mistaken me for|(?:confused|mixing|mixed|confusing) me (?:up )?with "
            r"(?:someone|somebody|"
            r"another|my)|traced (?:me|the wrong)|mis-?traced",
            rf"not (?:my|our) (?:debt|loan|account)|(?:{_DEBT}|it|this|"
            r"that) (?:is ?n[o']?t|is not|isnt|was never|was not|wasn'?t|has nothing to do with|isn'?t) "
            r"(?:mine|ours|me)"
            r"(?! (?:to|you|responsib))",
            r"never (?:ever )?(?:had|held|opened|owned|taken out|took out|applied for|signed) (?:a|an|any|"
            r"this|such an?) "
            r"(?:\w+ ){0,2}(?:account|loan|agreement|overdraft|dealings|credit card)(?! (?:problem|issue|"
            r"query))|"
            rf"{_NOT} (?:have|hold) (?:a|an|any) (?:\w+ )?(?:account|loan|agreement|dealings|overdraft) "
            rf"with (?:you|your)",
            rf"{_NOT} open (?:it|this account|the account|that account|any account)|nothing to do with "
            rf"(?:this|the|that|any) "
            r"(?:debt|account|person|loan)",
            r"previous (?:occupier|occupant|owner|tenant|resident)s?|former (?:tenant|occupier|occupant|"
            r"owner)|person who "
            r"(?:used to live|lived) here|old tenant",
            r"(?:nobody|no one|no-one|no person|there is no ?one|there is nobody) (?:of|by|called|with|"
            r"named) (?:that|this|"
            r"\w+)(?: name)?(?: \w+)? (?:lives?|name|here|at this|living|at my)|(?:i am|i'm|he is|she is|"
            r"it is|entirely|completely|totally) (?:a )?(?:\w+ )?different person(?! (?:each|every))|"
            r"(?:shares?|same|similar) "
            r"(?:the same |my |a similar )?name(?: as| to)?(?= (?:as|to|me|but|is|and))|namesake",
            r"different (?:date of birth|d\.?o\.?b\.?|middle name|birthday)|(?:another|someone|somebody) "
            r"(?:else )?(?:with|"
            r"of) (?:my|the same|a similar) name|(?:somebody|someone) else'?s (?:debt|account|loan)",
            r"(?:opened|taken out|took out|set up) (?:\w+ ){0,6}in my name(?! only| and)",
        ),
    ),
    (
        "withdrawal",
        phrases(
            r"(?:withdraw|withdrawing|drop|dropping|retract|retracting|cancel|cancelling|close) (?:my|our|"
            r"the|this) "
            r"(?:\w+ )?complaint(?! (?:without|before|until|when))",
            r"(?:do not|don'?t|no longer) (?:wish|want|need|intend) to (?:pursue|proceed|continue with|"
            r"take|go (?:on|ahead|"
            r"any further) with|carry on with)(?: \w+){0,3} complaint",
            r"(?:consider|regard|treat) (?:my|the|this) complaint (?:as )?(?:closed|withdrawn|resolved|"
            r"settled)|"
            r"complaint (?:can|may|could) (?:now )?be (?:closed|withdrawn)",
        ),
    ),
    (
        "legal-action",
        phrases(
            r"letter before (?:action|claim)|pre-action (?:protocol|letter|conduct)|(?:issued|issuing|"
            r"commenced|"
            r"commencing|started) (?:\w+ )?(?:legal|court|county court) (?:action|proceedings)|claim form|"
            r"particulars of "
            r"claim|(?:issue|commence|bring|start) (?:legal |court |county court )?proceedings(?: against| "
            r"in| without)",
        ),
    ),
    # UK GDPR article 22: a person looks again at what a machine alone decided.
    (
        "wants-a-human",
        phrases(
            r"article 22|automated decision(?:s|-making| making)?|automatic(?:ally)? decid\w+|solely "
            r"automated",
            r"(?:decision|decided|decline\w*|refus\w*|reject\w*|turned down|closed|blocked|frozen|made|"
            r"taken) (?:\w+ ){0,6}by "
            r"(?:a |an |your |the )?(?:computer|algorithm|robot|bot|ai|automated (?:system|process))",
            r"(?:want|wants|ask|asking|request|requesting|demand|like|need|insist|expect) (?:\w+ "
            r"){0,6}(?:human|a real person|"
            r"a person|an actual person|somebody real) (?:being )?(?:to )?(?:\w+ ){0,2}(?:decide|review|"
            r"reconsider|make the decision|intervene|reassess|intervention)",
            r"human (?:intervention|review|decision|oversight|reviewer)|(?:reviewed|decided|looked at|"
            r"reconsidered|checked|"
            r"considered|assessed|made) (?:again )?by (?:a (?:human|person|real person|human being)|an "
            r"actual person|"
            r"somebody human)(?:,? not (?:by )?a (?:computer|machine|robot))?",
            r"(?:not|rather than|instead of) (?:by )?(?:a |an |your )?(?:computer|machine|algorithm|robot) "
            r"(?:to )?(?:decide|"
            r"decides|deciding|decided|decision)",
        ),
    ),
)
#: What `find_topics` finds without further phrases.
SHIPPED_TOPICS = tuple(topic for topic, _ in _TOPICS)


@cache
def _index() -> WordIndex[tuple[str, Phrase, bool]]:
    """Topic, phrase and whether it is doubtful, by what the phrase begins with."""
    return WordIndex(
        (
            (begin, (topic, phrase, is_doubtful))
            for table, is_doubtful in ((dict(_TOPICS), False), (TOLD, False), (TOLD_OF_A_DEBT, True))
            for topic, told in table.items()
            for phrase in told()
            for begin in phrase.begins
        ),
        gap=r"\s+",
    )


def _ends(text: str) -> str:
    """What a letter is about stands at its beginning or its end."""
    return text if len(text) <= _FIRST + _LAST else f"{text[:_FIRST]}\n{text[-_LAST:]}"


def find_topics(texts: Iterable[str], extra: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """Find the topics of what the author wrote, in the order of the table."""
    plain = [fold(_ends(text)).lower() for text in texts]
    index = _index()  # also where there is no text: it is no cost of the first message
    told = {topic for text in plain for topic in _told_in(text, index)}
    found = [topic for topic, _ in _TOPICS if topic in told]
    for topic, phrase in extra:
        words = r"\s+".join(re.escape(word) for word in fold(phrase).lower().split())
        if words and any(re.search(rf"(?<!\w){words}(?!\w)", text) for text in plain):
            found.append(topic)
    return tuple(dict.fromkeys(found))


def _told_in(plain: str, index: WordIndex[tuple[str, Phrase, bool]]) -> set[str]:
    """The topics of a text in small letters, each phrase tried where it can begin."""
    sure: set[str] = set()
    doubtful: set[str] = set()
    for place, _, begun in index.found_in(plain):
        for topic, phrase, is_doubtful in begun:
            told = doubtful if is_doubtful else sure
            if topic not in told and phrase.pattern.match(plain, place):
                told.add(topic)
    return sure | doubtful if doubtful and is_of_a_debt(plain) else sure
