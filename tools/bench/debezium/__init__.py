"""Debezium's outbox router in Kafka Connect beside our relay: the same rows, one broker, in turn."""
