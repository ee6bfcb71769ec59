"""What a mailbox hears and when: preferences, subscriptions and mutes, kept by the party itself (WM 6)."""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from services.notifications.audiences.table import FOLLOWED, MAILED
from services.notifications.domain import filters
from services.notifications.domain.preferences import Mailbox, Preferences
from services.notifications.http.mail_schemas import (
    Ended,
    MuteBody,
    MutesAnswer,
    PreferencesAnswer,
    SubscriptionBody,
    SubscriptionsAnswer,
)
from services.notifications.http.mailboxes import ONE, resource, seen_mailbox, somebody_acts, speaking
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.mailboxes import Mailboxes
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.authorise import authorise
from shared.modalities.errors import Fault, Invalid, NotFound
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import ENDED, Held, expect_version
from shared.runtime.identifiers import new_id

OF_PARTY = "/directory/{party}/preferences"


def checked(document: Preferences) -> Preferences:
    """Preferences whose event types and filter are known ones. Raises Invalid naming every fault."""
    found = [
        Fault(f"/without/{n}", f"'{kind}' is none of {', '.join(sorted(MAILED))}", "unknown_event_type")
        for n, kind in enumerate(document.without)
        if kind not in MAILED
    ]
    if document.only is not None:
        found += filters.faults(document.only, FOLLOWED, "/only")
    if found:
        raise Invalid(tuple(found))
    return document


def preference_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes on preferences, subscriptions and mutes."""
    router = APIRouter(tags=["mailboxes"])
    clock = database.clock

    async def mine(request: Request, uow: UnitOfWork) -> tuple[Mailboxes, Any]:
        mailboxes, actor = Mailboxes(uow.connection), uow.cause.actor
        assert actor is not None
        return mailboxes, await seen_mailbox(mailboxes, request, actor, settings, a.KEEP_PREFERENCES, lock=True)

    def audit(uow: UnitOfWork, what: str, version: int = 1) -> None:
        uow.audit(a.KEEP_PREFERENCES.name, a.KEEP_PREFERENCES.paragraph, what, version)

    async def read(request: Request) -> Mailbox:
        actor = await actor_of(request)
        async with database.reading() as connection:
            mailboxes = Mailboxes(connection)
            row = await seen_mailbox(mailboxes, request, actor, settings, a.READ_PREFERENCES, lock=False)
            return (await mailboxes.load(clock.now(), ids=[row.mailbox_id]))[0]

    async def preferred(mailboxes: Mailboxes, mailbox_id: str | None, party: str) -> PreferencesAnswer:
        own = await mailboxes.preferences(mailbox_id) if mailbox_id else None
        theirs = await mailboxes.preferences(party)
        document, version = own or theirs or (Preferences(), 0)
        if mailbox_id and own is None:  # The party's version is none of the mailbox's own.
            version = 0
        return PreferencesAnswer(
            owner=mailbox_id or party, preferences=document, version=version,
            preferences_of="mailbox" if own else "party" if theirs else "default",
        )  # fmt: skip

    def party_of(request: Request, action: Action) -> Any:
        async def allowed() -> str:
            party = str(request.path_params["party"])
            authorise(await actor_of(request), action, resource(settings, party))
            return party

        return allowed()

    @route(router, "GET", OF_PARTY, a.READ_PREFERENCES, answer=PreferencesAnswer,
           summary="What holds for mailboxes of a party without their own")  # fmt: skip
    async def read_party_preferences(request: Request) -> Response:
        party = await party_of(request, a.READ_PREFERENCES)
        async with database.reading() as connection:
            found = await preferred(Mailboxes(connection), None, party)
        return json(found, version=found.version)

    @route(router, "PUT", OF_PARTY, a.KEEP_PREFERENCES, answer=PreferencesAnswer, body=Preferences,
           summary="Say what holds for mailboxes of a party without their own", version=Held(OF_PARTY))  # fmt: skip
    async def put_party_preferences(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, party = Mailboxes(uow.connection), await party_of(request, a.KEEP_PREFERENCES)
            await mailboxes.rows(party, lock=True)
            expect_version(request, (await preferred(mailboxes, None, party)).version)
            document = checked(await body_of(request, Preferences))
            if document.must_act == "never":
                words = "what must be acted on can be kept off one mailbox, not off a party"
                raise Invalid((Fault("/must_act", words, "nobody_acts"),), paragraph=a.KEEP_PREFERENCES.paragraph)
            version = await mailboxes.prefer(party, document)
            audit(uow, party, version)
            return json(await preferred(mailboxes, None, party), version=version)

        return await command(request, database, work)

    @route(router, "GET", ONE + "/preferences", a.READ_PREFERENCES, answer=PreferencesAnswer,
           summary="What holds for a mailbox")  # fmt: skip
    async def read_preferences(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            mailboxes = Mailboxes(connection)
            row = await seen_mailbox(mailboxes, request, actor, settings, a.READ_PREFERENCES, lock=False)
            found = await preferred(mailboxes, row.mailbox_id, row.party)
        return json(found, version=found.version)

    @route(router, "PUT", ONE + "/preferences", a.KEEP_PREFERENCES, answer=PreferencesAnswer, body=Preferences,
           summary="Give a mailbox preferences of its own", version=Held(ONE + "/preferences"))  # fmt: skip
    async def put_preferences(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, row = await mine(request, uow)
            expect_version(request, (await preferred(mailboxes, row.mailbox_id, row.party)).version)
            document = checked(await body_of(request, Preferences))
            if document.must_act == "never" and not await somebody_acts(
                mailboxes, row.party, row.mailbox_id, clock.now()
            ):
                words = "no other mailbox of the party is told of what it must act on"
                raise Invalid((Fault("/must_act", words, "nobody_acts"),), paragraph=a.KEEP_PREFERENCES.paragraph)
            version = await mailboxes.prefer(row.mailbox_id, document, since=row.version)
            audit(uow, row.mailbox_id, version)
            return json(await preferred(mailboxes, row.mailbox_id, row.party), version=version)

        return await command(request, database, work)

    @route(router, "DELETE", ONE + "/preferences", a.KEEP_PREFERENCES, answer=PreferencesAnswer,
           summary="Let the party's preferences hold for a mailbox again",
           version=Held(ONE + "/preferences"))  # fmt: skip
    async def drop_preferences(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, row = await mine(request, uow)
            expect_version(request, (await preferred(mailboxes, row.mailbox_id, row.party)).version)
            await mailboxes.prefer_no_more(row.mailbox_id)
            audit(uow, row.mailbox_id)
            return json(await preferred(mailboxes, row.mailbox_id, row.party), version=0)

        return await command(request, database, work)

    @route(router, "GET", ONE + "/subscriptions", a.READ_PREFERENCES, answer=SubscriptionsAnswer,
           summary="Subscriptions of a mailbox")  # fmt: skip
    async def list_subscriptions(request: Request) -> Response:
        return json(SubscriptionsAnswer(subscriptions=(await read(request)).subscriptions))

    @route(router, "POST", ONE + "/subscriptions", a.KEEP_PREFERENCES, answer=SubscriptionsAnswer,
           body=SubscriptionBody, status=201, summary="Subscribe by a filter, or by a saved one")  # fmt: skip
    async def subscribe(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, row = await mine(request, uow)
            body = await body_of(request, SubscriptionBody)
            if (body.filter is None) == (body.saved_filter is None):
                raise Invalid((Fault("/filter", "either a filter or a saved_filter is needed", "one_filter"),))
            found = filters.faults(body.filter, FOLLOWED, "/filter") if body.filter is not None else ()
            if body.saved_filter is not None:
                saved = await mailboxes.filter(body.saved_filter)
                if saved is None or saved.party != row.party:
                    found = (Fault("/saved_filter", "the party has no such filter", "unknown_filter"),)
            if found:
                raise Invalid(found)
            one = {"subscription_id": new_id(clock), "mailbox_id": row.mailbox_id, "name": body.name}
            given = {"expression": body.filter, "filter_id": body.saved_filter, "rhythm": body.rhythm}
            await mailboxes.subscribe(one | {name: value for name, value in given.items() if value is not None})
            assert uow.cause.actor is not None
            if speaking(uow.cause.actor, row.party) != {"role": row.role}:
                await mailboxes.change(row.mailbox_id, speaking(uow.cause.actor, row.party))
            audit(uow, one["subscription_id"])
            mailbox = (await mailboxes.load(clock.now(), ids=[row.mailbox_id]))[0]
            return json(SubscriptionsAnswer(subscriptions=mailbox.subscriptions), 201)

        return await command(request, database, work)

    @route(router, "DELETE", ONE + "/subscriptions/{subscription_id}", a.KEEP_PREFERENCES, answer=Ended,
           summary="End a subscription", version=ENDED)  # fmt: skip
    async def unsubscribe(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, row = await mine(request, uow)
            one = request.path_params["subscription_id"]
            if not await mailboxes.unsubscribe(row.mailbox_id, one):
                raise NotFound("not_found", "There is no such subscription")
            audit(uow, one, 2)
            return json(Ended(ended=one))

        return await command(request, database, work)

    @route(router, "GET", ONE + "/mutes", a.READ_PREFERENCES, answer=MutesAnswer, summary="Mutes in force")
    async def list_mutes(request: Request) -> Response:
        return json(MutesAnswer(mutes=(await read(request)).mutes))

    @route(router, "POST", ONE + "/mutes", a.KEEP_PREFERENCES, answer=MutesAnswer, body=MuteBody, status=201,
           summary="Mute a mailbox, an item or a kind of event until a moment")  # fmt: skip
    async def add_mute(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, row = await mine(request, uow)
            body, now = await body_of(request, MuteBody), clock.now()
            if found := mute_faults(body, now, settings):
                raise Invalid(found, paragraph=a.KEEP_PREFERENCES.paragraph)
            one = {"mute_id": new_id(clock), "mailbox_id": row.mailbox_id, **body.model_dump()}
            await mailboxes.mute(one)
            audit(uow, one["mute_id"])
            mailbox = (await mailboxes.load(now, ids=[row.mailbox_id]))[0]
            return json(MutesAnswer(mutes=mailbox.mutes), 201)

        return await command(request, database, work)

    @route(router, "DELETE", ONE + "/mutes/{mute_id}", a.KEEP_PREFERENCES, answer=Ended,
           summary="End a mute before its time; what came meanwhile is told", version=ENDED)  # fmt: skip
    async def end_mute(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes, row = await mine(request, uow)
            one = request.path_params["mute_id"]
            if not await mailboxes.unmute(row.mailbox_id, one, clock.now()):
                raise NotFound("not_found", "There is no such mute")
            audit(uow, one, 2)
            return json(Ended(ended=one))

        return await command(request, database, work)

    return router


def mute_faults(body: MuteBody, now: Any, settings: NotificationsSettings) -> tuple[Fault, ...]:
    """What is wrong with a mute: without an end in reach it would go silent for good."""
    found = []
    longest = settings.mute_act_days if body.must_act else settings.mute_know_days
    if body.until.tzinfo is None:
        found.append(Fault("/until", "needs a time zone", "no_zone"))
    elif not now < body.until <= now + timedelta(days=longest):
        found.append(Fault("/until", f"lies between now and {longest} days from now", "out_of_reach"))
    if (body.scope == "everything") != (body.what is None):
        found.append(Fault("/what", "names the item or event type; nothing for everything", "scope"))
    if body.scope == "event" and body.what not in MAILED:
        found.append(Fault("/what", f"is none of {', '.join(sorted(MAILED))}", "unknown_event_type"))
    return tuple(found)
