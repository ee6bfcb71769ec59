"""What must never be, looked at in the owners' tables, and what must be once all has arrived (WM 11)."""

from decimal import Decimal

from tools.faults.saga.chain import engaged_lines, fetch
from tools.faults.saga.schedule import Schedule


async def broken(run: Schedule) -> list[str]:
    """Every way in which something is promised twice just now."""
    faults: list[str] = []
    quantity: dict[str, Decimal] = {}
    at_owner: dict[str, str] = {}
    for here in run.regions.values():
        for row in await fetch(here, "roster", "select * from line_capacity"):
            quantity[str(row["offer_id"])] = row["quantity"]
            if row["reserved"] + row["committed"] > row["quantity"]:
                faults.append(f"{row['offer_id']}: more is promised than there is")
        query = """select c.offer_id, c.reserved, c.committed,
            coalesce(sum(q.amount) filter (where r.status = 'held'), 0) as held,
            coalesce(sum(q.amount) filter (where r.status = 'committed'), 0) as done
            from line_capacity c left join reservation r on r.offer_id = c.offer_id::text
            left join lateral (select sum((l->'quantity'->>'amount')::numeric
                                          - coalesce((r.given_back->>(l->>'line_id'))::numeric, 0)) as amount
                               from jsonb_array_elements(r.lines) l) q on true
            group by 1, 2, 3 having c.reserved <> coalesce(sum(q.amount) filter (where r.status = 'held'), 0)
                or c.committed <> coalesce(sum(q.amount) filter (where r.status = 'committed'), 0)"""
        faults += [f"{row['offer_id']}: counts differ from reservations" for row in await fetch(here, "roster", query)]
        for row in await fetch(here, "roster", "select reservation_id, status from reservation"):
            at_owner[row["reservation_id"]] = row["status"]
    promised: dict[str, Decimal] = {}
    for offer, amount in [(line["offer_id"], line["released"]) for line in await engaged_lines(run)]:
        promised[offer] = promised.get(offer, Decimal(0)) - amount
    for here in run.regions.values():
        query = """select l->>'offer_id' as offer, (l->'quantity'->>'amount')::numeric as amount,
            state->'reservations'->0->>'reservation_id' as reservation
            from match, jsonb_array_elements(state->'lines') l where status = 'confirmed'"""
        for row in await fetch(here, "matching", query):
            promised[row["offer"]] = promised.get(row["offer"], Decimal(0)) + row["amount"]
            if at_owner.get(row["reservation"]) not in {"held", "committed"}:
                faults.append(f"{row['reservation']}: confirmed, and its owner holds nothing for it")
    return faults + [f"{offer}: promised twice" for offer, sum_ in promised.items() if sum_ > quantity[offer]]


async def differing(run: Schedule) -> list[str]:
    """After everything arrived: copies that say other than their owners, and reservations that nobody settles."""
    found: list[str] = []
    offers, wanted = {}, {}
    settled = {"confirmed": "committed", "reserving": "held", "reserved": "held"}
    for here in run.regions.values():
        for row in await fetch(here, "roster", "select offer_id::text, version, state from support_offer"):
            offers[row["offer_id"]] = (row["version"], row["state"])
        query = "select status, state->'reservations'->0->>'reservation_id' as reservation from match"
        for row in await fetch(here, "matching", query):
            wanted[row["reservation"]] = settled.get(row["status"])
    for here in run.regions.values():
        for row in await fetch(here, "matching", "select offer_id, version, state from known_offer"):
            if offers[row["offer_id"]] != (row["version"], row["state"]):
                found.append(f"{row['offer_id']} in {here.name} is not what its owner says")
        for row in await fetch(here, "roster", "select reservation_id, status from reservation"):
            held = row["status"] if row["status"] in {"held", "committed"} else None
            if wanted[row["reservation_id"]] != held:
                found.append(f"reservation {row['reservation_id']} is {row['status']}, its match wants {held}")
        for service in here.services:
            found += [f"dead letter: {r['cause']}" for r in await fetch(here, service, "select cause from inbox_retry")]
    return found
