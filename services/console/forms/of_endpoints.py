"""What pages of endpoints ask: where, what it hears of, how its calls are signed, which calls go out again (WM 3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.console.forms.questions import Part, Question
from shared.contracts.catalogue import public_types

Q = Question
ENDPOINT: tuple[Part, ...] = (
    Q("url", needed=True, called="endpoint_url"),
    Q("name", called="endpoint_name"),
    Q("event_types", "many", "endpoint_kind", needed=True, called="endpoint_kinds"),
    Q("signing", "choice", "signing", needed=True),
    Q("full_body", "flag"),
    Q("fifo", "flag"),
    Q("regions", "many", "deployments", called="endpoint_regions"),
    Q("functional_areas", "several", "functional_areas", called="endpoint_areas"),
)
PAUSE: tuple[Part, ...] = (Q("until", "date", needed=True, called="endpoint_until", bound="coming"),)
ENABLING: tuple[Part, ...] = (Q("replay_missed", "flag"),)
ROTATION: tuple[Part, ...] = (Q("overlap_h", "choice", "overlap", needed=True),)
REPLAY: tuple[Part, ...] = (
    Q("since", "date", called="endpoint_since", bound="past"),
    Q("until", "date", called="endpoint_before"),
    Q("delivered", "flag", called="endpoint_delivered"),
)
ALL: tuple[tuple[Part, ...], ...] = (ENDPOINT, PAUSE, ENABLING, ROTATION, REPLAY)
"""Every form here; their labels are words of the catalogue."""


def moment(day: str) -> str | None:
    """The beginning of a day in UTC, as endpoints count time; None for a day that was not said."""
    return f"{day}T00:00:00+00:00" if day.strip("-") else None


def registered(typed: Mapping[str, Any], types: list[str]) -> dict[str, Any]:
    """An endpoint as the mutation takes it; what was left empty is not said."""
    said = {name: typed.get(name) or None for name in ("signing", "regions", "functional_areas")}
    flags = {name: bool(typed.get(name)) for name in ("full_body", "fifo")}
    return said | flags | {"url": typed["url"], "called": typed.get("name") or None, "event_types": types}


def kinds() -> tuple[str, ...]:
    """What is told of in public: who hears that something is published hears that it is taken back."""
    return tuple(dict.fromkeys(kind_of(one) for one in public_types()))


def kind_of(wire_type: str) -> str:
    """``acsg.public.match-published`` -> ``match``."""
    return wire_type.rpartition(".")[2].rpartition("-")[0]


def types_of(chosen: Sequence[str]) -> list[str]:
    """Every event of the kinds that were chosen."""
    return [one for one in public_types() if kind_of(one) in chosen]
