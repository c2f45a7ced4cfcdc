"""Signs of vulnerability, for a person to judge."""
