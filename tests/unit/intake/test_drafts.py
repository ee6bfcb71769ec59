"""WM 3, 8, 15.v: a draft through its life; whose signature counts for which text; nobody signs for another."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest

from services.intake.actions.bodies import RequestBody
from services.intake.actions.submit_request import SubmitRequest
from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.domain import draft as domain
from services.intake.domain.draft_comments import commented, resolved
from services.intake.domain.draft_text import DraftContent, digest_of, text_of
from services.intake.queries.drafts import faults_of_text, findings_of_text
from shared.contracts.body import fitting
from shared.contracts.door import Door
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.named_party import SignedPaper
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_draft
from shared.modalities.errors import Conflict, Invalid, NotFound, Stale
from tests.support.bodies import request_body

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, NER, CMR = (f"iso3166:{code}" for code in ("TCD", "NER", "CMR"))
NGO, OFFICE = "org:ecre", "unhcr-office:TCD"
DOOR = Door("wca", date(2026, 3, 2))


def fits(said: Mapping[str, Any], at: datetime) -> RequestBody:
    return fitting(orjson.dumps(said), RequestBody, Door("wca", at.date()))


def text(**changes: Any) -> dict[str, Any]:
    said = request_body(requesting_states=[TCD, NER]) | changes
    return text_of(DraftContent.model_validate(said, context=DOOR), TCD)


def draft(**changes: Any) -> RequestDraft:
    return domain.opened("d1", "wca", TCD, OFFICE, text(**changes), NOW)


def asked(one: RequestDraft) -> RequestDraft:
    return domain.signatures_asked(one, NOW, NOW + timedelta(days=14))


def signed(one: RequestDraft, party: str, **more: Any) -> RequestDraft:
    return domain.signed(one, party, "Permanent Secretary", one.digest, NOW, **more)[0]


@pytest.mark.paragraph("8")
def test_any_part_of_a_draft_may_be_missing_and_what_is_there_is_kept_as_it_was_said() -> None:
    whole = request_body()
    for name in whole:
        some = {key: value for key, value in whole.items() if key != name}
        kept = text_of(DraftContent.model_validate(some, context=DOOR), TCD)
        assert name not in kept or name == "requesting_states"
    half = {"lines": [{"line_id": "1", "quantity": {"amount": "2"}}], "objectives": [{"milestones": []}], "gap": None}
    kept = text_of(DraftContent.model_validate(half, context=DOOR), TCD)
    assert kept == {"lines": half["lines"], "objectives": half["objectives"], "requesting_states": [TCD]}
    assert text_of(DraftContent.model_validate({}), TCD) == {"requesting_states": [TCD]}


@pytest.mark.paragraph("8")
@pytest.mark.parametrize(
    "wrong",
    [
        {"titel": "x"},
        {"language": "xx"},
        {"lines": [{"functional_area": "cooking"}]},
        {"requesting_states": ["iso3166:XXX"]},
    ],
)
def test_what_is_there_is_held_against_the_door(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        DraftContent.model_validate(wrong, context=DOOR, extra="forbid")


@pytest.mark.paragraph("15.v")
def test_a_draft_is_its_leads() -> None:
    with pytest.raises(Invalid, match="1 fault"):
        draft(requesting_states=[NER, TCD])
    with pytest.raises(Invalid):
        domain.edited(draft(), text(requesting_states=[NER]), NOW)


@pytest.mark.paragraph("15.v")
def test_every_requesting_state_signs_before_submission_and_the_missing_are_named() -> None:
    one = asked(draft())
    assert one.missing() == (TCD, NER)
    one = signed(one, TCD)
    with pytest.raises(Invalid) as found:
        domain.all_signed(one)
    assert found.value.code == "signatures_missing"
    assert [(fault.pointer, NER in fault.message) for fault in found.value.faults] == [("/requesting_states/1", True)]
    domain.all_signed(signed(one, NER))


@pytest.mark.paragraph("15.v")
def test_a_changed_text_makes_signatures_stale_and_the_old_text_brings_them_back() -> None:
    one = signed(asked(draft()), TCD)
    before = one.content
    other = domain.edited(one, {**before, "gap": "Another gap"}, NOW)
    assert (other.status, other.missing(), other.text_version) == ("open", (TCD, NER), 2)
    assert len(other.signatures) == 1, "what was done stays as what was done"
    with pytest.raises(Stale):
        domain.signed(asked(other), NER, "Minister", one.digest, NOW)
    assert domain.edited(other, before, NOW).missing() == (NER,)


@pytest.mark.paragraph("15.v")
def test_a_contact_is_no_part_of_what_is_signed() -> None:
    one = signed(asked(draft()), TCD)
    authority = {**one.content["competent_authority"], "focal_point": {"name": "Somebody else"}}
    moved = domain.edited(one, {**one.content, "competent_authority": authority}, NOW)
    assert (moved.status, moved.digest, moved.missing()) == ("to_be_signed", one.digest, (NER,))
    assert domain.edited(one, dict(one.content), NOW) is one, "the same again changes nothing"


@pytest.mark.paragraph("15.v")
def test_who_refuses_takes_its_part_out_and_the_others_decide_anew() -> None:
    one = domain.refused(signed(asked(draft()), TCD), NER, NOW)
    assert (one.status, one.requesting_states, one.asked, one.missing()) == ("open", (TCD,), (), (TCD,))
    assert not decide(Actor("ner", Role.STATE_AUTHORITY, NER), a.READ_DRAFT, of_draft(one)).allowed
    domain.all_signed(signed(asked(one), TCD))


@pytest.mark.paragraph("15.v")
def test_nobody_signs_twice_or_where_it_does_not_stand_or_what_is_open() -> None:
    with pytest.raises(Conflict, match="open"):
        signed(draft(), TCD)
    one = signed(asked(draft()), TCD)
    with pytest.raises(Conflict, match="already"):
        signed(one, TCD)
    with pytest.raises(NotFound):
        signed(one, CMR)
    for over in (domain.dropped(one, NOW), domain.submitted(one, "r1", "ACSG-2026-TCD-001", NOW)):
        for step in (
            lambda d: domain.edited(d, {**d.content, "gap": "x"}, NOW),
            lambda d: domain.shared_with(d, NGO, "editor", TCD, NOW),
            lambda d: domain.endorsed(d, OFFICE, d.digest, NOW),
            lambda d: commented(d, "c1", "", "x", TCD, NOW),
            lambda d: domain.refused(d, NER, NOW),
            lambda d: domain.dropped(d, NOW),
            domain.all_signed,
        ):
            with pytest.raises(Conflict, match=over.status):
                step(over)


@pytest.mark.paragraph("15.v")
def test_a_signature_is_the_states_word_on_the_request_and_nobody_is_asked_twice() -> None:
    paper = SignedPaper(
        reference="Note verbale 4", signed_on=date(2026, 3, 1), recorded_by="ner-office", recorded_at=NOW
    )
    one = signed(signed(asked(draft(supporters=[NGO])), TCD), NER, on_paper=paper)
    content = RequestContent.model_validate(one.content)
    submit = SubmitRequest("wca", "regional", RULE_SETS, 14, 3)
    made = submit.event(content, "r1", "ACSG-2026-TCD-001", NOW, domain.words_of(one), domain.prepared(one)).request
    assert made.content.requesting_states == (TCD, NER)
    assert [(n.party, n.answer, n.on_paper) for n in made.named] == [(NER, "agreed", paper), (NGO, "pending", None)]
    assert next(f.outcome for f in made.findings if f.paragraph == "15.v") == "met"
    assert made.prepared is not None
    assert [s.party for s in made.prepared.signatures] == [TCD, NER]
    # Control: without the draft's words the same text waits for it.
    alone = submit.event(content, "r1", "ACSG-2026-TCD-001", NOW).request
    assert alone.content.requesting_states == (TCD,)


@pytest.mark.paragraph("8")
def test_an_endorsement_is_of_one_text() -> None:
    one = domain.endorsed(draft(), OFFICE, draft().digest, NOW)
    assert domain.prepared(one).endorsement is not None
    assert domain.prepared(domain.edited(one, {**one.content, "gap": "Another"}, NOW)).endorsement is None
    with pytest.raises(Stale):
        domain.endorsed(one, OFFICE, digest_of({}), NOW)


@pytest.mark.paragraph("8")
def test_comments_have_a_place_and_change_no_version_that_somebody_decides_on() -> None:
    one, said = commented(draft(), "c1", "/lines/0/quantity", "Is this enough?", NGO, NOW)
    assert (one.rev, said.text_version) == (1, 1)
    done = resolved(one, "c1", TCD, NOW)
    assert done.comments[0].resolved_by == TCD
    assert resolved(done, "c1", None, NOW).comments[0].resolved_at is None
    for place in ("/nothing/0", "lines", "/"):
        with pytest.raises(Invalid):
            commented(one, "c2", place, "x", NGO, NOW)


MAY = {
    a.READ_DRAFT: {"lead", "office", "asked", "asked office", "editor", "commenter"},
    a.READ_DRAFT_CONTACTS: {"lead", "office", "editor"},
    a.EDIT_DRAFT: {"lead", "office", "editor"},
    a.COMMENT_DRAFT: {"lead", "office", "asked", "editor", "commenter"},
    a.SHARE_DRAFT: {"lead", "office"},
    a.ASK_SIGNATURES: {"lead", "office"},
    a.SIGN_DRAFT: {"lead", "asked"},
    a.REFUSE_TO_SIGN: {"asked"},
    a.RECORD_SIGNED_DRAFT: {"office", "asked office"},
    a.ENDORSE_DRAFT: {"office"},
    a.SUBMIT_DRAFT: {"lead", "office"},
    a.DROP_DRAFT: {"lead", "office"},
}
WHO = {
    "lead": Actor("x", Role.STATE_AUTHORITY, TCD),
    "office": Actor("x", Role.COUNTRY_OFFICE, OFFICE),
    "asked": Actor("x", Role.STATE_AUTHORITY, NER),
    "asked office": Actor("x", Role.COUNTRY_OFFICE, "unhcr-office:NER"),
    "editor": Actor("x", Role.STAKEHOLDER, NGO),
    "commenter": Actor("x", Role.STAKEHOLDER, "org:euaa"),
    "named, not asked": Actor("x", Role.STATE_AUTHORITY, CMR),
    "its office": Actor("x", Role.COUNTRY_OFFICE, "unhcr-office:CMR"),
    "bureau": Actor("x", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca"),
    "geneva": Actor("x", Role.GENEVA_OFFICER, "unhcr:hq", "geneva"),
    "integrator": Actor("x", Role.INTEGRATOR, "org:observer"),
}


@pytest.mark.paragraph("8")
@pytest.mark.parametrize("action", MAY, ids=lambda one: one.name)
def test_who_may_do_what_with_a_draft(action: Any) -> None:
    one = asked(draft())
    one, _ = domain.shared_with(one, NGO, "editor", TCD, NOW)
    one, _ = domain.shared_with(one, "org:euaa", "commenter", TCD, NOW)
    named = one.model_copy(update={"requesting_states": (*one.requesting_states, CMR)})
    assert {who for who, actor in WHO.items() if decide(actor, action, of_draft(named)).allowed} == MAY[action]


@pytest.mark.paragraph("8")
def test_contacts_and_what_is_unread_are_for_those_who_write() -> None:
    one, _ = domain.shared_with(asked(draft()), NGO, "editor", TCD, NOW)
    for who in ("asked", "asked office", "editor"):
        seen = views.draft(WHO[who], of_draft(one), one.model_dump(mode="json"))
        assert seen is not None
        assert (seen["content"]["competent_authority"].get("focal_point") is None) is (who != "editor"), who
    assert views.draft(WHO["bureau"], of_draft(one), one.model_dump(mode="json")) is None


@pytest.mark.paragraph("8")
def test_who_of_a_state_signed_is_for_itself_and_those_who_write() -> None:
    one, _ = domain.shared_with(draft(), "org:euaa", "commenter", TCD, NOW)
    one = signed(signed(asked(one), TCD), NER)
    told = {
        who: [
            post["post"]
            for post in (views.draft(WHO[who], of_draft(one), one.model_dump(mode="json")) or {})["signatures"]
        ]
        for who in ("lead", "asked", "asked office", "commenter")
    }
    whole = "Permanent Secretary"
    assert told == {"lead": [whole, whole], "asked": ["", whole], "asked office": ["", ""], "commenter": ["", ""]}


@pytest.mark.paragraph("8")
def test_no_text_of_a_draft_is_in_its_events() -> None:
    canary = "CANARY-OF-A-DRAFT"
    one, _ = commented(draft(gap=canary), "c1", "/gap", canary, NGO, NOW)
    assert canary in one.model_dump_json()
    assert canary not in one.told().model_dump_json()


@pytest.mark.paragraph("9")
def test_what_nobody_wrote_is_missing_and_not_met() -> None:
    rules = RULE_SETS.at(NOW)

    def found(**said: Any) -> tuple[str, list[str]]:
        kept = text_of(DraftContent.model_validate(said, context=DOOR), TCD)
        _, body = faults_of_text(kept, fits, NOW)
        one = next(f for f in findings_of_text(kept, rules, fits, NOW, body) if f.paragraph == "9")
        return one.outcome, [reason.code for reason in one.reasons]

    assert found() == ("unclear", ["horizon_not_written"])
    assert found(horizon="long_term") == ("unclear", ["lines_not_written"])
    assert found(horizon="short_term") == ("partly", ["short_term_alone"])
    # A line that cannot be read yet is not written.
    assert found(horizon="long_term", lines=[{"line_id": "1"}]) == ("unclear", ["lines_not_written"])
    whole = {name: said for name, said in request_body().items() if name != "distinct_from"}
    assert found(**{"horizon": "long_term"} | {n: whole[n] for n in ("lines",)}) == ("met", ["longer_project"])
    assert found(**whole | {"horizon": "long_term"})[0] == "met"
    assert found(**{n: said for n, said in whole.items() if n != "horizon"}) == ("unclear", ["horizon_not_written"])
