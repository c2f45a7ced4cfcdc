"""Oblique speech of one's own death (P0): accidents wished for, mornings regretted, all to stop.

Each row pairs a wish, a regret or a refusal with its object; none holds the word itself.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import CANNOT, DO_NOT, RELATIVES, rows

_LOVED = rf"(?:{RELATIVES}|girls|boys|lads?|lass|family|other half|missus|dog)"
_SITE = (
    r"train|trains|bridge|rope|river|tablets|pills|knife|knives|beam|platform|railway|water|cliffs?|viaduct|"
    r"canal|sea|drop|motorway|lorry|lorries|blade|rafters|tracks"
)

OBLIQUE = (
    *rows(
        "life-risk",
        "P0",
        r"(?:i'?ll|i will|ill|i'?d|he'll|she'll|i'?m going to|i could|i should) @2be <dead|in the ground|"
        r"six feet "
        r"under|in a box|in my grave|in my coffin>(?! (?:on my feet|tired|before (?:you|i (?:see|get|"
        r"hear))))",
        r"(?:hop\w*|wish\w*|pray\w*|care|mind|bothered|want\w*|glad) @3(?:if |that )?(?:a |the |my |some "
        r")?<bus|"
        r"lorry|car|train|truck|plane|heart|tree|wall|wagon>(?:'d| would| will| just| could)? @1(?:hit|"
        r"hits|ran|"
        r"runs|knock\w*|kill\w*|took|takes?|stop\w*|gives? out|gave out|finish\w*|fell|flatten\w*)(?: me| us|"
        r"(?=[.,;!?]|$))",
        r"(?:wish\w*|better|shame|pity|sorry|kinder) @3(?:if |that )?(?:they|nobody|the ambulance|he|she|the "
        r"paramedics|the police|someone|my @1\w+|you) (?:hadn'?t|had not|had never|never|didn'?t|had) "
        r"@1<come|found "
        r"me|found him|found her|saved|stopped me|rung the ambulance|called the ambulance|bothered saving|"
        r"let me "
        r"go|left me (?:there|to)>(?! (?:round to|to my))",
        r"(?:keep|can'?t stop|always|find myself|been|start\w*|just|lie there|sit there) @1<picturing|"
        r"picture|imagining|thinking (?:about|of)|seeing|looking at|dreaming (?:about|of)|staring at|drawn "
        rf"to> (?:the |that |a |my |those )@2(?:{_SITE})(?=[.,;!?]|$| (?:and|at|in|all|by)\b)",
        r"(?:nobody|no one|no-one|can'?t|cannot|won'?t|none of you|no \w+)~<where i'?m going|where i am "
        r"going|where "
        r"i'll be>(?=[.,;!?]|$)",
        r"(?:i'?ll|i will|i'm going to|i am going to|i could|i can|want to|let me|ready to|intend to) "
        r"@2<slip away|"
        r"fade away|bow out|drift away|go quietly|slip off quietly|disappear for good>",
        r"<favour> if (?:i|he|she) @2(?:went|died|was gone|were gone|wasn'?t|weren'?t|disappeared|did it|"
        r"was dead|"
        r"ended|stopped|dropped|topped)",
        r"(?:sorry|disappointed|gutted|angry|upset|cry|cried|crying|hate|hated|dread|dreading|worst|"
        r"regret) (?:that "
        r"|when |because |is |it )?@1(?:i )?<woke|wake|waking>(?: up)?(?=[.,;!?]|$| (?:again|every|each|"
        r"and (?:i|"
        r"realise|it))\b)",
        r"(?:what'?s|what is|where'?s|no|any|see the) @1(?:use|good|sense|purpose) (?:of|in|to|for) (?:me "
        r")?@1"
        r"<waking|wake up|getting up|living|going on|being here|carrying on|being alive>(?! (?:in|at|with|"
        r"to (?:your|"
        r"use)|when|on))",
        r"(?:don'?t|do not|not|never|won'?t|didn'?t) @1(?:plan\w*|expect\w*|intend\w*|mean|going|think "
        r"i'?ll|want|aim\w*|hope) @1(?:on |to )?(?:see|seeing|reach|reaching|make|making|live|living|be "
        r"here|get to) (?:(?:the|my|another|it|past|to|till|until|for) )*<new year|christmas|birthday|"
        r"spring|summer|weekend|morning|tomorrow|easter|next (?:week|month|year)|end of the (?:week|month|"
        r"year)>(?=[.,;!?]|$)",
        r"(?:enough|plenty|something|what i need|stuff|bottle|left|saved) @6to <see me off|finish me|do "
        r"the job|do "
        r"me in|put me to sleep|take me out|stop my heart>",
        r"(?:might|may|could|going to|gonna|about to|will|i'?ll|he'?ll|she'?ll|afraid|scared|worried|"
        r"fear\w*) "
        r"@3<do something> @1(?:daft|bad|awful|rash|desperate|i'?ll regret|he'?ll regret|she'?ll regret|"
        r"final)",
        r"(?:find|found|finding|finds) (?:me|him|her|us) @1<hanging|swinging|dead|lifeless|in the river|in "
        r"the "
        r"canal|in the bath|in the woods|in the water|at the bottom>",
        r"(?:he|she|i|who|mother|mum|dad|father|son|daughter|brother|sister|husband|wife|lad|friend|"
        r"partner) (?:had |"
        r"has |'d )?<jumped|leapt|threw herself|threw himself> (?:off|from|in front of|under|out of) (?:of "
        r")?(?:a|"
        r"the|his|her|an|our) (?!(?:chair|seat|bandwagon|page|call|ship|queue|sofa|horse|bike|bed|wagon|"
        r"fence)\b)\w+",
        r"(?:taken|took|take) (?:away )?(?:the |my |his |her )?@1<cord|laces|shoelaces|belt|razors?|sharps|"
        r"plastic "
        r"bags>(?: @3(?:off|away|from)\b|(?=[.,;!?]|$))",
        r"(?:scared|afraid|frightened|worried|case|think|thinks|sure|fear|fears|terrified) (?:that )?(?:i|"
        r"he|she)"
        r"(?:'ll| will| might| may|'d| would| am going to)? <try again|try it again|do it again|have "
        r"another go|try "
        r"and do it>(?! (?:to|with|later|at|on|next|in))",
        r"tell (?!(?:your|them|him|the)\b)(?:\w+ ){1,3}(?:that )?it (?:wasn'?t|isn'?t|was not|is not|was "
        r"never) <her|his|their> fault",
        r"(?:told|tell|telling|tells) (?:\w+ ){1,3}(?:that )?it (?:wasn'?t|isn'?t|was not|is not) "
        r"<anything they|"
        r"anything she|anything he|because of them|their doing>",
        r"<goodbye to you all|goodbye all|goodbye to all|goodbye my|goodbye mum|goodbye and thank you for>",
        r"<look after|be kind to|take care of|go easy on|be gentle with|help|forgive> my "
        rf"@1{_LOVED}~(?:when|once|after|if) (?:i'?m|i am|i'?ve|im) (?:gone|not here|not around|not about|"
        r"no longer|dead)",
        r"<once i'?m not|once i am not|when i'?m not> (?:around|alive|about)(?=[.,;!?]|$| (?:any ?more|and "
        r"(?:she|"
        r"he|they)|she|he|they|you|my)\b)",
        r"<one way|only way> (?:left )?to (?:make (?:it|the|this|them|all)(?: \w+){0,3} stop(?: \w+)?|stop "
        r"(?:it|the|"
        r"this|them)(?: \w+)?|get (?:away|free|peace)|be free)(?= and i| for me)",
        rf"(?:he|she|my @1{RELATIVES}) (?:had |has )?<left a note|wrote a note|left a letter|left "
        rf"notes>~(?:police|"
        r"found|hospital|river|reservoir|woods|bridge|search\w*|hanging|dead)",
        r"<doing away with|did away with|make away with> (?:my|him|her|them) ?(?:self|selves)",
        r"(?:no|not) <good|use> to (?:my \w+|any(?:one|body)|them) alive",
        r"(?:mental health|crisis|psychiatr\w*|doctors?|gp|hospital|nurse|cpn) @4(?:say|says|said|"
        r"think\w*|have|"
        r"has) @4<high risk>",
        r"<a plan and the means|plan and means|the means to do it|a plan to do it|a plan and a date>",
        r"(?:world|everyone|everybody|family|kids|children|they|you all)~(?:manage|better|cope|get on|get "
        r"by|happier|"
        r"fine|go on)(?: \w+)? <without me|without him|without her>(?=[.,;!?]|$| (?:here|around|in it))",
        r"<scratch\w*|burn\w*|cut|cuts|cutting|pick|picking|punch\w*> (?:at )?(?:my|her|his) (?:arms?|"
        r"legs?|skin|"
        r"thighs?|wrists?|face|head)~(?:until|till|bleed\w*|blood|whenever|every time|to cope|to feel)",
        r"<think about|thinks about|on my mind|in my head|i see> (?:now )?(?:is|was|are) (?:the|that|a) "
        rf"@1(?:{_SITE})",
        r"<let go of the wheel|letting go of the wheel|turn the wheel|turning the wheel|take my hands off "
        r"the wheel>",
        r"(?:lorry|bus|train|car|road|tablets|pills|overdose\w*|stairs|traffic|water|crash\w*|did it)~<on "
        r"purpose>",
        r"(?:be with|join|see|with|to) (?:my|our) @1(?:wife|husband|mum|mam|dad|mother|father|son|daughter|"
        r"boy|girl|"
        r"baby|brother|sister|nan) @1<in the cemetery|in the ground|in heaven|on the other side|in her "
        r"grave|in his "
        r"grave|where she is now|where he is now>",
        r"(?:late|dead|poor) (?:wife|husband|mum|mam|dad|mother|father|son|daughter) (?:is |'s )?<waiting "
        r"for me|"
        r"calling me|calling for me>",
        r"<signing off for good|sign off for good|signing off for the last time|signing out for good>",
        r"(?:n'?t|not|nothing|no) (?:have |got |it )*(?:left )?<in me to> (?:carry on|go on|keep going|"
        r"keep fighting|"
        r"live|start again|fight|face)(?! (?:your|this complaint|the (?:bank|case)))",
        unless=r"(?:parcel|deliver\w*|holiday|abroad|wifi|signal|refund|on hold)\b|end of (?:this|the|your) "
        r"(?:form|menu|call|page|queue|letter)|belt (?:and braces|tightening)|dead (?:right|wrong|set|line)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"(?:want\w*|wish\w*|need|wanna|just|pray\w* for|make) (?:for )?(?:it all|everything|all of it|the "
        r"(?:noise|pain|thoughts|hurt|hurting|voices)|my (?:head|thoughts|brain)) <to> (?:just |all |"
        r"finally )?(?:stop|end|go away|go quiet|be quiet)(?= (?:for good|now|forever|and (?:i|never))|"
        r"[.,;!?]|$)",
        rf"(?:is ?n'?t|is not|no|aren'?t|not|never|{CANNOT} see) @1<way through|way out|way back|way "
        rf"forward> "
        r"@3(?:for me|for us|from here|left)(?=[.,;!?]|$| (?:now|any ?more|and|but))",
        r"(?:come to|reached|at|it'?s|this is|hit) the <end of the road|end of my road|end of everything|"
        r"end of "
        r"the line for me>(?= (?:for me|now|and i|today)|[.,;!?]|$)",
        r"<had it|had enough|done|finished|through|tired|sick|fed up|bored|enough|weary> (?:with|of) "
        r"(?:being here|been here|being alive|been alive|this world|the world|breathing|waking up|being me|"
        r"existing|my own company)(?! (?:on hold|every|at|in|to|for))",
        r"(?:hop\w+|pray\w*|wish\w*|want\w*|dream\w*) @6(?:don'?t|won'?t|do not|will not|didn'?t|not|never) "
        r"@1<wake|woke|waking|see the morning|see tomorrow|come back>(?=[.,;!?]|$| (?:up|and|in the|one|"
        r"again|"
        r"ever))",
        r"(?:sleep|fall asleep|drift off|close my eyes) and (?:not|never) @1<wake|woken|waking|come back|"
        r"open "
        r"them>",
        r"(?:what(?:'s| is| have i| do i have| else is)?) (?:is )?(?:there )?(?:left )?to <get up|live|"
        r"wake up|"
        r"carry on|stay|keep going> for",
        rf"(?:{DO_NOT}|{CANNOT}|cant) see <me|myself> (?:being here|being around|getting past|making it|"
        r"lasting|here at|living|getting to|reaching|seeing|getting through)(?! the end of (?:this|the|"
        r"your) (?:form|call|menu|page))(?! (?:to )?the end of this)",
        rf"{CANNOT} (?:do|take|face|get through|stand|bear|manage|live through) <another> (?:day|winter|"
        r"night|week|month|year|christmas|morning|summer|hour)(?= (?:of (?:this|it|life)|like this|on this "
        r"earth)|[.,;!?]|$)",
        rf"(?:stopped|{CANNOT}|cant|longer|never|struggle to|hard to|struggling to|failing to) (?:see\w*|"
        rf"find\w*) "
        r"(?:the|any|much|a) <point|reason|purpose|meaning> (?:of|in|to|for) (?:any of (?:it|this)|it all|"
        r"living|"
        r"life|myself|me\b|being|carrying|going|waking|getting up|tomorrow|it(?=[.,;!?]|$| any ?more))",
        r"no <point> (?:in )?(?:me )?(?:being|been) here",
        r"<cba|can'?t be bothered|cannot be bothered|can'?t be arsed|couldn'?t be bothered|too tired|no "
        r"energy> "
        r"(?:to |with )?(?:live\b|living|life|being alive|being here|exist\w*|go on|carry on)(?! (?:chat|"
        r"in|at|"
        r"with))",
        r"(?:gonna|going to|want to|wanna|will|might|ill|i'?ll|just|to|nearly|should|could|gonna just) <kms|"
        r"kys|ctb>(?! (?:driven|away|from|per|of|on the|more))",
        r"(?:think\w*|thought\w*|dream\w*|imagin\w+|fantasi\w+|long\w*) (?:a lot |often |more and more )?(?:"
        r"about|of|for) (?:just )?<not being here|not being around|not being alive|not waking|not existing|"
        r"being dead|being gone|disappearing|how peaceful|how quiet it|just going to sleep|the peace>",
        r"<how peaceful>(?= (?:it|that|being) (?:would|will|must|\w+ would))",
        r"(?:sooner|rather|prefer|wish\w*|easier|better) @3<not|n'?t|wasn'?t> (?:to )?(?:be here|be alive|"
        r"be around|be on this earth|exist|here any ?more|alive)(?! (?:complain\w*|writ\w+|argu\w+|chas\w+|"
        r"at|on|in|when|for|till|until|today|with your))",
        r"(?:does|do|did)(?: not|n'?t) want to <be on this|be in this|be alive|be part of this>(?: "
        r"(?:earth|world|"
        r"planet|life))?",
        r"(?:run|running|ran) out of <reasons> (?:to (?:stay|live|carry on|go on|keep going|get up|be here|"
        r"wake)|"
        r"not to)(?! (?:an?|with|as|your|using))",
        r"<if it wasn'?t|if it weren'?t|if it was not|if it were not|if not> (?:for )?(?:my|the|him|her|"
        r"them|our) "
        r"@3(?:i )?(?:would ?n'?t|would not|'d not|i'?d not|wouldnt) (?:still )?(?:be here|be alive|be "
        r"around|"
        r"have got through|have made it)(?! (?:complain\w*|writ\w+|as|with|today arguing))",
        r"only (?:thing|one|person|reason|ones|things)s? (?:that'?s |that is |who'?s |that are )?<stopping "
        r"me|"
        r"keeping me|stops me|keeps me|i'm still here|im still here|i am still here> ?(?:here |alive |"
        r"going |from "
        r"\w+ it )?(?:now |at the moment )?(?:is|are) (?:my|the|him|her|our) (?!(?:exit|fee|refund|rate|"
        r"account|"
        r"contract|deal|interest|app|offer|money))",
        r"how (?:much )?<long>(?:er)? i can (?:hang on|hold on|keep going|go on|carry on|last|keep this up|"
        r"keep doing this|do this|stand it|fight it)(?=[.,;!?]|$| (?:like|and i|now))",
        r"(?:wish|pray|hope|beg\w*|ask\w*|let|waiting for) @7(?:would |to |will |just |hurry up and |"
        r"please )*"
        r"<take me|finish me off|carry me off|finish me>(?=[.,;!?]|$| (?:too|now|soon|in my sleep|and|"
        r"quick\w*|"
        r"tonight|next|home))",
        r"(?:afraid|scared|frightened|terrified|fear\w*|dread\w*) @1of <what i'?ll do|what i might do|what "
        r"i will "
        r"do|what i could do|what i may do|what i'?d do|what i'?m capable>(?! (?:to (?:you|your|them)|if my "
        r"(?:card|payment|refund)))",
        r"no <end to it except|other end|other end to it>|<only one end|only end i can see|one end to this>",
        r"(?:rather|sooner|wants? to|happier|better) @1(?:be )?(?:with|join) (?:my|her|his|our) (?:late |"
        r"dead |poor )?<wife|husband|mum|mam|dad|son|daughter|boy|girl|baby> (?:again|than here|up there|in "
        r"heaven|wherever)",
        r"<do myself in|doing myself in|done myself in|do himself in|do herself in>",
        r"<check out> (?:for good|of (?:this )?life|permanently)",
        unless=r"stop[,:;]? (?:@2)?(?:the )?(?:calls?|letters?|texts?|e-?mails?|charges?|payments?|sending|"
        r"calling|writing|ringing)|way (?:through|out|forward|back) (?:of|from|to) (?:your|the|this) "
        r"(?:phone|"
        r"menu|app|website|contract|agreement|tariff|maze|page|screen|loop|account|login|plan)|end of the "
        r"road "
        r"(?:with|for) (?:your|you|this)|with (?:your|you|this) (?:bank|company|firm|team|app|website|"
        r"service)|"
        r"point (?:of|in) (?:the|your|a|this|an) \w+|(?:refund|reply|response|answer|delivery|hold)\b|phone "
        r"battery|laptop|(?:no|little) reason to (?:stay|go) (?:with|on)|take me (?:to|back|off|through|as|"
        r"on|up|seriously|at)|check out~(?:basket|till|card|hotel|website|page)",
    ),
)
