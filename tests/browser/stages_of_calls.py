"""Brings a call for action from stage to stage: asked, answered, reported on, closed; each page is looked at once there is something on it."""

from datetime import UTC, datetime, timedelta

from deploy.demo.client import Client
from tests.browser.stages_of_parties import PROSE
from tests.browser.walk import Walk, there
from tests.support.calls_for_action import call_body, done_body, word_body
from tests.support.engagements import OFFICER, PARTY, TCD
from tests.support.poll import until


async def call_for_action(walk: Walk, client: Client) -> None:
    """Chad and an organisation are asked; Chad says what it does and did."""
    chad, _, officer, *_ = walk.people
    today = datetime.now(UTC).date()
    worded = [{"language": "fr", "title": "Tentes et tablettes", "text": PROSE}]
    made = await client.call(
        OFFICER, "POST", "dialogue", "/calls-for-action", call_body(PARTY[TCD], "org:ecre", wordings=worded)
    )
    one = at = f"/calls-for-action/{made['call_for_action_id']}"
    await until(lambda: there(chad, f"{at}/answer"), "the call as the State reads it")
    walk.look("/calls-for-action", "/calls-for-action/new", at, f"{at}/answer", f"{at}/content", f"{at}/withdrawal")
    await client.call(TCD, "PUT", "dialogue", f"{one}/answer", word_body(today + timedelta(days=5), what=PROSE))
    await until(lambda: there(chad, f"{at}/reports"), "the word as the State reads it")
    await client.call(TCD, "POST", "dialogue", f"{one}/reports", done_body(today, text=PROSE))
    await until(lambda: there(chad, f"{at}/reports/withdrawal"), "the report as the State reads it")
    walk.look(f"{at}/reports", f"{at}/reports/withdrawal", f"{at}/showing", f"{at}/closing")
    walk.keep(chad, "call-for-action-own", at)
    walk.keep(officer, "call-for-action-full", at)
