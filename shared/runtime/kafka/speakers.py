"""Which deployment speaks for an aggregate: the one that owns it, until it says itself to whom it hands it over (WM 6).

An identifier that one deployment has spoken for is nobody else's to speak for: a copy kept under the identifier alone
could otherwise be overwritten by any deployment that says a higher version. Former owners stay heard up to the version
of their sealing, since topics are read again from the beginning.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import sqlalchemy as sa

from shared.contracts.event import Event
from shared.contracts.shapes.handover import Belonged
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.origin import WrongOrigin, state_of
from shared.runtime.kafka.records import Decoded

Thing = tuple[str, str]
"""Name of the owner's topic, identifier of the aggregate."""


_KNOWN = sa.text("""
select s.topic, s.aggregate_id, s.deployment, s.until from speaker s
join unnest(cast(:topics as text[]), cast(:ids as text[])) as g(topic, aggregate_id) using (topic, aggregate_id)""")
_KEEP = sa.text("""
insert into speaker (topic, aggregate_id, deployment, until)
select * from jsonb_to_recordset(cast(:rows as jsonb)) as g(topic text, aggregate_id text, deployment text, until int)
order by 1, 2, 3
on conflict (topic, aggregate_id, deployment) do update set until = excluded.until""")


class OwnerNotHeard(Exception):
    """It says that it was handed over, and its former owner has not said so here yet; tried again later."""


@dataclass
class _Speakers:
    """Of one aggregate: deployment -> last version that is its word; ``changed`` are those to be written."""

    until: dict[str, int | None] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def say(self, deployment: str, until: int | None) -> None:
        if deployment not in self.until or self.until[deployment] != until:
            self.until[deployment] = until
            self.changed.add(deployment)

    def hear(self, event: Event, origin: str, *, home: bool) -> None:
        """Takes an event in. Raises WrongOrigin, or OwnerNotHeard."""
        state, version = state_of(event), event.aggregate_version
        belonged: Sequence[Belonged] | None = getattr(state, "belonged", None)
        if origin in self.until:
            until = self.until[origin]
            if until is not None and version > until and not home:
                self._came_back(origin, until, belonged)
                until = self.until[origin]
            if until is not None and version > until and not home:
                raise WrongOrigin(f"wrong origin: {origin} handed {event.aggregate_id} over at version {until}")
        elif self.until and not home:
            self._await_owner(event, origin, belonged)
        if home or not self.until:
            # What is ours came sealed by its giver, and of what nobody spoke yet the first one is believed.
            for before in belonged or ():
                self.say(before.region, before.until_version)
            for other in [one for one, until in self.until.items() if home and until is None and one != origin]:
                self.say(other, version - 1)
        if origin not in self.until or home:
            self.say(origin, None)
        receiver = getattr(state, "handed_over_to", None)
        # A giver that was restored says again what it handed over before; what came of it since stands (versions only rise).
        later = receiver is not None and (self.until.get(receiver) or 0) > version
        if receiver is not None and receiver != origin and self.until[origin] is None and not later:
            self.say(origin, version)
            self.say(receiver, None)

    def _came_back(self, origin: str, until: int, belonged: Sequence[Belonged] | None) -> None:
        """A giver that was restored says again what it handed over. It speaks once more where its state says that one who
        is known to have spoken since gave the thing back to it, later than it had handed it over.
        """
        back = [one for one in belonged or () if one.region in self.until and one.until_version > until]
        if back and back[-1].region != origin:
            self.say(back[-1].region, back[-1].until_version)
            self.say(origin, None)

    def _await_owner(self, event: Event, origin: str, belonged: Sequence[Belonged] | None) -> None:
        owners = sorted(one for one, until in self.until.items() if until is None)
        if belonged is None and hasattr(state_of(event), "handed_over_to"):
            raise OwnerNotHeard(f"{event.aggregate_id}: {origin} speaks for it, {', '.join(owners)} has not said so")
        if any(before.region in self.until for before in belonged or ()):
            raise OwnerNotHeard(f"{event.aggregate_id}: handed over to {origin}, as {', '.join(owners)} has not said")
        raise WrongOrigin(f"wrong origin: {event.aggregate_id} is of {', '.join(owners)}, not of {origin}")


async def hold_to_speakers(uow: UnitOfWork, fresh: Iterable[Decoded]) -> None:
    """Raises WrongOrigin when a deployment speaks for what is another's, OwnerNotHeard when that has to be waited for."""
    # A handover is its two sides' own affair, and is held to them by what it says.
    heard = (one for one in fresh if not hasattr(one.event, "handover"))
    events = [(one, (type(one.event).topic.name, one.event.aggregate_id)) for one in heard]
    if not events:
        return
    wanted = sorted({thing for _, thing in events})
    known: dict[Thing, _Speakers] = defaultdict(_Speakers)
    given = {"topics": [thing[0] for thing in wanted], "ids": [thing[1] for thing in wanted]}
    for row in await uow.connection.execute(_KNOWN, given):
        known[row.topic, row.aggregate_id].until[row.deployment] = row.until
    for one, thing in events:
        origin = one.envelope.region
        known[thing].hear(one.event, origin, home=origin == uow.settings.deployment)
    rows: list[dict[str, Any]] = [
        {"topic": thing[0], "aggregate_id": thing[1], "deployment": deployment, "until": known[thing].until[deployment]}
        for thing in wanted for deployment in sorted(known[thing].changed)
    ]  # fmt: skip
    if rows:
        await uow.connection.execute(_KEEP, {"rows": orjson.dumps(rows).decode()})
