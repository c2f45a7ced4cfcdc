"""A firm that uses mailbot: a configuration in a directory, and the program run on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[2] / "shared/corpus"

CONFIGURATION = """
[firm]
name = "Example Finance"
address = "1 Example Street, London EC1A 1BB"
phone = "020 7946 0100"
website = "https://www.firm.example.com"
regime = "{regime}"

[database]
url = "{database}"

[[mailbox]]
name = "complaints"
address = "complaints@firm.example.com"
host = "127.0.0.1"
port = {imap_port}
tls = "none"
username = "{user}"
password_env = "MAILBOT_TEST_PASSWORD"
after = "{after}"

[smtp]
host = "127.0.0.1"
port = {smtp_port}
tls = "none"
from = "Example Finance Complaints <complaints@firm.example.com>"
retry_first = "{retry_first}"
settle_time = "{settle_time}"

[oversight]
email = "oversight@firm.example.com"
on_call = "on.call@firm.example.com"

[[handler]]
name = "Priti Anand"
email = "priti.anand@firm.example.com"

[[handler]]
name = "Sam Ogilvie"
email = "sam.ogilvie@firm.example.com"

[[reference]]
type = "account"
pattern = "CNX-[0-9]{{6}}"

[[promise]]
name = "first_contact"
within = "24h"

[responder]
acknowledgements_per_domain_per_day = 1000000
automatic_letters_per_hour = 1000000

[watch]
listen = ""
"""

DEFAULTS = {
    "regime": "standard",
    "database": "sqlite:///mailbot.db",
    "user": "complaints",
    "after": "move",
    "retry_first": "1s",
    "settle_time": "1s",
}


@dataclass
class Firm:
    """One configured installation in `directory`."""

    directory: Path
    password: str
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        if not self.config.exists():
            self.write(CONFIGURATION.format(**(DEFAULTS | self.settings)))

    @property
    def config(self) -> Path:
        return self.directory / "config.toml"

    def write(self, text: str) -> None:
        self.config.write_text(text, encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "MAILBOT_TEST_PASSWORD": self.password, "PYTHONUNBUFFERED": "1"}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "mailbot", "--config", str(self.config), *arguments]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            cwd=self.directory,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment,
            cwd=self.directory,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def json(self, *arguments: str) -> Any:
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def crlf(raw: bytes) -> bytes:
    """What an IMAP server would hold of a message kept with bare line feeds."""
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
