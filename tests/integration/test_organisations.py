"""Organisations register themselves on real processes: read by nobody else before, named everywhere after, without a restart (WM 3)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import PACKAGES, offer_body, request_body
from tests.support.interface_things import IN_2050
from tests.support.meetings import meeting_body
from tests.support.organisations import organisation_body
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken

pytestmark = pytest.mark.paragraph("3")
OFFICER, OTHER, GENEVA, TCD, FRA = "wca-officer", "esa-officer", "geneva-officer", "tcd-authority", "fra-authority"
DONE = "{ state version problem { status code faults } }"
CHANGE = "expectedVersion: $v, key: $k) " + DONE + " }"
APPLY = "mutation($c: OrganisationInput!, $k: String!) { done: applyAsOrganisation(content: $c, key: $k) " + DONE + " }"
AMEND = (
    "mutation($i: String!, $c: OrganisationInput!, $v: Int!, $k: String!) { done: amendApplication(organisationId: $i, content: $c, "
    + CHANGE
)
BACK = "mutation($i: String!, $v: Int!, $k: String!) { done: withdrawApplication(organisationId: $i, " + CHANGE
REGISTER = (
    "mutation($i: String!, $c: String!, $s: Date, $v: Int!, $k: String!) { done: registerOrganisation(organisationId: $i, code: $c, since: $s, "
    + CHANGE
)
REFUSE = (
    'mutation($i: String!, $v: Int!, $k: String!) { done: refuseOrganisation(organisationId: $i, reason: NOT_VERIFIED, words: "No such register", language: "en", '
    + CHANGE
)
RENAME = (
    "mutation($i: String!, $s: Date!, $n: [OrganisationNameInput!]!, $v: Int!, $k: String!) { done: renameOrganisation(organisationId: $i, since: $s, names: $n, "
    + CHANGE
)
MERGE = (
    "mutation($i: String!, $o: String!, $v: Int!, $k: String!) { done: mergeOrganisation(organisationId: $i, into: $o, "
    + CHANGE
)
END = (
    "mutation($i: String!, $u: Date!, $v: Int!, $k: String!) { done: endOrganisation(organisationId: $i, until: $u, "
    + CHANGE
)
ITEM = "query($i: String!) { item(key: $i) { kind status version reference state steps { code who } } }"
ALIKE = "query($i: String!) { alikeOrganisations(organisationId: $i) { called name } }"
CANARY = "Canari des cliniques"


class Walk(StepsTaken):
    """An applicant of its own, with a code of its own."""

    def __init__(self, client: Client) -> None:
        self.of_its_own = uuid4().hex[:8]
        super().__init__(client, f"organisation-{self.of_its_own}", "acsg.roster.organisation-", ITEM)
        self.applicant = f"applicant-{self.of_its_own}"

    def content(self, **changes: Any) -> dict[str, Any]:
        """As GraphQL takes it, under a name that nobody else bears."""
        said = organisation_body(names=[{"language": "en", "name": f"Clinics {self.of_its_own}"}]) | changes
        return {("acrossRegions" if name == "across_regions" else name): one for name, one in said.items()}

    async def applied(self, **changes: Any) -> str:
        """An application that waits, as the read model has it."""
        one = str((await self.said(self.applicant, APPLY, c=self.content(**changes)))["organisation_id"])
        await self.seen(self.applicant, one, lambda item: item["status"] == "applied")
        return one

    async def registered(self, actor: str = OFFICER, **changes: Any) -> tuple[str, str]:
        """A registered one: identifier, and id as a party."""
        one = await self.applied(**changes)
        done = await self.said(actor, REGISTER, i=one, c=f"c{self.of_its_own}", v=1)
        return one, f"org:{done['code']}"

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"]


async def refused_of(client: Client, actor: str, service: str, path: str, body: dict[str, Any]) -> set[str]:
    """Codes of the faults for which a body is refused; none where it is taken."""
    try:
        await client.call(actor, "POST", service, path, body)
    except Refused as refused:
        return {fault["code"] for fault in refused.problem.get("errors", refused.problem.get("faults", []))} or {
            refused.problem["code"]
        }
    return set()


async def test_an_application_is_its_applicants_and_the_officers_alone(client: Client) -> None:
    walk = Walk(client)
    one = await walk.applied(statement=f"{CANARY}, who trains")
    for actor in (walk.applicant, OFFICER):
        item = await walk.seen(actor, one, lambda item: item["status"] == "applied")
        assert CANARY in item["state"]["content"]["statement"]
    for actor in (TCD, FRA, "tcd-office", "ecre", "integrator-observer", "applicant-somebody-else"):
        assert (await client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        with pytest.raises(Refused) as refused:
            await client.call(actor, "GET", "roster", f"/organisations/{one}")
        assert refused.value.status == 404
        listed = await client.call(actor, "GET", "roster", "/organisations?first=200")
        assert CANARY not in str(listed)
    steps = (await walk.seen(OFFICER, one, lambda item: item["steps"]))["steps"]
    assert steps == [{"code": "organisation_decision", "who": ["unhcr-bureau:wca"]}]
    assert await walk.no(walk.applicant, APPLY, c=walk.content()) == (409, "application_waits")
    assert await walk.no("applicant-somebody-else", BACK, i=one, v=1) == (404, "not_found")
    for actor in (TCD, "ecre", OFFICER):
        assert (await walk.no(actor, APPLY, c=walk.content()))[0] == 403, actor
    # It may do nothing else: neither what parties do nor what officers do, nor read what is theirs.
    assert await refused_of(client, walk.applicant, "roster", "/support-offers", offer_body()) == {"not_permitted"}
    assert await refused_of(client, walk.applicant, "intake", "/support-requests", request_body()) == {"not_permitted"}
    assert await walk.no(walk.applicant, REGISTER, i=one, c="mine", v=1) == (403, "not_permitted")
    changed = await walk.said(walk.applicant, AMEND, i=one, c=walk.content(kind="foundation"), v=1)
    assert changed["content"]["kind"] == "foundation"
    assert (await walk.said(walk.applicant, BACK, i=one, v=2))["status"] == "withdrawn"
    assert await walk.no(OFFICER, REGISTER, i=one, c="late", v=3) == (409, "not_an_application")


@pytest.mark.clause("3.1")
async def test_once_registered_it_is_named_everywhere_without_a_restart(client: Client) -> None:
    walk = Walk(client)
    party, its = f"org:wca-c{walk.of_its_own}", f"org-wca-c{walk.of_its_own}"
    meeting = meeting_body(invited=["iso3166:TCD", party], **IN_2050)
    offer = offer_body(offering_parties=[party])
    assert await refused_of(client, its, "roster", "/support-offers", offer) == {"unknown_organisation"}
    one = await walk.applied()
    assert await refused_of(client, its, "roster", "/support-offers", offer) == {"unknown_organisation"}
    since = (datetime.now(UTC).date() - timedelta(days=800)).isoformat()
    done = await walk.said(OFFICER, REGISTER, i=one, c=f"c{walk.of_its_own}", s=since, v=1)
    assert (f"org:{done['code']}", done["status"], done["decision"]["by"]) == (party, "registered", "unhcr-bureau:wca")

    async def taken(actor: str, service: str, path: str, body: dict[str, Any]) -> bool:
        codes = await refused_of(client, actor, service, path, body)
        assert codes <= {"unknown_organisation"}, codes
        return not codes

    await until(lambda: taken(its, "roster", "/support-offers", offer), "its own offer")
    asked = request_body(supporters=[party], title=f"With {walk.of_its_own}")
    await until(lambda: taken(TCD, "intake", "/support-requests", asked), "a request that it supports")
    given = {"functional_area": "registration", "support_type": "technical", "quantity": PACKAGES}
    notice = {"party": "iso3166:TCD", "role": "requester", "title": f"Clinics {walk.of_its_own}", "lines": [given]}
    told = notice | {"origin": "bilateral_notice", "counterpart": party}
    await until(lambda: taken(TCD, "delivery", "/engagements", told), "a notice that names it")
    await until(lambda: taken(OFFICER, "dialogue", "/meetings", meeting), "a meeting to which it is invited")
    box = {"email": f"{walk.of_its_own}@clinics.example", "language": "en"}

    async def has_a_mailbox() -> bool:
        try:
            await client.call(its, "POST", "notifications", f"/directory/{party}/mailboxes", box)
        except Refused as refused:
            return refused.status not in (404, 422)
        return True

    await until(has_a_mailbox, "a mailbox of it")
    # Everybody reads what it is called, and nothing of its application.
    item = await walk.seen("applicant-somebody-else", one, lambda item: item["status"] == "registered")
    assert item["state"]["names"][0]["since"] == since
    assert (item["state"]["decision"], item["state"]["applicant"], item["state"]["content"]["statement"]) == (
        None,
        None,
        None,
    )


async def test_names_that_are_alike_are_shown_to_the_officer_who_decides(client: Client) -> None:
    first, second = Walk(client), Walk(client)
    one = await first.applied()
    names = [{"language": "fr", "name": f"CLINICS - {first.of_its_own}"}]
    two = await second.applied(names=names)
    alike = (await client.graphql(OFFICER, ALIKE, {"i": two}))["alikeOrganisations"]
    reference = (await first.seen(OFFICER, one, lambda item: True))["reference"]
    assert alike == [{"called": reference, "name": f"Clinics {first.of_its_own}"}]
    with pytest.raises(Refused):
        await client.call(second.applicant, "GET", "roster", f"/organisations/{two}/alike")
    assert (await first.said(OFFICER, REGISTER, i=one, c=f"c{first.of_its_own}", v=1))["status"] == "registered"
    assert await second.no(OFFICER, REGISTER, i=two, c=f"c{first.of_its_own}", v=1) == (409, "code_taken")
    assert (await second.said(OFFICER, REFUSE, i=two, v=1))["decision"]["reason"] == "not_verified"
    state = (await second.seen(second.applicant, two, lambda item: item["status"] == "refused"))["state"]
    assert state["decision"]["words"] == "No such register"
    assert (await client.graphql(TCD, ITEM, {"i": two}))["item"] is None


async def test_of_one_that_works_across_regions_geneva_decides(client: Client) -> None:
    walk = Walk(client)
    one = await walk.applied(across_regions=True)
    assert (await walk.seen(OFFICER, one, lambda item: item["steps"]))["steps"] == [
        {"code": "organisation_decision", "who": ["unhcr:secretariat"]}
    ]
    assert await walk.no(OFFICER, REGISTER, i=one, c="x1", v=1) == (403, "not_permitted")
    assert await walk.no(OFFICER, REFUSE, i=one, v=1) == (403, "not_permitted")


async def test_it_is_renamed_goes_up_in_another_and_ends(client: Client) -> None:
    walk, other = Walk(client), Walk(client)
    one, party = await walk.registered()
    two, survivor = await other.registered()
    today = datetime.now(UTC).date()
    later = [{"language": "es", "name": f"Clínicas {walk.of_its_own}"}]
    assert await walk.no(OFFICER, RENAME, i=one, s=today.isoformat(), n=later, v=2) == (422, "invalid_body")
    renamed = await walk.said(OFFICER, RENAME, i=one, s=(today + timedelta(days=1)).isoformat(), n=later, v=2)
    assert [dated["names"][0]["language"] for dated in renamed["names"]] == ["en", "es"]
    assert await walk.no(OFFICER, MERGE, i=one, o=party, v=3) in {(409, "merges_with_itself"), (422, "invalid_body")}
    assert await walk.no(OFFICER, MERGE, i=one, o="iso3166:TCD", v=3) == (422, "invalid_body")

    async def merged() -> bool:
        return (await walk(OFFICER, MERGE, i=one, o=survivor, v=3))["problem"] is None

    await until(merged, "the merger")
    offer = offer_body(offering_parties=[party])
    # Both ids stay valid: what it has under way it may bring to its end.
    assert await refused_of(client, party.replace("org:", "org-"), "roster", "/support-offers", offer) == set()
    assert await other.no(OFFICER, MERGE, i=two, o=party, v=2) == (422, "invalid_body")
    assert (await other.said(OFFICER, END, i=two, u=(today - timedelta(days=0)).isoformat(), v=2))["status"] == "ended"
    assert await other.no(OFFICER, END, i=two, u=today.isoformat(), v=3) == (409, "not_registered")
