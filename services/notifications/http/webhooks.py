"""Webhooks over HTTP: register, look, change, rotate, test, pause, enable, replay, end (WM 3, 17)."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from services.notifications.actions.queue_deliveries import moved
from services.notifications.channels.address_filter import fault_of_url
from services.notifications.channels.signatures import new_secret, told_to_receiver
from services.notifications.domain.announcement import OPERATIONAL
from services.notifications.http.schemas import NoBody
from services.notifications.http.webhook_schemas import (
    EnableBody,
    PauseBody,
    ReplayAnswer,
    ReplayBody,
    RotateBody,
    WebhookAnswer,
    WebhookBody,
    WebhookChange,
    WebhooksAnswer,
    webhook_answer,
)
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.webhooks import Moved, Range, WebhookRepository
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.notifications import WebhookStateChanged
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import NotHeld, expect_version

PUBLIC_TYPES = sorted(e.wire_type for e in events() if e.classification is Classification.UNCLASSIFIED)
OPERATIONAL_TYPES = sorted(e.wire_type for e in OPERATIONAL)
OFFICERS = {Role.BUREAU_OFFICER, Role.GENEVA_OFFICER}
MOST_PAUSE = timedelta(days=14)


def clearance_of(actor: Actor) -> Classification:
    """What an endpoint of this actor may have: officers also hear how the service itself does."""
    return Classification.CONFIDENTIAL if actor.role in OFFICERS else Classification.UNCLASSIFIED


def faults_of_wishes(
    url: str | None, kinds: tuple[str, ...] | None, clearance: Classification, *, private: bool
) -> tuple[Fault, ...]:
    """Every fault of an address and of event types."""
    known = PUBLIC_TYPES + (OPERATIONAL_TYPES if clearance is Classification.CONFIDENTIAL else [])
    faults = tuple(
        Fault(f"/event_types/{n}", f"'{kind}' is none of {', '.join(known)}", "unknown_event_type")
        for n, kind in enumerate(kinds or ())
        if kind not in known
    )
    if url is not None and (code := fault_of_url(url, private=private)) is not None:
        words = "must be https to a host on the public internet, named in full and in ASCII, without user or fragment"
        faults += (Fault("/url", words, code),)
    return faults


def tell(uow: UnitOfWork, done: Moved) -> int:
    """Tells the bus what it knew of deliveries that changed together; how many did in all."""
    for row in done.told:
        uow.record(moved(row))
    return done.count


def webhook_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """All routes of webhooks."""
    router = APIRouter(tags=["webhooks"])
    clock, private = database.clock, settings.webhook_private_addresses

    def thing(party: str) -> Resource:
        return resources.of_party(party, settings.deployment)

    async def shown(webhooks: WebhookRepository, row: Any, secret: str | None = None) -> WebhookAnswer:
        return (await all_shown(webhooks, [row], secret))[0]

    async def all_shown(
        webhooks: WebhookRepository, rows: Sequence[Any], secret: str | None = None
    ) -> list[WebhookAnswer]:
        ids = [row.webhook_id for row in rows]
        valid, counts, now = await webhooks.secrets_of(ids), await webhooks.counts_of(ids), clock.now()
        return [webhook_answer(row, valid[row.webhook_id], counts[row.webhook_id], now, secret) for row in rows]

    async def found(request: Request, uow: UnitOfWork) -> tuple[WebhookRepository, Any]:
        webhooks = WebhookRepository(uow.connection, clock)
        row = await webhooks.find(request.path_params["webhook_id"], lock=True)
        assert uow.cause.actor is not None
        authorise_seen(uow.cause.actor, a.KEEP_WEBHOOK, a.READ_WEBHOOK, thing(row.party) if row else None, "webhook")
        return webhooks, row

    async def held(request: Request, uow: UnitOfWork) -> tuple[WebhookRepository, Any]:
        webhooks, row = await found(request, uow)
        expect_version(request, row.version)
        return webhooks, row

    async def done(
        uow: UnitOfWork, webhooks: WebhookRepository, webhook_id: str, what: str, secret: str | None = None
    ) -> Response:
        row = await webhooks.find(webhook_id)
        uow.audit(a.KEEP_WEBHOOK.name, a.KEEP_WEBHOOK.paragraph, webhook_id, row.version, what=what)
        return json(await shown(webhooks, row, secret), version=row.version)

    @route(router, "POST", "/webhooks", a.KEEP_WEBHOOK, answer=WebhookAnswer, body=WebhookBody, status=201,
           summary="Subscribe an endpoint; a shared secret is shown once")  # fmt: skip
    async def add_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            body, actor = await body_of(request, WebhookBody), uow.cause.actor
            assert actor is not None
            authorise(actor, a.KEEP_WEBHOOK, thing(actor.party or ""))
            clearance = clearance_of(actor)
            if faults := faults_of_wishes(body.url, body.event_types, clearance, private=private):
                raise Invalid(faults)
            secret = new_secret(body.signing, secrets.token_bytes)
            values = body.model_dump() | {"party": actor.party, "clearance": clearance.value}
            webhooks = WebhookRepository(uow.connection, clock)
            webhook_id = await webhooks.add(
                {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}, secret
            )
            answer = await done(uow, webhooks, webhook_id, "add", told_to_receiver(secret))
            answer.status_code = 201
            return answer

        return await command(request, database, work, shown_once="secret")

    @route(router, "GET", "/webhooks", a.READ_WEBHOOK, answer=WebhooksAnswer, summary="Endpoints the caller may see")
    async def list_webhooks(request: Request) -> Response:
        actor = await actor_of(request)
        every = decide(actor, a.READ_WEBHOOK, thing("")).allowed
        authorise(actor, a.READ_WEBHOOK, thing(actor.party or ""))
        async with database.reading() as connection:
            webhooks = WebhookRepository(connection, clock)
            rows = await webhooks.of_party(None if every else actor.party)
            return json(WebhooksAnswer(webhooks=await all_shown(webhooks, rows)))

    @route(router, "GET", "/webhooks/{webhook_id}", a.READ_WEBHOOK, answer=WebhookAnswer, summary="One endpoint")
    async def read_webhook(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            webhooks = WebhookRepository(connection, clock)
            row = await webhooks.find(request.path_params["webhook_id"])
            authorise_seen(actor, a.READ_WEBHOOK, a.READ_WEBHOOK, thing(row.party) if row else None, "webhook")
            return json(await shown(webhooks, row), version=row.version)

    @route(router, "PATCH", "/webhooks/{webhook_id}", a.KEEP_WEBHOOK, answer=WebhookAnswer, body=WebhookChange,
           summary="Change an endpoint")  # fmt: skip
    async def change_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            webhooks, row = await held(request, uow)
            body = await body_of(request, WebhookChange)
            if faults := faults_of_wishes(body.url, body.event_types, Classification(row.clearance), private=private):
                raise Invalid(faults)
            values = {k: list(v) if isinstance(v, tuple) else v for k, v in body.model_dump(exclude_none=True).items()}
            await webhooks.change(row.webhook_id, values)
            return await done(uow, webhooks, row.webhook_id, "change")

        return await command(request, database, work)

    @route(router, "POST", "/webhooks/{webhook_id}/rotate", a.KEEP_WEBHOOK, answer=WebhookAnswer, body=RotateBody,
           summary="A new secret; the old one signs as well for a while")  # fmt: skip
    async def rotate_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            webhooks, row = await held(request, uow)
            body = await body_of(request, RotateBody)
            hours = settings.webhook_overlap_h if body.overlap_h is None else body.overlap_h
            signing = body.signing or row.signing
            secret = new_secret(signing, secrets.token_bytes)
            await webhooks.rotate(row.webhook_id, signing, secret, timedelta(hours=hours))
            return await done(uow, webhooks, row.webhook_id, "rotate", told_to_receiver(secret))

        return await command(request, database, work, shown_once="secret")

    @route(router, "POST", "/webhooks/{webhook_id}/pause", a.KEEP_WEBHOOK, answer=WebhookAnswer, body=PauseBody,
           summary="Hold calls until a moment; they wait, and go out after it")  # fmt: skip
    async def pause_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            webhooks, row = await held(request, uow)
            until, now = (await body_of(request, PauseBody)).until, clock.now()
            if until is not None and (until.tzinfo is None or not now < until <= now + MOST_PAUSE):
                words = f"must be a moment with its offset within the next {MOST_PAUSE.days} days"
                raise Invalid((Fault("/until", words, "pause_out_of_bounds"),))
            await webhooks.change(row.webhook_id, {"paused_until": until})
            return await done(uow, webhooks, row.webhook_id, "pause")

        return await command(request, database, work)

    @route(router, "POST", "/webhooks/{webhook_id}/enable", a.KEEP_WEBHOOK, answer=WebhookAnswer, body=EnableBody,
           summary="Start a disabled endpoint again, with what it missed first")  # fmt: skip
    async def enable_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            webhooks, row = await held(request, uow)
            body = await body_of(request, EnableBody)
            if row.disabled_at is None:
                raise Conflict("webhook_enabled", "The webhook is not disabled")
            version = await webhooks.enable(row.webhook_id)
            if body.replay_missed:
                tell(uow, await webhooks.replay(row.webhook_id, Range(since=row.created_at)))
            changed: dict[str, Any] = {"party": row.party, "name": row.name, "state": "enabled", "reason": "owner"}
            uow.record(WebhookStateChanged(aggregate_id=row.webhook_id, aggregate_version=version, **changed))
            return await done(uow, webhooks, row.webhook_id, "enable")

        return await command(request, database, work)

    @route(router, "POST", "/webhooks/{webhook_id}/replay", a.KEEP_WEBHOOK, answer=ReplayAnswer, body=ReplayBody,
           summary="Send again: by id, by time, by sequence, or all",
           version=NotHeld("sends again; the endpoint itself stays as it is"))  # fmt: skip
    async def replay_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            webhooks, row = await found(request, uow)
            body = await body_of(request, ReplayBody)
            if row.disabled_at is not None:
                raise Conflict("webhook_disabled", "Enable the webhook first")
            queued = tell(uow, await webhooks.replay(row.webhook_id, Range(**body.model_dump())))
            uow.audit(
                a.KEEP_WEBHOOK.name, a.KEEP_WEBHOOK.paragraph, row.webhook_id, row.version, what="replay", queued=queued
            )
            return json(ReplayAnswer(webhook_id=row.webhook_id, queued=queued))

        return await command(request, database, work)

    @route(router, "DELETE", "/webhooks/{webhook_id}", a.KEEP_WEBHOOK, answer=WebhookAnswer, body=NoBody,
           summary="End an endpoint")  # fmt: skip
    async def end_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            webhooks, row = await held(request, uow)
            answer = json(await shown(webhooks, row))
            tell(uow, await webhooks.end(row.webhook_id))
            uow.audit(a.KEEP_WEBHOOK.name, a.KEEP_WEBHOOK.paragraph, row.webhook_id, row.version + 1, what="end")
            return answer

        return await command(request, database, work)

    return router
