"""An officer lets a channel test itself within seconds (WM 6)."""

from services.notifications.actions.channel import ChannelAnswer, changed, held, here
from services.notifications.actions.mailbox import Notifying
from shared.application.keep import Keep
from shared.application.use_case import Done, NoBody
from shared.modalities.access import actions as a


async def test_channel(doing: Notifying, channel: str, nothing: NoBody) -> Done[ChannelAnswer]:
    """Raises NotFound."""
    channels, row = await held(doing, channel)
    return changed(doing, await channels.change(row.channel, {"next_test_at": doing.now}), "test")


TEST_CHANNEL = Keep(a.MUTE_CHANNEL, NoBody, here, test_channel)
