"""Steps that several tests take over the public interfaces."""

from typing import Any

from deploy.demo.client import Client, Refused
from tests.support.bodies import PACKAGES, offer_body, request_body
from tests.support.poll import until

SHOWN = ("title", "requesting_states", "lines", "languages")


async def request_in_line(client: Client, **changes: Any) -> dict[str, Any]:
    """A request found in line by an officer and shown to possible offerers."""
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", request_body(**changes))
    one = f"/support-requests/{made['request_id']}"
    await client.call("wca-officer", "POST", "intake", f"{one}/decision", {"in_line": True, "reason": "Complete"})
    consent = {"fields": SHOWN, "audiences": ["offerers"]}
    return await client.call("tcd-authority", "PUT", "intake", f"{one}/consent", consent)


async def ranked(client: Client, request_id: str, offer_id: str) -> dict[str, Any]:
    """The ranking of an open line, once matching knows the request, the State's agreement and the offer."""

    async def ask() -> dict[str, Any] | None:
        try:
            found = await client.call(
                "wca-officer", "GET", "matching", f"/support-requests/{request_id}/ranking?first=500"
            )
        except Refused:
            return None
        if found["solicitation"] != "agreed":
            return None
        line = next(iter(found["lines"]), None)
        return line if line and any(o["offer_id"] == offer_id for o in line["ranked"]) else None

    return await until(ask, "the ranking")


def proposal(request_id: str, offer_id: str) -> dict[str, Any]:
    """One whole package of the offer for the request's only line."""
    line = {"request_id": request_id, "request_line_id": "1", "offer_id": offer_id, "offer_line_id": "experts"}
    return {"lines": [line | {"quantity": PACKAGES, "covers": PACKAGES}], "reason": "Best in the ranking"}


async def listed(client: Client, actor: str = "fra-authority", **changes: Any) -> dict[str, Any]:
    """A standing offer, of France if nobody else lists it."""
    return await client.call(actor, "POST", "roster", "/support-offers", offer_body(**changes))


async def settled(client: Client, match_id: str) -> dict[str, Any]:
    """The match once owners answered."""

    async def ask() -> dict[str, Any] | None:
        found = await client.call("wca-officer", "GET", "matching", f"/matches/{match_id}")
        return found if found["status"] != "reserving" else None

    return await until(ask, "the owners' answers")
