"""Peer links over HTTP (WM 1, 20)."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, RootModel

from services.dialogue import actions
from services.dialogue.queries.lists import LINKS
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.peer_link import PeerLinkState

ALL = "/peer-links"
ONE = ALL + "/{link_id}"


class NoLonger(BaseModel):
    """Nothing: who has left, or did not enter, reads the link no more."""

    model_config = ConfigDict(extra="forbid")


class AfterOwnWord(RootModel[PeerLinkState | NoLonger]):
    """The link after a party's own word, as far as that party still reads it."""


TABLE = (
    At("POST", ALL, actions.WISH_LINK, PeerLinkState,
       "Wish a peer link, or as an officer propose one between parties", made=ALL + "/{id}"),
    At("PUT", ONE + "/introduction", actions.INTRODUCE_PEERS, PeerLinkState, "Ask further parties into a link that is wished"),
    At("PUT", ONE + "/answer", actions.ANSWER_LINK, AfterOwnWord, "Say whether one's party enters the link"),
    At("POST", ONE + "/exchanges", actions.RECORD_EXCHANGE, PeerLinkState, "Record an exchange that was held"),
    At("PUT", ONE + "/publication", actions.ANSWER_LINK_PUBLICATION, PeerLinkState,
       "Say whether title, parties, areas and countries are public"),
    At("POST", ONE + "/leaving", actions.LEAVE_LINK, AfterOwnWord, "Take one's party out of the link"),
    At("POST", ONE + "/withdrawal", actions.WITHDRAW_LINK, PeerLinkState,
       "As an officer, take back what is proposed, or say that nobody is known"),
)  # fmt: skip


class PeerLinksAnswer(BaseModel):
    """Peer links, the last begun first. ``after``: give it to read on; null at the end."""

    links: list[PeerLinkState]
    after: str | None


READ = ReadAt(LINKS, ALL, ONE, PeerLinkState, PeerLinksAnswer,
              "Peer links that one may read, the last begun first",
              "A peer link")  # fmt: skip


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of peer links."""
    router = APIRouter(tags=["peer links"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
