"""Requests, offers and proposals as matching keeps copies of them, made up from few words; and a desk that plans over them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from services.matching.domain import need
from services.matching.main import build
from services.matching.plan.apart import PlanAnswer, answer_in
from services.matching.plan.child import answered
from services.matching.plan.maker import PlanMaker
from services.matching.settings import MatchingSettings
from services.matching.storage.repository import BoardRepository
from shared.contracts.shapes.match import MatchLine, MatchState, Reservation, Side
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import ConsentedView, SupportRequestState
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.entry import Service
from tests.support.bodies import offer_body, request_body
from tests.support.databases import Named, as_, environment, serving

NOW = datetime(2026, 11, 29, tzinfo=UTC)
EVERYBODY = ConsentedView(audiences=("offerers",), fields={"title": "x"})


def one(number: int) -> str:
    """An identifier."""
    return str(UUID(int=number))


def line(line_id: str = "1", amount: str = "1", area: str = "registration", unit: str = "packages") -> dict[str, Any]:
    """A line of a request."""
    return {"line_id": line_id, "functional_area": area, "support_type": "technical",
            "quantity": {"amount": amount, "unit": unit}, "period": {"start": "2026-01-01", "end": "2027-12-31"}}  # fmt: skip


def gives(
    line_id: str = "experts", amount: str = "1", area: str = "registration", unit: str = "packages"
) -> dict[str, Any]:
    """A line of an offer."""
    return {"line_id": line_id, "functional_areas": [area], "support_type": "technical",
            "quantity": {"amount": amount, "unit": unit}}  # fmt: skip


def request(number: int, *lines: dict[str, Any], state: str = "TCD", **changes: Any) -> SupportRequestState:
    """A request that is in line, and shown to all possible offerers unless something else is said."""
    content = request_body(lines=list(lines) or [line()], requesting_states=[f"iso3166:{state}"])
    content.pop("distinct_from")
    given = {"status": "in_line", "shown": EVERYBODY} | changes
    return SupportRequestState(
        request_id=one(number), reference=f"ACSG-2026-{state}-{number:03}", region="wca", content_version=1, rule_set="x",
        findings=(), content=content, submitted_at=NOW, feedback_due_at=NOW, **given,
    )  # fmt: skip


def offer(number: int, *lines: dict[str, Any], party: str = "iso3166:FRA", **changes: Any) -> SupportOfferState:
    """A standing offer of which all is left."""
    content = offer_body(lines=list(lines) or [gives()], offering_parties=[party], **changes)
    content.pop("distinct_from")
    capacity = [
        {"line_id": x["line_id"], "unit": x["quantity"]["unit"], "quantity": x["quantity"]["amount"], "reserved": 0,
         "committed": 0, "remaining": x["quantity"]["amount"]}
        for x in content["lines"]
    ]  # fmt: skip
    return SupportOfferState(
        offer_id=one(number), reference=f"OFFER-2026-FRA-{number:03}", region="wca", status="live", origin="proactive",
        content_version=1, content=content, capacity=capacity, listed_at=NOW, confirmed_at=NOW,
    )  # fmt: skip


def proposal(number: int, asked: SupportRequestState, given: SupportOfferState, amount: str) -> MatchState:
    """An open proposal of the first line of both."""
    wanted, offered = asked.content.lines[0], given.content.lines[0]
    quantity = {"amount": Decimal(amount), "unit": wanted.quantity.unit}
    part = MatchLine(
        request_id=asked.request_id, request_line_id=wanted.line_id, offer_id=given.offer_id, offer_line_id=offered.line_id,
        quantity=quantity, covers=quantity,
    )  # fmt: skip
    why = {"line_id": wanted.line_id, "offer_id": given.offer_id, "score": 1.0,
           "signals": [{"signal": "functional_area", "value": 1.0, "weight": 4.0, "words": "x"}]}  # fmt: skip
    return MatchState(
        match_id=one(number), explanation=(why,), reference=f"MATCH-{number}", region="wca", status="reserving", lines=(part,),
        sides=(Side(party="iso3166:TCD", role="requester"), Side(party="iso3166:FRA", role="offerer")),
        reservations=(Reservation(reservation_id=one(number), offer_id=given.offer_id, offer_region="wca", status="requested"),),
        proposed_by="officer", proposal_reason="It fits", proposed_at=NOW, reservation_deadline=NOW, answer_due_at=NOW,
    )  # fmt: skip


async def in_this_process(asked: bytes, _: float) -> PlanAnswer:
    """The planner's answer, without a process of its own."""
    return answer_in(await asyncio.to_thread(answered, orjson.loads(asked)))


@dataclass
class PlanDesk:
    """Matching without broker or worker of its own: ``makes`` is the worker's look."""

    service: Service
    settings: MatchingSettings
    http: httpx.AsyncClient

    async def knows(self, *those: SupportRequestState | SupportOfferState, version: int = 1) -> None:
        """What it would have heard on the bus."""
        async with self.service.database.unit_of_work(ByClock("test")) as uow:
            board = BoardRepository(uow.connection)
            for state in those:
                if isinstance(state, SupportOfferState):
                    await board.know_offer(state, version)
                elif await board.know_request(state, version) and version == 1:
                    await board.keep_need(state.request_id, need.of_request(state.content.lines), 1)

    async def sends(self, who: str, path: str, body: Any, *, version: int | None = None) -> httpx.Response:
        """A command, decided on the version that stands unless another is named."""
        headers = as_(who, str(uuid4()))
        if version is None and path.count("/") > 1:
            at = "/".join(path.split("/")[:3])
            version = int((await self.http.get(at, headers=as_(who))).headers.get("ETag", '"1"').strip('"'))
        headers |= {"If-Match": f'"{version}"'} if version is not None else {}
        return await self.http.post(path, json=body, headers=headers)

    async def reads(self, who: str, path: str) -> dict[str, Any]:
        """What stands at an address."""
        answer = await self.http.get(path, headers=as_(who))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def makes(self, who: str, planner: Any = in_this_process, **body: Any) -> dict[str, Any]:
        """A plan, made; with its lines. The solver is loaded once and for all, unless a planner is named."""
        asked = await self.sends(who, "/allocation-plans", body)
        assert asked.status_code == 201, asked.text
        assert asked.json()["status"] == "waiting"
        await PlanMaker(self.service.database, self.settings, planner).look()
        return await self.reads(who, asked.headers["Location"])

    async def scalar(self, query: str) -> Any:
        """One value of the database."""
        async with self.service.database.unit_of_work(ByClock("test")) as uow:
            return (await uow.connection.execute(sa.text(query))).scalar_one()


@asynccontextmanager
async def plan_desk(postgres: Postgres, folder: Path, name: str, **more: Any) -> AsyncIterator[PlanDesk]:
    """Matching of West and Central Africa on a fresh database."""
    given = await environment(postgres, folder, "matching", name, deployment="wca", **more)
    settings = MatchingSettings(**given)
    service = build(settings, SystemClock(), Named())
    async with serving(service.app()) as http:
        yield PlanDesk(service, settings, http)
