"""What WM 13 asks to come before a request."""
