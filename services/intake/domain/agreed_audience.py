"""To whom a State agrees to show a request (WM 17), and what of it contradicts itself: then nothing is agreed to."""

from collections.abc import Iterator, Sequence
from typing import Literal

from shared.contracts.shapes.support_request import Consent, SupportRequestState
from shared.contracts.vocabulary import office_of
from shared.modalities.access.audience import Audience
from shared.modalities.access.kinds import kind_of
from shared.modalities.errors import Fault, twice

Opened = Literal["offerers", "public"]


def opened(audiences: Sequence[Opened] | None, kinds: Sequence[str], parties: Sequence[str]) -> tuple[Opened, ...]:
    """The audiences of an agreement: all possible offerers where a State names none, no kind and no party."""
    if audiences is None:
        return () if kinds or parties else ("offerers",)
    return tuple(dict.fromkeys(audiences))


def audience_faults(consent: Consent, state: SupportRequestState) -> tuple[Fault, ...]:
    """Everything that contradicts itself in whom a consent opens the request to, or leaves out, each with its place."""
    return (*_twice(consent), *_opened(consent), *_named(consent, state), *_left_out(consent, state))


def _twice(consent: Consent) -> Iterator[Fault]:
    for name in ("kinds", "parties", "but"):
        yield from twice(f"/{name}/{{n}}", getattr(consent, name))


def _opened(consent: Consent) -> Iterator[Fault]:
    if consent.audiences and (consent.kinds or consent.parties):
        words = f"{', '.join(consent.audiences)} is more than the kinds and parties named: open it to one or the other"
        yield Fault("/audiences", words, "opened_twice")
    elif not (consent.audiences or consent.kinds or consent.parties):
        yield Fault("/audiences", "nobody is named: an audience, a kind of party or a party", "empty_audience")
    elif Audience.of(consent).is_empty:
        yield Fault("/but", "everybody to whom it is opened is left out again", "empty_audience")


def _named(consent: Consent, state: SupportRequestState) -> Iterator[Fault]:
    for n, party in enumerate(consent.parties):
        if party in state.content.requesting_states:
            yield Fault(f"/parties/{n}", f"{party} asks itself and reads the request anyway", "stands_in_request")
        if party in consent.but:
            yield Fault(f"/parties/{n}", f"{party} is named, and left out in but", "named_and_left_out")


def _left_out(consent: Consent, state: SupportRequestState) -> Iterator[Fault]:
    asking = state.content.requesting_states
    inside = {*asking, *state.content.supporters, *map(office_of, asking)}
    for n, party in enumerate(consent.but):
        if "public" in consent.audiences:
            yield Fault(f"/but/{n}", "what everybody may read leaves nobody out", "public_leaves_nobody_out")
        elif party in inside:
            yield Fault(f"/but/{n}", f"{party} stands in the request and reads it anyway", "stands_in_request")
        elif (
            party not in consent.parties and "offerers" not in consent.audiences and kind_of(party) not in consent.kinds
        ):
            yield Fault(f"/but/{n}", f"the request is not opened to {party}, so it cannot be left out", "not_opened")
