"""What machines write: answers, reports, lists, and how they are told from people."""
