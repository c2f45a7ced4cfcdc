"""VERB: what people do about what lies before them."""
