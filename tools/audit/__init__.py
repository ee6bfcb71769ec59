"""Which known vulnerabilities the locked packages have, by the maintained auditor of Python's packaging authority."""
