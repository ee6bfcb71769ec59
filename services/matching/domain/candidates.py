"""Who may be asked for offers, and why one would: advice for the officer who chooses (WM 11, 17). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.matching.domain.worked import Worked
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.audience import Audience


@dataclass
class PossibleOfferer:
    """A party to whom the request is opened. ``score``: of its best offer, from 0 to 1; ``offers``: identifier, reference and line.

    ``named``: the States named it when they agreed; ``not_now_until``: it said so, and may be asked after that day;
    ``calls``: of this request, in which it was asked already.
    """

    party: str
    score: float | None = None
    offers: list[dict[str, Any]] = field(default_factory=list)
    worked: list[Worked] = field(default_factory=list)
    named: bool = False
    not_now_until: date | None = None
    without_address: bool = False
    calls: list[str] = field(default_factory=list)

    @property
    def place(self) -> tuple[float, int, str]:
        """Where it stands in the list: by its best offer, then by earlier work, then by name."""
        return (-(self.score or 0.0), -sum(one.times for one in self.worked), self.party)


def may_offer(party: str, request: SupportRequestState, audience: Audience) -> bool:
    """Whether a party could be asked: it neither asks itself nor is of UNHCR, and the request is opened to it."""
    asks = party in request.content.requesting_states
    return not asks and not party.startswith("unhcr") and audience.admits(party)


def candidates(
    request: SupportRequestState,
    ranking: Iterable[Mapping[str, Any]],
    worked: Iterable[Worked],
    calls: Iterable[Solicitation],
) -> list[PossibleOfferer]:
    """Parties that offer what is open, worked with the States before, were named by them, or were asked; the best first."""
    audience = Audience.of(request.shown) if request.shown is not None else Audience()
    found: dict[str, PossibleOfferer] = {}

    def of(party: str) -> PossibleOfferer | None:
        if not may_offer(party, request, audience):
            return None
        return found.setdefault(party, PossibleOfferer(party))

    for line in ranking:
        for one in line["ranked"]:
            for party in one["offering_parties"]:
                if (candidate := of(party)) is not None:
                    candidate.score = max(candidate.score or 0.0, one["score"])
                    said = {name: one[name] for name in ("offer_id", "reference", "score")}
                    candidate.offers.append(said | {"line_id": line["line_id"]})
    for before in worked:
        if (candidate := of(before.party)) is not None:
            candidate.worked.append(before)
    for party in sorted(audience.parties):
        if (candidate := of(party)) is not None:
            candidate.named = True
    for call in calls:
        for asked in call.everyone():
            if (candidate := of(asked.party)) is not None:
                candidate.calls.append(call.solicitation_id)
    return sorted(found.values(), key=lambda one: one.place)


def marked(
    those: Sequence[PossibleOfferer], rests: Mapping[str, date], without_address: Iterable[str]
) -> Sequence[PossibleOfferer]:
    """The same, with who said "not now" and whom no message reaches."""
    away = frozenset(without_address)
    for one in those:
        one.not_now_until = rests.get(one.party)
        one.without_address = one.party in away
    return those
