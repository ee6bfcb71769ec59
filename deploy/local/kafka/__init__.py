"""A Kafka of our own: the locked jars, one broker that is its own controller, the fallback in memory."""
