"""Settings of the edge: what one caller may take of a process, and how long anything may last. Part of every service's."""

from ipaddress import ip_network
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings


def _addresses(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


class EdgeSettings(BaseSettings):
    """Bounds and times of connections, requests, WebSockets and long answers."""

    header_count: int = Field(100, ge=20, description="Most headers of a request; more are refused with 431")
    header_bytes: int = Field(
        32_768, ge=4096, description="Most bytes of a request's line and headers; more are refused"
    )
    head_s: float = Field(10, gt=0, description="How long a request may take to say its headers, from its first byte")
    body_s: float = Field(60, gt=0, description="How long its body may take to arrive")
    idle_s: float = Field(5, gt=0, description="How long a connection may be open between two requests")
    stalled_s: float = Field(60, gt=0, description="How long who is answered may take nothing of the answer")
    connections_at_once: int = Field(1000, ge=4, description="Connections of a process that nobody known has spoken on")
    connections_per_address: int = Field(
        100, ge=2, description="Those of one address (IPv6: /64); proxies are not counted"
    )
    sockets_at_once: int = Field(500, ge=2, description="WebSockets of a process")
    sockets_per_caller: int = Field(50, ge=1, description="WebSockets of one party, or of one who has none")
    socket_message_bytes: int = Field(65_536, ge=1024, description="Largest message of a WebSocket")
    per_address: int = Field(
        20, ge=1, description="WebSockets, and streams, that one address has without a token at a time"
    )
    kept_for_known: float = Field(
        0.5, ge=0, lt=1, description="Share of WebSockets, streams and exports that callers without a token cannot take"
    )
    token_recheck_s: float = Field(
        5, gt=0, description="How often the token of an open WebSocket or stream is checked again"
    )
    forwarded_allow_ips: str = Field(
        "",
        description="Proxies whose X-Forwarded-For is believed: addresses or networks, comma-separated; empty: nobody's",
    )
    metrics_from: str = Field(
        "127.0.0.1,::1", description="Who may read /metrics without its token: addresses or networks, comma-separated"
    )
    metrics_token: SecretStr | None = Field(None, min_length=16, description="Bearer token with which others may")

    @field_validator("metrics_token", mode="before")
    @classmethod
    def _empty_is_none(cls, given: object) -> object:
        # A compose file or a chart passes on what its operator did not set.
        return None if given == "" else given

    @model_validator(mode="after")
    def _addresses_are_addresses(self) -> Self:
        for name in ("forwarded_allow_ips", "metrics_from"):
            for one in _addresses(getattr(self, name)):
                try:
                    ip_network(one, strict=False)
                except ValueError as unknown:
                    raise ValueError(f"{name}: '{one}' is neither an address nor a network") from unknown
        return self

    @property
    def proxies(self) -> list[str]:
        """Whose word on a caller's address is taken."""
        return _addresses(self.forwarded_allow_ips)

    @property
    def metrics_readers(self) -> list[str]:
        """Who reads metrics without a token."""
        return _addresses(self.metrics_from)
