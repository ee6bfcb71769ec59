"""Settings of dialogue."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class DialogueSettings(RuntimeSettings):
    """Over what time the diversity of moderators is looked at."""

    service: str = "dialogue"
    diversity_days: int = Field(
        365, ge=1, description="How far back moderators of other meetings count for regional diversity (WM 5)"
    )
