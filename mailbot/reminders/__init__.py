"""VERB: clock → rows."""
