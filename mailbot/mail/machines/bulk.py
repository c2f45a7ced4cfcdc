"""Mass mailings that no list manager marked: newsletters, offers, notifications, told by several weak signs.

Each sign also occurs on a person's mail: an adviser's system adds a link to unsubscribe, a complainant says
that he has unsubscribed three times. So they are counted, one for each kind, and words count apart from form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.message import ParsedMessage, Zone

MAX_TEXT = 64 * 1024  # characters that are searched
BEGINNING, END = 2 * 1024, 4 * 1024  # characters, where mailings say what they are
MANY_LINKS = 8

_SENDING_FIELDS = (
    "feedback-id", "errors-to", "x-campaign", "x-campaignid", "x-campaign-id", "x-mc-user", "x-mailchimp-id",
    "x-accounttype", "x-cid", "x-job", "x-sfmc-stack", "x-rpcampaign", "x-report-abuse", "x-csa-complaints",
    "x-mailer-version", "x-imn", "x-emessaging-user", "x-em-version", "x-mj-campaign", "x-mailer-recptid",
    "x-mailer-lid", "x-mailer-sid", "x-subscriber", "x-subscription", "x-roving-id", "x-roving-campaignid",
    "x-newsletter", "x-mailing-id", "x-mailingid", "x-dmdl", "x-binding", "x-elqpod", "x-elqsiteid",
    "x-msys-api", "x-sg-eid", "x-mandrill-user", "x-mailgun-tag", "x-mailgun-sid", "x-messagegears-campaign",
    "x-broadcast", "x-complaints-to", "x-bulkmail",
    "x-infusionsoft", "x-hubspot-emailid", "x-klaviyo-message",
    "x-pm-message-stream", "x-linkedin-class", "x-facebook-notify", "x-notifications", "x-msg-eid",
    "x-unsubscribe", "x-listmember-id", "x-campaignname", "x-virtualservergroup", "x-destination-id",
    "x-cmail-recipientid", "x-sendy", "x-phpmailer-listid",
    "x-ctct-id", "x-maropost", "x-bm-id", "x-mktmaildkim",
    "x-responsys", "x-ext-campaign", "x-emarsys-identify", "x-silverpop", "x-rext", "x-delivery-context",
    "list-unsubscribe-post", "require-recipient-valid-since", "x-gnd-list", "x-meetup-mesg-type",
)  # fmt: skip
_SENDING_PROGRAMS = re.compile(
    r"accucast|mailchimp|mailing|bulk|newsletter|listman|lyris|phplist|campaign|mass ?mail|group ?mail"
    r"|broadcast"
    r"|sendblaster|atomic mail|aweber|worldmerge|infacta|arialsoftware|gammadyne|emessaging|e-?blast|maxbulk"
    r"|mailloop|sarbacane|cleverreach|silverpop|exacttarget|responsys|constant contact|roving|topica|postcast"
    r"|dotmailer|icontact|vertical ?response|getresponse|sendinblue|mailjet|mailworkz|unitymail|strongmail"
    r"|wordpress|drupal|joomla|acymailing|mailpoet|customer\.io|interspire|nuevomailer|groupmail",
    re.IGNORECASE,
)
_SENDERS = re.compile(
    r"(?:.{0,40}[-_.+])?(?:e?-?news(?:letters?|flash|desk|\d{0,3})?|alerts?|notif\w{0,12}|updates?"
    r"|promo\w{0,8}"
    r"|offers?|deals?|marketing|campaigns?|mailing(?:-?lists?)?|mailer|digests?|subscri\w{0,8}|specials?"
    r"|announce\w{0,6}|broadcast|bulletins?|editors?|daily\w{0,8}|weekly\w{0,8}|rewards|invitations?"
    r"|webinars?"
    r"|events?|list|lists|e?zine|surveys?|campaign)(?:[-_.+].{0,40})?",
    re.IGNORECASE,
)
_SENDING_HOSTS = frozenset(
    {
        "news", "newsletter", "newsletters", "enews", "email", "emails", "e", "em", "mailing", "mailings",
        "mailer", "mailers", "alerts", "marketing", "promo", "offers", "bounce", "bounces", "bounced", "list",
        "lists", "listserv", "campaign", "campaigns", "updates", "notify", "notifications", "action", "reply",
        "mkt", "info", "mktg", "go", "click", "send", "sendgrid", "amazonses", "rsgsv", "mcsv", "mailgun",
        "cmail19", "cmail20", "exacttarget", "messages", "communications", "comms", "subscriptions",
    }
)  # fmt: skip
_LIST_SUBJECT = re.compile(
    r"(?:re:\s*)?\[[\w. &-]{2,40}\](?!\s*#?\d)|.{0,80}\bdigest\b[,:]? .{0,20}(?:\bv(?:ol)?\.? ?\d"
    r"|\bissue\b|#\d)",
    re.IGNORECASE,
)
# The recipient, or a number for him, within the return path, so that a bounce tells who it was.
_TRACKED = re.compile(
    r"(?:b|bo|bnc|bounces?|return|returns|err|errors?|verp|msprvs\d?|prvs|nwsltr|sentto|owner)[-_.+=].{4,}"
    r"|.*[-+_=.][^@]{1,64}=[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}"
    r"|[a-z#_-]{0,12}\d{1,12}(?:[-._]\w{1,30}){2,8}|\d{5,20}[-._]?\w{0,40}"
    r"|[0-9a-f]{8,20}(?:[-.][0-9a-f]{4,40}){2,6}.*"
    r"|owner-.+|.+-(?:owner|bounces?|errors?|admin|request|return)(?:[-+].*)?",
    re.IGNORECASE,
)

# --- what mailings say to their readers -----------------------------------------------------------------


def _says(words: str, unspaced: str = "") -> re.Pattern[str]:
    """For text in lower case; ``unspaced`` are those that begin with no letter, or whose script sets no
    spaces."""
    return re.compile(rf"(?<!\w)(?=\w)(?:{words})" + (f"|{unspaced}" if unspaced else ""))


_LEAVING = _says(
    r"to (?:un-?subscribe|opt[- ]?out|stop receiving|(?:be |get )?(?:instantly |permanently )?removed?"
    r"|cancel your subscription|leave this list|sign off)\b|un-?subscribe(?:d)? (?:here|link"
    r"|from (?:this|our|these|all|the|any|future)|instantly|at any time|by|me from|or|now|information"
    r"|instructions|\||https?:)|how to unsubscribe|(?:click|tap|go|press"
    r"|visit)(?: \w{1,12}){0,6}? (?:to )?(?:un-?subscribe|opt[- ]?out|be removed|remove)\b"
    r"|title of un-?subscribe|if you(?:'d| would| do| no| don't| wish| prefer|'d prefer)? ?(?:not "
    r"|no longer |longer |rather not |prefer not |like |would )*(?:wish|want|like|care"
    r"|prefer)?(?: not)?(?: to)?(?: be)? ?(?:receive|receiving|hear|get|unsubscribed?|removed|contacted"
    r"|mailed)\b|(?:instantly |be )?removed from (?:this|our|the|my|future) (?:\w{1,12} )?(?:list"
    r"|mailing|mailings|database)|remove (?:yourself|your (?:name|address|e-?mail))|unsubscribe\s*(?:\|"
    r"|$|-|:|\[|<|https?)|(?:abbestellen|abmelden|austragen|newsletter k[üu]ndigen"
    r"|keine weiteren (?:e-?mails|newsletter))\b|(?:se )?d[ée]s(?:abonner|inscrire|inscription"
    r"|abonnement)|ne plus recevoir|(?:darse de baja|cancelar (?:la )?suscripci"
    r"|anular (?:la )?suscripci|dejar de recibir)|(?:disiscriver|annulla(?:re)? (?:l')?iscrizione"
    r"|cancellarsi|non desider\w+ (?:pi[ùu] )?ricevere)|(?:uitschrijven|afmelden|uw abonnement)\b"
    r"|(?:cancelar (?:a )?(?:inscri|assinatura)|descadastr|deixar de receber)|(?:avregistrera|afmeld"
    r"|avmeld|meld deg av|avprenumerera)|(?:wypisa[ćc]|rezygnacj|anulowa[ćc] subskrypcj)|(?:отписаться"
    r"|отказаться от рассылки)",
    unspaced=r"配信停止|登録解除|退订|退訂|取消订阅|수신 ?거부",
)
_BEING_ON_IT = _says(
    r"you(?:'re| are| have| were)? ?(?:\w{1,12} )?(?:receiv(?:ed|ing)|getting|sent|been sent"
    r"|on) (?:this|our|these|the) (?:\w{1,14} )?(?:e-?mail|message|newsletter|mailing|alert"
    r"|notification|notice|update|information|bulletin|publication|offer|list)s?\b.{0,80}\b(?:because"
    r"|as|since|if|due|from|you(?:'ve| have)?|subscri|regist|signed|member)|(?:this|the) (?:e-?mail"
    r"|message|newsletter|mailing|bulletin) (?:was|is|has been) (?:\w{1,12} )?(?:sent|delivered"
    r"|intended|addressed|mailed) (?:to|for|by) .{1,80}@|you (?:are|have"
    r"|were)(?: been)? ?(?:currently )?(?:subscribed|registered|signed up|opted)|(?:as"
    r"|because you are) a (?:registered|valued) (?:user|member|customer|subscriber)|subscription (?:to"
    r"|is|information|options|preferences|center|centre)|subscribed (?:as|to|with)|(?:manage|update"
    r"|change|edit|modify|adjust|set) (?:your |my |the )?(?:\w{1,12} )?(?:subscri|preferences|profile"
    r"|e-?mail (?:settings|preferences|address)|notification|communication|settings)|email preferences"
    r"|preference cent(?:er|re)|(?:view|read|see|open) (?:this|it|the) (?:\w{1,12} )?(?:in|as"
    r"|on) (?:your |a |an? |the )?(?:web ?)?(?:browser|page|online|web)|having (?:trouble|problems"
    r"|difficulty) (?:viewing|reading|seeing)|(?:view|read) (?:it |this )?(?:\w{1,10} )?online\b"
    r"|can't (?:see|read|view) this|add (?:us|\S{3,60}@\S{3,60}) to your (?:address|safe|contacts)"
    r"|(?:forward|send|pass) (?:this|it|the)?(?: \w{1,12}){0,3} (?:to|on to) (?:a|your) (?:friend"
    r"|colleague)|send to a friend|tell a friend|back issues|(?:free|our|this|daily|weekly"
    r"|monthly) (?:e-?)?newsletter|newsletter\b.{0,40}\b(?:issue|edition|vol)|sie erhalten diese"
    r"|diesen newsletter|dieser newsletter|vous recevez ce|cette newsletter|recibe este|ricev(?:i|e"
    r"|uto) questa|u ontvangt deze|voc[êe] (?:est[áa] )?recebe"
)
# One of them is in all that the patterns find: most mail has none, and costs nothing.
_LEAVING_STEMS = (
    "subscri", "opt-out", "opt out", "opt-in", "remove", "to receive", "abbestell", "abmeld", "austrag",
    "newsletter", "abonn", "inscri", "suscripci", "baja", "iscri", "uitschrij", "afmeld", "avregistr",
    "avmeld", "wypis", "rezygn", "отпис", "рассыл", "配信", "登録解除", "退订", "退訂", "取消订阅", "수신",
)  # fmt: skip
_STEMS = (
    *_LEAVING_STEMS, "receiv", "sent to", "prefer", "profile", "setting", "browser", "online", "address book",
    "a friend", "recevez", "recibe", "riceve", "ontvangt", "recebe", "erhalten", "member", "trouble",
)  # fmt: skip
_IMPRINT = _says(
    r"all rights reserved|privacy (?:policy|statement|notice)\b|terms (?:of use|and conditions"
    r"|& conditions|of service)\b|advertis(?:e with|ement|ing)\b|sponsor(?:ed by|s?:)|trademarks? of\b"
    r"|impressum\b|mentions l[ée]gales",
    unspaced=r"(?:©|\(c\)|copyright)\W{0,5}(?:\(c\)\W{0,3}|©\W{0,3})?(?:\d{4}|by )",
)


@dataclass(frozen=True, slots=True)
class Mailing:
    """The signs of a mass mailing: of its form, and of its words."""

    form: frozenset[str]
    words: frozenset[str]
    answers: bool  # it answers a message, which mailings do not

    @property
    def count(self) -> int:
        return len(self.form) + len(self.words)

    @property
    def evidence(self) -> str | None:
        """What shows together that it was sent to many, or None. One sign of each sort, or words alone where
        they are those of all the places of a mailing; what answers a message needs more."""
        form = self.form - {"a list's subject"}  # a ticket, or a habit
        to_readers = bool(self.words & {"leaving", "subscription"})
        if self.answers:
            enough = to_readers and len(form) >= 2
        else:
            # Who pastes an article brings the words of it along, but no form.
            in_full = self.words >= _IN_FULL and len(self.words) > len(_IN_FULL)
            enough = to_readers and (bool(form) or in_full)
        return f"a mass mailing ({', '.join(sorted(form | self.words))})" if enough else None

    @property
    def is_plain(self) -> bool:
        """Whether it has so many signs that whoever speaks in it is quoted."""
        in_full = len(self.form - {"a list's subject"}) >= 2 and self.words >= _IN_FULL
        return self.evidence is not None and (self.count >= _MANY_SIGNS or in_full)


_MANY_SIGNS = 6  # more than any person's message bears
_IN_FULL = frozenset({"leaving", "subscription"})


def mailing(message: ParsedMessage) -> Mailing:
    """What of a mass mailing a message shows."""
    answers = bool(message.in_reply_to) or message.subject[:4].lower().startswith(("re:", "aw:"))
    form = frozenset(_of_form(message))
    return Mailing(form, frozenset(_of_words(message, bool(form))), answers)


def _of_form(message: ParsedMessage) -> list[str]:
    found: list[str] = []
    names = {field.name for field in message.fields}
    if "list-unsubscribe" in names or "list-help" in names:
        found.append("list-unsubscribe")
    if any(name in names for name in _SENDING_FIELDS):
        found.append("fields of a mailing service")
    if _SENDING_PROGRAMS.search(
        f"{message.value('x-mailer') or ''} {message.value('user-agent') or ''}"[:300]
    ):
        found.append("a mailing program")
    author = message.author
    if author is not None and (
        _SENDERS.fullmatch(author.local_part[:100]) or _SENDING_HOSTS & set(author.domain.split(".")[:-2])
    ):
        found.append("a mailing's address")
    if _LIST_SUBJECT.match(message.subject[:200]):
        found.append("a list's subject")
    path = message.return_path or ""
    if path and _is_tracked(path, author.key if author else ""):
        found.append("a return path for each recipient")
    if (message.value("precedence") or "").strip().lower() in ("bulk", "list", "junk"):
        found.append("precedence")
    return found


def _is_tracked(path: str, author: str) -> bool:
    local, _, domain = path.casefold().rpartition("@")
    differs = path.casefold() != author
    if differs and _SENDING_HOSTS & set(domain.split(".")[:-2]) & {"bounce", "bounces", "bounced"}:
        return True
    # prvs=tag=user@ is a person's server protecting his own address (BATV).
    return not local.startswith("prvs=") and _TRACKED.fullmatch(local[:200]) is not None


def _of_words(message: ParsedMessage, has_form: bool) -> list[str]:
    text = _own_words(message)
    found: list[str] = []
    if not any(stem in text for stem in (_STEMS if has_form else _LEAVING_STEMS)):
        return found
    if _LEAVING.search(text):
        found.append("leaving")
    if _BEING_ON_IT.search(text):
        found.append("subscription")
    if _IMPRINT.search(text):
        found.append("imprint")
    if sum(text.count(scheme) for scheme in ("http://", "https://", "www.")) >= MANY_LINKS:
        found.append("links")
    return found


def _own_words(message: ParsedMessage) -> str:
    """The author's own words, the beginning and the end of them, in lower case and on one line."""
    own = (Zone.NEW, Zone.SIGNATURE, Zone.DISCLAIMER)
    text = "\n".join(passage.text for passage in message.passages if passage.zone in own)[:MAX_TEXT]
    if len(text) > BEGINNING + END:
        text = f"{text[:BEGINNING]}\n{text[-END:]}"
    return re.sub(r"[ \t]*\n[ \t]*", " ", text.replace("’", "'").lower())
