"""Whether it works: what is seen from outside of a running mailbot, and who is told when it does not."""
