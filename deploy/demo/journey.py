"""The journey: a State's request becomes a confirmed match with an offerer, and everyone concerned hears of it."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.cast import CANARY, PACKAGE, Cast, cast_of
from deploy.demo.client import PATIENCE_S, Client, Refused
from deploy.demo.listener import Heard
from deploy.demo.story import Story
from deploy.demo.tail import Tail

SHOWN = ["title", "requesting_states", "lines", "languages"]


@dataclass
class Journey:
    """Walks through it on a running region; every step checks what it claims."""

    client: Client
    tail: Tail
    story: Story
    deployment: str
    request: dict[str, Any] = field(default_factory=dict)
    offer: dict[str, Any] = field(default_factory=dict)
    match: dict[str, Any] = field(default_factory=dict)

    @property
    def _officer(self) -> str:
        return f"{self.deployment}-officer"

    @property
    def cast(self) -> Cast:
        """Who asks and who offers."""
        return cast_of(self.deployment)

    async def settle_in(self) -> None:
        """Both parties, their office and their bureau have an address."""
        officer, country = self._officer, self.cast.country
        others = [(officer, f"unhcr-bureau:{self.deployment}", "en"), ("geneva-officer", "unhcr:secretariat", "en"),
                  (f"{country.lower()}-office", f"unhcr-office:{country}", self.cast.language)]  # fmt: skip
        for actor, party, language in [*self.cast.mailboxes(), *others]:
            body = {"email": f"{actor}@example.org", "language": language}
            await self.client.call(
                actor, "PUT", "notifications", f"/directory/{party}", body, key=f"journey-address-{party}"
            )

    async def submit(self) -> None:
        """Submission with findings, and a bad body refused (WM 8, 13, 15)."""
        say = self.story
        async with say.step("A competent authority submits a request"):
            try:
                await self.client.call(self.cast.authority, "POST", "intake", "/support-requests", {"title": "x"})
                say.check(False, "a bad body is refused")
            except Refused as refused:
                faults = refused.problem["errors"]
                say.check(len(faults) > 3, f"a bad body is refused with {len(faults)} named faults, nothing stored")
            key = f"journey-{self.deployment}-{id(self)}"
            self.request = await self.client.call(
                self.cast.authority, "POST", "intake", "/support-requests", self.cast.request(), key
            )
            again = await self.client.call(
                self.cast.authority, "POST", "intake", "/support-requests", self.cast.request(), key
            )
            say.check(again == self.request, "the same Idempotency-Key gives the same answer")
            say.tell(self.cast.authority, f"submitted {self.request['reference']} through the country office", "8")
            for finding in self.request["findings"]:
                print(f"      {finding['paragraph']:<7} {finding['outcome']:<15} {finding['reason']}")
            await self._event("acsg.intake.support-request-submitted", self.request["request_id"])

    async def _event(self, kind: str, subject: str) -> None:
        self.story.event(await self.tail.wait(kind, subject))

    async def _on_request(self, actor: str, method: str, path: str, body: Any) -> None:
        one = f"/support-requests/{self.request['request_id']}{path}"
        self.request = await self.client.call(actor, method, "intake", one, body)

    async def decide(self) -> None:
        """Feedback, revision, decision by a person (WM 8, 15, 16)."""
        say, one = self.story, self.request["request_id"]
        async with say.step("Feedback, revision, decision"):
            item = {"paragraph": "15.iii", "outcome": "not_met", "comment": "Please say how results last"}
            await self._on_request(self._officer, "POST", "/feedback", {"items": [item]})
            say.tell(self._officer, "shared feedback on 15.iii", "8")
            await self._event("acsg.intake.feedback-shared", one)
            plan = {"statement": f"{CANARY} Posts move to the budget", "exit_arrangement": "Handover in 2028"}
            await self._on_request(
                self.cast.authority, "PUT", "/content", self.cast.request() | {"sustainability": plan}
            )
            moved = [
                f"{f['paragraph']} {f['moved_from']} -> {f['outcome']}"
                for f in self.request["findings"]
                if f["moved_from"]
            ]
            say.tell(
                self.cast.authority,
                f"revised to version {self.request['content_version']}; moved: {', '.join(moved)}",
                "8",
            )
            await self._event("acsg.intake.support-request-revised", one)
            say.check(bool(moved), "the findings that moved are marked")
            reason = {"in_line": True, "reason": "Complete after the revision"}
            await self._on_request(self._officer, "POST", "/decision", reason)
            say.tell(self._officer, "found the request in line: a person, with a reason", "16")
            await self._event("acsg.intake.request-found-in-line", one)

    async def consent(self) -> None:
        """Nothing is shown before the State agrees (WM 17)."""
        say, one = self.story, self.request["request_id"]
        async with say.step("The State consents to solicitation"):
            consent = {"fields": SHOWN, "audiences": ["offerers"]}
            try:
                await self._on_request(self._officer, "PUT", "/consent", consent)
                say.check(False, "an officer cannot agree in the State's name")
            except Refused as refused:
                say.check(refused.status == 403, "an officer cannot agree in the State's name")
            seen = await self._solicited(self.cast.gives)
            say.check(not any(s["itemId"] == one for s in seen), "before that no offerer sees anything of it")
            await self._on_request(self.cast.authority, "PUT", "/consent", consent)
            say.tell(self.cast.authority, f"agreed to show {', '.join(SHOWN)} to possible offerers", "17")
            await self._event("acsg.intake.consent-to-solicit-given", one)

            async def visible() -> bool:
                return any(s["itemId"] == one for s in await self._solicited(self.cast.gives))

            await self.until(visible, "the consented view")
            text = json.dumps(await self._solicited(self.cast.gives))
            say.check(CANARY not in text, "an offerer sees the consented fields, and no canary")
            public = [s for s in self.tail.about(one) if s.topic.startswith("acsg.public.")]
            say.check(CANARY not in json.dumps([s.data for s in public]), "no canary on a public topic")

    async def _solicited(self, actor: str) -> list[dict[str, Any]]:
        found = await self.client.graphql(actor, "{ solicitedRequests(first: 200) { itemId fields } }")
        return list(found["solicitedRequests"])

    @staticmethod
    async def until(ask: Any, what: str, seconds: float = PATIENCE_S) -> Any:
        """The first answer that says something. Raises TimeoutError naming what did not come."""
        end = asyncio.get_running_loop().time() + seconds
        while not (found := await ask()):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"{what} did not come within {seconds:.0f} s")
            await asyncio.sleep(0.1)
        return found

    async def rank(self) -> None:
        """An offer is made in response; every live offer is ranked and explained (WM 7, 11, 18)."""
        say, one = self.story, self.request["request_id"]
        async with say.step("Offers are ranked, nothing is decided"):
            body = self.cast.offer(in_response_to=one)

            async def offered() -> bool:
                try:
                    self.offer = await self.client.call(self.cast.gives, "POST", "roster", "/support-offers", body)
                    return True
                except Refused as refused:
                    if refused.status in {404, 409, 422}:
                        return False
                    raise

            await self.until(offered, "the request shown to the roster")
            say.tell(self.cast.gives, f"offered {self.offer['reference']} in response", "18")
            await self._event("acsg.roster.offer-made-in-response", self.offer["offer_id"])

            async def ranked() -> Any:
                path = f"/support-requests/{one}/ranking?first=500"
                try:
                    found = await self.client.call(self._officer, "GET", "matching", path)
                except Refused:
                    return None
                lines = found["lines"] if found["solicitation"] == "agreed" else []
                ids = {o["offer_id"] for o in lines[0]["ranked"]} if lines else set()
                return lines if self.offer["offer_id"] in ids else None

            line = (await self.until(ranked, "the ranking"))[0]
            say.tell(self._officer, f"sees {len(line['ranked'])} offers ranked, {len(line['excluded'])} excluded", "11")
            for offer in line["ranked"][:3]:
                words = "; ".join(s["words"] for s in offer["signals"][:3])
                print(f"      {offer['rank']}. {offer['reference']:<28} {offer['score']:.2f}  {words}")
            for offer in line["excluded"][:2]:
                print(f"      out {offer.get('reference', ''):<27} {offer.get('reason', offer)}")

    async def agree(self, heard: Heard) -> None:
        """Proposal, reservation over events, both answers, confirmation (WM 11, 19, 20)."""
        say = self.story
        async with say.step("A match is proposed, held, accepted, confirmed"):
            one = await self._propose("Same language and subject; best explained in the ranking")
            for kind in ("acsg.matching.match-proposed", "acsg.matching.match-reserved"):
                await self._event(kind, one)

            async def known() -> Any:
                query = "query($key: String!) { item(key: $key) { status } }"
                return (await self.client.graphql(self.cast.authority, query, {"key": one}))["item"]

            # The bus was heard here; a busy gateway may hear it a little later, and one follows what is there.
            await self.until(known, "the match in GraphQL")
            await heard.follow(await self.client.token(self.cast.authority), one)
            await self._accept_and_confirm(one)
            statuses = await heard.until("confirmed")
            say.check("confirmed" in statuses, f"a GraphQL subscriber heard: {', '.join(statuses)}")
            await self._event("acsg.roster.capacity-committed", self.offer["offer_id"])
            found = await self.client.call(
                self.cast.gives, "GET", "roster", f"/support-offers/{self.offer['offer_id']}"
            )
            say.check(found["capacity"][0]["remaining"] == "1", "one of two packages is left on the roster")

    async def _propose(self, reason: str) -> str:
        """An officer proposes one package of the offer for the request (WM 11); which match that is."""
        line = {"request_id": self.request["request_id"], "request_line_id": "1", "offer_id": self.offer["offer_id"]}
        line |= {"offer_line_id": "experts", "quantity": PACKAGE, "covers": PACKAGE}
        body = {"lines": [line], "reason": reason}
        self.match = await self.client.call(self._officer, "POST", "matching", "/matches", body)
        self.story.tell(self._officer, f"proposed {self.match['reference']}", "11")
        return str(self.match["match_id"])

    async def _accept_and_confirm(self, one: str) -> None:
        """Both sides accept for themselves, the officer confirms (WM 11, 19, 20)."""
        say = self.story
        for actor, party in ((self.cast.authority, self.cast.state), (self.cast.gives, self.cast.offerer)):
            await self._accept(actor, party, one)
            say.tell(actor, "accepted for itself", "11")
        how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
        self.match = await self.client.call(self._officer, "POST", "matching", f"/matches/{one}/confirmation", how)
        say.tell(self._officer, f"confirmed {self.match['reference']}: bilateral, peer to peer", "19")
        await self._event("acsg.matching.match-confirmed", one)

    async def _accept(self, actor: str, party: str, one: str) -> None:
        answer = {"party": party, "answer": "accepted"}
        await self.client.call(actor, "POST", "matching", f"/matches/{one}/answer", answer)

    async def hear(self) -> None:
        """Everyone concerned got a mail in his language (WM 6)."""
        say = self.story
        async with say.step("Everyone concerned hears of it"):
            one = self.match["match_id"]

            async def delivered() -> Any:
                path = f"/deliveries?item_id={one}&state=delivered"
                found = (await self.client.call(self._officer, "GET", "notifications", path))["deliveries"]
                told = {d["recipient"] for d in found if d["event_type"] == "acsg.matching.match-confirmed"}
                return found if {self.cast.state, self.cast.offerer} <= told else None

            found = await self.until(delivered, "mails about the confirmed match")
            say.tell("notifications", f"{len(found)} messages about {self.match['reference']} delivered", "6")
            answer = await self.client.http.get(self.client.addresses["mailbox"], params={"format": "json"})
            mine = [m for m in answer.json() if self.match["reference"] in m["subject"]]
            for mail in mine[-4:]:
                print(f"      {mail['to']:<34} {mail['subject']}")
            unique = {(d["event_id"], d["recipient"], d["mailbox"], d["channel"]) for d in found}
            say.check(len(unique) == len(found), "at most one per event, mailbox and channel")

    async def look(self) -> None:
        """GraphQL: history, worklist, live figures (WM 6)."""
        say = self.story
        async with say.step("Geneva looks at it through GraphQL"):
            query = """query($key: String!) { item(key: $key) { reference status history { type words paragraph } }
              worklist(first: 3) { reference who what paragraph late }
              unmetNeed { region functionalArea open unit } firstFeedback { region requests medianSeconds }
              freshness { stream missing } }"""

            async def seen() -> Any:
                found = await self.client.graphql("geneva-officer", query, {"key": self.match["match_id"]})
                there = found["item"] and found["item"]["status"] == "confirmed" and found["firstFeedback"]
                # A stream's events come on several topics: a later number may be read before an earlier one.
                return found if there and not any(int(one["missing"]) for one in found["freshness"]) else None

            found = await self.until(seen, "the confirmed match in GraphQL")
            for entry in found["item"]["history"]:
                print(f"      WM {entry['paragraph']:<5} {entry['words']}")
            say.tell("geneva-officer", f"reads {found['item']['reference']} as {found['item']['status']}", "6")
            for step in found["worklist"]:
                print(
                    f"      waits: {step['reference']}  {', '.join(step['who'])}: {step['what']} (WM {step['paragraph']})"
                )
            for need in found["unmetNeed"][:3]:
                print(f"      unmet in {need['region']}: {need['functionalArea']} {need['open']} {need['unit']}")
            if not found["unmetNeed"]:
                print("      unmet: nothing; what was found in line is met by the match")
            for first in found["firstFeedback"]:
                print(f"      first feedback in {first['region']} after {first['medianSeconds']:.2f} s (median)")
            missing = sum(int(f["missing"]) for f in found["freshness"])
            say.check(missing == 0, f"{len(found['freshness'])} streams applied without a gap")
