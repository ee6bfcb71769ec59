"""What one reader may be told of an item: decided by the one policy function, cut down to the consented view (WM 17).

A party of an item is told of it in full. Everyone else gets what the requesting State agreed to show, and only that: not
the reference, not the area, not the urgency, unless they are shown. A possible offerer in a match hears of its own offer.
What that is of each kind is declared with the kind.
"""

from services.notifications.domain.items import Group, Known
from services.notifications.domain.seen import Seen
from shared.modalities.access.actor import Actor, Role


def role_of(party: str) -> Role:
    """The role a party's own scheme gives it; an organisation has the least until it says more itself."""
    scheme, _, _ = party.partition(":")
    return {
        "iso3166": Role.STATE_AUTHORITY, "unhcr-office": Role.COUNTRY_OFFICE, "unhcr-bureau": Role.BUREAU_OFFICER,
        "unhcr": Role.GENEVA_OFFICER,
    }.get(scheme, Role.INTEGRATOR)  # fmt: skip


def reader(party: str, role: Role | None = None) -> Actor:
    """A party as the policy sees it when it is written to."""
    scheme, _, name = party.partition(":")
    region = name if scheme == "unhcr-bureau" else ("geneva" if scheme == "unhcr" else None)
    return Actor("mail", role or role_of(party), party, region)


def seen(known: Known, who: Actor, group: Group) -> Seen | None:
    """The item as the reader may see it; None when it may not know of it. ``group`` holds what belongs to the item."""
    return known.body.seen(known, who, group)
