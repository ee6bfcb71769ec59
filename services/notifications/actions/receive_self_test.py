"""The interface takes the signed self-test of webhooks: the channel gave a sign of life (WM 6)."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from services.notifications.domain.signatures import SECRET
from services.notifications.storage.channels import ChannelRepository
from shared.modalities.errors import NotPermitted
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database

TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class SignedCall:
    """A call as a receiver gets it: its id, its time, its signatures, its body."""

    name: str
    stamp: str
    signatures: str
    body: bytes


async def receive_self_test(database: Database, call: SignedCall) -> None:
    """Notes it. Raises NotPermitted for a call that is not our own."""
    async with database.reading() as connection:
        row = await ChannelRepository(connection, database.clock).one("webhook")
    if row is None or not is_ours(call, row.secret, database.clock.now()):
        raise NotPermitted("not_signed", "This takes our own signed calls alone")
    async with database.unit_of_work(ByClock("self-test")) as uow:
        await ChannelRepository(uow.connection, uow.clock).received()


def is_ours(call: SignedCall, secret: str, now: datetime) -> bool:
    """Verifies a call as docs/webhooks.md tells receivers to: signature, id and time."""
    if not (call.stamp.isascii() and call.stamp.isdigit() and len(call.stamp) < 12):
        return False
    if abs(now.timestamp() - int(call.stamp)) > TOLERANCE.total_seconds():
        return False
    key = base64.b64decode(secret.removeprefix(SECRET))
    wanted = hmac.digest(key, f"{call.name}.{call.stamp}.".encode() + call.body, sha256)
    for one in call.signatures.split(" "):
        version, _, value = one.partition(",")
        try:
            if version == "v1" and hmac.compare_digest(base64.b64decode(value, validate=True), wanted):
                return True
        except binascii.Error:
            continue
    return False
