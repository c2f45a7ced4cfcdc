"""`mailbot oauth`, `mailbot check` and `mailbot run` with servers that take tokens."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests
from fakes import message
from firm import CONFIGURATION, DEFAULTS, Firm
from provider import Provider
from tokens import TokenDovecot, TokenPostfix

pytestmark = pytest.mark.servers
_users = itertools.count(1)
SIGN_IN = """
provider = "oidc"
grant = "{grant}"
client_id = "app"
client_secret_file = "client"
account = "sam@firm.example"
token_url = "{url}/token"
device_url = "{url}/device"
authorize_url = "{url}/authorize"
"""


@pytest.fixture
def user(asked: Provider, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"shared{next(_users)}@firm.example"
    monkeypatch.setattr(asked, "mailbox", name)
    return name


@pytest.fixture
def firm(
    tmp_path: Path, asked: Provider, token_dovecot: TokenDovecot, token_postfix: TokenPostfix, user: str
) -> Firm:
    (tmp_path / "client").write_text(asked.secret)
    ports = {"imap_port": token_dovecot.port, "smtp_port": token_postfix.port}
    found = Firm(tmp_path, "", {**ports, "user": user})
    found.write(configuration("device-code", asked, user, **ports))
    return found


def configuration(grant: str, asked: Provider, user: str, **ports: int) -> str:
    sign_in = SIGN_IN.format(grant=grant, url=asked.url)
    settings = {**DEFAULTS, "user": user, **ports}
    text = CONFIGURATION.format(**settings).replace('password_env = "MAILBOT_TEST_PASSWORD"\n', "")
    text = text.replace("\n[smtp]\n", f"\n[mailbox.oauth]\n{sign_in}\n[smtp]\nusername = '{user}'\n")
    return text.replace("\n[watch]\n", f"\n[smtp.oauth]\n{sign_in}\n[watch]\n")


def test_sign_in_once_then_read_and_answer(
    firm: Firm, token_dovecot: TokenDovecot, token_postfix: TokenPostfix, user: str
) -> None:
    status = firm.run("oauth", "status", "--json")
    assert status.returncode == 1
    assert [one["todo"] for one in json.loads(status.stdout)] == [
        "run `mailbot oauth login complaints`",
        "run `mailbot oauth login smtp`",
    ]
    assert "run `mailbot oauth login complaints`" in firm.run("check").stdout

    done = firm.run("oauth", "login", "complaints")
    assert done.returncode == 0, done.stderr
    assert "enter the code ABCD-EFGH" in done.stdout
    assert "sign in as sam@firm.example" in done.stdout
    assert "planted" not in done.stdout + done.stderr

    token_dovecot.append(
        user, "INBOX", message(author=f"Jane <jane.{user}>", to="complaints@firm.example.com")
    )
    run = firm.run("run", "--once")
    assert run.returncode == 0, run.stdout + run.stderr
    assert token_postfix.letters(f"jane.{user}", count=1)
    assert "planted" not in run.stdout + run.stderr

    both = firm.json("oauth", "status")
    assert [one["server"] for one in both] == ["complaints", "smtp"]
    assert [(one["error"], one["todo"], one["signed_in"]) for one in both] == [("", "", True)] * 2
    assert both[0]["refreshed_at"] == both[1]["refreshed_at"], "one sign-in for both"
    assert "oauth login" not in firm.run("check").stdout


def test_a_sign_in_that_was_withdrawn_is_told_everywhere(firm: Firm, asked: Provider) -> None:
    assert firm.run("oauth", "login", "smtp").returncode == 0
    asked.revoke()
    run = firm.run("run", "--once")
    assert run.returncode == 3
    assert "mailbot oauth login" in run.stdout + run.stderr
    assert "planted" not in run.stdout + run.stderr
    status = firm.run("oauth", "status", "--json")
    assert status.returncode == 1
    one = json.loads(status.stdout)[0]
    assert one["refused"] is True
    assert "invalid_grant" in one["error"]
    assert firm.run("oauth", "login", "complaints").returncode == 0
    assert firm.run("oauth", "status").returncode == 0


def test_a_browser_signs_in(firm: Firm) -> None:
    text = firm.config.read_text()
    firm.write(text.replace("device-code", "installed-app"))
    process = firm.start("oauth", "login", "complaints")
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    url = next(line for line in lines if line.startswith("http"))
    threading.Thread(target=lambda: requests.get(url.strip(), timeout=20), daemon=True).start()
    rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "kept, encrypted, in" in rest


@pytest.mark.parametrize(
    ("name", "told"),
    [("nobody", "no server nobody is signed in to by OAuth; .*complaints"), ("smtp", "nobody signs in")],
)
def test_a_login_that_makes_no_sense_is_told(firm: Firm, name: str, told: str) -> None:
    firm.write(firm.config.read_text().replace("device-code", "client-credentials"))
    done = firm.run("oauth", "login", name)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert re.search(told, done.stderr)


def test_a_token_command_is_not_signed_in_to(firm: Firm) -> None:
    text = firm.config.read_text()
    begin, end = text.index("[mailbox.oauth]"), text.index("[smtp]")
    firm.write(f'{text[:begin]}[mailbox.oauth]\ntoken_command = ["/bin/false"]\n{text[end:]}')
    assert "has a token_command" in firm.run("oauth", "login", "complaints").stderr
    said = firm.run("check").stdout
    assert "token_command /bin/false: exit 1: complaints that arrive" in said
    assert "mend that, then" in said


def test_a_file_that_is_no_key_and_a_provider_that_is_away_are_told_by_status_and_check(firm: Firm) -> None:
    text = firm.config.read_text()
    firm.write(re.sub(r'device_url = ".*?"', 'device_url = "http://127.0.0.1:1/device"', text))
    said = firm.run("oauth", "login", "complaints")
    assert said.returncode == 1
    assert "cannot be reached (ConnectionError); try again" in said.stderr
    (firm.directory / "service.json").write_text("{}")
    begin, end = text.index("[mailbox.oauth]"), text.index("[smtp]")
    own = 'provider = "google"\ngrant = "service-account"\nservice_account_file = "service.json"\n'
    firm.write(f"{text[:begin]}[mailbox.oauth]\n{own}\n{text[end:]}")
    status = firm.run("oauth", "status", "--json")
    assert status.returncode == 1
    one, other = json.loads(status.stdout)
    assert "service.json is no key of a Google service account" in one["error"]
    assert other["error"] == ""
    assert "service.json is no key of a Google service account" in firm.run("check").stdout


@pytest.mark.parametrize("module", ["mailbot.cli", "mailbot.daemon", "mailbot.checks"])
def test_who_does_not_sign_in_does_not_pay_for_it(module: str) -> None:
    heavy = "authlib", "requests", "urllib3", "joserfc", "cryptography.fernet"
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
