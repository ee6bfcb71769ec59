"""Settings of the gateway."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class GatewaySettings(RuntimeSettings):
    """Where commands go, what a query may cost, and the time limits of the worklist."""

    service: str = "gateway"
    intake_url: str = Field("http://127.0.0.1:8201", description="Intake, for commands on requests")
    roster_url: str = Field("http://127.0.0.1:8202", description="Roster, for commands on offers")
    matching_url: str = Field("http://127.0.0.1:8203", description="Matching, for commands on matches")
    consent_due_days: int = Field(30, ge=1, description="Days a State has before its consent shows as late (WM 17)")
    confirm_due_days: int = Field(7, ge=1, description="Days the officer has once both sides accepted (WM 11)")
    seek_due_days: int = Field(14, ge=1, description="Days until offers are sought once that is possible (WM 16)")
    query_depth: int = Field(12, ge=3, description="Deepest selection of a query")
    query_tokens: int = Field(2000, ge=100, description="Longest query, in tokens")
    query_aliases: int = Field(30, ge=1, description="Most aliases of a query")
    query_directives: int = Field(50, ge=1, description="Most directives of a query")
    query_repeats: int = Field(100, ge=1, description="How often a query may ask for what it asked for already")
    query_cost: float = Field(5000, ge=100, description="Most a query may cost: leaf 1, object 2 + 1.5 x what it holds")
    query_cache: int = Field(256, ge=0, description="Documents kept parsed and validated; the longest unused one goes")
    query_compiled: bool = Field(True, description="Lists of plain objects by compiled mappers; off: field by field")
    token_recheck_s: float = Field(15, gt=0, description="How often the token of an open WebSocket is checked again")
    page_most: int = Field(200, ge=1, description="Largest page")
