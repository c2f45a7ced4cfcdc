"""VERB: rows → courier, and what comes of it."""
