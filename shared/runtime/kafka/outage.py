"""What a reader of the bus waits out rather than dies of: a broker or a database that is away."""

from aiokafka.errors import KafkaError

from shared.modalities.errors import Retryable
from shared.runtime.db.database import is_away


def is_outage(error: Exception) -> bool:
    """Whether an error passes by itself once broker and database answer again."""
    return is_away(error) or isinstance(error, KafkaError | Retryable)
