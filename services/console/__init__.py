"""Pages for people (WM 6, 8): what waits for them, requests, offers and matches, in six languages, without a program."""
