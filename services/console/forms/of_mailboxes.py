"""What pages of a party's mailboxes ask: the address, and what it hears when (WM 6)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from services.console.forms.questions import Part, Question

Q = Question
MAILBOX: tuple[Part, ...] = (
    Q("email", needed=True),
    Q("label", called="mailbox_label"),
    Q("kind", "choice", "mailbox_kind", called="mailbox_kind"),
    Q("language", "choice", "languages", needed=True),
    Q("time_zone", "choice", "zones"),
)
PREFERENCES: tuple[Part, ...] = (
    Q("must_act", "choice", "must_act", needed=True),
    Q("should_know", "choice", "should_know", needed=True),
    Q("quiet_from"),
    Q("quiet_until"),
    Q("quiet_days", "many", "weekdays"),
    Q("digest_at"),
    Q("digest_on", "choice", "weekdays"),
)
MUTE: tuple[Part, ...] = (
    Q("until", "date", needed=True, called="mute_until"),
    Q("must_act", "flag", called="mute_must_act"),
)
MUTE_END: tuple[Part, ...] = (Q("mute", "choice", "mutes", needed=True),)
CALENDAR: tuple[Part, ...] = (
    Q("name", called="calendar_name"),
    Q("covers", "choice", "calendar_covers", needed=True, called="calendar_covers"),
)
ALL: tuple[tuple[Part, ...], ...] = (MAILBOX, PREFERENCES, MUTE, MUTE_END, CALENDAR)
"""Every form here; their labels are words of the catalogue."""


def mailbox_variables(typed: Mapping[str, Any]) -> dict[str, Any]:
    """An address as the mutation takes it; what was left empty is not said."""
    return {name: typed.get(name) or None for name in ("label", "kind", "language", "time_zone")} | {
        "email": typed["email"]
    }


def preferences_begun(now: Mapping[str, Any]) -> dict[str, Any]:
    """A form filled with what holds now."""
    quiet = now.get("quiet_hours") or {}
    return {
        "must_act": now["must_act"], "should_know": now["should_know"], "digest_at": now["digest_at"][:5],
        "digest_on": str(now["digest_on"]), "quiet_from": (quiet.get("start") or "")[:5], "quiet_until": (quiet.get("end") or "")[:5],
        "quiet_days": [str(day) for day in quiet.get("days") or ()],
    }  # fmt: skip


def preferences_body(typed: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Preferences as their owner takes them; what the form does not ask stays as it is."""
    hours = {name: typed[at].zfill(5) for name, at in (("start", "quiet_from"), ("end", "quiet_until")) if typed[at]}
    quiet = hours | ({"days": [int(day) for day in typed["quiet_days"]]} if typed["quiet_days"] else {})
    body = {"must_act": typed["must_act"], "should_know": typed["should_know"], "quiet_hours": quiet or None}
    body |= {"digest_at": typed["digest_at"].zfill(5)} if typed["digest_at"] else {}
    body |= {"digest_on": int(typed["digest_on"])} if typed["digest_on"].isdigit() else {}
    return body | {name: now[name] for name in ("without", "only") if now.get(name)}


def muted_until(day: str, zone: str) -> str:
    """The beginning of a day as clocks of an address show it. A day that there is not is one long past, which no silence lasts to."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone)).isoformat()
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC).isoformat()
