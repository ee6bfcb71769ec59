"""Whether something of a conforming request is still open (WM 16). It is told of by nothing; its request's steps read it."""

from typing import Literal

from services.notifications.domain.items import ItemBody, Known
from services.notifications.kinds.kind import ItemKind, remembered
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.matching import OpenNeedChanged


class NeedItem(ItemBody):
    """Whether something of a conforming request is still open (WM 16)."""

    kind: Literal["need"] = "need"
    region: str
    open: bool


def need_of(request_id: str) -> str:
    """The identifier of a request's need: a need has its request's."""
    return f"need:{request_id}"


def _known(event: Event, envelope: Envelope) -> Known:
    assert isinstance(event, OpenNeedChanged)
    body = NeedItem(region=event.region, open=event.handed_over_to is None and any(x.open > 0 for x in event.lines))
    return remembered(event, envelope, body, event.request_id, need_of(event.request_id))


KIND = ItemKind(
    item=NeedItem,
    events=(OpenNeedChanged,),
    known=_known,
    shown=False,
    followed=False,
    untold={OpenNeedChanged: "read where it is needed; it waits for nobody"},
)
