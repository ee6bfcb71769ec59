"""The policy's rows for a reader as a condition on rows: exactly those that ``decide`` allows, at the present."""

import sqlalchemy as sa

from services.gateway.read_model.places import At
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import (
    CountryStandsAs,
    Relation,
    StandsAs,
    anyone,
    own_region,
    relations_of,
    serving,
    shown_to_offerers,
    shown_to_public,
)
from shared.modalities.access.resource import role_word


def readable(actor: Actor, action: Action, when: At) -> sa.ColumnElement[bool]:
    """Rows to which the actor may do this."""
    acting, relations = relations_of(actor, action)
    if anyone in relations:
        return sa.true()
    return sa.or_(sa.false(), *(_holds(relation, acting, when) for relation in relations))


def _holds(relation: Relation, actor: Actor, when: At) -> sa.ColumnElement[bool]:
    if isinstance(relation, StandsAs | CountryStandsAs):
        party = relation.party(actor)
        words = [role_word(role, party) for role in relation.roles] if party is not None else []
        return sa.and_(sa.true(), when.roles.overlap(words)) if words else sa.false()
    if relation is own_region:
        return sa.false() if actor.region is None else when.columns.region == actor.region
    if relation is serving:
        return sa.false() if actor.region is None else sa.and_(sa.true(), when.serving.contains([actor.region]))
    if relation is shown_to_offerers:
        return sa.and_(sa.true(), when.shown_to.overlap(["offerers", "public"]))
    assert relation is shown_to_public, f"no condition for the relation {relation}"
    return sa.and_(sa.true(), when.shown_to.contains(["public"]))
