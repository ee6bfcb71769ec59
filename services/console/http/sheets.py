"""A party's own sheet for a draft at intake: the form that it writes on, whoever began the draft (WM 8)."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.console.forms.kinds import REQUEST
from services.console.forms.support_request import OF_WORKBOOK, PREPARED
from services.console.http.at_owner import prepared_id, read, share
from services.console.http.preparing import case_of, is_live, may
from services.console.http.visit import Visit
from services.console.http.workbooks import kept_of
from services.console.keeping.drafts import DraftRow, merged
from shared.modalities.access.actions import EDIT_DRAFT
from shared.modalities.errors import NotFound


async def sheet_of(visit: Visit, draft: dict[str, Any]) -> DraftRow:
    """The sheet that was begun here, or one that is made of the text as it stands."""
    for row in await visit.desk.drafts.all(visit.cause):
        if prepared_id(row) == draft["draftId"]:
            return row
    one = str(uuid5(NAMESPACE_URL, f"{visit.actor.party} {draft['draftId']}"))
    try:
        return await visit.desk.drafts.find(visit.cause, one)
    except NotFound:
        text = draft["content"]
        sent = REQUEST.body(text | {PREPARED: {"text": text}}, visit.actor)
        held = {"id": draft["draftId"], "version": draft["version"], "sent": sent, "text": text, "contested": {}}
        return await visit.desk.drafts.begin(visit.cause, REQUEST.name, text | {PREPARED: held}, draft_id=one)


async def filled(visit: Visit, said: dict[str, Any]) -> DraftRow | None:
    """The sheet with what a workbook says that was made of its draft; None for a workbook of none that the reader writes in.

    Of a text that changed since, it writes over nothing: where they differ both are shown.
    """
    about = said["about"]
    if not about.get("draft_id"):
        return None
    try:
        draft = await read(visit, about["draft_id"])
    except NotFound:
        return None
    case = case_of(visit, draft)
    if not (is_live(case) and may(case, EDIT_DRAFT)):
        return None
    row = await sheet_of(visit, draft)
    content = merged(row.content, said["body"]) | {OF_WORKBOOK: kept_of(said, visit.words.language)}
    if about.get("object_version") != str(draft["version"]):
        mine, theirs = REQUEST.body(content, visit.actor), draft["content"]
        both = {name: theirs.get(name) for name in said["body"] if mine.get(name) != theirs.get(name)}
        content[PREPARED] = content[PREPARED] | {"contested": content[PREPARED]["contested"] | both}
    await visit.desk.drafts.save(visit.cause, row, row.rev, content)
    return (await share(visit, await visit.desk.drafts.find(visit.cause, row.draft_id), REQUEST)).row
