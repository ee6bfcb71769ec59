"""A row of the policy's table, and how rows are written: a relation, roles, the actions they may do."""

from dataclasses import dataclass

from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Role
from shared.modalities.access.relations import Relation


@dataclass(frozen=True, slots=True)
class Rule:
    """These roles may do this when they stand in that relation to the thing."""

    action: Action
    roles: frozenset[Role]
    relation: Relation


STATE, OFFICE, BUREAU, GENEVA = Role.STATE_AUTHORITY, Role.COUNTRY_OFFICE, Role.BUREAU_OFFICER, Role.GENEVA_OFFICER
STAKEHOLDER, INTEGRATOR, PUBLIC, SERVICE = Role.STAKEHOLDER, Role.INTEGRATOR, Role.PUBLIC, Role.SERVICE
APPLICANT = Role.APPLICANT
EVERYONE = frozenset(Role)
PARTIES = (STATE, STAKEHOLDER)
KNOWN = (STATE, OFFICE, BUREAU, GENEVA, STAKEHOLDER, INTEGRATOR)


def rows(relation: Relation, roles: tuple[Role, ...], *actions: Action) -> list[Rule]:
    """A row for each action."""
    return [Rule(action, frozenset(roles), relation) for action in actions]
