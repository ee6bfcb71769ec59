"""A call for offers through its life (WM 16, 17). Pure: state in, state out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from shared.contracts.shapes.call import TAKES_ANSWERS, Approached, CallAnswer, LineAnswered, Reach, Solicitation
from shared.contracts.shapes.values import DeclineReason
from shared.modalities.errors import Conflict, Elsewhere, Fault, Invalid
from shared.modalities.paragraphs import P6, P17

Ended = Literal["date", "officer", "agreement_withdrawn", "request_withdrawn", "agreement_narrowed"]
_FURTHER: dict[Reach, int] = {"to_be_reached": 0, "unreachable": 1, "reached": 2, "seen": 3}
"""What is known of reaching a party never goes back: who has seen a call was reached, whatever a later message met."""
_OFFERS_FIRST: tuple[CallAnswer, ...] = ("offered", "ask_again", "declined")
"""What the answers to single lines make of the whole: an offer for one is an offer."""


def still_here(call: Solicitation) -> None:
    """Raises Elsewhere naming the owner, once the call was handed over."""
    if call.handed_over_to is not None:
        raise Elsewhere(call.handed_over_to, "The call for offers", P6)


def takes_answers(call: Solicitation) -> None:
    """Raises Conflict once it is closed or recalled."""
    if call.status not in TAKES_ANSWERS:
        raise Conflict(f"call_{call.status}", f"A call for offers that is {call.status} takes no answers", P17)


def lines_of(call: Solicitation) -> tuple[str, ...]:
    """The lines it asks for, as far as they are shown."""
    shown = tuple(line["line_id"] for line in call.shown.get("lines", ()))
    return tuple(one for one in shown if not call.line_ids or one in call.line_ids)


def _with(call: Solicitation, entry: Approached) -> Solicitation:
    asked = tuple(entry if one.party == entry.party else one for one in call.everyone())
    return call.model_copy(update={"asked": asked})


def reached(call: Solicitation, party: str, reach: Reach, now: datetime) -> Solicitation | None:
    """What became of asking a party; None when that is known already, or when it was not asked."""
    entry = call.of(party)
    if entry is None or _FURTHER[reach] <= _FURTHER[entry.reach] or call.handed_over_to is not None:
        return None
    return _with(call, entry.model_copy(update={"reach": reach, "reach_at": now}))


def answered(
    call: Solicitation,
    party: str,
    answer: Literal["declined", "ask_again"],
    now: datetime,
    *,
    lines: Sequence[str] = (),
    reason_code: DeclineReason | None = None,
    ask_again_after: date | None = None,
    named_to_state: bool = False,
) -> Solicitation:
    """A party's own word, for the whole call or for some of its lines; it may change it until the call is closed.

    What it offers it says by an offer. Raises Conflict once closed, Invalid naming every fault.
    """
    takes_answers(call)
    entry, faults = call.of(party), []
    if entry is None or party not in call.approached:
        raise Invalid((Fault("/party", "was not asked by this call", "not_approached"),), paragraph=P17)
    known = lines_of(call)
    faults += [
        Fault(f"/line_ids/{n}", "the call asks for no such line", "unknown_line")
        for n, one in enumerate(lines)
        if one not in known
    ]
    if answer == "declined" and reason_code is None:
        faults.append(Fault("/reason_code", "a decline gives a coded reason", "reason_needed"))
    if answer == "ask_again" and ask_again_after is None:
        faults.append(Fault("/ask_again_after", "says after which date the party may be asked again", "date_needed"))
    if ask_again_after is not None and ask_again_after <= now.date():
        faults.append(Fault("/ask_again_after", "lies not in the future", "in_the_past"))
    if answer == "declined" and ask_again_after is not None:
        faults.append(Fault("/ask_again_after", "belongs to 'ask again', not to a decline", "not_of_this_answer"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P17)
    said = {line: answer for line in lines or known if _answer_of(entry, line) != "offered"}
    return _with(
        call, _answered(entry, said, answer, now, reason_code, ask_again_after, named_to_state or entry.named_to_state)
    )


def _answer_of(entry: Approached, line_id: str) -> CallAnswer | None:
    return next((one.answer for one in entry.lines if one.line_id == line_id), None)


def _lines(entry: Approached, said: Mapping[str, CallAnswer]) -> tuple[LineAnswered, ...]:
    kept = {one.line_id: one.answer for one in entry.lines} | dict(said)
    return tuple(LineAnswered(line_id=line, answer=one) for line, one in sorted(kept.items()))


def _answered(
    entry: Approached,
    said: Mapping[str, CallAnswer],
    answer: CallAnswer,
    now: datetime,
    reason_code: DeclineReason | None,
    ask_again_after: date | None,
    named_to_state: bool,
) -> Approached:
    lines = _lines(entry, said)
    return entry.model_copy(
        update={
            "answer": _whole(lines, answer, entry.offers),
            "lines": lines,
            "reason_code": reason_code,
            "ask_again_after": ask_again_after,
            "named_to_state": named_to_state,
            "answered_at": now,
            # Who answers has read what is asked.
            "reach": "seen",
            "reach_at": entry.reach_at if entry.reach == "seen" else now,
        }
    )


def _whole(lines: Iterable[LineAnswered], last: CallAnswer, offers: Sequence[str]) -> CallAnswer:
    given = {one.answer for one in lines} | ({"offered"} if offers else set())
    return next((one for one in _OFFERS_FIRST if one in given), last)


def offered(call: Solicitation, party: str, offer_id: str, areas: Iterable[str], now: datetime) -> Solicitation | None:
    """An offer in response came: it answers the lines of its functional areas, or all where none of them fits.

    None for who was not asked, for an offer that is known already, and once the call takes no answers: an offer stands on
    its own then.
    """
    entry = call.of(party)
    if entry is None or party not in call.approached or offer_id in entry.offers or call.status not in TAKES_ANSWERS:
        return None
    if call.handed_over_to is not None:
        return None
    wanted, offers = set(areas), (*entry.offers, offer_id)
    asked = {line["line_id"]: line.get("functional_area") for line in call.shown.get("lines", ())}
    known = lines_of(call)
    hit = [line for line in known if asked[line] in wanted] or list(known)
    lines = _lines(entry, dict.fromkeys(hit, "offered"))
    after = {"answer": "offered", "lines": lines, "offers": offers, "answered_at": now, "reach": "seen"}
    return _with(call, entry.model_copy(update={**after, "reach_at": entry.reach_at or now}))


def taken_back(call: Solicitation, offer_id: str, now: datetime) -> tuple[Solicitation, str] | None:
    """The call, and whose answer is open again, after an offer in response was withdrawn; None when it answered nothing here."""
    entry = next((one for one in call.everyone() if offer_id in one.offers), None)
    if entry is None or call.status not in TAKES_ANSWERS or call.handed_over_to is not None:
        return None
    offers = tuple(one for one in entry.offers if one != offer_id)
    lines = entry.lines if offers else tuple(one for one in entry.lines if one.answer != "offered")
    left: CallAnswer | None = next((one for one in _OFFERS_FIRST if one in {line.answer for line in lines}), None)
    after = {"offers": offers, "lines": lines, "answer": "offered" if offers else left, "answered_at": now}
    return _with(call, entry.model_copy(update=after)), entry.party


def closing(call: Solicitation) -> Solicitation:
    """The last days have begun."""
    return call.model_copy(update={"status": "closing"})


def closed(
    call: Solicitation, because: Ended, now: datetime, by: str | None = None, words: str | None = None
) -> Solicitation:
    """Nobody answers it any more; those who were asked may still read what they were asked. Raises Conflict."""
    takes_answers(call)
    return call.model_copy(
        update={"status": "closed", "ended_at": now, "ended_because": because, "ended_by": by, "ending_words": words}
    )


def recalled(
    call: Solicitation, because: Ended, now: datetime, by: str | None = None, words: str | None = None
) -> Solicitation:
    """Nothing of the request is left in it, and it is shown to nobody that was asked (WM 17)."""
    gone: dict[str, object] = {"shown": {}, "message": None, "approached": (), "asked": call.everyone(), "line_ids": ()}
    ended = {"ended_at": now, "ended_because": because, "ended_by": by, "ending_words": words}
    return call.model_copy(update={"status": "recalled", **gone, **ended})
