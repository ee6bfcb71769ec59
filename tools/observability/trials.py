"""A trial of every alert: figures over time, a minute at which it is silent, one at which it fires, and what it then says."""

from dataclasses import dataclass
from typing import Any

import yaml

from tools.observability.files import RULES

HTTP = 'acsg_http_seconds_{0}{{service="intake",method="POST",route="/requests",status="{1}"}}'
WCA = {"region": "wca"}


@dataclass(frozen=True)
class Trial:
    """``series``: name and labels -> values minute by minute, in Prometheus' short form (``0x5``: six times 0)."""

    alert: str
    series: dict[str, str]
    silent: int
    fires: int
    labels: dict[str, str]
    says: str


def of_a_service(alert: str, metric: str, values: str, fires: int, says: str, silent: int = 0, **labels: str) -> Trial:
    """A trial over one gauge or counter of intake."""
    told = {"service": "intake", **labels}
    return Trial(alert, {_series(metric, told): values}, silent, fires, told, says)


def of_wca(alert: str, metric: str, values: str, fires: int, says: str, silent: int = 0, **labels: str) -> Trial:
    """A trial over what is known of a region."""
    return Trial(alert, {_series(metric, WCA | labels): values}, silent, fires, WCA | labels, says)


def _series(metric: str, labels: dict[str, str]) -> str:
    return metric + "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"


TRIALS = (
    of_a_service("ProcessAway", "up", "1 1 0x9", 5, "intake api does not answer", 3, role="api", job="acsg"),
    of_a_service(
        "ProcessStartsAgainAndAgain", "process_start_time_seconds", "0x9 60 120 180x20", 14,
        "intake worker was started 3 times in 15 minutes", 10, role="worker", job="acsg",
    ),
    Trial(
        "AnswersFail", {HTTP.format("count", 201): "0+100x30", HTTP.format("count", 500): "0x10 10+10x20"}, 10, 20,
        {"service": "intake"}, "More than one answer in fifty of intake is a fault of ours",
    ),
    Trial(
        "AnswersRefusedForNow", {HTTP.format("count", 201): "0+100x30", HTTP.format("count", 503): "0x10 30+30x20"}, 10, 20,
        {"service": "intake"}, "More than one answer in ten of intake says to come back later",
    ),
    Trial(
        "AnswersSlow",
        {HTTP.format("bucket", 201)[:-1] + f',le="{le}"}}': values for le, values in
         (("1", "0+100x10 1000x30"), ("4", "0+100x40"), ("+Inf", "0+100x40"))},
        9, 35, {"service": "intake"}, "One command in a hundred to intake takes over 3.97s",
    ),
    of_a_service("EventsWait", "acsg_outbox_oldest_seconds", "0x3 60 180 240 300x9", 8, "An event of intake waits since 5m 0s", 4),
    Trial(
        "BrokerAway",
        {'acsg_outbox_pending{service="intake"}': "0x5 5x20", 'acsg_relay_published_total{service="intake"}': "0+10x5 50x20"},
        9, 20, {}, "Events wait, and no service of the deployment publishes one",
    ),
    of_a_service("EventSetAside", "acsg_outbox_set_aside", "0 0 2x5", 3, "The broker refused 2 events of intake for good"),
    of_a_service(
        "PublicStateLost", "acsg_current_lost_total", "0 0 1x5", 3,
        "An older state stands on a public topic of intake, and the newer one is no longer kept",
    ),
    of_a_service("NobodyReads", "acsg_consumer_partitions", "6x3 0x10", 10, "No process of intake reads as review", 3, consumer="review"),
    of_a_service("ReadsBehind", "acsg_consumer_lag", "0x3 2000x20", 15, "review of intake is 2000 events behind", 10, consumer="review"),
    of_a_service(
        "EventsPutOff", "acsg_consumer_retrying", "1x3 0 2x30", 22,
        "2 events of review fail again and again, or wait behind one that does", 14, consumer="review",
    ),
    of_a_service("DeadLetters", "acsg_dead_letters", "0 0 1x5", 3, "1 events of review need a person", consumer="review"),
    of_a_service(
        "SpokeForAnother", "acsg_wrong_origin_total", "_ _ 1x5", 3,
        "review refused an event that speaks for a deployment that did not send it", consumer="review",
    ),
    Trial(
        "IntegratorBehind", {'acsg_integrator_lag_seconds{integrator="iom",topic="acsg.public.match"}': "0x5 90000x80"},
        60, 70, {"integrator": "iom", "topic": "acsg.public.match"}, "iom has not read acsg.public.match for 1d 1h 0m 0s",
    ),
    of_wca("RegionStale", "acsg_region_age_seconds", "0 100 200 310x12", 9, "Nothing was heard of wca for 5m 10s", 7),
    of_wca("ClockOff", "acsg_region_clock_off_seconds", "0x3 -8x20", 15, "The clock of wca is off by 8 s", 10),
    of_wca("EventsMissing", "acsg_gaps_open", "1x3 0 2x20", 16, "Events of wca are missing in 2 places", 13),
    of_wca(
        "CopiesDiffer", "acsg_divergent_items_total", "_ _ 1x5", 3,
        "Copies of wca differed from their owner's (version) and were replaced", what="version",
    ),
    of_wca("SumsWrong", "acsg_rollups_miscounted_total", "_ _ 1x5", 3, "Sums of wca were not those of its items and were made anew"),
    of_wca("StatesVanished", "acsg_vanished_items", "0 0 3x5", 3, "wca has lost 3 things that are known here"),
    of_wca(
        "AuditBroken", "acsg_audit_broken_total", "_ _ 1x5", 3,
        "The audit of wca does not fit what was kept of it: shorter", what="shorter",
    ),
    Trial(
        "ChannelQuiet", {'acsg_channel_quiet{channel="email"}': "0x3 1x10"}, 7, 10, {"channel": "email"},
        "The channel email gives no sign of life",
    ),
    Trial(
        "ChannelMutedLong", {'acsg_channel_muted{channel="email"}': "1x1500"}, 1430, 1450, {"channel": "email"},
        "The channel email was muted a day ago and still is",
    ),
    Trial(
        "BackupOld", {"acsg_backup_age_seconds": "90000x5 93700x20"}, 14, 18, {},
        "There is no whole backup of the last 26 hours",
    ),
)  # fmt: skip


def rules() -> dict[str, dict[str, Any]]:
    """Name of an alert -> its rule."""
    groups = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"]}


def _firing(trial: Trial, rule: dict[str, Any]) -> dict[str, Any]:
    return {"exp_labels": trial.labels | rule["labels"], "exp_annotations": {"summary": trial.says}}


def as_tests() -> str:
    """The trials as ``promtool test rules`` reads them."""
    known = rules()
    tests = [
        {
            "interval": "1m",
            "input_series": [{"series": name, "values": values} for name, values in one.series.items()],
            "alert_rule_test": [
                {"eval_time": f"{one.silent}m", "alertname": one.alert, "exp_alerts": []},
                {"eval_time": f"{one.fires}m", "alertname": one.alert, "exp_alerts": [_firing(one, known[one.alert])]},
            ],
        }
        for one in TRIALS
    ]
    return yaml.safe_dump({"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": tests}, sort_keys=False)
