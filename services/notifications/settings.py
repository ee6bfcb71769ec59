"""Settings of notifications."""

from datetime import time
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, model_validator

from services.notifications.domain.cadence import Cadence
from services.notifications.domain.owed import Limits
from shared.modalities.access.actor import Role
from shared.runtime.settings import RuntimeSettings

_DEVELOPMENT_KEY = "development-only-key-of-links-in-mails"
_CADENCES = {
    Role.BUREAU_OFFICER: Cadence(before=(2,), to_geneva=14),
    Role.GENEVA_OFFICER: Cadence(before=(2,)),
}


class NotificationsSettings(RuntimeSettings):
    """Where mail goes, how often a delivery is tried, when a step is due and who is reminded of it."""

    service: str = "notifications"
    smtp_url: str = Field("smtp://127.0.0.1:25", description="smtp:// or smtps://, with user and password where needed")
    mail_from: str = Field("ACSG Secretariat <acsg@example.org>", description="Sender of every mail")
    mail_max_age_days: float = Field(30, gt=0, description="Older events are kept, not mailed: a replay wakes nobody")
    delivery_attempts: int = Field(8, ge=1, description="Attempts before a delivery is given up, visibly")
    first_wait_s: float = Field(2, gt=0, description="Wait after the first failure; doubles, with jitter")
    delivery_lease_s: float = Field(60, gt=0, description="How long one sender holds a delivery")
    webhook_private_addresses: bool = Field(False, description="Allow http and private addresses; local stack only")
    integrator_lag_every_s: float = Field(15, ge=1, description="How often the lag of integrators is measured")
    webhook_timeout_s: float = Field(10, gt=0, description="How long an endpoint may take")
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
    revision_due_days: int = Field(30, ge=1, description="Days a State has to revise after feedback (WM 8)")
    consent_due_days: int = Field(30, ge=1, description="Days a State has to agree to solicitation (WM 17)")
    seek_due_days: int = Field(14, ge=1, description="Days until offers are sought once that is possible (WM 16)")
    confirm_due_days: int = Field(7, ge=1, description="Days an officer has to confirm, or to see a revision (WM 11)")

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

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of links; development has one of its own."""
        return self.mail_link_keys or ((_DEVELOPMENT_KEY,) if self.mode == "development" else ())

    @property
    def limits(self) -> Limits:
        """Time limits of the steps."""
        return Limits(self.revision_due_days, self.consent_due_days, self.seek_due_days, self.confirm_due_days)

    def cadence(self, role: Role) -> Cadence:
        """The cadence of a role: as set, or the one we start from."""
        return self.reminders.get(role) or _CADENCES.get(role) or Cadence()
