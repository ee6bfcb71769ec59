"""Endpoints, tokens and preferences through GraphQL: the caller's own token goes to their owner, whose word is the answer."""

from datetime import timedelta
from typing import Any

from tests.integration.notifications.test_through_gateway import TCD, before, refused
from tests.support.gateway import Gateway
from tests.support.notifications_desk import PUBLISHED, NotificationsDesk
from tools.faults.receivers import Farm

OBSERVER, STATE, OFFICER = "integrator-observer", "tcd-authority", "wca-officer"
RESULT = "{ state problem { status code faults } }"
_keys = iter(range(10**6))


async def does(one: Gateway, who: str | None, command: str, declared: str = "", **given: Any) -> dict[str, Any]:
    """What a command came to: the state, or the problem."""
    key = f"own-{next(_keys):05}"
    head = f"mutation ({declared})" if declared else "mutation"
    found = await one.ask(
        who, f"{head} {{ found: {command.replace('KEY', f'key: {chr(34)}{key}{chr(34)}')} {RESULT} }}", **given
    )
    (answered,) = [value for value in (found["found"]["state"], found["found"]["problem"]) if value is not None]
    result: dict[str, Any] = answered
    return result


async def test_an_endpoint_is_registered_tested_rotated_paused_and_ended(
    notifications: NotificationsDesk, farm: Farm
) -> None:
    url = farm.url("/ok")
    async with before(notifications.service.app()) as one:
        made = await does(
            one, OBSERVER, f'registerWebhook(url: "{url}", eventTypes: ["{PUBLISHED}"], name: "Mine", KEY)'
        )
        name = made["webhook_id"]
        assert made["secret"].startswith("whsec_")
        tested = await does(one, OBSERVER, f'testWebhook(webhookId: "{name}", KEY)')
        assert (tested["delivered"], tested["code"]) == (True, "ok")
        rotated = await does(
            one, OBSERVER, f'rotateWebhook(webhookId: "{name}", overlapH: 1, expectedVersion: {made["version"]}, KEY)'
        )
        assert rotated["secret"] != made["secret"]
        changed = await does(
            one,
            OBSERVER,
            f'changeWebhook(webhookId: "{name}", changes: {{name: "Ours"}}, expectedVersion: {rotated["version"]}, KEY)',
        )
        assert changed["name"] == "Ours"
        until = (notifications.clock.now() + timedelta(hours=2)).isoformat()
        paused = await does(
            one,
            OBSERVER,
            f'pauseWebhook(webhookId: "{name}", until: "{until}", expectedVersion: {changed["version"]}, KEY)',
        )
        assert paused["state"] == "paused"
        assert (
            await does(one, OBSERVER, f'enableWebhook(webhookId: "{name}", expectedVersion: {paused["version"]}, KEY)')
        )["code"] == "webhook_enabled"
        end = f'endWebhook(webhookId: "{name}", expectedVersion: {paused["version"]}, KEY)'
        for who, status in (("integrator-other", 404), (STATE, 404), (OFFICER, 403), (None, 401)):
            assert (await does(one, who, end))["status"] == status
        listed = "{ webhooks { webhookId name state createdAt } }"
        assert [hook["name"] for hook in (await one.ask(OBSERVER, listed))["webhooks"]] == ["Ours"]
        assert (await one.ask("integrator-other", listed))["webhooks"] == []
        await does(one, OBSERVER, end)
        assert (await one.ask(OBSERVER, listed))["webhooks"] == []


async def test_a_token_is_made_listed_and_revoked(notifications: NotificationsDesk) -> None:
    async with before(notifications.service.app()) as one:
        made = await does(one, OBSERVER, 'createToken(name: "Nightly", scopes: ["read", "webhooks"], days: 7, KEY)')
        assert made["token"].startswith("acsg_")
        listed = "{ tokens { tokenId name scopes revokedAt revokedBy lastUsedAt expiresAt } }"
        (seen,) = (await one.ask(OBSERVER, listed))["tokens"]
        assert (seen["name"], seen["scopes"], seen["revokedAt"]) == ("Nightly", ["read", "webhooks"], None)
        assert (await one.ask("integrator-other", listed))["tokens"] == []
        assert (await refused(one, None, listed))["code"] == "not_permitted"
        assert (await does(one, OFFICER, 'createToken(name: "x", scopes: ["read"], KEY)'))["status"] == 403
        faulty = await does(one, OBSERVER, 'createToken(name: "x", scopes: ["everything"], KEY)')
        assert (faulty["status"], faulty["faults"][0]["pointer"]) == (422, "/scopes/0")
        ended = await does(one, OFFICER, f'revokeToken(tokenId: "{made["token_id"]}", KEY)')
        assert ended["revoked_by"] == OFFICER


async def test_preferences_subscriptions_mutes_and_filters_are_kept(notifications: NotificationsDesk) -> None:
    body = {"email": "cnarr@example.org", "language": "fr"}
    box = (await notifications.call(STATE, "POST", f"/directory/{TCD}/mailboxes", body))["mailbox_id"]
    async with before(notifications.service.app()) as one:
        wanted = '{should_know: "weekly", digest_on: 5}'
        kept = await does(
            one, STATE, f'putPreferences(mailboxId: "{box}", preferences: {wanted}, expectedVersion: 0, KEY)'
        )
        assert (kept["preferences"]["should_know"], kept["preferences_of"]) == ("weekly", "mailbox")
        of_party = await does(one, STATE, f"putPreferences(preferences: {wanted}, expectedVersion: 0, KEY)")
        assert of_party["owner"] == TCD
        saved = await does(one, STATE, 'saveFilter(name: "Ours", filter: {areas: ["registration"]}, KEY)')
        command = f'changeFilter(filterId: "{saved["filter_id"]}", filter: {{areas: ["coi"]}}, expectedVersion: 1, KEY)'
        assert (await does(one, STATE, command))["filter"] == {"areas": ["coi"]}
        command = f'subscribeMailbox(mailboxId: "{box}", name: "Coi", savedFilter: "{saved["filter_id"]}", KEY)'
        drop = f'dropFilter(filterId: "{saved["filter_id"]}", expectedVersion: 2, KEY)'
        (subscription,) = (await does(one, STATE, command))["subscriptions"]
        assert (await does(one, STATE, drop))["code"] == "filter_in_use"
        until = (notifications.clock.now() + timedelta(days=2)).isoformat()
        command = f'muteMailbox(mailboxId: "{box}", scope: "everything", until: "{until}", KEY)'
        (mute,) = (await does(one, STATE, command))["mutes"]
        (seen,) = (await one.ask(STATE, "{ mailboxes }"))["mailboxes"]
        assert [m["mute_id"] for m in seen["mutes"]] == [mute["mute_id"]]
        await does(one, STATE, f'endMute(mailboxId: "{box}", muteId: "{mute["mute_id"]}", KEY)')
        gone = f'unsubscribeMailbox(mailboxId: "{box}", subscriptionId: "{subscription["subscription_id"]}", KEY)'
        await does(one, STATE, gone)
        await does(one, STATE, drop)
        drop = f'dropPreferences(mailboxId: "{box}", expectedVersion: {kept["version"]}, KEY)'
        assert (await does(one, STATE, drop))["preferences_of"] == "party"
        for who, status in (("fra-authority", 404), (OFFICER, 403)):
            assert (await does(one, who, drop))["status"] == status
