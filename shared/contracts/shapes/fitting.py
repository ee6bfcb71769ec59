"""A request that is shown, and the proactive offers that may answer it: a hint that a machine works out (WM 18)."""

from typing import Any, Literal

from pydantic import Field

from shared.contracts.classification import fields_of
from shared.contracts.event import Shape
from shared.contracts.shapes.values import PartyId

MOST_OFFERS = 500
"""Offers whose parties hear of one version of a request: those that fit best."""


class HintedOffer(Shape):
    """A proactive offer that the ranking does not exclude. ``region``: the deployment that tells its party, if it is another."""

    offer_id: str
    reference: str
    party: PartyId
    region: str | None = None


class FittingRequestState(Shape):
    """Whose offers may answer a request that is shown to them now. ``shown``: the agreed fields, none once it is shown no more.

    ``regions``: other deployments that ever told a party of it; they hear of its end too.
    """

    fitting_id: str
    request_id: str
    region: str
    content_version: int
    request_version: int = Field(description="Of the event of the request that said what is shown, and to whom")
    status: Literal["told", "recalled"] = "told"
    shown: dict[str, Any] = fields_of("RequestContent")
    offers: tuple[HintedOffer, ...] = Field(default=(), description="Whose parties heard of it, and may see it now")
    regions: tuple[str, ...] = ()

    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(self.regions) - {self.region}
