"""Where the content of documents is kept, and who looks at it before it is given out (WM 8)."""
