"""The words of somebody who no longer wants to live (P0): somebody is told at once.

Start list of DOMAIN section 2; a firm adds its own in the configuration. Recall comes before precision: a
denial, another person's life and an attempt long past are all shown to a person. Only plain idiom is not.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import CANNOT, DO_NOT, I_AM, WILL_NOT, rows

_HERSELF = r"(?:my|him|her|them|his) ?(?:self|selves|selfs)"

DESPAIR = (
    *rows(
        "life-risk",
        "P0",
        r"<suicid\w*|sucid\w*|suiside\w*|suisid\w*|siucid\w*|suicde\w*|suicd\w*|suicidl\w*|sucuid\w*|"
        r"suciid\w*|suicied\w*|sucicid\w*|sueicid\w*|suacid\w*|"
        r"suecid\w*|unaliv\w*>",
        unless=r"(?:career|commercial|financial|professional|political|brand|business|reputational|social|"
        r"corporate|pr|electoral|tactical|economic|marketing|commercially|financially|politically|"
        r"professionally) suicid\w+|suicide (?:bereavement|charity|mission|squad|pact with|prevention|"
        r"helpline|hot ?line|"
        r"awareness|doors?|burn)|suicid\w*~116 ?123|116 ?123~suicid\w*",
    ),
    *rows(
        "life-risk",
        "P0",
        rf"<kill|killing|killed|kills|hang|hanged|hung|hanging|harm|harming|harmed|hurt|hurting|hurts|cut|"
        rf"cutting|drown|drowning|drowned|shoot|shot|top|topping|topped|starve|gas|gassed|poison|stab|burn|"
        rf"neck|starving|strangle|done away with|do away with> {_HERSELF}",
        unless=r"my ?self laughing|laughing~my ?self|kill(?:ing|ed)? my ?self (?:working|with work|trying|"
        r"at work|to (?:pay|keep|get|make|earn))|cut my ?self (?:off|short|shaving)|top\w* my ?self up|"
        r"(?:hurt|harm\w*|cut|burn) (?:my|him|her) ?self (?:at work|playing|falling|when i fell|in a fall|"
        r"on the)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"<(?:end|ending|ended|finish|finishing) (?:it all|everything|(?:my|his|her|their) (?:own "
        r")?(?:(?:life|lives|suffering|misery|pain))|this (?:(?:life|misery|suffering|existence)))>",
        r"<end|ending|ended|finish|finishing> (?:it all|everything)",
        r"<put an end to|putting an end to> (?:it all|everything|myself|my life|my misery|my suffering|"
        r"this life)",
        r"(?:take|taking|took|taken|takes) @1<my|his|her|their|your|our> (?:own )?(?:life|lives)",
        r"(?:think\w*|thought|thoughts|feel\w*|felt|tempted|close|consider\w*|ready|want\w*|going|about|"
        r"plan\w*) (?:\w+ ){0,2}<ending it|ending things|ending my>",
        r"(?:lost|losing|lose|no|not got the) (?:\w+ )?<will> to (?:live|go on|carry on)",
        unless=r"to live @3(?:on hold|waiting|hold|queue|music|in (?:a|the|your)|listening|trying|reading|"
        r"after|with)|ending it all (?:off|up)|end(?:ed)? everything (?:with|between|to do)|tak\w+ your "
        r"life savings|(?:my|our|his|her|their) (?:own )?(?:life|lives) (?:savings?|insurance|assurance|"
        r"policy|policies|cover|back|into|seriously|over|in (?:her|his|my) hands)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"(?:want\w*|just|going|ready|wanna|time|tempted|like) to <end it|end things|finish it|be dead|be "
        r"no more>",
        r"<end it|ending it>(?= (?:now|tonight|soon|myself|for good)\b|[.,!]|$)",
        r"(?:want\w*|wish\w*|pray\w*|just) (?:for )?(?:it |this )?(?:all )?to <be over|be all over|all be "
        r"over>",
        unless=r"(?:contracts?|agreement|policy|plan|membership|subscription|arrangement|direct debit|"
        r"tenancy|lease|relationship|marriage|dispute|complaint|loan|account|call|matter|process|"
        r"saga)~(?:end it|end things|finish it|be over|ending it|over)|end it:? (?:please |and )?(?:close|"
        r"cancel|early|there|amicably)|end things (?:with|between|amicably)|(?:complaint|matter|process|"
        r"saga|year|dispute|case|day|week|call) to (?:just )?be (?:all )?over|"
        r"be over (?:by|before|with|today)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"<better off> (?:dead|not here|if i (?:was|were|am|wasn'?t|weren'?t|had never|never|died|"
        r"disappeared))",
        r"<better> if i (?:was|were|wasn'?t|weren'?t) (?:dead|gone|not here|here|around|alive|not around)",
        r"<better off|happier|better> without me",
        r"better if i <died|disappeared|wasn'?t born|never woke|didn'?t wake|did not wake>",
        r"if (?:i'm|i am|im) <not here|not around>(?= (?:next|tomorrow|by|when|any ?more|much longer|in "
        r"the)|[.,;!?]|$)",
        r"<if|whether> i (?:die|live or die|live|wake up)(?= (?:or|any ?more|tomorrow|now|today)|[.,;!?]|$)",
        r"<death|dying> (?:would|will|seems|might|has to|must) (?:be |seem )?(?:easier|better|a relief|"
        r"kinder|preferable|welcome|a release)",
        r"my <life is over|life is finished>(?! the)",
        r"(?:mind|decided|planning|plan|intend|resolved|need|have) to <end things|end it all|end it>",
        r"<only one way|only way|one way> (?:this|it|i can see this) (?:ends|can end|will end|stops|"
        r"ending)",
        r"<worth more> (?:to @3)?dead",
        r"(?:wish\w*|hop\w+|pray\w*) (?:that )?@1i (?:was|were|am|would be|will be|had|could|would|could "
        r"be|would just) @1<dead|die|never been born|not wake|never wake|disappear|not been born>",
        r"(?:rather|sooner|might as well|as well|may as well|happy when i'?m|happy when i am|when i'?m|"
        r"once i'?m|until i'?m|till i'?m|when i am|until i am|after i'?m|if i'?m|if i was|if i were|prefer "
        r"to|glad when i'?m) (?:be |was |were )?<dead>",
        r"(?:when|after|once|if) (?:i'?m|i am|im|i was|i were) <gone>",
        r"(?:notice|miss me|care|missed|mind|cares|know) @2if i @1(?:was |were |am |is )?<gone|dead|died|"
        r"disappeared|not here|vanished|wasn'?t here|weren'?t here|ended it>",
        r"(?:nobody|no one|no-one|no body|none|who) @1(?:would|will|'d) (?:even |really |ever )?<miss me>",
        unless=r"dead (?:before|by the time|and buried before|right|sure|wrong|set|against|line|end)|gone "
        r"(?:to|on|away|for|through|over|back|with|into|off|abroad|out|from (?:here|this|the) (?:flat|"
        r"house|address))|rather be dead than (?:seen|pay|give|bank)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"(?:want\w*|ready|going|like|rather|prefer|trying|tried|wanna|hop\w+|pray\w*|beg(?:s|ged|ging)?|"
        r"deserve\w*|"
        r"happy|free|time|like i should|i should|i could|just|let me|let him|let her|leave me to) (?:to "
        r")?@1<die>",
        rf"(?:{DO_NOT}|not|don't really) @1(?:want|wanna|wish|deserve|care) (?:to |if i )?@1"
        r"<live|be here|be alive|wake up|go on|carry on|exist|be around|be in this world|be on this earth|"
        r"be part of this world>",
        r"(?:want\w*|wish\w*|like|love|hop\w*|pray\w*) @3<not wake up|never wake up|not waking up|don'?t "
        r"wake up|won'?t wake up|didn'?t wake up|disappear|to fall asleep and|go to sleep and>(?: forever| "
        r"for good| for ever| completely| off the face of| and never| and not)?",
        r"<sick|tired|fed up|had enough|enough|done|finished|weary> (?:of|with) (?:living|life|being alive|"
        r"my life|this life|existing)",
        unless=r"to die (?:for|laughing)|die~(?:embarrass\w*|shame|mortified|boredom|checkout|till|"
        r"laugh\w*)|(?:embarrass\w*|mortified|laugh\w*|asham\w*)~die|rather die than (?:pay|give|use|bank|"
        r"deal|speak|bother|borrow|have)|die (?:away|down|out|hard)|(?:phone|battery|laptop|app|car|boiler|"
        r"computer|tablet|dog|cat)\w*~die|live (?:in|at|on|with (?:him|her|them|my)|near|next|there|under|"
        r"here|off|somewhere|out)|be here (?:all|when|for|till|until|at|to)|be alive to see|exist in your|"
        r"go on (?:with (?:your|the)|about|holiday|record|the|your|a)|carry on (?:with (?:your|the|this "
        r"(?:account|plan|arrangement))|paying|using|banking|being a)|disappear~(?:from (?:my|the|your)|"
        r"again|overnight)|(?:charge|balance|money|payment|fee|debt|problem|complaint|arrears) (?:to |just "
        r")*disappear|(?:it|this|that|they|you) (?:all )?(?:to |would |will )(?:just )?disappear|done with "
        r"life insurance",
    ),
    *rows(
        "life-risk",
        "P0",
        rf"{CANNOT} (?:just |even |possibly |bear to |really |physically |mentally )?<go on|carry on|"
        rf"continue|keep going|keep on going|keep living|live>(?= (?:like this|like that|living|any ?more|"
        rf"any ?longer|much longer|with (?:my )?life|with (?:this|it) any|being alive|this way|feeling "
        rf"like|with this (?:hanging|pain|life|shame|guilt))\b)(?: (?:like this|like that|living|any ?more|"
        rf"any ?longer|much longer|with (?:my )?life|this way))?",
        rf"{CANNOT} (?:just |even |possibly |really )?<go on|carry on|keep going|keep on going>"
        r"(?=[.,;!?]|$| and | but | i | because | so )",
        rf"{CANNOT} <face> (?:another day|living|life|tomorrow|the future|waking|getting up|going on|it "
        rf"any ?more)",
        rf"{CANNOT} <see|think of> (?:a|any|another|no|my) @1(?:way out|future|reason to|point in|way "
        rf"forward "
        r"for me|tomorrow|way through|light at)",
        rf"<{DO_NOT}|no> see @1(?:way out|future for me|point in (?:living|life|going|carrying|any)|"
        r"tomorrow|future|any (?:future|way out|point|hope))",
        rf"{CANNOT} <cope> (?:with (?:life|living)|any ?more(?! with (?:your|the))|any longer(?! with))",
        rf"{CANNOT} (?:just |really )?<take> (?:it|this|any of (?:it|this)|life|living) "
        r"(?:any ?more|any longer|much longer)",
        rf"{CANNOT} (?:just |really )?<take> (?:any ?more|much more)(?=[.,;!?]|$| and | but | i )",
        rf"{CANNOT} <do> (?:this|it|life) (?:any ?more|any longer)",
        rf"{CANNOT} <keep> (?:doing|on doing|on with) (?:this|it|life) (?:any ?more|any longer)",
        r"(?:no longer|don'?t know if i can|not sure i can|don'?t know how i can|don't think i can|dont "
        r"think i can|how can i|how do i) <go on|carry on|keep going|can go on|can carry on>(?= (?:like "
        r"this|living|any ?more|any longer|much longer)\b|[.,;!?]|$| and | but )",
        unless=r"(?:go|carry) on (?:holiday|with (?:the|your|an?)|your|the|a|to|paying|line|and on|sending|"
        r"calling|my (?:phone|app|account))|(?<![\w'])(?:this|it|that|which|things|situation|service|you|"
        r"they|firm|company|bank|behaviour|nonsense|business|delays?|matters?|charges?|fees|calls|letters|"
        r"saga) (?:really |simply |just |obviously |clearly |surely )?(?:can'?t|cannot|can not|could)|live "
        r"(?:like this )?without (?:my|a|the) (?:phone|card|app)|do this any ?more (?:online|by phone|in "
        r"branch|on the app|via)|see (?:a|any|another) (?:way out of (?:this|the|my|your) (?:contract|"
        r"agreement|menu|loop|plan|app|screen|page|loan|deal|policy)|reason to (?:doubt|pay|accept|change|"
        r"give|believe|keep (?:my|the|paying)|stay))|continue (?:like this )?(?:as|with|using) (?:a|your) "
        r"customer|from your (?:company|firm|staff)",
    ),
    *rows(
        "life-risk",
        "P0",
        rf"{WILL_NOT} <be here|be around|be alive|see tomorrow|live to see|wake up|be with you> "
        r"(?:much longer|for much longer|any ?more|tomorrow|by (?:then|the time|monday|christmas|tomorrow|"
        r"the (?:weekend|morning))|when|next (?:week|month|year)|for (?:much|long)|long|to (?:see|read|"
        r"hear)|in the morning|soon|again)",
        rf"{WILL_NOT} <see> (?:tomorrow|the (?:weekend|morning|new year)|christmas|another (?:day|"
        rf"christmas|"
        r"birthday))",
        r"<not be here|never wake up|not wake up|not be around|not be alive> (?:any ?more|tomorrow|again|"
        r"much longer|next (?:week|month)|when|in the morning|for (?:much|long)|long)",
        rf"(?:{I_AM}) <not long for> this world",
        r"<by the time you read|by the time you get|by the time you receive|when you read|when you get|by "
        r"the time anyone|by the time someone> @2this,? (?:i'?ll|i will|i shall|ill|it will be|it'?ll be|"
        r"i'?m|i am|i may|i might) (?:not )?(?:be )?(?:gone|dead|too late|no longer|here|alive)",
        r"<won'?t have to|wont have to|will not have to|won'?t need to> (?:worry about|chase|bother with|"
        r"deal with|see|hear from) me (?:any ?more|again|much longer|after|for long)",
        r"(?:this is|these are|consider this) (?:my )?<last email|last letter|last message|final email|"
        r"final letter|final message|last words|final words|goodbye>(?=[.,;!?]|$| to (?:anyone|you all|"
        r"everyone|the world)\b| because i)",
        unless=r"(?:be (?:here|around|alive|with you)|see tomorrow)~(?:holiday|abroad|mov(?:e|ed|ing)|on "
        r"leave|travel\w*|away|emigrat\w*|at this (?:address|house|flat|number)|a customer|banking|this "
        r"address|office|shift|back (?:on|in))|(?:holiday|abroad|moving|moved|on leave|travel\w*|"
        r"emigrat\w*|away)~(?:be here|be around|not be here)|only (?:one )?way~(?:court|ombudsman|"
        r"solicitor)|not here~(?:leave|neighbour|parcel|call)|(?:last|final) (?:email|letter|message|"
        r"words?)~(?:before|ombudsman|court|solicitor|fca|unless|until|on (?:this|the) (?:matter|subject)|"
        r"to you)|wake up (?:to|and (?:realise|smell))",
    ),
    *rows(
        "life-risk",
        "P0",
        r"<no point|no reason|little point|see the point|no purpose> (?:in |to |for |me |of |for me |for "
        r"me to |me even )?(?:living|live|life|going on|go on|carrying on|carry on|being (?:here|alive)|"
        r"existing|my life|getting up|being around|be here|be alive|continuing to live|waking up|wake up|"
        r"get up|exist)",
        r"<no point> (?:to |in )?(?:any ?more|any longer|it all|my life)(?=[.,;!?]|$| and | i | so )",
        r"<nothing> (?:left |else |here )?(?:to|for me to) live for",
        r"(?:<nothing left|nothing more> for me(?: (?:here|in this (?:life|world)|to live for))?)",
        r"(?:life|living|it|waking up) (?:is ?n[o']?t|is not|isnt|not|no longer|hardly|is no longer|just "
        r"isn'?t|doesn'?t feel|does not feel|isn't really) <worth living|worth it any|worth carrying>",
        r"life (?:is ?n[o']?t|is not|isnt|is no longer|not) <worth> (?:it|living|anything|going on|much)",
        r"<not worth living|no life worth living|not a life worth|no life left|isn'?t worth living>",
        r"(?:giv\w+|gave) <up on life|up on living|up on everything>",
        r"(?:what'?s|what is|whats|where'?s|where is|see) the <point> (?:of|in|to) (?:living|going on|"
        r"carrying on|being here|life|my life|it all|anything|everything|waking|getting up|existing)",
        r"(?:<reason> to (?:live|be here|get up|carry on living|wake up|stay alive|keep living))",
        r"(?:see|seen|is|there'?s|be|have|with|sees|left|leave|left me) (?:me )?(?:with )?<no way out|no "
        r"future|no other way out|no way forward for me|only one way out|one way out|no escape>",
        r"(?:the )?<only way out|one way out|only escape|only way to make it stop|only way this ends>",
        r"<lost all hope|no hope left|given up hope|given up all hope|beyond hope|without hope>",
        unless=r"way out (?:of (?:this|the|my|your) (?:contract|agreement|menu|loop|plan|app|screen|page|"
        r"loan|deal|policy|arrangement|direct debit|system|maze))|hope(?: left)? (?:of|that|for|in) "
        r"(?:getting|hearing|a (?:reply|refund|response|resolution|call)|you|your|ever (?:getting|hearing|"
        r"seeing|speaking)|any|this being|resolving)|point (?:in |of )?(?:anything|everything|it all) "
        r"(?:you|if you)|given up hope (?:of|with|on)|no reason to be here any|live (?:in|at|chat|agent)|"
        r"no point (?:in )?being here (?:when|if)|get up(?: to)? @3(?:to|early|and) (?:call|phone|ring|"
        r"speak)|wake up (?:and|to)",
    ),
)
