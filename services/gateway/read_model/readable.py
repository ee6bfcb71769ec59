"""The policy's rows for a reader as a condition on rows: exactly those that ``decide`` allows, at the present.

The only place that writes the policy in SQL.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from services.gateway.read_model.places import At
from services.gateway.read_model.step_tables import KEY, step, step_role
from shared.modalities.access import actions as a
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


OF_STEPS: Mapping[str, Action] = {
    "request": a.READ_ASSESSMENT,
    "offer": a.READ_OFFER_WHOLE,
    "match": a.READ_MATCH,
    "meeting": a.READ_MEETING,
    "delivery": a.READ_DELIVERY,
}
"""What one must be allowed to do to a thing to know who owes what of it."""
NAMING = "naming"
OF_OWN_WORD: Mapping[str, Action] = {"request": a.READ_REQUEST, "offer": a.READ_OFFER}
"""The same to know that one's own word is awaited."""
_THEIR_KEY = tuple(step_role.c[name] for name in KEY)
_STEP_KEY = sa.tuple_(*(step.c[name] for name in KEY))


def steps_readable(actor: Actor) -> sa.ColumnElement[bool]:
    """Steps that the actor may know of. Nobody knows of one because its thing is shown to many."""
    own = sa.and_(step.c.code == NAMING, owed_by(actor.party)) if actor.party is not None else sa.false()
    return sa.or_(_steps_of(actor, OF_STEPS), sa.and_(own, _steps_of(actor, OF_OWN_WORD)))


def _steps_of(actor: Actor, actions: Mapping[str, Action]) -> sa.ColumnElement[bool]:
    ways: list[sa.ColumnElement[bool]] = []
    words: dict[str, list[str]] = {}
    for kind, action in actions.items():
        acting, relations = relations_of(actor, action)
        mine = step.c.kind == kind
        for relation in relations:
            if relation is anyone:
                ways.append(mine)
            elif relation is own_region and acting.region is not None:
                ways.append(sa.and_(mine, step.c.region == acting.region))
            elif relation is serving and acting.region is not None:
                ways.append(sa.and_(mine, step.c.serving.contains([acting.region])))
            elif isinstance(relation, StandsAs | CountryStandsAs) and (party := relation.party(acting)) is not None:
                words.setdefault(kind, []).extend(role_word(role, party) for role in relation.roles)
    return sa.or_(sa.false(), *ways, *_standing_in(words))


def _standing_in(words: Mapping[str, list[str]]) -> list[sa.ColumnElement[bool]]:
    """Steps of things in which somebody stands, found by these words, each of things of one kind."""
    if not words:
        return []
    every = sorted({word for some in words.values() for word in some})
    by_kind = (sa.and_(step_role.c.kind == kind, step_role.c.word.in_(some)) for kind, some in sorted(words.items()))
    return [_STEP_KEY.in_(sa.select(*_THEIR_KEY).where(step_role.c.word.in_(every), sa.or_(*by_kind)))]


def owed_by(party: str) -> sa.ColumnElement[bool]:
    """Steps that a party owes."""
    return _STEP_KEY.in_(sa.select(*_THEIR_KEY).where(step_role.c.word == f"owes={party}"))
