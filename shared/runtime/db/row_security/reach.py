"""What an actor may read, worked out from the policy's table for the database: one document per transaction.

The table in ``shared.modalities.access.policy`` is the only place that says who reads what; SQL compares its answer with
the columns of a row. A test holds both equal for made-up actors and rows.
"""

from collections.abc import Mapping
from functools import lru_cache

import orjson

from shared.contracts.vocabulary import when_organisations_change
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.audience import ANYBODY, Reading, reading
from shared.modalities.access.policy import relations_of
from shared.modalities.access.relations import (
    CountryStandsAs,
    Relation,
    StandsAs,
    anyone,
    in_its_audience,
    own_region,
    serving,
    shown_to_public,
)
from shared.modalities.access.resource import role_word

KINDS: Mapping[str, tuple[Action, ...]] = {
    "request": (a.READ_REQUEST, a.READ_SHOWN_REQUEST),
    "offer": (a.READ_OFFER,),
    "match": (a.READ_MATCH,),
    "need": (a.READ_NEED,),
    "allocation": (a.READ_ALLOCATION,),
    "solicitation": (a.READ_SOLICITATION,),
    "delivery": (a.READ_DELIVERY,),
    "notice": (a.READ_NOTICE, a.READ_INBOX),
    "deadline": (a.READ_DEADLINE,),
    "directory": (a.KEEP_DIRECTORY, a.READ_PREFERENCES),
    "webhook": (a.READ_WEBHOOK,),
    "token": (a.READ_TOKEN,),
    "commitment": (a.READ_COMMITMENT,),
    "meeting": (a.READ_MEETING,),
    "engagement": (a.READ_ENGAGEMENT,),
    "draft": (a.READ_DRAFT,),
    "thread": (a.READ_THREAD,),
    "practice": (a.READ_PRACTICE,),
    "link": (a.READ_LINK,),
    "initiative": (a.READ_INITIATIVE,),
    "call_for_action": (a.READ_CALL_FOR_ACTION,),
    "liaison": (a.READ_LIAISON,),
    "review": (a.READ_REVIEW,),
    "edition": (a.READ_EDITION,),
    "crisis": (a.READ_CRISIS,),
    "warning": (a.READ_WARNING,),
    "project": (a.READ_PROJECT,),
    "package": (a.READ_PACKAGE,),
    "expert": (a.READ_EXPERT,),
    "expert_person": (a.READ_EXPERT_PERSON,),
    "organisation": (a.READ_ORGANISATION,),
    "assessment": (a.READ_CAPACITY_ASSESSMENT,),
    "national_plan": (a.READ_NATIONAL_PLAN,),
    "partner_contact": (a.READ_PARTNER_CONTACT,),
    "import": (a.READ_IMPORT,),
    "imported": (a.READ_IMPORTED,),
    "contribution": (a.READ_CONTRIBUTION,),
    "allotment": (a.READ_ALLOTMENT,),
    "fund_entry": (a.READ_LEDGER,),
    "vanished": (a.READ_COMPLETENESS,),
}
"""Kinds of rows, and what one must be allowed to do to such a thing to see its row in some form."""


@lru_cache(2048)
def reach(actor: Actor) -> str:
    """JSON: ``whole`` are the kinds read without any relation, ``regions`` say of which kind all of a region is read;
    ``of`` holds every other kind's words, the words of audiences that have the actor in them (``shown``), and those that shut
    it out (``barred``). ``words``, ``serving`` and ``shown`` are those of all kinds: a first look that costs little.
    """
    whole: list[str] = []
    of: dict[str, dict[str, list[str]]] = {}
    regions: list[str] = []
    for kind, actions in KINDS.items():
        given = [
            (acting, relation) for one in actions for acting, every in [relations_of(actor, one)] for relation in every
        ]
        if any(relation is anyone for _, relation in given):
            whole.append(kind)
            continue
        words: dict[str, set[str]] = {name: set() for name in ("words", "region", "serving", "shown", "barred")}
        for acting, relation in given:
            _add(words, relation, acting)
        regions += [f"{kind}:{region}" for region in sorted(words.pop("region"))]
        of[kind] = {name: sorted(values) for name, values in words.items()}
    either = {
        name: sorted({word for one in of.values() for word in one[name]}) for name in ("words", "serving", "shown")
    }
    return orjson.dumps({"whole": whole, "regions": regions, "of": of, **either}).decode()


# What an organisation is shown as one of its kind changes once it is registered.
when_organisations_change(reach.cache_clear)


def _add(words: dict[str, set[str]], relation: Relation, actor: Actor) -> None:
    if isinstance(relation, StandsAs | CountryStandsAs):
        party = relation.party(actor)
        words["words"] |= {role_word(role, party) for role in relation.roles} if party is not None else set()
    elif relation is own_region or relation is serving:
        words["region" if relation is own_region else "serving"] |= (
            {actor.region} if actor.region is not None else set()
        )
    elif relation is in_its_audience or relation is shown_to_public:
        as_reader: Reading = reading(actor.party) if relation is in_its_audience else ANYBODY
        words["shown"] |= as_reader.open
        words["barred"] |= as_reader.barred
    # A relation that is not known here gives nothing, and the test that holds both policies equal fails.
