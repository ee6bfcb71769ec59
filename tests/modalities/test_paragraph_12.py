"""WM 12: a crisis is the Secretariat's own declaration; each State says its own word, and a request about it is urgent."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.crises import of_crisis, seen
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, Invalid, NotPermitted
from tests.support.crises import CMR, TCD, Crisis

pytestmark = pytest.mark.paragraph("12")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHAD = Actor("s", Role.STATE_AUTHORITY, TCD, None, "fr")
CAMEROON = Actor("c", Role.STATE_AUTHORITY, CMR, None, "fr")
OFFICE = Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
FRANCE = Actor("f", Role.STATE_AUTHORITY, "iso3166:FRA", None, "fr")
NGO = Actor("n", Role.STAKEHOLDER, "org:ecre", None, "en")
OFFICER = Actor("b", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
ELSEWHERE = Actor("e", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "en")
GENEVA = Actor("g", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva", "en")
PROGRAM = Actor("i", Role.INTEGRATOR, "org:iom", None, "en")
PUBLIC = Actor("p", Role.PUBLIC, None, None, "en")
EVERYBODY = (CHAD, CAMEROON, OFFICE, FRANCE, NGO, OFFICER, ELSEWHERE, GENEVA, PROGRAM, PUBLIC)


def who(one: Crisis, action: a.Action) -> set[str]:
    """Subjects that may do it to a crisis."""
    return {actor.subject for actor in EVERYBODY if decide(actor, action, of_crisis(one.state)).allowed}


def refused(kind: type[Exception], do: Callable[[], object]) -> tuple[str, list[tuple[str, str]]]:
    with pytest.raises(kind) as caught:
        do()
    error: Any = caught.value
    return error.code, [(one.pointer, one.code) for one in getattr(error, "faults", ())]


def test_who_declares_and_who_reads_before_and_after_each_state_agreed_to_be_shown() -> None:
    one = Crisis(NOW, (TCD, CMR))
    theirs = {"s", "c", "o", "b", "g"}
    assert who(one, a.READ_CRISIS) == theirs
    assert who(one, a.DECLARE_CRISIS) == who(one, a.END_CRISIS) == who(one, a.READ_CRISIS_WHOLE) == {"b", "g"}
    assert who(one, a.SAY_ON_CRISIS) == {"s", "c"}
    one.said(TCD, shown=True)
    assert who(one, a.READ_CRISIS) == theirs, "one of two States does not speak for the other"
    one.said(CMR, shown=True)
    assert who(one, a.READ_CRISIS) == theirs | {"f", "n", "e"}
    first = one.state.shown_at
    one.now += timedelta(days=1)
    one.said(CMR)
    assert who(one, a.READ_CRISIS) == theirs, "what was agreed to is taken back"
    assert one.state.shown_at == first == NOW


def test_a_states_words_are_its_own_and_the_officers() -> None:
    one = Crisis(NOW, (TCD, CMR))
    one.said(TCD, agrees=False, words="canary of Chad")
    one.reviewed("canary of officers")
    state, thing = one.state.model_dump(mode="json"), of_crisis(one.state)
    assert seen(OFFICER, thing, state) == seen(GENEVA, thing, state) == state
    for reader in (CHAD, OFFICE):
        text = str(seen(reader, thing, state))
        assert ("canary of Chad" in text, "canary of officers" in text, "have doubled" in text) == (True, False, True)
    text = str(seen(CAMEROON, thing, state))
    assert ("canary" in text, "have doubled" in text) == (False, True)
    assert seen(FRANCE, thing, state) is None
    one.said(TCD, shown=True, words="canary of Chad")
    one.said(CMR, shown=True)
    one.ended("canary of the end")
    shown = seen(FRANCE, of_crisis(one.state), one.state.model_dump(mode="json"))
    assert shown is not None
    assert ("canary" in str(shown), shown["reason"], shown["content"]["title"]) == (False, None, "Arrivals <b>")


def test_bad_words_change_nothing_and_name_their_place() -> None:
    one = Crisis(NOW, (TCD, CMR))
    before = one.state
    silent, both = ("/words", "words_needed"), ("/shown", "objects_and_shows")
    assert refused(Invalid, lambda: one.said(TCD, agrees=False, shown=True))[1] == [silent, both]
    assert refused(Invalid, lambda: one.said(TCD, agrees=False, shown=True, words="Why"))[1] == [both]
    assert refused(Invalid, lambda: one.said(TCD, agrees=False))[1] == [silent]
    assert refused(NotPermitted, lambda: one.said("iso3166:FRA"))[0] == "not_its_state"
    later = date(2026, 3, 3)
    assert refused(Invalid, lambda: Crisis(NOW, (TCD, CMR, TCD), from_on=later))[1] == [
        ("/states/2", "twice"), ("/content/from_on", "date_in_future"),
    ]  # fmt: skip
    assert one.state == before
    one.ended()
    assert refused(Conflict, one.ended)[0] == refused(Conflict, one.reviewed)[0] == "crisis_ended"
    one.said(TCD)
    assert one.state.status == "ended", "a State may take its showing back when it is over"
