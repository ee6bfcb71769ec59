"""A thematic project through its life, its offers and its champions (WM 2, 3, 18). Pure: state in, state out."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.shapes.champion import Came, ChampionWord, answered, beside
from shared.contracts.shapes.thematic_project import (
    MOST_CHAMPIONS,
    MOST_OFFERS,
    AttachedOffer,
    ProjectChampion,
    ProjectContent,
    ProjectStatus,
    ThematicProjectState,
)
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound, NotPermitted, twice
from shared.modalities.paragraphs import P2, P18, Paragraph


@dataclass(frozen=True)
class Party:
    """Who acts, and the deployment that serves it, if that is another."""

    party: str
    region: str | None


def proposed(
    content: ProjectContent, project_id: str, reference: str, region: str, by: Party, now: datetime
) -> ThematicProjectState:
    """What a party proposes; the Secretariat has not answered. Raises Invalid."""
    _checked(content, now)
    return ThematicProjectState(
        project_id=project_id, reference=reference, region=region, status="proposed", content=content, begun_at=now,
        proposed_by=by.party, proposed_region=by.region,
    )  # fmt: skip


def begun(content: ProjectContent, project_id: str, reference: str, region: str, now: datetime) -> ThematicProjectState:
    """What the Secretariat opens itself. Raises Invalid."""
    _checked(content, now)
    return ThematicProjectState(
        project_id=project_id, reference=reference, region=region, status="open", content=content, begun_at=now, opened_at=now
    )  # fmt: skip


def opened(state: ThematicProjectState, now: datetime) -> ThematicProjectState:
    """What was proposed is opened. Raises Conflict, Invalid when its last day has passed meanwhile."""
    _while(state, "proposed")
    _checked(state.content, now)
    return state.model_copy(update={"status": "open", "opened_at": now})


def declined(state: ThematicProjectState, reason: str, language: str) -> ThematicProjectState:
    """It is not opened; who proposed it reads why. Raises Conflict."""
    _while(state, "proposed")
    return state.model_copy(update={"status": "declined", "reason": reason, "reason_language": language})


def closed(state: ThematicProjectState, words: str, language: str, now: datetime) -> ThematicProjectState:
    """It ended: nobody is its champion any more, and nobody is asked; its offers stay as they were. Raises Conflict."""
    _while(state, "open")
    champions = tuple(
        one.model_copy(update={"answer": "ended", "until": now}) if one.answer == "accepted" else one
        for one in state.champions
        if one.answer != "pending"
    )
    said = {"reason": words, "reason_language": language, "closed_at": now, "champions": champions}
    return state.model_copy(update={"status": "closed", **said})


def with_offer(state: ThematicProjectState, offer: AttachedOffer) -> ThematicProjectState:
    """With one more offer. Raises Conflict."""
    _while(state, "open")
    if state.attached(offer.offer_id) is not None:
        raise Conflict("offer_attached", f"{offer.reference} is tied to it already", P18)
    if len(state.offers) >= MOST_OFFERS:
        raise Conflict("project_full", f"A project takes {MOST_OFFERS} offers", P18)
    return state.model_copy(update={"offers": (*state.offers, offer)})


def taken_back(state: ThematicProjectState, offer_id: str, by: str) -> ThematicProjectState:
    """Its party takes its offer back. Raises NotFound, also for another party's, which one may not know of; Conflict."""
    found = state.attached(offer_id)
    if found is None or found.party != by:
        raise NotFound("not_found", "There is no such offer of yours in it")
    _while(state, "open")
    return without_offer(state, offer_id)


def without_offer(state: ThematicProjectState, offer_id: str) -> ThematicProjectState:
    """Without an offer that stands no more."""
    return state.model_copy(update={"offers": tuple(one for one in state.offers if one.offer_id != offer_id)})


def champion_came(state: ThematicProjectState, by: Party, came: Came, now: datetime) -> ThematicProjectState:
    """A party volunteers, or is approached: it is no champion before the other side has said its word, too. Raises Conflict."""
    _while(state, "open", P2)
    if by.party in beside(state.champions):
        raise Conflict("champion_already", f"{by.party} is asked, or stands beside it, already", P2)
    if len(state.champions) >= MOST_CHAMPIONS:
        raise Conflict("project_full", f"A project takes {MOST_CHAMPIONS} champions", P2)
    new = ProjectChampion(party=by.party, came=came, answer="pending", asked_at=now, region=by.region)
    return state.model_copy(update={"champions": (*state.champions, new)})


def noted(
    state: ThematicProjectState, party: str, accepts: bool, reason: str | None, language: str | None, now: datetime
) -> ThematicProjectState:
    """The Secretariat takes note of who volunteered, or declines with a reason. Raises Conflict, Invalid, NotPermitted."""
    _while(state, "open", P2)
    if not accepts and reason is None:
        raise Invalid((Fault("/reason", "who volunteers is told why not", "words_needed"),), paragraph=P2)
    _waits(state, party, "volunteered")
    if accepts:
        champions = answered(state.champions, party, "accepted", now)
    else:
        champions = answered(state.champions, party, "declined", now, reason=reason, reason_language=language)
    assert champions is not None, "it waits"
    return state.model_copy(update={"champions": champions})


def said_itself(state: ThematicProjectState, party: str, answer: ChampionWord, now: datetime) -> ThematicProjectState:
    """A party's own word: who is asked accepts or declines, who volunteered takes that back, a champion ends it. Raises Conflict,
    NotPermitted: of who volunteered the Secretariat takes note.
    """
    _while(state, "open", P2)
    if answer == "accepted":
        _waits(state, party, "approached")
    champions = answered(state.champions, party, answer, now)
    if champions is None:
        raise NotPermitted("not_asked", f"{party} is not asked to be a champion of it", P2)
    return state.model_copy(update={"champions": champions})


def _waits(state: ThematicProjectState, party: str, came: Came) -> None:
    mine = state.champion(party)
    if mine is None or (mine.came, mine.answer) != (came, "pending"):
        raise NotPermitted("not_asked", f"No such word of {party} is waited for", P2)


def _while(state: ThematicProjectState, status: ProjectStatus, paragraph: Paragraph = P18) -> None:
    """Raises Conflict that says how the project stands."""
    if state.status != status:
        raise Conflict(f"project_{state.status}", f"The project is {state.status}", paragraph)


def _checked(content: ProjectContent, now: datetime) -> None:
    """Raises Invalid naming every fault: one wording a language, no place twice, a last day that has not passed."""
    faults = twice("/wordings/{n}/language", [one.language for one in content.wordings])
    faults += twice("/countries/{n}", content.countries) + twice("/regions/{n}", content.regions)
    if content.period.end is not None and content.period.end < now.date():
        faults.append(Fault("/period/end", "has passed", "in_the_past"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P18)
