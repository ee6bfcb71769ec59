"""By what a page of items is narrowed."""

from datetime import datetime

import strawberry


@strawberry.input(description="Narrows a page; all of it must hold")
class ItemFilter:
    region: str | None = None
    regions: list[str] | None = None
    status: list[str] | None = None
    functional_area: str | None = None
    party: str | None = None
    champion: str | None = strawberry.field(
        default=None, description="Of thematic projects: a party that is a champion of it by its own word (WM 2)"
    )
    search: str | None = strawberry.field(
        default=None, description="Words of reference, title, summary or parties' names, in any letters"
    )
    begun_from: datetime | None = None
    begun_before: datetime | None = None
    changed_from: datetime | None = None
    changed_before: datetime | None = None
    starts_from: datetime | None = strawberry.field(default=None, description="Of meetings: when they begin")
    starts_before: datetime | None = None
