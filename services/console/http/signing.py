"""From a finished form to a request, by way of its draft at intake: asked to be signed, signed, submitted (WM 8, 15.v)."""

from typing import Any

from services.console.asking.gateway import CommandDone, CommandProblem
from services.console.http.at_owner import read
from services.console.http.visit import Visit
from services.console.keeping.drafts import DraftRow


def post_of(content: dict[str, Any]) -> str:
    """Who signs, until somebody says otherwise: the post that the form names, else the authority."""
    authority = content.get("competent_authority") or {}
    return str((authority.get("focal_point") or {}).get("post") or authority.get("name") or "")


async def signed_and_sent(visit: Visit, row: DraftRow, draft_id: str) -> CommandProblem | str | None:
    """The identifier of the request; None where others have to sign first. Each step once, by what stands there already.

    The keys are those of what was typed: who sends it again after a cut goes on where it stopped.
    """
    party, key = visit.actor.party or "", row.send_key
    draft = await read(visit, draft_id)
    if draft["status"] == "open":
        done = await visit.command("ask_signatures", id=draft_id, version=draft["version"], key=f"{key}-ask")
        if isinstance(done, CommandProblem):
            return done
        draft = await read(visit, draft_id)
    if party in draft["missing"]:
        post = visit.field("post") or post_of(row.content)
        done = await visit.command(
            "sign_draft", id=draft_id, party=party, post=post, digest=draft["digest"], paper=None,
            version=draft["version"], key=f"{key}-sign",
        )  # fmt: skip
        if isinstance(done, CommandProblem):
            return done
        draft = await read(visit, draft_id)
    if draft["status"] == "to_be_signed" and not draft["missing"]:
        distinct = [visit.field("distinct")] if visit.field("distinct") else []
        done = await visit.command(
            "submit_draft", id=draft_id, distinct=distinct, version=draft["version"], key=f"{key}-send"
        )
        return str(done.state["request_id"]) if isinstance(done, CommandDone) else done
    found: str | None = draft["requestId"]
    return found
