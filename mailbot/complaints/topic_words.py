"""How people tell of a topic without its name: "prove it", "there is no Mr Carver here".

`TOLD` holds the wordings that say enough by themselves. `TOLD_OF_A_DEBT` holds those that are said of a
payment as well ("I don't recognise this"): they count where the text speaks of a debt, or of no payment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from mailbot.complaints.beginnings import beginnings


@dataclass(frozen=True, slots=True)
class Phrase:
    pattern: re.Pattern[str]
    begins: tuple[str, ...]  # the letters every reading of it begins with


def phrases(*words: str) -> Callable[[], tuple[Phrase, ...]]:
    """Whole phrases; one space is any white space. They are read when first asked for: most processes
    look for none."""

    @cache
    def read() -> tuple[Phrase, ...]:
        return tuple(
            Phrase(_compiled(phrase), beginnings(phrase)) for alike in words for phrase in _choices(alike)
        )

    return read


def _choices(words: str) -> list[str]:
    found, depth = [""], 0
    for character in words:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return found


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)".replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,4}"))


_NOT = (
    r"(?:do not|don'?t|did not|didn'?t|does not|doesn'?t|never|have not|haven'?t|has not|hasn'?t|no longer|"
    r"cannot|can'?t)"
)
_SHE = r"(?:i|we|he|she|they|my client|our client|the client|my \w+)"
_OUTSIDER = (
    r"(?:neighbours?|boss|bosses|employers?|work|workplace|colleagues?|workmates?|mother|mum|mam|dad|father|"
    r"parents|ex|ex-\w+|husband|wife|partner|sister|brother|daughter|son|landlord|landlady|family|in-laws|"
    r"receptionist|flatmates?|housemates?|friends?|office|tenant|lodger|manager|girlfriend|boyfriend|nan|"
    r"gran|uncle|aunt)"
)
_PRIVATE = r"(?:number|details|data|information|name|e-?mail|address|phone number|records?|file)"

TOLD = {
    "data-protection": phrases(
        rf"{_PRIVATE} (?:\w+ ){{0,2}}(?:was|were|has been|have been|got) (?:\w+ )?(?:leaked|shared|"
        r"disclosed|exposed|passed on|given out|sold|made public)|(?:take|get|wipe|clear) (?:\w+ "
        rf"){{0,2}}my (?:\w+ )?{_PRIVATE} off your|(?:know|knows|saw|seen|see) (?:\w+ ){{0,6}}(?:because of|"
        r"from|on|through) (?:your|the) envelope",
        r"(?:wrote|written|writing|spoke|spoken|speaking|talked|talking|told|rang|phoned|called|emailed|"
        r"texted|left an? "
        r"(?:\w+ )?(?:message|voicemail|letter|card|note)|discussed|disclosed) (?:to |with |at |for "
        rf")?(?:my|our|his|her) (?:\w+ )?{_OUTSIDER} (?:\w+ ){{0,3}}(?:about (?:my|what|the (?:debt|account|"
        r"balance|money|arrears)|our|me)|what i ow|how much|(?:that )?i (?:owe|owed|am in|was in)|my "
        r"(?:debts?|balance|account|details|business|finances|affairs)|all about|everything|without my)",
        r"envelope (?:\w+ ){0,6}(?:debt|collect\w*|overdue|i owe|my (?:balance|account))|(?:postman|"
        r"everyone|everybody|neighbours?|anyone|whole \w+) (?:\w+ ){0,2}(?:see|read|know|hear|heard|knows) "
        r"(?:\w+ ){0,2}(?:my (?:business|debts?|balance|details|affairs)|what i owe|i owe)",
        r"(?:read|shout\w*|said|announc\w+|discuss\w*|spoke|spelt) (?:\w+ ){0,6}(?:in front of (?:the|my|"
        r"other|every|a)|for all to (?:hear|see)|so (?:everyone|everybody|the whole))",
        r"(?:letters?|e-?mails?|statements?|details|information|correspondence|paperwork|documents?|report|"
        r"texts?) (?:\w+ ){0,4}(?:sent|emailed|posted|went|gone|forwarded|addressed|delivered) (?:\w+ "
        r"){0,2}to (?:the |an? |my |his |her )?(?:wrong (?:person|address|e-?mail|house|customer|number|man|"
        r"woman|recipient)|previous address|old (?:address|house|flat)|ex(?:-\w+)?(?:'s)?|neighbour\w*|"
        r"former \w+|someone else|somebody else|stranger|another (?:person|customer|house|address))",
        r"(?:someone|somebody) else'?s (?:\w+ ){0,2}(?:details|data|statements?|letter|information|"
        r"correspondence)|(?:another|a different|other) (?:customer|person|client|man|woman|people)(?:'s|"
        r"s') (?:\w+ ){0,2}(?:details|data|statements?|letters?|information|name and address)",
        r"(?:showing|visible|shown|displayed|revealed) (?:\w+ ){0,2}to (?:another|other|a different|"
        r"somebody|someone|strangers?|everyone|everybody)|(?:everybody|everyone|others|anyone|strangers|"
        r"other customers|they) (?:can|could) (?:all )?(?:now )?see (?:my|our|all my)|cc'?d (?:\w+ "
        r"){0,3}(?:customers|people|recipients|strangers|of us)|(?:instead of|not) bcc",
        r"(?:stop|stopped|unsubscrib\w*|opted out|opt out|object\w*|asked you not|never (?:agreed|consented|"
        r"asked|signed up)) (?:\w+ ){0,6}(?:marketing|adverts?|advertising|promotions?|promotional|"
        r"newsletters?|mailing list|spam)",
        r"(?:marketing|advertising|promotional|promo) (?:e-?mails?|texts?|calls?|messages?|letters?|post) "
        r"(?:\w+ ){0,6}(?:opted|unsubscrib\w*|object\w*|consent\w*|never asked|asked you)",
        rf"(?:delete|erase|remove|wipe|destroy) (?:\w+ ){{0,3}}(?:everything|all|anything|{_PRIVATE}) "
        rf"(?:\w+ ){{0,2}}(?:you (?:have|hold|keep|store)|(?:from|on|in|off) your (?:\w+ )?(?:systems?|"
        r"records?|database|files?|lists?))",
        r"(?:never|not|didn'?t|haven'?t|without) (?:\w+ )?(?:agreed?|consent\w*|permission|authori[sz]ed?|"
        rf"g[ai]ven?|allowed?) (?:\w+ ){{0,5}}(?:giv\w+|pass\w*|shar\w*|sell\w*|us(?:e|ing)|process\w*|"
        rf"hold\w*|stor\w*) (?:\w+ ){{0,2}}my (?:\w+ )?{_PRIVATE}",
        r"(?:object|objection) to (?:\w+ ){0,3}(?:processing|profiling|sharing|storing)|(?:how|where) "
        r"(?:did )?(?:you|they) "
        rf"(?:\w+ )?(?:got|get|obtain\w*|found|find) my (?:\w+ )?{_PRIVATE}",
    ),
    "subject-access-request": phrases(
        r"(?:copy|copies) of everything|everything (?:on|in) (?:my|our|his|her) file|(?:send|give|provide) "
        r"(?:me|us) (?:all )?(?:of )?(?:my|our) (?:personal )?data|request for (?:all )?(?:of )?(?:my|our|"
        r"his|her) (?:personal )?(?:data|information|records)",
        r"(?:copies|copy) of (?:\w+ ){0,3}(?:calls|call notes|recordings?|notes)(?: \w+){0,2} (?:and|with) "
        r"(?:\w+ )?(?:calls|notes|recordings?|letters|emails)|(?:copies|copy) of (?:all|every) (?:my |our "
        r")?(?:\w+ )?(?:calls?|notes|recordings?|correspondence|records|data)",
        r"(?<!erase\s)(?<!delete\s)(?<!remove\s)(?:what|everything|anything|whatever|all) (?:that "
        r")?(?:you'?ve got|you have got|you have|you hold|you keep|is held|is kept) (?:\w+ ){0,2}(?:on|"
        r"about) (?:file (?:about|on|for) )?(?:me|us|my|him|her)(?! (?:account|card) (?:is|was))",
        r"(?:send|supply|provide|require|request\w*|release|disclose|let me have|(?:can|may) i have|(?:want|"
        r"need|like) (?:a copy of|copies of|to (?:see|have|hear))) (?:\w+ ){0,4}(?:call recordings?|"
        r"recordings? of (?:\w+ ){0,3}calls?|transcripts?|call logs?|screen notes|internal notes|account "
        r"notes)(?! (?:kept|checked|reviewed))|(?:want|need) (?:all |the |my |any )*(?:call recordings|"
        r"recordings of (?:\w+ ){0,3}calls|transcripts|call logs|screen notes|internal notes|account "
        r"notes)(?! (?:kept|checked|reviewed))",
        r"(?:supply|provide|send|disclose|want|require) (?:\w+ ){0,4}(?:records|data|information|notes|"
        r"documents) (?:\w+ ){0,2}(?:you |your (?:firm|company) )?(?:hold|keep|store|held|stored|kept) "
        r"(?:\w+ ){0,2}(?:in my name|about me|on me|relating to me|concerning me|on (?:my|our) (?:client|"
        r"father|mother))",
        r"(?:entitled|right) to (?:a copy of|see|have) (?:\w+ ){0,2}(?:my |personal )(?:\w+ )?(?:data|"
        r"information|file|records)|personal data (?:\w+ ){0,3}(?:you hold|under article 15)|section 45 "
        r"(?:of the )?data protection",
    ),
    "disputed-debt": phrases(
        r"who says (?:that )?(?:i|we) owe|(?:produce|provide|supply|show|send) (?:\w+ ){0,3}(?:signed|"
        r"executed|original) (?:\w+ )?(?:agreement|contract)|(?:bill|debt|loan|balance) (?:that |which "
        r")?(?:isn'?t|is not|wasn'?t|was never) (?:mine|ours|my)|charg\w+ (?:me |us )?twice for "
        r"(?:one|the same) (?:loan|debt|agreement)|no (?:knowledge|recollection|record) of (?:this|the|any|"
        r"such an?) (?:\w+ )?(?:debt|agreement|loan|account|borrowing)",
        rf"client (?:\w+ ){{0,2}}(?:disputes?|den(?:ies|y)|rejects?)(?! your (?:decision|offer|finding|"
        rf"response|conclusion))|not (?:accept|admit|agree|acknowledge) (?:that )?{_SHE} (?:\w+ )?(?:owes?|"
        r"owed|is liable|am liable|are liable|is responsible for)",
        r"not (?:\w+ )?liable for (?:this|the|that|any) (?:\w+ )?(?:debt|balance|account|sum|amount|loan|"
        r"agreement|arrears)|den(?:y|ies|ied) (?:all |any )?liability|liability is denied|not accept "
        r"(?:that )?(?:i am|i'm|we are|he is|she is|any) (?:\w+ )?(?:liable|liability)",
        r"not (?:my|his|her|our client's|my client's|my \w+'s) signature|signature (?:\w+ ){0,4}(?:is not|"
        r"isn'?t|was not|wasn'?t) (?:mine|his|hers|my|that of)|forged (?:my |his |her |the )?signature|"
        r"signature is (?:a )?forge\w+|never signed (?:anything|(?:an?|the|any|your|this) (?:\w+ "
        r")?(?:agreement|contract))",
        r"(?:debt|balance|loan|arrears|overdraft) (?:\w+ ){0,3}(?:was|were|has been|had been|been|is) "
        r"(?:\w+ )?(?:written off|wiped|extinguished|discharged|cleared|waived|forgiven)|(?:wrote off|"
        r"written off|wiped) (?:my|the|our|his|her|this|that) (?:\w+ )?(?:balance|debts?|loan|arrears|"
        r"overdraft)",
        r"(?:included|part|covered|listed|dealt with|went) (?:in|of|by|into|under) (?:my|our|his|her|the|"
        r"an?) (?:\w+ )?(?:bankruptcy|iva|dro|debt relief order|trust deed|sequestration)|(?:debt|balance|"
        r"account) (?:\w+ ){0,4}when i was (?:made bankrupt|discharged)",
        r"too old to (?:be )?(?:collect|chase|enforce|pursue|claim)\w*|(?:debt|loan|agreement|account) "
        r"(?:\w+ ){0,3}(?:is|was) (?:\w+ )?(?:over|more than|older than) \w+ years old|limitation (?:period|"
        r"has)|unenforceable",
        r"(?:chas\w+|asking|demand\w*|pursu\w+|bill\w+|hound\w+|dunn\w+) (?:\w+ ){0,2}(?:for|to pay|over) "
        r"(?:\w+ ){0,5}(?:i|we|he|she|they) (?:never|don'?t|do not|didn'?t|did not|doesn'?t|have already|"
        r"had already|already) (?:\w+ )?(?:owed?|had|paid|sent|took|borrowed|ordered|sign\w*|settled)",
        r"(?:refuse|not going|won'?t be|not prepared) (?:to )?pay(?:ing)? (?:for )?(?:something|anything|a "
        r"debt|money|what) (?:\w+ )?(?:i|we) (?:never|don'?t|didn'?t|do not)",
        r"strict proof|prove (?:that )?(?:i|he|she|we|my \w+|our client) (?:owes?|owed|am|is|are|took|"
        r"signed)|(?:deed|notice) of assignment|true copy of the|proof (?:that )?(?:i|we|he|she) (?:owe|"
        r"took|signed)|show me (?:the )?(?:proof|evidence|agreement|original)",
        r"(?:alleged|so-called|supposed|purported) (?:balance|debt|account|sum|arrears|agreement|liability|"
        r"loan|amount)",
        r"owe (?:you )?(?:nothing|zero|not a (?:penny|bean))|only (?:ever )?(?:owed?|borrowed) (?:you |them "
        r")?£|(?:say|says|claim|claims|think) (?:i|he|she|we) owes? (?:\w+ ){0,4}(?:but|when|wrong|which is)",
        r"(?:where|how) (?:\w+ ){0,3}(?:balance|debt|figure|sum|total) (?:you (?:\w+ )?(?:claim|quote|"
        r"demand)\w* )?(?:comes?|came) (?:from|about)|how (?:you|they) (?:\w+ )?(?:arrived at|got to|"
        r"reached|came to) (?:this|the|that|your) (?:figure|balance|amount|sum|total)",
    ),
    "not-the-debtor": phrases(
        r"(?:letters?|debt|post|calls?|texts?|messages?) (?:is|was|are|were) (?:all )?(?:meant |intended "
        r")?for (?:my neighbour|someone else|somebody else|another|a different|the (?:previous|old|last|"
        r"former)|next door)|bought (?:this|the) (?:house|flat|property|place) (?:from|off) (?:him|her|them|"
        r"mr|mrs)|(?:two|several|other) people (?:called|named|with (?:the|my) (?:same )?name)|us(?:ed|ing|"
        r"e) my (?:details|name|identity|id) to (?:take|get|open|apply|obtain|set|borrow)",
        r"there(?:'s| is| was| has never been) (?:no|never|not a|nobody) (?:mr|mrs|miss|ms|dr|such person|"
        r"person (?:of|by|called)|been an?y?) ?(?:\w+ ){0,3}(?:at|here|in|living|lives|of)|no (?:mr|mrs|"
        r"miss|ms) \w+(?: \w+)? (?:at|lives|here|living|in this)|no such person",
        r"(?:had|have|owned|got) this (?:number|phone number|mobile number|sim|email address) "
        r"(?:\w+ )?(?:since|for)",
        r"new (?:owners?|tenants?|occupiers?|occupants?|residents?) (?:of|at|in|here)|(?:old|last|previous|"
        r"former) (?:lot|people|family|residents?|tenants?|owners?|occupants?|occupiers?) (?:\w+ "
        r"){0,2}(?:left|moved|lived|went)|(?:lived|was|were) (?:here |in (?:this|the) (?:house|flat) "
        r")?before (?:me|us|my time|our time)(?! in the queue)",
        r"(?:addressed|letters?|post|mail|calls?|texts?|messages|asking|looking) (?:to|for) (?:an? )?(?:mr|"
        r"mrs|ms|miss|someone|somebody|people|a (?:man|woman|person)|previous) ?(?:\w+ ){0,3}(?:who|that|"
        r"whom|,)? ?(?:i|we) (?:do not|don'?t|have never|'ve never|never) (?:know|met|heard)|(?:post|mail|"
        r"letters?) for an? (?:mr|mrs|ms|miss|different|previous)",
        r"(?:letters?|envelopes?) (?:\w+ ){0,5}return(?:ed)? to (?:the )?sender|(?:sent|sending|returning|"
        r"marking|marked|returned) (?:it|them|(?:your|the|his|her) letters?) (?:back )?(?:as "
        r")?(?:return(?:ed)? |gone |to (?:the )?sender|not known)|marked (?:as )?gone away|not at this "
        r"address",
        r"(?:person|man|woman|debtor|individual|gentleman|lady|customer|mr \w+|mrs \w+) (?:that |who |whom "
        r")?you(?:'re| are)? (?:are )?(?:\w+ )?(?:looking for|searching for|after|seeking|want|chasing|"
        r"trying to (?:reach|contact|find|trace)) (?:is ?n[o']?t|is not|isn'?t|was|is someone|lives|has|"
        r"moved|does)",
        r"(?:account|loan|card|credit|agreement|debt)s? (?:\w+ ){0,5}(?:set up|opened|taken out|obtained|"
        r"applied for) (?:by (?:a |the |an? \w+ )?(?:thief|fraudster|criminal|scammer|impostor|someone|"
        r"somebody|stranger)|(?:using|with) my (?:details|name|identity))|victim of identity (?:theft|"
        r"fraud)|stole my identity|identity was (?:stolen|used)|(?:someone|somebody) (?:has )?(?:used|stole|"
        r"stolen) my (?:identity|name) (?:to|and)",
        r"(?:it is|it's|is it) (?:probably |surely )?my (?:father|brother|son|mother|sister|cousin|ex|uncle|"
        r"late \w+) (?:that )?you(?:'re| are)? (?:\w+ )?(?:want|after|looking|chasing|need)|(?:same|share "
        r"the) (?:initials|surname)",
        r"same (?:sur|last |first )?name(?:,| but| and)? ?(?:\w+ )?(?:different|only|other|wrong|not the)|"
        r"(?:not|am not|isn'?t) the (?:same )?(?:mr|mrs|ms|miss|person|individual) (?:\w+ )?(?:you|named|on "
        r"your|in your|whose|your)",
        r"(?:your|the) (?:man|mr \w+|customer|debtor|mrs \w+) (?:was|is) (?:born|\d\d|older|younger)|wrong "
        r"(?:person|man|woman|mr|mrs|\w+ \w+),? (?:wrong|again)|wrong number,? wrong",
    ),
}

TOLD_OF_A_DEBT = {
    "disputed-debt": phrases(
        r"(?:confirmed|told|said|assured|letter) (?:\w+ ){0,6}(?:finished|paid up|satisfied|nothing (?:left|"
        r"more|else|owing|outstanding|to pay))|(?:there (?:is|was)|had|have) no (?:\w+ )?(?:agreement|"
        r"contract) (?:with|between|exists|in place)|so there is no (?:agreement|contract)|(?:sum|amount|"
        r"figure|balance|total|bill) (?:\w+ ){0,3}(?:includes?|contains?) (?:\w+ ){0,3}(?:fees|charges|"
        r"interest|costs) (?:\w+ ){0,4}(?:not|never|no)",
        rf"{_NOT} (?:recogni[sz]e|know) (?:this|it|that|(?:any|either) of (?:it|this|these)|anything about "
        r"(?:it|this))(?= (?:at all|and|debt|account|loan|balance|company|as|or|so)|[.,;!?]|\s*\Z)",
        rf"(?:no idea|{_NOT} know|nobody has told me|not (?:been )?told) what (?:this|it|that|the (?:debt|"
        r"money|balance|letter|account)|this (?:debt|money|balance|account)) (?:is|was|relates|refers)",
        r"where (?:does|did|do|has|have) (?:this |the |that |your )?(?:£ ?[\d,.]+|figure|amount) (?:\w+ "
        r"){0,2}(?:come|came) from",
        r"(?:cleared|paid off|settled) (?:my|the|our|his|her|that|this) (?:\w+ )?(?:balance|debts?|arrears|"
        r"catalogue|overdraft)|nothing (?:\w+ )?(?:to pay|left to pay|is due|due|owing|owed|outstanding)|no "
        r"(?:balance|money|sum|debt) (?:is |was )?(?:outstanding|owing|owed|due)|(?:balance|account) "
        r"(?:should (?:be|read|stand at)|ought to be|stands at|stood at) (?:nil|zero|nothing)",
        r"prove it(?= to me|[.,;!?]|\s*\Z)|(?:over|more than) (?:six|6|seven|7|eight|8|nine|ten|10|twelve|"
        r"12|\d\d) years old|goes back to (?:19|20)\d\d|dates (?:back )?(?:from|to) (?:19|20)\d\d|out of "
        r"time",
        r"(?:balance|figures?|amount|total|sum) (?:\w+ ){0,3}(?:cannot|can'?t|could not|keeps?) (?:be "
        r"(?:right|correct)|changing|going up)|added (?:\w+ ){0,3}(?:charges|interest|fees|costs) (?:\w+ "
        r"){0,2}never (?:agreed|knew)|none of (?:them|the figures) (?:is|are) right|inflated (?:balance|"
        r"figure|sum|amount)",
        r"(?:returned|sent back|gave back|handed back|cancelled) (?:the|it|my) (?:\w+ ){0,4}(?:nothing "
        r"(?:is )?(?:to pay|due|owed|owing)|owe)|(?:asking|ask) (?:me |us )?for money (?:i|we) have already",
    ),
    "not-the-debtor": phrases(
        r"(?:do not|don'?t) know (?:any|a) (?:mr|mrs|ms|miss|\w+),? (?:this|and|he|she|who|wrong)|this is "
        r"my (?:phone|number|mobile|house|address)(?= (?:now|not)|[.,;!]|\s*\Z)",
        r"(?:he|she|they|mr \w+|mrs \w+|(?:my )?(?:son|daughter|brother|sister|lodger|ex|tenant)) (?:\w+ "
        r")?(?:moved (?:out|away|on)|left (?:home|here|this address|the area)|went abroad|emigrated|has "
        r"gone)(?: \w+){0,3} (?:years|months|ago|in (?:19|20)\d\d|since|with me|this address|abroad)",
        r"(?:who|whom) (?:i|we) (?:do not|don'?t|have never) (?:know|met|heard)|(?:someone|somebody) (?:i "
        r"have|i've|we have|we've) never (?:heard|met)|does not live (?:with me|here)|doesn'?t live (?:with "
        r"me|here)",
    ),
}
_OF_A_DEBT = _compiled(
    r"debts?|owed?|owes|owing|arrears|creditors?|collect(?:ions?|ors?|ing)|lender|chas(?:e|ed|ing)|"
    r"demand\w*|default\w*|bailiffs?|repay\w*|ccj|instal?ments?|catalogue|assigned|your letters?|liable|"
    r"agreement|looking for|addressed to|post for"
)
_OF_A_PAYMENT = _compiled(
    r"payments?|transactions?|transfers?|transferred|withdrawals?|direct debits?|standing orders?|cards?|"
    r"merchant|refunds?|app|wallet|deliver\w*|parcel|top-?up|fee|fees"
)


def is_of_a_debt(plain: str) -> bool:
    """Whether a text, in small letters, speaks of a debt or at least of no payment."""
    return _OF_A_DEBT.search(plain) is not None or _OF_A_PAYMENT.search(plain) is None
