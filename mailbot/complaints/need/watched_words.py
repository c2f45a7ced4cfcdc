"""The words of somebody who is watched, has left, or must not be found (P1): no letter goes by itself.

A wish about the channel ("please email, don't ring") is none: what makes danger is the other person in it.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import HARMER, rows

_WHO = rf"(?:my @2)?(?:{HARMER})"
_HOME = rf"(?:{_WHO}|my (?:mam|mum) and dad|my parents|they|nobody at home|no one at home|anyone at home)"
_LEARNS = r"(?:know|knows|find out|finds out|found out|hear|hears|see|sees|read|reads|be told|realise)"
_FIRM = (
    r"(?:advis[eo]r|agents?|manager|supervisor|cashier|branch|operator|call handler|colleague|"
    r"accountant|bailiffs?|collector|engineer|courier|your (?:man|staff|people|team|company))"
)

WATCHED = (
    *rows(
        "life events",
        "P1",
        rf"{_HOME} (?:still |always |then |often )?<picks? up|answers?|goes through|went through|going "
        r"through|looks? through|looked through|looking through|search\w*|checks?|checked|checking|reads?|"
        r"gets? to|gets? into|opens?|opened|deletes?|unlocks?> (?:all )?(?:of )?my @1(?:phone|mobile|"
        r"e-mails?|emails?|post|mail|letters?|texts?|messages|bag|handbag|purse|call log|search history|"
        r"history|browser|laptop|tablet|statements|letterbox)",
        rf"{_WHO} <looks? at|checks?|reads?|opens?|goes through|sees|watches|monitors|counts> (?:everything|"
        r"my every|every letter|every call|every text|my mileage|my steps|what i (?:spend|do|buy))(?! "
        r"(?:for me|carefully))",
        rf"(?:he|she|{_WHO})~and (?:reads|checks|goes through|opens|looks at|listens to) (?:all )?my "
        rf"<phone|texts|e-mails?|"
        r"emails?|post|letters|messages|calls>",
        rf"(?:he|she|{_WHO}) (?:still |always )?(?:logs?|gets|can get|can log|goes) <in ?to|onto|on to> my "
        r"(?:e-mail|email|phone|account|facebook|whatsapp|messages)",
        r"<can'?t|cannot|unable to|not able to|couldn'?t> (?:talk|speak|ring|answer) @3(?:when|while|if|"
        rf"with) (?:he'?s|hes|he is|she'?s|she is|my @1{HARMER}(?: is|'s)) (?:here|home|in|around|about|"
        r"there|listening|in the (?:room|house))",
        rf"{_WHO} (?:checks|reads|opens|goes through|watches|looks at)~(?:and|,) my <post|phone|e-mails?|"
        rf"emails?|"
        r"letters|texts|messages|bag|mail>",
        r"<ran|escaped|fled|hid|got away> from (?:him|her|my (?:\w+ )?(?:ex\w*|husband|wife|partner|"
        r"boyfriend|father|"
        r"family))",
        rf"(?:{_WHO}|stepson|stepdaughter|nephew|niece|my carer) @2<bullies|bullied|bullying|intimidates|"
        rf"terrorises|"
        r"terrorised|degrades|humiliates> (?:me|him|her|his|us|mum|dad|my)",
        r"(?:don'?t|do not|dont|never) (?:ring|call|phone|text|come)~<he will be in|he'll be in|hell be in|"
        r"he's in|"
        r"he is in|she'll be in|he's here|he is here|he's home|he'll hear|he'll be home|he is home>",
        r"<made|forced|pressured|bullied|ordered> to (?:sign|borrow|take|open|apply)~by (?:my|her|his) "
        rf"@1{HARMER}",
        r"(?:tell|told|tells|telling|tellin) (?:him|her|my @1ex\w*) <where i am|where i live|where we are|"
        r"where we "
        r"live|where i'm|where to find>",
        r"<get the brunt|bear the brunt|gets the brunt>(?= of (?:it|him|his|her)|[.,;!?]|$)",
        rf"(?:{_WHO}|my carer|nephew|niece) <shouts|screams|swears|spits> at (?:me|her|him|mum|dad|nan|the "
        rf"(?:kids|"
        r"children))",
        r"<in trouble with> (?:him|her|my (?:husband|dad|partner|father|wife|boyfriend))",
        rf"(?:he|she|my @1{HARMER})(?:'d|'ll| would| will) <put me in hospital|batter|hit me|break my|beat|"
        rf"hurt|leather|"
        r"swing for|come after> ?(?:me|us|arm|jaw|legs?)?",
        rf"(?:he|she|{_WHO}) <doesn'?t|does not|mustn'?t|can'?t|must never|doesnt> know (?:the address|my "
        r"address|our address|this address|my new|our new|where we|the new)",
        r"<secret address|somewhere secret|secret location|confidential address|undisclosed address>",
        r"police @4<marker on my house|marker on our house|marker on my home|marker on my address|marker on "
        r"my number|marker on the house>",
        rf"{_HOME} @1(?:gets?|is|are|goes) (?:to|through|at) the <post|mail|letters?|bin|letterbox|door> "
        rf"(?:first|before|and the)",
        r"(?:my @1)?ex\w* (?:still |always )?(?:gets|opens|receives|picks up|collects|has) @1<the|my|our|"
        r"all> (?:post|mail|letters)",
        r"(?:i|i'?ll|i'?m|i will|have to|got to|must|need to|always|i've) (?:always |have to |will |to )*"
        r"<delet\w+|wip\w+|clear\w+> (?:this|it|my (?:e-?mails?|messages|texts|history|sent|search\w*|call)|"
        r"them|the sent)@2 (?:after|as soon as|once|when|before|straight|so (?:he|she|that|nobody|they)|in "
        r"case)",
        rf"<so> (?:that )?(?:he|she|{_WHO}|nobody|no one) (?:at home |in the house )?(?:can'?t|cannot|"
        r"won'?t|doesn'?t|will not|couldn'?t|can not) @1(?:see|know|find|read|trace|track|notice|hear)(?! "
        r"(?:the|your|our) (?:balance|account|screen))",
        r"so (?:that )?it (?:isn'?t|doesn'?t|won'?t|is not|does not|will not) (?:be |show |come up |appear "
        r"|stay )?(?:up )?on <my phone|my history|our phone|our computer|the computer|the ipad|the tablet|"
        r"our "
        r"laptop>",
        rf"(?:my @2)?{HARMER} <mustn'?t|must not|can'?t|cannot|should ?n'?t|should not|is not to|isn'?t to|"
        r"must never|can never|is never to> (?:ever )?(?:know|find out|hear|see this|see it|see any|see "
        r"your|be told|learn)",
        rf"{_WHO} <doesn'?t|does not|has no idea> (?:know|i|that)? ?(?:about |that )?(?:it|this|where|i'?ve|"
        r"i have|i am|i'?m|the (?:debt|loan|account|card))(?= (?:and|he|she|or|so|because)|[.,;!?]|$) "
        r"?@2(?:mustn|must not|can't|cannot|please|don't|he'd|she'd|he would|it would|keep it|would go)",
        r"(?:he|she) (?:doesn'?t|does not) <know about> (?:it|this|this (?:address|number|phone|e-?mail))"
        r"(?=[.,;!?]|$| (?:and|so|please|or))",
        r"(?:nobody|no one|no-one|they|my (?:family|parents|mum and dad|mam and dad)) (?:at home |in (?:the|"
        r"my) (?:house|family) )?<can'?t|cannot|can|must|mustn'?t|must not|should|must never>(?: ever)? "
        r"(?:know|find out)(?=[.,;!?]|$| (?:i|that i|about this|i've)\b)",
        rf"(?:don'?t|do not|never|didn'?t|not) <want> (?:him|her|my @1{HARMER}(?:'s)?|any(?:one|body) at "
        r"home|my (?:family|parents)) (?:to )?(?:know|knowing|see|seeing|find|finding|hear|getting hold|"
        r"having my)",
        rf"(?:he|she|{_WHO})(?:'s|'ve| has| have)? (?:got |put |installed |hidden )@3<app|tracker|airtag|"
        rf"cameras?|"
        rf"spyware|a listening> (?:on|in|round) (?:my|the|our) @1(?:phone|car|bag|house|mobile|laptop|flat|"
        rf"kitchen)",
        r"<shows him where|tells him where|shows her where|know where i am|knows where i am|knows my every|"
        r"sees where i go>",
        r"(?:only|just|please) (?:ever )?(?:ring|call|phone|text|contact|write|e-?mail) @9<when|while|after|"
        r"before|until> (?:he|she|my @1\w+)(?:'s| is| has|'ll| goes| leaves)? @2(?:at work|out|gone|asleep|"
        r"away|not here|not in|not at home|for work)",
        r"(?:(?:don't|do not) say who you are )?if (?:a man|he|she|my husband|my partner|my ex|my wife|my "
        r"boyfriend|my dad) <answers|picks up|picks it "
        r"up|opens it>",
        r"(?:hell to pay|trouble|for it|a beating|what he'?ll do|what she'?ll do|what he might do|what "
        rf"happens|what will happen|pay for it|go mad|kick off|murder)~<if|when> (?:he|she|{_WHO}) "
        r"@1(?:sees|saw|finds|found|knew|knows|hears|heard|gets hold|opens|reads)",
        rf"if (?:he|she|{_WHO}) (?:ever |even )?<finds out|found out|knew i|hears i|hears about|gets hold "
        rf"of|sees "
        r"this|sees i|sees that i|sees your|sees it|finds this|finds your|finds it|finds the letter|finds my>"
        r"(?! (?:the|my) (?:refund|payment|file|record))",
        rf"(?:(?:if|when) you )?(?:ring|write|text|call|post|letter|letters|contact|e-?mail|phone)~(?:he|"
        rf"she|{_WHO})(?:'ll| will| "
        rf"would|'d| may| might| can| could) <want to know who|want to know why|ask who|go mad|kick off|"
        rf"see it|"
        rf"see them|read it|read them|open it|hit|hurt|start on me|flip|lose it|blame me|punish>",
        r"(?:don'?t know|no idea|dread|scared|afraid|frightened|terrified|worried)(?: to think)? (?:of |"
        r"about )?"
        r"<what he'?ll|what she'?ll|what he will|what she will|what he might|what she might|what he would|"
        r"what "
        r"he'?d|what he'?s capable|what he is capable>",
        r"(?:if|when) you (?:ring|write|call|text|phone|post|send|e-?mail|contact)~(?:don'?t know|dread|"
        r"scared of|"
        r"afraid of|no idea|frightened of) <what will happen|what'?ll happen|what happens|what could "
        r"happen|what "
        r"might happen>",
        rf"(?:don'?t|do not|stop|never|please)~(?:he|she|{_WHO})(?:'s| has)(?: got)? (?:that|my|the) "
        rf"(?:old )?"
        rf"<phone|number|mobile|sim>(?! (?:to|of) (?:hand|call))",
        r"(?:he|she) has (?:that|my old) <phone|phone number|number|mobile> now",
        r"(?:post|letters?|anything|door|mail|card)~<will be opened|gets opened|would be opened|always "
        r"opened|"
        r"be opened by|is opened by>(?! (?:your|the (?:team|bank|firm)))",
        rf"{_WHO} @2(?:reads|looks|looking|reading|watches|watching) @3<over> my shoulder",
        rf"{_WHO} @5<take it out on|takes it out on|took it out on|taking it out on> (?:me|us|the (?:kids|"
        rf"children))",
        rf"{_WHO}~(?:and|then) i <pay for it|get the blame>",
        unless=rf"~\b{_FIRM}\b~|because i (?:can'?t|cannot|am|asked)|(?:reads?|opens?|checks?) (?:my \w+ |"
        rf"it |them )?"
        r"(?:to|for) me|to help me|with my (?:permission|blessing)|by mistake|(?:she|he) (?:is|was) "
        r"(?:very )?"
        r"(?:helpful|kind)|birthday|surprise|(?:fraudster|scammer|hacker|thie[fv]|criminal)\w*",
    ),
    *rows(
        "life events",
        "P1",
        rf"{_WHO} @2<broke|fractured|punched|punches|kicked|kicks|slapped|slaps|grabbed|choked|strangled|"
        rf"pushed|"
        rf"pushes|shoved|burned|burnt|headbutted|bit|knocked|knocks|smashed|smashes|threw|throws> (?:me|us|"
        rf"my "
        rf"(?:arm|nose|jaw|ribs?|wrist|teeth|face|eye|finger|phone|things|door|cheek)|things at (?:me|us)|"
        rf"the "
        rf"(?:kids|children)|her (?:about|around)|him (?:about|around))(?! (?:back|off the account|a "
        rf"letter)\b)",
        r"<hands round my|hands around my|hand round my|hand over my> (?:throat|neck|mouth)",
        r"<raised his hand to|raises his hand to|raised her hand to|raised his fist|raised his hands to|"
        r"lifted "
        r"his hand to|hit out at|put his hands on> (?:me|us|the (?:kids|children)|my)",
        rf"(?:he|she|{_WHO}) @1<kicks off|kicked off|flies into|flew into|loses his temper|lost his temper|"
        rf"turns "
        rf"nasty|turned nasty|goes for me|went for me|gets violent|gets angry|gets nasty>",
        r"<eggshells>(?! @2(?:with your|at work|in my shopping))",
        r"<bruises?|black eyes?>(?= @4(?:from (?:him|the last|last|when)|he|she|where he|because))",
        r"(?:had to|managed to|i|we) (?:get out|leave|left|got out|go|run|ran|walked out) @6<with nothing|"
        r"in the "
        r"middle of the night|in the night|carrier bag|with the children|with the kids|with my kids|"
        r"clothes on "
        r"(?:my|our)|clothes i stood|clothes we stood|what i stood up|what we stood up>",
        r"<protective order|protection order|non-?mol\w*|prohibited steps|protection notice|clare's law|"
        r"no contact order|no-contact order>",
        rf"order (?:that |which |so |to say |saying )*(?:he|she|{_WHO}) <can'?t|cannot|mustn'?t|must not|"
        rf"is not "
        rf"to|isn'?t allowed> (?:come|contact|go|be|ring)",
        rf"(?:he|she|{_WHO}|husband|man) @3<bailed|on bail|charged with|arrested for>~(?:contact|come near|"
        r"stay away|assault\w*|hitting|attack\w*|battery|harass\w*|stalk\w*|me\b)",
        r"(?:can'?t|cannot|not allowed|not to|mustn'?t|is banned from|isn'?t allowed) (?:to )?<come near|"
        r"coming "
        r"near|go near|come within|near me|near us> ?(?:me|us|my|the (?:house|kids|children|school)|\d+)?",
        rf"<somewhere|where|place|so> (?:that )?(?:he|she|{_WHO}) (?:can'?t|cannot|won'?t|doesn'?t|will not|"
        r"couldn'?t|could not) (?:find|get to|get at|reach|trace|know) ?(?:me|us|out)?(?=[.,;!?]|$| (?:and|"
        r"i|or|so|because))",
        rf"{_WHO} (?:still |always |often )?<follows|followed|following|watches|waits outside|waited outside|"
        r"sits outside|sat outside|parks outside|hangs around|turns up at|turned up at> (?:for )?(?:me|us|"
        r"my|our|"
        r"outside|the (?:school|house)|at)",
        r"<ex|ex-husband|ex-wife|ex-partner|ex-boyfriend|ex-girlfriend> @1(?:turned up|turns up|came round|"
        r"comes "
        r"round|shows up|showed up|has been round|been harassing|harass\w*|is harassing|keeps (?:ringing|"
        r"coming|"
        r"texting|turning))(?! (?:on|in) (?:the|my) (?:account|credit|app|file|statement))",
        r"(?:kill|disown|harm|hurt|beat|punish|disowned|threatened) (?:me )?<for shaming|for dishonouring|"
        r"for "
        r"bringing shame|for marrying|for leaving him|for refusing to marry|for seeing>",
        r"<shame on the family|shaming the family|shame to the family|brought shame|bringing shame|family "
        r"honou?r|"
        r"honou?r of the family|sent abroad to|sent away to be|sent back to marry|to be married off|"
        r"married off|"
        r"forced to marry|force me to marry|marry me off|marry a man i|marry someone i>(?: be married| "
        r"marry)?",
        rf"(?:how|the way) (?:he|she|{_WHO}|my @1(?:nephew|niece|carer|grandson)) <treats|talks to|shouts "
        rf"at> "
        rf"(?:me|her|him|mum|dad|nan|us)(?! on the phone)",
        r"<safe house|safehouse|idva|isva|safelives|victim support|marac|claire's law|women's centre "
        r"worker|dv "
        r"worker|domestic abuse worker|domestic violence worker|refuge worker>",
        r"(?:you|your @2\w+|they|somebody there|one of your @1\w+)(?:'ve| have| has| had| also)? @1(?:gave|"
        r"given|told|passed|disclosed|leaked|sent|posted) @2<my|our> (?:new |current )?(?:address|number|"
        r"whereabouts|location|details) (?:out )?to (?:my @1(?:ex\w*|abuser)|my (?:husband|wife|partner|"
        r"father|brother|son)|him\b|her\b)",
        r"(?:you|your @2\w+|they)(?:'ve| have| has| had)? @1<gave|given|told|sent|giving> (?:him|her|my "
        r"@1ex\w*) "
        r"(?:my|our|where) @1(?:new )?(?:address|number|i (?:live|am)|whereabouts)",
        unless=rf"~\b{_FIRM}\b~|(?:car|driver|van|vehicle|lorry|windscreen|bumper|from behind|rear)\b|"
        rf"(?:work\w* "
        r"(?:as|for|in|at)|i run|we run|volunteer\w*|i am a|i'm a|trained) @5(?:refuge|safe house|domestic|"
        r"victim)|eggshells @2(?:your|at work)|donat\w*|left the (?:branch|shop|bank)|leave the (?:branch|"
        r"shop|"
        r"bank)|dog\b|(?:he|she) (?:kicked off|gets angry) (?:the|at) (?:meeting|match)",
    ),
)
