"""Who the complainant is, and how to reach him."""
