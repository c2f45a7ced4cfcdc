"""What handlers do with a case: one function each, behind the command line and whatever else they act by."""
