"""A kind of item is added to the read model in two files, beside the migration of its table (house, 3)."""

from pathlib import Path
from typing import Any

import pytest

from services.gateway.kinds import BY_NAME, KINDS
from shared.contracts.filter_values import STATUSES
from tests.support.planted_kind import GATEWAY, driven, plant, touched

SCRIPT = """
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Kept

import services.gateway
from services.gateway.graphql.asked_filters import KIND_OF
from services.gateway.http.owner import KINDS_OF, SERVICE_OF
from services.gateway.projections.owing import owing
from services.gateway.projections.projector import SUBSCRIPTIONS
from services.gateway.projections.rows import kind_of, row_of
from services.gateway.projections.worklist import OWING_KINDS
from services.gateway.read_model.readable import OF_STEPS, READ
from services.gateway.read_model.reader import may_read
from services.gateway.read_model.tables import item
from services.gateway.read_model.views import state_for
from services.gateway.settings import GatewaySettings
from shared.contracts.dialogue import VisitPlanned, VisitState
from shared.contracts.envelope import Envelope
from shared.modalities.access.actor import Actor, Role

NOW, TCD = datetime(2026, 3, 2, 9, tzinfo=UTC), "iso3166:TCD"
due = NOW + timedelta(days=7)
visit = VisitState(region="wca", reference="ACSG-V-1", title="Registration in Adre", party=TCD, report_due_at=due)
event = VisitPlanned(aggregate_id="v1", aggregate_version=1, visit=visit)
about = Envelope("e1", "/acsg/wca/dialogue", event.wire_type, 1, "v1", NOW, "wca", 1, "acsg.dialogue.visit/0", 1, 1,
                 event.classification.value, "test")
row = row_of(event, about, event.model_dump_json().encode())
kept = Kept(**row | {"state": visit.model_dump(mode="json"), "changed_at": NOW})
state = Actor("s", Role.STATE_AUTHORITY, TCD)
other = Actor("o", Role.STATE_AUTHORITY, "iso3166:FRA")
[line] = owing(kept, None, GatewaySettings(database_url="postgresql://x/y").limits)
checks = [str(one.sqltext) for one in item.constraints if one.name == "item_kind"]
print(json.dumps({
    "from": services.gateway.__file__, "heard": VisitPlanned in SUBSCRIPTIONS, "kind": kind_of(VisitPlanned),
    "row": [row["kind"], row["reference"], row["status"], row["parties"]], "owner": SERVICE_OF["visit"],
    "compared": "visit" in KINDS_OF["dialogue"], "list": KIND_OF["visits"], "read": "visit" in READ,
    "owing": ["visit" in OWING_KINDS, "visit" in OF_STEPS], "line": [line.step.code, list(line.who), line.step.due_at.isoformat()],
    "may": [may_read(state, kept), may_read(other, kept)], "seen": state_for(state, kept)["seen"],
    "check": "'visit'" in checks[0],
}))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("planted")
    plant(made)
    return made


def test_a_kind_is_added_in_two_files(tree: Path) -> None:
    assert touched(tree, GATEWAY) == {"kinds/visit.py", "kinds/__init__.py"}


def test_it_is_kept_read_filtered_owed_and_compared(tree: Path) -> None:
    found: dict[str, Any] = driven(tree, SCRIPT)
    assert found.pop("from").startswith(str(tree)), "the copy was not what ran"
    assert found == {
        "heard": True, "kind": "visit", "row": ["visit", "ACSG-V-1", "planned", ["iso3166:TCD"]], "owner": "dialogue",
        "compared": True, "list": "visit", "read": True, "owing": [True, True],
        "line": ["visit_report", ["iso3166:TCD"], "2026-03-09T09:00:00+00:00"], "may": [True, False],
        "seen": "iso3166:TCD", "check": True,
    }  # fmt: skip


def without_states(kinds: set[str]) -> set[str]:
    """Kinds of which no filter knows the states, and states of no kind."""
    return kinds ^ set(STATUSES)


def test_every_kind_has_states_that_a_filter_may_name() -> None:
    assert without_states(set(BY_NAME)) == set()
    assert len(BY_NAME) == len(KINDS)


@pytest.mark.control
def test_a_planted_kind_without_states_is_found() -> None:
    assert without_states({*BY_NAME, "visit"}) == {"visit"}
