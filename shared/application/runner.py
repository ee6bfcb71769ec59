"""The one way a command is done, in one transaction: idempotency, the use case, audit, view, the answer remembered.

Loading, policy, version and the change itself are ``use_case.Change`` and ``use_case.Make``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol

from shared.application.use_case import Context, Doing, Done, Incoming, Make, Said, UseCase
from shared.modalities.access.actions import Action
from shared.modalities.access.authorise import authorise
from shared.runtime.db import idempotency
from shared.runtime.db.answers import Answer, Key
from shared.runtime.db.cause import ByActor
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.fitting import TooLarge


@dataclass(frozen=True)
class CommandOutcome:
    """What the caller sees of what was done."""

    aggregate: str
    version: int
    view: Mapping[str, Any]


class Order(Incoming, Protocol):
    """A command as it came in, with the caller's own name for it (``key``) and what tells it from others (``digest``)."""

    cause: ByActor
    key: str
    digest: bytes

    def answer(self, outcome: CommandOutcome) -> Answer:
        """What is answered, and remembered for a repeat."""
        ...

    def placed(self, error: TooLarge) -> TooLarge:
        """The error with pointers into what was sent."""
        ...


@dataclass(frozen=True)
class Runner(Generic[Context]):
    """Does the commands of one service."""

    database: Database
    context: Context

    async def run(self, use_case: UseCase[Context], order: Order) -> tuple[Answer, bool]:
        """The answer, and whether it is one that was remembered: a repeat changes nothing and is authorised anew.

        Raises what the use case raises; Invalid when the key was used for another command, Conflict while that is in
        progress, TooLarge with pointers into what was sent. Errors store nothing.
        """
        key = Key(order.cause.actor.subject, order.key, order.digest)
        async with self.database.unit_of_work(order.cause, key=key) as uow:
            if (known := uow.known) is not None:

                async def again(once_more: UnitOfWork) -> None:
                    await self._perform(use_case, once_more, order)

                await idempotency.still_permitted(uow, again, nothing_said=not known.body)
                return known, True
            try:
                outcome = await self._perform(use_case, uow, order)
            except TooLarge as error:
                raise order.placed(error) from None
            answer = order.answer(outcome)
            kept, secret = answer, use_case.shown_once
            if secret is not None:
                kept = order.answer(replace(outcome, view={**outcome.view, secret: None}))
            uow.remember(key, kept)
        return answer, False

    async def _perform(self, use_case: UseCase[Context], uow: UnitOfWork, order: Order) -> CommandOutcome:
        by = order.cause.actor
        done = await use_case.perform(Doing(by, uow, self.context), order)
        _audited(uow, use_case.action, done)
        version = done.version if done.decided_on is None else done.decided_on
        return CommandOutcome(done.aggregate, version, await use_case.view(uow.connection, by, done.thing))


def _audited(uow: UnitOfWork, action: Action, done: Done[Any]) -> None:
    action = done.audited or action
    if done.changed:
        uow.audit(action.name, action.paragraph, done.aggregate, done.version, **done.detail)


async def as_part_of(doing: Doing[Context], case: Make[Context, Any, Said], said: Said) -> Done[Any]:
    """Makes something new as part of another command, or of work that somebody set off: by the same rules, audited as always.

    Raises what the use case raises; what it wrote by then is the caller's to undo.
    """
    authorise(doing.by, case.action, case.resource(doing, said))
    done = await case.handler(doing, said)
    _audited(doing.uow, case.action, done)
    return done
