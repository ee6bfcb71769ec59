"""An officer holds a channel until a moment; what waits leaves after it (WM 6)."""

from datetime import timedelta

from pydantic import Field

from services.notifications.actions.channel import ChannelAnswer, changed, channel_event, held, here
from services.notifications.actions.mailbox import Notifying
from services.notifications.storage.channels import ChannelChange
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.contracts.incoming import Moment, Strict
from shared.contracts.shapes.values import PersonalText
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid


class MuteChannelBody(Strict):
    """Until when nothing leaves by this channel, and why. What waits leaves after it."""

    until: Moment
    reason: PersonalText = Field(min_length=3, max_length=500)


async def mute_channel(doing: Notifying, channel: str, said: MuteChannelBody) -> Done[ChannelAnswer]:
    """Raises NotFound, Invalid for a moment out of bounds."""
    channels, row = await held(doing, channel)
    now, hours = doing.now, doing.context.channel_mute_most_h
    if said.until.tzinfo is None or not now < said.until <= now + timedelta(hours=hours):
        words = f"must be a moment with its offset within the next {hours:g} hours"
        raise Invalid((Fault("/until", words, "mute_out_of_bounds"),))
    values: ChannelChange = {
        "muted_until": said.until, "muted_by": doing.by.subject, "mute_reason": said.reason,
    }  # fmt: skip
    row = await channels.change(row.channel, values)
    doing.uow.record(channel_event(row, "muted", said.reason))
    return changed(doing, row, "mute")


MUTE_CHANNEL = Keep(a.MUTE_CHANNEL, MuteChannelBody, here, mute_channel)
