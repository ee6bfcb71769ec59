"""The word of a party that a request or an offer names: said by its login, or from a signed paper (WM 3, 15.v, 18)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.incoming import Strict
from shared.contracts.shapes.named_party import NamedParty, NamedRole, SignedPaper, Word
from shared.contracts.shapes.values import Day, PartyId, Text
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import Paragraph

EXAMPLE: dict[str, Any] = {"party": "iso3166:NER", "answer": "agreed"}


class PaperBody(Strict):
    """A signed paper on which the party said so."""

    reference: Text = Field(description="Where the paper is kept")
    signed_on: Day


class WordBody(BaseModel):
    """A party's own word; ``left``: it had agreed, and takes its part out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    party: PartyId
    answer: Literal["agreed", "declined", "left"]
    reason: Text | None = None
    on_paper: PaperBody | None = Field(
        default=None, description="For its country office or bureau, which records what it signed"
    )


IN_REQUEST: Mapping[Word, tuple[Action, ...]] = {
    "agreed": (a.AGREE_TO_REQUEST, a.AGREE_TO_SUPPORT),
    "declined": (a.DECLINE_REQUEST, a.DECLINE_SUPPORT),
    "left": (a.LEAVE_REQUEST, a.END_SUPPORT),
}
"""What a party does by its word in a request, as a State that asks or as a supporter."""
IN_OFFER: Mapping[Word, tuple[Action, ...]] = {
    "agreed": (a.AGREE_TO_OFFER,), "declined": (a.DECLINE_OFFER,), "left": (a.LEAVE_OFFER,),
}  # fmt: skip
_OF_ROLE: Mapping[NamedRole, tuple[Mapping[Word, tuple[Action, ...]], int]] = {
    "requester": (IN_REQUEST, 0), "supporter": (IN_REQUEST, 1), "offerer": (IN_OFFER, 0),
}  # fmt: skip


def action_of(said: NamedParty) -> Action:
    """What the audit calls a word that was given."""
    actions, place = _OF_ROLE[said.role]
    return a.RECORD_SIGNED_PAPER if said.on_paper is not None else actions[said.answer][place]


def signed(
    body: WordBody, actor: Actor, thing: Resource, actions: Mapping[Word, tuple[Action, ...]], now: datetime
) -> SignedPaper | None:
    """None when the party speaks for itself; the paper when its office or bureau records one. ``thing``: the request or
    offer with nobody in it but the party. Raises NotPermitted, Unauthenticated, Conflict, Invalid.
    """
    if actor.party == body.party and thing.roles:
        speaks_itself(body.answer, body.on_paper, actor, thing, actions)
        return None
    authorise(actor, a.RECORD_SIGNED_PAPER, thing)
    return paper_of(body.party, body.on_paper, actor, now, actions[body.answer][0].paragraph)


def speaks_itself(
    answer: Word, paper: PaperBody | None, actor: Actor, thing: Resource, actions: Mapping[Word, tuple[Action, ...]]
) -> None:
    """Whether the party's own login may say that word. Raises Conflict, and Invalid when it shows a paper beside it."""
    paragraph = actions[answer][0].paragraph
    if not any(decide(actor, one, thing).allowed for one in actions[answer]):
        stands = ", ".join(sorted(word.partition("=")[0].replace("_", " ") for word in thing.roles))
        words = f"{actor.party} stands here as {stands}, and cannot say '{answer}' as that"
        raise Conflict("word_not_awaited", words, paragraph)
    if paper is not None:
        words = "a party that says so itself needs no paper; its office or bureau records one"
        raise Invalid((Fault("/on_paper", words, "own_word"),), paragraph=paragraph)


def paper_of(whose: str, paper: PaperBody | None, actor: Actor, now: datetime, paragraph: Paragraph) -> SignedPaper:
    """The paper on which somebody gave its word, recorded by who may. Raises Invalid without one, or one of a day to come."""
    if paper is None:
        words = f"nobody speaks for {whose}: name the paper that it signed, and its date"
        raise Invalid((Fault("/on_paper", words, "paper_needed"),), paragraph=paragraph)
    if paper.signed_on > now.date():
        fault = Fault("/on_paper/signed_on", "lies in the future", "date_in_future")
        raise Invalid((fault,), paragraph=paragraph)
    return SignedPaper(reference=paper.reference, signed_on=paper.signed_on, recorded_by=actor.subject, recorded_at=now)
