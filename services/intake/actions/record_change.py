"""Every change of a stored request ends the same way: save, record its event, publish or retract what may be seen."""

from services.intake.domain.ports import Recorder, Requests
from shared.contracts.intake import SupportRequestEvent, SupportRequestPublished, SupportRequestRetracted
from shared.contracts.shapes.support_request import ConsentedView, SupportRequestState


async def record_change(
    requests: Requests,
    recorder: Recorder,
    before: SupportRequestState,
    event: SupportRequestEvent,
) -> None:
    """Stores the event's state with its version; the public topic follows the consented view and nothing else (WM 17)."""
    state, version = event.request, event.aggregate_version
    await requests.save(state, version)
    if state.content_version > before.content_version:
        await requests.keep_version(state)
    recorder.record(event)
    old, new = public_part(before.shown), public_part(state.shown)
    if new == old:
        return
    number = await requests.next_public_version(state.request_id)
    if new is None:
        recorder.record(SupportRequestRetracted(aggregate_id=state.request_id, aggregate_version=number))
    else:
        recorder.record(
            SupportRequestPublished(aggregate_id=state.request_id, aggregate_version=number, fields=new.fields)
        )


def public_part(shown: ConsentedView | None) -> ConsentedView | None:
    """The view as far as the public may have it."""
    return shown if shown is not None and "public" in shown.audiences else None
