"""The journey across regions: an offer that Europe owns answers Chad's request, and Geneva sees it all (WM 6, 11)."""

import time
from dataclasses import dataclass
from typing import Any

from deploy.demo.at_home import accepted_at_home, heard_at_home
from deploy.demo.client import Client, Refused
from deploy.demo.journey import Journey
from deploy.demo.tail import Tail

FRANCE = {"iso3166:FRA": "fra-authority@example.org", "unhcr-bureau:europe": "europe-officer@example.org"}


@dataclass
class Crossing(Journey):
    """The journey's first steps are those of one region; from the offer on it goes over the mirrors."""

    abroad: Client | None = None
    geneva: Client | None = None
    tail_abroad: Tail | None = None

    @property
    def europe(self) -> Client:
        """Speaks to Europe."""
        assert self.abroad is not None
        return self.abroad

    @property
    def hub(self) -> Client:
        """Speaks to Geneva."""
        assert self.geneva is not None
        return self.geneva

    async def addresses(self) -> None:
        """Each deployment knows where it reaches its own."""
        for party, email in FRANCE.items():
            actor = "fra-authority" if party.startswith("iso") else "europe-officer"
            body = {"email": email, "language": "fr" if party.startswith("iso") else "en"}
            await self.europe.call(actor, "PUT", "notifications", f"/directory/{party}", body)
        body = {"email": "secretariat@example.org", "language": "en"}
        await self.hub.call("geneva-officer", "PUT", "notifications", "/directory/unhcr:secretariat", body)

    async def call_abroad(self) -> str:
        """France and Germany are asked by the other region, and hear and answer at their own bureau (WM 6, 16, 17)."""
        return await heard_at_home(self, self.europe, "europe")

    async def _accept(self, actor: str, party: str, one: str) -> None:
        """The offering side does so at its own bureau."""
        if actor == self.cast.gives:
            await accepted_at_home(self, self.europe, actor, party, one)
        else:
            await super()._accept(actor, party, one)

    async def offer_abroad(self) -> None:
        """France answers the call with an offer, at Europe; the officer of the other region finds it ranked (WM 11, 18)."""
        say = self.story
        async with say.step("France offers in response at its own bureau, West and Central Africa ranks it"):
            contact = {"name": "An official of France", "email": "official@example.org"}
            body = self.cast.offer(
                visibility="mechanism", focal_point=contact, in_response_to=self.request["request_id"]
            )
            began = time.monotonic()

            async def offered() -> Any:
                try:
                    return await self.europe.call("fra-authority", "POST", "roster", "/support-offers", body)
                except Refused as refused:
                    if refused.status == 409:
                        return None
                    raise

            self.offer = await self.until(offered, "the call at Europe's roster")
            say.tell("fra-authority", f"offered {self.offer['reference']} with Europe", "18")
            path = f"/support-requests/{self.request['request_id']}/ranking?first=500"

            async def ranked() -> Any:
                try:
                    seen = await self.client.call(self._officer, "GET", "matching", path)
                except Refused:
                    return None
                lines = seen["lines"] if seen["solicitation"] == "agreed" else []
                found = [o for line in lines for o in line["ranked"] if o["offer_id"] == self.offer["offer_id"]]
                return found[0] if found else None

            found = await self.until(ranked, "the offer of Europe in the ranking of the other region")
            seconds = time.monotonic() - began
            say.check(True, f"it is in the other region's ranking after {seconds:.1f} s, place {found['rank']}")
            say.tell(self._officer, f"sees an offer of Europe at place {found['rank']}", "11")

    async def agree_across(self) -> None:
        """The owner of the offer, in the other deployment, holds and commits its capacity (WM 11, 19, 20)."""
        say, assured = self.story, self.tail_abroad
        assert assured is not None
        async with say.step("A match across regions is held, accepted, confirmed"):
            began = time.monotonic()
            one = await self._propose("Same language and subject")
            say.event(await assured.wait("acsg.roster.capacity-reserved", self.offer["offer_id"]))
            await self._event("acsg.matching.match-reserved", one)
            seconds = time.monotonic() - began
            say.check(True, f"asked, held in Europe and answered over four replications in {seconds:.1f} s")
            await self._accept_and_confirm(one)
            say.event(await assured.wait("acsg.roster.capacity-committed", self.offer["offer_id"]))
            path = f"/support-offers/{self.offer['offer_id']}"
            found = await self.europe.call("fra-authority", "GET", "roster", path)
            line = found["capacity"][0]
            left = line["remaining"] == "1" and line["committed"] == "1"
            say.check(left, "Europe's roster has committed one of two packages")
            say.tell(self._officer, f"{self.match['reference']} is confirmed, held and committed by Europe", "19")

    async def hear_everywhere(self) -> None:
        """Each deployment tells its own, nobody hears twice (WM 6)."""
        say = self.story
        async with say.step("Both bureaux, both sides and Geneva hear of it, each once"):
            told = {
                "wca": await self._told(self.client, self._officer, {"iso3166:TCD", "unhcr-bureau:wca"}),
                "europe": await self._told(self.europe, "europe-officer", {"iso3166:FRA", "unhcr-bureau:europe"}),
                "geneva": await self._told(self.hub, "geneva-officer", {"unhcr:secretariat"}),
            }
            for name, parties in told.items():
                say.tell(name, f"told {', '.join(sorted(parties))}", "6")
            everyone = [party for found in told.values() for party in found]
            say.check(len(everyone) == len(set(everyone)), "nobody heard of it from two deployments")
            say.tell("notifications", f"{len(everyone)} parties heard, each from its own deployment", "6")

    async def _told(self, client: Client, officer: str, parties: set[str]) -> list[str]:
        """Whom a deployment told of the confirmed match, once these are among them."""

        async def delivered() -> list[str] | None:
            path = f"/deliveries?item_id={self.match['match_id']}&state=delivered"
            found = (await client.call(officer, "GET", "notifications", path))["deliveries"]
            last = [d["recipient"] for d in found if d["event_type"] == "acsg.matching.match-confirmed"]
            return last if parties <= set(last) else None

        return list(await self.until(delivered, f"mails of {officer}'s deployment about the confirmed match"))

    async def look_from_everywhere(self) -> None:
        """Geneva sees all; Europe sees the match its offer is in, and not the request (WM 6, 17)."""
        say = self.story
        async with say.step("Geneva looks at it through GraphQL"):
            query = """query($match: String!, $request: String!, $offer: String!) {
              match: item(key: $match) { region status reference history { words paragraph } }
              request: item(key: $request) { region status state }
              offer: item(key: $offer) { region status } }"""
            keys = {
                "match": self.match["match_id"],
                "request": self.request["request_id"],
                "offer": self.offer["offer_id"],
            }

            async def seen() -> Any:
                found = await self.hub.graphql("geneva-officer", query, keys)
                whole = all(found.values()) and found["match"]["status"] == "confirmed"
                return found if whole else None

            found = await self.until(seen, "the confirmed match at Geneva")
            for entry in found["match"]["history"]:
                print(f"      WM {entry['paragraph']:<5} {entry['words']}")
            regions = {name: one["region"] for name, one in found.items()}
            say.check(
                regions == {"match": "wca", "request": "wca", "offer": "europe"},
                "owners as they are: " + ", ".join(f"{name} {region}" for name, region in regions.items()),
            )
            content = found["request"]["state"]["content"]
            closed = content.get("submission_route"), content["competent_authority"].get("focal_point")
            say.check(closed == (None, None), "neither contact nor submission route ever left West and Central Africa")

            async def abroad() -> Any:
                found = await self.europe.graphql("europe-officer", query, keys)
                return found if found["match"] and found["match"]["status"] == "confirmed" else None

            found_abroad = await self.until(abroad, "the match in Europe's GraphQL")
            say.check(found_abroad["request"] is None, "Europe's officers see the match, and not the request behind it")
            await self._same_figures()
            await self._not_at_geneva()
            say.tell("geneva-officer", f"reads {found['match']['reference']} as confirmed", "6")

    async def _same_figures(self) -> None:
        """Geneva says of a region what the region says of itself (WM 6, 16)."""
        query = (
            "{ unmetNeed { region functionalArea unit open requests } firstFeedback { region requests medianSeconds } }"
        )

        async def same() -> Any:
            own = await self.client.graphql(self._officer, query)
            seen = await self.hub.graphql("geneva-officer", query)
            of_region = {name: [one for one in rows if one["region"] == self.deployment] for name, rows in seen.items()}
            feedback = [
                round(one.pop("medianSeconds"), 3) for both in (own, of_region) for one in both["firstFeedback"]
            ]
            heard = feedback and own["firstFeedback"] == of_region["firstFeedback"] and len(set(feedback)) == 1
            return of_region if heard and own["unmetNeed"] == of_region["unmetNeed"] else None

        found = await self.until(same, "the region's own figures at Geneva")
        words = f"{len(found['unmetNeed'])} of unmet need, {len(found['firstFeedback'])} of first feedback"
        self.story.check(True, f"Geneva's figures of {self.deployment} are its own: {words}")

    async def _not_at_geneva(self) -> None:
        """What belongs to a region is decided there, also when it is said at Geneva: no officer takes back a State's agreement (WM 6, 17)."""
        mutation = """mutation($one: String!) { withdrawConsent(requestId: $one, expectedVersion: 1, key: "not-at-geneva") {
          problem { code status } } }"""
        done = await self.hub.graphql("geneva-officer", mutation, {"one": self.request["request_id"]})
        problem = done["withdrawConsent"]["problem"]
        said = problem == {"code": "not_permitted", "status": 403}
        self.story.check(said, f"a command at Geneva goes to the region, whose policy refuses it: {problem}")
