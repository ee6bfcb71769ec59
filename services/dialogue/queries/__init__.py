"""What readers ask of dialogue."""
