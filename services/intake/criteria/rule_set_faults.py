"""What is wrong with rule sets as they are declared: all of it is named at once, and none is applied then (WM 21)."""

from collections.abc import Iterator, Sequence

from services.intake.criteria import ORDER
from shared.contracts.rule_sets import MEASURES, DeclaredRules, Measures
from shared.contracts.vocabulary import LANGUAGES


def faults_of(declared: Sequence[DeclaredRules]) -> Iterator[str]:
    """Everything that is wrong with declared sets, in words that name the set."""
    if not declared:
        yield "no rule set is declared"
    names = [one.name for one in declared]
    for n, one in enumerate(declared):
        if one.name in names[:n]:
            yield f"{one.name}: another rule set has this name"
        if n:
            yield from _faults_after(declared[n - 1], one)
        elif one.decided_by is not None:
            yield f"{one.name}: the first rule set is the document's, no review decided it"
        if not one.criteria:
            yield f"{one.name}: has no criterion"
        for number, measures in one.criteria.items():
            yield from (f"{one.name}: {fault}" for fault in _faults_of_criterion(number, measures))
        if missing := [language for language in LANGUAGES if not one.words.get(language)]:
            yield f"{one.name}: has no words in {', '.join(missing)}"


def _faults_after(before: DeclaredRules, one: DeclaredRules) -> Iterator[str]:
    if one.holds_from <= before.holds_from:
        yield f"{one.name}: holds from {one.holds_from}, which is not after {before.holds_from} of {before.name}"
    if one.decided_by is None:
        yield f"{one.name}: names no review that decided it"
    if one.criteria == before.criteria:
        yield f"{one.name}: changes nothing of {before.name}"


def _faults_of_criterion(number: str, measures: Measures) -> Iterator[str]:
    if number not in ORDER:
        yield f"{number} is no criterion"
        return
    allowed = MEASURES.get(number, {})
    for name, value in measures.items():
        if name not in allowed:
            yield f"criterion {number} has no measure {name}"
        elif value not in allowed[name]:
            yield f"{name} of criterion {number} is {value}, not {allowed[name].start} to {allowed[name].stop - 1}"
