"""Every form there is, found by its file: the lists that answers are of, by the names of their questions."""

import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module

from services.console import forms
from services.console.forms.kinds import KINDS
from services.console.forms.questions import Part, Question


@cache
def all_forms() -> tuple[tuple[Part, ...], ...]:
    """The forms of every ``of_*`` file, and the sections of drafts."""
    found = [section.parts for kind in KINDS.values() for section in kind.sections]
    for module in sorted(one.name for one in pkgutil.iter_modules(forms.__path__) if one.name.startswith("of_")):
        found += import_module(f"{forms.__name__}.{module}").ALL
    return tuple(found)


def questions(parts: Sequence[Part]) -> Iterator[Question]:
    """Every question of a form, those of groups and rows too."""
    for part in parts:
        if isinstance(part, Question):
            yield part
        else:
            yield from questions(part.parts)


@cache
def asked_as(name: str) -> tuple[Question, ...]:
    """The questions that bear a name, in whatever form."""
    return tuple(one for parts in all_forms() for one in questions(parts) if one.name == name)
