"""Types of live figures (WM 6)."""

import strawberry


@strawberry.type(description="Open quantity, by region and functional area")
class UnmetNeed:
    region: str
    functional_area: str
    unit: str
    open: str
    requests: int


@strawberry.type(description="Time from submission to first feedback, by region")
class FirstFeedback:
    region: str
    requests: int
    median_seconds: float
