"""Boards as Grafana reads them, by the builders of its own schema."""

from grafana_foundation_sdk.builders.dashboard import Dashboard, DatasourceVariable
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.builders.timeseries import Panel
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import DataSourceRef

from tools.observability.panels import BOARDS, Shown

WIDTH, HEIGHT = 12, 8
_SOURCE = DataSourceRef("prometheus", "${source}")


def slug(title: str) -> str:
    """Of a title: what its file and its address are called."""
    return "-".join("".join(one for one in word if one.isalpha()) for word in title.lower().split())


def _panel(shown: Shown) -> Panel:
    query = Dataquery().expr(shown.expr).legend_format(shown.legend).ref_id("A").datasource(_SOURCE)
    alerts = f"Alerts: {', '.join(shown.alerts)}." if shown.alerts else ""
    made = Panel().title(shown.asks).unit(shown.unit).with_target(query).datasource(_SOURCE).span(WIDTH).height(HEIGHT)
    return made.description(alerts) if alerts else made


def board(title: str) -> str:
    """A board as JSON, its panels two in a row."""
    made = Dashboard(f"ACSG: {title}").uid(f"acsg-{slug(title)}").tags(["acsg"]).time("now-6h", "now").refresh("1m")
    made = made.readonly().with_variable(DatasourceVariable("source").label("Source").type("prometheus"))
    for shown in BOARDS[title]:
        made = made.with_panel(_panel(shown))
    return JSONEncoder(sort_keys=True, indent=1).encode(made.build()) + "\n"
