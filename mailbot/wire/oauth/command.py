"""An access token from a program of the operator's: the only line of its standard output.

It is asked at every login, so it has to keep a token itself while that is good.

Faults: `TokenUnavailable` with what it said on standard error; never with what it printed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading

from mailbot.wire.oauth.faults import TokenUnavailable, without

_PATIENCE = 30.0  # seconds, whatever it is at
_LARGEST = 16 * 1024  # octets


class Command:
    """One program; several who ask at once are answered one after the other."""

    advice = "check username, and what token_command prints"

    def __init__(self, arguments: tuple[str, ...], *, patience: float = _PATIENCE) -> None:
        self._arguments = arguments
        self._patience = patience
        self._turn = threading.Lock()

    def token(self) -> str:
        with self._turn:
            printed = self._run()
        lines = printed.split()
        token = lines[0] if len(lines) == 1 else b""
        if not token or len(token) > _LARGEST or not all(0x21 <= octet <= 0x7E for octet in token):
            raise TokenUnavailable(
                f"{self._named}: what it prints is no access token ({len(printed)} octets)"
            )
        return token.decode("ascii")

    def refused(self, token: str = "") -> None:
        """The next login asks the program anyway."""

    def verify(self) -> None:
        """There is nothing to look at before it is run."""

    @property
    def _named(self) -> str:
        return f"token_command {self._arguments[0]}"

    def _run(self) -> bytes:
        try:
            program = subprocess.Popen(  # noqa: S603  # the operator's own
                self._arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # what it started itself ends with it
            )
        except OSError as reason:
            raise TokenUnavailable(f"{self._named}: {reason.strerror}") from None
        with program:
            try:
                printed, said = program.communicate(timeout=self._patience)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                raise TokenUnavailable(f"{self._named}: not done after {self._patience:g} s") from None
        if program.returncode != 0:
            secrets = printed.decode("utf-8", "replace").split()
            told = without(said[:_LARGEST].decode("utf-8", "replace"), secrets)
            said_so = f": {told}" if told else ""
            raise TokenUnavailable(f"{self._named}: exit {program.returncode}{said_so}")
        return printed
