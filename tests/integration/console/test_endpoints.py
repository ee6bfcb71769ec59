"""A party subscribes an endpoint, holds it, gives it a new secret, has calls sent again and ends it, on pages alone (WM 3)."""

import asyncio
import re

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from deploy.demo.client import Client
from tests.integration.test_notifications import endpoint
from tests.support.journey import listed
from tests.support.person import People, Person, Seen, day
from tests.support.poll import until

pytestmark = pytest.mark.paragraph("3")
NEW = "/integration/endpoints/new"
Heard = list[tuple[dict[str, str], bytes]]


def secret_of(seen: Seen) -> str:
    """The secret that stands on the answer, once."""
    found = re.search(r'<bdi dir="ltr">(whsec_[^<]+)</bdi>', seen.text)
    assert found is not None, seen.text[-3000:]
    return found.group(1)


def registered(person: Person, url: str) -> tuple[str, str]:
    """An endpoint registered on its page: its page, and its secret."""
    given = {"url": url, "name": "Registre", "event_types": ["support-offer"]}
    made = person.fill(person.see(NEW), "url", given, "do=send")
    at = re.search(r'href="(/integration/endpoints/[0-9a-f-]{36})\b', made.text)
    assert at is not None, made.text[-3000:]
    return at.group(1), secret_of(made)


async def called(heard: Heard, many: int) -> Heard:
    """The calls, once there are so many."""

    async def enough() -> Heard | None:
        return heard if len(heard) >= many else None

    return await until(enough, f"{many} calls")


def holds(secret: str, call: tuple[dict[str, str], bytes]) -> bool:
    """Whether a call is signed with a secret."""
    try:
        Webhook(secret).verify(call[1], call[0])
    except WebhookVerificationError:
        return False
    return True


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_registered(people: People) -> None:
    person = people("integrator-wrong")
    for given, anchor in (
        ({"url": "ftp://x", "event_types": ["match"]}, "url"),
        ({"url": "https://example.org/hook"}, "event_types"),
    ):
        refused = person.fill(person.see(NEW), "url", given, "do=send")
        assert (refused.status, f'href="#{anchor}"' in refused.text) == (422, True), refused.text[-3000:]
    assert "/integration/endpoints/0" not in person.see("/integration").text


async def test_an_endpoint_from_its_registration_to_its_end(people: People, client: Client) -> None:
    person, other, officer = people("integrator-pages"), people("fra-authority"), people("wca-officer")
    async with endpoint([204]) as (url, heard):
        at, secret = registered(person, url)
        assert secret not in person.see(at).text + person.see("/integration").text
        for tail in ("", "/pause", "/rotation", "/replay", "/end"):
            assert other.see(at + tail).status == 404
        assert (officer.see(at).status, f"{at}/rotation" in officer.see(at).text, officer.see(f"{at}/end").status) == (
            200, False, 403,
        )  # fmt: skip
        await listed(client, title="Offre publique une", visibility="public")
        assert holds(secret, (await called(heard, 1))[0])
        # Held until a day: what is made public meanwhile waits, and goes out once it is let go.
        assert person.fill(person.see(f"{at}/pause"), "send_key", day("until", 3), "do=send").path == at
        far = person.fill(person.see(f"{at}/pause"), "send_key", day("until", 90), "do=send")
        assert (far.status, 'href="#until"' in far.text) == (422, True)
        await listed(client, title="Offre publique deux", visibility="public")
        await until(lambda: _waits(client, at), "the call that waits")
        assert len(heard) == 1
        assert person.fill(person.see(f"{at}/resumption"), "send_key", {}, "do=send").path == at
        await called(heard, 2)
        # A new secret, the old one no more; then everything once more.
        renewed = secret_of(person.fill(person.see(f"{at}/rotation"), "overlap_h", {"overlap_h": "0"}, "do=send"))
        again = person.fill(person.see(f"{at}/replay"), "send_key", day("since", 0) | {"delivered": "1"}, "do=send")
        assert again.path == at
        repeated = (await called(heard, 4))[2]
        assert (holds(renewed, repeated), holds(secret, repeated)) == (True, False)
        # A test call comes while the page waits for it.
        page = person.see("/integration")
        tried = await asyncio.to_thread(person.fill, page, "webhook", {}, "do=test")
        assert "204" in tried.text or 'class="tag met"' in tried.text
        ended = person.fill(person.see(f"{at}/end"), "send_key", {}, "do=send")
        assert (ended.path, at in ended.text, person.see(at).status) == ("/integration", False, 404)


async def _waits(client: Client, at: str) -> bool:
    found = (await client.graphql("integrator-pages", "{ webhooks { webhookId waiting state } }"))["webhooks"]
    mine = next(one for one in found if at.endswith(one["webhookId"]))
    return bool(mine["waiting"]) and mine["state"] == "paused"
