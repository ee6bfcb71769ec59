"""WM 12: a signal is kept for officers to judge; no State reads of it, and nothing follows from it by itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.gateway.watch.keeping import as_input
from services.gateway.watch.rule import Threshold
from services.gateway.watch.signals import signals
from services.notifications.kinds.warning import KIND
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.crises import of_warning
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, Invalid
from shared.modalities.steps.of_warnings import of_warning as owed_of
from shared.modalities.steps.of_warnings import warned_of
from tests.support.limits import LIMITS
from tests.support.warnings import TCD, Warned, signal_body

pytestmark = pytest.mark.paragraph("12")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICER = Actor("b", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
GENEVA = Actor("g", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva", "en")
OTHERS = (
    Actor("s", Role.STATE_AUTHORITY, TCD, None, "fr"),
    Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr"),
    Actor("f", Role.STATE_AUTHORITY, "iso3166:FRA", None, "fr"),
    Actor("n", Role.STAKEHOLDER, "org:ecre", None, "en"),
    Actor("e", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "en"),
    Actor("i", Role.INTEGRATOR, "org:iom", None, "en"),
    Actor("p", Role.PUBLIC, None, None, "en"),
)
ALL = (a.RAISE_WARNING, a.READ_WARNING, a.TAKE_UP_WARNING, a.SET_ASIDE_WARNING)


def refused(kind: type[Exception], do: Callable[[], object]) -> tuple[str, list[tuple[str, str]]]:
    with pytest.raises(kind) as caught:
        do()
    error: Any = caught.value
    return error.code, [(one.pointer, one.code) for one in getattr(error, "faults", ())]


@pytest.mark.parametrize("action", ALL, ids=str)
def test_officers_of_the_deployment_and_of_geneva_alone(action: a.Action) -> None:
    thing = of_warning(Warned(NOW).state)
    assert decide(OFFICER, action, thing).allowed
    assert decide(GENEVA, action, thing).allowed
    assert [one.subject for one in OTHERS if decide(one, action, thing).allowed] == []


def test_it_is_judged_once_and_the_first_officer_stands() -> None:
    one = Warned(NOW)
    one.taken_up()
    before = one.state
    assert refused(Conflict, one.taken_up)[0] == "warning_taken_up"
    assert one.state == before
    one.set_aside()
    for again in (one.taken_up, one.set_aside, one.led):
        assert refused(Conflict, again)[0] == "warning_judged"
    assert (one.state.status, one.state.taken is not None) == ("set_aside", True)
    straight = Warned(NOW)
    straight.led()
    assert (straight.state.status, refused(Conflict, straight.set_aside)[0]) == ("led_to_crisis", "warning_judged")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"month": "2026-04"}, [("/signal/month", "date_in_future")]),
        ({"month": "2025-12"}, [("/signal/before", "out_of_order")]),
        ({"mean_before": 11.0}, [("/signal/mean_before", "no_signal")]),
        ({"after": 19}, [("/signal/after", "no_signal")]),
        ({"chance": 0.02}, [("/signal/chance", "no_signal")]),
        ({"limit": 0.02}, [("/signal/chance", "no_signal")]),
    ],
)
def test_numbers_that_are_no_signal_by_themselves_are_not_kept(
    changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    assert refused(Invalid, lambda: Warned(NOW, **changes))[1] == faults


def test_what_the_rule_finds_is_what_may_be_kept() -> None:
    figures = {"TCD": {f"2025-{n:02}": 30 + n % 3 for n in range(1, 13)} | {"2026-01": 95}}
    (found,) = signals(figures, None, 12, Threshold())
    said = as_input(found)
    said["mean_before"] = said.pop("meanBefore")
    assert Warned(NOW, **said).state.key == found.key


def test_an_officer_owes_a_judgement_until_it_is_judged() -> None:
    def owed(one: Warned) -> list[tuple[str, str]]:
        steps = owed_of(warned_of("wca", one.state.model_dump(mode="json")), LIMITS)
        return [(step.code, step.party) for step in steps]

    one = Warned(NOW)
    assert owed(one) == [("warning_word", "unhcr-bureau:wca")]
    one.now += timedelta(days=1)
    one.taken_up()
    assert owed(one) == [("warning_word", "unhcr-bureau:wca")]
    one.led()
    assert owed(one) == []


def test_nobody_but_officers_is_told() -> None:
    told = {audience[0].__name__ for many in (*KIND.told.values(), *KIND.told_abroad.values()) for audience in many}
    assert told == {"bureau", "secretariat"}
    assert signal_body()["country"] == TCD
