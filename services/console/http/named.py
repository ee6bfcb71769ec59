"""What pages share by which a party says its own word on a request or an offer that names it, and its lead ends it.

Nobody is spoken for (WM 3, 15.v, 18): what is offered to a reader is what the policy lets the reader's own party do.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from services.console.forms import of_named as forms
from services.console.forms.questions import Part
from services.console.http import recipients
from services.console.http.acting import Case, Named, Said
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.shown_items import in_order
from shared.application.named_party import IN_OFFER, IN_REQUEST
from shared.contracts.shapes.named_party import Word, awaited_in
from shared.contracts.shapes.support_offer import OfferContent
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.paragraphs import Paragraph
from shared.modalities.steps.things import ENDED

State = Mapping[str, Any]
Titled = tuple[str, ...]
"""Keys of what a page is called, on its button too, and of what it means."""


def stands(case: Case) -> bool:
    """Whether it is not over."""
    return case.item["status"] not in ENDED


def _awaited(state: State, role: str) -> list[str]:
    return [one["party"] for one in awaited_in(state) if one["role"] == role]


def _of_request(state: State) -> Resource:
    content = state.get("content") or {}
    asking = content.get("requesting_states") or ()
    return resources.request(
        state.get("region"), asking, content.get("supporters") or (), lead=asking[0] if asking else None,
        invited_requesters=_awaited(state, "requester"), invited_supporters=_awaited(state, "supporter"),
    )  # fmt: skip


def _of_offer(state: State) -> Resource:
    offering = (state.get("content") or {}).get("offering_parties") or ()
    lead = offering[0] if offering else None
    return resources.offer(state.get("region"), offering, lead=lead, invited_offerers=_awaited(state, "offerer"))


@dataclass(frozen=True)
class Thing:
    """A kind of thing that names parties; ``words``: what each word is to the policy; ``command``: the document that says it."""

    kind: str
    place: str
    words: Mapping[Word, tuple[Action, ...]]
    of: Callable[[State], Resource]
    command: str
    withdraw: str
    withdrawal: Action
    revision: Action
    paragraph: Paragraph
    content: type[BaseModel]
    also: tuple[str, ...] = ()

    @property
    def on(self) -> OfferedOn:
        """Where acts on it stand."""
        return OfferedOn(self.kind, f"/{self.place}/{{id}}", f"{self.kind}_id")

    def may_say(self, case: Case) -> list[Word]:
        """What the reader's own party may say of itself now: another word than it said, on a thing that is not over."""
        mine = self.of(case.state).only(case.party)
        if not mine.roles:
            return []
        said = {
            word
            for word, actions in self.words.items()
            if any(decide(case.visit.actor, one, mine).allowed for one in actions)
        }
        return [word for word in self.words if word in said and not _settled(case, word)]

    def recorded_for(self, case: Case) -> list[str]:
        """Parties whose word on paper the reader may record."""
        awaited = [one["party"] for one in awaited_in(case.state)]
        return [party for party in awaited
                if decide(case.visit.actor, a.RECORD_SIGNED_PAPER, self.of(case.state).only(party)).allowed]  # fmt: skip

    def shows(self, case: Case) -> dict[str, Any]:
        """The thing with its content in the order in which that is written."""
        return case.state | {"content": in_order(case.state.get("content") or {}, self.content)}

    def leads(self, actor: Actor, state: State) -> bool:
        """Whether the actor's party leads it, and so words it anew."""
        return decide(actor, self.revision, self.of(state)).allowed

    def may_withdraw(self, case: Case) -> bool:
        """Whether the policy lets the reader end it."""
        return decide(case.visit.actor, self.withdrawal, self.of(case.state)).allowed


def _settled(case: Case, word: Word) -> bool:
    """Whether the party has said that word already, of the wording that stands here."""
    mine = next((one for one in case.state.get("named") or () if one["party"] == case.party), None)
    if word != "agreed":
        return False
    if mine is None:
        return True  # who leads said so by making it
    wording = case.state.get("content_version")
    return bool(mine["answer"] == "agreed" and (wording is None or (mine.get("content_version") or 1) == wording))


REQUEST = Thing("request", "requests", IN_REQUEST, _of_request, "answer_in_request", "withdraw_request", a.WITHDRAW_REQUEST, a.REVISE_REQUEST,
                a.AGREE_TO_REQUEST.paragraph, RequestContent, (recipients.COMMAND,))  # fmt: skip
OFFER = Thing("offer", "offers", IN_OFFER, _of_offer, "answer_in_offer", "withdraw_offer", a.WITHDRAW_OFFER, a.REVISE_OFFER,
              a.AGREE_TO_OFFER.paragraph, OfferContent)  # fmt: skip
THINGS = {one.kind: one for one in (REQUEST, OFFER)}


def _page(thing: Thing, name: str, titled: Titled, said: Callable[[Case, dict[str, Any]], Said], may: Callable[[Case], bool],
          document: str, parts: tuple[Part, ...], **more: Any) -> Page:  # fmt: skip
    return thing.on.page(
        f"{thing.kind}_{name}", name, titled[0], titled[1], said, document, may=may, fits=stands,
        who="Each party says its own word, and who leads it ends it", paragraph=thing.paragraph, parts=lambda _: parts,
        kept=False, shows=thing.shows, **more,
    )  # fmt: skip


def word_page(thing: Thing, *titled: str) -> Page:
    """A party that is named agrees, declines, or takes its part out; the content stands above."""

    def choices(case: Case) -> Mapping[str, Named]:
        words = [*thing.may_say(case), *recipients.may_say(case)]
        return {"named_answer": [(one, case.visit.words.choice("named_answer", one)) for one in words]}

    def said(case: Case, typed: dict[str, Any]) -> Said:
        mine = recipients.own_row(case)
        if mine is not None and typed["answer"].startswith(recipients.AS):
            return recipients.said(case, mine["name"], typed["answer"], {"reason": typed["reason"] or None})
        word = {"party": case.party, "answer": typed["answer"], "reason": typed["reason"] or None}
        return thing.command, {"answer": word, "id": case.item["itemId"]}

    def may(case: Case) -> bool:
        return bool(thing.may_say(case) or recipients.may_say(case))

    return _page(thing, "word", titled, said, may, thing.command, forms.WORD, choices=choices, also=thing.also,
                 template="named")  # fmt: skip


def paper_page(thing: Thing, *titled: str) -> Page:
    """A country office or bureau records a paper that a party signed."""

    def choices(case: Case) -> Mapping[str, Named]:
        words: Iterable[Word] = ("agreed", "declined")
        return {
            "awaited": [
                *((one, case.visit.words.party(one)) for one in thing.recorded_for(case)),
                *recipients.labelled(recipients.recorded_for(case, thing.of(case.state))),
            ],
            "named_answer": [(one, case.visit.words.choice("named_answer", one)) for one in words],
        }

    def said(case: Case, typed: dict[str, Any]) -> Said:
        paper = {"reference": typed["on_paper"]["reference"], "signedOn": typed["on_paper"]["signed_on"]}
        more = {"reason": typed["reason"] or None, "onPaper": paper}
        if typed["party"].startswith(recipients.AS):
            return recipients.said(case, typed["party"].removeprefix(recipients.AS), typed["answer"], more)
        word = {"party": typed["party"], "answer": typed["answer"], **more}
        return thing.command, {"answer": word, "id": case.item["itemId"]}

    def may(case: Case) -> bool:
        return bool(thing.recorded_for(case) or recipients.recorded_for(case, thing.of(case.state)))

    return _page(thing, "paper", titled, said, may, thing.command, forms.PAPER,
                 choices=choices, also=thing.also, template="named")  # fmt: skip


def withdrawal_page(thing: Thing, *titled: str) -> Page:
    """The party that leads it ends it."""

    def said(case: Case, typed: dict[str, Any]) -> Said:
        return thing.withdraw, {"reason": typed["reason"] or None, "id": case.item["itemId"]}

    return _page(thing, "withdrawal", titled, said, thing.may_withdraw, thing.withdraw, forms.ENDING)


def confirmation_page(thing: Thing, *titled: str) -> Page:
    """The party that leads it says that it still stands."""

    def said(case: Case, _: dict[str, Any]) -> Said:
        return "confirm_offer", {"id": case.item["itemId"]}

    def may(case: Case) -> bool:
        return thing.leads(case.visit.actor, case.state)

    return _page(thing, "confirmation", titled, said, may, "confirm_offer", (),
                 otherwise=("title.offer_withdrawal", "withdrawal"))  # fmt: skip
