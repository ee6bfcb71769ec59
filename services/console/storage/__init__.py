"""Sessions, sign-ins, drafts and parked forms in the console's own database."""
