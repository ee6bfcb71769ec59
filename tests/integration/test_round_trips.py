"""A command goes to the database and back four times beside what it reads and changes: counted, not timed.

Begin; context, key and remembered answer; audit, outbox and answer; commit. The driver waits for each, so they are what an
ordinary command costs beside its own work (ADR 14).
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from services.delivery.main import build as delivery
from services.delivery.settings import DeliverySettings
from services.delivery.storage.repository import EngagementRepository
from services.dialogue.main import build as dialogue
from services.dialogue.settings import DialogueSettings
from services.intake.main import build as intake
from services.intake.settings import IntakeSettings
from services.notifications.main import build as notifications
from services.notifications.settings import NotificationsSettings
from services.roster.main import build as roster
from services.roster.settings import RosterSettings
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.closing import close
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.entry import Service
from tests.support.bodies import offer_body, request_body
from tests.support.databases import Named, as_, environment, serving
from tests.support.interface_things import IN_2050
from tests.support.meetings import meeting_body
from tests.support.round_trips import BEGIN, COMMIT, round_trips
from tools.bench.reports import engagement

FIXED = 4
"""Round trips of every command."""
WHO = {"intake": "tcd-authority", "roster": "fra-authority", "delivery": "fra-authority", "dialogue": "wca-officer",
       "notifications": "tcd-authority"}  # fmt: skip
SERVICES: dict[str, Callable[[dict[str, Any]], Service]] = {
    "intake": lambda given: intake(IntakeSettings(**given), SystemClock(), Named()),
    "roster": lambda given: roster(RosterSettings(**given), SystemClock(), Named()),
    "delivery": lambda given: delivery(DeliverySettings(**given), SystemClock(), Named()),
    "dialogue": lambda given: dialogue(DialogueSettings(**given), SystemClock(), Named()),
    "notifications": lambda given: notifications(NotificationsSettings(**given), SystemClock(), Named()),
}
Send = Callable[[str, str, Any], Awaitable[httpx.Response]]


class Owner(NamedTuple):
    """A service in this process, asked as one actor: a change names the version that stands there."""

    database: Database
    send: Send


@asynccontextmanager
async def owner(postgres: Postgres, folder: Path, name: str) -> AsyncIterator[Owner]:
    service = SERVICES[name](await environment(postgres, folder, name, f"trips_{name}"))
    keys = iter(range(10**6))
    async with serving(service.app()) as http:

        async def send(method: str, path: str, body: Any) -> httpx.Response:
            headers = as_(WHO[name], f"trips-{name}-{next(keys)}")
            if method == "PUT" or "/engagements/" in path:
                stands = path.rsplit("/", 1)[0] if path.count("/") > 2 else path
                headers["If-Match"] = (await http.get(stands, headers=headers)).headers["ETag"]
            answer = await http.request(method, path, json=body, headers=headers)
            assert answer.is_success, answer.text
            return answer

        yield Owner(service.database, send)


async def engaged(one: Owner, number: int) -> str:
    """An engagement in progress; its path."""
    state = engagement(number, datetime.now(UTC))
    async with one.database.unit_of_work(ByClock("test")) as uow:
        await EngagementRepository(uow.connection).add(state)
    return f"/engagements/{state.engagement_id}"


async def sent(one: Owner, name: str, number: int) -> None:
    """A command of a service, twice so that statements are known the second time."""
    if name == "delivery":
        amount = {"amount": "1", "unit": "packages"}
        said = {
            "party": "iso3166:FRA",
            "line_id": "1",
            "quantity": amount,
            "covers": amount,
            "delivered_on": "2026-01-01",
        }
        await one.send("POST", f"{await engaged(one, number)}/deliveries", said)
    elif name == "intake":
        path = (await one.send("POST", "/support-requests", request_body())).headers["Location"]
        await one.send("PUT", f"{path}/content", request_body(title=f"Another {number}"))
    elif name == "roster":
        await one.send("POST", "/support-offers", offer_body())
    elif name == "dialogue":
        await one.send("POST", "/meetings", meeting_body(**IN_2050))
    else:
        body = {"email": f"box-{number}@example.org", "language": "fr"}
        await one.send("POST", "/directory/iso3166:TCD/mailboxes", body)


OWN = {"delivery": 2, "intake": 5, "roster": 6, "dialogue": 4, "notifications": 5}
"""Round trips of its own work: what it reads under its lock, and what it stores."""


def last_command(found: list[str]) -> list[str]:
    """The last transaction of those that were heard."""
    return found[max(at for at, said in enumerate(found) if said == BEGIN) :]


async def trips_of(postgres: Postgres, folder: Path, name: str) -> list[str]:
    async with owner(postgres, folder, name) as one:
        await sent(one, name, 1)
        with round_trips(one.database) as found:
            await sent(one, name, 2)
    return last_command(found)


def is_lean(found: list[str], own: int) -> bool:
    """Whether a command begins and ends as said, with so much between at most."""
    begins = [
        said for said in found if "set_config" in said or "acsg_begin_command" in said or "pg_try_advisory" in said
    ]
    ends = [
        said for said in found if any(f"into {table} (" in said.lower() for table in ("audit", "outbox", "idempotency"))
    ]
    shape = found[0] == BEGIN and [found[1]] == begins and [found[-2]] == ends and found[-1] == COMMIT
    return shape and len(found) <= FIXED + own


@pytest.mark.parametrize("name", SERVICES)
async def test_a_command_goes_there_and_back_as_often_as_it_must(postgres: Postgres, tmp_path: Path, name: str) -> None:
    found = await trips_of(postgres, tmp_path, name)
    assert is_lean(found, OWN[name]), f"{len(found)}:\n" + "\n".join(found)


async def _one_by_one(uow: UnitOfWork) -> None:
    for audits, events, answers in ((uow.audits, [], []), ([], uow.events, []), ([], [], uow.answers)):
        await close(uow.connection, audits, events, answers)


async def _once_more(uow: UnitOfWork) -> None:
    await uow.connection.execute(sa.select(1))
    await close(uow.connection, uow.audits, uow.events, uow.answers)


@pytest.mark.control
@pytest.mark.parametrize("planted", [_one_by_one, _once_more])
async def test_a_command_that_goes_more_often_is_found(
    postgres: Postgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    planted: Callable[[UnitOfWork], Awaitable[None]],
) -> None:
    monkeypatch.setattr(UnitOfWork, "flush", planted)
    assert not is_lean(await trips_of(postgres, tmp_path, "delivery"), OWN["delivery"])
