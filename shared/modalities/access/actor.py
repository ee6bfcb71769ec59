"""Who acts. Built from a verified token; nothing else makes one."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of the mechanism (WM 2, 3, 6, 8). A service reads for a deployment and decides nothing. An applicant speaks for nobody
    yet: it asks that its organisation be registered, and does nothing else.
    """

    STATE_AUTHORITY = "state_authority"
    COUNTRY_OFFICE = "country_office"
    BUREAU_OFFICER = "bureau_officer"
    GENEVA_OFFICER = "geneva_officer"
    STAKEHOLDER = "stakeholder"
    INTEGRATOR = "integrator"
    APPLICANT = "applicant"
    SERVICE = "service"
    PUBLIC = "public"


OFFICERS = frozenset({Role.BUREAU_OFFICER, Role.GENEVA_OFFICER})
"""The Secretariat's: those of a bureau work on what is its deployment's, those of Geneva on all (WM 6)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or program: ``party`` is who it speaks for, ``region`` the deployment an officer serves.

    ``scopes`` narrow what a program's token may do; None for who logged in. ``via``: the program of another deployment that
    sent it here for this person, by a token that was exchanged (ADR 11).
    """

    subject: str
    role: Role
    party: str | None = None
    region: str | None = None
    language: str = "en"
    scopes: frozenset[str] | None = None
    via: str | None = None


PUBLIC = Actor("public", Role.PUBLIC)


APPLICANT = "applicant:"
"""How begins what an applicant stands for in its own application: no party, and nobody's name."""

SECRETARIAT = "unhcr:secretariat"
OFFICERS_UNPLACED = "unhcr:officers"
"""Officers of the Secretariat to a reader who is not told of which deployment (WM 17)."""


def officers_of(deployment: str) -> str:
    """The party of a deployment's officers (WM 6)."""
    return SECRETARIAT if deployment == "geneva" else f"unhcr-bureau:{deployment}"


def officers(deployment: str) -> Actor:
    """Those whom a deployment serves first: its services keep of others' things what these may see (WM 6)."""
    role = Role.GENEVA_OFFICER if deployment == "geneva" else Role.BUREAU_OFFICER
    return Actor("officers", role, officers_of(deployment), deployment)
