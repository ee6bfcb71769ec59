"""A partly shown match and the figures over GraphQL and exports, on a real read model (WM 11, 16, 17)."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.gateway.pulse.store import keep
from shared.contracts.event import Event
from shared.contracts.matching import MatchReserved
from shared.contracts.shapes.match import Consultation
from shared.modalities.access import policy
from shared.modalities.access.actor import Role
from shared.modalities.access.relations import as_side
from shared.modalities.access.rule import Rule
from tests.support.happenings import Request, match, offer
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import Region, Told

NOW = datetime(2026, 5, 1, tzinfo=UTC)
TCD, FRA = "iso3166:TCD", "iso3166:FRA"
NODE = "id itemId kind region reference parties functionalAreas owner state history { type }"
LIST = f"query($f: ItemFilter) {{ matches(filter: $f) {{ totalCount nodes {{ {NODE} }} }} }}"
FIGURES = "{ unmetNeed { region functionalArea unit open requests } firstFeedback { region requests medianSeconds } }"
HIDDEN = ("TCD", "wca", "registration", "CANARY", "requester")


@pytest_asyncio.fixture(loop_scope="session")
async def model(postgres: Postgres, tmp_path: Path) -> AsyncIterator[ReadModel]:
    made = await read_model(postgres, tmp_path, NOW, deployment="wca", scope="regional")
    yield made
    await made.close()


class Telling:
    """What intake, roster and matching of wca say, in order."""

    def __init__(self, model: ReadModel) -> None:
        self.model, self.region = model, Region("wca", at_home=True)

    async def __call__(self, *events: Event) -> None:
        told = [Told(e.wire_type, e.aggregate_id, e.aggregate_version, e.model_dump(mode="json"), NOW) for e in events]
        await self.model.told([self.region.record(one) for one in told])
        for event in events:
            await keep(self.model.database, event)


async def in_a_match(model: ReadModel) -> tuple[Telling, Request]:
    """France's offer stands in a match with a request of Chad, which agreed to show its title."""
    tell, request = Telling(model), Request("request-001", NOW, title="A title", summary="CANARY-summary")
    await tell(request.submitted, request.decided(NOW), request.consent(NOW, ("title",)))
    await tell(offer("offer-001", NOW))
    answers = {TCD: "pending", FRA: "pending"}
    event = match(MatchReserved, request, NOW, answers, status="reserved", version=1)
    note = Consultation(party=TCD, summary="CANARY-note", held_at=NOW, recorded_by="officer")
    held = tuple(one.model_copy(update={"offer_region": "europe"}) for one in event.match.reservations)
    noted = event.match.model_copy(update={"consultations": (note,), "reservations": held})
    await tell(event.model_copy(update={"match": noted}))
    return tell, request


def leaks(node: Any) -> list[str]:
    # An offerer's own offer is of France; its areas are its own to know.
    return [word for word in HIDDEN if word in json.dumps(node)]


@pytest.mark.paragraph("17")
async def test_an_offerer_finds_nothing_of_a_partly_shown_request_in_its_match(model: ReadModel) -> None:
    tell, request = await in_a_match(model)
    for _ in ("while the title is shown", "after the agreement was taken back"):
        found = (await model.ask("fra-authority", LIST))["matches"]
        assert (found["totalCount"], leaks(found["nodes"])) == (1, [])
        assert (found["nodes"][0]["region"], found["nodes"][0]["history"]) == (None, None)
        # Nothing that is hidden finds it; its own party does.
        for asked, times in (({"party": TCD}, 0), ({"functionalArea": "registration"}, 0), ({"region": "wca"}, 0),
                             ({"party": FRA}, 1), ({}, 1)):  # fmt: skip
            narrowed = (await model.ask("fra-authority", LIST, f=asked))["matches"]
            assert (narrowed["totalCount"], len(narrowed["nodes"])) == (times, times), asked
        one = "query($k: String!) { item(key: $k) { itemId state } }"
        assert (await model.ask("fra-authority", one, k="MATCH-2026-TCD-001"))["item"] is None
        assert leaks((await model.ask("fra-authority", one, k="match-1"))["item"]) == []
        node = f'{{ node(id: "{found["nodes"][0]["id"]}") {{ itemId region }} }}'
        assert (await model.ask("fra-authority", node))["node"] == {"itemId": "match-1", "region": None}
        steps = await model.ask("fra-authority", "{ worklist { region reference who what } }")
        assert leaks(steps) == []
        assert [step["who"] for step in steps["worklist"]] == [[FRA]]
        if request.state.consents:
            await tell(request.consent_back())
    whole = (await model.ask("wca-officer", LIST))["matches"]["nodes"][0]
    assert leaks(whole) == list(HIDDEN)
    own = (await model.ask("tcd-authority", LIST, f={"party": FRA}))["matches"]["nodes"][0]
    assert {"TCD", "CANARY"} <= set(leaks(own))


@pytest.mark.control
async def test_a_policy_that_shows_a_match_whole_to_its_sides_is_found(
    model: ReadModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_a_match(model)
    everybody = Rule(SimpleNamespace(name="match.read_whole"), frozenset(Role), as_side)  # type: ignore[arg-type]
    monkeypatch.setitem(policy._BY_ACTION, "match.read_whole", (everybody,))
    assert leaks((await model.ask("fra-authority", LIST))["matches"]["nodes"]) == list(HIDDEN)


@pytest.mark.paragraph("17")
async def test_figures_for_others_are_made_of_what_is_shown_in_groups(model: ReadModel) -> None:
    tell, requests = Telling(model), [Request(f"request-00{n}", NOW) for n in range(4)]
    nothing = {"unmetNeed": [], "firstFeedback": []}
    for one in requests:
        await tell(one.submitted, one.feedback(NOW), one.decided(NOW), one.need(1, 1))
    others = ("tcd-authority", "fra-authority", "ecre", "integrator-observer")
    for who in others:
        assert await model.ask(who, FIGURES) == nothing
    officers = await model.ask("wca-officer", FIGURES)
    assert (officers["unmetNeed"][0]["requests"], officers["firstFeedback"][0]["requests"]) == (4, 4)
    # Two that are shown are too few to be a group; the third makes one.
    for one in requests[:2]:
        await tell(one.consent(NOW, ("lines",), audiences=("offerers",)))
    assert await model.ask("fra-authority", FIGURES) == nothing
    await tell(requests[2].consent(NOW, ("lines",), audiences=("offerers",)))
    shown = await model.ask("fra-authority", FIGURES)
    assert (shown["unmetNeed"][0]["requests"], shown["firstFeedback"][0]["requests"]) == (3, 3)
    # A program of an integrator is no possible offerer.
    assert await model.ask("integrator-observer", FIGURES) == nothing
    await tell(requests[2].withdrawn())
    assert await model.ask("fra-authority", FIGURES) == nothing
    assert (await model.ask("wca-officer", FIGURES))["unmetNeed"][0]["requests"] == 3
    await tell(requests[1].consent_back())
    assert await model.ask("fra-authority", FIGURES) == nothing
    assert (await model.ask("wca-officer", FIGURES))["firstFeedback"][0]["requests"] == 3


@pytest.mark.paragraph("17")
async def test_where_a_shown_request_is_from_is_said_with_its_states_alone(model: ReadModel) -> None:
    tell, request = Telling(model), Request("request-001", NOW)
    asked = "{ solicitedRequests { region fields } }"
    await tell(request.submitted, request.consent(NOW, ("title",)))
    assert [one["region"] for one in (await model.ask("fra-authority", asked))["solicitedRequests"]] == [None]
    await tell(request.consent(NOW, ("title", "requesting_states")))
    assert [one["region"] for one in (await model.ask("fra-authority", asked))["solicitedRequests"]] == ["wca"]
    assert (await model.ask("integrator-observer", asked))["solicitedRequests"] == []
