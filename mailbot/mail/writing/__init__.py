"""Letters of ours: their words, their final bytes, their envelope."""
