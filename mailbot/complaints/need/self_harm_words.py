"""The words of means, farewells and attempts on a life (P0): somebody is told at once.

Recall comes before precision here as in `danger_words.py`: another person's attempt is shown to a person too.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import RELATIVES, SOMEBODY, rows

_LOVED = rf"(?:{RELATIVES}|family|loved ones|everyone|everybody)"

SELF_HARM = (
    *rows(
        "life-risk",
        "P0",
        r"<self[ -]?harm\w*|selfharm\w*>",
        r"<overdos\w+|od'd|od'ed|oded>",
        r"<finish|finished|finishing> (?:my|him|her) ?self off",
        r"<throw|threw|throwing|thrown> (?:my|him|her) ?self (?:off|under|in front|from|out of|into (?:the|"
        r"a) (?:sea|river|canal|road|traffic))",
        r"(?:he|she) (?:will|would|might|may|could|is going to|says|has said|'ll) (?:only |just |probably |"
        r"definitely )*<try again|try it again|do it again> (?:if|when|because|unless|next)",
        r"<next time (?:he|she|i) (?:will succeed|might succeed|may succeed|will manage|won't be found|"
        r"will not be found|might not be found)>",
        r"(?:tak\w+|took|swallow\w*|sav(?:ed|ing)|stockpil\w+|hoard\w+|got|have|bought|count(?:ed|ing)) "
        r"@1(?:all |up )?(?:of )?(?:my|the|some|too many|enough|a load of|loads of|a bottle of|a pile of|"
        r"every|a handful of|all) @2<tablets|pills|medication|meds|painkillers|paracetamol|sleeping "
        r"tablets>(?= (?:ready|here|saved|to end|in front|and (?:wash|end|a bottle|be done|just)|i (?:have|"
        r"had|could|can)|at once|in one go|beside|next to|left)\b| with (?:vodka|whisky|wine|drink|alcohol))",
        r"<took|take|taken|taking|swallowed> (?:all (?:of )?(?:my|the)|too many|a load of|loads of|a "
        r"bottle of|a handful of) @1(?:tablets|pills|medication|meds|painkillers|paracetamol)",
        r"<crash|crashing|drive|driving|steer|steering> (?:the|my|his|her) (?:car|van|motorbike|bike) "
        r"(?:into|off|under|in front of)",
        r"<found|caught|stopped|finding> (?:me|him|her|us) (?:\w+ ){0,3}(?:rope|belt|pills|tablets|razor|"
        r"knife|hanging|unconscious|on the tracks|on the bridge|just in time)",
        r"<attempted> (?:it|twice|three times|again|once|to end|on (?:my|his|her) life)",
        r"<attempt|attempts> on (?:my|his|her) (?:own )?life",
        r"(?:took|taken|swallowed|take) (?:\d{2,3}|ten|twelve|twenty|thirty|forty|fifty|a whole|a packet of|"
        r"two packets of|a strip of|a box of|all) @1<paracetamol|tablets|pills|painkillers|sleeping "
        r"(?:tablets|pills)|co-codamol|aspirin|antidepressants>",
        r"<talked down|talked off|talked me down|pulled back|pulled off|coaxed down|talked him down|talked "
        r"her down> (?:from |off )?(?:a |the )?@1(?:bridge|ledge|roof|edge|cliff|railing\w*|multi\w*)",
        r"<slit|slitting|slash|slashed|slashing|cut|cutting> (?:my|his|her) (?:wrists?|arms?|throat)",
        r"<jump|jumping|jumped|step|stepping|stepped|walk|walking|walked|throw|drive|driving> (?:myself "
        r")?(?:off|from|in front of|under|into) (?:a|the|an oncoming|the path of a) @1(?:bridge|train|roof|"
        r"building|bus|car park|cliff|car|lorry|tube|traffic|river|canal|sea|tree|wall|motorway|railway|"
        r"track|tracks)",
        r"(?:stood|standing|stand|sat|went|been|gone|go|going|walked|drove|driven|was|am) @1(?:on|at|to|"
        r"near|by|up) (?:the )?@2<bridge|cliffs?|railway|train tracks|beachy head|multi-?storey>(?= (?:and|"
        r"again|last night|twice|tonight|thinking|with|because|to (?:end|jump)|edge)\b|[.,;!?]|$)",
        r"<do|doing|did|done> something (?:really |very )?(?:stupid|silly|drastic|terrible|daft|awful) to "
        r"(?:my|him|her) ?self",
        r"(?:might|may|could|going to|gonna|about to|will|i'?ll|afraid|scared|worried|frightened|fear) "
        r"@3<do something> @1(?:stupid|silly|drastic|terrible|to myself|i can'?t (?:take|undo))",
        r"(?:might|may|could|of what i|what i'?ll|what i might|what he|what she|what i) (?:might |may |"
        r"could |will )?<do to myself|do to himself|do to herself>",
        r"<drink|drunk|swallow|swallowed> @1bleach",
        r"(?:a |my |the )<noose|rope ready|loaded gun>",
        r"(?:plan|planned|planning|means|method|date) (?:for |of )?(?:how |when )?(?:to |i (?:will|would|"
        r"am going to) )?<end my life|ending my life|do it tonight|die tonight>",
        r"<do it tonight|do it tomorrow night|tonight is the night|tonight i will be gone>",
        unless=r"(?:overdose|overdosed|overdosing) (?:on|of) (?:charges|fees|letters|paperwork|e-?mails|"
        r"sugar|coffee|caffeine|admin|your|apps|jargon)|jump (?:on|onto|through)|(?:drive|walk|step)\w* "
        r"(?:into|under) the (?:car park|bridge|branch|building)|(?:driv\w+|drove|walk\w*|"
        r"step\w*)~(?:accident|insur\w*|no claims|rear-ended)|(?:accident|insur\w*|rear-ended)~(?:driv\w+|"
        r"drove)|toll~bridge|bridge~toll|(?:lives?|living|house|flat|office|branch|shop|work) @3(?:railway|"
        r"bridge|cliff\w*)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"(?:say|saying|said|write|writing|wrote|written|bid) (?:my|our|a|the|final|last|his|her) "
        r"@1<goodbye>s?",
        r"<goodbye letters?|goodbye notes?|goodbye cruel|goodbye everyone|goodbye everybody|goodbye to my|"
        r"goodbye world|farewell letters?|farewell notes?|farewell cruel>",
        r"(?:i'?ve|i have|have|i|already|he'?s|she'?s|he|she) @2(?:written|wrote|writing|left|leaving) "
        rf"@3<letters?|notes?|a letter|a note> (?:to|for|behind for) (?:my|the|our|his|her) @1{_LOVED}",
        r"<letters to my children|letter to my children|letters for my children|letters to my kids|letter "
        r"to my kids|letters to my family|notes? to my kids|notes? for my children>",
        r"(?:put|got|putting|getting|setting) my <affairs in order>",
        r"(?:made|make|making|written|wrote|change\w*) <my> will(?= (?:and (?:said|written|i'?m ready|left)|"
        r"so (?:they|my kids|the kids))\b)",
        r"(?:blood|death|life|suicide) @4(?:(?:is|be|are|will be) )?on <your> (?:hands|conscience|"
        r"heads?)",
        r"<on your hands|on your conscience>(?= (?:if|when) (?:i|he|she|something))",
        r"<responsible for|to blame for> (?:my|his|her|a) (?:death|suicide)",
        r"(?:to|with|for|tell|telling|explain\w*|ask|asked by|until|before) (?:it to )?(?:the|a|my) "
        r"<coroner\w*|inquest>",
        r"<coroner\w*|inquest>(?= (?:can|will|what|about|when|why|that|if|and explain)\b)",
        r"(?:find|found|identify|collect|pick up) <my|his|her> body",
        r"(?:come|coming|invited?|attend\w*|paying for|pay for|planning|planned|flowers (?:for|to|at)|see "
        r"you at|plan) @1(?:to )?<my funeral|my own funeral>",
        r"(?:to|on|over|into|at|dig\w*|in|visit) <my grave|my coffin|my gravestone|my headstone>",
        r"<drive|driving|drove|driven|push|pushed|pushing|pushes|drives|hounded|hounding|sent|send|sending|"
        r"put|putting> (?:me|him|her|us|someone|somebody|people|my @2\w+) (?:to|over|into|too|nearer to|"
        r"close to) (?:the edge|an early grave|my grave|(?:his|her) grave|(?:my |his |her )?death|ending|"
        r"do something|the brink|suicide|breaking)",
        r"<at the end of my rope|on the edge of a bridge|on the edge of the bridge|on the ledge|on a ledge|"
        r"at the edge of the cliff>",
        unless=r"death (?:benefit|in service|certificate|grant|cover)|said (?:my|our|a) @1goodbyes? (?:to "
        r"(?:my|our|the) (?:old|house|flat|colleagues|account|money|refund|savings|deposit)|at (?:the "
        r"airport|work|the station))|say goodbye to (?:my|our|the) (?:money|savings|refund|account|"
        r"deposit)|on your (?:hands|head|heads) (?:if|when) (?:it|the (?:cheque|payment|money))|time on "
        r"your hands|(?:letters?|notes?) to (?:my|the) (?:family|mum|parents|wife|husband) (?:address|home|"
        r"house)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"<samaritans>",
        r"<crisis line|crisis helpline|shout helpline|shout text line|papyrus|calm helpline>",
        unless=r"samaritans~(?:116 ?123|samaritans\.org)|116 ?123~samaritans|samaritans:|samaritans on|"
        r"good samaritans?|(?:if you(?:'re| are| have| need| feel)?|you (?:can|may|could|should)|your "
        r"(?:letter|website|e-?mail|footer|leaflet|recorded message)|anyone (?:who|affected)|customers) "
        r"@9samaritans|(?:used to|volunteer\w*|calls|shifts?|work\w*) @3(?:with|for|at) (?:the "
        r")?samaritans|samaritans (?:are|is) "
        r"(?:there|open|free|here|always)|(?:direct debit|volunteer\w*|donat\w*|pay\w*|paid) (?:\w+ "
        r")*(?:to |for |with |at "
        r")(?:the )?samaritans|samaritans (?:can be|are available|offer|free|charity|shop)",
    ),
    *rows(
        "life-risk",
        "P0",
        rf"(?:{SOMEBODY}|attempted|tried|trying|attempt|attempting) @2<attempted to take|tried to take|"
        rf"tried to "
        r"end|attempted to end|tried to kill|attempted to kill|tried to hang|tried to jump|tried to drown> "
        r"(?:my|his|her|their|him|them|our|it|things) ?(?:own )?(?:life|lives|self|selves|all)?",
        r"<life|lives> (?:is|are|was|were|may be|could be|might be|being put|put) (?:in danger|at risk)(?= "
        r"(?:because|from (?:myself|him)|if)\b|[.,;!?]|$)",
        r"<danger to|risk to> (?:my|him|her) ?self",
        r"<not safe from|isn'?t safe from|unsafe from|scared of> (?:my|him|her) ?self",
        r"<dark thoughts|bad thoughts|intrusive thoughts|thoughts of ending|thoughts of death|thoughts of "
        r"dying|thoughts about ending|thoughts of harming|thinking of ways|thinking about ways|thinking "
        r"about dying|thinking about death|thinking of dying|researching ways|looking up ways|google ways> "
        r"?(?:to (?:end|kill|die|do it|stop)|of (?:ending|dying|killing))?",
        unless=r"(?:risk|danger) to (?:him|her) ?self or others policy|kill (?:the|my) (?:account|app|deal|"
        r"card)",
    ),
)
