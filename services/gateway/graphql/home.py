"""Which deployment a command belongs to: that of the item it names, or of the party for which something new is said (WM 6).

One rule for every kind of thing: an item belongs to the deployment whose events told of it, and a collection that
``scopes`` holds may be acted on there. Of an item that the caller may not read nothing is known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway.graphql.context import Context
from services.gateway.read_model.views import facts, state_for
from shared.contracts.vocabulary import deployment_of_country
from shared.modalities.access.scopes import ACTING, BETWEEN


@dataclass(frozen=True)
class Home:
    """``region``: None for this deployment, and where nothing is known. ``scope``: what is done there.

    ``told``: the same deployment as far as the caller may know it.
    """

    region: str | None = None
    told: str | None = None
    scope: str | None = None


def collection_of(path: str) -> str | None:
    """The collection at the head of a path, if its things may be acted on from elsewhere."""
    name = path.split("/")[1]
    return name if ACTING + name in BETWEEN else None


async def home_of(context: Context, path: str, about: str | None = None) -> Home:
    """Of the item in a path, or of the one that something new is ``about``."""
    collection, parts = collection_of(path), path.split("/")
    named = about if about is not None else parts[2] if len(parts) > 2 else None
    if collection is None or named is None:
        return Home()
    actor = await context.actor()
    async with context.reading(actor) as reader:
        row = await reader.one(named)
    if row is None or (region := owner_of(row.region, row.state)) == context.settings.deployment:
        return Home()
    # Where it is from says which State asks: who may not know that is not told where it went either (WM 17).
    known = facts(row, state_for(actor, row)).region is not None
    return Home(region, region if known else None, ACTING + collection)


def owner_of(region: str, state: Mapping[str, Any]) -> str:
    """The deployment that owns an item of which one has told: itself, or the one that it handed it over to."""
    return str(state.get("handed_over_to") or region)


def lead_in(body: Any) -> Any:
    """For which party a new thing is said: its lead requester or offerer."""
    said: Mapping[str, Any] = body if isinstance(body, dict) else {}
    if isinstance(said.get("signal"), dict):
        return said["signal"].get("country")
    leads = next((said[name] for name in ("requesting_states", "offering_parties", "states") if name in said), None)
    return leads[0] if isinstance(leads, list) and leads else None


def leads_to(body: Any, on: date) -> str | None:
    """The deployment that serves the lead of a new thing."""
    lead = lead_in(body)
    if not isinstance(lead, str) or not lead.startswith("iso3166:"):
        return None
    return deployment_of_country(lead.removeprefix("iso3166:"), on)


def home_of_new_at_geneva(context: Context, owner: str, path: str, body: Any) -> Home:
    """Of a new thing at Geneva, where its owner runs too: Geneva's own takes what no deployment that runs serves (WM 2, 6)."""
    if context.settings.scope != "global" or path.count("/") > 1:
        return Home()
    found = home_of_new(context, path, body)
    return found if found.region is not None and context.owners.knows(found.region, owner) else Home()


def home_of_new(context: Context, path: str, body: Any) -> Home:
    """Of a new thing, where its owner does not run here: it is made where its lead is served."""
    collection, region = collection_of(path), leads_to(body, context.database.clock.now().date())
    if collection is None or region is None or region == context.settings.deployment:
        return Home(None, region)
    return Home(region, region, ACTING + collection)
