"""References, and numbers that nobody needs to see whole."""
