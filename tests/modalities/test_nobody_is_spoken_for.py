"""WM 3, 15.v, 18: who is named beside a lead stands in nothing before its own word, and leaves without ending the rest."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.intake.domain import support_request as requests
from services.intake.domain.named import party_said, renamed_by
from services.matching.actions.party_left import party_left
from services.matching.domain.match import without
from services.roster.domain import support_offer as offers
from services.roster.domain.named import party_said as offerer_said
from services.roster.domain.public_view import public_view
from shared.contracts import matching
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.named_party import asked, asked_in, renamed
from shared.contracts.shapes.support_offer import OfferContent, SupportOfferState
from shared.contracts.shapes.values import FocalPoint
from shared.modalities.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.support.bodies import offer_body
from tests.support.happenings import Request, match
from tests.support.public_board import Bus, Tables, done

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = NOW + timedelta(days=14)
TCD, NER, CMR, FRA, DEU = (f"iso3166:{code}" for code in ("TCD", "NER", "CMR", "FRA", "DEU"))
NGO = "org:ecre"
ALL_FIELDS = ("title", "requesting_states", "supporters", "reference")


def joint(**changes: Any) -> Request:
    return Request("r1", NOW, **({"requesting_states": [TCD, NER], "supporters": [NGO]} | changes))


def finding(one: Request, paragraph: str = "15.v") -> Any:
    return next(f for f in one.state.findings if f.paragraph == paragraph)


@pytest.mark.paragraph("15.v")
@pytest.mark.paragraph("3")
def test_a_request_is_its_leads_alone_until_the_others_agree() -> None:
    one = joint()
    assert one.state.content.requesting_states == (TCD,)
    assert one.state.content.supporters == ()
    assert [(n.party, n.role, n.answer) for n in one.state.named] == [
        (NER, "requester", "pending"),
        (NGO, "supporter", "pending"),
    ]
    assert {n.answer_due_at for n in one.state.named} == {NOW + timedelta(days=14)}
    assert finding(one).outcome == "unclear"
    one.said(NOW, NER, "agreed")
    one.said(NOW, NGO, "agreed")
    assert one.state.content.requesting_states == (TCD, NER)
    assert one.state.content.supporters == (NGO,)


@pytest.mark.paragraph("15.v")
@pytest.mark.paragraph("17")
def test_nothing_is_shown_or_found_in_line_while_a_word_is_awaited() -> None:
    one = joint()
    one.consent(NOW, ALL_FIELDS)
    assert one.state.shown is None
    with pytest.raises(Conflict, match=NER):
        one.decided(NOW)
    one.decided(NOW, in_line=False)
    one.said(NOW, NER, "declined")
    assert one.state.shown is not None
    assert one.state.shown.fields["requesting_states"] == [TCD]
    assert "supporters" not in one.state.shown.fields or one.state.shown.fields["supporters"] == []
    assert one.decided(NOW).request.status == "in_line"


@pytest.mark.paragraph("17")
def test_who_agrees_to_ask_has_not_agreed_to_show() -> None:
    one = joint()
    one.consent(NOW, ALL_FIELDS)
    one.said(NOW, NER, "agreed")
    assert one.state.shown is None
    one.consent(NOW, ("title",), by=NER)
    assert one.state.shown is not None
    assert set(one.state.shown.fields) == {"title"}


@pytest.mark.paragraph("15.v")
def test_who_leaves_takes_its_part_out_and_the_rest_goes_on() -> None:
    one = joint()
    one.said(NOW, NER, "agreed")
    for party in (TCD, NER):
        one.consent(NOW, ALL_FIELDS, by=party)
    one.decided(NOW)
    with pytest.raises(Conflict, match="asks jointly"):
        one.withdrawn()
    one.said(NOW, NER, "left")
    assert one.state.status == "in_line"
    assert one.state.content.requesting_states == (TCD,)
    assert set(one.state.consents) == {TCD}
    assert finding(one).outcome == "not_applicable"
    assert finding(one).moved_from == "met"
    assert one.state.shown is not None
    assert NER not in str(one.state.shown)
    with pytest.raises(Conflict, match="withdraw the request"):
        one.said(NOW, TCD, "left")


@pytest.mark.paragraph("15.v")
def test_when_the_lead_leaves_the_next_state_leads_and_the_contact_goes() -> None:
    one = joint()
    one.said(NOW, NER, "agreed")
    assert one.state.content.competent_authority.focal_point is not None
    one.said(NOW, TCD, "left")
    assert one.state.content.requesting_states == (NER,)
    assert one.state.content.competent_authority.focal_point is None
    after, _ = renamed_by(one.state, one.state.content, NOW, DUE)
    assert after.requesting_states == (NER,), "it words the request now"


@pytest.mark.paragraph("15.v")
def test_a_state_that_joins_once_another_leads_stands_behind_it_once() -> None:
    one = joint(requesting_states=[TCD, NER, CMR])
    one.said(NOW, NER, "agreed")
    one.said(NOW, TCD, "left")
    one.said(NOW, CMR, "agreed")
    assert one.state.content.requesting_states == (NER, CMR)
    offer, _ = offerer_said(listed(DEU, NER), DEU, "agreed", NOW)
    offer, _ = offerer_said(offer, FRA, "left", NOW)
    assert offerer_said(offer, NER, "agreed", NOW)[0].content.offering_parties == (DEU, NER)


@pytest.mark.paragraph("15.v")
@pytest.mark.parametrize(
    ("party", "answer", "error"),
    [
        (CMR, "agreed", NotFound),
        (CMR, "left", Conflict),
        (NER, "left", Conflict),
        (TCD, "agreed", NotFound),
    ],
)
def test_nobody_answers_who_was_not_asked(party: str, answer: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        joint().said(NOW, party, answer)


@pytest.mark.paragraph("15.v")
@pytest.mark.parametrize("first", ["agreed", "declined"])
@pytest.mark.parametrize("second", ["agreed", "declined"])
def test_a_word_is_given_once(first: str, second: str) -> None:
    one = joint()
    one.said(NOW, NER, first)
    with pytest.raises(Conflict, match="already"):
        one.said(NOW, NER, second)


@pytest.mark.paragraph("15.v")
def test_who_sends_back_the_content_that_it_read_drops_nobody_that_is_awaited() -> None:
    one = joint()
    content, named = renamed_by(one.state, one.state.content, NOW, DUE)
    assert {n.party: n.answer for n in named} == {NER: "pending", NGO: "pending"}
    assert (content.requesting_states, content.supporters) == ((TCD,), ())
    # Control: by name it takes back whom it wants.
    _, named = renamed_by(one.state, one.state.content, NOW, DUE, taken_back=[NER])
    assert {n.party: n.answer for n in named} == {NER: "taken_back", NGO: "pending"}


@pytest.mark.paragraph("18")
def test_who_sends_back_an_offer_that_it_read_drops_nobody_that_is_awaited() -> None:
    state = listed(DEU)
    assert {n.party: n.answer for n in offers.revised(state, state.content, NOW).named} == {DEU: "pending"}
    taken = offers.revised(state, state.content, NOW, taken_back=[DEU])
    assert {n.party: n.answer for n in taken.named} == {DEU: "taken_back"}


@pytest.mark.paragraph("15.v")
@pytest.mark.parametrize(("party", "code"), [(FRA, "not_awaited"), (TCD, "not_awaited"), (NER, "named_twice")])
def test_only_who_is_awaited_and_not_named_again_is_taken_back(party: str, code: str) -> None:
    one = joint()
    again = one.state.content.model_copy(update={"requesting_states": (TCD, NER)})
    with pytest.raises(Invalid) as found:
        renamed_by(one.state, again, NOW, DUE, taken_back=[party])
    assert [(fault.pointer, fault.code) for fault in found.value.faults] == [("/taken_back/0", code)]


@pytest.mark.paragraph("15.v")
def test_a_new_version_begins_with_who_is_awaited() -> None:
    one = joint()
    begun = asked_in(one.state.model_dump(mode="json"))
    assert (begun["requesting_states"], begun["supporters"]) == ([TCD, NER], [NGO])
    one.said(NOW, NER, "declined")
    assert asked_in(one.state.model_dump(mode="json"))["requesting_states"] == [TCD]


@pytest.mark.paragraph("15.v")
def test_a_revision_may_name_others_and_take_back_who_has_not_answered() -> None:
    named = asked([NER, CMR], "requester", NOW, DUE)
    after, missing = renamed(named, [CMR, FRA], "requester", NOW, DUE, taken_back=[NER])
    assert [(n.party, n.answer) for n in after] == [(NER, "taken_back"), (CMR, "pending"), (FRA, "pending")]
    assert missing == ()
    again, _ = renamed(after, [NER], "requester", NOW, DUE, taken_back=[CMR, FRA])
    assert {n.party: n.answer for n in again} == {CMR: "taken_back", FRA: "taken_back", NER: "pending"}


@pytest.mark.paragraph("3")
def test_a_supporter_that_the_lead_drops_does_not_come_back() -> None:
    one = joint()
    one.said(NOW, NGO, "agreed")
    alone = one.state.content.model_copy(update={"requesting_states": (TCD, NER), "supporters": ()})
    content, named = renamed_by(one.state, alone, NOW, DUE)
    state = one.state.model_copy(update={"content": content, "named": named})
    after, _ = party_said(state, NER, "agreed", NOW)
    assert (after.content.requesting_states, after.content.supporters) == ((TCD, NER), ())


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("who", [NER, NGO, FRA])
def test_only_requesting_states_agree_to_show_and_take_it_back(who: str) -> None:
    one = joint()
    one.consent(NOW, ("title",))
    for act in (lambda: one.consent(NOW, ("title",), by=who), lambda: one.consent_back(who)):
        with pytest.raises(NotPermitted):
            act()
    assert set(one.state.consents) == {TCD}


def listed(*others: str, visibility: str = "public") -> SupportOfferState:
    content = OfferContent.model_validate(offer_body(offering_parties=[FRA, *others], visibility=visibility))
    return offers.listed(content, "o1", "OFFER-2026-FRA-001", "europe", NOW)


@pytest.mark.paragraph("18")
def test_an_offer_that_names_others_is_not_on_the_roster_before_they_agree() -> None:
    alone, both = listed(), listed(DEU)
    assert (alone.status, public_view(alone) is not None) == ("live", True)
    assert (standing(both), public_view(both), both.content.offering_parties) == ("awaiting_parties", None, (FRA,))
    agreed, word = offerer_said(both, DEU, "agreed", NOW)
    assert word.answer == "agreed"
    assert (standing(agreed), agreed.content.offering_parties) == ("live", (FRA, DEU))
    shown = public_view(agreed)
    assert shown is not None
    assert shown["offering_parties"] == [FRA, DEU]
    assert "named" not in shown
    declined, _ = offerer_said(both, DEU, "declined", NOW)
    assert (standing(declined), declined.content.offering_parties) == ("live", (FRA,))
    shown = public_view(declined)
    assert shown is not None
    assert DEU not in str(shown)


@pytest.mark.paragraph("18")
def test_who_leaves_an_offer_takes_its_part_out() -> None:
    both, _ = offerer_said(listed(DEU), DEU, "agreed", NOW)
    with pytest.raises(Conflict, match="offers jointly"):
        offers.withdrawn(both)
    rest, _ = offerer_said(both, FRA, "left", NOW)
    assert (standing(rest), rest.content.offering_parties, rest.content.focal_point) == ("live", (DEU,), None)
    with pytest.raises(Conflict, match="withdraw the offer"):
        offerer_said(rest, DEU, "left", NOW)


def worded(state: SupportOfferState, **changes: Any) -> SupportOfferState:
    parties = list(state.content.offering_parties)
    content = OfferContent.model_validate(offer_body(offering_parties=parties, visibility="public", **changes))
    return offers.revised(state, content, NOW)


@pytest.mark.paragraph("18")
def test_what_one_words_anew_is_not_public_in_anothers_name_before_it_agrees() -> None:
    both, _ = offerer_said(listed(DEU), DEU, "agreed", NOW)
    with pytest.raises(Conflict, match="answered already"):
        offerer_said(both, DEU, "agreed", NOW)
    other = worded(both, title="Ten times as much")
    assert (standing(other), other.not_agreed_to_wording(), public_view(other)) == ("live", (DEU,), None)
    agreed, _ = offerer_said(other, DEU, "agreed", NOW)
    shown = public_view(agreed)
    assert shown is not None
    assert (shown["title"], shown["offering_parties"]) == ("Ten times as much", [FRA, DEU])
    with pytest.raises(Conflict, match="answered already"):
        offerer_said(agreed, DEU, "agreed", NOW)
    left, _ = offerer_said(other, DEU, "left", NOW)
    assert public_view(left) is not None


@pytest.mark.paragraph("18")
def test_who_leads_after_another_left_has_not_agreed_to_its_words() -> None:
    both, _ = offerer_said(listed(DEU), DEU, "agreed", NOW)
    other = worded(both, title="Ten times as much")
    rest, _ = offerer_said(other, FRA, "left", NOW)
    assert (rest.content.offering_parties, public_view(rest)) == ((DEU,), None)
    assert public_view(worded(rest, title="As much as we can")) is not None, "its own words"


@pytest.mark.paragraph("18")
def test_a_contact_is_its_leads_own_and_visibility_is_not() -> None:
    hidden, _ = offerer_said(listed(DEU, visibility="mechanism"), DEU, "agreed", NOW)
    assert public_view(hidden) is None
    opened = hidden.content.model_copy(update={"visibility": "public"})
    assert public_view(offers.revised(hidden, opened, NOW)) is None
    both, _ = offerer_said(listed(DEU), DEU, "agreed", NOW)
    contact = both.content.model_copy(update={"focal_point": FocalPoint(name="Desk", email="desk@example.org")})
    assert contact != both.content
    after = offers.revised(both, contact, NOW)
    assert (after.not_agreed_to_wording(), public_view(after)) == ((), public_view(both))


@pytest.mark.paragraph("17")
def test_a_state_is_not_shown_beside_one_that_came_later_before_it_agrees() -> None:
    one = joint(requesting_states=[TCD, NER, CMR], supporters=[])
    one.said(NOW, NER, "agreed")
    for party in (TCD, NER):
        one.consent(NOW, ALL_FIELDS, by=party)
    one.said(NOW, CMR, "agreed")
    one.consent(NOW, ALL_FIELDS, by=CMR)
    assert one.state.shown is not None
    assert set(one.state.shown.fields) == {"title", "supporters", "reference"}
    one.consent(NOW, ALL_FIELDS, by=NER)
    assert one.state.shown is not None
    assert one.state.shown.fields["requesting_states"] == [TCD, NER, CMR]


@pytest.mark.paragraph("18")
@pytest.mark.parametrize("parties", [[DEU, FRA], [FRA], [FRA, DEU, CMR]])
def test_who_is_on_the_roster_is_not_changed_by_another(parties: list[str]) -> None:
    both, _ = offerer_said(listed(DEU), DEU, "agreed", NOW)
    content = OfferContent.model_validate(offer_body(offering_parties=parties))
    with pytest.raises(Invalid):
        offers.revised(both, content, NOW)


def board(answers: dict[str, str]) -> tuple[Tables, Any]:
    """A match of a joint request, its parties with their answers."""
    one = joint(supporters=[])
    one.said(NOW, NER, "agreed")
    made = match(matching.MatchReserved, one, NOW, answers, status="reserved").match
    tables = Tables()
    tables.requests["r1"], tables.offers["offer-001"] = one.state, listed()
    tables.matches["match-1"] = (made, 2)
    return tables, one


@pytest.mark.paragraph("11")
@pytest.mark.paragraph("15.v")
def test_a_match_goes_on_without_a_state_that_left() -> None:
    tables, one = board({TCD: "accepted", NER: "pending", FRA: "accepted"})
    bus = Bus()
    done(party_left(tables, bus, ["match-1"], NER))
    assert {s.party for s in tables.matches["match-1"][0].sides} == {TCD, NER, FRA}, "it still asks: nothing changes"
    one.said(NOW, NER, "left")
    tables.requests["r1"] = one.state
    done(party_left(tables, bus, ["match-1"], NER))
    left, version = tables.matches["match-1"]
    assert ([s.party for s in left.sides], left.status, version) == ([TCD, FRA], "reserved", 3)


@pytest.mark.paragraph("11")
def test_a_match_with_nobody_left_on_one_side_ends() -> None:
    tables, _ = board({TCD: "accepted", NER: "pending", FRA: "accepted"})
    made = tables.matches["match-1"][0]
    keep: Callable[[str], Any] = lambda party: without(made, party)  # noqa: E731
    assert keep(FRA) is None
    assert keep(TCD) is not None


@pytest.mark.control
@pytest.mark.paragraph("17")
def test_a_view_that_forgets_the_awaited_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: what the lead agreed to is shown although another State has not said that it asks."""
    monkeypatch.setattr("services.intake.domain.consented_view.awaited", lambda *_: ())
    one = joint()
    one.consent(NOW, ALL_FIELDS)
    with pytest.raises(AssertionError):
        assert one.state.shown is None
    assert requests.OPEN
