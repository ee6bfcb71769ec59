"""What a mailbox hears and when, over HTTP: preferences, subscriptions and mutes, kept by the party itself (WM 6)."""

from fastapi import APIRouter, Request, Response

from services.notifications import actions as does
from services.notifications.actions.add_mute import MutesAnswer
from services.notifications.actions.mailbox import Ended
from services.notifications.actions.preferred import PreferencesAnswer
from services.notifications.actions.subscribe import SubscriptionsAnswer
from services.notifications.http.mailboxes import ONE, mailbox_in, reader_of
from services.notifications.settings import NotificationsSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.modalities.access import actions as a
from shared.runtime.http.routes import json, route
from shared.runtime.http.versions import ENDED, Held

OF_PARTY, OF_ONE = "/directory/{party}/preferences", ONE + "/preferences"
SUBSCRIPTIONS, MUTES = ONE + "/subscriptions", ONE + "/mutes"
TABLE = (
    At("PUT", OF_PARTY, does.PUT_PARTY_PREFERENCES, PreferencesAnswer,
       "Say what holds for mailboxes of a party without their own", version=Held(OF_PARTY)),
    At("PUT", OF_ONE, does.PUT_PREFERENCES, PreferencesAnswer, "Give a mailbox preferences of its own",
       version=Held(OF_ONE)),
    At("DELETE", OF_ONE, does.DROP_PREFERENCES, PreferencesAnswer, "Let the party's preferences hold for a mailbox again",
       version=Held(OF_ONE)),
    At("POST", SUBSCRIPTIONS, does.SUBSCRIBE, SubscriptionsAnswer, "Subscribe by a filter, or by a saved one", made="",
       tagged=False),
    At("DELETE", SUBSCRIPTIONS + "/{subscription_id}", does.UNSUBSCRIBE, Ended, "End a subscription", version=ENDED,
       tagged=False),
    At("POST", MUTES, does.ADD_MUTE, MutesAnswer, "Mute a mailbox, an item or a kind of event until a moment", made="",
       tagged=False),
    At("DELETE", MUTES + "/{mute_id}", does.END_MUTE, Ended, "End a mute before its time; what came meanwhile is told",
       version=ENDED, tagged=False),
)  # fmt: skip


def preference_routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """Routes on preferences, subscriptions and mutes."""
    router = APIRouter(tags=["mailboxes"])

    @route(router, "GET", OF_PARTY, a.READ_PREFERENCES, answer=PreferencesAnswer,
           summary="What holds for mailboxes of a party without their own")  # fmt: skip
    async def read_party_preferences(request: Request) -> Response:
        found = await (await reader_of(request, runner)).preferences_of_party(request.path_params["party"])
        return json(found, version=found.version)

    @route(router, "GET", OF_ONE, a.READ_PREFERENCES, answer=PreferencesAnswer,
           summary="What holds for a mailbox")  # fmt: skip
    async def read_preferences(request: Request) -> Response:
        found = await (await reader_of(request, runner)).preferences(mailbox_in(request))
        return json(found, version=found.version)

    @route(router, "GET", SUBSCRIPTIONS, a.READ_PREFERENCES, answer=SubscriptionsAnswer,
           summary="Subscriptions of a mailbox")  # fmt: skip
    async def list_subscriptions(request: Request) -> Response:
        return json(await (await reader_of(request, runner)).subscriptions(mailbox_in(request)))

    @route(router, "GET", MUTES, a.READ_PREFERENCES, answer=MutesAnswer, summary="Mutes in force")
    async def list_mutes(request: Request) -> Response:
        return json(await (await reader_of(request, runner)).mutes(mailbox_in(request)))

    commands(router, runner, *TABLE)
    return router
