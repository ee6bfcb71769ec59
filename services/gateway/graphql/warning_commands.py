"""Mutations on warnings: each is one command of intake, sent with the caller's own token (WM 12)."""

import strawberry

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("intake", "warnings", "PUT")


@strawberry.input(description="What was counted in a month; month: YYYY-MM")
class MonthCountedInput:
    month: str
    count: int


@strawberry.input(description="What a signal takes: least in the month, ratio to the mean before, chance at most")
class SignalThresholdInput:
    least: int
    ratio: float
    alpha: float


@strawberry.input(
    description="Where a count stands out, with the numbers that the rule found; before: months compared with, the oldest first"
)
class SignalInput:
    kind: str
    country: str
    month: str
    after: int
    before: list[MonthCountedInput]
    mean_before: float
    dispersion: float
    chance: float
    limit: float
    threshold: SignalThresholdInput


@strawberry.type
class WarningMutations:
    """Officers alone keep a signal, take it up, or set it aside."""

    @strawberry.mutation(
        description="Keep a signal of early warning for an officer to judge; the same one never becomes two. In Geneva it is kept where its State is served (WM 12)"
    )
    async def raise_warning(self, info: Asked, signal: SignalInput, key: str) -> CommandResult:
        said = vars(signal) | {"before": [vars(one) for one in signal.before], "threshold": vars(signal.threshold)}
        return await send(info, "intake", "POST", "/warnings", {"signal": said}, key)

    @strawberry.mutation(description="Take a warning up, and say what is looked at (WM 12)")
    async def take_up_warning(
        self, info: Asked, warning_id: str, words: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"words": words, "language": language}
        return await _say(info, warning_id, "taking-up", body, expected_version, key)

    @strawberry.mutation(description="Say with a reason that a warning is none (WM 12)")
    async def set_aside_warning(
        self, info: Asked, warning_id: str, reason: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"reason": reason, "language": language}
        return await _say(info, warning_id, "setting-aside", body, expected_version, key)
