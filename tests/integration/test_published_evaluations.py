"""What all parties agreed to publish of how an engagement is judged is public everywhere, and gone everywhere once it changed."""

from typing import Any

import orjson
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from shared.contracts.delivery import PUBLIC_ENGAGEMENT, PUBLIC_ENGAGEMENT_CURRENT
from shared.contracts.envelope import Envelope
from tests.support.engagements import EVALUATION, FRA, OFFICER, TCD, Followed, engaged
from tests.support.poll import until
from tests.support.topics import everything

pytestmark = pytest.mark.paragraph("15.vii")
QUERY = "{ publishedEngagements(first: 200) { engagements { itemId region fields } pageInfo { hasNextPage } } }"
CANARY, REWRITTEN = "Canary of Chad lasts", "Canary of what Chad says now"
OF_FRANCE, SECRET = "Canary of France lasts", "Canary of why it ended"
OUTSIDE = (None, "sen-authority", "integrator-iom")
READERS = (*OUTSIDE, TCD, "geneva-officer")


def evaluation(words: str, public: bool) -> dict[str, Any]:
    return EVALUATION | {"sustainability": words, "may_be_public": public}


async def surfaces(stack: Stack, client: Client, who: str | None, since: int) -> dict[str, str]:
    """All that a reader can ask of what is public, as text by name."""
    found = {"graphql": orjson.dumps(await client.graphql(who, QUERY)).decode()}
    headers = {"Authorization": f"Bearer {await client.token(who)}"} if who else {}
    asked = [("gateway", "/exports/public-events.jsonl"), ("gateway", "/exports/iati.xml")]
    # What is announced to a side is more than what is public.
    asked += (
        [("notifications", f"/announcements{form}") for form in (f"?after={since}", ".atom")] if who in OUTSIDE else []
    )
    for service, path in asked:
        answer = await client.http.get(stack.addresses[service] + path, headers=headers, timeout=60)
        found[path] = answer.text if answer.status_code == 200 else ""
    return found


async def agree(one: Followed, actor: str, answer: str = "agreed") -> None:
    """A party's word on the text that stands there."""
    await one.say(actor, "PUT", "/publication", digest=one.state["publication"]["digest"], answer=answer)


async def test_it_is_public_when_all_agree_to_its_text_and_nowhere_once_that_changed(
    stack: Stack, client: Client
) -> None:
    since = (await client.call(None, "GET", "notifications", "/announcements?after=0&first=1"))["newest_position"]
    one: Followed = await engaged(client)
    await one.begin()
    await one.say(TCD, "POST", "/end", reason="other", words=SECRET)
    refused = await one.refused(TCD, "PUT", "/publication", digest="0" * 64, answer="agreed")
    assert refused[:2] == (409, "nothing_to_publish")
    await one.say(TCD, "PUT", "/evaluation", evaluation=evaluation(CANARY, True))
    await one.say(FRA, "PUT", "/evaluation", evaluation=evaluation(OF_FRANCE, False))
    await client.call(OFFICER, "PUT", "delivery", f"/engagements/{one.one}/secretariat-evaluation",
                      {"evaluation": evaluation("Canary of the Secretariat", False)})  # fmt: skip
    await one.say(FRA, "PUT", "/evaluation", evaluation=evaluation(OF_FRANCE, True))
    assert CANARY not in str(await surfaces(stack, client, None, since)), (
        "Chad has not agreed to what France said since"
    )
    first = one.state["publication"]["digest"]
    await agree(one, TCD)

    async def there(text: str, places: int) -> dict[str, str] | None:
        found = {name: told for name, told in (await surfaces(stack, client, None, since)).items() if text in told}
        return found if len(found) == places else None

    found = await until(
        lambda: there(CANARY, 4), "the evaluation on each public surface but the feed, which names what is new"
    )
    assert all(OF_FRANCE in told for told in found.values())
    feed = (await surfaces(stack, client, None, since))["/announcements.atom"]
    assert one.one in feed
    for who in READERS:
        told = await surfaces(stack, client, who, since)
        assert CANARY in told["graphql"]
        assert CANARY in told["/exports/public-events.jsonl"]
        if who in OUTSIDE:
            assert CANARY in told["/exports/iati.xml"]
            for kept in (SECRET, "Canary of the Secretariat", one.state["title"], one.state["reference"]):
                assert kept not in told["graphql"] + told["/exports/iati.xml"], kept

    async def gone() -> bool:
        found = [await surfaces(stack, client, who, since) for who in READERS]
        public = [told for each in found for told in each.values()]
        return not any(text in told for told in public for text in (OF_FRANCE, CANARY, REWRITTEN))

    # Chad words its evaluation anew: what France agreed to was another text.
    await one.say(TCD, "PUT", "/evaluation", evaluation=evaluation(REWRITTEN, True))
    assert await until(gone, "nothing of it on any public surface, until France agrees to the new text")
    stale = await one.refused(FRA, "PUT", "/publication", digest=first, answer="agreed")
    assert stale[:2] == (412, "publication_changed")
    stranger = {"party": "iso3166:SEN", "digest": one.state["publication"]["digest"], "answer": "agreed"}
    for actor in ("sen-authority", OFFICER):
        with pytest.raises(Refused) as kept_out:
            await client.call(actor, "PUT", "delivery", f"/engagements/{one.one}/publication", stranger)
        assert kept_out.value.status in {403, 404}
    await agree(one, FRA)
    anew = await until(lambda: there(REWRITTEN, 4), "the new text, which both agreed to")
    assert not any(CANARY in told for told in anew.values())
    await agree(one, FRA, "taken_back")
    assert await until(gone, "nothing of it on any public surface")
    records = await everything(stack.addresses["kafka"], [PUBLIC_ENGAGEMENT, PUBLIC_ENGAGEMENT_CURRENT])
    log, current = (
        [each for each in records if each.topic == topic.name and each.key == one.one]
        for topic in (PUBLIC_ENGAGEMENT, PUBLIC_ENGAGEMENT_CURRENT)
    )
    types = [Envelope.from_headers(record.headers).type.rpartition("-")[2] for record in log]
    assert types == ["published", "retracted"] * 2, "nothing is said that did not change"
    assert not current[-1].body, "a tombstone stands where it stood"
