"""A message read: by a process of its own, within limits."""
