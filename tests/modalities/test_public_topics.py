"""WM 17, 18: what stands on the public topics is what was agreed to, after any sequence of changes; canaries everywhere."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.intake.actions.record_change import record_change as change_request
from services.intake.domain import support_request as requests
from services.intake.domain.consented_view import CONSENTABLE, NEVER_SHOWN
from services.intake.domain.named import party_said
from services.matching.actions.confirm_match import confirm_match
from services.matching.actions.publish_match import publish_matches
from services.matching.domain import need
from services.roster.actions.record_change import record_change as change_offer
from services.roster.domain import support_offer as offers
from shared.contracts import intake as i
from shared.contracts import roster as r
from shared.contracts.matching import PUBLIC_MATCH_CURRENT
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.named_party import asked
from shared.contracts.shapes.public_views import PRIVATE_OF_OFFER, PublicOffer, PublicRequest
from shared.contracts.shapes.support_offer import OfferContent
from shared.contracts.shapes.support_request import Consent, RequestContent, SupportRequestState
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.public_board import NOW, Bus, Tables, done
from tools.contracts.example import example_of, said

CANARY = re.compile(r"canary-[a-z_]+-r\d+")
STATES = ("iso3166:TCD", "iso3166:CMR")
OFFERERS = ("iso3166:FRA", "org:canary-offerer-r1")
SWITCHED = ("urgent", "horizon", "engagement", "kind")


def canaried(shape: type[Any], revisions: dict[str, int], whose: str = "") -> dict[str, Any]:
    """A body with a canary in every free text, named after whose it is, its top field and that field's revision."""

    def say(path: str) -> str:
        top = path.split("/")[1]
        words = f"canary-{whose}{top}-r{revisions.get(top, 1)}"
        return said(path) if path.endswith("/email") else words

    body: dict[str, Any] = example_of(shape.model_json_schema(mode="serialization"), say)
    return body


def request_content(states: tuple[str, ...], revisions: dict[str, int]) -> RequestContent:
    body = canaried(RequestContent, revisions)
    body |= {"requesting_states": states, "supporters": [f"org:canary-supporters-r{revisions.get('supporters', 1)}"]}
    return RequestContent.model_validate(body)


def test_every_free_field_has_its_canary() -> None:
    body = request_content(STATES[:1], {}).model_dump(mode="json")
    tops = {word.split("-")[1] for word in CANARY.findall(json.dumps(body))}
    plain = {"language", "languages", "quality_characteristics", "requesting_states", *SWITCHED}
    assert tops == set(RequestContent.model_fields) - plain


def test_the_shapes_of_public_events_are_what_the_views_can_hold() -> None:
    assert set(PublicRequest.model_fields) == set(CONSENTABLE)
    assert not NEVER_SHOWN & set(PublicRequest.model_fields)
    assert set(PublicOffer.model_fields) == set(OfferContent.model_fields) - PRIVATE_OF_OFFER | {
        "reference",
        "region",
        "uptake",
    }


class PublicTopics(RuleBasedStateMachine):
    """Two requests, one of them joint; two offers; a match of both. The oracle keeps its own notes of what was agreed."""

    def __init__(self) -> None:
        super().__init__()
        self.bus, self.tables, self.versions, self.checked = Bus(), Tables(), {"r0": 1, "r1": 1, "o0": 1, "o1": 1}, 0
        self.states = {"r0": STATES[:1], "r1": STATES[:1]}
        self.waits = {"r1"}
        """Requests that name another State which has not answered yet."""
        self.agreed: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        self.withdrawn: set[str] = set()
        self.revisions: dict[str, dict[str, int]] = {"r0": {}, "r1": {}}
        self.matched = False

    @initialize(visible=st.tuples(*[st.sampled_from(["public", "mechanism", "secretariat"])] * 2))
    def begin(self, visible: tuple[str, str]) -> None:
        for key, states in self.states.items():
            self.tables.requests[key] = SupportRequestState(
                request_id=key, reference="canary-reference-r1", region="wca", status="submitted", content_version=1,
                content=request_content(states, {}), rule_set="1", findings=(), submitted_at=NOW,
                feedback_due_at=NOW + timedelta(days=30),
                named=asked(STATES[1:], "requester", NOW, NOW + timedelta(days=14)) if key in self.waits else (),
            )  # fmt: skip
        for n, key in enumerate(("o0", "o1")):
            body = canaried(OfferContent, {}, "offer_") | {"offering_parties": [OFFERERS[n]], "visibility": visible[n]}
            body |= {"countries": [], "channels": [], "delivery_modes": []}
            state = offers.listed(OfferContent.model_validate(body), key, f"R-{key}", "wca", NOW)
            self.tables.offers[key] = state
            event = r.OfferListed(aggregate_id=key, aggregate_version=1, offer=state)
            done(change_offer(self.tables, self.bus, None, event))

    def _request(self, key: str, event: type[i.SupportRequestEvent], after: SupportRequestState) -> None:
        self.versions[key] += 1
        made = event(aggregate_id=key, aggregate_version=self.versions[key], request=after)
        done(change_request(self.tables, self.bus, self.tables.requests[key], made))
        if self.matched and key == "r0":
            done(publish_matches(self.tables, self.bus, ["m"]))

    def _alive(self, key: str) -> bool:
        return key not in self.withdrawn

    @rule(
        key=st.sampled_from(["r0", "r1"]),
        who=st.integers(0, 1),
        fields=st.sets(st.sampled_from(CONSENTABLE), max_size=len(CONSENTABLE)),
        audiences=st.sets(st.sampled_from(["offerers", "public"]), min_size=1),
    )
    def consent(self, key: str, who: int, fields: set[str], audiences: set[str]) -> None:
        """Given, narrowed or widened: the last word of each State counts."""
        if not self._alive(key):
            return
        party = STATES[who]
        if party not in self.states[key]:
            with pytest.raises(NotPermitted):
                requests.give_consent(
                    self.tables.requests[key], Consent(fields=(), audiences=(), given_by=party, given_at=NOW)
                )
            return
        given = Consent(fields=tuple(fields), audiences=tuple(audiences), given_by=party, given_at=NOW)
        after = requests.give_consent(self.tables.requests[key], given)
        self.agreed[key, party] = (fields, audiences)
        self._request(key, i.ConsentToSolicitGiven, after)

    @rule(key=st.sampled_from(["r0", "r1"]))
    def consent_to_all(self, key: str) -> None:
        for who in range(2):
            self.consent(key, who, set(CONSENTABLE), {"offerers", "public"})

    @rule(key=st.sampled_from(["r0", "r1"]), who=st.integers(0, 1))
    def take_agreement_back(self, key: str, who: int) -> None:
        party = STATES[who]
        if (key, party) not in self.agreed:
            return
        after = requests.withdraw_consent(self.tables.requests[key], party)
        del self.agreed[key, party]
        self._request(key, i.ConsentToSolicitWithdrawn, after)

    @rule(
        key=st.sampled_from(["r0", "r1"]),
        fields=st.sets(
            st.sampled_from([f for f in RequestContent.model_fields if f not in {"requesting_states", *SWITCHED}])
        ),
    )
    def revise(self, key: str, fields: set[str]) -> None:
        """New words in some fields: agreement to the old ones does not carry over."""
        before = self.tables.requests[key]
        if before.status not in requests.OPEN:
            return
        for name in fields:
            self.revisions[key][name] = self.revisions[key].get(name, 1) + 1
        content = request_content(self.states[key], self.revisions[key])
        changed = {n for n in RequestContent.model_fields if getattr(content, n) != getattr(before.content, n)}
        after = requests.revise(before, content, before.named, (), "1", NOW)
        for party in self.states[key]:
            if (key, party) in self.agreed:
                agreed, audiences = self.agreed[key, party]
                self.agreed[key, party] = (agreed - changed, audiences)
        self._request(key, i.SupportRequestRevised, after)

    @rule(key=st.sampled_from(["r0", "r1"]))
    def withdraw_request(self, key: str) -> None:
        if not self._alive(key):
            return
        if len(self.states[key]) > 1:
            with pytest.raises(Conflict, match="asks jointly"):
                requests.withdraw(self.tables.requests[key])
            return
        after = requests.withdraw(self.tables.requests[key])
        self.withdrawn.add(key)
        for party in self.states[key]:
            self.agreed.pop((key, party), None)
        self._request(key, i.SupportRequestWithdrawn, after)

    @rule(answer=st.sampled_from(["agreed", "declined"]))
    def the_other_state_answers(self, answer: Any) -> None:
        """Until it does nothing of the request is shown, whatever its lead agreed to (WM 15.v)."""
        if "r1" not in self.waits or not self._alive("r1"):
            return
        self.waits.discard("r1")
        if answer == "agreed":
            self.states["r1"] = STATES
        self._said(STATES[1], answer)

    @rule(who=st.integers(0, 1))
    def a_state_leaves(self, who: int) -> None:
        """It takes its part out, and the rest goes on."""
        if len(self.states["r1"]) < 2 or not self._alive("r1"):
            return
        self.states["r1"] = tuple(party for party in STATES if party != STATES[who])
        self.agreed.pop(("r1", STATES[who]), None)
        self._said(STATES[who], "left")

    def _said(self, party: str, answer: Any) -> None:
        after, _ = party_said(self.tables.requests["r1"], party, answer, NOW)
        self._request("r1", i.RequestRestated, after)

    @rule(key=st.sampled_from(["o0", "o1"]), visibility=st.sampled_from(["public", "mechanism", "secretariat"]))
    def change_offer(self, key: str, visibility: str) -> None:
        before = self.tables.offers[key]
        if before.status != "live":
            return
        content = before.content.model_copy(update={"visibility": visibility})
        self._offer(key, r.OfferRevised, offers.revised(before, content, NOW))

    @rule(key=st.sampled_from(["o0", "o1"]))
    def withdraw_offer(self, key: str) -> None:
        if self.tables.offers[key].status == "live":
            self._offer(key, r.OfferWithdrawn, offers.withdrawn(self.tables.offers[key]))

    def _offer(self, key: str, event: type[r.SupportOfferEvent], after: Any) -> None:
        self.versions[key] += 1
        made = event(aggregate_id=key, aggregate_version=self.versions[key], offer=after)
        done(change_offer(self.tables, self.bus, self.tables.offers[key], made))
        if self.matched:
            done(publish_matches(self.tables, self.bus, ["m"]))

    @precondition(lambda self: not self.matched and "r0" not in self.withdrawn)
    @rule()
    def confirm_a_match(self) -> None:
        line = {"request_id": "r0", "request_line_id": "1", "offer_line_id": "1"}
        one = {"amount": "0.5", "unit": "expert_days"}
        sides = [{"party": STATES[0], "role": "requester", "answer": "accepted"}]
        sides += [{"party": party, "role": "offerer", "answer": "accepted"} for party in OFFERERS]
        match = MatchState.model_validate(
            {
                "match_id": "m",
                "reference": "MATCH",
                "region": "wca",
                "status": "reserved",
                "sides": sides,
                "lines": [line | {"offer_id": key, "quantity": one, "covers": one} for key in ("o0", "o1")],
                "reservations": [],
                "functional_areas": ["registration"],
                "proposed_by": "canary-officer-r1",
                "proposal_reason": "canary-reason-r1",
                "proposed_at": NOW,
                "reservation_deadline": NOW,
                "answer_due_at": NOW,
            }
        )
        asked = need.of_request(self.tables.requests["r0"].content.lines)
        self.tables.needs = {"r0": need.reserve(asked, match.lines, "r0")}
        self.tables.matches["m"], self.matched = (match, 1), True
        done(confirm_match(self.tables, self.bus, match, 1, "through_unhcr", "peer_to_peer", "canary-officer-r1", NOW))

    def expected_request(self, key: str) -> dict[str, Any] | None:
        """What the States agreed to show the public, from the oracle's notes."""
        given = [self.agreed.get((key, party)) for party in self.states[key]]
        if key in self.waits or any(one is None or "public" not in one[1] for one in given):
            return None
        state = self.tables.requests[key]
        # Whoever takes part as a recipient said so to the States and the Secretariat: its id is shown to nobody (WM 10).
        ids: Any = {"beneficiaries": {"__all__": {"party"}}}
        whole = state.content.model_dump(mode="json", exclude=ids) | {"reference": state.reference}
        common = set.intersection(*(one[0] for one in given if one is not None))
        return {name: whole[name] for name in common if name in CONSENTABLE}

    def expected_match(self) -> dict[str, Any] | None:
        shown = self.expected_request("r0")
        if not self.matched or shown is None or "requesting_states" not in shown:
            return None
        seen = [self.tables.offers[key].content.visibility == "public" for key in ("o0", "o1")]
        named = [{"role": "offerer"} | ({"party": p} if s else {}) for p, s in zip(OFFERERS, seen, strict=True)]
        found = {
            "parties": [{"party": STATES[0], "role": "requester"}, *named],
            "channel": "through_unhcr", "delivery_mode": "peer_to_peer", "confirmed_on": NOW.date().isoformat(),
        }  # fmt: skip
        return found | ({"functional_areas": ["registration"]} if "lines" in shown else {})

    @invariant()
    def the_current_state_is_what_was_agreed_to(self) -> None:
        current = self.bus.current
        for key in self.states:
            assert current.get((i.PUBLIC_SUPPORT_REQUEST_CURRENT.name, key)) == self.expected_request(key)
        assert current.get((PUBLIC_MATCH_CURRENT.name, "m")) == self.expected_match()
        for key, offer in self.tables.offers.items():
            public = offer.content.visibility == "public" and offer.status == "live"
            assert bool(current.get((r.PUBLIC_SUPPORT_OFFER_CURRENT.name, key))) == public

    @invariant()
    def no_record_carries_more_than_was_agreed_to_when_it_was_written(self) -> None:
        """Every record that the last step wrote, headers included, on logs and compacted topics alike."""
        fresh, self.checked = self.bus.written[self.checked :], len(self.bus.written)
        shown = [self.expected_request(key) for key in self.states] + [self.expected_match()]
        for offer in self.tables.offers.values():
            if offer.content.visibility == "public" and offer.status == "live":
                shown.append(offer.content.model_dump(mode="json", exclude=set(PRIVATE_OF_OFFER)))
        allowed = set(CANARY.findall(json.dumps(shown)))
        for text in fresh:
            assert set(CANARY.findall(text)) <= allowed
            assert not re.search(
                r"canary-(offer_)?(competent_authority|submission_route|focal_point|officer|reason)", text
            )


PublicTopics.TestCase.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestPublicTopics = pytest.mark.paragraph("17")(PublicTopics.TestCase)


@pytest.mark.control
def test_a_view_that_forgot_to_narrow_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a revision that leaves agreement as it was shows words nobody agreed to."""
    monkeypatch.setattr(requests, "agreement_after_revision", lambda consents, _, __: consents)
    machine = PublicTopics()
    machine.begin(("mechanism", "mechanism"))
    machine.consent_to_all("r0")
    machine.the_current_state_is_what_was_agreed_to()
    machine.revise("r0", {"gap"})
    with pytest.raises(AssertionError):
        machine.no_record_carries_more_than_was_agreed_to_when_it_was_written()


@pytest.mark.control
def test_a_match_that_names_every_offerer_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: the offerer is named though it keeps its offer within the mechanism."""
    monkeypatch.setattr(
        "services.matching.domain.public_view._party", lambda side, _: {"party": side.party, "role": side.role}
    )
    machine = PublicTopics()
    machine.begin(("mechanism", "mechanism"))
    machine.consent_to_all("r0")
    machine.confirm_a_match()
    with pytest.raises(AssertionError):
        machine.no_record_carries_more_than_was_agreed_to_when_it_was_written()
