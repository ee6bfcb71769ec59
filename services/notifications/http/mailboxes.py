"""Where a party is reached: its main address, and further mailboxes each with a language and a time zone (WM 6)."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter, ValidationError

from services.notifications.audiences.view import role_of
from services.notifications.domain.preferences import Mailbox
from services.notifications.http.mail_schemas import (
    AddressAnswer,
    AddressBody,
    Ended,
    MailboxAnswer,
    MailboxBody,
    MailboxesAnswer,
)
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.mailboxes import Mailboxes
from shared.contracts.shapes.values import PartyId
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.resource import Resource
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import Held, expect_version
from shared.runtime.identifiers import new_id

_PARTY: TypeAdapter[str] = TypeAdapter(PartyId)
ONE = "/mailboxes/{mailbox_id}"


def resource(settings: NotificationsSettings, party: str) -> Resource:
    """What belongs to a party here, as the policy sees it."""
    return resources.of_party(party, settings.deployment)


async def seen_mailbox(
    mailboxes: Mailboxes, request: Request, actor: Actor, settings: NotificationsSettings, action: Action, *, lock: bool
) -> Any:
    """The mailbox named in the address. Raises NotFound for one the actor may not know of, NotPermitted."""
    row = await mailboxes.row(request.path_params["mailbox_id"], lock=lock)
    thing = resource(settings, row.party) if row else None
    authorise_seen(actor, action, a.READ_PREFERENCES, thing, "mailbox")
    return row


def answer_of(row: Any, found: Mailbox, own: bool, theirs: bool) -> MailboxAnswer:
    """A mailbox as it is shown back."""
    return MailboxAnswer(
        mailbox_id=row.mailbox_id, party=row.party, email=row.email, label=row.label, kind=row.kind,
        language=row.language, time_zone=row.time_zone, main=row.main, version=row.version,
        preferences=found.preferences, preferences_of="mailbox" if own else "party" if theirs else "default",
        subscriptions=found.subscriptions, mutes=found.mutes,
    )  # fmt: skip


def speaking(actor: Actor, party: str) -> dict[str, str]:
    """The role in which a party itself speaks; nothing when another one speaks for it."""
    return {"role": actor.role.value} if actor.party == party else {}


def acts(found: Mailbox) -> bool:
    """Whether a mailbox is told of what must be acted on."""
    return found.preferences.must_act != "never"


async def somebody_acts(mailboxes: Mailboxes, party: str, without: str, now: Any) -> bool:
    """Whether another mailbox of a party is told of what must be acted on."""
    return any(acts(one) for one in await mailboxes.load(now, [party]) if one.mailbox_id != without)


def mailbox_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of the directory."""
    router = APIRouter(tags=["mailboxes"])
    clock = database.clock

    async def shown(mailboxes: Mailboxes, rows: list[Any]) -> list[MailboxAnswer]:
        parties = {row.party for row in rows}
        found = {one.mailbox_id: one for one in await mailboxes.load(clock.now(), parties)}
        kept = await mailboxes.with_preferences({*parties, *found})
        return [answer_of(row, found[row.mailbox_id], row.mailbox_id in kept, row.party in kept) for row in rows]

    def party_of(request: Request, actor: Actor) -> str:
        party = request.path_params["party"]
        authorise(actor, a.KEEP_DIRECTORY, resource(settings, party))
        try:
            return _PARTY.validate_python(party)
        except ValidationError as fault:
            raise Invalid((Fault("/party", "is no party, e.g. iso3166:TCD", "no_party"),)) from fault

    def new(party: str, actor: Actor, body: AddressBody | MailboxBody, *, main: bool) -> dict[str, Any]:
        # A party that writes itself says as what it subscribes; who writes for another gives it the least.
        role = actor.role if actor.party == party else role_of(party)
        said = body.model_dump(exclude={"calendar"}, exclude_none=True)
        row = {"mailbox_id": new_id(clock), "party": party, "kind": "functional", "label": "", "role": role.value}
        return row | {"time_zone": settings.time_zone, "main": main} | said

    def address(row: Any) -> AddressAnswer:
        return AddressAnswer(party=row.party, email=row.email, language=row.language, time_zone=row.time_zone,
                             mailbox_id=row.mailbox_id, version=row.version)  # fmt: skip

    def taken() -> Conflict:
        # A new one each time: an exception that is raised again keeps the frames of every raise before.
        return Conflict("address_taken", "The party has a mailbox with this address already")

    @route(router, "PUT", "/directory/{party}", a.KEEP_DIRECTORY, answer=AddressAnswer, body=AddressBody,
           summary="Say where a party is reached: its main mailbox",
           version=Held("/directory/{party}", may_make=True))  # fmt: skip
    async def put_address(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, body = Mailboxes(uow.connection), await body_of(request, AddressBody)
            assert uow.cause.actor is not None
            party = party_of(request, uow.cause.actor)
            rows = await mailboxes.rows(party, lock=True)
            row = next((one for one in rows if one.main), None)
            expect_version(request, row.version if row else None)
            if any(one.email == body.email for one in rows if not one.main):
                raise taken()
            if row is None:
                await mailboxes.add(new(party, uow.cause.actor, body, main=True))
            else:
                said = body.model_dump(exclude_none=True) | speaking(uow.cause.actor, party)
                await mailboxes.change(row.mailbox_id, said)
            kept = await mailboxes.main(party)
            uow.audit(a.KEEP_DIRECTORY.name, a.KEEP_DIRECTORY.paragraph, party, kept.version)
            return json(address(kept), version=kept.version)

        return await command(request, database, work)

    @route(router, "GET", "/directory/{party}", a.KEEP_DIRECTORY, answer=AddressAnswer,
           summary="Where a party is reached")  # fmt: skip
    async def read_address(request: Request) -> Response:
        party = party_of(request, await actor_of(request))
        async with database.reading() as connection:
            row = await Mailboxes(connection).main(party)
        if row is None:
            raise NotFound("not_found", "The directory has no such party")
        return json(address(row), version=row.version)

    @route(router, "GET", "/directory/{party}/mailboxes", a.KEEP_DIRECTORY, answer=MailboxesAnswer,
           summary="Every mailbox of a party with preferences, subscriptions and mutes")  # fmt: skip
    async def list_mailboxes(request: Request) -> Response:
        party = party_of(request, await actor_of(request))
        async with database.reading() as connection:
            mailboxes = Mailboxes(connection)
            found = await shown(mailboxes, list(await mailboxes.rows(party)))
        return json(MailboxesAnswer(mailboxes=found))

    @route(router, "POST", "/directory/{party}/mailboxes", a.KEEP_DIRECTORY, answer=MailboxAnswer, body=MailboxBody,
           status=201, summary="Add a mailbox; the first one is the main one")  # fmt: skip
    async def add_mailbox(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, body = Mailboxes(uow.connection), await body_of(request, MailboxBody)
            assert uow.cause.actor is not None
            party = party_of(request, uow.cause.actor)
            rows = await mailboxes.rows(party, lock=True)
            row = new(party, uow.cause.actor, body, main=not rows)
            if not await mailboxes.add(row):
                raise taken()
            uow.audit(a.KEEP_DIRECTORY.name, a.KEEP_DIRECTORY.paragraph, row["mailbox_id"], 1)
            kept = await mailboxes.row(row["mailbox_id"])
            where = f"/mailboxes/{kept.mailbox_id}"
            return json((await shown(mailboxes, [kept]))[0], 201, version=1, Location=where)

        return await command(request, database, work)

    @route(router, "GET", ONE, a.READ_PREFERENCES, answer=MailboxAnswer, summary="A mailbox and what it gets")
    async def read_mailbox(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            mailboxes = Mailboxes(connection)
            row = await seen_mailbox(mailboxes, request, actor, settings, a.READ_PREFERENCES, lock=False)
            found = (await shown(mailboxes, [row]))[0]
        return json(found, version=found.version)

    @route(router, "PUT", ONE, a.KEEP_DIRECTORY, answer=MailboxAnswer, body=MailboxBody, summary="Change a mailbox")
    async def change_mailbox(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, actor = Mailboxes(uow.connection), uow.cause.actor
            assert actor is not None
            row = await seen_mailbox(mailboxes, request, actor, settings, a.KEEP_DIRECTORY, lock=True)
            expect_version(request, row.version)
            body = await body_of(request, MailboxBody)
            others = await mailboxes.rows(row.party)
            if any(one.email == body.email for one in others if one.mailbox_id != row.mailbox_id):
                raise taken()
            values = body.model_dump(exclude={"calendar"}, exclude_none=True) | speaking(actor, row.party)
            version = await mailboxes.change(row.mailbox_id, values)
            uow.audit(a.KEEP_DIRECTORY.name, a.KEEP_DIRECTORY.paragraph, row.mailbox_id, version)
            kept = await mailboxes.row(row.mailbox_id)
            return json((await shown(mailboxes, [kept]))[0], version=version)

        return await command(request, database, work)

    @route(router, "DELETE", ONE, a.KEEP_DIRECTORY, answer=Ended, summary="Forget a mailbox and its address")
    async def remove_mailbox(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, actor = Mailboxes(uow.connection), uow.cause.actor
            assert actor is not None
            row = await seen_mailbox(mailboxes, request, actor, settings, a.KEEP_DIRECTORY, lock=True)
            expect_version(request, row.version)
            others = len(await mailboxes.rows(row.party)) - 1
            if others and row.main:
                raise Conflict("main_mailbox", "The main mailbox goes last; say another address for the party instead")
            if others and not await somebody_acts(mailboxes, row.party, row.mailbox_id, clock.now()):
                words = "No other mailbox of the party is told of what it must act on; let another one be told first"
                raise Conflict("nobody_acts", words, a.KEEP_DIRECTORY.paragraph)
            await mailboxes.remove(row.mailbox_id)
            uow.audit(a.KEEP_DIRECTORY.name, a.KEEP_DIRECTORY.paragraph, row.mailbox_id, row.version + 1)
            return json(Ended(ended=row.mailbox_id))

        return await command(request, database, work)

    return router
