"""PostgreSQL: unit of work, outbox, inbox, idempotency, audit."""
