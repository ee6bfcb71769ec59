"""Acts that the page of a thing offers to its reader: who may by the policy, and when it makes sense, said alike for every kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.page import Page
from services.console.http.register import register
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.errors import Conflict, NotPermitted
from shared.modalities.paragraphs import Paragraph


def _never(_: Case) -> bool:
    return False


@dataclass(frozen=True)
class OfferedAct(Act):
    """``kind`` of the thing; ``may``: whether the policy lets the reader do it; ``fits``: whether it makes sense as the thing
    stands; ``order`` on its page.
    """

    kind: str = ""
    may: Callable[[Case], bool] = _never
    fits: Callable[[Case], bool] = _never
    order: int = 0


@dataclass(frozen=True)
class OfferedOn:
    """Where acts on a kind of thing stand: below ``home``, the address of the thing's page. ``named``: as refusals call it."""

    kind: str
    home: str
    place: str
    reads: str = "item"
    named: str = ""

    async def find(self, visit: Visit) -> Case:
        """The thing of the address. Raises NotFound, also for who may not know of it."""
        return Case(visit, await visit.item("item", visit.place(self.place), self.kind))

    def page(
        self, name: str, tail: str, title: str, words: str, said: Callable[[Case, dict[str, Any]], Said], document: str,
        *, may: Callable[[Case], bool], fits: Callable[[Case], bool], who: str, paragraph: Paragraph,
        also: tuple[str, ...] = (), **more: Any,
    ) -> Page:  # fmt: skip
        """The page of an act; ``also``: documents that it may send instead. Refuses with ``who`` may, and a thing that is not at that point with where it stands."""

        def check(case: Case) -> None:
            if not may(case):
                raise NotPermitted("not_permitted", who, paragraph)
            if not fits(case):
                status = case.item["status"]
                raise Conflict(f"{self.named or self.kind}_{status}", f"It is not at that point: {status}", paragraph)

        path = f"{self.home.replace('{id}', '{' + self.place + '}')}/{tail}"
        act = OfferedAct(
            name, path, title, words, (self.reads, document, *also), more.pop("find", self.find), check, said, self.home,
            example={self.place: more.pop("example", self.kind)}, kind=self.kind, may=may, fits=fits, **more,
        )  # fmt: skip
        return act_page(act)


def _address(act: OfferedAct, case: Case) -> str:
    """Where it is done, of the thing of the case."""
    return act.back.format(id=case.item["itemId"]) + act.path.removeprefix(act.back.partition("{")[0]).partition("}")[2]


def offered(kind: str, case: Case) -> list[OfferedAct]:
    """What the reader may do now with a thing of a kind, in the order of its page; what a step of theirs leads to stands there."""
    owed = {one.to for one in steps_of({"steps": (), **case.item, "kind": kind}, case.party)}
    acts = [page.act for page in register() if isinstance(page.act, OfferedAct) and page.act.kind == kind]
    return [
        one
        for one in sorted(acts, key=lambda one: one.order)
        if one.may(case) and one.fits(case) and _address(one, case) not in owed
    ]
