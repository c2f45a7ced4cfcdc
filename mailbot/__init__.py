"""mailbot: the daemon for a UK financial firm's shared complaints mailbox."""

__version__ = "0.1.0"
