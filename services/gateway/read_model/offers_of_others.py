"""Versions and moments of offers as a reader sees them: what is reserved of them moves neither (WM 7, 11, 17).

An offer's parties and officers see each of its changes. For all others an offer changes when something changes that they
can see; so nothing that they list, order, narrow, page or export by tells when parties are consulted.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TIMESTAMP

from services.gateway.read_model.places import ReadFrom
from services.gateway.read_model.readable import readable
from shared.modalities.access.actions import READ_OFFER_WHOLE
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING


def as_seen_by(actor: Actor, when: ReadFrom) -> ReadFrom:
    """The same items with ``version`` and ``changed_at`` of offers as the actor sees them."""
    if decide(actor, READ_OFFER_WHOLE, ANYTHING).allowed:
        return when
    columns, state = when.columns, when.columns.state
    of_others = columns.kind == "offer"
    of_others = sa.and_(of_others, sa.not_(readable(actor, READ_OFFER_WHOLE, when)))
    stands = state["for_others"]
    number = sa.func.coalesce(stands["number"].astext, state["content_version"].astext)
    since = sa.func.coalesce(stands["since"].astext, state["confirmed_at"].astext)
    version = sa.case((of_others, sa.cast(number, sa.Integer)), else_=columns.version)
    changed = sa.case((of_others, sa.cast(since, TIMESTAMP(timezone=True))), else_=columns.changed_at)
    seen = {"version": version.label("version"), "changed_at": changed.label("changed_at")}
    rows = sa.select(*(seen.get(one.key, one) for one in columns)).select_from(when.source).subquery("items_seen")
    if when.moment is None:
        return ReadFrom(rows, rows.c, rows.c.roles, rows.c.shown_to, rows.c.serving)
    return ReadFrom(rows, rows.c, rows.c.roles_now, rows.c.shown_to_now, rows.c.serving_now, when.moment)
