"""Every field a caller may start from has a row; limits hold; the worklist orders."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from services.gateway.graphql.root_field_actions import FIELDS, without_row
from services.gateway.graphql.schema import build_schema, root_fields
from services.gateway.pulse.app import GUARDS, pulse_app
from services.gateway.settings import GatewaySettings
from tests.support.plain_worklist import worklist

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_every_root_field_has_a_policy_row_and_no_row_is_left_over() -> None:
    assert set(root_fields(build_schema())) == set(FIELDS)
    assert without_row(["Query.planted", "Query.item"]) == ["Query.planted"]


async def test_a_query_too_deep_is_refused() -> None:
    deep = "{ __schema { types " + "{ fields { type " * 12 + "{ name }" + " } }" * 12 + " } }"
    result = await build_schema().execute(deep)
    assert result.errors


def unguarded(conf: Any, tables: object) -> list[str]:
    """What of a Faust application could lose an event or open a door."""
    set_to = {name: getattr(conf, name) for name in GUARDS}
    found = [name for name, value in GUARDS.items() if getattr(set_to[name], "value", set_to[name]) != value]
    return found + (["tables"] if tables else [])


def test_faust_is_guarded(tmp_path: Path) -> None:
    settings = GatewaySettings(database_url="postgresql://x/y", deployment="wca", pulse_folder=tmp_path)
    app = pulse_app(settings, None)  # type: ignore[arg-type]
    assert unguarded(app.conf, app.tables) == []
    assert [agent.concurrency for agent in app.agents.values()] == [1]


def test_planted_settings_of_faust_are_found() -> None:
    planted = SimpleNamespace(processing_guarantee="exactly_once", web_enabled=True, topic_allow_declare=True)
    assert unguarded(planted, {"a": "table"}) == [*GUARDS, "tables"]


def test_faust_keeps_its_files_where_it_is_told(tmp_path: Path) -> None:
    settings = GatewaySettings(database_url="postgresql://x/y", deployment="wca", pulse_folder=tmp_path)
    app = pulse_app(settings, None)  # type: ignore[arg-type]
    assert Path(app.conf.datadir).is_relative_to(tmp_path)


def test_the_earliest_due_stands_first_and_late_is_said() -> None:
    def row(one: str, days: int) -> SimpleNamespace:
        state = {"feedback_due_at": (NOW + timedelta(days=days)).isoformat()}
        return SimpleNamespace(region="wca", kind="request", id=one, reference=one, status="submitted", state=state,
                               parties=["iso3166:TCD"], changed_at=NOW)  # fmt: skip

    found = worklist([row("a", 3), row("b", -2)], NOW, 30, 7)
    assert [(w.item_id, w.late, w.who) for w in found] == [
        ("b", True, ("unhcr-bureau:wca",)),
        ("a", False, ("unhcr-bureau:wca",)),
    ]
