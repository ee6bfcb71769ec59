"""Mutations on reports: each is one command of dialogue; what an edition is frozen with is counted here (WM 21)."""

from typing import Any

import strawberry

from services.gateway.graphql.commands import About, Asked, segment, send
from services.gateway.graphql.editions import edition_for, known_regions
from services.gateway.graphql.review_commands import PeriodInput
from services.gateway.graphql.types import CommandResult
from services.gateway.read_model.report_figures import CountedFigures, counted
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.editions import of_edition

_say = About("dialogue", "reports", "PUT")


async def frozen_with(info: Asked, edition_id: str) -> CountedFigures:
    """What an edition is frozen with: as it is counted now, or as it was when this is said again. Raises NotFound, NotPermitted."""
    context = info.context
    actor, one = await context.actor(), await edition_for(info, edition_id)
    authorise(actor, a.FREEZE_EDITION, of_edition(one))
    if (was := one.frozen) is not None:
        return CountedFigures(figures=was.figures, shown=was.shown, regions=was.regions, least=was.least)
    return await counted(context.database, context.settings, actor, one, await known_regions(info))


@strawberry.type
class EditionMutations:
    """Officers alone make reports."""

    @strawberry.mutation(
        description="Open a report over a period, in Geneva of the world, elsewhere of its region. kind: annual, forum, other; "
        "languages: in which it is to be worded (WM 21)"
    )
    async def open_report(
        self, info: Asked, kind: str, period: PeriodInput, key: str, languages: list[str] | None = None
    ) -> CommandResult:
        body: dict[str, Any] = {"kind": kind, "period": vars(period)}
        return await send(
            info, "dialogue", "POST", "/reports", body | ({"languages": languages} if languages else {}), key
        )

    @strawberry.mutation(description="Open the next edition of a report; the one before it stays as it is (WM 21)")
    async def open_next_edition(self, info: Asked, edition_id: str, key: str) -> CommandResult:
        return await send(info, "dialogue", "POST", f"/reports/{segment(edition_id)}/next", None, key)

    @strawberry.mutation(
        description="Freeze the figures of an edition, as they are counted now: nothing changes them any more (WM 21)"
    )
    async def freeze_edition(self, info: Asked, edition_id: str, expected_version: int, key: str) -> CommandResult:
        body = await frozen_with(info, edition_id)
        return await _say(info, edition_id, "figures", body.model_dump(mode="json"), expected_version, key)

    @strawberry.mutation(
        description="Say what stands beside the figures of an edition, in one language. Once it is published a language that "
        "lacks may still be added (WM 21)"
    )
    async def word_edition(
        self, info: Asked, edition_id: str, language: str, title: str, text: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"language": language, "title": title, "text": text}
        return await _say(info, edition_id, "narratives", body, expected_version, key)

    @strawberry.mutation(description="Publish an edition: everybody reads what may be shown of it (WM 21)")
    async def publish_edition(self, info: Asked, edition_id: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, edition_id, "publication", None, expected_version, key)
