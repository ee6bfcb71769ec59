"""A change is asked for in one order: is there one, may they read it, may they do it, is it here, is it what they saw."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel

from shared.application.keep import Keep
from shared.application.use_case import Change, Doing, Done, Kind, Make, Stored, whole
from shared.modalities.access import actions as a
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.access.resources import of_party
from shared.modalities.errors import Elsewhere, Invalid, ModalityError, NotFound, NotPermitted, Stale, Unauthenticated
from shared.modalities.paragraphs import P6

TCD, WCA = "iso3166:TCD", "wca"
OWNER = Actor("tcd", Role.STATE_AUTHORITY, TCD)
OFFICER = Actor("officer", Role.BUREAU_OFFICER, "unhcr-bureau:wca", WCA)
OTHER = Actor("fra", Role.STATE_AUTHORITY, "iso3166:FRA")


class Words(BaseModel):
    """What is said."""

    text: str = ""


@dataclass
class Asking:
    """What comes in; remembers what was asked of it."""

    refuses: str = ""
    of: str = ""
    asked: list[str] = field(default_factory=list)

    def target(self, what: str) -> UUID:
        return uuid4()

    def named(self) -> str:
        return TCD

    def part(self) -> str:
        return self.of

    def hold(self, version: int | None) -> None:
        self.asked.append(f"version {version}")
        if self.refuses == "version":
            raise Stale("changed_meanwhile", "It has changed")

    async def body(self, model: type[Any]) -> Any:
        self.asked.append("body")
        if self.refuses == "body":
            raise Invalid(())
        return model(text="said")


def change(found: tuple[str, int] | None, *, moved: bool = False) -> Change[None, str, Words]:
    async def find(*_: object) -> tuple[str, int] | None:
        return found

    def here(_: str) -> None:
        if moved:
            raise Elsewhere("esa", "It", P6)

    async def reword(doing: Doing[None], thing: Stored[str], said: Words) -> Done[str]:
        return Done(f"{thing.state} {said.text} by {doing.by.subject}", thing.version + 1, "one")

    kind = Kind("preference", a.READ_PREFERENCES, lambda party: of_party(party, WCA), find, whole, here)
    return Change(kind, a.KEEP_PREFERENCES, Words, reword)


def doing(by: Actor) -> Doing[None]:
    return Doing(by, cast(Any, SimpleNamespace(connection=None)), None)


async def test_what_is_allowed_is_done_on_the_version_that_was_held() -> None:
    incoming, use_case = Asking(), change((TCD, 3))
    done = await use_case.perform(doing(OWNER), incoming)
    assert done == Done("iso3166:TCD said by tcd", 4, "one")
    assert (incoming.asked, use_case.name) == (["version 3", "body"], "reword")


@pytest.mark.parametrize(
    ("by", "found", "moved", "refuses", "error", "asked"),
    [
        (OWNER, None, True, "version", NotFound, []),
        (OTHER, (TCD, 3), True, "version", NotFound, []),
        (PUBLIC, (TCD, 3), True, "version", NotFound, []),
        (OFFICER, (TCD, 3), True, "version", NotPermitted, []),
        (OWNER, (TCD, 3), True, "version", Elsewhere, []),
        (OWNER, (TCD, 3), False, "version", Stale, ["version 3"]),
        (OWNER, (TCD, 3), False, "body", Invalid, ["version 3", "body"]),
    ],
)
async def test_the_first_that_stands_against_it_is_said(
    by: Actor, found: tuple[str, int] | None, moved: bool, refuses: str, error: type[ModalityError], asked: list[str]
) -> None:
    incoming = Asking(refuses)
    with pytest.raises(error):
        await change(found, moved=moved).perform(doing(by), incoming)
    assert incoming.asked == asked


@pytest.mark.parametrize(("by", "error"), [(OTHER, NotPermitted), (PUBLIC, Unauthenticated), (OWNER, None)])
async def test_what_is_made_is_allowed_by_what_is_said(by: Actor, error: type[ModalityError] | None) -> None:
    async def make(doing: Doing[None], said: Words) -> Done[str]:
        return Done(said.text, 1, "one")

    use_case = Make(a.KEEP_PREFERENCES, Words, lambda _, __: of_party(TCD, WCA), make, whole)
    if error is None:
        assert (await use_case.perform(doing(by), Asking())).thing == "said"
        return
    with pytest.raises(error):
        await use_case.perform(doing(by), Asking())


async def test_the_part_that_is_named_comes_with_the_thing() -> None:
    async def find(*_: object) -> tuple[str, int]:
        return TCD, 3

    async def end(_: Doing[None], thing: Stored[str], __: Words) -> Done[str]:
        return Done(thing.part, 2, "one")

    kind = Kind("preference", a.READ_PREFERENCES, lambda party: of_party(party, WCA), find, whole)
    use_case = Change(kind, a.KEEP_PREFERENCES, Words, end)
    assert (await use_case.perform(doing(OWNER), Asking(of="mute"))).thing == "mute"


@pytest.mark.parametrize("by", [OTHER, OFFICER])
async def test_what_names_no_deployment_is_of_the_one_that_keeps_it(by: Actor) -> None:
    async def find(*_: object) -> tuple[str, int]:
        return TCD, 3

    async def read(_: Doing[None], thing: Stored[str], __: Words) -> Done[str]:
        return Done(thing.state, 3, "one")

    def at(deployment: str) -> Doing[None]:
        return Doing(
            by, cast(Any, SimpleNamespace(connection=None, settings=SimpleNamespace(deployment=deployment))), None
        )

    use_case = Change(Kind("preference", a.READ_PREFERENCES, of_party, find, whole), a.READ_PREFERENCES, Words, read)
    if by is OFFICER:
        assert (await use_case.perform(at(WCA), Asking())).thing == TCD
    with pytest.raises(NotFound):
        await use_case.perform(at("esa"), Asking())


@pytest.mark.parametrize(
    ("by", "refuses", "error", "asked"),
    [
        (OTHER, "version", NotPermitted, []),
        (PUBLIC, "version", Unauthenticated, []),
        (OWNER, "version", Stale, ["version 3"]),
        (OWNER, "body", Invalid, ["version 3", "body"]),
        (OWNER, "", None, ["version 3", "body"]),
    ],
)
async def test_what_stands_under_a_name_is_asked_for_in_the_same_order(
    by: Actor, refuses: str, error: type[ModalityError] | None, asked: list[str]
) -> None:
    async def version(_: Doing[None], name: str) -> int:
        assert name == TCD
        return 3

    async def keep(doing: Doing[None], name: str, said: Words) -> Done[str]:
        return Done(f"{name} {said.text}", 4, name)

    incoming = Asking(refuses)
    use_case = Keep(a.KEEP_PREFERENCES, Words, lambda _, party: of_party(party, WCA), keep, version)
    if error is None:
        assert (await use_case.perform(doing(by), incoming)).thing == "iso3166:TCD said"
    else:
        with pytest.raises(error):
            await use_case.perform(doing(by), incoming)
    assert (incoming.asked, use_case.name) == (asked, "keep")
