"""The golden corpus: one record of every event ever published, and what its schema promised; kept, never rewritten."""
