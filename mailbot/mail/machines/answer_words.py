"""How automatic answers are worded: away, gone, received, held until confirmed; in many languages.

Subjects are matched from their beginning, words within the first lines, white space collapsed. None proves
anything alone: people forward such subjects, quote such words and complain of them.
"""

from __future__ import annotations

import re

MAX_HEAD = 1_500  # characters of a text in which an automatic answer says what it is


def _starts(words: str) -> re.Pattern[str]:
    prefix = r"\s*(?:\[[^\]\n]{1,80}\]\s*)?(?:(?:re|aw|sv|vs|antw|tr|rv|odp|r)\s*:\s*)?[\[(<*\s]{0,3}"
    return re.compile(prefix + rf"(?:{words})", re.IGNORECASE)


def _says(words: str, unspaced: str = "") -> re.Pattern[str]:
    """For text in lower case; ``unspaced`` are words of scripts that set no spaces."""
    # One look at each beginning of a word, not one for each alternative at each character.
    return re.compile(rf"(?<!\w)(?=\w)(?:{words})" + (f"|{unspaced}" if unspaced else ""))


ANSWER_SUBJECT = _starts(
    r"auto(?:matic|mated|mat)?[- ]?(?:re(?:ply|sponse|sponder|spond)|answer|acknowledg\w*|e?mail"
    r"|notification)"
    r"|auto(?:reply|response)?\s*:|automatically generated"
    r"|out[- ]of[- ](?:the[- ])?(?:office|town)|out of \w{1,15} office|ooo\b|oof\b|office closed"
    r"|away (?:from|message|notice|until)|i(?:'m| am) (?:away|out of|on)"
    r"|(?:currently|presently) (?:out|away|on)|on (?:holiday|vacation|leave|annual leave|maternity leave"
    r"|paternity leave|parental leave|sick leave|long[- ]term leave|sabbatical)"
    r"|vacation|annual leave|maternity leave|holiday (?:message|notice|auto)|not in (?:the )?office"
    r"|(?:no longer|left) (?:with|at|the company|working)|ymateb awtomatig|i ffwrdd"
    r"|abwesen|automatische (?:antwort|r[üu]ckantwort|nachricht|e-?mail|eingangsbest|empfangs|mitteilung)"
    r"|au(?:ß|ss)er haus|nicht im (?:b[üu]ro|hause)|urlaub|eingangsbest[äa]tigung|in urlaub|ich bin"
    r"|r[ée]ponse (?:automatique|auto)|absen[ct]|message d'absence|en (?:cong[ée]s?|vacances)|je suis absent"
    r"|respuesta autom|fuera de (?:la )?oficina|ausente|ausencia|de vacaciones|mensaje autom"
    r"|risposta automatica|fuori (?:ufficio|sede)|assen[tz]|in ferie|messaggio automatico"
    r"|automatisch(?:e)? (?:antwoord|bericht)|afwezig|niet aanwezig|met vakantie|buiten kantoor"
    r"|resposta autom|fora do escrit|aus[êe]ncia|autosvar|automatiskt? svar|automatisk (?:svar|besked)"
    r"|frav[æa]r|fr[åa]nvaro|semester|ikke p[åa] kontor|poissa|automaattinen|lomalla|lomavastaus"
    r"|odpowied[zź] automatyczna|automatyczna odpowied|poza biurem|nieobecno|urlop"
    r"|automatick[áa] odpov|mimo kancel|nepř[íi]tomn|automatikus v[áa]lasz|h[áa]zon k[íi]v[üu]l"
    r"|otomatik (?:yan|cevap)"
    r"|ofis d[ıi][şs][ıi]nda|r[ăa]spuns automat|автоответ|автоматическ|нет на месте|отпуск|в отпуске"
    r"|αυτόματη απάντηση"
    r"|εκτός γραφείου|自動(?:返信|応答)|不在|休暇|自动(?:回复|答复|应答)|自動回覆|外出|休假"
    r"|부재|자동 ?(?:응답|회신)"
    r"|תשובה אוטומטית"
    r"|الرد التلقائي|رد تلقائي"
)
# As mail systems put it before the subject they answer. Under "Re:" somebody answers that.
GENERATED_SUBJECT = re.compile(
    r"\s*(?:auto(?:matic|mated)?[- ]?(?:reply|response)|auto|out of (?:the )?office(?: reply)?"
    r"|automatische (?:antwort|r[üu]ckantwort)|abwesenheits(?:notiz|nachricht|assistent)|abwesend"
    r"|r[ée]ponse automatique|message d'absence|respuesta autom[áa]tica|risposta automatica"
    r"|resposta autom[áa]tica|automatisch (?:antwoord|bericht)|autosvar|automatiskt? svar"
    r"|automaattinen vastaus|odpowied[zź] automatyczna|automatick[áa] odpov[eě][dď]|fraværs?melding"
    r"|automatikus v[áa]lasz|r[ăa]spuns automat|otomatik yan[ıi]t|ymateb awtomatig|автоответ|自動返信"
    r"|自动(?:回复|答复)|자동 ?(?:응답|회신)|ooo)\s?(?:[:：][ \t]?\S|$)",
    re.IGNORECASE,
)
ROBOT_SUBJECT = re.compile(
    r"\s*(?:re: )?\[?(?:ticket|request|case|incident|support|enquiry|query|issue|call"
    r"|service request)\b[^\]\n]{0,40}\]"
    r"|[^\n]{0,80}\[(?:ticket|case|request|incident|ref)\b[^\]\n]{0,40}\d[^\]\n]{0,20}\]"
    r"|.{0,60}\b(?:we(?:'ve| have) received your|has been (?:received|created|logged|registered|opened))"
    r"|\s*(?:we(?:'ve| have) received|thank you for (?:contacting|your (?:e-?mail|enquiry|message|request"
    r"|query))"
    r"|thanks for (?:contacting|getting in touch|your (?:e-?mail|message))|acknowledge?ment"
    r"|(?:your )?(?:ticket|case|request|enquiry) (?:id|no|number|ref|received|#)"
    r"|\W{0,6}(?:problem|recovery)\b[^\n]{0,20}\balert|\[firing|cron <|logwatch for|(?:new )?voice ?mail\b"
    r"|(?:new )?voice message|scanned (?:document|image|file)|scan from|missed call|new fax"
    r"|fax (?:received|from)|confirmation of receipt|receipt of your|your (?:e-?mail|message"
    r"|enquiry) (?:to|has been)"
    r"|email received|message received)",
    re.IGNORECASE,
)

# --- what is said in the first lines --------------------------------------------------------------------

AWAY = _says(
    r"(?:i am|i'm|i will be|i'll be|i shall be|we are|we're|i have been) (?:currently |now |presently "
    r"|still |away and |both )?(?:away\b|out of|out (?:on|until|from|for|this|all)"
    r"|on (?:\w{1,12} )?(?:leave|holiday|holidays|vacation|sabbatical|a course)|not (?:in|at|available)"
    r"|travell?ing|unavailable|off (?:work|sick|until|on)|attending)|(?:currently|presently) (?:out"
    r"|away|on (?:\w{1,12} )?(?:leave|holiday|vacation)|unavailable)"
    r"|(?<!an )(?<!your )(?<!from )out of (?:the )?office\b|on jury service|not checking"
    r" (?:my )?(?:e-?mails?|mail|messages)\b|i (?:only )?work (?:part[- ]time|(?:mon|tues|wednes|thurs"
    r"|fri)days?)\b|(?:is"
    r"|are) (?:currently )?(?:out of (?:the )?office|away from|on (?:\w{1,12} )?(?:leave|vacation"
    r"|holiday))|(?:our|the) offices? (?:is|are|will be) (?:now |currently )?closed|on (?:annual"
    r"|maternity|paternity|parental|sick) leave\b|ich bin (?:\w{1,14} ){0,4}?(?:nicht (?:im|erreichbar"
    r"|da)|abwesend|au(?:ß|ss)er haus|im urlaub|in urlaub|erst wieder|wieder)|ich befinde mich"
    r"|nicht im (?:b[üu]ro|hause)|(?:derzeit|momentan|aktuell|zurzeit) (?:nicht (?:im|erreichbar)"
    r"|abwesend)|je (?:suis|serai) (?:\w{1,14} )?(?:absent|en (?:cong|vacances|d[ée]placement)|hors)"
    r"|actuellement absent|absente? (?:du|jusqu)|estoy (?:fuera|de vacaciones|ausente)"
    r"|estar[ée] (?:fuera|ausente)|fuera de (?:la )?oficina|me encuentro (?:fuera|de)"
    r"|sono (?:\w{1,14} )?(?:fuori|assente|in ferie)|sar[òo] (?:fuori|assente|in ferie)"
    r"|ik ben (?:\w{1,14} ){0,3}?(?:afwezig|niet|met vakantie|op vakantie|weer|vrij)|(?:estou"
    r"|estarei) (?:\w{1,14} )?(?:fora|ausente|de f[ée]rias)|jag [äa]r (?:\w{1,14} )?(?:p[åa] semester"
    r"|inte|borta|ledig|tillbaka)|jeg er (?:\w{1,14} )?(?:p[åa] ferie|ikke|bortreist|tilbake|tilbage"
    r"|ude af)|olen (?:\w{1,14} )?(?:lomalla|poissa|matkoilla|tavoitettavissa)|(?:jestem|b[ęe]d[ęe]"
    r"|przebywam) (?:\w{1,14} )?(?:poza|na urlopie|nieobecn)|jsem (?:\w{1,14} )?(?:mimo|na dovolen)"
    r"|я (?:\w{1,14} )?(?:в отпуске|отсутству)",
    unspaced=r"不在に|休暇(?:中|を)|出張中|我(?:正在)?(?:休假|外出|出差)|부재 ?중|휴가 ?중",
)
RETURNING = _says(
    r"anything (?:that is |really |very )?urgent|anything that can(?:not|'t) wait|please (?:contact|ring"
    r"|telephone|speak to|get in touch with) (?!me\b|us\b|you\b)|please (?:resend|re-send|redirect"
    r"|forward|direct) (?:your|all|any|anything|future|further)\b|(?:contact|call|e-?mail|ring|phone"
    r"|speak to) my (?:colleague|assistant|secretary|deputy|manager|pa)\b"
    r"|(?:will|shall|ll) (?:\w{1,12} )?(?:respond|reply|get back|answer|be back|return|read|deal"
    r"|contact you|be in touch)(?: \w{1,12}){0,5}? (?:on|when|upon|after|as soon|once|until|from|monday"
    r"|tuesday|wednesday|thursday|friday|next)\b|(?:upon|on|after) my return\b|when i (?:return"
    r"|get back|am back)\b|(?:return(?:ing)?|back) (?:to (?:the office|work) )?(?:on|in the office)\b"
    r"|(?:limited|no|intermittent|sporadic|irregular"
    r"|little) (?:\w{1,12} )?access to (?:my )?(?:e-?mails?|messages|internet)|in my absence\b"
    r"|whilst? i(?:'m| am) (?:away|out)|(?:for|if|in) (?:\w{1,12} ){0,3}?(?:urgent|immediate"
    r"|emergenc)\w{0,4}\b.{0,80}\b(?:contact|call|e-?mail|phone|telephone|please|ring)\b|(?:e-?mails?"
    r"|messages?) (?:is|are|will) not (?:be )?(?:being )?(?:read|monitored|forwarded|checked|accessed)"
    r"|your (?:e-?mail|message) (?:has|have|will|is) not (?:been |be |being )?(?:read|seen|forwarded"
    r"|delivered to)|for (?:\w{1,12} ){0,3}?(?:enquir|inquir|quer|matter|issue"
    r"|request)\w{1,4}(?: relating to \w{1,14})?,? please (?:contact|e-?mail|call|speak to"
    r"|ring) (?!me\b|us\b)|not be (?:checking|reading|monitoring|accessing) |(?:ab|bis"
    r"|wieder) (?:zum )?\d{1,2}\.|in dringenden f[äa]llen|ihre (?:e-?mail|nachricht) wird (?:nicht"
    r"|w[äa]hrend)|nach meiner r[üu]ckkehr|wenden sie sich|d[èe]s mon retour|[àa] mon retour"
    r"|en cas d'urgence|jusqu'au|de retour le|a mi regreso|en caso de urgencia|hasta el|volver[ée] el"
    r"|al mio rientro|in caso di urgenza|fino al|rientrer[òo]|bij (?:dringende|spoed)|tot en met"
    r"|em caso de urg[êe]ncia|at[ée] (?:ao )?dia|tillbaka (?:den|i)|tilbake (?:den|i)"
    r"|w pilnych sprawach|palaan\b|в срочных",
    unspaced=r"戻り|緊急|紧急|회신",
)
GONE = _says(
    r"(?:no longer|not longer|not any ?more) (?:with|works?|working|employed|at|part of|here"
    r"|an employee|associated|in post)\b|(?:has|have) (?:now )?left (?:the )?(?:company|firm"
    r"|organi[sz]ation|business|employment|bank|practice|us\b|our)|(?:mailbox|e-?mail (?:address"
    r"|account|box)?|address|account|inbox) (?:\S{1,60} )?(?:is|are|was|has"
    r"|will) (?:been )?(?:now )?(?:no longer|not|un|de)[- ]?(?:be )?(?:in use|used|active|activated"
    r"|monitored|valid|read|attended|checked|available|manned|being|closed)|(?:unmonitored|unattended"
    r"|unmanned|outgoing[- ]only|send[- ]only) (?:e-?mail |mail)?(?:box|address|account|inbox)"
    r"|not (?:a )?monitored (?:e-?mail |mail)?(?:box|address|account|inbox)|cannot (?:receive"
    r"|accept) (?:replies|incoming|e-?mails?)|(?:my|our|his|her|this) e-?mail(?: address)? has changed"
    r"|please (?:update your|use my new|note (?:my|our) new) (?:address|e-?mail|records|contact)"
    r"|nicht mehr (?:im unternehmen|bei|in unserem|t[äa]tig|aktiv|g[üu]ltig|verwendet)"
    r"|wird nicht (?:mehr )?(?:gelesen|[üu]berwacht|bearbeitet)|ne travaille plus|n'est plus (?:utilis"
    r"|valide|consult|active)|ya no trabaja|no est[áa] (?:monitorizad|atendid)|non lavora pi[ùu]"
    r"|niet meer (?:werkzaam|in gebruik)"
)
AUTOMATIC = _says(
    r"(?:this is|you are receiving|this|it is) (?:\w{1,12} ){0,3}?auto(?:mat\w{2,4}"
    r"|-)? ?-?(?:generated )?(?:\w{1,14} )?(?:reply|response|answer|message|e-?mail|notification"
    r"|acknowledge?ment|reminder|alert|confirmation)|auto(?:matically|matic|mated|-)? ?-?generated\b"
    r"|generated automatically\b|sent automatically\b|automatically sent\b|system[- ]generated\b"
    r"|computer[- ]generated\b|automated (?:system|e-?mail|message|response|reply|acknowledgement)\b"
    r"|(?:please )?do not (?:reply|respond|answer)(?: directly)? (?:to|by|as|-)|don't reply to this"
    r"|please (?:do not|don't) (?:reply|respond)\b|replies to this (?:e-?mail|message|address"
    r"|mailbox) (?:are|will|can)|no[- ]reply (?:e-?mail )?(?:address|mailbox)|diese (?:e-?mail"
    r"|nachricht|antwort|mail) (?:wurde|wird|ist) (?:\w{1,12} )?automati|automatisch (?:erstellt"
    r"|generiert|erzeugt|versandt|versendet|gegenereerd|verstuurd|verzonden)|automatische (?:antwort"
    r"|nachricht|mitteilung|r[üu]ckmeldung)|antworten sie (?:bitte )?nicht|nicht auf diese (?:e-?mail"
    r"|nachricht|mail)|(?:message|courriel|r[ée]ponse|e-?mail"
    r"|mail) (?:\w{1,12} )?(?:est )?(?:envoy[ée]e?|g[ée]n[ée]r[ée]e?)? ?automatique|ne pas r[ée]pondre"
    r"|merci de ne pas|(?:mensaje|respuesta|correo) (?:\w{1,12} )?autom[áa]tic|no responda"
    r"|messaggio automatico|risposta automatica|generat[oa] automaticamente|non rispondere|(?:mensagem"
    r"|resposta) autom[áa]tica|n[ãa]o responda|automatisk (?:svar|besked|meddelande|generer)"
    r"|automatiskt svar|wiadomo[śs][ćc] (?:\w{1,12} )?automatyczn|avtomati",
    unspaced=r"автоматическ|自動(?:返信|送信|配信|応答)|自动(?:回复|发送)|자동 ?(?:응답|발송)",
)
# What only a program says that has opened something: a person thanks for a letter, too.
LOGGED = _says(
    r"(?:your|this|the|a) (?:new )?(?:support )?(?:request|ticket|message|enquiry|inquiry|query|e-?mail"
    r"|correspondence|case|call|incident|submission|feedback|comments?)(?: \([^()\n]{1,30}\)"
    r"| #?\w{0,8}\d{1,12}\w{0,4}| for \w{1,20})? (?:has been|was|is|has now been) (?:successfully "
    r"|safely |now )?(?:received|logged|created|assigned|registered|opened|updated|resolved|closed"
    r"|merged|solved"
    r"|forwarded|submitted|being (?:reviewed|processed|looked))|(?:your|the) (?:ticket|case|request"
    r"|enquiry|incident|tracking|support)(?: (?:number|id|reference|no\.?|ref))+ (?:is|:)"
    r"|your (?:unique )?(?:reference|ticket) number\b|ticket (?:has been )?(?:opened|created) (?:for"
    r"|on) your|in the subject line of (?:all|any)|expected? response time|ihre (?:anfrage|nachricht"
    r"|e-?mail|mail) (?:\w{1,12} )?(?:ist|wurde|haben wir|wird)\b|votre (?:demande"
    r"|message) a (?:bien )?[ée]t[ée]"
)
RECEIVED = _says(
    r"(?:we|i) (?:can )?(?:'ve |have |confirm (?:that )?(?:we have )?"
    r"|hereby confirm )?(?:safely )?(?:receive[d]?|receipt of) (?:of )?(?:your"
    r"|the) (?:recent )?(?:e-?mail|message|enquiry|inquiry|request|query|correspondence|complaint"
    r"|comments|feedback|letter|ticket)|thank(?:s| you)(?: very much| so much)? for (?:contacting"
    r"|e-?mailing|getting in (?:touch|contact)|your (?:recent )?(?:e-?mail|message|enquiry|inquiry"
    r"|request|interest|query|correspondence|patience|submission))\b|this (?:e-?mail |message "
    r"|is )(?:is )?(?:to )?(?:confirm|acknowledge)\w{0,4} (?:that we have )?(?:received?|receipt)|(?:we"
    r"|our team|a member of (?:our|the) (?:\w{1,14} )?team|one of our \w{1,14}|someone"
    r"|an? \w{1,12} (?:adviser|advisor|agent|representative)) (?:aims?|will|shall|endeavours?|tr(?:y"
    r"|ies)) (?:\w{1,14} )?(?:to )?(?:respond|reply|answer|get back|be in touch|contact you|deal"
    r"|call you back"
    r"|pass (?:on )?your (?:message|e-?mail))"
    r"|(?:type|write|enter) your reply (?:above|below)|reply above this line\b"
    r"|we are (?:currently )?experiencing (?:a )?(?:high|higher|large|unusually)"
    r"|vielen dank f[üu]r ihre (?:anfrage|nachricht|e-?mail|mail)|nous (?:avons bien re[çc]u"
    r"|accusons r[ée]ception)|hemos recibido su|abbiamo ricevuto|wij hebben uw|w[ei]e? hebben je"
)
CHALLENGE = _says(
    r"(?:account|mailbox|inbox|address|e-?mail) is protected by\b.{0,200}\b(?:click|confirm|verif|reply"
    r"|link)|(?:verify|confirm|prove|ensure) that (?:you are|you're|the sender is) (?:a )?(?:real "
    r"|genuine |human|legitimate |actual |not a )(?:person|human|sender|spammer|robot)?|(?:click|visit"
    r"|follow|go to|use) .{0,60}\b(?:link|url|address|page"
    r"|here)\b.{0,160}\b(?:have your (?:e-?mail )?address added|added to (?:my|the|their|his|her"
    r"|our) .{0,30}(?:allow|approved|white|safe|guest|contact)|(?:release|deliver|complete delivery of"
    r"|have) your (?:original )?(?:message|e-?mail)(?: (?:be )?delivered)?|prove (?:that )?you are"
    r"|verify (?:your|yourself))|(?:confirm|acknowledge) that you (?:sent|are the sender)"
    r"|please confirm (?:that you sent|(?:the )?delivery of|your (?:message|e-?mail) (?:to|by|below)"
    r"|yourself as)|(?:simply |just )?(?:reply|respond) to this (?:message|e-?mail|confirmation"
    r"|request)\b.{0,80}\b(?:to (?:confirm|release|deliver|have your|verify)"
    r"|and your (?:original )?(?:message|e-?mail))|your (?:e-?mail |original )?(?:message|e-?mail"
    r"|mail)\b.{0,120}\b(?:is being held|has been held|was held|will be held"
    r"|has been (?:temporarily )?(?:quarantined|placed on hold))\b.{0,200}\b(?:confirm|verif|approv"
    r"|click|repl)|(?:spam ?arrest|boxbe|bluebottle|tmda|mailblocks|choicemail|spamlion|knowspam|qurb"
    r"|sendio|spamblocker)\b.{0,300}\b(?:please|click|you must|in order to|simply"
    r"|to)\b.{0,40}\b(?:confirm|verify|click|approve|prove|be added|get through)\b"
    r"|request(?:ing)? (?:to be )?(?:added to|for) .{0,40}(?:allowed sender|address book|guest list"
    r"|approved senders?)|my (?:spam filter|mail filter|e-?mail filter) (?:requires|has"
    r"|is)\b.{0,200}\b(?:confirm|verif|click|repl)"
)
HELD_SUBJECT = re.compile(
    r".{0,60}\b(?:quarantine|quarant[äa]ne|spam|junk(?: e-?mail)?|held message|blocked message"
    r"|blocked e-?mail)s?\b.{0,12}\b(?:digest|summary|report|notification|notice|bericht|release|alert"
    r"|message|list|folder)s?\b"
    r"|.{0,60}\b(?:messages?|e-?mails?) (?:are |is |have been |has been |was |were )?(?:in|on|held in"
    r"|held for|placed in|moved to|being held in|waiting in) (?:your |the )?(?:\w{1,12} )?(?:quarantine"
    r"|hold|spam)"
    r"|.{0,60}\byou have (?:\d{1,6}|new|\w{1,10}) (?:new |held |quarantined |blocked |spam "
    r"|pending )?(?:messages?|e-?mails?|items?) (?:in|on|held|pending|awaiting|quarantined)"
    r"|.{0,60}\bmessages? on hold\b|.{0,40}\bspam quarantine\b|.{0,40}\bquarantined? (?:e-?mail|message"
    r"|item)s?\b"
    r"|.{0,60}\b(?:virus|malware|infected|banned|blocked|dangerous|prohibited"
    r"|illegal) (?:\w{1,12} )?(?:found|detected|alert|warning|notification|notice|attachment|file|content"
    r"|e-?mail|mail|in)\b"
    r"|.{0,60}\b(?:mailbox|inbox|storage|quota) (?:is )?(?:almost|nearly|over|size|quota|limit|warning"
    r"|full|exceeded)",
    re.IGNORECASE,
)
HELD = _says(
    r"quarantin|quarant[äa]ne|white-?list|(?:release|deliver|allow|unblock|block) (?:the |this |these "
    r"|to |and |sender|message|all)|(?:held|blocked|stopped) (?:as|because|by|for|in)\b|spam (?:folder"
    r"|filter|report|messages?)|the following (?:messages?|e-?mails?|items?|virus|attachments?)\b"
    r"|(?:virus|malware|trojan|worm|infected)\b|(?:attachment|file|content)s? (?:has|have|was"
    r"|were) (?:been )?(?:removed|blocked|deleted|stripped|cleaned|replaced)|scanner|anti-?virus"
    r"|size limit|storage limit|mailbox size"
)
