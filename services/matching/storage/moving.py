"""Boards on their way between deployments: the need of a request, its matches and calls for offers."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.domain.moving import GOES
from services.matching.storage import tables as t
from services.matching.storage.table_rows import MatchRow
from services.matching.storage.worked_together import WorkedTogether
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.vocabulary import deployment_of_country
from shared.modalities.errors import Elsewhere, Retryable
from shared.modalities.paragraphs import P6
from shared.runtime.federation.handing.giver import Giver
from shared.runtime.federation.handing.packages import AT_ONCE

_FENCE = sa.func.hashtext("proposals and handovers")


async def share_fence(connection: AsyncConnection) -> None:
    """A proposal holds off the beginning of a handover until it has committed, and the other way round."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_FENCE)))


async def close_fence(connection: AsyncConnection) -> None:
    """Waits for every proposal under way; later ones see what this transaction wrote."""
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_FENCE)))


def _led_by(country: str) -> sa.ColumnElement[bool]:
    lead: sa.ColumnElement[str] = t.known_request.c.state["content"]["requesting_states"][0].astext
    return lead == country


async def stays(connection: AsyncConnection, request: SupportRequestState, here: str) -> None:
    """Nothing is begun for a request that leaves, or before the references of its country can be counted on here.

    Raises Elsewhere naming the receiver, Retryable until the counters came.
    """
    lead = request.content.requesting_states[0]
    if request.handed_over_to is not None:
        raise Elsewhere(request.handed_over_to, f"Request {request.reference}", P6)
    handover = await Giver(connection, t.handing).last_of(lead)
    if handover is not None and handover.giving == here:
        if await _stays_for_good(connection, request.request_id):
            return
        raise Elsewhere(handover.receiving, f"Requests of {lead}: the work on them", P6)
    home = deployment_of_country(lead.removeprefix("iso3166:"), request.submitted_at.date())
    came = handover is not None or home not in (None, here)
    if came and (handover is None or not await has_counters(connection, handover)):
        raise Retryable("being_handed_over", f"Requests of {lead} are just being handed over to this deployment", 5)


async def _stays_for_good(connection: AsyncConnection, request_id: str) -> bool:
    """A confirmed match with a request of others too binds a request to its deployment: it never leaves."""
    line = t.match_line
    mine = sa.select(line.c.match_id).join(t.match).where(line.c.request_id == request_id)
    others = sa.select(sa.literal(1)).where(
        line.c.match_id.in_(mine.where(t.match.c.status == "confirmed")), line.c.request_id != request_id
    )  # fmt: skip
    return (await connection.execute(others.limit(1))).first() is not None


async def held_back(connection: AsyncConnection, country: str) -> dict[str, str]:
    """Requests of a country that must not move yet: capacity is being reserved, or a match has a request of others too."""
    line, match, request = t.match_line, t.match, t.known_request
    mine = sa.select(line.c.request_id, match.c.match_id, match.c.status).join(match).join(
        request, request.c.request_id == line.c.request_id
    )  # fmt: skip
    rows = (
        await connection.execute(mine.where(_led_by(country), match.c.status.in_(("reserving", *GOES))).distinct())
    ).all()
    found = {row.request_id: "being_reserved" for row in rows if row.status == "reserving"}
    counted = sa.select(line.c.match_id).where(line.c.match_id.in_([row.match_id for row in rows]))
    joint = counted.group_by(line.c.match_id).having(sa.func.count(sa.distinct(line.c.request_id)) > 1)
    shared = set((await connection.execute(joint)).scalars())
    return found | {row.request_id: "joint_match" for row in rows if row.match_id in shared}


async def is_known(connection: AsyncConnection, request_id: str) -> bool:
    """Whether a request was ever heard of here."""
    query = sa.select(sa.literal(1)).where(t.known_request.c.request_id == request_id)
    return (await connection.execute(query)).first() is not None


async def stands_sealed(connection: AsyncConnection, kind: str, request_id: str, version: int) -> bool:
    """Whether a board stands here as it was sealed: it has not come back since. Counters may be given as often as asked."""
    need = sa.select(t.need.c.version, t.need.c.handed_over_to).where(t.need.c.request_id == request_id)
    row = (await connection.execute(need)).one_or_none()
    return kind == "counters" or row is None or (row.version == version and row.handed_over_to is not None)


async def without_board(connection: AsyncConnection, handover: HandoverState, here: str) -> list[str]:
    """Requests that came here by a handover and whose board did not, a few at a time."""
    state, taken = t.known_request.c.state, t.handing.taken
    came = sa.select(taken.c.id).where(taken.c.handover_id == handover.handover_id, taken.c.kind == "board")
    mine = (
        state["region"].astext == here,
        state["belonged"][-1]["handover_id"].astext == handover.handover_id,
        state["handed_over_to"].astext.is_(None),
        t.known_request.c.request_id.not_in(came),
    )
    query = sa.select(t.known_request.c.request_id).where(*mine).order_by(t.known_request.c.request_id)
    return list((await connection.execute(query.limit(AT_ONCE))).scalars())


async def let_leave(connection: AsyncConnection, handover_id: str, request_id: str) -> None:
    """Notes that a board follows its request."""
    row = {"handover_id": handover_id, "request_id": request_id}
    await connection.execute(insert(t.leaving).values(row).on_conflict_do_nothing())


def _to_go(handover_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    sealed = t.handing.sealed
    done = sa.select(sealed.c.id).where(sealed.c.handover_id == handover_id, sealed.c.kind == "board")
    return t.leaving.c.handover_id == handover_id, t.leaving.c.request_id.not_in(done)


async def to_go(connection: AsyncConnection, handover_id: str, most: int) -> list[str]:
    """Boards that follow and are not sealed."""
    query = sa.select(t.leaving.c.request_id).where(*_to_go(handover_id)).order_by(t.leaving.c.request_id).limit(most)
    return list((await connection.execute(query)).scalars())


async def left(connection: AsyncConnection, handover_id: str) -> int:
    """How many boards are still to go."""
    query = sa.select(sa.func.count()).select_from(t.leaving).where(*_to_go(handover_id))
    return int((await connection.execute(query)).scalar_one())


async def matches_that_go(connection: AsyncConnection, request_id: str, statuses: Sequence[str]) -> list[MatchRow]:
    """Rows of the matches that follow a request, those of these statuses, locked."""
    ids = sa.select(t.match_line.c.match_id).where(t.match_line.c.request_id == request_id)
    query = (
        sa.select(t.match)
        .where(t.match.c.match_id.in_(ids), t.match.c.status.in_(statuses))
        .order_by(t.match.c.match_id)
    )
    return list(await connection.execute(query.with_for_update()))


async def public_version(connection: AsyncConnection, match_id: str) -> int:
    """How often the public heard of a match."""
    query = sa.select(t.match.c.public_version).where(t.match.c.match_id == match_id)
    return int((await connection.execute(query)).scalar_one())


async def mark_need(connection: AsyncConnection, request_id: str, receiving: str | None) -> None:
    """Says whose the need is: another deployment's, or ours."""
    await connection.execute(
        sa.update(t.need).where(t.need.c.request_id == request_id).values(handed_over_to=receiving)
    )


async def store_match(connection: AsyncConnection, match: MatchState, version: int, public_version: int) -> None:
    """Stores a match that came, with its lines; one that left before and comes back takes its place again."""
    values = {
        "reference": match.reference, "version": version, "status": match.status, "public_version": public_version,
        "published": sa.null(), "reservation_deadline": match.reservation_deadline,
        "state": match.model_dump(mode="json"),
    }  # fmt: skip
    written = insert(t.match).values(match_id=match.match_id, **values)
    await connection.execute(written.on_conflict_do_update(index_elements=["match_id"], set_=values))
    await WorkedTogether(connection).know_match(match)
    pairs = sorted({(line.request_id, line.offer_id) for line in match.lines})
    rows = [{"match_id": match.match_id, "request_id": r, "offer_id": o} for r, o in pairs]
    await connection.execute(insert(t.match_line).values(rows).on_conflict_do_nothing())


async def last_numbers(connection: AsyncConnection, handover: HandoverState) -> dict[str, int]:
    """Last numbers of a country's references of matches, by year."""
    table = t.reference_counter
    query = sa.select(table.c.year, table.c.last).where(table.c.country == handover.country.removeprefix("iso3166:"))
    return {str(row.year): row.last for row in await connection.execute(query)}


async def count_on(connection: AsyncConnection, handover: HandoverState, last: dict[str, int]) -> None:
    """Goes on counting where the giver stopped."""
    table = t.reference_counter
    for year, number in sorted(last.items()):
        row = {"year": int(year), "country": handover.country.removeprefix("iso3166:"), "last": number}
        written = insert(table).values(row)
        reached = sa.func.greatest(table.c.last, written.excluded.last)
        await connection.execute(
            written.on_conflict_do_update(index_elements=["year", "country"], set_={"last": reached})
        )


async def has_counters(connection: AsyncConnection, handover: HandoverState) -> bool:
    """Whether the references of a country that came here can be counted on."""
    taken = t.handing.taken
    mine = (taken.c.handover_id == handover.handover_id, taken.c.kind == "counters")
    return (await connection.execute(sa.select(sa.literal(1)).where(*mine))).first() is not None
