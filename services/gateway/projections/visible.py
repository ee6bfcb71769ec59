"""What a read model keeps of other deployments: what the officers it serves may read, and nothing else (WM 6)."""

from shared.contracts.reduction.holding import may_hold
from shared.runtime.kafka.records import Decoded


def keeps(one: Decoded, deployment: str) -> bool:
    """Whether an event is kept: our own always, Geneva keeps all, a region what its officers may read."""
    return may_hold(one.event, one.envelope.region, deployment)
