"""Settings of dialogue."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class DialogueSettings(RuntimeSettings):
    """When the terms are reviewed; over what time the diversity of moderators is looked at; where documents stand, and who scans them."""

    service: str = "dialogue"
    diversity_days: int = Field(
        365, ge=1, description="How far back moderators of other meetings count for regional diversity (WM 5)"
    )
    review_day: str = Field(
        "03-01",
        pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        description="Month and day of the yearly review of the terms, MM-DD; of 29 February the day after in other years (WM 21)",
    )
    documents_folder: str = Field(
        "", description="Folder in which documents of threads are kept; without one no document is taken"
    )
    scanner: str = Field(
        "",
        pattern=r"^$|^[^:\s]+:[0-9]{1,5}$",
        description="host:port of a scanner that speaks clamd's protocol; without one each document says that it was not scanned",
    )
    scanner_s: float = Field(30, gt=0, description="How long the scanner may take for one document")
