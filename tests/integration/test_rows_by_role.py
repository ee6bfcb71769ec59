"""With the application's filter off the database alone shows every actor, of every role and region, no more than the policy.

The owners' tables and those of notifications, on their real databases, read by the services' own roles.
"""

import os
import random
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import asyncpg
import orjson
import pytest

from deploy.local.postgres import Postgres
from shared.modalities.access.actions import READ_ALLOCATION, READ_EXPERT_PERSON, READ_PARTNER_CONTACT
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment, of_party
from shared.runtime.db.row_security.reach import KINDS, reach
from shared.runtime.db.row_security.statements import MAY_READ_BEFORE
from tests.support.databases import environment
from tests.support.made_up_rows import MADE, PARTIES, REGIONS, State, everybody, thing

pytestmark = pytest.mark.long

ACTORS = everybody(PARTIES, REGIONS, "read")
MANY = 60
ALTERNATING = int(os.environ.get("ACSG_TEST_ALTERNATING", "2500"))
OWNED: Mapping[str, tuple[str, str, str, str]] = {
    "support_request": ("intake", "request", "request_id", """insert into support_request
        (request_id, reference, version, status, requesting_states, state) values ($1::uuid, $1, 1, 'x', '{}', $2)"""),
    "own_commitment": ("intake", "commitment", "commitment_id",
        "insert into own_commitment (commitment_id, party, state) values ($1::uuid, 'x', $2)"),
    "draft": ("intake", "draft", "draft_id", """insert into draft
        (draft_id, version, status, parties, state) values ($1::uuid, 1, 'x', '{}', $2)"""),
    "national_plan": ("intake", "national_plan", "national_plan_id", """insert into national_plan
        (national_plan_id, reference, version, status, party, state) values ($1::uuid, $1, 1, 'x', 'x', $2)"""),
    "assessment": ("intake", "assessment", "assessment_id", """insert into assessment
        (assessment_id, reference, version, status, party, state) values ($1::uuid, $1, 1, 'x', 'x', $2)"""),
    "support_offer": ("roster", "offer", "offer_id", """insert into support_offer
        (offer_id, reference, version, status, offering_parties, state) values ($1::uuid, $1, 1, 'x', '{}', $2)"""),
    "known_request": ("matching", "request", "request_id",
        "insert into known_request (request_id, version, state) values ($1, 1, $2)"),
    "known_offer": ("matching", "offer", "offer_id",
        "insert into known_offer (offer_id, version, status, state, changed) values ($1, 1, 'x', $2, 1)"),
    "match": ("matching", "match", "match_id", """insert into match (match_id, reference, version, status,
        reservation_deadline, state) values ($1, $1, 1, 'x', now(), $2)"""),
    "solicitation": ("matching", "solicitation", "solicitation_id",
        "insert into solicitation (solicitation_id, request_id, state) values ($1, $1, $2)"),
    "meeting": ("dialogue", "meeting", "meeting_id", """insert into meeting
        (meeting_id, reference, version, status, starts_at, state) values ($1::uuid, $1, 1, 'x', now(), $2)"""),
    "thread": ("dialogue", "thread", "thread_id", """insert into thread (thread_id, circle, about_kind, about_id, version,
        about_version, state) values ($1::uuid, 'x', 'request', $1::uuid, 1, 1, $2)"""),
    "practice": ("dialogue", "practice", "practice_id", """insert into practice
        (practice_id, reference, version, status, proposed_at, state) values ($1::uuid, $1, 1, 'x', now(), $2)"""),
    "peer_link": ("dialogue", "link", "link_id", """insert into peer_link (link_id, reference, version, status, state)
        values ($1::uuid, $1, 1, 'x', $2)"""),
    "liaison": ("dialogue", "liaison", "liaison_id", """insert into liaison
        (liaison_id, reference, version, status, state) values ($1::uuid, $1, 1, 'x', $2)"""),
    "call_for_action": ("dialogue", "call_for_action", "call_for_action_id", """insert into call_for_action
        (call_for_action_id, reference, version, status, state) values ($1::uuid, $1, 1, 'x', $2)"""),
    "initiative": ("dialogue", "initiative", "initiative_id", """insert into initiative
        (initiative_id, reference, version, status, state) values ($1::uuid, $1, 1, 'x', $2)"""),
    "review": ("dialogue", "review", "review_id", """insert into review (review_id, reference, version, status, state)
        values ($1::uuid, $1, 1, 'x', $2)"""),
    "edition": ("dialogue", "edition", "edition_id", """insert into edition (edition_id, reference, version, status, state)
        values ($1::uuid, $1, 1, 'x', $2)"""),
    "warning": ("intake", "warning", "warning_id", """insert into warning (warning_id, reference, key, version, status, state)
        values ($1::uuid, $1, $1, 1, 'x', $2)"""),
    "crisis": ("intake", "crisis", "crisis_id", """insert into crisis (crisis_id, reference, version, status, state)
        values ($1::uuid, $1, 1, 'x', $2)"""),
    "thematic_project": ("roster", "project", "project_id", """insert into thematic_project
        (project_id, reference, version, status, state) values ($1::uuid, $1, 1, 'x', $2)"""),
    "support_package": ("roster", "package", "package_id", """insert into support_package
        (package_id, reference, version, status, party, state) values ($1::uuid, $1, 1, 'x', 'x', $2)"""),
    "expert": ("roster", "expert", "expert_id", """insert into expert
        (expert_id, reference, version, status, party, state) values ($1::uuid, $1, 1, 'x', 'x', $2)"""),
    "organisation": ("roster", "organisation", "organisation_id", """insert into organisation
        (organisation_id, reference, version, status, state) values ($1::uuid, $1, 1, 'x', $2)"""),
    "fund_contribution": ("roster", "contribution", "contribution_id", """insert into fund_contribution
        (contribution_id, reference, version, status, party, state) values ($1::uuid, $1, 1, 'x', 'x', $2)"""),
    "fund_allotment": ("roster", "allotment", "allotment_id", """with given as (insert into fund_contribution
        (contribution_id, reference, version, status, party, state) values ($1::uuid, 'of ' || $1, 1, 'x', 'x', $2))
        insert into fund_allotment (allotment_id, contribution_id, reference, version, status, state)
        values ($1::uuid, $1::uuid, $1, 1, 'x', $2)"""),
    "engagement": ("delivery", "engagement", "engagement_id", """insert into engagement
        (engagement_id, reference, version, stage, parties, state) values ($1::uuid, $1, 1, 'x', '{}', $2)"""),
}  # fmt: skip
"""Table -> its service, kind of state, key, and how a row is put in."""
BESIDE = {
    "support_request": ("request_version", """insert into request_version (request_id, content_version, content, findings,
        rule_set, submitted_at) select request_id, 1, '{}', '{}', 'x', now() from support_request"""),
    "support_offer": ("line_capacity", None),
    "national_plan": ("national_plan_version", """insert into national_plan_version
        (national_plan_id, content_version, content, since) select national_plan_id, 1, '{}', now() from national_plan"""),
    "assessment": ("assessment_version", """insert into assessment_version (assessment_id, content_version, content, since)
        select assessment_id, 1, '{}', now() from assessment"""),
    "support_package": ("package_version", """insert into package_version (package_id, content_version, content, since)
        select package_id, 1, '{}', now() from support_package"""),
    "known_request": ("need", "insert into need (request_id, version) select request_id, 1 from known_request"),
    "thread": ("thread_message", """insert into thread_message (thread_id, number, author, body)
        select thread_id, 1, 'x', '{}' from thread"""),
    "match": ("match_line", "insert into match_line (match_id, request_id, offer_id) select match_id, 'r', 'o' from match"),
}  # fmt: skip
"""What stands beside a row is seen with it."""


class Reading:
    """One connection as a service's pool has it; a transaction says who reads, and nothing else filters."""

    def __init__(self, connection: "asyncpg.Connection") -> None:
        self.connection = connection

    async def seen(self, actor: Actor | None, table: str, key: str) -> set[str]:
        """Keys of the rows the database yields; None: nothing was said."""
        async with self.connection.transaction():
            if actor is not None:
                await self.connection.execute("select set_config('acsg.reach', $1, true)", reach(actor))
            return {str(row[0]) for row in await self.connection.fetch(f'select {key} from "{table}"')}


async def connected(postgres: Postgres, folder: Path, service: str, name: str) -> "asyncpg.Connection":
    """A fresh database, as the role that works on it."""
    settings = await environment(postgres, folder, service, name)
    return await asyncpg.connect(settings["database_url"], server_settings={"acsg.deployment": "wca"})


async def put(connection: "asyncpg.Connection", statement: str, rows: list[tuple[object, ...]]) -> None:
    """Rows, as a service puts them in."""
    async with connection.transaction():
        await connection.execute("select set_config('acsg.service', 'test', true)")
        await connection.executemany(statement, rows)


def right(actor: Actor, kind: str, states: Mapping[str, State]) -> set[str]:
    """What the policy lets an actor read in some form."""
    things = {key: thing(kind, state) for key, state in states.items()}
    return {key for key, one in things.items() if any(decide(actor, action, one).allowed for action in KINDS[kind])}


def made_up(kind: str, seed: int) -> dict[str, State]:
    """States by identifier."""
    return {str(UUID(int=n + 1)): MADE[kind][0](random.Random(f"{seed} {n}")) for n in range(MANY)}


@pytest.mark.parametrize("table", OWNED)
async def test_the_database_alone_says_what_the_policy_says(postgres: Postgres, tmp_path: Path, table: str) -> None:
    service, kind, key, statement = OWNED[table]
    connection = await connected(postgres, tmp_path, service, f"by_role_{table}")
    states = made_up(kind, 7)
    try:
        await put(connection, statement, [(one, orjson.dumps(state).decode()) for one, state in states.items()])
        side, filled = BESIDE.get(table, (None, None))
        if filled:
            await put(connection, filled, [()])
        reading, told = Reading(connection), 0
        assert await reading.seen(None, table, key) == set()
        for actor in ACTORS:
            seen = await reading.seen(actor, table, key)
            assert seen == right(actor, kind, states), actor
            told += 0 < len(seen) < MANY
            if filled and side:
                assert await reading.seen(actor, side, key) == seen, actor
        assert told or kind == "commitment"  # which everybody reads: it is a pledge
    finally:
        await connection.close()


HELD = {
    "access_token": ("token", "token_id", """insert into access_token (token_id, party, role, subject, language, name, scopes,
        secret_hash, created_at, expires_at) values ($1, $2, 'x', 'x', 'en', 'x', '{}', 'x', now(), now())"""),
    "mailbox": ("directory", "mailbox_id", """insert into mailbox (mailbox_id, party, kind, email, language, time_zone, role)
        values ($1, $2, 'functional', $1, 'en', 'UTC', 'x')"""),
    "saved_filter": ("directory", "filter_id",
        "insert into saved_filter (filter_id, party, name, expression) values ($1, $2, $1, '{}')"),
    "webhook": ("webhook", "webhook_id", "insert into webhook (webhook_id, party, url, event_types) values ($1, $2, 'x', '{}')"),
    "notice": ("notice", "notice_id", """insert into notice (notice_id, event_id, event_type, item_id, thread, party, must_act,
        reason, view, content, status, why, batch, at) values ($1, $1, 'x', 'x', 'x', $2, true, '{}', 'full', '{}', 'now',
        'x', 'x', now())"""),
    "deadline": ("deadline", "deadline_id", """insert into deadline (deadline_id, thread, item_id, item_kind, region, owed, party,
        paragraph, due_at, round, levels, changed_at) values ($1, 'x', 'x', 'request', 'wca', 'x', $2, '8', now(), 1, '[]', now())"""),
    "delivery": ("delivery", "delivery_id", """insert into delivery (delivery_id, event_id, event_type, item_id, recipient, party,
        channel, must_act, paragraph, content, state) values ($1, $1, 'x', 'x', 'x', $2, 'email', true, '8', '{}', 'queued')"""),
}  # fmt: skip


async def test_what_is_kept_for_a_party_the_database_shows_it_and_its_officers(
    postgres: Postgres, tmp_path: Path
) -> None:
    connection = await connected(postgres, tmp_path, "notifications", "by_role_held")
    whose = {f"{number:03}": party for number, party in enumerate(PARTIES * 3)}
    try:
        for table, (kind, key, statement) in HELD.items():
            await put(connection, statement, list(whose.items()))
            reading = Reading(connection)
            for actor in ACTORS:
                allowed = {
                    one for one, party in whose.items()
                    if any(decide(actor, action, of_party(party, "wca")).allowed for action in KINDS[kind])
                }  # fmt: skip
                assert await reading.seen(actor, table, key) == allowed, (table, actor)
        await put(connection, """insert into webhook_secret (secret_id, webhook_id, signing, secret, created_at)
            select webhook_id, webhook_id, 'v1', 'x', now() from webhook""", [()])  # fmt: skip
        for actor in ACTORS:
            seen = await reading.seen(actor, "webhook", "webhook_id")
            assert await reading.seen(actor, "webhook_secret", "webhook_id") == seen
    finally:
        await connection.close()


async def test_a_plan_the_database_shows_the_officers_of_its_deployment(postgres: Postgres, tmp_path: Path) -> None:
    connection, told = await connected(postgres, tmp_path, "matching", "by_role_plans"), 0
    regions = {str(UUID(int=n + 1)): region for n, region in enumerate(("wca", "europe", "geneva"))}
    try:
        await put(connection, """insert into allocation_plan (plan_id, region, version, status, state)
            values ($1::uuid, $2, 1, 'made', '{}')""", list(regions.items()))  # fmt: skip
        reading = Reading(connection)
        for actor in ACTORS:
            allowed = {
                one for one, region in regions.items() if decide(actor, READ_ALLOCATION, of_deployment(region)).allowed
            }
            assert await reading.seen(actor, "allocation_plan", "plan_id") == allowed, actor
            told += 0 < len(allowed) < len(regions)
        assert told
    finally:
        await connection.close()


def released_to(actor: Actor, state: State) -> set[str]:
    """Whose contact of an engagement an actor may read: its own party's, and those of the other side."""
    if not decide(actor, READ_PARTNER_CONTACT, thing("engagement", state)).allowed:
        return set()
    sides = state["sides"]
    mine = {one["role"] for one in sides if one["party"] == actor.party}
    return {one["party"] for one in sides if one["party"] == actor.party or {one["role"]} != mine}


async def test_a_released_contact_the_database_shows_its_side_and_the_other(postgres: Postgres, tmp_path: Path) -> None:
    connection = await connected(postgres, tmp_path, "delivery", "by_role_contacts")
    states, told = made_up("engagement", 13), 0
    try:
        rows: list[tuple[object, ...]] = [(one, orjson.dumps(state).decode()) for one, state in states.items()]
        await put(connection, OWNED["engagement"][3], rows)
        await put(connection, """insert into released_contact (engagement_id, party, focal_point, released_at)
            select engagement_id, one ->> 'party', '{}', now()
            from engagement, jsonb_array_elements(state -> 'sides') one""", [()])  # fmt: skip
        reading = Reading(connection)
        for actor in ACTORS:
            seen = await reading.seen(actor, "released_contact", "engagement_id || '|' || party")
            assert seen == {f"{k}|{party}" for k, state in states.items() for party in released_to(actor, state)}, actor
            told += len(seen)
        assert told
        bureau = Actor("b", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca")
        assert await reading.seen(bureau, "engagement", "engagement_id")
        assert not await reading.seen(bureau, "released_contact", "party")
    finally:
        await connection.close()


def named_to(actor: Actor, state: State) -> set[int]:
    """Of which deployments of an expert an actor may read who it is: its party of all, who received it where that is released."""
    if not decide(actor, READ_EXPERT_PERSON, thing("expert", state)).allowed:
        return set()
    return {
        one["number"] for one in state["deployments"]
        if actor.party == state["party"]
        or (one["person_released"] and actor.party in {it["party"] for it in one["receivers"]})
    }  # fmt: skip


async def test_who_an_expert_is_the_database_shows_its_party_and_who_received_it(
    postgres: Postgres, tmp_path: Path
) -> None:
    connection = await connected(postgres, tmp_path, "roster", "by_role_people")
    states, told = made_up("expert", 17), 0
    try:
        rows: list[tuple[object, ...]] = [(one, orjson.dumps(state).decode()) for one, state in states.items()]
        await put(connection, OWNED["expert"][3], rows)
        await put(connection, """insert into expert_person (expert_id, number, person, released_at)
            select expert_id, (one ->> 'number')::integer, '{}', now()
            from expert, jsonb_array_elements(state -> 'deployments') one""", [()])  # fmt: skip
        reading = Reading(connection)
        for actor in ACTORS:
            seen = await reading.seen(actor, "expert_person", "expert_id || '|' || number")
            assert seen == {f"{k}|{number}" for k, state in states.items() for number in named_to(actor, state)}, actor
            told += len(seen)
        assert told
        bureau = Actor("b", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca")
        assert await reading.seen(bureau, "expert", "expert_id")
        assert not await reading.seen(bureau, "expert_person", "number")
    finally:
        await connection.close()


async def test_thousands_of_alternating_readers_of_one_pooled_connection_leak_nothing(
    postgres: Postgres, tmp_path: Path
) -> None:
    connection = await connected(postgres, tmp_path, "intake", "by_role_alternating")
    states, chance = made_up("request", 11), random.Random(3)
    rows = [(one, orjson.dumps(state).decode()) for one, state in states.items()]
    try:
        await put(connection, OWNED["support_request"][3], rows)
        allowed = {actor: right(actor, "request", states) for actor in ACTORS}
        reading = Reading(connection)
        for number in range(ALTERNATING):
            actor = chance.choice(ACTORS)
            if number % 100 == 0:
                assert await reading.seen(None, "support_request", "request_id") == set()
            assert await reading.seen(actor, "support_request", "request_id") <= allowed[actor], actor
    finally:
        await connection.close()


@pytest.mark.control
async def test_a_context_that_is_not_reset_and_a_policy_that_is_off_are_found(
    postgres: Postgres, tmp_path: Path
) -> None:
    settings = await environment(postgres, tmp_path, "intake", "by_role_control")
    connection = await asyncpg.connect(settings["database_url"])
    owner = await asyncpg.connect(settings["migration_url"])
    states = made_up("request", 5)
    narrow = Actor("n", Role.STATE_AUTHORITY, "iso3166:FRA")
    try:
        await put(connection, OWNED["support_request"][3], [(k, orjson.dumps(v).decode()) for k, v in states.items()])
        await connection.execute("select set_config('acsg.reach', $1, false)", reach(Actor("g", Role.GENEVA_OFFICER)))
        left = await Reading(connection).seen(None, "support_request", "request_id")
        assert not left <= right(narrow, "request", states)
        await connection.execute("reset all")
        await owner.execute(MAY_READ_BEFORE)  # as it was when nobody could be left out of an audience
        # Whom the rows that were made up leave out follows from chance: one of them sees the fault, whichever it is.
        more = [await Reading(connection).seen(one, "support_request", "request_id") - right(one, "request", states)
                for one in ACTORS]  # fmt: skip
        assert any(more)
        await owner.execute("alter table support_request disable row level security")
        assert len(await Reading(connection).seen(narrow, "support_request", "request_id")) == MANY
    finally:
        await connection.close()
        await owner.close()
