"""A made-up world: regions whose requests live their whole lives as events, numbered as their owners would.

Everything follows from a number, so that two runs tell the same; no text of any State is repeated. Records look as a
replicator brings them to Geneva (reduced, prefixed), or, of a region read at home, as its own topics hold them.
"""

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import orjson

from shared.contracts.catalogue import event_class
from shared.contracts.envelope import Envelope
from shared.contracts.reduction.cut import Withheld
from shared.contracts.reduction.reduce import NOTHING, left_out, reduce
from shared.contracts.topic import Topic
from shared.contracts.vocabulary import code_list
from shared.runtime.db.outbox import slot_of
from shared.runtime.kafka.records import Record

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
STATES = ("TCD", "CMR", "NER", "MLI", "BFA", "SRB", "MDA", "KEN", "JOR", "PER")
UNITS = ("packages", "missions", "USD")
Body = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One event to be: its type, whom it is about, the version after it, its data, when."""

    type: str
    key: str
    version: int
    body: Body
    at: datetime


@dataclass
class Region:
    """One deployment as its readers hear it. ``at_home``: read from its own topics, whole."""

    name: str
    epoch: int = 1
    at_home: bool = False
    withheld: Withheld = NOTHING
    ahead: timedelta = timedelta(0)
    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    offsets: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def record(self, told: Told) -> Record:
        """The event as a record, with the next number of its stream."""
        kind = event_class(told.type, 1)
        assert kind is not None
        topic, slot = kind.topic, slot_of(told.key)
        stream = f"{topic.name}/{slot}"
        self.numbers[stream] += 1
        said = "" if self.at_home else left_out(told.type, 1, self.withheld)
        envelope = Envelope(
            id=f"{self.name}.{self.epoch}.{stream}.{self.numbers[stream]}", source=f"/acsg/{self.name}/{topic.owner}",
            type=told.type, version=1, subject=told.key, time=told.at + self.ahead, region=self.name, epoch=self.epoch,
            stream=stream, sequence=self.numbers[stream], aggregate_version=told.version,
            classification="confidential", correlation_id="made-up", withheld=said or None,
        )  # fmt: skip
        body = told.body if self.at_home else reduce(told.type, told.body, self.withheld)
        name = topic.name if self.at_home else f"{self.name}.{_twin(topic)}"
        self.offsets[stream] += 1
        headers = tuple(envelope.to_headers())
        return Record(name, slot, self.offsets[stream] - 1, told.key, headers, orjson.dumps(body))

    def live(self, first: int, last: int) -> Iterator[Record]:
        """Records of the lives of requests and offers with these numbers, last one not included."""
        for number in range(first, last):
            for told in life(self.name, number):
                yield self.record(told)


@cache
def _twin(topic: Topic) -> str:
    twin = topic.twin
    assert twin is not None
    return twin.name


@cache
def _areas() -> tuple[str, ...]:
    return tuple(code_list("functional_areas"))


def _lines(number: int) -> list[Body]:
    return [
        {"line_id": str(n), "functional_area": _areas()[(number + n) % len(_areas())], "support_type": "technical",
         "support_form": None, "quantity": {"amount": str(n + 1 + number % 3), "unit": UNITS[(number + n) % len(UNITS)]},
         "period": {"start": "2026-01-01", "end": "2027-12-31"}, "description": f"Line {n} " + "d" * 60}
        for n in range(2)
    ]  # fmt: skip


_FINDINGS = [
    {"paragraph": paragraph, "outcome": "met", "reason": "The request names it", "evidence": ["/gap"],
     "moved_from": None, "officer_outcome": None, "officer_comment": None}
    for paragraph in ("13", "15.i", "15.ii", "15.iii", "15.iv", "15.v", "15.vi", "15.vii")
]  # fmt: skip


def _request(region: str, number: int, at: datetime) -> Body:
    party = f"iso3166:{STATES[number % len(STATES)]}"
    content: Body = {
        "title": f"Request {number} for registration of applications", "language": "en", "kind": "capacity_support",
        "summary": "Files are on paper and are lost. " * 6, "requesting_states": [party],
        "competent_authority": {"name": "National commission", "focal_point": {"name": "N. N.", "post": None, "email": None}},
        "submission_route": {"route": "country_office", "country_office": f"unhcr-office:{party[-3:]}", "reason": None},
        "gap": "Registration takes ninety days. " * 4, "lines": _lines(number), "supporters": [], "objectives": [],
        "quality_characteristics": ["fairness"], "urgent": False, "horizon": "long_term", "engagement": "project",
        "languages": ["en"],
    }  # fmt: skip
    return {
        "request_id": f"{region}-request-{number:06}", "reference": f"ACSG-2026-{party[-3:]}-{region}-{number:05}",
        "region": region, "status": "submitted", "content_version": 1, "content": content, "rule_set": "2026-01",
        "findings": _FINDINGS, "consent": None, "consents": {}, "shown": None, "decision": None,
        "submitted_at": at.isoformat(), "revised_at": None, "feedback_at": None,
        "feedback_due_at": (at + timedelta(days=14)).isoformat(),
    }  # fmt: skip


def _needed(request: Body, committed: int) -> Body:
    lines = [
        {"line_id": one["line_id"], "functional_area": one["functional_area"], "support_type": one["support_type"],
         "unit": one["quantity"]["unit"], "asked": one["quantity"]["amount"], "reserved": "0",
         "committed": str(committed), "open": str(int(one["quantity"]["amount"]) - committed)}
        for one in request["content"]["lines"]
    ]  # fmt: skip
    return {"request_id": request["request_id"], "reference": request["reference"], "region": request["region"],
            "requesting_states": request["content"]["requesting_states"], "lines": lines}  # fmt: skip


def _offer(region: str, number: int, at: datetime) -> Body:
    amount, area = str(5 + number % 5), _areas()[number % len(_areas())]
    line = {"line_id": "experts", "functional_areas": [area, _areas()[(number + 3) % len(_areas())]],
            "support_type": "technical", "quantity": {"amount": amount, "unit": "missions"}}  # fmt: skip
    content = {"title": f"Experts {number}", "language": "en", "offering_parties": ["iso3166:CHE"], "lines": [line],
               "focal_point": {"name": "M. M.", "email": "m@example.org"}, "visibility": "mechanism",
               "availability": {"start": "2026-01-01", "end": "2028-12-31"}}  # fmt: skip
    left = {"line_id": "experts", "unit": "missions", "quantity": amount, "reserved": "1", "committed": "0",
            "remaining": str(int(amount) - 1)}  # fmt: skip
    return {"offer_id": f"{region}-offer-{number:06}", "reference": f"OFFER-{region}-{number:05}", "region": region,
            "status": "live", "origin": "proactive", "content_version": 1, "content": content, "capacity": [left],
            "listed_at": at.isoformat(), "confirmed_at": at.isoformat()}  # fmt: skip


def _match(region: str, number: int, request: Body, at: datetime) -> Body:
    one = {"amount": "1", "unit": "missions"}
    line = {"request_id": request["request_id"], "request_line_id": "0", "offer_id": f"{region}-offer-{number:06}",
            "offer_line_id": "experts", "quantity": one, "covers": one}  # fmt: skip
    sides = [{"party": request["content"]["requesting_states"][0], "role": "requester"},
             {"party": "iso3166:CHE", "role": "offerer"}]  # fmt: skip
    held = {
        "reservation_id": f"{region}-r-{number}",
        "offer_id": line["offer_id"],
        "offer_region": region,
        "status": "held",
    }
    due = (at + timedelta(days=30)).isoformat()
    return {"match_id": f"{region}-match-{number:06}", "reference": f"MATCH-{region}-{number:05}", "region": region,
            "status": "reserved", "lines": [line], "sides": sides, "reservations": [held], "proposed_by": "officer",
            "functional_areas": [request["content"]["lines"][0]["functional_area"]], "proposal_reason": "Best",
            "proposed_at": at.isoformat(), "reservation_deadline": due, "answer_due_at": due}  # fmt: skip


def _delivery(region: str, number: int, request: Body, state: str) -> Body:
    return {"delivery_id": f"{region}-delivery-{number:06}", "event_id": f"{region}-{number}", "must_act": False,
            "event_type": "acsg.intake.support-request-submitted", "item_id": request["request_id"],
            "recipient": request["content"]["requesting_states"][0], "channel": "email", "state": state,
            "attempts": 0 if state == "queued" else 1, "next_attempt_at": None, "last_error": None}  # fmt: skip


def life(region: str, number: int) -> list[Told]:
    """Ten events on average: a request from submission to consent, its need, an offer, for every third a match."""
    at = BEGIN + timedelta(minutes=number)
    request = _request(region, number, at)
    key, found = request["request_id"], []

    def tell(kind: str, key: str, version: int, name: str | None, state: Body, hours: float, **more: Any) -> None:
        place: Body = {"aggregate_id": key, "aggregate_version": version}
        body = place | (deepcopy(state) if name is None else {name: deepcopy(state)}) | more
        found.append(Told(kind, key, version, body, at + timedelta(hours=hours)))

    tell("acsg.intake.support-request-submitted", key, 1, "request", request, 0)
    delivery = f"{region}-delivery-{number:06}"
    tell(
        "acsg.notifications.delivery-state-changed",
        delivery,
        1,
        "delivery",
        _delivery(region, number, request, "queued"),
        0.1,
    )
    tell(
        "acsg.notifications.delivery-state-changed",
        delivery,
        2,
        "delivery",
        _delivery(region, number, request, "delivered"),
        0.2,
    )
    request |= {"status": "feedback_shared", "feedback_at": (at + timedelta(hours=5 + number % 90)).isoformat()}
    tell("acsg.intake.feedback-shared", key, 2, "request", request, 5 + number % 90, items=[], shared_by="officer")
    decision = {"in_line": True, "reason": "Complete", "decided_by": "officer", "decided_at": request["feedback_at"]}
    request |= {"status": "in_line", "decision": decision}
    tell("acsg.intake.request-found-in-line", key, 3, "request", request, 100)
    tell("acsg.matching.open-need-changed", key, 1, None, _needed(request, 0), 100.1)
    given = {
        "fields": ["title"],
        "audiences": ["offerers"],
        "given_by": "tcd-authority",
        "given_at": request["feedback_at"],
    }
    shown = {"audiences": ["offerers"], "fields": {"title": request["content"]["title"]}}
    request |= {"consent": given, "consents": {request["content"]["requesting_states"][0]: given}, "shown": shown}
    tell("acsg.intake.consent-to-solicit-given", key, 4, "request", request, 120)
    offer = _offer(region, number, at)
    tell("acsg.roster.offer-listed", offer["offer_id"], 1, "offer", offer, 1)
    if number % 3 == 0:
        match = _match(region, number, request, at + timedelta(hours=121))
        tell("acsg.matching.match-proposed", match["match_id"], 1, "match", match | {"status": "reserving"}, 121)
        tell("acsg.matching.match-reserved", match["match_id"], 2, "match", match, 122)
        left = deepcopy(offer)
        left["capacity"][0] |= {"reserved": "2", "remaining": str(int(left["capacity"][0]["quantity"]) - 2)}
        tell("acsg.roster.offer-revised", offer["offer_id"], 2, "offer", left, 122.5)
        tell("acsg.matching.open-need-changed", key, 2, None, _needed(request, 1), 123)
        answered = match["sides"][0] | {"answer": "accepted"}
        tell("acsg.matching.match-answered", match["match_id"], 3, "match", match, 123.5, answered=answered)
        match |= {"status": "confirmed", "channel": "bilateral", "delivery_mode": "peer_to_peer"}
        tell("acsg.matching.match-confirmed", match["match_id"], 4, "match", match, 124)
    return found


def submission(region: str, number: int) -> Told:
    """A request as it was submitted."""
    at = BEGIN + timedelta(minutes=number)
    request = _request(region, number, at)
    body = {"aggregate_id": request["request_id"], "aggregate_version": 1, "request": request}
    return Told("acsg.intake.support-request-submitted", request["request_id"], 1, body, at)


def standing(region: str, number: int) -> list[Told]:
    """A request in line with its need and an offer, without the steps that led there."""
    at = BEGIN + timedelta(minutes=number)
    request, offer = _request(region, number, at), _offer(region, number, at)
    key, one = request["request_id"], offer["offer_id"]
    heard = (at + timedelta(hours=5 + number % 90)).isoformat()
    decision = {"in_line": True, "reason": "Complete", "decided_by": "officer", "decided_at": heard}
    request |= {"status": "in_line", "feedback_at": heard, "decision": decision}
    place: Body = {"aggregate_id": key, "aggregate_version": 1}
    return [
        Told("acsg.intake.request-found-in-line", key, 1, place | {"request": request}, at),
        Told("acsg.matching.open-need-changed", key, 1, place | _needed(request, number % 2), at),
        Told("acsg.roster.offer-listed", one, 1, {"aggregate_id": one, "aggregate_version": 1, "offer": offer}, at),
    ]
