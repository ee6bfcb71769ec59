"""Settings of notifications."""

from datetime import time
from email.utils import unquote
from pathlib import Path
from typing import Self, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, model_validator

from services.notifications.domain.address import address_of, ascii_host, ascii_url
from services.notifications.domain.reminder_times import CADENCES, Cadence
from services.notifications.domain.retry_schedule import JITTER, SCHEDULE_S
from shared.modalities.access.actor import Role
from shared.runtime.due_days_settings import TimeLimits
from shared.runtime.page_settings import PageSettings

_DEVELOPMENT_KEY = "development-only-key-of-links-in-mails"


class NotificationsSettings(TimeLimits, PageSettings):
    """Where mail goes, how often a delivery is tried, when a step is due and who is reminded of it."""

    service: str = "notifications"
    smtp_url: str = Field("smtp://127.0.0.1:25", description="smtp:// or smtps://, with user and password where needed")
    mail_from: str = Field("ACSG Secretariat <acsg@example.org>", description="Sender of every mail")
    mail_max_age_days: float = Field(30, gt=0, description="Older events are kept, not mailed: a replay wakes nobody")
    mail_fold_s: float = Field(
        300,
        ge=0,
        le=86_400,
        description="Changes of one thing that follow its last mail within this time go out as one; 0: each",
    )
    delivery_attempts: int = Field(
        14,
        ge=1,
        description="Attempts before a mail is given up, visibly; 14 take 1.6 to 3.1 hours, past a server's greylisting",
    )
    first_wait_s: float = Field(2, gt=0, description="Wait after the first failure of a mail; doubles, with jitter")
    delivery_lease_s: float = Field(60, ge=35, description="How long one sender holds a mail, or an endpoint's turn")
    announcement_retention_days: float = Field(90, gt=0, description="How long a stream or a replay reaches back")
    ledger_retention_days: float = Field(
        365, gt=0, description="How long deliveries of webhooks and their attempts are kept"
    )
    webhook_private_addresses: bool = Field(False, description="Allow http and private addresses; local stack only")
    webhook_ca_file: Path | None = Field(
        None, description="Certificate authorities of endpoints; the system's when unset"
    )
    webhook_timeout_s: float = Field(15, gt=0, le=15, description="How long one call of an endpoint may take in all")
    webhook_schedule_s: tuple[float, ...] = Field(
        SCHEDULE_S,
        min_length=1,
        description="Wait before each attempt; a delivery is given up after the last one (75.6 hours)",
    )
    webhook_jitter: float = Field(JITTER, ge=0, le=0.5, description="Share of a wait that is left to chance, both ways")
    webhook_at_once: int = Field(
        256, ge=2, description="Endpoints one sender serves at a time; half of it may be failing"
    )
    webhook_window: int = Field(8, ge=1, description="Quick calls not yet stored: what a crash sends twice at most")
    webhook_per_endpoint: int = Field(
        8, ge=1, description="Deliveries an endpoint gets at once, or in one turn if in order"
    )
    webhook_circuit_failures: int = Field(5, ge=1, description="Failures in a row that open an endpoint's circuit")
    webhook_circuit_waits_s: tuple[float, ...] = Field(
        (30, 60, 300, 900, 1800, 3600), min_length=1, description="How long an open circuit stays open, time after time"
    )
    webhook_disable_after_h: float = Field(
        120, gt=0, description="Hours of failure after which an endpoint is disabled"
    )
    webhook_overlap_h: float = Field(
        24, ge=0, le=168, description="How long an old secret still signs after a rotation"
    )
    heartbeat_every_h: float = Field(24, gt=0, description="How often each channel tests itself")
    heartbeat_retry_s: float = Field(300, gt=0, description="How soon a self-test that failed is tried again")
    heartbeat_failures: int = Field(3, ge=1, description="Failures in a row after which a channel counts as quiet")
    heartbeat_quiet_h: float = Field(26, gt=0, description="Hours without any sign of life after which it does")
    heartbeat_backlog_s: float = Field(900, gt=0, description="A message that is due for so long says the same")
    heartbeat_look_s: float = Field(15, gt=0, description="How often a worker looks whether something is due")
    heartbeat_mailbox: str = Field(
        "", description="Takes the self-test mails; empty: the server is only asked whether it is there"
    )
    channel_mute_most_h: float = Field(72, gt=0, description="A channel is muted for so long at most")
    stream_poll_s: float = Field(0.5, gt=0, description="How often a process looks for news while somebody follows")
    stream_heartbeat_s: float = Field(
        15, gt=0, description="Comment after so long without news, so that a stream stays open"
    )
    stream_most_s: float = Field(
        900, gt=0, description="How long a stream lasts; then its reader comes back and is asked again"
    )
    streams_at_once: int = Field(500, ge=1, description="Streams of one process")
    streams_per_caller: int = Field(50, ge=1, description="Streams of one party, or of one who has none")
    integrator_lag_every_s: float = Field(15, ge=1, description="How often the lag of integrators is measured")
    mail_link_url: str = Field("", description="Where readers reach this API from outside; empty: mails carry no links")
    mail_link_keys: tuple[str, ...] = Field(
        (), description="Sign the links in mails: the first signs, all are accepted"
    )
    notice_retention_days: float = Field(400, gt=0, description="How long it is kept why somebody was told or was not")
    mute_act_days: int = Field(14, ge=1, le=90, description="Longest time a mailbox may mute what it must act on")
    mute_know_days: int = Field(180, ge=1, le=366, description="Longest time it may mute what it should know")
    mute_link_days: int = Field(7, ge=1, le=90, description="How long the link in a mail mutes its item")
    time_zone: str = Field("UTC", description="Of this deployment: the day something is due; default of a mailbox")
    reminder_at: time = Field(time(8), description="Local time of reminders")
    reminders: dict[Role, Cadence] = Field({}, description="Cadence and escalation by the role that owes a step")
    reminder_settle_s: float = Field(60, ge=0, description="How long a new deadline waits before it is first looked at")
    reminder_grace_h: float = Field(48, gt=0, description="A step missed for longer, by an outage, is left out")
    meeting_reminder_days: tuple[int, ...] = Field(
        (7, 1, 0), max_length=5, description="Days before a meeting on which those who take part are reminded (WM 4)"
    )
    meeting_reminder_hours: tuple[int, ...] = Field(
        (1,), max_length=3, description="Hours before a meeting at which those who take part are reminded (WM 4)"
    )

    @model_validator(mode="after")
    def _links_and_zone(self) -> Self:
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError(f"time_zone: '{self.time_zone}' is no time zone of the tz database") from unknown
        if self.notice_retention_days < self.mail_max_age_days:
            raise ValueError("notice_retention_days: an event may not outlive the memory that it was told")
        if self.mode == "production" and self.mail_link_url:
            if not self.mail_link_url.startswith("https://"):
                raise ValueError("mail_link_url: one click from a mail needs https (RFC 8058)")
            if not self.mail_link_keys or any(len(key) < 32 for key in self.mail_link_keys):
                raise ValueError("mail_link_keys: links in mails need keys of at least 32 characters")
        return self

    @model_validator(mode="after")
    def _on_the_wire(self) -> Self:
        """What cannot be written into a mail stops the start, not each mail."""
        ascii_host(urlsplit(self.smtp_url).hostname or "")
        if self.mail_link_url and len(ascii_url(self.mail_link_url)) > 300:
            raise ValueError("mail_link_url: too long for a header field of a mail")
        if not self.sender[1].isascii():
            raise ValueError(
                "mail_from: its part before the @ is beyond ASCII; most servers would take no mail from it"
            )
        if self.heartbeat_mailbox:
            address_of(self.heartbeat_mailbox)
        return self

    @property
    def pages(self) -> str:
        """Where the console is, without a slash at the end; empty without one."""
        return ascii_url(self.console_url).rstrip("/") if self.console_url else ""

    @property
    def base_url(self) -> str:
        """Where integrators reach this API, without a slash at the end."""
        return ascii_url(self.mail_link_url or f"http://{self.http_host}:{self.http_port}").rstrip("/")

    @property
    def sender(self) -> tuple[str, str]:
        """The name and the address that every mail is from, as they stand on the wire."""
        name, _, address = self.mail_from.rpartition("<")
        return unquote(name.strip()), address_of(address.strip().removesuffix(">")).wire

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of links; development has one of its own."""
        return self.mail_link_keys or ((_DEVELOPMENT_KEY,) if self.mode == "development" else ())

    @property
    def before_meetings(self) -> Cadence:
        """The cadence of a meeting: nobody is reminded of it once it has begun."""
        days = tuple(one for one in self.meeting_reminder_days if one > 0)
        return Cadence(
            before=days, on_the_day=0 in self.meeting_reminder_days, hours=self.meeting_reminder_hours, every=0
        )

    def cadence_of(self, name: str) -> Cadence:
        """The cadence of a step that has one of its own, by the name that its kind gives."""
        return cast(Cadence, getattr(self, name))

    def cadence(self, role: Role) -> Cadence:
        """The cadence of a role: as set, or the one we start from."""
        return self.reminders.get(role) or CADENCES.get(role) or Cadence()
