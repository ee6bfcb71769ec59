"""An expert through its life: no name in a profile, days away said and never a bar, who it is for two sides alone (WM 7)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.roster.domain import expert as domain
from shared.contracts.shapes.expert import (
    MOST_DEPLOYMENTS,
    Appraisal,
    ExpertProfile,
    Judgement,
    overlapping,
    standing_on,
)
from shared.contracts.shapes.values import Period
from shared.modalities.access import experts as access
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, Invalid
from shared.modalities.steps.of_experts import of_expert, owing
from shared.wording.personal import names_a_person
from tests.support.experts import FRA, TCD, expert_body, listed, sent
from tests.support.limits import LIMITS

pytestmark = pytest.mark.paragraph("7")
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
FRANCE = Actor("fra", Role.STATE_AUTHORITY, FRA)
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD)
GERMANY = Actor("deu", Role.STATE_AUTHORITY, "iso3166:DEU")
OFFICER = Actor("eur", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe")


@pytest.mark.parametrize("text", [
    "write to jean@cour.fr", "jean.dupont [at] cour.fr", "+235 66 12 34 56", "00235 66123456", "06 12 34 56 78", "0612345678",
    "٠٦ ١٢ ٣٤ ٥٦ ٧٨", "(01) 42.34.56.78", "Mme Dupont, juge", "г-жа Иванова", "M. Dupont",
])  # fmt: skip
def test_an_address_a_number_or_a_form_of_address_names_a_person(text: str) -> None:
    assert names_a_person(text)
    with pytest.raises(Invalid) as refused:
        listed(NOW, summary=text)
    assert [(one.pointer, one.code) for one in refused.value.faults] == [("/summary", "names_a_person")]


@pytest.mark.control
@pytest.mark.parametrize("text", [
    None, "", "Judge since 2014-2016", "01.01.2024 - 31.12.2026", "ISO 17024:2012", "1 000 000 000 USD", "Decision 2019/0123/45",
    "1951 Convention, 1967 Protocol", "12 000 cases a year", "Dublin III (604/2013)",
])  # fmt: skip
def test_years_amounts_and_laws_name_nobody(text: str | None) -> None:
    assert not names_a_person(text)


def test_every_fault_of_a_profile_is_named_at_once() -> None:
    wrong = {"title": "x@y.org", "issuer": "+33 6 12 34 56 78", "issued_on": "2027-01-01", "valid_until": "2026-12-31"}
    with pytest.raises(Invalid) as refused:
        listed(NOW, title="Judge, 06 12 34 56 78", certifications=[wrong])
    assert {(one.pointer, one.code) for one in refused.value.faults} == {
        ("/title", "names_a_person"), ("/certifications/0/title", "names_a_person"), ("/certifications/0/issuer", "names_a_person"),
        ("/certifications/0/issued_on", "not_yet"), ("/certifications/0/valid_until", "before_its_start"),
    }  # fmt: skip


def period(start: str, end: str | None = None) -> Period:
    return Period.model_validate({"start": start, "end": end})


def test_days_away_are_sorted_do_not_overlap_and_make_it_unavailable() -> None:
    one = domain.away(listed(NOW), [period("2027-03-01"), period("2027-01-01", "2027-01-31")])
    assert [each.start.month for each in one.unavailable] == [1, 3]
    days = {date(2026, 12, 31): "listed", date(2027, 1, 1): "unavailable", date(2027, 1, 31): "unavailable",
            date(2027, 2, 1): "listed", date(2030, 1, 1): "unavailable"}  # fmt: skip
    assert {day: standing_on(one, day) for day in days} == days
    assert standing_on(domain.withdrawn(one), date(2027, 1, 1)) == "withdrawn"
    asked = period("2027-01-15", "2027-03-01")
    assert overlapping(one.away(), asked) == one.unavailable
    assert overlapping(one.away(), period("2027-02-01", "2027-02-28")) == ()
    with pytest.raises(Invalid) as refused:
        domain.away(one, [period("2027-01-01", "2027-01-31"), period("2027-01-31")])
    assert refused.value.faults[0].pointer == "/unavailable/1"
    assert domain.away(one, []).unavailable == ()


def test_who_is_sent_somewhere_is_away_in_that_time() -> None:
    one = sent(listed(NOW), date(2027, 1, 1), date(2027, 1, 31), NOW)
    assert standing_on(one, date(2027, 1, 15)) == "unavailable"
    assert one.unavailable == ()


def word(party: str, at: datetime, text: str = "Three courses held", judgement: Judgement = "met") -> Appraisal:
    return Appraisal(party=party, judgement=judgement, text=text, language="en", said_at=at)


def test_who_received_it_says_how_it_went_once_it_is_over_and_nobody_else() -> None:
    one = sent(listed(NOW), date(2026, 12, 1), date(2026, 12, 31), NOW)
    after = datetime(2027, 1, 1, tzinfo=UTC)
    for party, at in ((TCD, NOW), (TCD, datetime(2026, 12, 31, 23, tzinfo=UTC)), (FRA, after), ("org:ecre", after)):
        with pytest.raises(Conflict):
            domain.appraised(one, 1, word(party, at))
    with pytest.raises(Conflict):
        domain.appraised(one, 2, word(TCD, after))
    with pytest.raises(Invalid):
        domain.appraised(one, 1, word(TCD, after, "Mme Dupont was late"))
    said = domain.appraised(domain.withdrawn(one), 1, word(TCD, after))
    again = domain.appraised(said, 1, word(TCD, after, "Two of three", "partly_met"))
    assert [it.judgement for it in again.deployments[0].appraisals] == ["partly_met"]
    assert not domain.is_over(sent(listed(NOW), date(2026, 1, 1), None, NOW).deployments[0], date(2030, 1, 1))


def test_who_it_is_is_released_for_a_deployment_and_taken_back() -> None:
    one = sent(listed(NOW), date(2026, 12, 1), None, NOW)
    with pytest.raises(Conflict):
        domain.released(one, 1, False)
    with pytest.raises(Conflict):
        domain.released(one, 7, True)
    shown = domain.released(one, 1, True)
    assert shown.deployments[0].person_released
    assert domain.released(shown, 1, False) == one


def test_what_is_withdrawn_is_changed_no_more() -> None:
    one = domain.withdrawn(listed(NOW))
    content = ExpertProfile.model_validate(expert_body())
    for change in (
        lambda: domain.reworded(one, content, NOW), lambda: domain.confirmed(one, NOW), lambda: domain.away(one, []),
        lambda: sent(one, date(2027, 1, 1), None, NOW), lambda: domain.withdrawn(one),
    ):  # fmt: skip
        with pytest.raises(Conflict) as refused:
            change()
        assert refused.value.code == "expert_withdrawn"


def read(who: Actor, state: Any) -> dict[str, Any] | None:
    return access.seen(who, access.of_expert(state), state.model_dump(mode="json"))


def test_each_reader_sees_its_part() -> None:
    """The party and officers all of it; who received it its own deployments; others when it is away, and never where."""
    one = sent(listed(NOW), date(2026, 12, 1), date(2026, 12, 31), NOW)
    one = domain.appraised(one, 1, word(TCD, datetime(2027, 1, 2, tzinfo=UTC)))
    for who in (FRANCE, OFFICER):
        assert read(who, one) == one.model_dump(mode="json")
    chad, germany = read(CHAD, one), read(GERMANY, one)
    assert chad is not None
    assert chad["deployments"][0]["appraisals"][0]["text"] == "Three courses held"
    assert germany is not None
    assert (germany["deployments"], germany["unavailable"]) == ([], [{"start": "2026-12-01", "end": "2026-12-31"}])
    hidden = one.model_copy(update={"content": one.content.model_copy(update={"visibility": "secretariat"})})
    assert (read(GERMANY, hidden), read(CHAD, hidden) is not None) == (None, True)
    assert read(GERMANY, domain.withdrawn(one)) is None


def test_its_party_is_asked_after_a_year_and_who_received_it_when_it_is_over() -> None:
    one = sent(listed(NOW), date(2026, 12, 1), date(2026, 12, 31), NOW)
    stands, appraisal = of_expert(owing("wca", one.model_dump(mode="json")), LIMITS)
    assert (stands.code, stands.party, stands.begins_at) == ("expert_stands", FRA, NOW + timedelta(days=LIMITS.expert))
    assert (appraisal.code, appraisal.party, appraisal.begins_at) == (
        "expert_appraisal",
        TCD,
        datetime(2027, 1, 1, tzinfo=UTC),
    )
    said = domain.appraised(one, 1, word(TCD, datetime(2027, 1, 2, tzinfo=UTC)))
    assert [step.code for step in of_expert(owing("wca", said.model_dump(mode="json")), LIMITS)] == ["expert_stands"]
    assert [step.code for step in of_expert(owing("wca", domain.withdrawn(one).model_dump(mode="json")), LIMITS)] == [
        "expert_appraisal"
    ]


def test_a_certificate_of_today_that_ends_on_its_day_is_good() -> None:
    today = {"title": "Trainer", "issuer": "The court", "issued_on": "2026-11-30", "valid_until": "2026-11-30"}
    assert len(listed(NOW, certifications=[today]).content.certifications) == 1


def test_the_last_deployment_that_fits_is_noted_and_none_after_it() -> None:
    one = sent(listed(NOW), date(2026, 1, 1), date(2026, 1, 31), NOW)
    many = one.model_copy(update={"deployments": one.deployments * (MOST_DEPLOYMENTS - 1)})
    full = sent(many, date(2026, 2, 1), None, NOW)
    assert full.deployments[-1].number == MOST_DEPLOYMENTS
    with pytest.raises(Conflict, match="deployments already"):
        sent(full, date(2026, 3, 1), None, NOW)


def test_what_is_said_of_a_deployment_leaves_the_others() -> None:
    one = sent(sent(listed(NOW), date(2026, 1, 1), date(2026, 1, 31), NOW), date(2026, 2, 1), None, NOW)
    after = domain.released(one, 2, True)
    assert [(it.number, it.person_released) for it in after.deployments] == [(1, False), (2, True)]
