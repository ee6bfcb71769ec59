"""The embedded local stack: real PostgreSQL and Kafka from packages, an issuer, a mail catcher, services."""
