"""What pages of meetings ask, and the bodies made of it (WM 4, 5)."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.console.forms.of_engagements import REASON
from services.console.forms.questions import Part, Question, Rows, pruned

Q = Question
INVITATION: tuple[Part, ...] = (
    Q("answer", "choice", "attendance", needed=True),
    Q("delegates"),
    Q("language", "choice", "languages"),
)
MEETING: tuple[Part, ...] = (
    Q("title", needed=True),
    Q("language", "choice", "languages", needed=True),
    Q("summary", "text"),
    Q("topic_kind", "choice", "topic_kind", needed=True),
    Q("functional_areas", "many", "functional_areas"),
    Q("invited", "several", "offerers", needed=True),
    Q("on", "date", needed=True),
    Q("starts_at", needed=True),
    Q("ends_on", "date"),
    Q("ends_at", needed=True),
    Q("time_zone", "choice", "zones", needed=True),
    Q("registration_closes_at", "date"),
    Q("format", "choice", "format", needed=True),
    Q("place"),
    Q("join_link"),
    Q("interpretation", "many", "languages"),
    Rows("agenda", (
        Q("item_id", "hidden"),
        Q("kind", "choice", "agenda"),
        Q("title"),
        Q("presented_by", "choice", "offerers"),
    ), least=2),
)  # fmt: skip
ANOTHER = Q("distinct_from")
"""Asked of a new meeting alone: of which one that says the same it is another."""
CANCELLATION = REASON
MODERATORS: tuple[Part, ...] = (
    Rows("moderators", (
        Q("party", "choice", "offerers", needed=True),
        Q("role", "choice", "moderates", needed=True),
        Q("came", "choice", "came", needed=True),
        Q("functional_areas", "many", "functional_areas"),
    )),
    Q("reason", "text", needed=True),
)  # fmt: skip
RECORD: tuple[Part, ...] = (
    Q("summary", "text", needed=True),
    Q("good_practices", "text"),
    Q("resources", "text"),
    Q("synergies", "text"),
    Rows("actions", (
        Q("action_id", "hidden"),
        Q("party", "choice", "took_part", called="who"),
        Q("what", called="agreed"),
        Q("due", "date"),
    )),
)  # fmt: skip
NEXT: tuple[Part, ...] = (
    Q("title"),
    Q("on", "date", needed=True, bound="coming"),
    Q("starts_at", needed=True),
    Q("ends_on", "date"),
    Q("ends_at", needed=True),
    Q("registration_closes_at", "date"),
    Q("distinct_from"),
)
VOLUNTEERING: tuple[Part, ...] = (
    Q("role", "choice", "moderates", needed=True),
    Q("functional_areas", "many", "functional_areas"),
    Q("words", "text"),
    Q("language", "choice", "languages"),
)
ACTION: tuple[Part, ...] = (
    Q("action_id", "choice", "own_actions", needed=True),
    Q("state", "choice", "action_state", needed=True, called="action_state"),
    Q("words", "text"),
    Q("language", "choice", "languages"),
)
ALL: tuple[tuple[Part, ...], ...] = (
    INVITATION, MEETING, (ANOTHER,), CANCELLATION, MODERATORS, RECORD, NEXT, VOLUNTEERING, ACTION,
)  # fmt: skip
"""Every form here; their labels are words of the catalogue."""


IN_LINES = ("good_practices", "resources", "synergies")
"""Parts of a record that are written one a line."""


def _moment(day: str, clock: str, zone: str) -> str:
    """A moment of a zone with its offset; as it was typed where it is none, for its owner to refuse."""
    try:
        at = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock.zfill(5)), ZoneInfo(zone or "UTC"))
    except (ValueError, ZoneInfoNotFoundError):
        return f"{day}T{clock}"
    return at.isoformat()


def meeting_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A meeting as its owner takes it: days and hours are those of its zone; registration closes with the day that is said."""
    said = {name: typed[name] for name in typed if name not in {"on", "ends_on", "distinct_from"}}
    body = pruned(said) or {}
    day, zone = str(typed.get("on") or ""), str(typed.get("time_zone") or "UTC")
    body["starts_at"] = _moment(day, str(typed.get("starts_at") or ""), zone)
    body["ends_at"] = _moment(str(typed.get("ends_on") or "") or day, str(typed.get("ends_at") or ""), zone)
    if closes := typed.get("registration_closes_at"):
        # The last minute of the day, but not after the meeting begins.
        body["registration_closes_at"] = min(_moment(str(closes), "23:59", zone), body["starts_at"])
    agenda = body.get("agenda", [])
    body["agenda"] = _numbered(agenda)
    if another := typed.get("distinct_from"):
        body["distinct_from"] = [another]
    return body


def next_body(typed: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """The next of a series as its owner takes it: its times in the zone of the last, and its title if it is another."""
    body = meeting_body({**typed, "time_zone": zone})
    said = {name: body[name] for name in ("starts_at", "ends_at", "registration_closes_at") if name in body}
    return said | {name: body[name] for name in ("title", "distinct_from") if body.get(name)}


def _numbered(agenda: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Points keep the number that they have; new ones get the next."""
    taken = {str(one["item_id"]) for one in agenda if one.get("item_id")}
    free = (str(n) for n in range(1, 1000) if str(n) not in taken)
    return [one if one.get("item_id") else one | {"item_id": next(free)} for one in agenda]


def begun(content: Mapping[str, Any]) -> dict[str, Any]:
    """A form filled with a meeting as it stands, in its own zone."""
    zone = ZoneInfo(content["time_zone"])
    starts, ends = (datetime.fromisoformat(content[name]).astimezone(zone) for name in ("starts_at", "ends_at"))
    closes = content.get("registration_closes_at")
    return dict(content) | {
        "on": starts.date().isoformat(), "starts_at": f"{starts:%H:%M}", "ends_at": f"{ends:%H:%M}",
        "ends_on": ends.date().isoformat() if ends.date() != starts.date() else "",
        "registration_closes_at": datetime.fromisoformat(closes).astimezone(zone).date().isoformat() if closes else "",
    }  # fmt: skip


def record_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What came of a meeting as its owner takes it: practices and links are one a line."""
    lines = {name: [one.strip() for one in str(typed.get(name) or "").split("\n") if one.strip()]
             for name in IN_LINES}  # fmt: skip
    return {"summary": typed.get("summary", ""), "actions": pruned(typed.get("actions")) or [], **lines}


def record_begun(record: Mapping[str, Any] | None) -> dict[str, Any]:
    """A form filled with what was recorded, to be mended."""
    if record is None:
        return {}
    return dict(record) | {name: "\n".join(record.get(name) or ()) for name in IN_LINES}
