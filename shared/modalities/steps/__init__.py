"""Who owes which step by when: said once, for the worklist, for reminders and mails, and for the steps of an item.

``rules`` is pure: it reads a thing as ``things`` describes it, and the time limits; no clock, no settings, no database.
"""
