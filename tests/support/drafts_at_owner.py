"""Intake's drafts before made-up pages: its own rules, what the gateway answers of them, and nothing of a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
from strawberry.utils.str_converters import to_camel_case

from services.console.asking.gateway import Caller, CommandDone, CommandProblem
from services.intake.domain import draft as domain
from services.intake.domain.draft_comments import commented, resolved
from services.intake.domain.draft_text import DraftContent, text_of
from shared.contracts.body import fitting
from shared.contracts.door import Door
from shared.contracts.shapes.draft import RequestDraft
from shared.modalities.access import views
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.resources import of_draft
from shared.modalities.errors import Conflict, Invalid, ModalityError, NotFound, Retryable, Stale

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
DOOR = Door("wca", date(2026, 11, 28))
STATUS = {Stale: 412, Conflict: 409, Invalid: 422, NotFound: 404}


def camel(value: Any, *, kept: tuple[str, ...] = ("content", "on_paper")) -> Any:
    """As GraphQL names fields; what is JSON there stays as it is."""
    if isinstance(value, dict):
        return {to_camel_case(name): part if name in kept else camel(part) for name, part in value.items()}
    return [camel(one) for one in value] if isinstance(value, list) else value


@dataclass
class OwnerOfDrafts:
    """``actor`` is who asks; ``away``: whether intake answers nothing. ``sent`` are the commands, by name; ``book`` is what is said
    of a workbook.
    """

    actor: Actor
    drafts: dict[str, RequestDraft] = field(default_factory=dict)
    away: bool = False
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    book: dict[str, Any] = field(default_factory=dict)
    coming: dict[str, Any] | None = None
    """What a rule set that comes soon finds differently, as intake answers it."""

    def add(self, actor: Actor | None = None, **content: Any) -> str:
        """A draft with this text, by its identifier."""
        text = text_of(fitting(orjson.dumps(content), DraftContent, DOOR), "iso3166:TCD")
        one = f"00000000-0000-7000-8000-{len(self.drafts):012d}"
        self.drafts[one] = domain.opened(one, "wca", "iso3166:TCD", (actor or self.actor).party or "", text, NOW)
        return one

    def write(self, one: str, **content: Any) -> None:
        """Somebody else writes in it: these parts, and nothing of the others."""
        draft = self.drafts[one]
        self.drafts[one] = domain.edited(draft, {**draft.content, **content}, NOW)

    def _seen(self, one: str) -> dict[str, Any]:
        draft = self.drafts.get(one)
        state = draft.model_dump(mode="json") if draft is not None else {}
        seen = views.draft(self.actor, of_draft(draft), state) if draft is not None else None
        if draft is None or seen is None:
            raise NotFound("not_found", "There is no such draft")
        current = [said | {"current": said["digest"] == draft.digest} for said in seen["signatures"]]
        endorsed = seen["endorsement"] and seen["endorsement"] | {
            "current": seen["endorsement"]["digest"] == draft.digest
        }
        made: dict[str, Any] = camel(seen | {"signatures": current, "endorsement": endorsed})
        return made | {"version": draft.rev, "missing": list(draft.missing())}

    async def ask(self, _: Caller, name: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """What the gateway answers."""
        if name == "worklist":
            return {"mine": [], "others": []}
        if self.away:
            raise Retryable("owner_away", "intake does not answer just now", 1)
        if name == "request_drafts":
            nodes = []
            for one in self.drafts:
                try:
                    nodes.append(self._seen(one))
                except NotFound:
                    continue
            return {"requestDrafts": {"nodes": nodes, "after": None}}
        seen = self._seen(variables["id"])
        fault = {"pointer": "/lines", "code": "missing", "message": "needed", "english": None}
        finding = {"paragraph": "9", "outcome": "unclear", "reason": "", "reasons": [{"code": "lines_not_written", "party": None}]}  # fmt: skip
        coming: dict[str, Any] | None = self.coming and camel(self.coming) | {"words": self.coming["words"]}
        check = {"ready": False, "findings": [finding], "faults": [fault], "coming": coming}
        return {"requestDraft": seen | ({"check": check} if name == "prepared_checked" else {})}

    async def command(self, _: Caller, name: str, variables: Mapping[str, Any]) -> CommandDone | CommandProblem:
        """What becomes of a command, by intake's own rules."""
        self.sent.append((name, dict(variables)))
        if name == "check_request":
            if self.actor.role is Role.STAKEHOLDER:
                return CommandProblem(403, "not_permitted", "Your role may not do this", "8", (), "intake")
            return CommandDone({"findings": [], "already_open": None, "coming": self.coming}, None)
        if self.away:
            raise Retryable("owner_away", "intake does not answer just now", 1)
        try:
            one = self.add() if name == "open_draft" else variables["id"]
            if name != "open_draft":
                self._change(name, variables)
        except ModalityError as refused:
            status = next(number for kind, number in STATUS.items() if isinstance(refused, kind))
            faults = refused.faults if isinstance(refused, Invalid) else ()
            return CommandProblem(status, refused.code, refused.detail, None, faults, None)
        draft = self.drafts[one]
        return CommandDone(draft.model_dump(mode="json"), draft.rev)

    async def read(self, *_: object) -> dict[str, Any]:
        """What a workbook says."""
        return self.book

    def _change(self, name: str, given: Mapping[str, Any]) -> None:
        one, party = given["id"], self.actor.party or ""
        draft = self.drafts[one]
        if "version" in given and given["version"] != draft.rev:
            raise Stale("changed_meanwhile", "It is another version by now")
        changed: Any = {
            "edit_draft": lambda: domain.edited(
                draft, text_of(fitting(orjson.dumps(given["content"]), DraftContent, DOOR), draft.lead), NOW
            ),
            "share_draft": lambda: domain.shared_with(draft, given["party"], given["role"], party, NOW)[0],
            "end_draft_hand": lambda: domain.shared_no_more(draft, given["party"], NOW)[0],
            "comment_draft": lambda: commented(draft, "c1", given["place"], given["text"], party, NOW)[0],
            "resolve_draft_comment": lambda: resolved(draft, given["comment"], party, NOW),
            "ask_signatures": lambda: domain.signatures_asked(draft, NOW, NOW + timedelta(days=14)),
            "sign_draft": lambda: domain.signed(draft, given["party"], given["post"], given["digest"], NOW)[0],
            "refuse_to_sign_draft": lambda: domain.refused(draft, party, NOW),
            "endorse_draft": lambda: domain.endorsed(draft, party, given["digest"], NOW),
            "submit_draft": lambda: _submitted(draft),
            "drop_draft": lambda: domain.dropped(draft, NOW),
        }[name]()  # fmt: skip
        self.drafts[one] = changed


def _submitted(draft: RequestDraft) -> RequestDraft:
    domain.all_signed(draft)
    return domain.submitted(draft, "r-1", "ACSG-2026-TCD-001", NOW)
