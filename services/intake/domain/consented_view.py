"""The consented view (WM 17): the single place that decides what anyone but the State and the Secretariat sees."""

from collections.abc import Mapping
from functools import reduce
from operator import and_
from typing import Any

from shared.contracts.shapes.public_views import PRIVATE_OF_REQUEST
from shared.contracts.shapes.support_request import Consent, ConsentedView, RequestContent, SupportRequestState
from shared.modalities.access.audience import Audience
from shared.modalities.access.states import awaited

NEVER_SHOWN = PRIVATE_OF_REQUEST
"""Contacts and the way the request came in are the State's and the Secretariat's alone."""

CONSENTABLE: tuple[str, ...] = (*(name for name in RequestContent.model_fields if name not in NEVER_SHOWN), "reference")
"""Fields a State may agree to show. Nothing is shown by default: not the title, not the State, not the reference."""


def consented_view(content: RequestContent, reference: str, consents: Mapping[str, Consent]) -> ConsentedView | None:
    """What every requesting State agreed to show, to those whom every one agreed to; None while one of them has not
    agreed, or while nobody is left whom all of them agreed to.
    """
    given = [consents[state] for state in content.requesting_states if state in consents]
    if len(given) < len(content.requesting_states):
        return None
    fields = set.intersection(*(set(consent.fields) for consent in given)) & set(CONSENTABLE)
    audience = reduce(and_, (Audience.of(consent) for consent in given))
    if audience.is_empty:
        return None
    # That a recipient takes part it said to the Secretariat and the States; its id is no more than that (WM 10).
    ids: Any = {"beneficiaries": {"__all__": {"party"}}}
    whole = content.model_dump(mode="json", include=fields, exclude=ids) | (
        {"reference": reference} if "reference" in fields else {}
    )
    # To all but some is said without ``offerers``: a reader that knows of nothing else shows it to nobody.
    opened = (("offerers", audience.offerers and not audience.but), ("public", audience.public))
    return ConsentedView(
        audiences=tuple(name for name, holds in opened if holds),
        kinds=tuple(sorted(audience.kinds)),
        parties=tuple(sorted(audience.parties)),
        but=tuple(sorted(audience.but)),
        fields={name: whole[name] for name in sorted(fields)},
    )


def view_of(state: SupportRequestState) -> ConsentedView | None:
    """What may be shown of a request now: nothing once it is over, and nothing while a State that it names has not said
    that it asks (WM 15.v, 17).
    """
    if state.status == "withdrawn" or state.handed_over_to is not None or awaited(state.named, "requester"):
        return None
    return consented_view(state.content, state.reference, state.consents)


def agreement_after_revision(
    consents: Mapping[str, Consent], before: RequestContent, after: RequestContent
) -> dict[str, Consent]:
    """Agreement covers the words it was given for: a field that a revision changes leaves it until agreed to anew.

    So neither what the State took back stays shown, nor is its agreement to new words inferred (WM 17).
    """
    old, new = before.model_dump(), after.model_dump()
    changed = {name for name in new if new[name] != old[name]}
    return {
        who: given.model_copy(update={"fields": tuple(name for name in given.fields if name not in changed)})
        for who, given in consents.items()
    }
