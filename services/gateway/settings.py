"""Settings of the gateway."""

import tempfile
from pathlib import Path

from pydantic import Field

from shared.runtime.due_days_settings import TimeLimits


class GatewaySettings(TimeLimits):
    """Where commands go, what a query may cost, and how the read model is kept."""

    service: str = "gateway"
    intake_url: str = Field("http://127.0.0.1:8201", description="Intake, for commands on requests")
    roster_url: str = Field("http://127.0.0.1:8202", description="Roster, for commands on offers")
    matching_url: str = Field("http://127.0.0.1:8203", description="Matching, for commands on matches")
    delivery_url: str = Field("http://127.0.0.1:8206", description="Delivery, for commands on engagements")
    dialogue_url: str = Field("http://127.0.0.1:8205", description="Dialogue, for commands on meetings")
    listen_every_s: float = Field(2, gt=0, description="How often an owner is asked how far it is")
    witness_every_s: float = Field(
        60, ge=0, description="How often, at most, the head of an owner's audit that has grown is kept"
    )
    gap_grace_s: float = Field(5, ge=0, description="How long missing events may still come by themselves")
    pull_at_once: int = Field(4, ge=1, description="Owners asked for missing events at the same time")
    pull_most_wait_s: float = Field(300, gt=0, description="Longest wait between attempts to reach an owner")
    compare_every_s: float = Field(600, gt=0, description="How often what is kept is compared with its owner")
    compare_buckets: int = Field(256, ge=1, le=4096, description="Parts that are compared each by one digest")
    stale_after_s: float = Field(10, gt=0, description="A region older than this is shown as stale")
    clock_off_s: float = Field(30, gt=0, description="A region's clock further off than this is an alarm")
    figures_least: int = Field(
        3,
        ge=1,
        description="Requests or engagements that a group of a figure has at least, for others than officers (WM 17)",
    )
    query_depth: int = Field(12, ge=3, description="Deepest selection of a query")
    query_characters: int = Field(65_536, ge=1000, description="Longest query, in characters")
    query_tokens: int = Field(2000, ge=100, description="Longest query, in tokens")
    query_aliases: int = Field(30, ge=1, description="Most aliases of a query")
    query_directives: int = Field(50, ge=1, description="Most directives of a query")
    query_repeats: int = Field(100, ge=1, description="How often a query may ask for what it asked for already")
    query_cost: float = Field(2000, ge=100, description="Most a query may cost: leaf 1, object 2 + 1.5 x what it holds")
    query_cache: int = Field(256, ge=0, description="Documents kept parsed and validated; the longest unused one goes")
    query_compiled: bool = Field(True, description="Lists of plain objects by compiled mappers; off: field by field")
    query_parts_bytes: int = Field(
        16_000_000, ge=0, description="Bytes of finished parts of answers that a process keeps; 0: none"
    )
    socket_init_s: float = Field(10, gt=0, description="How long a WebSocket may be open without saying who it is")
    socket_subscriptions: int = Field(100, ge=1, description="Most operations that one WebSocket has open at a time")
    pulse_folder: Path = Field(
        Path(tempfile.gettempdir()) / "acsg-pulse", description="Where Faust may keep files; it has no state of ours"
    )
    exports_at_once: int = Field(4, ge=1, description="Exports that one process writes at the same time")
    exports_per_caller: int = Field(2, ge=1, description="Exports of one caller at the same time")
    export_most_s: float = Field(900, gt=0, description="Longest time an export may take, reader included")
    export_statement_s: float = Field(
        60, gt=0, description="Longest time the database may work on one part of an export"
    )
    export_pause_s: float = Field(20, gt=0, description="How long a reader of an export may take nothing")
    export_folder: Path = Field(
        Path(tempfile.gettempdir()), description="Where workbooks are written before they are sent; nothing stays there"
    )
    iati_organisation: str = Field(
        "XM-DAC-41121", description="IATI identifier of the reporting organisation; activities' identifiers begin so"
    )
    iati_organisation_name: str = Field("UNHCR", description="Its name (reporting-org of IATI activities)")
    iati_organisation_type: str = Field("40", description="Its type, by IATI's code list; 40 is multilateral")
    iati_vocabulary_uri: str | None = Field(
        None, description="Where the functional areas are published as a vocabulary; without it only DAC codes are told"
    )
    page_most: int = Field(200, ge=1, description="Largest page")

    @property
    def address_book(self) -> dict[str, dict[str, str]]:
        """Owners elsewhere, and those of this deployment whose addresses were given."""
        named = {"intake": self.intake_url, "roster": self.roster_url, "matching": self.matching_url}
        named |= {"dialogue": self.dialogue_url, "delivery": self.delivery_url}
        own = {name: url for name, url in named.items() if f"{name}_url" in self.model_fields_set}
        if self.notifications_url is not None:
            own["notifications"] = self.notifications_url
        return {self.deployment: own} | self.peers
