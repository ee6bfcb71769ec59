"""Every metric of the plumbing, declared once; served at /metrics."""

from prometheus_client import Counter, Gauge, Histogram

OUTBOX_PENDING = Gauge("acsg_outbox_pending", "Outbox rows not yet published")
OUTBOX_OLDEST_SECONDS = Gauge("acsg_outbox_oldest_seconds", "Age of the oldest outbox row not yet published")
OUTBOX_SET_ASIDE = Gauge("acsg_outbox_set_aside", "Outbox rows that the broker refused for good: they need a person")
RELAY_PUBLISHED = Counter("acsg_relay_published", "Events published and marked")
RELAY_FENCED = Counter("acsg_relay_fenced", "Marks refused because the slot had changed hands")
CURRENT_RESTORED = Counter("acsg_current_restored", "Newer states put back over an older one on a compacted topic")
CURRENT_LOST = Counter("acsg_current_lost", "Older states on a compacted topic whose newer one the outbox forgot")
CONSUMER_HANDLED = Counter("acsg_consumer_handled", "Events whose effect was committed", ["consumer"])
CONSUMER_REPEATED = Counter("acsg_consumer_repeated", "Events that came again and had no second effect", ["consumer"])
CONSUMER_LAG = Gauge("acsg_consumer_lag", "Events waiting on the assigned partitions", ["consumer"])
CONSUMER_PARTITIONS = Gauge(
    "acsg_consumer_partitions", "Partitions that this process reads; 0 in all processes: nobody reads", ["consumer"]
)
CONSUMER_RETRYING = Gauge(
    "acsg_consumer_retrying", "Events put off after a failure, and those parked behind", ["consumer"]
)
DEAD_LETTERS = Gauge("acsg_dead_letters", "Events that need a person", ["consumer"])
WRONG_ORIGIN = Counter("acsg_wrong_origin", "Events that spoke for a deployment that did not send them", ["consumer"])
BACKUP_AGE = Gauge("acsg_backup_age_seconds", "Age of the newest whole backup in ACSG_BACKUPS; infinite without one")
SPANS_SENT = Counter("acsg_spans_sent", "Spans that their receiver took")
SPANS_LOST = Counter("acsg_spans_lost", "Spans that were dropped because their receiver was away or refused them")
HTTP_SECONDS = Histogram("acsg_http_seconds", "Time to answer", ["method", "route", "status"])
_LABELS = ["integrator", "group", "topic"]
INTEGRATOR_LAG = Gauge("acsg_integrator_lag", "Records of a public topic that a group has not confirmed", _LABELS)
INTEGRATOR_LAG_SECONDS = Gauge("acsg_integrator_lag_seconds", "Age of the first of them", _LABELS)
