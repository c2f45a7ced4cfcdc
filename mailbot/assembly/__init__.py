"""From the configuration to the parts of a process."""
