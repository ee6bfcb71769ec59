"""Settings of every service, by environment (prefix ``ACSG_``). What differs by region is here and nowhere else."""

from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from shared.contracts.door import EARLIEST_YEAR, YEARS_AHEAD, Door
from shared.contracts.reduction.withheld import withheld_fields
from shared.contracts.topic import ERASE_SECONDS, PUBLIC_LOG_DAYS
from shared.contracts.vocabulary import SANDBOX
from shared.runtime.bus_settings import BusSettings

AUDIENCE = "acsg:"
"""How audiences of deployments begin."""


class RuntimeSettings(BusSettings):
    """What the plumbing needs; each service adds its own in ``services/<name>/settings.py``."""

    model_config = SettingsConfigDict(env_prefix="ACSG_", extra="ignore", frozen=True)

    service: str = Field(description="Set by the service itself")
    deployment: str = Field(
        "wca",
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        description="Name of this instance; owner of its events; alias when replicated",
    )
    scope: Literal["regional", "global"] = Field("regional", description="A bureau's instance, or Geneva's")
    epoch: int = Field(1, ge=1, description="Raise by one after a restore from a backup")
    mode: Literal["development", "production"] = Field("production", description="Development opens conveniences")
    database_url: str = Field(description="PostgreSQL of this service, with its non-owner role")
    migration_url: str | None = Field(None, description="The same with the owner's role; only `migrate` needs it")
    sealer_url: str | None = Field(
        None, description="The same with the role that seals the audit; only `worker` and `serve` need it"
    )
    prepare_wait_s: float = Field(
        60, ge=0, description="How long ``prepare`` waits for a broker that does not answer yet"
    )
    replication_factor: int = Field(1, ge=1, description="Replicas of the topics this service creates")
    http_host: str = Field("127.0.0.1", description="Address the HTTP interfaces listen on")
    http_port: int = Field(0, description="Port of the API; 0 takes a free one")
    metrics_port: int = Field(0, description="Port of a worker's health and metrics; 0 takes a free one")
    issuer: str = Field("http://127.0.0.1:8100", description="OpenID Connect issuer whose tokens are accepted")
    jwks_url: str | None = Field(None, description="Keys of the issuer; found by discovery when not given")
    audience: str = Field(
        "",
        description="Audience a token must name: acsg:<deployment> when not given, and no other deployment's beside it",
    )
    audience_before: str = Field(
        "", description="An older audience that is taken too while tokens change over; refused in production (ADR 11)"
    )
    token_most_s: float = Field(
        12 * 3600, gt=0, description="How long a token may live, from iat to exp; one that lives longer is refused"
    )
    token_type_jwt: bool = Field(
        False,
        description="Also take tokens of type JWT, for an issuer that cannot say at+jwt (RFC 9068). Its ID tokens then"
        " pass for access tokens if they name our audience",
    )
    notifications_url: str | None = Field(
        None,
        description="Notifications of this deployment: keeps the tokens that parties make; without it these are refused",
    )
    record_bytes: int = Field(
        1_000_000,
        ge=65_536,
        description="Most that one record on the bus may take, headers included: topics are set to it, and a command"
        " whose event would take more is refused. Replicators must take as much",
    )
    worker: int = Field(0, ge=0, description="Number of this worker among its like; part of its static membership")
    lease_seconds: float = Field(10, gt=0, description="How long a relay holds an outbox slot without renewing")
    session_timeout_ms: int = Field(6000, description="Kafka group session")
    broker_timeout_ms: int = Field(
        15_000, description="How long a broker may take to answer; a connection that has gone dumb is given up after it"
    )
    far_fetch_bytes: int = Field(
        524_288, ge=65_536, description="Most a remote broker sends at once; comes through the line within its timeout"
    )
    watchdog_seconds: float = Field(
        30, gt=0, description="No progress with work waiting for this long ends the process"
    )
    quick_retries_s: tuple[float, ...] = Field((0.05, 0.2, 1.0), description="Waits before an event is put off")
    delayed_retries_s: tuple[float, ...] = Field((5, 30, 120, 600), description="Waits before an event is dead")
    outbox_batch: int = Field(500, ge=1, description="Rows a relay claims at once")
    relay_stuck_seconds: float = Field(
        60, gt=0, description="A relay that has rows to publish and published none for so long is not ready"
    )
    outbox_retention_hours: float = Field(168, gt=0, description="How long published rows are kept")
    idempotency_days: float = Field(
        30, ge=1, description="How long the answer to an Idempotency-Key is remembered; then the key may be used anew"
    )
    public_log_days: float = Field(
        PUBLIC_LOG_DAYS, gt=0, description="How long a public log keeps what was public once"
    )
    erase_seconds: float = Field(
        ERASE_SECONDS, gt=0, description="Until a public state that was superseded may be erased from the broker"
    )
    rate_quota: int = Field(
        1200,
        ge=0,
        description="Requests of one party (or address) in a window, in each process of a service; 0 sets no limit",
    )
    rate_window_s: float = Field(60, ge=1, description="How long a whole quota takes to come back")
    traces_to: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="Where spans go, an OTLP receiver's address (`https://.../v1/traces`); none are made when empty. Headers"
        " for it: OTEL_EXPORTER_OTLP_HEADERS",
    )
    traces_share: float = Field(
        1, ge=0, le=1, description="Share of traces that is kept; the same at all services, or a trace has holes"
    )
    earliest_year: int = Field(EARLIEST_YEAR, ge=1, le=9999, description="The first year that a date may have")
    years_ahead: int = Field(YEARS_AHEAD, ge=1, le=200, description="How many years ahead of today a date may lie")
    pool_size: int = Field(8, ge=1, description="Database connections of a process")
    hub: str | None = Field(None, description="Deployment that reads all others and tells the Secretariat; none: alone")
    counter: str | None = Field(
        None,
        description="Deployment that serves States whose bureau has none that runs: it tells them, and there they say"
        " everything. The hub when not given; the same at all deployments",
    )
    peers: dict[str, dict[str, str]] = Field(
        {}, description='Owners elsewhere: {"wca": {"intake": "https://...", ...}}; read models and handovers ask them'
    )
    token_url: str | None = Field(None, description="Where this service gets its own token, to read from owners")
    client: str | None = Field(None, description="Its name there; <deployment>-service when not given")
    client_secret: SecretStr | None = Field(None, description="Its secret there")
    peer_scope: str = Field(
        "",
        description="Scope asked with this service's own token for another deployment, {deployment} in it, for an issuer"
        " that goes by scopes and no audience there: acsg-to-{deployment} at Keycloak; empty: none",
    )
    peer_timeout_s: float = Field(15, gt=0, description="How long an owner may take to answer")
    take_over_every_s: float = Field(2, gt=0, description="How often other deployments are asked what is handed over")
    recovered_without: str = Field(
        "", description="After a restore: deployments, comma-separated, whose word on what they took is not waited for"
    )
    backups: Path | None = Field(
        None, description="Folder in which `deploy.backup` keeps backups; workers read there how old the newest is"
    )
    withheld: str = Field("", description="Fields other deployments do not get: support-request.gap,... (ADR 4)")
    failpoint: str = Field("", description="Name of a failpoint to crash at; tests only")

    @model_validator(mode="after")
    def _nothing_dangerous_in_production(self) -> Self:
        if self.mode == "production" and self.failpoint:
            raise ValueError("a failpoint is set in production mode")
        return self

    @model_validator(mode="after")
    def _no_plaintext_beyond_this_machine(self) -> Self:
        if self.mode == "production" and self.exposed:
            raise ValueError(
                f"kafka_security is PLAINTEXT, and {', '.join(self.exposed)} is not on this machine: set it to SASL_SSL"
            )
        return self

    @model_validator(mode="before")
    @classmethod
    def _audience_of_deployment(cls, given: Any) -> Any:
        if isinstance(given, dict) and not given.get("audience"):
            given = given | {"audience": AUDIENCE + str(given.get("deployment") or "wca")}
        return given

    @model_validator(mode="after")
    def _one_audience_in_production(self) -> Self:
        if self.mode == "production" and self.audience_before:
            raise ValueError("audience_before is set in production mode: a token would be good at every deployment")
        return self

    def door(self, on: date) -> Door:
        """What a body is held against here on a day: codes are looked up, years must be plausible."""
        return Door(self.deployment, on, self.earliest_year, self.years_ahead)

    @property
    def audiences(self) -> list[str]:
        """Audiences of which a token must name one."""
        return [self.audience, *([self.audience_before] if self.audience_before else [])]

    @model_validator(mode="after")
    def _names_no_way(self) -> Self:
        taken = {"direct", "pulled"} & {self.deployment, self.hub, *self.remotes, *self.peers}
        if taken:
            raise ValueError(f"no deployment is called {', '.join(sorted(taken))}: so begin ways of records")
        return self

    @model_validator(mode="after")
    def _sandbox_stands_alone(self) -> Self:
        named = {*self.remotes, *getattr(self, "peers", {}), *([self.hub] if self.hub else [])}
        if self.deployment == SANDBOX and named - {SANDBOX}:
            raise ValueError(f"the sandbox hears of no other deployment: {', '.join(sorted(named - {SANDBOX}))}")
        if self.deployment != SANDBOX and SANDBOX in named:
            raise ValueError("the sandbox is part of no federation")
        return self

    @model_validator(mode="after")
    def _withholds_what_there_is(self) -> Self:
        withheld_fields(self.withheld)
        return self

    @property
    def last_counter(self) -> str | None:
        """The deployment of States that no other one serves; None where there is no hub either."""
        return self.counter or self.hub

    @property
    def service_client(self) -> str:
        """Our name at the issuer."""
        return self.client or f"{self.deployment}-service"

    @property
    def source(self) -> str:
        """CloudEvents source of this service's events."""
        return f"/acsg/{self.deployment}/{self.service}"
