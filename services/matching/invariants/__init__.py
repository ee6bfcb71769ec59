"""What must hold before something is done; each raises a named error with its paragraph."""
