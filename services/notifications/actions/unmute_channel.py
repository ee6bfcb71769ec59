"""An officer ends the mute of a channel before its time (WM 6)."""

from services.notifications.actions.channel import ChannelAnswer, changed, channel_event, held, here
from services.notifications.actions.mailbox import Notifying
from shared.application.keep import Keep
from shared.application.use_case import Done, NoBody
from shared.modalities.access import actions as a


async def unmute_channel(doing: Notifying, channel: str, _: NoBody) -> Done[ChannelAnswer]:
    """Raises NotFound. One that is not muted stays as it is."""
    channels, row = await held(doing, channel)
    if row.muted_until is not None:
        row = await channels.unmute(row.channel)
        doing.uow.record(channel_event(row, "unmuted", "an officer ended it"))
    return changed(doing, row, "unmute")


UNMUTE_CHANNEL = Keep(a.MUTE_CHANNEL, NoBody, here, unmute_channel)
