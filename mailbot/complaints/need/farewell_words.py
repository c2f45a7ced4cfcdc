"""The words of leave-taking, of being a burden, and of blame laid before a death (P0).

`FAREWELL` is told at once. `HINTS` are what an ordinary letter may also say (the cat goes to a sister, the
papers lie in a folder); only two different ones in one message are told, because together they are how
somebody puts a life in order.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import RELATIVES, rows

_LOVED = (
    rf"(?:{RELATIVES}|girls|boys|lads?|lass|lasses|bairns?|little ones?|family|loved ones|everyone|"
    rf"everybody|other half|missus)"
)
_WHEN = r"(?:to ?night|to ?morrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|the weekend|today|"
_WHEN += r"this week|then|next week)"
_ORDINARY = (
    r"clos(?:e|ing) (?:my|the) account|switch\w*|leaving (?:you|your)|my business|(?:new|another) (?:bank|"
    r"provider|supplier)|ombudsman|solicitor|court\b|once (?:the|you|my|this|i get)|when (?:the|my) "
    r"(?:refund|money|payment)|refund|holiday|moving|moved|as a customer|retir\w+"
)

FAREWELL = (
    *rows(
        "life-risk",
        "P0",
        rf"<written|wrote|writing> @3(?:to|for) (?:(?:each|both|all|every one|one|of) )*(?:my|the|our|his|"
        rf"her) "
        rf"@1{_LOVED}(?=[.,;!?]|$| (?:and (?:told|said|explained|asked|tried)|to (?:say|tell|explain)|so "
        rf"(?:that )?they|each|saying|telling|explaining|a letter|for (?:after|when)|it was))",
        rf"<told|telling|tell> @1(?:my|our|his|her|the|both|all) @3{_LOVED} @6(?:i|that i|how much i|we) "
        rf"(?:love|loved|always loved|will always love|am sorry|tried|did my best)",
        rf"<tell> @1(?:my|our|his|her|the) @1{_LOVED} @2(?:i'?m|i am|im|i was|that i'?m) (?:so |very )?sorry",
        rf"<said> (?:what|all|everything) i (?:needed|wanted|had|have|need) to (?:say )?to (?:my|the|our) "
        rf"@1{_LOVED}",
        r"<made|make|making> my peace(?=[.,;!?]|$| with (?:god|it|dying|that|everyone|going|the lord))",
        r"<by the time> @6(?:this|it|my e-?mail|my letter|my message),? (?:i(?:'ll| will| shall|'m| am|ll)|"
        r"it(?:'ll| will)(?: all)?) @1(?:be )?(?:gone|dead|done|over|too late|finished|at peace)"
        r"(?! (?:to|for|the|£|\d))",
        r"(?:i(?:'ll| will| shall|'m going to|ll)|come @2) @3be <nobody's|no one's|no-one's|nobodys> @1"
        r"(?:problem|bother|trouble|burden|worry|concern)",
        r"(?:i|it|this) (?:won'?t|will not|shan'?t|will no longer|'ll not) be <any(?:one|body)(?: else)?'?s> "
        r"@1(?:problem|bother|trouble|burden|worry|concern)(?! (?:but|if|except|other than|unless|apart))",
        r"(?:i'?ll|i will|i shall|i'?m going to) @2be <out of> (?:everyone|everybody|their|the kids|my "
        r"\w+)'?s? (?:way|hair|lives|life)",
        r"(?:won'?t|will not|shall not|shan'?t|none of you will|nobody will|no one will|n't) @3<troubl\w+|"
        r"bother\w*> @2(?:any(?:one|body)|you|them|my \w+|with me|me)~(?:much longer|after (?:"
        rf"{_WHEN})|for long)",
        r"(?:won'?t|will not|shall not|shan'?t) (?:be )?<troubl\w+|bother\w*> any(?:one|body)",
        r"(?:won'?t|will not|no longer) <have> me to (?:chase|ring|worry|bother|kick|hound|blame|harass)",
        r"whoever <clears|empties|cleans out|sorts out> @1(?:the |my )?(?:flat|house|place|room|things)",
        r"(?:there (?:won'?t|will not|isn'?t going to|'?ll not) be|there'?s no|there is no|there will be no|"
        r"i have no) (?:a |another |any )?(?:next (?:week|month|year|time|christmas)|tomorrow|future|"
        r"christmas|new year|birthday|spring|summer) @1<for me>",
        r"<last> (?:ever )?(?:e-?mail|letter|message|thing|note|words?|post) (?:that )?(?:i|you)(?:'ll| "
        r"will| shall)? (?:ever )?(?:write|send|say|get|hear|read|type)(?: from me)? @1(?:to )?"
        r"(?:any(?:one|body)|ever)",
        r"<last> (?:e-?mail|letter|message|note) (?:that )?i(?:'ll| will| shall) (?:ever )?(?:write|send|"
        r"type)(?=[.,;!?]|$)",
        r"(?:won'?t|will not|shan'?t) (?:be )?need(?:ing)? @3<where i'?m going|where i am going>",
        r"<nothing> (?:left |here |more )?to (?:keep me(?: here)?|stay for|hang on for|hold on for|stick "
        r"around for|wake up for|get up for|hold me here|carry on for)",
        r"(?:paid for|organised|arranged|sorted|booked|planned) <my own funeral|my funeral>(?! (?:plan|"
        r"policy|cover))",
        r"(?:won'?t|will not|'ll not|not going to) be <alive|here|around> to (?:let|see|read|open|pay|answer|"
        r"hear|get|find out|speak)",
        r"(?:when|once|after|if) (?:i'?ve|i have|i'?d|i had) <gone>(?=[.,;!?]|$| (?:you|they|my|the|there|"
        r"she|he|it)\b)",
        unless=rf"{_ORDINARY}|(?:school|teacher|landlord|employer|doctor|agent|bank)\b|gone (?:paperless|"
        r"overdrawn|online|through|to|into)|peace (?:with (?:your|the manager))|funeral (?:plan|policy)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"<worth more> (?:to @3)?(?:in the ground|in a box|six feet under|gone|buried|than me alive)",
        r"(?:insurance|life policy|policy|life cover|payout|pay-?out|pension)(?: money)? "
        r"(?:would|will|'d|'ll|could|should) (?:at least |then |just )?(?:<see> (?:them|the \w+|her|him|"
        r"my \w+) (?:right|ok|okay|alright|all right|through)|<clear> (?:it|everything|the lot|what i owe|"
        r"(?:my|the|all my|all the) debts?)|<pay> (?:it|you|them|everything|my debts?|the lot) (?:all )?off|"
        r"<set> (?:them|her|him|my \w+) up)",
        r"(?:pays?|paid|paying) <out> (?:even then|even if i|even for that|whatever way|whichever way|"
        r"however i|if i (?:do|die|go|did)|either way i)",
        rf"(?:{_LOVED}|they|she|he)~(?:need|needs|want|wants|deserve) @4<more than|better than> (?:they "
        rf"(?:need|want) me|me\b|(?:a|someone|somebody) (?:waste|failure|loser|useless|like me))",
        r"(?:i'?m|i am|i feel(?: like)?|i'?ve become|i have become|being|nothing but|like i'?m) (?:just |"
        r"only "
        r"|nothing but |such |always |like )*a @1<burden|drain|waste of space|waste of oxygen|waste of air|"
        r"millstone|dead weight>(?= (?:on|to|for|and|that|who|now|any)\b|[.,;!?]|$)",
        r"(?:i'?m|i am|i feel|feeling|i'?ve been|i was) @2(?:no|of no) <use|good|earthly use|value|worth> "
        r"(?:to|for) (?:man|any(?:one|body)|no ?body|my \w+|them|him|her|the world|you)",
        r"<kinder|easier|better|best|simpler|happier|good|relief|kindest> (?:for \w+ (?:\w+ )?)?(?:all "
        r"round )?if i (?:was |were |am |'m |wasn'?t |weren'?t |didn'?t |don'?t |never |just |could |had "
        r")?@2(?:not here|here|around|gone|dead|wake|woke|born|exist\w*|alive|out of the way|out of the "
        r"picture|in the picture|in the way|disappeared|vanished)(?! (?:in|at|for|to|on|when|with|away|over|"
        r"through|paperless)\b)",
        r"(?:[a-z]+n'?t|not|nobody|no one|no-one|none|who|never|nothing|dont|wont) @2<miss me>",
        r"i @1<hate|despise|loathe> my ?self(?! for (?:using|choosing|trusting|picking|signing|opening))",
        r"(?:easier|better|fine|manage|cope|happier)~(?:once|when|after|without) <i'?d|i'?ve|i'?m|i was|i "
        r"am> (?:gone|dead|out of the way)",
        unless=rf"{_ORDINARY}|your (?:insur\w+|account|app|website|bank|card|firm|company|service)|(?:do not|"
        r"don'?t|not) (?:want|wish|like) to be (?:a|any) @1burden|"
        r"burden of proof|no (?:use|good) (?:to me|with|at|for (?:your|the))|when you (?:send|sent)|claim "
        r"form|if you (?:send|sent|pay|paid|process\w*)|on hold|in (?:the )?branch",
    ),
    *rows(
        "life-risk",
        "P0",
        r"(?:when|before|if|until|after) (?:they|you|somebody|someone|the police|my @1\w+|anyone|anybody|he|"
        r"she) <finds? me|found me>(?! (?:on|in (?:your|the system)|another|an?|the|to|work|a way|at "
        r"fault)\b)",
        r"<on your conscience|on your consciences|on your hands>~(?:find me|finds me|found me|when i|if i|"
        r"i'?m gone|dead|die|my (?:kids|children|wife|husband|family) (?:have|are|lose|without))",
        r"<police> (?:knock|ring|call|come|turn up|contact you|are)~about (?:me|my (?:death|body))",
        r"(?:talk\w*|speak\w*|deal\w*|hear\w*|writ\w*|ring\w*|chas\w*|explain\w*|answer\w*) (?:it |this )?(?:"
        r"to|with|from|for) (?:my|the) <next of kin|widow|widower|undertakers?|funeral director|orphans|"
        r"orphaned>",
        r"(?:one more|another|once more|any more|next) (?:letter|call|text|visit|e-?mail|knock|word|demand)?~"
        r"i(?:'ll| will|'m going to| am going to| swear i'?ll| swear i will| shall| swear) @1<do it|finish "
        r"it|end it|go through with it|take the lot|take them all|jump>(?=[.,;!?]|$| (?:this|and|properly|"
        rf"for|{_WHEN}))",
        r"(?:if|when) (?:the |your |any )?(?:bailiffs?|they|he|she|you|anybody|anyone|agents?) (?:come\w*|"
        r"turn\w* up|take\w*|carry on|send (?:any\w*|some\w*)|ring again|write again|call again|knock\w*|"
        r"keep\w*|evict\w*)~i(?:'ll| will|'m going to| am going to| swear i'?ll| swear i will| shall) @1"
        r"<do it|finish it|end it|go through with it|take the lot|take them all|jump>(?=[.,;!?]|$| (?:this|"
        r"and|properly|for|tonight))",
        r"(?:find|finding|found|collect\w*|identify\w*|carry\w* out|discover\w*) <a|my|his|her|the|our> "
        r"(?:body|corpse|dead body)(?! (?:shop|kit|repair|work|panel|cam|lotion))",
        r"(?:you'?ll be|you will be|you can be|you can|start) @1sending <flowers>",
        r"<live with> (?:yourselves|yourself|it|that|what you\w*)~(?:dead|gone|die|when i|killed|if i|death|"
        r"suicide)",
        rf"(?:you|you lot|your @2\w+|this|these|they|letters|calls)(?:'ve| have|'ll have| will have|'s| "
        rf"has)? "
        rf"@1<killed|murdered> (?:my @1{_LOVED}|him|her|a man|a woman|somebody|someone)(?!')",
        r"(?:you|you lot|your @1\w+|them) (?:who|that|what) <killed|kills|murdered> me",
        r"(?:have|take|claim|get|recover|come|pay\w*|money) @4(?:out of|from|off|against) <my estate>",
        r"<my death> (?:will be|would be|is|'ll be|will|would) @1(?:down to|because of|on|your|caused by|"
        r"thanks to|at your)",
        r"(?:to|will|gonna|might|could) (?:end up )?<die|dead> (?:over|because of|for) (?:this|you|your|a "
        r"debt|these|what you|money)",
        r"<read|hear|reading|reads> about me (?:in|on) the (?:local )?(?:paper|papers|news|telly|tv|"
        r"obituar\w+)",
        r"<responsible for> (?:a|my|his|her|another) (?:man'?s |woman'?s |person'?s |father'?s |mother'?s "
        r")?@1(?:death|life|suicide)(?! (?:insurance|cover|policy|savings))",
        r"(?:when|after|before|if) (?:they|you|my \w+) <bury|buried|burying|cremate> me",
        r"(?:i'?ll|i will|he'?ll|she'?ll|he will|she will|i) (?:make|do|made|did) a (?:better|proper) <job "
        r"of "
        r"it>",
        r"<tried before|tried it before|tried twice before|done it before|tried once before>~(?:next time|"
        r"properly|better job|succeed|this time|hospital|found (?:me|him|her)|stopped (?:me|him|her))",
        r"(?:understand|see|know|get) <why> (?:he|she|they|people|someone|my @1\w+) (?:did|do|does|ended) "
        r"it(?=[.,;!?]|$| now)",
        r"understand <him|her|them> now",
        r"(?:sorry|wish|wished|regret\w*) (?:that )?(?:i|they|you|he|she|the \w+) @1<survived|lived|woke up|"
        r"came round|hadn'?t found me|hadn'?t saved me|hadn'?t stopped me|found me|saved me|brought me "
        r"back|revived me>",
        r"<survived>~sorry i did",
        unless=rf"find me (?:on|another|a|the)|{_ORDINARY}|app\b|website|crash\w*|payment|card\b|(?:refund|"
        r"form|login|password)\b|phone\b|battery|read about me in the (?:file|notes)|legacy|probate",
    ),
)

HINTS = (
    rows(
        "life-risk",
        "P0",
        r"(?:having|has|have|taking|takes|take|gets|rehom\w+|home for|given|gave|giving|look after|looking "
        r"after|going to|gone to) @4<dog|dogs|cat|cats|budgie|rabbit|parrot|pets>",
    ),
    rows(
        "life-risk",
        "P0",
        r"(?:put|left|leaving|all|everything|papers?|documents|passwords|will|details|note|letters?|policies|"
        r"instructions) (?:is |are |'s )?@3(?:in|on) (?:a|an|the|my) @2<folder|envelope|box file|drawer|tin|"
        r"mantelpiece|kitchen table|table|sideboard|bed>(?! (?:at|in) (?:your|the (?:office|branch)))",
    ),
    rows(
        "life-risk",
        "P0",
        r"(?:left|leaving|got|made|put|everything'?s?|everything is|it'?s|have) (?:all )?(?:everything )?"
        r"<tidy|in order|sorted|straight>(?= for (?:my|the)|[.,;!?]|$)",
    ),
    rows(
        "life-risk",
        "P0",
        rf"(?:you can|they can|please|then) (?:all )?<leave> (?:my @1{_LOVED}|her|him|them) alone",
        rf"(?:don'?t|do not|please don'?t|never) @1<go after|chase|bother|ring|contact|ask|blame> my "
        rf"@1{_LOVED}",
    ),
    rows(
        "life-risk",
        "P0",
        r"(?:won'?t|will not|shan'?t|don'?t|no longer) (?:be )?<need|needing> (?:it|them|any of it|any of "
        r"this|anything|the car|the money|the flat|the house)(?=[.,;!?]|$| (?:any ?more|now|after))",
        r"(?:given|gave|giving) (?:my|his|her) <watch|ring|things|car|tools|jewellery|clothes|medals> (?:"
        r"away|to (?:my|the|his|her))",
    ),
    rows(
        "life-risk",
        "P0",
        r"<keys> (?:are|is|have been|will be) @2(?:with|left|under|next door|through)",
        r"<nobody|no one|no-one> (?:here|there|left) (?:left )?to (?:answer|pay|read|open|ring|chase)",
    ),
    rows(
        "life-risk",
        "P0",
        r"(?:will|'ll|it'?s|is) @1<all be over|be all over|all over|be over>(?= (?:by|soon|then)\b)",
    ),
    rows(
        "life-risk",
        "P0",
        r"<only> one thing left (?:for me |i can |to )?(?:to )?(?:do)?(?: now)?(?=[.,;!?]|$)",
        r"(?:no|nothing|any) @1(?:fight|strength|hope|energy) <left in me>",
    ),
    rows(
        "life-risk", "P0", r"(?:had enough|i'?m done|i am done|can'?t) (?:and )?i (?:just )?<want out>(?! of)"
    ),
    rows("life-risk", "P0", r"<went the same way|going the same way|second time i'?ve tried|ahead of me>"),
    rows("life-risk", "P0", rf"(?:my @1{_LOVED}|he|she) <did it>(?= (?:in|last|when|the same|too|and))"),
    rows(
        "life-risk",
        "P0",
        r"<paramedics?|ambulance> @3(?:brought|got|shocked) (?:me|him|her) (?:back|round)",
        r"(?:isn'?t|not|wasn'?t) <safe> (?:to be |being |left |if left )?(?:on (?:my|her|his) own|alone|by "
        r"(?:my|him|her) ?self)",
        r"(?:won'?t|not|wouldn'?t) <let> (?:me|him|her) (?:home|out|be alone|be left|go home)",
    ),
    rows(
        "life-risk",
        "P0",
        r"(?:he|she|they)(?:'ll| will) know <what to do>",
        r"<signed> (?:the|my) (?:house|flat|car) over",
    ),
    rows(
        "life-risk",
        "P0",
        r"(?:i'?ve|i have|already) @1<chosen|picked|decided|settled> (?:on )?(?:a|the|my|when|where|"
        r"how)(?: (?:day|date|time|"
        r"spot|place))?(?=[.,;!?]|$)",
    ),
)
