"""Which figures stand on which board: a question that an operator asks, and the expression that answers it."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["short", "s", "reqps", "percentunit", "bytes"]


@dataclass(frozen=True)
class Shown:
    """One panel. ``asks`` is the question it answers, ``legend`` names a line by its labels; ``alerts`` stand beside it."""

    asks: str
    expr: str
    legend: str
    unit: Unit = "short"
    alerts: tuple[str, ...] = ()


BOARDS: dict[str, tuple[Shown, ...]] = {
    "Is everything all right?": (
        Shown("Which processes answer?", 'up{job="acsg"}', "{{service}} {{role}}", alerts=("ProcessAway",)),
        Shown("What is wrong now?", 'ALERTS{alertstate="firing"}', "{{alertname}} {{service}}{{region}}"),
        Shown(
            "How long does the oldest event wait to be published?", "acsg_outbox_oldest_seconds", "{{service}}", "s",
            ("EventsWait",),
        ),
        Shown(
            "How far are readers behind?", "sum by (service, consumer) (acsg_consumer_lag)", "{{service}} {{consumer}}",
            alerts=("ReadsBehind",),
        ),
        Shown(
            "What needs a person?",
            "acsg_dead_letters > 0 or acsg_outbox_set_aside > 0 or acsg_gaps_open > 0 or acsg_vanished_items > 0",
            "{{__name__}} {{service}} {{consumer}}{{region}}", alerts=("DeadLetters", "EventSetAside", "EventsMissing", "StatesVanished"),
        ),
        Shown("How old is the newest backup?", "max(acsg_backup_age_seconds)", "backup", "s", ("BackupOld",)),
        Shown(
            "How old is what is known of a region?", "max by (region) (acsg_region_age_seconds)", "{{region}}", "s",
            ("RegionStale",),
        ),
        Shown(
            "Which channel gives no sign of life?", "max by (channel) (acsg_channel_silent_seconds)", "{{channel}}", "s",
            ("ChannelQuiet", "ChannelMutedLong"),
        ),
    ),
    "Answers": (
        Shown(
            "How many requests a second?", "sum by (service) (rate(acsg_http_seconds_count[5m]))", "{{service}}", "reqps"
        ),
        Shown(
            "Which answers are faults of ours?",
            'sum by (service, route, status) (rate(acsg_http_seconds_count{status=~"5.."}[5m])) > 0',
            "{{service}} {{route}} {{status}}", "reqps", ("AnswersFail", "AnswersRefusedForNow"),
        ),
        Shown(
            "Who is refused, and how?", 'sum by (service, status) (rate(acsg_http_seconds_count{status=~"4.."}[5m])) > 0',
            "{{service}} {{status}}", "reqps",
        ),
        Shown(
            "How long do half of the answers take?",
            "histogram_quantile(0.5, sum by (service, le) (rate(acsg_http_seconds_bucket[5m])))", "{{service}}", "s",
        ),
        Shown(
            "How long does one in a hundred take?",
            "histogram_quantile(0.99, sum by (service, le) (rate(acsg_http_seconds_bucket[5m])))", "{{service}}", "s",
            ("AnswersSlow",),
        ),
        Shown(
            "Which routes take longest?",
            "topk(10, histogram_quantile(0.99, sum by (service, route, le) (rate(acsg_http_seconds_bucket[15m]))))",
            "{{service}} {{route}}", "s",
        ),
        Shown("How many connections are open?", "sum by (service) (acsg_connections_open)", "{{service}}"),
        Shown(
            "Which connections were ended, and why?", "sum by (service, why) (rate(acsg_connections_ended_total[5m])) > 0",
            "{{service}} {{why}}", "reqps",
        ),
        Shown(
            "Who keeps the long answers?", "acsg_sockets_open or acsg_streams_open or acsg_exports_open or acsg_workbooks_open or acsg_imports_open",
            "{{__name__}} {{service}}",
        ),
    ),
    "The bus": (
        Shown("How many events wait to be published?", "acsg_outbox_pending", "{{service}}", alerts=("BrokerAway",)),
        Shown(
            "How many are published a second?", "sum by (service) (rate(acsg_relay_published_total[5m]))", "{{service}}",
            "reqps",
        ),
        Shown(
            "How many are handled a second?", "sum by (service, consumer) (rate(acsg_consumer_handled_total[5m]))",
            "{{service}} {{consumer}}", "reqps",
        ),
        Shown(
            "How many came again?", "sum by (service, consumer) (rate(acsg_consumer_repeated_total[5m])) > 0",
            "{{service}} {{consumer}}", "reqps",
        ),
        Shown(
            "Who reads?", "sum by (service, consumer) (acsg_consumer_partitions)", "{{service}} {{consumer}}",
            alerts=("NobodyReads",),
        ),
        Shown(
            "What is put off, and what is dead?", "acsg_consumer_retrying > 0 or acsg_dead_letters > 0",
            "{{__name__}} {{service}} {{consumer}}", alerts=("EventsPutOff",),
        ),
        Shown(
            "Who spoke for another?", "sum by (service, consumer) (acsg_wrong_origin_total)",
            "{{service}} {{consumer}}", alerts=("SpokeForAnother",),
        ),
        Shown(
            "Which marks came too late, which states were put back?",
            "rate(acsg_relay_fenced_total[5m]) > 0 or rate(acsg_current_restored_total[5m]) > 0 or rate(acsg_current_lost_total[5m]) > 0",
            "{{__name__}} {{service}}", alerts=("PublicStateLost",),
        ),
        Shown(
            "Which integrator is behind?", "max by (integrator, topic) (acsg_integrator_lag_seconds)",
            "{{integrator}} {{topic}}", "s", ("IntegratorBehind",),
        ),
        Shown("By how many events?", "max by (integrator, topic) (acsg_integrator_lag)", "{{integrator}} {{topic}}"),
    ),
    "Between deployments": (
        Shown("How many gaps are open?", "max by (region) (acsg_gaps_open)", "{{region}}", alerts=("EventsMissing",)),
        Shown("How many events are in them?", "max by (region) (acsg_events_missing)", "{{region}}"),
        Shown(
            "How were gaps found and closed?",
            "sum by (region, cause) (acsg_gaps_found_total) or sum by (region, how) (acsg_gaps_healed_total)",
            "{{region}} {{cause}}{{how}}",
        ),
        Shown(
            "What was asked of the owner?",
            "sum by (region) (rate(acsg_events_pulled_total[5m])) or sum by (region) (rate(acsg_states_taken_over_total[5m]))",
            "{{region}}", "reqps",
        ),
        Shown(
            "Which copies differed?", "sum by (region, what) (acsg_divergent_items_total) or sum by (region) (acsg_rollups_miscounted_total)",
            "{{region}} {{what}}", alerts=("CopiesDiffer", "SumsWrong"),
        ),
        Shown(
            "How long does a comparison take?",
            "histogram_quantile(0.99, sum by (region, le) (rate(acsg_comparison_seconds_bucket[1h])))", "{{region}}", "s",
        ),
        Shown(
            "How far off are the clocks?", "max by (region) (acsg_region_clock_off_seconds)", "{{region}}", "s",
            ("ClockOff",),
        ),
        Shown(
            "Whose audit does not fit?", "sum by (region, what) (acsg_audit_broken_total)",
            "{{region}} {{what}}", alerts=("AuditBroken",),
        ),
    ),
    "Processes": (
        Shown(
            "Which spans reach nobody?", "rate(acsg_spans_lost_total[5m]) > 0 or rate(acsg_spans_sent_total[5m]) > 0",
            "{{__name__}} {{service}} {{role}}",
        ),
        Shown("How much memory has each?", 'process_resident_memory_bytes{job="acsg"}', "{{service}} {{role}}", "bytes"),
        Shown(
            "How much of a core does each take?", 'rate(process_cpu_seconds_total{job="acsg"}[5m])', "{{service}} {{role}}",
            "percentunit",
        ),
        Shown("How many files are open?", 'process_open_fds{job="acsg"}', "{{service}} {{role}}"),
        Shown(
            "How long does each run?", 'time() - process_start_time_seconds{job="acsg"}', "{{service}} {{role}}", "s",
            ("ProcessStartsAgainAndAgain",),
        ),
    ),
}  # fmt: skip
"""Title of a board -> its panels, the most important first."""
