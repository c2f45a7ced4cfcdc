"""VERB: servers ↔ rows, compared and nothing changed."""
