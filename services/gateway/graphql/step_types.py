"""A line of the worklist, as the schema says it."""

from datetime import datetime

import strawberry
from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.languages import asked
from services.gateway.read_model.step_words import what
from services.gateway.read_model.views import state_for, title_in
from services.gateway.read_model.worklist import OwedStep
from shared.contracts.party_names import party_name
from shared.runtime.cursors import cursor_of
from shared.wording.steps import step_words


@strawberry.type(description="A step somebody owes")
class WaitingStep:
    region: str | None
    kind: str
    item_id: str
    reference: str | None
    who: list[str]
    code: str = strawberry.field(description="Which step: feedback, revision, consent, answer ...")
    what: str
    recipient: str | None = strawberry.field(description="Whom messages do not reach, where that is the step")
    messages: int | None = strawberry.field(description="How many messages one line stands for, where it does")
    paragraph: str
    due_at: datetime
    late: bool
    cursor: str = strawberry.field(description="Its place: the list goes on after it")
    words: strawberry.Private[str]
    details: strawberry.Private[dict[str, str]]

    @strawberry.field(description="Title of the thing as its party words it, as far as the reader may see it")
    async def title(self, info: Info[Context, None]) -> str | None:
        if self.region is None:
            return None
        rows = await info.context.loaders.items.load((self.region, self.kind, self.item_id))
        return title_in(state_for(await info.context.actor(), rows[0])) if rows else None

    @strawberry.field(description="What is owed, in one of the six languages of the United Nations")
    def message(self, language: str = "en") -> str:
        spoken = asked(language)
        named = {"recipient": party_name(self.recipient, spoken)} if self.recipient else {}
        return step_words(self.words, spoken, self.details | named)


def waiting_step(one: OwedStep) -> WaitingStep:
    """A line of the worklist in the schema's form."""
    messages = one.details.get("count")
    return WaitingStep(
        region=one.region, kind=one.kind, item_id=one.item_id, reference=one.reference, who=list(one.who), code=one.code,
        what=what(one.words, one.details), recipient=one.details.get("recipient"),
        messages=int(messages) if messages is not None else None, paragraph=one.paragraph, due_at=one.due_at,
        late=one.late, cursor=cursor_of(one.due_at, one.place), words=one.words, details=dict(one.details),
    )  # fmt: skip
