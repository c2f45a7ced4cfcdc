"""Public real mail through the program: nothing crashes or is unaccounted for, no machine is answered."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest
from firm import CORPUS, Firm, crlf
from servers import Sink, UserOf

REAL = CORPUS / "real"


@pytest.mark.servers
@pytest.mark.timeout(600)
def test_real_mail_is_accounted_for_and_no_machine_is_answered(
    tmp_path: Path, dovecot: UserOf, sink: Sink
) -> None:
    if not (REAL / "manifest.tsv").exists():
        pytest.skip("the corpus is not here")
    with (REAL / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    settings = {"imap_port": dovecot.server.port, "smtp_port": sink.port, "user": dovecot.user}
    firm = Firm(tmp_path / "firm", dovecot.server.password, settings)
    messages = [(REAL / row["file"], row["label"]) for row in rows]
    dovecot.server.append_many(
        dovecot.user,
        "INBOX",
        (
            path.read_bytes() if path.name.startswith("mac__") else crlf(path.read_bytes())
            for path, _ in messages
        ),
    )
    labels = dict(enumerate((label for _, label in messages), 1))
    first = min(dovecot.server.listing(dovecot.user))
    # The senders are real people's addresses on a closed network: no letter leaves this machine.
    done = firm.run("run", "--once", seconds=540)
    assert done.returncode == 0, done.stderr[-2000:]
    assert not dovecot.server.listing(dovecot.user)
    with sqlite3.connect(firm.directory / "mailbot.db") as database:
        uids = {
            uid for (uid,) in database.execute("SELECT uid FROM message_keys WHERE settled_to IS NOT NULL")
        }
        assert uids == set(range(first, first + len(messages)))
        answered = database.execute(
            "SELECT k.uid FROM message_keys k JOIN messages m ON m.id = k.message_row_id"
            " JOIN letters l ON l.case_id = m.case_id"
            " WHERE l.kind = 'acknowledgement' AND m.accounted = 'open'"
        )
        machines = {
            labels[uid - first + 1]: uid
            for (uid,) in answered
            if labels[uid - first + 1] in {"bounce", "auto_reply"}
        }
        # A message without an acknowledgement, of those that opened a case, has a task that says why.
        unexplained = database.execute(
            "SELECT c.reference FROM cases c WHERE NOT EXISTS (SELECT 1 FROM letters l WHERE l.case_id = c.id"
            " AND l.kind = 'acknowledgement') AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.case_id = c.id)"
        ).fetchall()
    assert machines == {}
    assert unexplained == []
