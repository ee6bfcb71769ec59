"""Settings of the console."""

import base64
import binascii
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator

from shared.runtime.page_settings import PageSettings

KEY_BYTES = 32


class ConsoleSettings(PageSettings):
    """Where people reach it, where it asks, as whom it signs people in, and how long a session lasts."""

    service: str = "console"
    gateway_url: str = Field("http://127.0.0.1:8206", description="Gateway of this deployment: all that pages show")
    console_client: str = Field("acsg-console", description="Name of the console at the issuer")
    console_client_secret: SecretStr | None = Field(None, description="Its secret there; none: a public client")
    console_keys: SecretStr = Field(
        SecretStr(""),
        description="Keys that tokens and parked forms are kept with: 32 bytes in base64 each, comma-separated; the first"
        " encrypts, all decrypt. Needed in production; in development one of the process's own without it",
    )
    console_scope: str = Field("openid", description="Scopes asked of the issuer")
    console_acr: str = Field("", description="acr_values asked of the issuer; empty: none")
    session_idle_s: float = Field(3600, gt=0, description="A session in which nothing is asked for so long has ended")
    session_most_s: float = Field(12 * 3600, gt=0, description="Longest session")
    sessions_at_once: int = Field(5, ge=1, description="Sessions of one person at a time; the oldest ends")
    sign_in_s: float = Field(600, gt=0, description="How long signing in at the issuer may take")
    fresh_s: float = Field(900, gt=0, description="What no program may do takes a sign-in that is not older than this")
    parked_h: float = Field(24, gt=0, description="How long a form is kept that came after its session had ended")
    gateway_s: float = Field(8, gt=0, description="How long the gateway may take to answer")
    written_s: float = Field(1.5, ge=0, description="How long a page waits until what was sent shows in the read model")

    @field_validator("console_client_secret", mode="before")
    @classmethod
    def _none_given(cls, given: object) -> object:
        return given or None

    @model_validator(mode="after")
    def _keys_are_keys(self) -> Self:
        try:
            lengths = {len(one) for one in self.keys}
        except (binascii.Error, ValueError) as unreadable:
            raise ValueError("console_keys: base64 is expected") from unreadable
        if lengths - {KEY_BYTES}:
            raise ValueError(f"console_keys: each has {KEY_BYTES} bytes, in base64")
        if self.mode == "production" and not lengths:
            raise ValueError("console_keys is needed: sessions are kept with it")
        return self

    @property
    def keys(self) -> list[bytes]:
        """The keys, newest first."""
        said = self.console_keys.get_secret_value().split(",")
        return [base64.b64decode(one.strip(), validate=True) for one in said if one.strip()]

    @property
    def home(self) -> str:
        """Where people reach it, without a slash at the end; its own door where nothing is said."""
        return (self.console_url or f"http://{self.http_host}:{self.http_port}").rstrip("/")

    @property
    def origin(self) -> str:
        """Origin of our pages."""
        return "/".join(self.home.split("/")[:3])
