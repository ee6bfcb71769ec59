"""Signatures (W1), checked by the reference library (v1) and by cryptography (v1a, which that library does not know)."""

import base64
import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from services.notifications.domain.signatures import new_secret, public_key, signatures, told_to_receiver

CHANCE = random.Random(20260501)


def headers(secrets: list[str], body: bytes, at: datetime | None = None, name: str = "msg_1") -> dict[str, str]:
    second = int((at or datetime.now(UTC)).timestamp())
    return {
        "webhook-id": name, "webhook-timestamp": str(second), "webhook-signature": signatures(secrets, name, second, body)
    }  # fmt: skip


def verify_v1a(key: str, body: bytes, sent: dict[str, str]) -> bool:
    """As docs/webhooks.md shows it to a receiver."""
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.removeprefix("whpk_")))
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
    for one in sent["webhook-signature"].split(" "):
        version, _, value = one.partition(",")
        if version == "v1a":
            try:
                public.verify(base64.b64decode(value), signed)
                return True
            except InvalidSignature:
                continue
    return False


def test_ten_thousand_calls_are_taken_by_the_reference_library_with_either_secret() -> None:
    old, new = (new_secret("v1", CHANCE.randbytes) for _ in range(2))
    for n in range(10_000):
        body = json.dumps({"n": n, "text": "é\u2028" * (n % 7)}).encode()
        sent = headers([new, old], body, name=f"msg_{n}")
        assert Webhook(new if n % 2 else old).verify(body, sent)["n"] == n


def test_ten_thousand_calls_are_taken_with_either_public_key() -> None:
    old, new = (new_secret("v1a", CHANCE.randbytes) for _ in range(2))
    for n in range(10_000):
        body = b'{"n": %d}' % n
        assert verify_v1a(told_to_receiver(new if n % 2 else old), body, headers([new, old], body, name=f"msg_{n}"))


def test_a_change_from_v1_to_v1a_has_both_signatures() -> None:
    old, new = new_secret("v1", CHANCE.randbytes), new_secret("v1a", CHANCE.randbytes)
    sent = headers([new, old], b"{}")
    Webhook(old).verify(b"{}", sent)
    assert verify_v1a(told_to_receiver(new), b"{}", sent)


@pytest.mark.control
@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_call_of_another_time_is_refused(minutes: int) -> None:
    secret = new_secret("v1", CHANCE.randbytes)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b"{}", headers([secret], b"{}", datetime.now(UTC) + timedelta(minutes=minutes)))


@pytest.mark.control
@pytest.mark.parametrize("changed", ["body", "webhook-id", "webhook-timestamp", "secret"])
def test_any_change_is_refused(changed: str) -> None:
    body = b'{"title": "Registration"}'
    shared, paired = new_secret("v1", CHANCE.randbytes), new_secret("v1a", CHANCE.randbytes)
    sent = headers([paired, shared], body)
    if changed == "secret":
        shared, paired = new_secret("v1", CHANCE.randbytes), new_secret("v1a", CHANCE.randbytes)
    elif changed == "body":
        body = body.replace(b"R", b"r")
    else:
        sent[changed] = str(int(sent[changed]) + 1) if changed == "webhook-timestamp" else "msg_2"
    with pytest.raises(WebhookVerificationError):
        Webhook(shared).verify(body, sent)
    assert not verify_v1a(told_to_receiver(paired), body, sent)


def test_secrets_are_32_bytes_and_only_the_public_key_of_a_pair_is_shown() -> None:
    shared, paired = new_secret("v1", CHANCE.randbytes), new_secret("v1a", CHANCE.randbytes)
    assert shared.startswith("whsec_")
    assert len(base64.b64decode(shared.removeprefix("whsec_"))) == 32
    assert public_key(shared) is None
    shown = public_key(paired)
    assert shown is not None
    assert shown.startswith("whpk_")
    assert paired.removeprefix("whsk_") not in shown
