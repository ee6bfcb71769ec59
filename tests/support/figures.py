"""Every figure that our processes show at /metrics, as it is scraped."""

import importlib
from pathlib import Path

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

ROOT = Path(__file__).parents[2]
ENDINGS = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}


def declared() -> dict[str, set[str]]:
    """Name -> labels; what declares them is imported for it."""
    for folder in ("services", "shared"):
        for path in (ROOT / folder).rglob("*.py"):
            if "prometheus_client import" in path.read_text("utf-8"):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    ours = {
        one for one in REGISTRY._collector_to_names if isinstance(one, MetricWrapperBase) and one._name[:5] == "acsg_"
    }
    return {one._name + ending: set(one._labelnames) for one in ours for ending in ENDINGS[str(one._type)]}
