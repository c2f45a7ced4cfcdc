"""What a decision becomes: a case, its deadlines, its letters, what lies before people."""
