"""The words of somebody whose money, post or phone another person holds (P1): economic abuse, coercion.

Nobody writes "economic abuse": they write whose card it is, who asks for receipts, who stood beside them.
(Domestic Abuse Act 2021 section 1(4); FG21/1.)
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import HARMER, rows

_WHO = (
    rf"(?:my @2)?(?:{HARMER}|nephew|niece|grandson|granddaughter|sister|lodger|carer|mother[- ]in[- ]law|"
    r"father[- ]in[- ]law|fella|bloke|new girlfriend|new boyfriend)"
)
_HELD = (
    r"bank ?cards?|cards?|pin|pension|wages|salary|benefits?|universal credit|giro|savings|purse|wallet|"
    r"passport|allowance|money|cash|dla|pip|post|phone|car keys"
)
_MEANS = rf"(?:{_HELD})"
_ROOM = r"(?:an? |my |any |our |the )(?:own )?@1"
_FIRM = (
    r"(?:your|advis[eo]r|agents?|manager|supervisor|cashier|branch|operator|handler|app|website|"
    r"accountant|claims?|tax|expenses|insur\w+|employer|police|bailiffs?|collector|engineer|driver|officer)"
)

ECONOMIC_ABUSE = (
    *rows(
        "life events",
        "P1",
        rf"(?:not|n'?t|never) <allowed> (?:to (?:have|use|keep|touch|spend|hold) )?(?:my own|any of my own) "
        rf"@1{_MEANS}(?! (?:manager|holder|reader))",
        r"(?:not|n'?t|never) <allowed> to (?:work|go out|have (?:a job|my own)|see (?:us|my (?:family|mum|"
        r"friends|post|letters)|his|her|friends|anyone)|speak to (?:us|my (?:family|mum|friends))|answer the "
        r"(?:door|phone)|open (?:my|the) (?:post|letters))",
        r"(?:he|she|my @1(?:husband|wife|partner|boyfriend|girlfriend|ex\w*|mother-in-law|in-laws)) "
        r"(?:only )?<gives?|lets|allows?|leaves|hands|doles> (?:me|us) (?:have )?(?:out )?(?:an allowance|"
        r"pocket money|£ ?\d+|\d+ (?:pounds|quid)|a (?:tenner|fiver|few (?:quid|pounds)))",
        r"<i'?m|i am|we are|we're> (?:only )?given @1(?:£ ?\d+|\d+ (?:pounds|quid)|pocket money|an "
        r"allowance|housekeeping)",
        rf"(?:have|had|having|got) to <ask|beg> (?:(?:him|her|my @1{HARMER}|them|permission) )?(?:for|"
        rf"before) "
        r"(?:i |every |any |the |my |some |a )*(?:money|cash|bus fare|food|petrol|shopping|housekeeping|"
        r"anything|everything|penny|pads|nappies|tampons|spend\w*|buy\w*|own (?:money|card))",
        r"i(?:'ve| have|'m| am|ve)(?: got)?(?: made)?(?: to)? @1<account for|explain|justify|write down> "
        r"every "
        r"@1(?:penny|pound|pence|thing)",
        rf"{_WHO} @3(?:wants?|makes?|checks?|demands?|asks?|goes through|expects?|counts?) @5<receipts?>",
        rf"{_WHO} @1<keeps|kept|took|takes|taken|taking|confiscat\w+|hides|hid|holds|spends|spent|drains|"
        rf"drained|uses|using|withdraws|controls> (?:all )?(?:of )?(?:my|our|his|her|nan's|"
        rf"mum's|mam's|dad's|gran's|grandad's) @1{_MEANS}",
        rf"{_WHO} (?:has|have|'s got|has got) (?:all )?my @1<{_HELD}>(?= (?:and|so|off)|[.,;!?]|$)",
        r"<helps himself|helps herself|helping himself|helping herself|helped himself|helped herself>",
        rf"{_WHO} (?:won'?t|will not|wouldn'?t|would not|doesn'?t|does not|never|refuses? to) (?:ever )?<let|"
        rf"lets|allow> (?:me|us|her|him) (?:(?:have|open|use|get|keep|see|touch|near) (?:{_ROOM})?(?:money|"
        rf"account|card|phone|job|post|letters?|cash|statements|friends|family|mum|bank|own)|work|go out|"
        rf"leave|out\b|answer|speak to (?:any|my))",
        r"<stood over me|standing over me|stood over her|stood next to me|standing next to me|stood beside "
        r"me|"
        r"stood behind me|sat next to me|stood there while i|in the room when i>(?= |[.,;!?]|$)",
        rf"{_WHO} <made me|makes me|told me to> (?:ring|call|say|tell you|sign|write|open|take|apply|"
        rf"borrow|get|hand|transfer|lie|phone)(?! (?:back|again|on))",
        r"(?:too |so |was |am |were )<scared|frightened|afraid|terrified> to (?:say no|refuse|argue|tell "
        r"(?:any|him|her|you)|leave him|leave her|leave my|go home|say anything|disobey|answer back)",
        r"(?:not to |daren'?t |can'?t |couldn'?t |never )?<say no to him|say no to her|said no to him|"
        r"saying no to him|say no to my>",
        r"(?:have|had|having|got) to <hide> (?:it from|what i|my|this from|money|everything|the (?:post|card|"
        r"letters))",
        rf"<wages|salary|pension|benefits|universal credit|money> (?:all )?(?:go(?:es)?|is paid|are paid|"
        rf"gets? "
        rf"paid|went) @2(?:in|into|to) (?:his|her|my @1(?:{HARMER}|mother[- ]in[- ]law|in[- ]laws))(?:'s)? "
        rf"?(?:account)?",
        rf"(?:my @1|the |her |his )(?:carer|care worker|neighbour|nephew|niece|lodger|home help|cleaner|"
        rf"grandson|girlfriend|friend|son|daughter) @6<using|uses|used|taking|took|takes|spending|emptied|"
        rf"drained|withdrawing> (?:my|her|his|mum's|mam's|dad's|nan's) @1{_MEANS} (?:for (?:him|her|"
        rf"them)sel\w+|"
        rf"without|behind)",
        rf"{_WHO} @3<told to|told me to> (?:borrow|sign|take)",
        r"(?:got|getting|made|pressur\w+|forc\w+|bully\w*|bullied) (?:him|her|me|mum|dad|nan) (?:to|into) @1"
        r"<put her name|put his name|change everything|changing everything|change the will|change his will|"
        r"change her will|sign everything|sign it over|sign the house|put the house>",
        r"<decides what i|decides how much i|tells me what i can spend|tells me what to spend|controls "
        r"what i> ?\w*",
        rf"(?:have|had|made me|makes me|got|expects me) (?:to )?<hand over> (?:all )?my @1{_MEANS[:-1]}|"
        rf"payslip|pay)",
        r"takes what (?:he|she|they) <wants>(?! from the fridge)",
        r"<daren'?t|dare not|don'?t dare|too scared to> (?:to )?(?:say|tell|ask|refuse|complain|answer|"
        r"speak|argue)",
        unless=rf"~\b{_FIRM}\b~|~(?:towards|board|maintenance|joint|agreed|because i asked|"
        r"with my (?:blessing|permission|consent))~|to (?:the (?:shop|bank|post office)|collect|repair)|"
        r"(?:on|for) "
        r"the (?:phone|refund)|you (?:took|have|keep|use\w*)|a cup|phone number",
    ),
)
