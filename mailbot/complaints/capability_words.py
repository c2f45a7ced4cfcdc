"""The words of reading, language, machines and of others who act (FG21/1, driver "capability").

Start list of DOMAIN section 2; a firm adds its own in the configuration. An attorney, a deputy and a learning
disability are P1: whom a letter may go to depends on them (CONC 7.10.1R); the rest is P2.
"""

from __future__ import annotations

from mailbot.complaints.cue_rows import CANNOT, DO_NOT, RELATIVE, rows

_MACHINES = (
    r"(?:computers?|internet|the internet|smart-?phones?|smart ?phone|technology|tech|apps|online banking|"
    r"e-?mails?|tablets?|laptops?|websites?|web ?chat|online|mobile phones?|broadband|wi-?fi|wifi|printer|"
    r"email address|things online|online things|digital|it all online|this online stuff|these apps)"
)

CAPABILITY = (
    *rows(
        "capability",
        "P1",
        r"(?:i )?(?:hold |have |holds |has |with |hold a |under |the |a |as |my |registered )*(?:a |an "
        r")?(?:lasting |enduring |joint )?<power of attorney|powers of attorney|poa>",
        r"<lpa|attorney for|registered attorney|joint attorneys?|attorney under|court of protection|"
        r"court-appointed deputy|court appointed deputy|deputyship|appointee|appointeeship|office of the "
        r"public guardian|guardianship|legal guardian>(?= |[.,;!?)']|$)",
        r"(?:financial|property|affairs|his|her|as|my|appointed|their|mother's|father's|mum's|dad's) "
        r"<deputy|attorney|attorneys>",
        r"<learning (?:disab\w*|difficult\w*|needs|impairment)|special educational|intellectual disab\w*|"
        r"global development\w*>",
        unless=r"district attorney|attorney general|your attorney|attorneys? at law|u\.?s\.? attorney|"
        r"deputy (?:manager|head|director|editor)|learning difficulty using",
    ),
    *rows(
        "capability",
        "P2",
        rf"(?:{DO_NOT}) <read or write|read and write|read very|read well|read much|read english|read too "
        rf"well|write well|write very|write english|spell very|spell well>",
        rf"(?:{CANNOT}|never learn(?:ed|t) to|struggle to|struggling to|struggles to|hard to|difficult to|"
        r"not able to|trouble|difficulty|never learned how to|problems|bad at|poor at|not good at|hard for "
        r"me to|difficult for me to) <read|reading|write(?= (?:well|properly|english|very|letters|much|and|"
        r"or|because|so)|[.,;!?]|$)|writing|spell|spelling>(?: or write| and write| very well| well| "
        r"english| properly| much)?(?! (?:(?:the|your|this|that|it|what|any|a|an|which) (?!letters|small|"
        r"writing|post|forms)|(?:your (?:mind|terms)|it|this|that|what)\b|between|on|off|to (?:me|you)|"
        r"down|me|back|the (?:qr|card|chip|small print|barcode)|you (?:a|another)|his mind|for the|"
        r"through))",
        r"(?:(?:i'?m|i am|im|he is|she is|severely|very|is|being) )?<dyslex\w*|dislex\w*|dyslec\w*|"
        r"dislec\w*|dyscalculi[ac]|dyspraxi[ac]|dyspraxic|illitera(?:te|cy)|irlen\w*>",
        r"<english> (?:is ?n[o']?t|is not|isnt|not being|not|wasn'?t|is my second|is a second|is my third|"
        r"as a second|is only my second|is just my second) (?:really )?(?:my|our|his|her|their|a)? "
        r"?(?:mum'?s |dad'?s )?(?:first|native|mother|main|second|third|own|best|good|very|great|perfect|"
        r"strong|language|tongue)?(?: (?:language|tongue|good))?",
        r"(?:my|his|her|our|the|mum's|dad's|mother's|father's) (?:\w+ )?<english> (?:is|isn'?t|not) "
        r"@2(?:not|poor|bad|limited|basic|good|very|great|broken|perfect)",
        r"<second language|first language|my native language|mother tongue|broken english|limited english|"
        r"bad english|poor english|for my english|esol>",
        rf"(?:{DO_NOT}|{CANNOT}|not|little|no|hardly|barely) <speak|speaks|understand|read|write> "
        rf"@1(?:much |good |"
        r"any |very good |fluent |proper |enough )?english",
        r"<speaks?> (?:only )?(?:little|poor|bad|limited|no|not much|very little|only a little) english",
        rf"(?:{DO_NOT}|{CANNOT}|never|not|unable to|not confident|scared to|no good) (?:really |even |know "
        rf"how to |how to |to |got |got on with |own or |have or )*<use|do|have|own|understand|know how to "
        rf"use|get on with|work|using|with|go|got|access|trust|know how> (?:a |the |an |my |any |to |to "
        rf"use |up |these |to work |about |much about |to the |on the |on |access to |access to the |this "
        rf")*{_MACHINES}"
        r"(?! (?:from|address (?:for|of)|you|that you|confirm|until|yet|today|any ?more because you|is|was|"
        r"team|does|says|keeps))",
        r"<no> (?:access to )?(?:the |a |an )?(?:internet|computer|smart-?phone|wi-?fi|broadband|laptop|"
        r"printer|online access|home internet|internet access|smart phone|mobile phone)(?! (?:signal|"
        r"number|banking|service|team))",
        r"<without> (?:a |the |any )?(?:internet|computer|smart-?phone|smart phone|wi-?fi|broadband)",
        rf"(?:not|n'?t|never|no) (?:been )?(?:very |too |any |at all |so |much |really |that |particularly "
        rf"|the )?<good|confident|great|brilliant|clever|savvy|best|expert|comfortable|tech-savvy|computer "
        rf"literate|techy|technical|computer savvy|technically minded|tech savvy>(?: (?:with|at|on|"
        rf"using))? @1(?:{_MACHINES}|computers?|technology|numbers|forms|letters|money|reading|writing|"
        rf"english|maths|spelling|words|paperwork)",
        r"(?:not|n'?t|hardly|being|am) @1<computer literate|tech savvy|tech-savvy|techy|technically minded|"
        r"computer savvy|it literate|digitally (?:excluded|literate)|a computer person|a tech person>",
        r"<digitally excluded|technophobe|computer illiterate|illiterate with|not online|isn't online|not "
        r"on the internet|isn't on the internet|never been online|hopeless with computers|useless with "
        r"computers|hopeless with technology|useless with technology|baffled by>",
        r"<large print|larger print|bigger print|big print|larger font|bigger font|large font|large type|"
        r"braille|easy[- ]read|coloured paper|yellow paper|audio format|audio cd|on audio|bsl|sign "
        r"language|interpreter|a translator|alternative format|accessible format|reasonable adjustments?|"
        r"plain english|in welsh|talking statements?|coloured overlay>",
        r"(?:struggle|struggling|difficulty|trouble|hard time|find it hard|find it difficult|finds it hard|"
        r"difficulties|problems|struggles|issues) (?:with |to |in )?@1<reading|writing|forms|understanding "
        r"(?:letters|forms|documents|what|complicated|money)|letters|numbers|paperwork|filling|"
        r"concentrat\w+|technology|computers|processing information|remembering|spelling|maths|literacy|"
        r"numeracy>",
        r"<understand>(?= (?:letters|forms|long words|big words|legal|financial (?:things|matters|words)|"
        r"money) (?:very well|well|easily|and|because|at all)\b)",
        rf"{RELATIVE} @3<writing this for me|writing this for him|writing this for her|typing this for me|"
        rf"wrote this "
        r"for me|helping me (?:write|type|with this)|reads my letters|typing for me|typed this for me>",
        r"<someone to read|somebody to read|read to me|read it to me|read them to me|read out to me|read "
        r"my letters (?:to|for)|read the letters to me|reads them to me|reads my letters>",
        r"<sorry for my (?:english|spelling|bad|poor|grammar)|excuse my (?:english|spelling|bad|poor|"
        r"grammar)|sorry about (?:my|the) (?:english|spelling|grammar)|forgive my (?:english|spelling|bad)|"
        r"apologies for my (?:english|spelling)|sorry my (?:english|spelling)|my spelling>(?: english| "
        r"spelling| grammar)?(?= |[.,;!?]|$)",
        r"<left school at|no education|little education|poor education|never went to school|poor memory|"
        r"special school|slow learner>",
        unless=r"(?:do|can|could|did|don'?t|can'?t|didn'?t|are|doesn'?t|cannot|won'?t|bother to|learn to|"
        r"try to|please) (?:you|your (?:\w+ )?(?:staff|agents?|people|team|advis[eo]rs?|handlers?|adviser)|"
        r"they|nobody|anyone|any of you|anybody|them|these people|staff) @4(?:read|write|understand|"
        r"english|spell|use|speak)|you(?:r \w+)? (?:can'?t|cannot|don'?t|do not|didn'?t|did not|could not|"
        r"couldn'?t|clearly|obviously|never) @2(?:read|write|spell|understand|use)|plain english (?:please|"
        r"what|why|campaign)|in plain english|(?:agent|adviser|advisor|operator|handler|staff|man|woman|"
        r"lady|person|girl|guy|someone|he|she) (?:\w+ )?(?:on the phone|at the other end|in (?:your|the) "
        r"call centre|i spoke to|who (?:rang|called|answered)) @5english|(?:agent|adviser|advisor|operator|"
        r"handler|agents|advisers|advisors|call centre|staff) @6english|(?:struggl\w+|find it (?:hard|"
        r"difficult)|hard|difficult|trouble) (?:to |with )?@1understand\w* (?:why|how|where|when|your "
        r"(?:reason|logic|decision|position))|(?:don'?t|do not|never|won'?t|not) @2(?:have|use|want|got|"
        r"do) (?:to )?@1(?:your|the) (?:app|website|online) (?:because you|any ?more|since you)|cannot use "
        r"(?:the|your|my) app (?:because|since|as|at (?:the moment|present)|until|today)|can'?t (?:use|"
        r"access|get|do) (?:the|your|my) (?:app|online banking|account|internet banking|e-?mails?)(?! "
        r"because i (?:am|'m|have))|read (?:my|the|your|that|this|it|what|all) (?:e-?mails?|letters?|"
        r"complaint|message|statement|balance|meter) (?:on|in|because it|online|any ?more|you)|write "
        r"(?:this|it|off|them off|to (?:me|you|them|us)|again|another)|hard to (?:write (?:this|a)|read "
        r"(?:your|the))|sign language school|(?:large|small) print (?:of|in) (?:your|the) (?:terms|"
        r"contract|agreement)",
    ),
)
