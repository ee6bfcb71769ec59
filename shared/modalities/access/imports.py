"""Rosters that are taken in, as the policy sees them (WM 7, 18)."""

from shared.modalities.access.resource import PartyRole, Resource, in_roles


def roster_import(region: str | None, owner: str) -> Resource:
    """An existing roster that is taken in: whose it is, a party or a deployment's officers (WM 7)."""
    return Resource(region, in_roles({PartyRole.OWNER: [owner]}))


def imported(region: str | None, owner: str, party: str | None, standing: str) -> Resource:
    """A row of one. The party that it names is asked once it is proposed, and offers once it said so itself; before and
    otherwise it stands in it for nothing (WM 18).
    """
    named = [party] if party is not None else []
    asked, offers = (named if standing == one else [] for one in ("proposed", "listed"))
    roles = {PartyRole.OWNER: [owner], PartyRole.INVITED_OFFERER: asked, PartyRole.OFFERER: offers}
    return Resource(region, in_roles(roles))
