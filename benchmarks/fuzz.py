"""Coverage-guided fuzzing of the reader: `make fuzz MINUTES=60`.

Every finding is written to the folder named, as the octets that made it: it becomes a test first.
Seeds are the messages beside this checkout and tests/messages, mutated by libFuzzer with the words of MIME.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mailbot.mail", "mailbot.complaints", "email"]):
    import mailbot.complaints.decide
    import mailbot.mail.parse  # noqa: F401

from benchmarks.evaluation import REAL, WRITTEN

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from properties import broken  # noqa: E402

LARGEST_SEED = 6_000  # octets; small seeds are mutated deeper in the same time
LONGEST = 16_384  # octets of a mutated message
WORDS = (
    "Content-Type: ", "multipart/mixed", "multipart/alternative", "multipart/report", "message/rfc822",
    "text/html", "message/delivery-status", "boundary=", "charset=", "utf-8", "iso-2022-jp", "gb2312",
    "utf-7", "base64", "quoted-printable", "format=flowed", "=?utf-8?q?", "=?utf-8?b?", "?=",
    "filename*0*=", "-- ", "> ", "On ", " wrote:", "-----Original Message-----", "From: ", "Subject: ",
    "Auto-Submitted: ", "Return-Path: <>", "CNX-", "4111 1111 1111 1111", "07700 900123", "+44 (0)",
    "SW1A 1AA", "sort code ", "Our ref: ", "begin 644 x", "<blockquote>", "<div", "&#", "winmail.dat",
    "application/pdf", "%PDF-1.4", "PK\\x03\\x04", "suicid", "not ", "I am writing on behalf of ",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--findings", type=Path, default=ROOT / "demo-output" / "fuzz")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.findings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        seeds, words = Path(folder, "seeds"), Path(folder, "words")
        _plant(seeds)
        words.write_text("".join(f'"{word}"\n' for word in WORDS))
        atheris.Setup(
            [
                sys.argv[0],
                f"-max_total_time={int(arguments.minutes * 60)}",
                f"-max_len={LONGEST}",
                f"-dict={words}",
                f"-seed={arguments.seed}",
                f"-artifact_prefix={arguments.findings}/",
                "-timeout=5",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                str(seeds),
            ],
            lambda raw: _one(raw, arguments.findings),
        )
        atheris.Fuzz()


def _one(raw: bytes, findings: Path) -> None:
    """Go on after a finding: an hour should tell of more than the first."""
    try:
        faults = broken(raw)
    except Exception as fault:  # noqa: BLE001  # any at all is a finding
        faults = [f"{type(fault).__name__}: {fault}"]
    for what in faults:
        name = sha256(what[:40].encode()).hexdigest()[:8]
        path = findings / f"{name}.eml"
        if not path.exists():
            path.write_bytes(raw)
            print(f"\n{path}: {what[:300]}", file=sys.stderr)


def _plant(seeds: Path) -> None:
    seeds.mkdir()
    folders = [*WRITTEN.values(), REAL / "messages"]
    for folder in folders:
        for path in folder.rglob("*"):
            if (
                path.is_file()
                and path.suffix not in {".toml", ".md", ".ann"}
                and path.stat().st_size <= LARGEST_SEED
            ):
                raw = path.read_bytes()
                Path(seeds, sha256(raw).hexdigest()[:16]).write_bytes(raw)


if __name__ == "__main__":
    main()
