"""Metrics of the read model's completeness, declared once; served at /metrics of the worker."""

from prometheus_client import Counter, Gauge, Histogram

GAPS_FOUND = Counter("acsg_gaps_found", "Ranges of numbers that were jumped over", ["region", "cause"])
GAPS_HEALED = Counter("acsg_gaps_healed", "Gaps that were closed", ["region", "how"])
GAPS_OPEN = Gauge("acsg_gaps_open", "Gaps that are open", ["region"])
EVENTS_MISSING = Gauge("acsg_events_missing", "Events in gaps that are open", ["region"])
PULLED = Counter("acsg_events_pulled", "Events asked of their owner and applied", ["region"])
TAKEN_OVER = Counter("acsg_states_taken_over", "States taken over from their owner", ["region"])
DIVERGENT = Counter("acsg_divergent_items", "Items that differed from their owner's", ["region", "what"])
MISCOUNTED = Counter("acsg_rollups_miscounted", "Roll-ups that were not the sums of what items add", ["region"])
COMPARED_SECONDS = Histogram("acsg_comparison_seconds", "Time of one comparison with an owner", ["region", "kind"])
VANISHED = Gauge("acsg_vanished_items", "States that their owner no longer has", ["region"])
REGION_AGE = Gauge("acsg_region_age_seconds", "How old what is known of a region is", ["region"])
CLOCK_OFF = Gauge("acsg_region_clock_off_seconds", "How far a region's clock is ahead of ours", ["region"])
AUDIT_BROKEN = Counter(
    "acsg_audit_broken", "Heads of an owner's audit that do not fit what was kept of it before", ["region", "what"]
)
