"""What is looked at before a service starts: ``python -m services.<name> check``. The table of probes is in ``table``."""
