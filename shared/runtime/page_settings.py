"""Where people reach the console of a deployment: one setting for the console itself and for what leads to its pages."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class PageSettings(RuntimeSettings):
    """The console's address, as people reach it."""

    console_url: str = Field(
        "",
        description="Address people reach the console at: the issuer sends them back there, and mails lead to its pages;"
        " empty: mails have no such links, and the console is at its own door",
    )
