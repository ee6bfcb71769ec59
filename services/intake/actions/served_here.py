"""What is said of a State, or numbered in its series, is said where that State is served (WM 6)."""

from collections.abc import Mapping

from services.intake.actions.the_request import Intake
from services.intake.storage.homes import PREFIX, home_of
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P6


async def served_here(doing: Intake, states: Mapping[str, str], where: str, *, numbered: bool = False) -> None:
    """``states``: by the place that names each. Raises Invalid naming every one of another deployment.

    Geneva speaks of States of every region; what is ``numbered`` in a State's own series is kept where it is served alone.
    """
    settings, on = doing.context.settings, doing.now.date()
    anywhere = settings.scope == "global"
    if anywhere and not numbered:
        return
    faults = []
    for place, state in states.items():
        home = await home_of(doing.uow.connection, state.removeprefix(PREFIX), on)
        if home != settings.deployment and not (anywhere and home not in settings.peers):
            words = f"belongs to '{home or 'geneva'}', this one is '{settings.deployment}': {where}"
            faults.append(Fault(place, words, "other_region"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P6)
