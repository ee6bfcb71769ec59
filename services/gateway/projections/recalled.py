"""Once a call for offers is recalled, nothing that it showed is left in any state that is kept of it (WM 17)."""

from collections.abc import Iterable

import orjson
import sqlalchemy as sa

from shared.runtime.db.unit_of_work import UnitOfWork

_ERASE = sa.text("""
update item_version v set state = v.state || '{"shown": {}, "message": null, "line_ids": []}', areas = '{}'
from jsonb_to_recordset(cast(:keys as jsonb)) as g(region text, kind text, id text)
join item i on (i.region, i.kind, i.id) = (g.region, g.kind, g.id)
where i.state ->> 'status' = 'recalled' and (v.region, v.kind, v.id) = (i.region, i.kind, i.id)
    and (v.state -> 'shown' <> '{}' or v.state -> 'message' <> 'null')""")


async def erase_recalled(uow: UnitOfWork, changed: Iterable[tuple[str, str, str]]) -> None:
    """Also from an older state that arrives after the recall."""
    keys = [
        {"region": region, "kind": kind, "id": id_} for region, kind, id_ in sorted(changed) if kind == "solicitation"
    ]
    if keys:
        await uow.connection.execute(_ERASE, {"keys": orjson.dumps(keys).decode()})
