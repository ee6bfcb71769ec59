"""A good practice through its life (WM 1, 4, 11). Pure: state in, state out."""

from datetime import datetime

from services.dialogue.domain.no_person_named import no_person_named
from shared.contracts.shapes.practice import PracticeAudience, PracticeContent, PracticeState
from shared.contracts.shapes.public_views import PublicPractice
from shared.modalities.errors import Conflict, Fault, Invalid, twice
from shared.modalities.paragraphs import P11


def _checked(content: PracticeContent) -> None:
    """Raises Invalid naming every fault: one wording a language, one of them nobody's machine, nobody named as a contact."""
    faults = twice("/wordings/{n}/language", (one.language for one in content.wordings))
    if all(one.worded_by == "machine" for one in content.wordings):
        faults.append(Fault("/wordings", "one language at least is worded by people", "official_words_needed"))
    if content.contact is not None:
        faults += no_person_named("/contact/post", content.contact.post)
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)


def proposed(
    content: PracticeContent, practice_id: str, reference: str, region: str, by: str, served_by: str | None, now: datetime
) -> PracticeState:  # fmt: skip
    """A new practice, which its State has not answered. Raises Invalid."""
    _checked(content)
    return PracticeState(
        practice_id=practice_id, reference=reference, region=region, status="proposed", content=content, proposed_by=by,
        proposed_at=now, worded_at=now, served_by=served_by,
    )  # fmt: skip


def reworded(state: PracticeState, content: PracticeContent, now: datetime) -> PracticeState:
    """In other words, while its State has not answered. Raises Conflict, Invalid."""
    _while(state, "proposed")
    if content.country != state.content.country:
        words = "A practice stays that of its country; propose another one"
        raise Invalid((Fault("/country", words, "country_stands"),), paragraph=P11)
    _checked(content)
    return state.model_copy(update={"content": content, "worded_at": now})


def published(state: PracticeState, audience: PracticeAudience, now: datetime) -> PracticeState:
    """Its State publishes it (WM 11). Raises Conflict."""
    _while(state, "proposed")
    said = {"status": "published", "audience": audience, "published_at": now, "stands_since": now}
    return state.model_copy(update=said)


def declined(state: PracticeState, reason: str | None) -> PracticeState:
    """Its State does not publish it. Raises Conflict."""
    _while(state, "proposed")
    return state.model_copy(update={"status": "declined", "reason": reason})


def reviewed(state: PracticeState, stands: bool, reason: str | None, now: datetime) -> PracticeState:
    """Its State says whether it still holds, asked or not. Raises Conflict."""
    _while(state, "published")
    if stands:
        return state.model_copy(update={"stands_since": now})
    return state.model_copy(update={"status": "outdated", "reason": reason})


def retracted(state: PracticeState, by_its_state: bool, reason: str | None) -> PracticeState:
    """Gone from every surface: by its State, and by its proposer while nothing was published. Raises Conflict."""
    if by_its_state:
        _while(state, "proposed", "published", "outdated")
    elif state.status != "proposed":
        raise Conflict(f"practice_{state.status}", "What was published its State alone takes back", P11)
    return state.model_copy(update={"status": "retracted", "reason": reason})


def public_view(state: PracticeState) -> dict[str, object] | None:
    """What everybody may read of it; None when nothing is public."""
    if state.status != "published" or state.audience != "public" or state.published_at is None:
        return None
    content = state.content
    view = PublicPractice(
        reference=state.reference, country=content.country, functional_areas=content.functional_areas,
        wordings=content.wordings, contact=content.contact, published_on=state.published_at.date(),
    )  # fmt: skip
    return view.model_dump(mode="json")


def _while(state: PracticeState, *statuses: str) -> None:
    if state.status not in statuses:
        raise Conflict(f"practice_{state.status}", f"The practice is {state.status}", P11)
