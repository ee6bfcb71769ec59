"""Keeps by which words an item is read beside it, so that a reader's list is found by them (WM 17)."""

from collections.abc import Iterable

import orjson
import sqlalchemy as sa

from services.gateway.read_model.readable import reading_roles
from shared.runtime.db.unit_of_work import UnitOfWork

_KEEP = sa.text("""
with given as materialized (
    select * from jsonb_to_recordset(cast(:keys as jsonb)) as g(region text, kind text, id text)
), stands as materialized (
    select distinct i.region, i.kind, i.id, word
    from given g join item i on (i.region, i.kind, i.id) = (g.region, g.kind, g.id),
        unnest(i.roles || array(select 'shown=' || one from unnest(i.shown_to) as one)) as word
    where split_part(word, '=', 1) = any(cast(:roles as text[]))
), gone as (
    delete from item_word w using given g
    where (w.region, w.kind, w.id) = (g.region, g.kind, g.id) and not exists (
        select from stands s where (s.region, s.kind, s.id, s.word) = (w.region, w.kind, w.id, w.word))
)
insert into item_word (word, kind, region, id) select word, kind, region, id from stands on conflict do nothing""")


async def keep_words(uow: UnitOfWork, changed: Iterable[tuple[str, str, str]]) -> None:
    """Makes the words of these items (region, kind, id) what their roles and audiences say."""
    keys = [{"region": region, "kind": kind, "id": id_} for region, kind, id_ in sorted(set(changed))]
    if keys:
        given = {"keys": orjson.dumps(keys).decode(), "roles": ["shown", *reading_roles()]}
        await uow.connection.execute(_KEEP, given)
