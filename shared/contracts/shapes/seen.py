"""States as their readers see them: what is hidden from a reader is null, or absent (``shared.modalities.access.views``).

The field names and forms are those of the states; a reader takes none of those that may be hidden for granted.
"""

from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, create_model

from shared.contracts.event import Shape
from shared.contracts.shapes.call import Approached, Solicitation
from shared.contracts.shapes.counter import Counter
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import RequestContent, SupportRequestState
from shared.contracts.shapes.values import PartyId

_MAY_BE_HIDDEN = frozenset(
    {
        "reference", "region", "proposed_by", "proposal_reason", "confirmed_by", "recorded_by", "request_id",
        "request_line_id", "covers", "offer_id", "offer_line_id", "origin", "capacity", "for_others", "visibility",
        "focal_point", "in_response_to", "submission_route", "competent_authority",
    }
)  # fmt: skip


def _seen(shape: type[BaseModel], name: str, **more: Any) -> Any:
    """The same shape, with what may be hidden nullable and not required, in it and in the shapes that it holds."""
    fields: dict[str, Any] = {}
    for field, info in shape.model_fields.items():
        kind = _inner(info.annotation)
        if field in _MAY_BE_HIDDEN:
            fields[field] = (kind | None, None)
        elif kind is info.annotation:
            fields[field] = (info.rebuild_annotation(), info)
        else:
            # A list from which something is left out may be shorter than a list that is written.
            fields[field] = (kind, ... if info.is_required() else info.get_default(call_default_factory=True))
    fields |= more
    return create_model(name, __base__=Shape, __doc__=f"{shape.__name__} as a reader sees it.", **fields)


def _inner(kind: Any) -> Any:
    """An annotation with the shapes of a request, an offer or a match in it as they are seen."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and set(kind.model_fields) & _MAY_BE_HIDDEN:
        return _SEEN.get(kind) or _SEEN.setdefault(kind, _seen(kind, f"{kind.__name__}Seen"))
    if get_origin(kind) is tuple:
        return tuple[tuple(_inner(one) for one in get_args(kind))]  # type: ignore[misc]
    if get_origin(kind) in (Union, UnionType):
        return Union[tuple(_inner(one) for one in get_args(kind))]  # noqa: UP007 - made of values
    return kind


_SEEN: dict[type[BaseModel], Any] = {}

_CounterSeen: Any = _seen(Counter, "CounterSeen")
MatchSeen: Any = _seen(MatchState, "MatchSeen", counters=(tuple[_CounterSeen, ...], ()))
"""Counters are told to officers, and each to its own party (WM 11)."""
_ApproachedSeen: Any = _seen(Approached, "ApproachedSeen", party=(PartyId | None, None))
CallSeen: Any = _seen(Solicitation, "CallSeen", asked=(tuple[_ApproachedSeen, ...], ()))
"""To the States that ask a party that does not let itself be named is null (WM 17)."""
SupportOfferSeen: Any = _seen(SupportOfferState, "SupportOfferSeen", uptake=(str | None, None))
SupportRequestSeen: Any = _seen(SupportRequestState, "SupportRequestSeen")
RequestContentSeen: Any = _inner(RequestContent)
RequestDraftSeen: Any = _seen(RequestDraft, "RequestDraftSeen", missing=(tuple[PartyId, ...], ()))
"""``missing``: States that have not signed the present text, the lead first (WM 15.v)."""
