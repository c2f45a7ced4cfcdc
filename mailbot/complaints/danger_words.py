"""The words of danger: a life at risk (P0, somebody is told at once), and contact that may not be safe (P1).

Start list of DOMAIN section 2; a firm adds its own in the configuration.
"""

from __future__ import annotations

from mailbot.complaints.cue_rows import CANNOT, DO_NOT, rows

LIFE_RISK = rows(
    "life-risk",
    "P0",
    (r"suicid\w*", r"(?:career|commercial|financial|professional|political|brand) suicide|suicide squad"),
    (r"kill(?:ing|ed)? my ?self", r"my ?self laughing"),
    r"(?:end|ending|ended) (?:it all|everything|my (?:own )?life|this life|my suffering)",
    r"(?:take|taking|took|taken) (?:my|his|her|their) (?:own )?(?:life|lives)",
    r"(?:kill|killed|killing|hang|hanged|harm|harmed|harming|hurt) (?:him|her|them) ?sel(?:f|ves)",
    r"(?:think\w*|thought|feel\w*|felt|tempted|close) (?:\w+ ){0,2}ending (?:it|things)",
    (
        r"(?:want|wanted|just|going|ready) to end (?:it|things)",
        r"(?:contract|account|agreement|policy|plan|membership|subscription|dispute|complaint|matter|"
        r"call|calls)",
    ),
    r"better (?:off )?if i (?:was|were|wasn'?t|weren'?t) (?:dead|gone|not here|here|around|alive)",
    (
        r"no point (?:to |in )?(?:any ?more|any longer|anything|it all)",
        r"(?:any ?more|any longer),? (?:in )?(?:call|ring|e-?mail|writ|talk|phon|speak|try|deal|wait|"
        r"hav|keep|using)\w*",
    ),
    rf"{CANNOT} (?:do|keep doing) (?:this|it) any ?(?:more|longer)",
    r"(?:lost|losing|lose|no|have no|got no) (?:my )?will to live",
    (
        rf"(?<!this\s)(?<!it\s)(?<!that\s){CANNOT} (?:just )?(?:go on|carry on|"
        rf"continue)(?: (?:like this|living|any ?more|any longer|much longer|with (?:my )?life))?",
        r"(?:go|carry) on (?:holiday|with (?:the|your|this|an?)|your|the|a |to |paying|line|and on|"
        r"sending|calling|my (?:phone|app|account))|continue (?:to|with (?!(?:my )?life)|paying|using|"
        r"my|the|as)|(?:you|they|firm|company|bank) (?:can'?t|cannot|can not|could)|(?:carry on|"
        r"continue)(?![ ](?:like this|living|any ?more|any longer|much longer))",
    ),
    r"better off dead",
    r"better off without me",
    r"(?:wish|wished|wishing) (?:that )?i (?:was|were) dead",
    r"(?:rather|sooner) be dead",
    (r"(?:want|wanted|wanting|ready|going|like) to die", r"(?:phone|battery|app|laptop|car) "),
    rf"{DO_NOT} (?:really )?want to (?:be here|live|be alive|wake up|go on|carry on|"
    rf"exist)(?: any ?more| any longer)?",
    r"(?:not|never) (?:be here|wake up) (?:any ?more|tomorrow|again|much longer|next (?:week|month)|when)",
    r"(?:won'?t|wont|will not|not going to) be (?:here|around|alive) (?:much longer|any ?more|tomorrow|"
    r"by|when|next|for much)",
    r"no (?:reason|point) (?:in |to |me )?(?:live|living|going on|go on|carrying on|being (?:here|"
    r"alive)|existing)",
    r"(?:no|not any) reason to (?:live|go on|carry on|be here|get up)",
    r"nothing (?:left )?to live for",
    r"(?:life|living) (?:is ?n[o']?t|is not|isnt|not|no longer) worth (?:it|living)",
    r"not worth living",
    r"(?:tired|sick|had enough) of (?:living|life|being alive)",
    r"(?:give|giving|given) up on life",
    r"(?:what'?s|what is) the point (?:of|in) (?:living|going on|carrying on|being here|life)",
    r"(?:see|seen|is|there'?s) no (?:other )?way (?:out|forward for me)",
    rf"{CANNOT} see (?:a|any|another) (?:other )?(?:way out|future|reason to)",
    rf"{CANNOT} face (?:another day|living|life|tomorrow|the future)",
    r"self[ -]?harm\w*",
    (
        r"(?:hurt|hurting|harm|harming|harmed|cut|cutting|hang|hanging|drown|drowning|shoot|top|"
        r"starve) my ?self",
        r"cut myself (?:off|short)",
    ),
    (r"overdos\w+", ""),
    r"(?:take|taking|took|taken|swallow\w*) (?:all (?:of )?)?(?:my|the|some|too many|"
    r"a load of) (?:tablets|pills|medication|meds|painkillers)",
    r"slit(?:ting)? my wrists?",
    r"jump(?:ing|ed)? (?:off|from|in front of|under) (?:a|the) (?:\w+ )?(?:bridge|train|roof|building|"
    r"bus|car park|cliff|car|lorry|tube)",
    r"(?:do|doing|did) something (?:really )?(?:stupid|silly|drastic|terrible) to my ?self",
    r"(?:might|may|could|going to|gonna|about to|will) do something (?:really )?(?:stupid|silly|drastic)",
    r"(?:say|saying|said|write|writing|wrote|written) (?:my )?(?:last )?goodbyes?(?: (?:to|letters?|"
    r"notes?))?",
    r"goodbye (?:letters?|notes?|cruel world|everyone|everybody)",
    r"(?:by the time|when) you (?:read|get|receive) this,? (?:i'?ll|i will|i shall|ill|it will be|i'?m|"
    r"i am) (?:be )?(?:gone|dead|too late|no longer)",
    r"(?:blood|death|life) (?:will be |is |would be )?on your (?:hands|conscience)",
    r"(?:when|after|once|if|until) (?:i'?m|i am|im) (?:dead|gone)",
    r"samaritans",
    r"(?:drive|driving|drove|driven|push|pushed|pushing) (?:me|him|her|us|my \w+) (?:to|"
    r"over) (?:the edge|an early grave|death)",
    r"(?:at|on) (?:the end of my rope|the edge of (?:a|the) (?:bridge|cliff|roof))",
    r"(?:everyone|everybody|they|family|kids|children|world) (?:would|will|"
    r"'d) be better (?:off )?(?:without me|if i (?:was|were) (?:gone|dead|not here))",
    r"(?:not|don'?t|dont) want to (?:be )?(?:here|alive|live) any ?more",
)

SAFETY = rows(
    "life events",
    "P1",
    r"domestic(?:ally)? (?:abuse|abused|violence|abuser)",
    r"(?:economic|financial|emotional|physical|sexual) (?:abuse|control)",
    r"(?:ex|partner|husband|wife|boyfriend|girlfriend|he|"
    r"she) (?:\w+ ){0,2}controls? (?:all )?(?:of )?(?:the|my|our) (?:money|finances|bank|accounts?)",
    r"coerciv\w+(?: control\w*)?",
    r"(?:abusive|violent|controlling|abuser) (?:ex|partner|husband|wife|boyfriend|girlfriend|"
    r"relationship|marriage|father|mother|son|family|home|ex-\w+)",
    r"(?:ex|partner|husband|wife|boyfriend|girlfriend|he|she) (?:\w+ ){0,2}(?:abuses|abused|abusing|"
    r"beats|hits|threatens|threatened) me",
    r"(?:ex|partner|husband|wife|boyfriend|girlfriend|he|she|they) (?:\w+ ){0,2}(?:reads?|checks?|sees?|"
    r"opens?|monitors?|goes through|looks at|can (?:see|read)|has access to|gets into) (?:(?:all|"
    r"everything in) )?(?:my|our) (?:e-?mails?|post|mail|messages?|phone|letters?|texts?|inbox)",
    r"(?:in|at|to|from|into) a (?:women'?s |safe )?refuge",
    r"women'?s (?:aid|refuge)",
    r"(?:stalk(?:ed|er|ers|ing)|non-molestation order|restraining order|occupation order)",
    r"(?:not|isn'?t|unsafe|never) (?:be )?safe (?:to|for me|if|at home|for you)",
    r"(?:it is|it's|its|would be) unsafe (?:to|for)",
    r"(?:my|only|a) safe (?:e-?mail|phone|number|address|way|contact|time)(?: address| number)?",
    rf"(?:{DO_NOT}|never|not to|please not) (?:\w+ ){{0,3}}(?:write|send|post|contact|e-?mail|reply|"
    rf"ring|call|phone|text) (?:\w+ ){{0,4}}(?:to|at|on) (?:my|this|the) (?:home |old |house |email |"
    rf"e-mail )?(?:address|house|home|landline|phone|email|e-mail)",
    r"(?:afraid|scared|frightened|terrified) of (?:him|her|my (?:ex|husband|wife|partner|father|son)\w*)",
    r"(?:he|she|they)(?:'ll| will| would| might) (?:find|kill|hurt|harm|beat) (?:me|us)",
    r"(?:fled|fleeing|escaped|escaping|left) (?:\w+ ){0,3}(?:violence|abuse|abuser|abusive \w+)",
    r"modern slavery|trafficked|forced marriage|honou?r[- ]based",
)
