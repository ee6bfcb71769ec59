"""A package of support through its life (WM 7, 18). Pure: state in, state out."""

from datetime import datetime

from shared.contracts.shapes.support_package import PackageContent, SupportPackageState
from shared.modalities.errors import Conflict, Fault, Invalid, twice
from shared.modalities.paragraphs import P7, P18


def prepared(
    content: PackageContent, package_id: str, reference: str, region: str, party: str, now: datetime
) -> SupportPackageState:
    """A new package of a party. Raises Invalid naming every fault."""
    _checked(content, now)
    return SupportPackageState(
        package_id=package_id, reference=reference, region=region, status="prepared", party=party, content_version=1,
        content=content, prepared_at=now, confirmed_at=now,
    )  # fmt: skip


def reworded(state: SupportPackageState, content: PackageContent, now: datetime) -> SupportPackageState:
    """The package with other content, which is a version of its own; what was offered from it stays. Raises Conflict, Invalid."""
    _standing(state)
    _checked(content, now)
    number = state.content_version + (content != state.content)
    return state.model_copy(update={"content": content, "content_version": number, "confirmed_at": now})


def confirmed(state: SupportPackageState, now: datetime) -> SupportPackageState:
    """Its party says that it still stands. Raises Conflict."""
    _standing(state)
    return state.model_copy(update={"confirmed_at": now})


def withdrawn(state: SupportPackageState) -> SupportPackageState:
    """No offers are made from it any more. Raises Conflict."""
    _standing(state)
    return state.model_copy(update={"status": "withdrawn"})


def _standing(state: SupportPackageState) -> None:
    if state.status == "withdrawn":
        raise Conflict("package_withdrawn", f"{state.reference} is withdrawn", P7)


def _checked(content: PackageContent, now: datetime) -> None:
    """Raises Invalid: one wording a language, one amount a year, something of it that is not over."""
    faults = twice("/wordings/{n}/language", (one.language for one in content.wordings))
    for n, line in enumerate(content.lines):
        faults += twice(f"/lines/{n}/years/{{n}}/year", (str(one.year) for one in line.years))
    if content.last_year < now.year:
        faults.append(Fault("/lines", "every year of it has passed", "in_the_past"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P18)
