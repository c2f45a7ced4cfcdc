"""The words of contact that may not be safe (P1): abuse, and somebody else who reads the post.

Start list of DOMAIN section 2. An automatic letter could do harm here, so it waits for a person.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import HARMER, rows

_PRYING = (
    r"reads?|reading|checks?|checking|sees?|seeing|opens?|opened|opening|monitors?|monitoring|goes through|"
    r"going through|looks at|looking at|can (?:see|read|open|get into)|has access to|have access to|gets "
    r"into|intercepts?|knows my password to|tracks?|tracking|goes into|takes|might (?:see|read|open)|could "
    r"(?:see|read|open)|will (?:see|read|open)|would (?:see|read|open)|may (?:see|read|open)"
)

SAFETY = (
    *rows(
        "life events",
        "P1",
        r"<domestic|domestically> (?:abuse|abused|violence|abuser|abusers|incident)",
        r"(?:economic|economically|financial|financially|emotional|emotionally|physical|physically|sexual|"
        r"sexually) <abuse|abused|abusive|abuser|abusing|coercion>",
        rf"{HARMER} @2(?:<controls|controlled|controlling|takes all|took all|took control of|hides|hid|"
        r"withholds|keeps all>) @1(?:all )?(?:of )?(?:the|my|our) @1(?:money|finances|bank|accounts?|"
        r"cards?|wages|income|benefits)",
        r"<coerciv\w+|coerced|gaslight\w*>(?: control\w*| behaviou?r| relationship| partner)?",
        r"<coerced|forced|made me take|bullied|threatened> (?:me |us |her |him )?(?:into|to) (?:tak\w+|"
        r"sign\w*|open\w*|get\w*|apply\w*|hand\w*) @4(?=(?:by )?(?:my|her|his) (?:\w+ )?(?:ex|partner|"
        r"husband|wife|boyfriend|girlfriend|father|son|family)|loans?|credit|debts?|accounts?|cards?)",
        r"<abusive|violent|controlling|abuser|abuser's> (?:ex|partner|husband|wife|boyfriend|girlfriend|"
        r"relationship|marriage|father|mother|son|daughter|family|home|household|man|ex-\w+)",
        rf"{HARMER} (?:is|was|has been|became|had been|turned|being|got|can be|who is) @2"
        r"<abusive|violent|controlling|an abuser|my abuser|aggressive>",
        rf"{HARMER} @2<abuses|abused|abusing|beats|beat|hits|hit|threatens|threatened|attacked|assaulted|"
        r"strangled|punched|raped|stalks> (?:me|us|her|my)",
        r"(?:he|she|husband|partner|ex|ex-\w+|wife|boyfriend|girlfriend|father|son) (?:\w+ ){0,8}<made me "
        r"sign|made me take|forced me to|forced me into|took out loans in my|took loans out in my|ran up "
        r"debts in my|took out the loan in my|took out a loan in my|took out credit in my>",
        r"<my abuser|the abuser|her abuser|his abuser|perpetrator|my attacker>",
        r"<being abused|been abused|was abused|abused by|beaten by|beaten up by|assaulted by|controlled "
        r"by> (?:by )?@1(?:my|her|him|his|our|a) @1(?:husband|wife|ex\w*|partner|boyfriend|girlfriend|"
        r"father|mother|son|daughter|carer|family|brother)",
        r"<debts? in my name|loans? in my name|accounts? in my name|cards? in my name|credit in my "
        r"name>(?= (?:without|under|by force|when we were|to control))",
        unless=r"(?:your (?:staff|agents?|collectors?|advis[eo]rs?|company|people|team|manager|man)|"
        r"agents?|advis[eo]r|operator|handler|bailiffs?|collector|driver|engineer)~(?:abus\w*|violent|"
        r"aggressive|threat\w*|hit|attack\w*|assault\w*|controlling|coerc\w*|bull\w*|forced)|"
        r"financial(?:ly)? abus\w+ (?:by|from) (?:you|your)|you(?:'ve| have| are|'re| were| also| then)? "
        r"(?:\w+ )?(?:coerc|forc|bull|threat|abus)\w+|(?:car|driver|van|vehicle|lorry)~hit|hit by a car",
    ),
    *rows(
        "life events",
        "P1",
        rf"(?:{HARMER}|somebody|someone|people) (?:still |always |regularly |often |sometimes |now "
        rf")?(?:{_PRYING}) (?:all |everything in |every )?(?:of )?<my> (?:emails?|e-mails?|post|mail|"
        r"messages?|phone|letters?|texts?|inbox|bank statements|statements|mobile)",
        rf"(?:my @2)?(?:{HARMER}) (?:will|would|might|may|mustn'?t|must not|can'?t|cannot|doesn'?t|"
        r"does not) (?:\w+ )?<find out|see this|see it|read this|read it|know i|know about this|know where|"
        r"know that i>",
        rf"(?:my @2)?{HARMER} <must|should|can|is|are|does|do> (?:never|not|n'?t) (?:\w+ ){{0,2}}(?:know|"
        r"find|see) @4(?:this|where|my|i|about|out|any)",
        r"(?:in|at|to|from|into) (?:a |the )(?:women'?s |safe )?<refuge>",
        r"<women's aid|womens aid|women's refuge|womens refuge|refuge worker|domestic abuse|idva|marac|"
        r"independent domestic>",
        r"<stalked|stalker|stalkers|stalking|stalks|non-molestation|non molestation|restraining order|"
        r"occupation order|harassment order|injunction against my>",
        r"(?:not|isn'?t|never|no longer|isnt|wouldn'?t be|won'?t be) (?:be )?(?:a )?<safe> (?:to|for (?:me|"
        r"us|her|you)|if|at home|place|when|from him|there|in my|with him|here)",
        r"(?:it is|it's|its|would be|be|not) <unsafe> (?:to|for) (?:contact|write|ring|call|phone|post|"
        r"email|me|us|her|you to|reply|text|leave|send)",
        r"(?:my|only|a|this) <safe> (?:e-?mail|phone|number|address|way|contact|time|place|mobile)(?: "
        r"address| number)?(?= |[.,;!?]|$)",
        r"<safe> (?:to|for you to) (?:contact|reach|ring|call|phone|text|write|email|speak|talk)(?: me)?",
        r"(?:not|don'?t|do not|never|not to|please not|stop|dont) (?:\w+ ){0,3}(?:write|send|post|contact|"
        r"ring|call|phone|mail|text|leave|sending|writing|posting|ringing|calling|phoning) (?:\w+ ){0,4}<to|"
        r"at|on|with> (?:my|the|our|that) (?:home|house|home phone|house phone|landline|home landline|home "
        r"number|home address|address|marital home|family home)(?= |[.,;!?]|$)",
        r"(?:not|don'?t|do not|never|dont) (?:ever )?<ring|call|phone|use> (?:the|my|that) (?:house|home) "
        r"(?:phone|number|line)",
        r"(?:not|don'?t|do not|never|dont|please don'?t) <leave> (?:any |a |me )?(?:voicemails?|messages?|"
        r"answerphone messages?|voice mails?)(?= @5(?:he|she|husband|wife|partner|safe|hear|ex)\b)",
        rf"<afraid|scared|frightened|terrified|fear|fearful> (?:of|for) (?:him|her|what (?:he|she)|my "
        rf"(?:life|safety|children's safety)|my @2{HARMER})",
        rf"<hiding|hide|in hiding|run away|ran away|running> from (?:him|her|my (?:\w+ )?{HARMER})",
        r"(?:he|she|they)(?:'ll| will| would| might| could| may)? @1<find|kill|hurt|harm|beat|track down|"
        r"come after|kill me|find where> (?:me|us|where i|where we|out where)",
        r"(?:fled|fleeing|escaped|escaping|escape|left|leave|leaving|get away|got away|getting away|flee) "
        r"(?:\w+ ){0,4}<violence|abuse|abuser|abusive \w+|violent \w+|controlling \w+|domestic \w+>",
        r"<modern slavery|trafficked|human trafficking|forced marriage|honou?r[- ]based|forced labour|"
        r"cuckoo(?:ed|ing)|county lines>",
        r"<knows|found out|find out|finds out|discover> (?:now )?where (?:i|we) (?:live|am|are|moved|"
        r"'m)(?: living| staying)?",
        unless=r"send\w* (?:\w+ ){0,3}(?:people|any(?:one|body)|some(?:one|body)|agents?|collectors?|"
        r"bailiffs?|men|man|officers?|visitors?|staff|field)|(?:reads?|open\w*|checks?|goes through) "
        r"(?:all )?my \w+ (?:to|for|"
        r"with) me|(?:reads?|open\w*|goes through) (?:all )?my \w+~because i (?:can'?t|cannot)|safe (?:to|"
        r"for) (?:use|pay|invest|bank|assume|keep my (?:money|savings)|send money|"
        r"transfer|say|log)|(?:app|website|bank|site|company|firm|system|link|money|data|details|"
        r"information|card) (?:\w+ ){0,3}(?:not|isn'?t|never) (?:\w+ )?safe|safe (?:with|in) (?:your|you)|"
        r"(?:fraudster|scammer|hacker|thie[fv]|criminal)\w*~(?:e-?mails?|messages?|phone|mail|post|"
        r"accounts?|knows?|find\w*|found)|address~(?:moved|no longer|changed|old one|new one)|(?:moved|"
        r"changed)~address|find me (?:a|an|the|my|another|someone)|(?:agents?|bailiffs?|collectors?|you|"
        r"advis[eo]r)~(?:find|found|knows?) (?:out )?where",
    ),
)
