"""A signed webhook after the Standard Webhooks rules: webhook-id (the delivery), webhook-timestamp, webhook-signature."""

import httpx
import orjson
from standardwebhooks import Webhook

from services.notifications.channels import NotDelivered
from services.notifications.channels.address_filter import resolve
from services.notifications.domain.delivery import Delivery
from services.notifications.settings import NotificationsSettings
from shared.runtime.clock import Clock


def signed(held: Delivery, clock: Clock) -> tuple[bytes, dict[str, str]]:
    """Body and headers."""
    body, now = orjson.dumps(held.draft.content), clock.now()
    signature = Webhook(held.secret or "").sign(held.delivery_id, now, body.decode())
    return body, {
        "content-type": "application/cloudevents+json",
        "webhook-id": held.delivery_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }


async def send_webhook(held: Delivery, settings: NotificationsSettings, clock: Clock, http: httpx.AsyncClient) -> None:
    """Posts an event; any 2xx is taken as received. Raises NotDelivered."""
    if held.address is None or held.secret is None:
        raise NotDelivered("webhook_ended", final=True)
    host, address, port = await resolve(held.address, private=settings.webhook_private_addresses)
    body, headers = signed(held, clock)
    # We connect to the address that was checked: a name that changes its mind in between gains nothing.
    url = httpx.URL(held.address).copy_with(host=address, port=port)
    try:
        answer = await http.post(
            url, content=body, headers=headers | {"host": host}, extensions={"sni_hostname": host},
            follow_redirects=False, timeout=settings.webhook_timeout_s,
        )  # fmt: skip
    except httpx.HTTPError as away:
        raise NotDelivered("endpoint_away") from away
    if answer.status_code == 410:
        raise NotDelivered("endpoint_gone", final=True)
    if not answer.is_success:
        raise NotDelivered(f"endpoint_{answer.status_code}")
