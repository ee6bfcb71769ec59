"""The policy's rows for a reader as a condition on rows: exactly those that ``decide`` allows, at the present.

The only place that writes the policy in SQL.
"""

from collections.abc import Iterable, Mapping
from functools import cache

import sqlalchemy as sa

from services.gateway.kinds import KINDS
from services.gateway.read_model.places import ReadFrom
from services.gateway.read_model.step_tables import KEY, item_word, step, step_role
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import ANYBODY, reading
from shared.modalities.access.policy import RULES, relations_of
from shared.modalities.access.relations import (
    CountryStandsAs,
    Relation,
    StandsAs,
    anyone,
    in_its_audience,
    own_region,
    serving,
    shown_to_public,
)
from shared.modalities.access.resource import role_word
from shared.runtime.db.audience import in_audience

READ: Mapping[str, Action] = {kind.name: kind.read for kind in KINDS}
"""Kind of item -> what one must be allowed to do to read it."""


def readable(actor: Actor, action: Action, when: ReadFrom) -> sa.ColumnElement[bool]:
    """Rows to which the actor may do this."""
    acting, relations = relations_of(actor, action)
    if anyone in relations:
        return sa.true()
    return sa.or_(sa.false(), *(_holds(relation, acting, when) for relation in relations))


def reachable(actor: Actor, when: ReadFrom, *actions: Action) -> sa.ColumnElement[bool]:
    """The same rows for any of these actions, found by the words that give them to the actor where it reads by nothing else:
    what it may not read is not looked at. Who reads a whole region or all there is goes through them in their order.
    """
    given = [relations_of(actor, action) for action in actions]
    if any(one in relations for _, relations in given for one in (anyone, own_region, serving)):
        return sa.or_(*(readable(actor, action, when) for action in actions))
    words = sorted({word for acting, relations in given for word in _words(acting, relations)})
    if not words:
        return sa.false()
    theirs = (item_word.c.region, item_word.c.kind, item_word.c.id)
    key = sa.tuple_(when.columns.region, when.columns.kind, when.columns.id)
    found = key.in_(sa.select(*theirs).where(item_word.c.word.in_(words)))
    if all(in_its_audience not in relations for _, relations in given):
        return found
    # A word opens an item to its reader; whether another one shuts that reader out again stands in the item.
    return sa.and_(found, sa.or_(*(readable(actor, action, when) for action in actions)))


def _words(actor: Actor, relations: Iterable[Relation]) -> set[str]:
    """By which words of ``item_word`` these relations hold."""
    words: set[str] = set()
    for relation in relations:
        if isinstance(relation, StandsAs | CountryStandsAs):
            party = relation.party(actor)
            words |= {role_word(role, party) for role in relation.roles} if party is not None else set()
        else:
            assert relation in {in_its_audience, shown_to_public}, f"no words for the relation {relation}"
            as_reader = reading(actor.party) if relation is in_its_audience else ANYBODY
            words |= {f"shown={audience}" for audience in as_reader.open}
    return words


@cache
def reading_roles() -> tuple[str, ...]:
    """Roles in which somebody reads a thing: those of the policy's rows for reading."""
    reading = {*READ.values(), a.READ_SHOWN_REQUEST}
    standing = (rule.relation for rule in RULES if rule.action in reading)
    return tuple(
        sorted({r.value for one in standing if isinstance(one, StandsAs | CountryStandsAs) for r in one.roles})
    )


def _holds(relation: Relation, actor: Actor, when: ReadFrom) -> sa.ColumnElement[bool]:
    if isinstance(relation, StandsAs | CountryStandsAs):
        party = relation.party(actor)
        words = [role_word(role, party) for role in relation.roles] if party is not None else []
        return sa.and_(sa.true(), when.roles.overlap(words)) if words else sa.false()
    if relation is own_region:
        return sa.false() if actor.region is None else when.columns.region == actor.region
    if relation is serving:
        return sa.false() if actor.region is None else sa.and_(sa.true(), when.serving.contains([actor.region]))
    if relation is in_its_audience:
        return in_audience(when.shown_to, reading(actor.party))
    assert relation is shown_to_public, f"no condition for the relation {relation}"
    return in_audience(when.shown_to, ANYBODY)


OF_STEPS: Mapping[str, Action] = {kind.name: kind.know_steps for kind in KINDS if kind.know_steps is not None}
"""What one must be allowed to do to a thing to know who owes what of it."""
OF_OWN_WORD: Mapping[str, tuple[Action, tuple[str, ...]]] = {
    kind.name: kind.own_word for kind in KINDS if kind.own_word is not None
}
"""The same to know that one's own word is awaited, and by which steps."""
PLACE_IS_HIDDEN = frozenset(kind.name for kind in KINDS if kind.place_is_hidden)
"""Kinds of which who knows of its own steps alone is not told where the thing is from."""
_THEIR_KEY = tuple(step_role.c[name] for name in KEY)
_STEP_KEY = sa.tuple_(*(step.c[name] for name in KEY))


def steps_readable(actor: Actor) -> sa.ColumnElement[bool]:
    """Steps that the actor may know of: of whole regions, or found by the words of things in which it stands. Nobody knows of
    one because its thing is shown to many.
    """
    ways: list[sa.ColumnElement[bool]] = []
    theirs: list[sa.ColumnElement[bool]] = []
    words: set[str] = set()
    for kind, action in OF_STEPS.items():
        acting, relations = relations_of(actor, action)
        ways += [way for relation in relations if (way := _way(kind, relation, acting)) is not None]
        if standing := _standing(acting, relations):
            words |= standing
            theirs.append(sa.and_(step_role.c.kind == kind, step_role.c.word.in_(sorted(standing))))
    for kind, (action, codes) in OF_OWN_WORD.items():
        acting, relations = relations_of(actor, action)
        if acting.party is not None and _standing(acting, relations):
            words.add(own := f"owes={acting.party}")
            theirs.append(sa.and_(step_role.c.kind == kind, step_role.c.code.in_(codes), step_role.c.word == own))
    if theirs:
        of_them = sa.select(*_THEIR_KEY).where(step_role.c.word.in_(sorted(words)), sa.or_(*theirs))
        ways.append(_STEP_KEY.in_(of_them))
    return ways[0] if len(ways) == 1 else sa.or_(sa.false(), *ways)


def _way(kind: str, relation: Relation, actor: Actor) -> sa.ColumnElement[bool] | None:
    """Steps of a kind that a relation gives whole, or by the deployment that the actor serves."""
    mine = step.c.kind == kind
    if relation is anyone:
        return mine
    if actor.region is None:
        return None
    if relation is own_region:
        return sa.and_(mine, step.c.region == actor.region)
    return sa.and_(mine, step.c.serving.contains([actor.region])) if relation is serving else None


def _standing(actor: Actor, relations: Iterable[Relation]) -> set[str]:
    """The words of roles in which one must stand."""
    return _words(actor, [one for one in relations if isinstance(one, StandsAs | CountryStandsAs)])


def owed_by(party: str) -> sa.ColumnElement[bool]:
    """Steps that a party owes."""
    return _STEP_KEY.in_(sa.select(*_THEIR_KEY).where(step_role.c.word == f"owes={party}"))
