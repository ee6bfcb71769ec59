"""What is acted on, as far as the policy needs to know it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Resource:
    """``parties`` own it or stand in it by name; ``shown_to`` are audiences the requesting State agreed to (WM 17).

    ``serving`` are deployments other than its own whose offers are in it (WM 11).
    """

    region: str | None = None
    parties: frozenset[str] = field(default_factory=frozenset)
    shown_to: frozenset[str] = field(default_factory=frozenset)
    serving: frozenset[str] = field(default_factory=frozenset)


ANYTHING = Resource()
