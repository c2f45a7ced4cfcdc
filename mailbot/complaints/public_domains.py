"""Where anybody may have a mailbox: thousands write from one domain, and are not one correspondent.

Faults: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection

#: Providers of mailboxes for the public, those most met in the United Kingdom. `.*` is any ending.
PUBLIC_DOMAINS = (
    "aol.*",
    "blueyonder.co.uk",
    "btconnect.com",
    "btinternet.com",
    "btopenworld.com",
    "fastmail.*",
    "gmail.com",
    "gmx.*",
    "googlemail.com",
    "hey.com",
    "hotmail.*",
    "icloud.com",
    "live.*",
    "mac.com",
    "mail.com",
    "me.com",
    "msn.com",
    "ntlworld.com",
    "outlook.*",
    "plus.com",
    "plus.net",
    "pm.me",
    "proton.me",
    "protonmail.*",
    "rocketmail.com",
    "sky.com",
    "talk21.com",
    "talktalk.net",
    "tiscali.co.uk",
    "tutanota.com",
    "virgin.net",
    "virginmedia.com",
    "web.de",
    "ymail.com",
    "yahoo.*",
    "zoho.com",
)

#: What `.*` stands for: com, fr, co.uk; never a name somebody may put between, as in yahoo.robots.example.
_ENDING = re.compile(r"(?:[a-z]{2,3}\.)?[a-z]{2,3}")


def is_public(domain: str, public: Collection[str]) -> bool:
    """Whether `domain`, in lower case, is one of `public`: whole names, or such as "hotmail.*"."""
    if domain in public:
        return True
    name, _, ending = domain.partition(".")
    return f"{name}.*" in public and _ENDING.fullmatch(ending) is not None
