"""The words of reading, language, machines and of others who act (FG21/1, driver "capability").

Start list of DOMAIN section 2; a firm adds its own in the configuration. An attorney, a deputy and a learning
disability are P1: whom a letter may go to depends on them (CONC 7.10.1R); the rest is P2.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import CANNOT, DO_NOT, RELATIVE, rows

_MACHINES = (
    r"(?:computers?|internet|the internet|smart-?phones?|smart ?phone|technology|tech|apps|online banking|"
    r"e-?mails?|tablets?|laptops?|websites?|web ?chat|online|mobile phones?|broadband|wi-?fi|wifi|printer|"
    r"email address|things online|online things|digital|it all online|this online stuff|these apps)"
)

_HELPER = (
    rf"(?:{RELATIVE}|lad|lass|neighbour|carer|support worker|social worker|key ?worker|warden|home help|"
    r"someone|somebody|"
    r"volunteer|the lady next door|missus|he|she|who)"
)
_THINGS = (
    "email|emails|letter|letters|post|form|forms|forms in|paperwork|computer|computer stuff|online|"
    "online stuff|internet|bills|banking|money|finances|phone calls|typing|writing|reading|messages|apps|"
    "all that|typing this|writing this|sending this|doing this|wrote this|typed this"
)
_WHOM = "for me|for him|for her|for us|out to me|out to him|out to her|out for me|on my behalf"
_DONE_FOR_ME = "|".join(f"{thing} (?:{_WHOM})" for thing in _THINGS.split("|"))
_TONGUES = (
    "polish|romanian|punjabi|panjabi|urdu|arabic|bengali|sylheti|gujarati|hindi|tamil|somali|turkish|kurdish|farsi|persian|"
    "portuguese|spanish|italian|mandarin|cantonese|chinese|vietnamese|ukrainian|russian|bulgarian|hungarian|lithuanian|"
    "latvian|albanian|slovak|czech|tigrinya|amharic|pashto|dari|welsh|gaelic|swahili|yoruba|greek|thai|nepali|french|german"
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
        r"<learning (?:dis?a\w*|dif\w*|needs|problems?|impair\w*)|special educational|intellectual disab\w*|"
        r"special school|mind of an? \w+[- ]year|mental age|global development\w*>",
        unless=r"district attorney|attorney general|your attorney|attorneys? at law|u\.?s\.? attorney|"
        r"deputy (?:manager|head|director|editor)|learning difficulty using",
    ),
    *rows(
        "capability",
        "P2",
        rf"(?:{DO_NOT}) <read or write|read and write|read very|read well|read much|read english|read too "
        rf"well|write well|write very|write english|spell very|spell well>",
        rf"<{CANNOT}|never learn(?:ed|t) to|struggle to|struggling to|struggles to|hard to|difficult to|not "
        r"able to|trouble|difficulty|never learned how to|problems|bad at|poor at|not good at|hard for me "
        r"to|difficult for me to> (?:read|reading|write(?= (?:well|properly|english|very|letters|much|and|"
        r"or|because|so)|[.,;!?]|$)|writing|spell|spelling)(?: or write| and write| very well| well| "
        r"english| properly| much)?(?! (?:(?:the|your|this|that|it|what|any|a|an|which) (?!letters|small|"
        r"writing|post|forms)|(?:your (?:mind|terms)|it|this|that|what)\b|between|on|off|to (?:me|you)|down|"
        r"me|back|the (?:qr|card|chip|small print|barcode)|you (?:a|another)|his mind|for the|through))",
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
        rf"(?:{DO_NOT}|{CANNOT}|not|little|no|hardly|barely) (?:speak|speaks|understand|read|write) "
        r"@1(?:much |good |any |very good |fluent |proper |enough )?<english>",
        r"<speaks?> (?:only )?(?:little|poor|bad|limited|no|not much|very little|only a little) english",
        rf"(?:{DO_NOT}|{CANNOT}|never|not|unable to|not confident|scared to|no good) (?:really |even |know "
        r"how to |how to |to |got |got on with |own or |have or )*(?:use|do|have|own|understand|know how to "
        r"use|get on with|work|using|with|go|got|access|trust|know how) (?:a |the |an |my |any |to |to use |"
        r"up |these |to work |about |much about |to the |on the |on |access to |access to the |this "
        rf")*<{_MACHINES}>(?! (?:from|address (?:for|of)|you|that you|confirm|until|yet|today|any ?more "
        r"because you|is|was|team|does|says|keeps))",
        r"<no> (?:access to )?(?:the |a |an )?(?:internet|computer|smart-?phone|wi-?fi|broadband|laptop|"
        r"printer|online access|home internet|internet access|smart phone|mobile phone)(?! (?:signal|"
        r"number|banking|service|team))",
        r"<without> (?:a |the |any )?(?:internet|computer|smart-?phone|smart phone|wi-?fi|broadband)",
        rf"(?:not|\w+n't|never|no) (?:been )?(?:very |too |any |at all |so |much |really |that |particularly "
        rf"|the )?<good|confident|great|brilliant|clever|savvy|best|expert|comfortable|tech-savvy|computer "
        rf"literate|techy|technical|computer savvy|technically minded|tech savvy>(?: (?:with|at|on|"
        rf"using))? @1(?:{_MACHINES}|computers?|technology|numbers|forms|letters|money|reading|writing|"
        rf"english|maths|spelling|words|paperwork)",
        r"(?:not|\w+n't|hardly|being|am) @1<computer literate|tech savvy|tech-savvy|techy|technically minded|"
        r"computer savvy|it literate|digitally (?:excluded|literate)|a computer person|a tech person>",
        r"<digitally excluded|technophobe|computer illiterate|illiterate with|not online|isn't online|not "
        r"on the internet|isn't on the internet|never been online|hopeless with computers|useless with "
        r"computers|hopeless with technology|useless with technology|baffled by>",
        r"<large print|larger print|bigger print|big print|larger font|bigger font|large font|large type|"
        r"braille|easy[- ]read|coloured paper|yellow paper|audio format|audio cd|on audio|bsl|sign "
        r"language|interpreter|a translator|alternative format|accessible format|reasonable adjustments?|"
        r"plain english|in welsh|talking statements?|coloured overlay>",
        r"<struggle|struggling|difficulty|trouble|hard time|find it hard|find it difficult|finds it hard|"
        r"difficulties|problems|struggles|issues> (?:with |to |in )?@1(?:reading|writing|forms|"
        r"understanding (?:letters|forms|documents|what|complicated|money)|letters|numbers|paperwork|"
        r"filling|concentrat\w+|technology|computers|processing information|remembering|spelling|maths|"
        r"literacy|numeracy)",
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
        r"try to|please) (?:you|your (?:\w+ )?(?:staff|agents?|people|team|advis[eo]rs?|handlers?|"
        r"adviser)|they|nobody|anyone|any of you|anybody|them|these people|staff) @4(?:read|write|"
        r"understand|english|spell|use|speak)|you(?:r \w+)? (?:can'?t|cannot|don'?t|do not|didn'?t|"
        r"did not|could not|couldn'?t|clearly|obviously|never) @2(?:read|write|spell|understand|use)|"
        r"plain english (?:please|what|why|campaign)|in plain english|(?:agent|adviser|advisor|"
        r"operator|handler|staff|man|woman|lady|person|girl|guy|someone|he|she) (?:\w+ )?(?:on the "
        r"phone|at the other end|in (?:your|the) call centre|i spoke to|who (?:rang|called|"
        r"answered)) @5english|(?:agent|adviser|advisor|operator|handler|agents|advisers|advisors|"
        r"call centre|staff) @6english|(?:struggl\w+|find it (?:hard|difficult)|hard|difficult|"
        r"trouble) (?:to |with )?@1understand\w* (?:why|how|where|when|your (?:reason|logic|decision|"
        r"position))|(?:don'?t|do not|never|won'?t|not) @2(?:have|use|want|got|do) (?:to )?@1(?:your|"
        r"the) (?:app|website|online) (?:because you|any ?more|since you)|cannot use (?:the|your|my) "
        r"app (?:because|since|as|at (?:the moment|present)|until|today)|can'?t (?:use|access|get|"
        r"do) (?:the|your|my) (?:app|online banking|account|internet banking|e-?mails?)(?! because i "
        r"(?:am|'m|have))|read (?:my|the|your|that|this|it|what|all) (?:e-?mails?|letters?|complaint|"
        r"message|statement|balance|meter) (?:on|in|because it|online|any ?more|you)|write (?:this|"
        r"it|off|them off|to (?:me|you|them|us)|again|another)|hard to (?:write (?:this|a)|read "
        r"(?:your|the))|sign language school|spelling of|(?:large|small) print (?:of|in) (?:your|"
        r"the) (?:terms|contract|agreement)",
    ),
    *rows(
        "capability",
        "P2",
        rf"{_HELPER} @5<{_DONE_FOR_ME}>(?= |[.,;!?]|$)",
        rf"{_HELPER} (?:usually |always |normally |has to |had to |'s |is |has )*(?:types|typing|typed|"
        r"writes|writing|wrote|spells|reads|reading|does|fills|filled|sends) (?:this |it |them |things |"
        r"everything |all this |all of it |up |out |in |down )*<for (?:me|him|her|us)|as i (?:can'?t|don'?t|"
        r"cannot)|because i|cos i|to me|out (?:loud )?to>",
        rf"{_HELPER} @2<fills in|filled in|helps me with|help me with|helps with|deals with|sorts out|goes "
        r"through> (?:all )?(?:my|the|his|her|our)? ?(?:forms?|letters?|post|paperwork|money|bills|emails?|"
        r"reading|writing|bank\w*|finances)",
        rf"(?:{RELATIVE}|he) @2<always dealt|dealt with|looked after|handled|took care of|saw to|sorted|did "
        r"all|always did> (?:with |to )?(?:all |the |of |our |my |that |everything |side )*(?:money|bills|"
        r"finances|banking|paperwork|money side|bank side|money stuff|post)",
        r"(?:i have|i've|i had|have|has|he's|she's) <never had to (?:deal with|do|pay|manage|handle|use|"
        r"write|fill)> @3(?:bills?|money|bank\w*|forms?|letters?|computers?|this sort|anything like|"
        r"internet|finances|paperwork)",
        r"(?:only|just|all i have is|all i've got is|nothing but|still (?:have|use|got)) (?:have |got |has |"
        r"had |own |use |a |an |the |my |'ve |one |an? old )*<landline|house phone|old nokia|old phone|old "
        r"mobile|basic (?:phone|mobile)|nokia|button phone|push[- ]button|old[- ]fashioned phone|flip phone>",
        r"<phone> (?:\w+ )?(?:doesn'?t|does not|won'?t|can'?t|isn'?t|is not|is too old) @2(?:do|take|have|"
        r"run|get|a|for) @1(?:apps|internet|smart\w*|codes|pictures|those|that sort)",
        r"<haven'?t|hasn'?t|hadn'?t|havent|hasnt|ain'?t|have not|has not|have never|has never|i'?ve never|"
        r"never> (?:even |ever )?(?:got|had|owned|used|been on|been online|touched|learnt) (?:a |an |the |"
        r"any |one of |my own |these |how to use |to use )*(?!e-?mail|online bank|website|email "
        rf"address){_MACHINES}(?! (?:banking|from|since|until|today|for|problem|trouble|issue))",
        r"(?:haven'?t|havent|not|don'?t|dont|never|\w+n't|not got|no) (?:really |even |ever |own |use "
        r")?<got e-?mail|have e-?mail|do e-?mails?|on e-?mail|on the internet|on the computer|on "
        r"whatsapp>(?! (?:from|that|saying|confirm|address for|account))",
        r"(?:no|without|\w+n't get|poor) <signal or (?:broadband|internet)|mobile signal|broadband|signal "
        r"where|signal here|signal out|signal at|signal in (?:the|our|my)|phone signal at>(?= |[.,;!?]|$)",
        rf"(?:{DO_NOT}|{CANNOT}|wouldn'?t) (?:even |really )?<know how to (?:work|use|do|go on|open|"
        r"download|install|send|get on)|know where to start with|work> (?:a |an |the |my |your |any |these "
        r"|out )*(?:app|apps|computers?|phone|internet|website|online|email|laptop|tablet|technology|"
        r"mobile|machines?|gadgets?|tv|smart\w*)(?! (?:out|properly))",
        rf"(?:{_MACHINES}|technology|numbers|figures|forms|maths|all this \w+|app) (?:stuff |business |"
        r"things? |is |are |it's |all |just |really |a bit |way |far |'s |makes? |made )*<beyond me|over "
        r"my head|baffl\w+|too much for me|too complicated for|too hard for me|defeats me|a mystery|"
        r"frightens? me|scares? me|passed me by|confuses? me|no sense to|double dutch>",
        r"<library>(?= (?:computer|to (?:use|get|send|go|email|write)|and use|for the|pc))|(?:computer|"
        r"internet|online|email|pc) @2(?:at|in|from) the <library>",
        r"(?:can'?t|cannot|trouble|struggl\w*|hard|difficult\w*|confus\w*|lost) (?:to |with |in |using "
        r")?(?:use |manage |do |work |press |see |get |read |feel )*(?:the |all the |those |your )<keypad|"
        r"key pad|buttons|touch ?tones?|touch ?screens?|tiny buttons|menu options>",
        r"(?:no|not|\w+n't|never|never been|was never|never any|any|not much of) @3<good at (?:reading|"
        r"writing|spelling|school|sums|maths|numbers|forms|letters|words|figures)|good with (?:words|"
        r"letters|numbers|figures|forms|money|reading|paperwork)|clever with words|great reader|much of a "
        r"reader|good reader|got on with (?:school|reading|letters|writing)|much schooling|a scholar|"
        r"learn\w* to (?:read|write)|taught to (?:read|write)|great with (?:words|numbers|forms)>",
        r"<hardly write my|barely write my|write (?:my|his|her) own name|sign with an? (?:x|cross)|left "
        r"school (?:at|with|young|without)|no schooling|hardly went to school|missed (?:a lot of|most of) "
        r"school|reading age|bottom of the class|numbers person>",
        rf"{CANNOT} <do (?:sums|maths|numbers|figures|long words|forms|reading|writing|adding)|count very|"
        r"add up very|count well|tell the time|manage forms|fill in (?:forms|the forms)|fill out forms|"
        r"fill forms>",
        rf"(?:{CANNOT}|struggl\w+ (?:to|with)|hard (?:to|for me to)|{DO_NOT}|trouble) (?:follow|understand|"
        r"take in|make sense of|make head (?:n)?or tail of|get through|cope with) (?:all |the |these |very |"
        r"any |really |too |much |a lot of )*<long|official|complicated|big|legal|formal|fancy> (?:letters?|"
        r"forms?|words|paperwork|documents?|sentences|writing)",
        r"<find|finds> (?:all |the |these |any |all this |most )*(?:official |long |big )?(?:letters|forms|"
        r"numbers|figures|reading|writing|paperwork|phone calls|the phone|phones|computers|technology|long "
        r"words|words|maths|money|bills|internet|stuff) (?:very |so |really |too |a bit |quite )*(?:hard|"
        r"difficult|confusing|tricky|overwhelming|impossible|too much)",
        r"<find|finds|found> it @2(?:hard|difficult|tricky|impossible|confusing|a struggle) (?:to |with |in "
        r")?(?:explain myself|explain things|put (?:things|it) into|take (?:it |things )?in|concentrat\w+|"
        r"remember things|talk\w* on the (?:phone|telephone)|speak\w* on the (?:phone|telephone)|understand "
        r"people|follow (?:what|long|people)|fill (?:in|out)|process\w*|get my words|use the phone|phone "
        r"calls|using the phone|hear people)",
        r"(?:struggl\w+|slow|can'?t|cannot|hard|difficult\w*|trouble|time|while|ages|longer) (?:for me "
        r")?(?:to |with |in )?<take things in|take (?:it|it all) in|taking things in|taking in|understand "
        r"things|understanding things|understand people|process (?:things|what|information)|explain myself|"
        r"explain things|get my words|find the words|follow things|follow conversations?|work things out>",
        r"<takes (?:me|him|her)> @4(?:time|while|ages|longer|day) to (?:understand|read|write|work (?:it|"
        r"things|them) out|type|process|take (?:it|things) in|reach the|get to the (?:phone|door)|walk|"
        r"answer the (?:phone|door))",
        r"(?:please|can you|could you|need|write|explain|if you|use|speak|talk|put it|tell me|in) @5<simple "
        r"words|simple english|easy words|plain words|words i (?:can )?(?:understand|know)|simple language|"
        r"easy language|write simpl[ey]|keep it simple|speak slow(?:ly)?|talk slow(?:ly)?|slow(?:ly)? and "
        r"clear(?:ly)?|short words|simple way|short sentences>",
        r"<head (?:a)?round|head or tail of|head nor tail of> (?:all |the |these |this |of "
        rf")*(?:{_MACHINES}|paperwork|forms?|figures|numbers|letters|words|app|apps|technology|it all|"
        r"everything|online)",
        r"(?:get|gets|got|getting|i'm|very|so|easily) (?:all |so |very |really |things |easily )*<mixed up|"
        r"muddled(?: up)?|jumbled|confused> (?:easily|(?:with|by|about|over) @2(?:figures|numbers|letters|"
        r"forms|dates|money|words|people|paperwork|bills)|when (?:people|i))",
        r"(?:words|letters|numbers|figures|dates) (?:all |get |come out |go |are |wrong |the )*<mixed up|"
        r"muddled|jumbled|wrong way round|back to front|swim|dance|move about|jump about>",
        r"<forget> (?:things|what (?:i|people|you) (?:was|am|say|tell|told|said)|everything|as soon|most "
        rf"things|a lot|straight away|easily)|<forgetful> (?:now|these days|and|lately)|{CANNOT} <remember> "
        r"(?:things|anything|from one|what day|much (?:now|these|any))",
        r"<english> (?:is |very |so |only |just |still |not |too |no )+(?:small|bad|poor|little|weak|basic|"
        r"limited|good|great|strong|perfect|beginner)|my <english> (?:small|bad|poor|little|weak|no)|"
        r"(?:learning|no|little|small) <english>(?=[.,;!?]|$| (?:and|so|but|please|yet))|(?:my|his|her|our) "
        r"(?:spoken |written )?<spellings?|grammar|punctuation> ?(?:'s|is|are|was) (?:bad|poor|terrible|not|"
        r"awful|rubbish|shocking)|my <spellings> (?:bad|poor|not|terrible)",
        r"(?:us\w+|with|by|through|from|have|writ\w+) @2<google translate\w*|translator|translation|"
        r"translate app|deepl>",
        rf"<{_TONGUES}> (?:is|was) (?:my|our|his|her)(?: \w+)? (?:language|tongue)|(?:only|just|mainly|"
        rf"mostly|better|best) @1(?:speaks?|reads?|understands?|talks?|in) @1<{_TONGUES}>|(?:someone|"
        r"somebody|person|adviser|advisor|anyone|staff|people|interpreter|one) (?:who|that|to)? "
        rf"?@1(?:speaks?|talks?|speaking) <{_TONGUES}>|(?:letters?|write|writing|speak|explain|translated|"
        rf"talk) @3<in|into> (?:{_TONGUES})|<{_TONGUES}>[- ](?:speaker|speaking|interpreter)",
        r"<big(?:ger)? (?:writing|letters|text|words on)|larg(?:e|er) (?:writing|letters|text)|print "
        r"(?:bigger|(?:is|are) (?:too|so|very) (?:small|tiny))|letters (?:bigger|(?:is|are) (?:too|so|very) "
        r"(?:small|tiny))|writing (?:bigger|(?:is|are) (?:too|so|very) (?:small|tiny))|text (?:bigger|(?:is|"
        r"are) (?:too|so|very) (?:small|tiny))|too small for me|blue paper|pink paper|matt paper|thick "
        r"black|magnif\w+>",
        rf"{CANNOT} <see (?:the )?(?:small print|print|writing|words|letters|small writing)>",
        rf"(?:he|she|i|{RELATIVE}) <signs>(?=,| and (?:lip|can)| because| so| rather| instead|[.])|<lip "
        r"?read\w*|textphone|text relay|sign video|signvideo>",
        rf"{DO_NOT} (?:really |fully |even )?(?:understand|know|realise) <what> (?:i|he|she|mum|dad|nan|my "
        r"\w+) (?:was |were |had |have |has |have been )?(?:signed|signing|agreed to|agreeing to)",
        r"(?:look\w* after|manag\w+|run\w*|handl\w+|deal\w* with|tak\w+ care of|see to|sort out) (?:my|his|"
        r"her|our|their) @3<affairs|finances>(?= (?:because|as|since|for|now)|[.,;!?]|$)",
        rf"<rely on|relies on|depend on|depends on|reliant on> (?:my |his |her |our )?(?:\w+ )?{_HELPER} "
        r"(?:for|to)",
        rf"{_HELPER} @2<helping me (?:write|send|type|with|to|do)|helped me (?:write|send|type|with|to "
        r"write|to send|do)|sending this|sent this for|writing this|typing this>",
        r"(?:get|gets|got|getting|ask|asks|asked|have|had|rely on|depend on) (?:my |the |a |our |"
        rf"some)?(?:\w+ )?{_HELPER} @6<to read|to fill|to write|to type|to explain (?:it|things|them)|to do "
        r"my|to do the (?:form|letter|computer|online)\w*>",
        r"<struggl\w+|difficult\w*|trouble|problems?|hard time|no good|useless|hopeless|rubbish|bad|"
        r"terrible|slow|lost|panic\w*> (?:with |at |using |doing |over )(?:my |the |all the |these |this "
        r")?(?:big words|long words|words|reading|writing|spelling|memory|remembering|numbers|figures|maths|"
        r"adding up|forms|small print|phone calls|money matters|official letters)",
        r"<struggl\w+|no good|not (?:very |much |any )?good|useless|hopeless|rubbish|terrible|slow|lost> "
        r"(?:with |at |using |on )(?:my |the |all the |these |this )?(?:computers?|technology|smart "
        r"?phones?|screens|passwords|passcodes|apps|gadgets|touch ?screens?|modern \w+)",
        r"<can only (?:manage|read|understand|cope with|follow)> @3(?:short|simple|big|large|few|little|bit|"
        r"slow\w*|letters|words|print)",
        r"(?:not|\w+n't|never) (?:\w+ )?<used to (?:computers?|technology|the internet|e-?mails?|online|"
        r"these (?:things|phones|machines)|all this)>|<first (?:time|ever) @3(?:e-?mail|emailing)|first "
        r"e-?mail (?:i|i've)|never (?:used|had|owned|touched|sent|been on|done) (?:a |an |the |any "
        r")?(?:cash ?machine|cash ?point|hole in the wall|computer|e-?mail|internet|smart ?phone|bank card|"
        r"online)(?! (?:from|from you|about))>",
        r"(?:my|his|her|our|mum's|dad's) (?:own )?<reading|writing|spelling|maths|english|literacy> (?:it "
        r")?(?:is|isn'?t|are|was|'s|are) @3(?:poor|bad|weak|slow|good|great|well|strong|limited|terrible|"
        r"basic|shaky|rubbish|perfect)|<write slow\w*|spell bad\w*|read slow\w*>",
        r"(?:need\w*|explain\w*|please|speak|talk|go through (?:it|things)) @5<slowly|simply>(?=[.,;!?]|$| "
        r"(?:and|so|because|as|to|please))",
        rf"(?:{DO_NOT}|haven'?t) <have a mobile|own a mobile|got a mobile|use a mobile>(?! (?:number|app|"
        rf"signal|bank))|{CANNOT} <use (?:these|the|those|all these) (?:passcodes|one[- ]time|machines|"
        rf"codes)|tell (?:one (?:number|letter)|numbers|letters)>|<{DO_NOT}> read (?:\w+ or )?(?:english|"
        r"welsh)|<find|finds> (?:all this|all of this|things|everything) (?:all )?(?:very |so |really |too "
        r")*(?:hard|difficult) to (?:understand|follow|take in|read|cope)",
        unless=r"you(?:r \w+)? @3(?:can'?t|cannot|don'?t|didn'?t|never|have never|haven'?t) @2\w+|(?:your|"
        r"the) (?:agent|staff|adviser|advisor|handler|operator|team|people|app|website|system|letter|"
        r"form)\w* @3(?:can'?t|cannot|doesn'?t|didn'?t|couldn'?t|never|\w+n't|mixed|confused|"
        r"muddled)|(?:find|found) (?:your|the way)|in simple (?:words|terms|english) (?:you|this)|"
        r"teach\w* english|english (?:law|court|teacher|bank)|(?:you|they) (?:\w+ )?(?:got|get|have) "
        r"@3(?:mixed up|muddled|confused)|head round (?:why|how|what|your)|translation (?:fee|"
        r"service|company)|(?:to|of|with) you(?:r)? (?:affairs|finances)|forget (?:it|about|that|to)|"
        r"my phone (?:doesn'?t|won'?t|can'?t) get (?:your|the) codes?",
    ),
)
