"""The steps that each kind of thing makes somebody owe, one function per kind; each step names its paragraph (WM 6).

``changed_at``: when the thing became what it is. A step that is gone from the answer was taken.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import (
    P2,
    P3,
    P4,
    P5,
    P6,
    P7,
    P8,
    P9,
    P10,
    P11,
    P15_III,
    P15_V,
    P15_VII,
    P16,
    P17,
    P18,
    P19,
    P20,
    P21,
    Paragraph,
)  # fmt: skip
from shared.modalities.steps.confirmed import asked_again_at
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import UNREACHABLE, UNREAD, Step
from shared.modalities.steps.things import (
    ENDED,
    Call,
    Delivery,
    Draft,
    Engaged,
    Engagement,
    Meeting,
    Naming,
    Need,
    Offer,
    Request,
    Review,
    Thread,
)

NOON = time(12)
"""Of a day that a plan names: by then it is that day at every bureau."""
_NAMED: Mapping[str, Paragraph] = {"requester": P15_V, "supporter": P3, "offerer": P18, "recipient": P10}


def of_named(thing: Naming) -> Iterator[Step]:
    """Nobody is spoken for: each party that is named owes its own word (WM 3, 10, 15.v, 18)."""
    if thing.status not in ENDED:
        for one in thing.named:
            yield Step("naming", one.party, one.due_at, _NAMED[one.role])


def of_offer(offer: Offer, limits: Limits) -> Iterator[Step]:
    """Named parties owe their word; who leads an offer on the roster says now and then that it still stands (WM 7, 18). An
    offer that ends by itself before it would be asked about is not asked about.
    """
    yield from of_named(offer)
    if offer.status != "live" or offer.confirmed_at is None:
        return
    asked_at, last = asked_again_at(offer.confirmed_at, limits.unconfirmed), offer.available_until
    over = datetime.combine(last + timedelta(days=1), time(), UTC) if last is not None else None
    if over is None or asked_at < over:
        until = limits.calendar(asked_at, limits.confirm, offer.region)
        for party in offer.parties[:1]:
            yield Step("offer_stands", party, until, P7, begins_at=asked_at, ends_at=over)


def of_draft(draft: Draft) -> Iterator[Step]:
    """Every requesting State signs the text before it is submitted (WM 15.v)."""
    if draft.status == "to_be_signed" and draft.sign_by is not None:
        for party in draft.unsigned:
            yield Step("sign_draft", party, draft.sign_by, P15_V)


def of_request(request: Request, changed_at: datetime, need: Need | None, limits: Limits) -> Iterator[Step]:
    """The next step of a request; ``need``: what is still open of it, None while nothing is known of that."""
    region, due = request.region, limits.calendar
    officers, lead = officers_of(region), request.states[:1]
    # A request is its lead's to word (WM 8, 15.v).
    if request.status == "submitted":
        yield Step("feedback", officers, request.feedback_due_at, P8)
    elif request.status == "revised":
        seen = due(changed_at, limits.confirm, region)
        yield Step("feedback", officers, max(request.feedback_due_at, seen), P8)
    elif request.status == "feedback_shared":
        for state in lead:
            yield Step("revision", state, due(changed_at, limits.revision, region), P8)
    elif request.status == "not_in_line":
        # What was found not to be in line is not the end: the decision says what it lacks (WM 15, 16).
        for state in lead:
            until = due(request.decided_at or changed_at, limits.revision, region)
            yield Step("revision", state, until, P8, variant="revision_or_withdrawal")
    elif request.status == "in_line" and request.shown is None:
        yield from _of_agreement(request, changed_at, limits)
    elif request.status == "in_line" and (need is None or need.open):
        since = [request.consented_at, request.decided_at, need.changed_at if need is not None else None]
        possible = max((moment for moment in since if moment is not None), default=changed_at)
        yield Step("seek", officers, due(possible, limits.seek, region), P16)


def _of_agreement(request: Request, changed_at: datetime, limits: Limits) -> Iterator[Step]:
    region, due = request.region, limits.calendar
    if request.consent_withdrawn_by:
        # A State that said no is not asked again by a machine; its bureau speaks with it (WM 17).
        yield Step("consult", officers_of(region), due(changed_at, limits.confirm, region), P17)
        return
    if request.states and set(request.states) <= set(request.consents):
        # So it does with States that all agreed, but to show the request to nobody in common (WM 15.v).
        until = due(changed_at, limits.confirm, region)
        yield Step("consult", officers_of(region), until, P17, variant="consult_apart")
        return
    until = due(request.decided_at or changed_at, limits.consent, region)
    for state in request.states:
        if state not in request.consents:
            yield Step("consent", state, until, P17)


def of_call(call: Call) -> Iterator[Step]:
    """Who was asked for an offer and has not answered (WM 17)."""
    for party in call.approached:
        if party not in call.answered:
            yield Step("solicitation", party, call.answer_due_at, P17, call.regions.get(party))


def of_meeting(meeting: Meeting, limits: Limits) -> Iterator[Step]:
    """Steps towards a meeting that stands, and what came of it (WM 4, 5). To take part is voluntary."""
    if meeting.status != "convened":
        return
    officers, begins = officers_of(meeting.region), meeting.starts_at
    for one in meeting.invited:
        if one.answer == "pending":
            until = meeting.answer_until
            yield Step("invitation", one.party, until, P4, one.region, ends_at=lapses_at("invitation", until, limits))
    for party in sorted(meeting.coming()):
        yield Step("meeting", party, begins, P4, meeting.teller(party), ends_at=lapses_at("meeting", begins, limits))
    if not meeting.moderators:
        until = begins - timedelta(days=limits.moderators)
        yield Step("moderators", officers, until, P5, ends_at=lapses_at("moderators", until, limits))
    until = limits.calendar(meeting.ends_at, limits.confirm, meeting.region)
    yield Step("record", officers, until, P4, begins_at=meeting.ends_at)


_BEGINNING = {"due": None, "asked": "answer_who_asked_for_review"}
"""Statuses of a review that nobody has opened -> the words of the step, where it has others."""
OF_ENGAGEMENTS = (
    "signature", "new_terms", "plan", "plan_agreement", "start", "report_answer", "word", "delivery_due", "milestone_due",
    "evaluation", "results", "champion", "counterpart",
)  # fmt: skip
"""Steps of engagements."""
_BEFORE = {"under_discussion": ("signature", P19), "agreed": ("plan", P11), "planning": ("plan_agreement", P11)}
"""Stage before the start -> what each party owes that has not said it for itself."""


def of_engagement(one: Engagement, limits: Limits) -> Iterator[Step]:
    """What both sides owe each other, and a party that is asked to stand beside them (WM 2, 11, 15.iii, 15.vii, 19, 20)."""
    until = limits.calendar(one.since, limits.engage, one.region)
    silent = [side for side in one.sides if side.party not in one.said]
    if one.stage in _BEFORE:
        code, paragraph = _BEFORE[one.stage]
        for side in silent:
            yield Step(code, side.party, until, paragraph, side.region)
        if one.stage == "planning" and not silent:
            for side in one.sides:
                yield Step("start", side.party, until, P20, side.region)
    elif one.stage in {"in_progress", "paused"}:
        yield from _of_work(one, limits)
        yield from _of_plan(one, limits)
    elif one.stage in {"fulfilled", "ended_early"} and one.ended_at is not None:
        yield from _of_results(one, one.ended_at, silent, limits)
    if one.ended_at is None:
        yield from _of_new_terms(one, limits)
        for named in one.named:
            yield Step("counterpart", named.party, until, P19, named.region)
        for party in one.asked:
            yield Step("champion", party, until, P2)


def _of_new_terms(one: Engagement, limits: Limits) -> Iterator[Step]:
    if (new := one.new_terms) is not None:
        until = limits.calendar(new.proposed_at, limits.engage, one.region)
        for side in one.sides:
            if side.party not in new.signed:
                yield Step("new_terms", side.party, until, P9, side.region)


def _of_work(one: Engagement, limits: Limits) -> Iterator[Step]:
    for side in one.sides:
        theirs = [report.reported_at for report in one.reports if report.role != side.role]
        if theirs:
            until = limits.calendar(min(theirs), limits.engage, one.region)
            yield Step("report_answer", side.party, until, P15_VII, side.region)
        if one.word_due_at is not None:
            yield Step("word", side.party, one.word_due_at, P15_VII, side.region)


def _of_plan(one: Engagement, limits: Limits) -> Iterator[Step]:
    """What the plan says is due, until a side reports of it; nothing of one that rests. Who gives says what was delivered."""
    giving = [side for side in one.sides if side.role == "offerer"] or one.sides
    for code, day, sides in (
        ("delivery_due", one.delivery_due, giving),
        ("milestone_due", one.milestone_due, one.sides),
    ):
        if day is None or one.stage != "in_progress":
            continue
        until = limits.calendar(datetime.combine(day, NOON, UTC), 0, one.region)
        for side in sides:
            yield Step(code, side.party, until, P15_VII, side.region, begins_at=until - timedelta(days=limits.ahead))


def _of_results(one: Engagement, ended_at: datetime, silent: list[Engaged], limits: Limits) -> Iterator[Step]:
    until = limits.calendar(ended_at, limits.engage, one.region)
    for side in silent:
        yield Step("evaluation", side.party, until, P15_VII, side.region)
    if (asked_at := one.look_back_at) is not None:
        until = limits.calendar(asked_at, limits.engage, one.region)
        for side in one.sides:
            if side.party not in one.looked_back:
                yield Step("results", side.party, until, P15_III, side.region, begins_at=asked_at)


def of_thread(thread: Thread, limits: Limits) -> Iterator[Step]:
    """Who was asked answers: each party of the side, its first question first; one of them answers for the side (WM 8)."""
    for party, day in thread.asked.items():
        until = limits.calendar(datetime.combine(day, NOON, UTC), 0, thread.region)
        yield Step("question", party, until, P8)


def unread_in(thread: Thread) -> Iterator[Step]:
    """Who has messages to read. It owes nothing, so it is late with nothing, and nobody is reminded of it (WM 8)."""
    for party, since in thread.unread.items():
        yield Step(UNREAD, party, since, P8)


def of_review(review: Review, limits: Limits) -> Iterator[Step]:
    """What the Secretariat owes: to open the yearly review, to answer who asked for one, to consult, to conclude, and to see that
    a rule set applies what it changed, by the day from which it holds (WM 21).
    """
    officers = officers_of(review.region)
    until = limits.calendar(review.since, limits.confirm, review.region)
    if review.status in _BEGINNING:
        yield Step("open_review", officers, until, P21, variant=_BEGINNING[review.status])
    elif review.status == "opened":
        yield Step("consult_on_review", officers, until, P21)
    elif review.status == "consulting" and review.consult_until is not None:
        over = datetime.combine(review.consult_until + timedelta(days=1), time(), UTC)
        yield Step(
            "conclude_review", officers, limits.calendar(over, limits.confirm, review.region), P21, begins_at=over
        )
    elif review.unapplied_from is not None:
        yield Step("apply_terms", officers, datetime.combine(review.unapplied_from, time(), UTC), P21)


def lapses_at(code: str, due_at: datetime, limits: Limits) -> datetime | None:
    """From when a step makes no sense any more: registration closed, the meeting began (WM 4, 5); None: never."""
    if code in {"invitation", "meeting"}:
        return due_at
    return due_at + timedelta(days=limits.moderators) if code == "moderators" else None


def of_delivery(delivery: Delivery, changed_at: datetime) -> Step:
    """What did not reach its recipient: each message that asks for a step by itself; the others together, by recipient."""
    code = "reach" if delivery.must_act else UNREACHABLE
    return Step(code, officers_of(delivery.region), changed_at, P6, details={"recipient": delivery.recipient})
