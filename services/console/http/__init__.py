"""The console over HTTP: its edge, the register of pages, signing in."""
