"""Who hears that a request may be answered by an offer of theirs, once for each version and offer (WM 18). Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.contracts.shapes.fitting import MOST_OFFERS, FittingRequestState, HintedOffer
from shared.contracts.shapes.support_request import SupportRequestState


@dataclass(frozen=True)
class Heard:
    """What was told so far: the state, its version, and the offers whose parties heard of this version of the request."""

    state: FittingRequestState
    version: int
    offers: frozenset[str]

    def of_version(self, content_version: int) -> frozenset[str]:
        """Offers whose parties heard of a version."""
        return self.offers if self.state.content_version == content_version else frozenset()


def told(
    before: Heard | None, request: SupportRequestState, version: int, fields: Mapping[str, Any], found: Sequence[HintedOffer],
    fitting_id: str,
) -> tuple[FittingRequestState, tuple[str, ...]]:  # fmt: skip
    """The state with the offers that fit now, the best of them, and those of them whose parties have not heard of this version."""
    heard: Collection[str] = before.of_version(request.content_version) if before is not None else ()
    # Who heard stands first, so that nobody is pushed out by who fits better today.
    kept = sorted(found, key=lambda one: one.offer_id not in heard)[:MOST_OFFERS]
    regions = {one.region for one in kept if one.region is not None} | set(before.state.regions if before else ())
    state = FittingRequestState(
        fitting_id=before.state.fitting_id if before is not None else fitting_id, request_id=request.request_id,
        region=request.region, content_version=request.content_version, request_version=version, shown=dict(fields), offers=tuple(kept),
        regions=tuple(sorted(regions)),
    )  # fmt: skip
    return state, tuple(one.offer_id for one in kept if one.offer_id not in heard)


def same(before: FittingRequestState, after: FittingRequestState) -> bool:
    """Whether nobody reads anything else than before."""
    return before.model_copy(update={"request_version": after.request_version}) == after


def recalled(state: FittingRequestState, version: int) -> FittingRequestState:
    """Nothing of the request stands in it any more."""
    return state.model_copy(update={"status": "recalled", "shown": {}, "offers": (), "request_version": version})
