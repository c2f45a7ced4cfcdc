"""What is attached or enclosed, and its words."""
