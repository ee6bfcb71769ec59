"""Settings of notifications."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class NotificationsSettings(RuntimeSettings):
    """Where mail goes and how often a delivery is tried."""

    service: str = "notifications"
    smtp_url: str = Field("smtp://127.0.0.1:25", description="smtp:// or smtps://, with user and password where needed")
    mail_from: str = Field("ACSG Secretariat <acsg@example.org>", description="Sender of every mail")
    mail_max_age_days: float = Field(30, gt=0, description="Older events are kept, not mailed: a replay wakes nobody")
    delivery_attempts: int = Field(8, ge=1, description="Attempts before a delivery is given up, visibly")
    first_wait_s: float = Field(2, gt=0, description="Wait after the first failure; doubles, with jitter")
    delivery_lease_s: float = Field(60, gt=0, description="How long one sender holds a delivery")
    webhook_private_addresses: bool = Field(False, description="Allow http and private addresses; local stack only")
    webhook_timeout_s: float = Field(10, gt=0, description="How long an endpoint may take")
    integrator_lag_every_s: float = Field(15, ge=1, description="How often the lag of integrators is measured")
