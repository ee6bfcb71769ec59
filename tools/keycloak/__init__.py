"""Keycloak itself, for ``make conformance``: fetched once from Maven, held against its checksum, started on this machine."""
