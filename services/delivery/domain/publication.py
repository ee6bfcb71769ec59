"""What all who took part agree to publish of how they judge an engagement (WM 15.vii).

A word to publish is about one text, which its digest names. Whatever changes in that text, by whomever, makes it another one
to which nobody has agreed yet: nothing is public but what each party of both sides said yes to as it stands.
"""

import hashlib
from datetime import datetime
from typing import Any, Literal

from services.delivery.domain.record import written
from services.delivery.domain.stages import may
from services.delivery.domain.terms import a_side
from shared.contracts.shapes.engagement import AgreedToPublish, EngagementState, EvaluationContent, Publication
from shared.contracts.shapes.public_views import PublicEngagement, PublicEvaluation, PublicParty
from shared.modalities.errors import Conflict, Stale
from shared.modalities.paragraphs import P15_VII
from shared.modalities.steps.of_engagements import PUBLISH

Fields = dict[str, Any]
_SHOWN = tuple(EvaluationContent.model_fields.keys() & PublicEvaluation.model_fields.keys())
"""What of an evaluation is published."""


def could_be_published(state: EngagementState) -> Fields | None:
    """The text to agree to, as plain values; None unless every party of both sides evaluated and lets that be public. With
    theirs stands the Secretariat's evaluation, if it says so of its own.
    """
    willing = tuple(one for one in state.evaluations if one.content.may_be_public)
    if state.ended_at is None or state.sides_without(one.by for one in willing):
        return None
    shown = PublicEngagement(
        parties=tuple(PublicParty(role=one.role, party=one.party) for one in state.sides),
        started_on=state.started_on,
        ended_on=state.ended_at.date(),
        evaluations=tuple(
            PublicEvaluation(
                by="secretariat" if one.role == "secretariat" else one.by,
                role=one.role,
                given_on=one.given_at.date(),
                **{name: getattr(one.content, name) for name in _SHOWN},
            )
            for one in willing
        ),
    )
    return shown.model_dump(mode="json")


def digest_of(fields: Fields) -> str:
    """SHA-256 of a text that could be published, as JSON in UTF-8 with sorted keys and no blanks."""
    return hashlib.sha256(written(fields)).hexdigest()


def asked_anew(state: EngagementState) -> EngagementState:
    """The engagement with the text that could be published now; words that were given to another text are gone."""
    fields = could_be_published(state)
    digest = digest_of(fields) if fields is not None else None
    standing = state.publication.digest if state.publication is not None else None
    if digest == standing:
        return state
    return state.model_copy(update={"publication": Publication(digest=digest) if digest is not None else None})


def agreed_with(state: EngagementState, party: str, now: datetime) -> EngagementState:
    """The engagement with a party's yes to the text that could be published now; as it was where there is none."""
    after = asked_anew(state)
    if after.publication is None or party in {one.party for one in after.publication.agreed}:
        return after
    words = (*after.publication.agreed, AgreedToPublish(party=party, agreed_at=now))
    return after.model_copy(update={"publication": after.publication.model_copy(update={"agreed": words})})


def answered(
    state: EngagementState, party: str, digest: str, answer: Literal["agreed", "taken_back"], now: datetime
) -> EngagementState:
    """A party's own word on the text with this digest. Raises Conflict, Stale when another text stands there, NotPermitted."""
    may(state, PUBLISH)
    a_side(state, party)
    standing = asked_anew(state)
    if standing.publication is None:
        words = "Something is to be published only when every party has evaluated, and lets its evaluation be public"
        raise Conflict("nothing_to_publish", words, P15_VII)
    if standing.publication.digest != digest:
        raise Stale("publication_changed", "What would be published has changed: read it first", P15_VII)
    agreed = standing.publication.agreed
    if (answer == "agreed") == (party in {one.party for one in agreed}):
        raise Conflict("nothing_changed", f"{party} has said so already", P15_VII)
    if answer == "agreed":
        return agreed_with(standing, party, now)
    kept = tuple(one for one in agreed if one.party != party)
    return standing.model_copy(update={"publication": standing.publication.model_copy(update={"agreed": kept})})


def public_view(state: EngagementState) -> Fields | None:
    """What the public is shown of an engagement: the text that every party of both sides agreed to, as long as it is that one;
    None: nothing of it.
    """
    fields, agreed = could_be_published(state), state.publication
    if fields is None or agreed is None or agreed.digest != digest_of(fields):
        return None
    return None if state.sides_without(one.party for one in agreed.agreed) else fields
