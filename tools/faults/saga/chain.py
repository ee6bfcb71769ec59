"""Asked, reserved, committed, delivered, given back: what must add up at every moment, and once all has arrived (WM 11, 16).

What an engagement says of its lines is the truth; offer and need may be behind it, and never before it.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import asyncpg
import orjson

from services.matching.domain.worked import how_it_ended
from shared.contracts.shapes.engagement import EngagementState
from tools.faults.saga.regions import Region
from tools.faults.saga.schedule import Schedule

ZERO = Decimal(0)
AMOUNTS = ("committed", "agreed", "reported", "delivered", "released")
OVER = ("fulfilled", "ended_early", "withdrawn", "closed_unfulfilled")
Line = Mapping[str, Any]


async def fetch(one: Region, service: str, query: str) -> list[asyncpg.Record]:
    """Rows of a service's own tables."""
    return list(await one.relays[service].fetch(query))


async def engagements(run: Schedule) -> list[tuple[Region, dict[str, Any]]]:
    """Every engagement with the deployment that owns it."""
    query, found = "select state from engagement order by engagement_id", []
    for here in run.regions.values():
        if "delivery" in here.services:
            found += [(here, orjson.loads(row["state"])) for row in await fetch(here, "delivery", query)]
    return found


async def engaged_lines(run: Schedule) -> list[Line]:
    """Their lines, with match, stage and amounts as numbers."""
    return [
        {**line, "match_id": state["match_id"], "stage": state["stage"], "signed": state["stage"] != "under_discussion"}
        | {name: Decimal(line[name]) for one in AMOUNTS for name in (one, f"{one}_covers")}
        for _, state in await engagements(run)
        for line in state["lines"]
    ]


async def chain(run: Schedule, *, settled: bool = False) -> list[str]:
    """Every place where it does not add up. ``settled``: all has arrived, so owners have taken what was released."""
    if not any("delivery" in here.services for here in run.regions.values()):
        return []
    lines = await engaged_lines(run)
    faults = [fault for line in lines for fault in _of_line(line)]
    for here in run.regions.values():
        faults += await _of_offers(here, lines, settled=settled)
        faults += await _of_needs(here, lines, settled=settled)
    return faults + (await _of_earlier_work(run) if settled else [])


def _of_line(line: Line) -> list[str]:
    found = []
    for of in ("", "_covers"):
        committed, agreed, reported, delivered, released = (line[f"{name}{of}"] for name in AMOUNTS)
        kept = delivered + reported
        holds = ZERO <= released <= committed and kept <= agreed <= committed and kept + released <= committed
        if line["stage"] in OVER:
            holds = holds and kept + released == committed
        elif line["signed"]:
            holds = holds and agreed + released == committed
        if not holds:
            found.append(f"{line['match_id']}: {line['stage']}, {of or 'gives'} {committed} {agreed} {kept} {released}")
    return found


async def _of_offers(here: Region, lines: list[Line], *, settled: bool) -> list[str]:
    """Capacity given back is what was released, once; what stays promised is at least what was delivered."""
    found: list[str] = []
    released, kept = defaultdict[Any, Decimal](Decimal), defaultdict[Any, Decimal](Decimal)
    for line in lines:
        released[line["match_id"], line["offer_id"], line["offer_line_id"]] += line["released"]
        kept[line["offer_id"], line["offer_line_id"]] += line["delivered"] + line["reported"]
    query = "select match_id, offer_id, status, given_back, lines from reservation"
    for row in await fetch(here, "roster", query):
        back = orjson.loads(row["given_back"])
        for one in orjson.loads(row["lines"]):
            name = (row["match_id"], row["offer_id"], one["line_id"])
            given = Decimal(back.get(one["line_id"], 0))
            if given > released[name] or (settled and row["status"] == "committed" and given != released[name]):
                found.append(f"{name}: {given} of an offer given back, {released[name]} released")
    for row in await fetch(
        here, "roster", "select offer_id::text, line_id, reserved + committed as promised from line_capacity"
    ):
        if row["promised"] < kept[row["offer_id"], row["line_id"]]:
            found.append(f"{row['offer_id']}: less is promised than was delivered")
    return found


_NEEDS = """select n.request_id, n.line_id, n.asked, n.reserved, n.committed,
    coalesce(sum(m.amount) filter (where m.status in ('reserving', 'reserved')), 0) as held,
    coalesce(sum(m.amount) filter (where m.status = 'confirmed'), 0)
    - coalesce((select sum(amount) from given_back g where g.request_id = n.request_id and g.line_id = n.line_id), 0) as done
    from need_line n left join (select status, l->>'request_id' as request_id, l->>'request_line_id' as line_id,
        (l->'covers'->>'amount')::numeric as amount from match, jsonb_array_elements(state->'lines') l) m using (request_id, line_id)
    group by n.request_id, n.line_id"""


async def _of_needs(here: Region, lines: list[Line], *, settled: bool) -> list[str]:
    """A need is open again by what was released, once; what stays covered is at least what was delivered."""
    found: list[str] = []
    released, kept = defaultdict[Any, Decimal](Decimal), defaultdict[Any, Decimal](Decimal)
    for line in lines:
        released[line["match_id"], line["request_id"], line["request_line_id"]] += line["released_covers"]
        kept[line["request_id"], line["request_line_id"]] += line["delivered_covers"] + line["reported_covers"]
    for row in await fetch(here, "matching", _NEEDS):
        name = (row["request_id"], row["line_id"])
        if (row["reserved"], row["committed"]) != (row["held"], row["done"]):
            found.append(
                f"{name}: a need counts {row['committed']}, its matches less what was given back {row['done']}"
            )
        if not row["asked"] >= row["reserved"] + row["committed"] >= row["committed"] >= kept[name]:
            found.append(f"{name}: more is covered than was asked, or delivered than is covered")
    query = "select match_id, request_id, line_id, amount from given_back"
    given = {tuple(row)[:3]: row["amount"] for row in await fetch(here, "matching", query)}
    found += [f"{name}: {amount} of a need opened, {released[name]} released" for name, amount in given.items()
              if amount > released[name]]  # fmt: skip
    if settled:
        mine = {row["match_id"] for row in await fetch(here, "matching", "select match_id from match")}
        found += [f"{name}: {amount} released, and the need never opened" for name, amount in released.items()
                  if name[0] in mine and amount != given.get(name, ZERO)]  # fmt: skip
    return found


async def _of_earlier_work(run: Schedule) -> list[str]:
    """The ranking knows how every engagement of its deployment stands."""
    found = []
    for here, state in await engagements(run):
        query = f"select distinct ended from worked_together where about = '{state['match_id']}'"  # noqa: S608 - our own id
        said = [row["ended"] for row in await fetch(here, "matching", query)]
        if said != [how_it_ended(EngagementState.model_validate(state)).ended]:
            found.append(f"{state['match_id']}: {state['stage']}, and the ranking says {said}")
    return found
