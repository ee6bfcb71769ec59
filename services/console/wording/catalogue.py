"""Which keys there must be: they follow from templates, forms and code lists, so that a gap and a leftover are both found."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import get_args

from services.console.drawing.bars import PARTS
from services.console.forms.kinds import KINDS
from services.console.forms.questions import keys
from services.console.forms.register import all_forms
from services.console.wording.choice_names import CHOICES
from services.console.wording.words import texts
from shared.contracts.catalogue import events
from shared.contracts.shapes.call import Balance
from shared.contracts.shapes.engagement_plan import PlanFinding
from shared.contracts.shapes.engagement_terms import TermsAside
from shared.contracts.shapes.support_offer import OfferContent
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Role
from shared.modalities.paragraphs import PARAGRAPHS
from shared.modalities.steps import of_engagements as life
from shared.wording.fields import field_texts

_HOUSE = Path(__file__).parent.parent
_SAID = re.compile(r"""\b(?:t|say)\(\s*["']([a-z_.0-9]+)["']\s*[,)]""")
_TITLE = re.compile(r"""["']((?:title|act)\.[a-z_]+)["']""")
TOLD = (
    "acsg.intake.support-request",
    "acsg.roster.support-offer",
    "acsg.matching.match",
    "acsg.delivery.engagement",
    "acsg.dialogue.meeting",
    "acsg.dialogue.good-practice",
    "acsg.dialogue.peer-link",
    "acsg.dialogue.initiative",
    "acsg.dialogue.call-for-action",
    "acsg.dialogue.liaison",
    "acsg.dialogue.review",
    "acsg.dialogue.edition",
    "acsg.intake.crisis",
    "acsg.intake.warning",
    "acsg.roster.thematic-project",
    "acsg.roster.support-package",
    "acsg.roster.expert",
    "acsg.roster.organisation",
    "acsg.intake.assessment",
    "acsg.intake.national-plan",
    "acsg.intake.own-commitment",
)
"""Topics of things whose history a page shows."""
HELPED = (
    "help.request.who", "help.request.ground", "help.request.commitments", "help.request.gap", "help.request.lasting",
    "help.request.route", "help.request.lines", "help.request.objectives", "help.request.timing", "help.request.crisis",
)  # fmt: skip
CRITERIA = ("9", "12", "13", *(one.number for one in PARAGRAPHS if one.number.startswith("15.")))
FAULTS = (
    "other", "missing", "nothing_seen", "amount", "unknown_code", "unknown_unit", "string_too_short", "too_short",
    "string_too_long", "date_from_datetime_parsing", "datetime_from_date_parsing", "datetime_parsing",
    "string_pattern_mismatch", "value_error", "number_needed", "words_needed", "body_too_large",
)  # fmt: skip
"""Faults of form, said as a person at a form reads them; all others are said as ``shared/wording/problems.csv`` does."""
AMOUNTS = ("committed", "agreed", "reported", "delivered", "released")
REFUSED = ("401", "403", "404", "409", "422", "429", "503", "other")
SHOWN_TOO = ("adopted_on", "country_office", "requesting_states", "supporters", "offering_parties", "line_id")
"""Fields that are shown and never asked."""


def said(text: str) -> set[str]:
    """Keys that a text of ours says outright."""
    return {*_SAID.findall(text), *_TITLE.findall(text)}


def _sources() -> Iterator[str]:
    for path in sorted(_HOUSE.rglob("*")):
        if path.suffix in {".j2", ".py"} and path != Path(__file__):
            yield path.read_text(encoding="utf-8")


@cache
def expected() -> frozenset[str]:
    """Every key that a language must have."""
    found = set().union(*(said(text) for text in _sources()))
    for kind in KINDS.values():
        found |= {f"section.{kind.name}.{one.name}" for one in kind.sections}
        found |= {f"word.{key.rpartition('.')[2]}" for one in kind.sections for key in keys(one.parts)}
        found |= {f"title.{one}_{kind.name}" for one in ("new", "draft")}
        found |= {f"{one}_{kind.name}" for one in ("begin.not_you", "submit.declare")} | {f"begin.{kind.name}"}
    found |= {f"choice.{name}.{code}" for name, all_ in CHOICES.items() for code in all_}
    found |= {f"choice.role.{role.value}" for role in Role if role not in {Role.PUBLIC, Role.SERVICE}}
    found |= {f"criterion.{one.replace('.', '_')}" for one in CRITERIA}
    found |= {f"history.{one.wire_type.rpartition('.')[2]}" for one in events() if one.topic.name in TOLD}
    found |= {f"refused.{one}" for one in REFUSED} | {f"fault.{one}" for one in FAULTS} | set(HELPED)
    for parts in all_forms():
        found |= {f"word.{key.rpartition('.')[2]}" for key in keys(parts)}
    steps = [one for one in vars(life).values() if isinstance(one, life.EngagementStep) and one.action is not None]
    found |= {f"who.{one.of}" for one in steps} | {f"amount.{one}" for one in AMOUNTS}
    found |= {f"stage.{one.lower().replace(' ', '_')}" for one in life.LABELS.values()}
    found |= {f"plan.{one}" for one in get_args(PlanFinding.model_fields["subject"].annotation)}
    found |= {f"engagement.{one}" for one in get_args(TermsAside.model_fields["how"].annotation)}
    found |= {f"world.{one}" for one in PARTS}
    found |= {f"call.{one}" for one in get_args(Balance.model_fields["outcome"].annotation)}
    found |= {f"draft.{one}" for one in ("empty", "filled", "faults", "needed")}
    found |= {f"word.{one}" for one in (*SHOWN_TOO, *RequestContent.model_fields, *OfferContent.model_fields)}
    # A workbook says what no page asks for.
    found |= set(field_texts()["en"])
    return frozenset(one for one in found if not one.startswith("status.") and not one.endswith(("_", ".")))


def faults(language: str, there: Mapping[str, str]) -> list[str]:
    """What is wrong with the words of a language: missing, said nowhere, empty, or with other places than English."""
    own = {key: text for key, text in there.items() if not key.startswith("status.")}
    found = [f"{language}: {key} is missing" for key in sorted(expected() - set(own))]
    found += [f"{language}: {key} is said nowhere" for key in sorted(set(own) - expected())]
    english = texts("en")
    for key in sorted(expected() & set(own)):
        if not own[key].strip():
            found.append(f"{language}: {key} is empty")
        if places(own[key]) != places(english.get(key, "")):
            found.append(f"{language}: {key} fills other places than English")
    return found


def places(text: str) -> set[str]:
    """Names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def all_faults() -> list[str]:
    """Of all languages."""
    return [one for language in LANGUAGES for one in faults(language, texts(language))]
