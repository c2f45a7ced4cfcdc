"""VERB: mailbox → rows."""
