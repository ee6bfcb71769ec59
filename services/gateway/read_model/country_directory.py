"""Who does what in a country: what its parties made public, of peer links, good practices and engagements, and nothing else (WM 1)."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.published_engagements import published_engagements
from services.gateway.read_model.reader import ItemReader, may_read, perhaps
from shared.modalities.access.actor import PUBLIC

MOST = 25
"""Of each kind, the newest."""


async def in_country(reader: ItemReader, kind: str, country: str) -> Sequence[Any]:
    """Items of a kind whose content names the country, of those that everybody may read, whoever asks."""
    content = PRESENT.columns.state["content"]
    here = {
        "link": content["countries"].contains(sa.cast([country], JSONB)),
        "practice": content["country"].astext == country,
    }[kind]
    query = sa.select(PRESENT.source).where(PRESENT.columns.kind == kind, here, perhaps(PUBLIC, kind, PRESENT))
    rows = await reader.rows(query.order_by(PRESENT.columns.begun_at.desc(), PRESENT.columns.id).limit(MOST + 1))
    return [row for row in rows if may_read(PUBLIC, row)]


async def engaged_in(reader: ItemReader, country: str) -> Sequence[Any]:
    """Engagements that all their parties published, in which its State is a party."""
    return await reader.rows(published_engagements({"party": country}).limit(MOST + 1))
