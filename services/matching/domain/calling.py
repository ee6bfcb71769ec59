"""What a call for offers shows, and how those stand that it asks (WM 2, 17). Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shared.contracts.shapes.call import Approached, Balance, Solicitation
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.vocabulary import bureau_of
from shared.modalities.access.audience import Audience

FEW, ONE_SIDED = 3, 2 / 3
"""Of fewer States than this no balance is said; more than this share in one region is one-sided."""


def fields_for(shown: Mapping[str, Any], line_ids: Sequence[str]) -> dict[str, Any]:
    """The agreed fields, of the lines those that are asked for."""
    fields = dict(shown)
    if line_ids and "lines" in fields:
        fields["lines"] = [line for line in fields["lines"] if line["line_id"] in line_ids]
    return fields


def asked(
    approached: Sequence[str], serving: Callable[[str], str | None], reachable: Callable[[str], bool], now: datetime
) -> tuple[Approached, ...]:
    """What is known of each party when it is asked: one without an address is said so at once (WM 6)."""
    return tuple(
        Approached(party=party, region=serving(party))
        if reachable(party)
        else Approached(party=party, region=serving(party), reach="unreachable", reach_at=now)
        for party in approached
    )


def balance_of(approached: Sequence[str], today: date) -> Balance:
    """How the States that are asked stand by region: advice, nothing follows from it (WM 2)."""
    bureaux = [bureau_of(party.removeprefix("iso3166:"), today) for party in approached if party.startswith("iso3166:")]
    regions = Counter(sorted(one for one in bureaux if one is not None))
    count = sum(regions.values())
    if count < FEW:
        return Balance(outcome="too_few", regions=dict(regions))
    one_sided = max(regions.values()) / count > ONE_SIDED
    return Balance(outcome="one_sided" if one_sided else "balanced", regions=dict(regions))


def beyond_agreement(call: Solicitation, request: SupportRequestState) -> bool:
    """Whether it shows more, or to others, than the States agree to now (WM 17)."""
    if request.shown is None or not all(map(Audience.of(request.shown).admits, call.approached)):
        return True
    return not set(call.shown) <= set(request.shown.fields)
