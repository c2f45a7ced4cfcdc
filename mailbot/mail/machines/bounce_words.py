"""How mail systems sign and word what they send back, in the languages they are set up in.

Nothing here proves anything by itself: `bounce` asks who sent it first.
"""

from __future__ import annotations

import re

SYSTEM_LOCAL_PARTS = frozenset(
    {
        "mailer-daemon", "mailerdaemon", "mailer_daemon", "mailer.daemon", "mail-daemon", "maildaemon",
        "mail_daemon", "mdaemon", "mailer", "daemon", "maildelivery", "mail-delivery", "mail_delivery",
        "mail.delivery", "maildeliverysystem", "maildeliverysubsystem", "mail-delivery-system",
        "mail-delivery-subsystem", "delivery-subsystem", "deliverysystem",
        "mta", "mmdf", "pmdf", "bounce", "bounces", "bounceadmin", "bouncer", "bounce-handler",
        "undeliverable", "nondelivery", "ndr", "dsn", "uucp", "smtp", "smtpd", "mailsystem", "mail-system",
        "mail_system", "postoffice", "mailadmin", "mailmaster", "mailsweeper", "mailgateway",
        "mail-gateway", "mailserver", "mail-server", "mail_server", "emailserver", "qmail", "exim",
        "mailrouter", "smtpgateway", "smtp-gateway", "gateway", "amavisd", "amavis", "mailscanner",
        "mail-abuse", "email-daemon", "e-mail-daemon", "returned-mail", "failed-mail",
    }
)  # fmt: skip
# A person may well sit behind these (RFC 5230 section 4.6).
STAFFED_LOCAL_PARTS = frozenset(
    {
        "postmaster", "postmast", "root", "system", "admin", "administrator", "adm", "hostmaster",
        "webmaster", "abuse", "notification", "notifications", "alert", "alerts", "mail", "email",
        "listmaster", "virusalert", "antivirus", "mailguard", "security",
    }
)  # fmt: skip
DAEMON_NAMES = re.compile(
    r"mailer[-_. ]?daemon|mail delivery (?:sub)?system|maildeliverysystem|mail delivery agent"
    r"|mail delivery service|delivery subsystem|mail delivery system|e-?mail delivery system",
    re.IGNORECASE,
)
SYSTEM_NAMES = re.compile(
    r"mail (?:system|gateway|administrator|transport|router|server|robot)|mailserver|system administrator"
    r"|systemadministrator|administrateur syst[èe]me|administrador del sistema|amministratore di sistema"
    r"|systeembeheerder|systemadministrat[oö]r|internet mail (?:delivery|connector)"
    r"|microsoft (?:outlook|exchange)|exchange server|post ?office|postmaster|smtp (?:server|gateway)"
    r"|delivery (?:notification|report|status)|notes (?:mail )?router|mail notification",
    re.IGNORECASE,
)

# Both for text in lower case: it is quicker, and hostile text costs more than ours.
SUBJECTS = re.compile(
    r"undeliver|non[- ]?deliver|nondeliverable|could ?n[o']t be delivered|not delivered|unable to deliver"
    r"|delivery (?:failure|failed|status|delay|problem|report|error|notification|has failed|incomplete"
    r"|unsuccessful|suspended|attempt|information)"
    r"|returned (?:(?:e-?)?mail|to sender|message)|returning (?:(?:e-?)?mail|message)"
    r"|(?:(?:e-?)?mail|message) (?:could not be|cannot be|not|returned|failure|failed|delivery|error|status"
    r"|system error|delayed|undelivered|rejected|refused|blocked|deferred|expired|bounced)"
    r"|your (?:(?:e-?)?mail|message) (?:was|has been|could|to|has not)\b.{0,60}\b(?:reject|block|return|refus"
    r"|deliver|bounc|quarantin)"
    r"|failure notice|failed (?:(?:e-?)?mail|delivery|message)|fail(?:ed|ure) (?:to deliver|delivery|notice"
    r"|notification)|permanent (?:error|failure)|warning: (?:message|could not|delay)"
    r"|delayed (?:(?:e-?)?mail|message|delivery)|bounced?\b|mail system error|address not found|no such user"
    r"|user unknown|unknown (?:user|recipient|address|mailbox)|(?:invalid|wrong|unknown) (?:e-?mail )?address"
    r"|mailbox (?:full|unavailable|is full|over|not found|quota|size)|over quota|quota|retry timeout"
    r"|mdaemon|address (?:error|unknown)|email error|content (?:rejected|violation)|blocked by|spam rejected"
    r"|virus|malware|considered (?:unsolicited|spam)|apparently from you|problems? delivering"
    r"|rejected|unzustellbar|nicht (?:zugestellt|zustellbar|zugestellte)|zustell(?:ung|bericht|fehler)"
    r"|fehlgeschlagen|non (?:remis|distribu|d[ée]livr)|[ée]chec|remise|notification d"
    r"|no se (?:pudo|puede|ha podido) entregar|no entregad|devuelto|rechazad|error de entrega|no entregable"
    r"|inesigibile|mancat[oa] (?:recapito|consegna)|impossibile recapitare|non recapitabile"
    r"|messaggio non|anomalia messaggio|avviso di mancata|n[ãa]o (?:entregue|foi poss)"
    r"|falha (?:na entrega|ao|de)|devolvid|onbestelbaar|niet (?:bezorgd|afgeleverd)|bezorging mislukt"
    r"|kan ?(?:inte|ikke) leveres|olever|g[åa]r inte att leverera|kan ikke levere|ei voi toimittaa"
    r"|toimittamat|uleverbar|kunne ikke leveres|kunde inte levereras"
    r"|toimitus ep[äa]onnistui|ei voitu toimittaa|nie dostarcz|niedostarczal|niedor[ęe]cz|zwrot"
    r"|nedoru[čc]|neuslihan|nedoru[čc]iteľn|k[ée]zbes[íi]thetetlen|nelivr|iletilemedi|teslim edileme"
    r"|не доставлен|недоставлен|недоставк|невозможно доставить|возвращ|αδύνατη|μη παραδο"
    r"|配信|配送|エラー|送信できません|不達|宛先|返送|届きません|退信|投递|退回|未送达|无法|無法|不能"
    r"|전달|반송|배달|תקלה במשלוח|تعذر",
)
WORDINGS = re.compile(
    r"could ?n[o']t (?:be|have been) (?:delivered|sent|processed)|can(?:no|')t be (?:delivered|sent"
    r"|forwarded)"
    r"|not be delivered|(?:was|were|has|been|is)(?: \w{1,10})? ?n(?:o|')t (?:yet )?(?:been )?delivered"
    r"|not delivered to|did not reach|undeliver|unable to (?:deliver|relay|send your)|unsuccessful delivery"
    r"|delivery (?:to the following|failed|has failed|attempt|of the following|has been delayed"
    r"|is delayed|error|failure|status|problem|incomplete)|delivery.{0,40}permanently"
    r"|failed (?:permanently|recipient|addresses|to deliver|to be delivered)|wasn't able to deliver"
    r"|user unknown|unknown user|user not found|no (?:such|valid) (?:user|mailbox|recipient|address"
    r"|account|person|host|domain)"
    r"|mailbox (?:is )?(?:full|unavailable|not found|does not exist|disabled|inactive|over)"
    r"|does ?n[o']t (?:exist|have an? (?:\S{1,40} )?account)|doesn't have a|no mailbox|no longer (?:valid"
    r"|in use|available|active|exists)|is not a (?:valid|known) (?:user|mailbox|recipient|address)"
    r"|unknown (?:or illegal|recipient|address|mailbox|local)|(?:invalid|bad|unrecognized|unresolved) "
    r"(?:recipient|address|mailbox|destination|user)|(?:recipient|address|user|account).{0,60}(?:rejected"
    r"|unknown|not found|not exist|disabled|invalid|suspended|inactive|refused)"
    r"|exceed(?:ed|s).{0,40}(?:quota|limit|size|storage)|over (?:its |his |their )?quota|quota exceeded"
    r"|disk quota|mailbox size|out of (?:disk )?space|has not (?:yet )?been (?:delivered|collected)"
    r"|permanent (?:fatal )?(?:error|failure)|fatal error|transcript of session|giving up"
    r"|returned (?:to|mail|message|below|unopened|undeliver)|message was not (?:sent|accepted|delivered)"
    r"|host (?:unknown|not found|name lookup)|domain (?:not found|does not)|not listed in|retry time"
    r"|will (?:be retried|keep trying|continue to (?:try|attempt))|queued (?:for|on)|too many hops|mail loop"
    r"|(?:trouble|problems?|errors?) (?:in |while )?deliver|considered (?:unsolicited|to be spam|spam)"
    r"|bounced|message (?:was|has been|is) (?:rejected|blocked|refused|returned|quarantined|deleted)"
    r"|rejected (?:by|your|the) |(?:contain|infect).{0,40}virus|banned (?:content|file|attachment)"
    r"|(?:^|\s)(?:smtp|error|said|code|diagnostic)?:? ?[45]\d\d[ -]#?[45]\.\d\.\d|wrong address"
    r"|delivery problems|non-delivered|smtp error|remote (?:server|host) (?:said|returned|replied)"
    r"|nicht (?:zugestellt|zustellbar|ausgeliefert|erreicht)|unzustellbar|konnte nicht|empf[äa]nger"
    r"|existiert nicht|non (?:remis|distribu|d[ée]livr)|n'a pas (?:pu|[ée]t[ée])|n'existe pas|destinataire"
    r"|no se (?:pudo|ha podido|puede) entregar|no existe|destinatario|non [èe] stato|impossibile"
    r"|n[ãa]o (?:foi|p[ôo]de) |n[ãa]o existe|niet (?:worden )?(?:bezorgd|afgeleverd)|bestaat niet"
    r"|inte levereras|ikke leveres|finns inte|findes ikke|nie (?:mo[żz]na|zosta[łl])|nie istnieje"
    r"|nebylo mo[žz]n[ée]|не (?:может|удалось|доставлен|существует)|ошибка"
    r"|送信できません|配信(?:できません|に失敗|不能)|届けられ|見つかりません|一杯|存在しません"
    r"|无法(?:投递|发送|送达)|投递失败|退回|不存在|無法(?:傳遞|寄送)|전송(?:하지|되지)|존재하지"
)  # fmt: skip
# A person answers or hands on; a mail system's own subject begins otherwise.
ANSWERED = re.compile(
    r"\s*(?:re|fwd?|fw|aw|wg|sv|vs|antw|tr|rv|rif|doorst|ynt|odp|vb)\s*(?:\[\d{1,3}\])?\s*:", re.IGNORECASE
)
