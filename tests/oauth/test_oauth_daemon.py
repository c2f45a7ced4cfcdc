"""A daemon asks for its tokens while nobody needs them."""

from __future__ import annotations

from pathlib import Path

from provider import Provider
from servers import Sink, UserOf
from test_daemon import configure, running, until

SIGN_IN = """\
[alarm]
email = "it@firm.example.com"
[alarm.smtp]
host = "127.0.0.1"
port = 1
tls = "none"
username = "alarm"
from = "mailbot@firm.example.com"
[alarm.smtp.oauth]
provider = "oidc"
grant = "client-credentials"
client_id = "{client}"
client_secret_file = "client"
token_url = "{url}/token"

[watch]"""


def test_a_sign_in_is_renewed_before_anybody_logs_in_with_it(
    tmp_path: Path, pymap: UserOf, sink: Sink, provider: Provider
) -> None:
    """The server for alarms is called when something is wrong: too late to learn of a refused token."""
    firm = configure(tmp_path, pymap, sink)
    (firm.config.parent / "client").write_text("not the secret", encoding="utf-8")
    (firm.config.parent / "client").chmod(0o600)
    text = firm.config.read_text(encoding="utf-8")
    firm.write(text.replace("[watch]", SIGN_IN.format(client=provider.client, url=provider.url), 1))
    with running(firm) as daemon:
        until(lambda: provider.grants, "a token that is asked for")
        told = daemon.says(" alarm ", 40)
        assert "invalid_client" in told
        daemon.stop()
    assert daemon.process.returncode == 0
