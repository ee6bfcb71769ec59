"""Every owner shows each aggregate in the very form in which its last event carried it, or digests would never agree."""

from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from services.intake.storage.kept import KEPT as INTAKE
from services.matching.storage.kept import KEPT as MATCHING
from services.notifications.storage.kept import KEPT as NOTIFICATIONS
from services.roster.storage.kept import KEPT as ROSTER
from services.roster.storage.tables import runtime
from shared.contracts.catalogue import event_class
from shared.runtime.clock import SystemClock
from shared.runtime.db.database import Database
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.settings import RuntimeSettings
from tests.support.crises import crisis_content
from tests.support.experts import expert_body
from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.organisations import organisation_body
from tests.support.poll import until
from tests.support.projects import project_body
from tests.support.warnings import signal_body

OWNERS = {"intake": INTAKE, "roster": ROSTER, "matching": MATCHING, "notifications": NOTIFICATIONS}


async def journey(client: Client) -> None:
    """A request, a call for offers, an own commitment, an offer, a match that is answered, a crisis, a warning, a project, an
    expert, an application to be registered, and a request that another offer may answer.
    """
    await listed(client, title="Stands until a request comes that it may answer")
    request, offer = await request_in_line(client), await listed(client)
    one = f"/support-requests/{request['request_id']}"
    await ranked(client, request["request_id"], offer["offer_id"])
    await client.call("wca-officer", "POST", "matching", f"{one}/solicitations", {"approached": ["iso3166:FRA"]})
    said = {
        "party": "iso3166:TCD",
        "title": "A law on asylum",
        "language": "fr",
        "functional_areas": ["legislation"],
    }
    pledge = await client.call("tcd-authority", "POST", "intake", "/own-commitments", said)
    await client.call("tcd-authority", "PUT", "intake", f"/own-commitments/{pledge['commitment_id']}/content", said)
    stage = {"stage": "in_progress", "note": "The bill is before parliament"}
    await client.call("tcd-authority", "PUT", "intake", f"/own-commitments/{pledge['commitment_id']}/stage", stage)
    everything = {"party": "iso3166:TCD"}
    await client.call("tcd-authority", "POST", "intake", "/own-commitments/confirmation", everything)
    crisis = {"content": crisis_content(), "reason": "Twice as many", "states": ["iso3166:TCD"]}
    await client.call("wca-officer", "POST", "intake", "/crises", crisis)
    try:
        signal = {"signal": signal_body(kind="requests_rise")}
        await client.call("wca-officer", "POST", "intake", "/warnings", signal)
    except Refused as kept:
        # An earlier journey in this region kept it.
        if kept.problem["code"] != "signal_kept":
            raise
    await client.call("fra-authority", "POST", "roster", "/thematic-projects", project_body())
    await client.call("fra-authority", "POST", "roster", "/experts", expert_body())
    applied = await client.call("applicant-clinics", "POST", "roster", "/organisations", organisation_body())
    # One application of an applicant waits at a time, and there is a journey for each service.
    taken_back = f"/organisations/{applied['organisation_id']}/withdrawal"
    await client.call("applicant-clinics", "POST", "roster", taken_back)
    sent = proposal(request["request_id"], offer["offer_id"])
    match = await client.call("wca-officer", "POST", "matching", "/matches", sent)
    await settled(client, match["match_id"])
    answer = {"party": "iso3166:TCD", "answer": "accepted"}
    await client.call("tcd-authority", "POST", "matching", f"/matches/{match['match_id']}/answer", answer)
    await request_in_line(client, title="Registration where the offer stands already")


async def differences(database: Database, kept: KeptAggregate) -> tuple[int, list[Any]]:
    """How many aggregates of a kind were compared with their last event, and those that differ."""
    outbox, compared, wrong = database.tables.outbox, 0, []
    family = event_class(kept.wire_type, 1)
    assert family is not None
    async with database.reading() as connection:
        for row in (await connection.execute(kept.rows)).all():
            mine = (outbox.c.key == row.id, outbox.c.topic == family.topic.name)
            last = await connection.execute(sa.select(outbox.c.body).where(*mine).order_by(outbox.c.id.desc()).limit(1))
            body = orjson.loads(last.scalar_one())
            compared += 1
            shown = orjson.loads(orjson.dumps(kept.inside(kept.body(row))))
            if (shown, row.version) != (kept.inside(body), body["aggregate_version"]):
                wrong.append((shown, kept.inside(body)))
    return compared, wrong


@pytest.mark.parametrize("service", OWNERS)
async def test_the_state_shown_is_the_state_carried(stack: Stack, client: Client, service: str) -> None:
    await journey(client)
    address = stack.databases[service].partition("?")[0]
    settings = RuntimeSettings(service=service, database_url=address)  # type: ignore[call-arg]
    database = Database(settings, runtime, SystemClock())
    try:
        for kept in OWNERS[service]:

            async def agreed(kept: KeptAggregate = kept) -> bool:
                compared, wrong = await differences(database, kept)
                return compared > 0 and not wrong

            await until(agreed, f"{kept.kind} shown as carried")
    finally:
        await database.dispose()
