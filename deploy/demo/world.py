"""``python -m deploy.demo.world [--smoke]``: Geneva over two regions on this machine, and a match across them."""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

import psutil

from deploy.demo.calling import see_what_came
from deploy.demo.client import PATIENCE_S, Client
from deploy.demo.crossing import Crossing
from deploy.demo.engaged_across import follow_across
from deploy.demo.load import load
from deploy.demo.story import Step, Story
from deploy.demo.tail import Tail
from deploy.local.federation import HUB, Federation
from deploy.local.processes import PortTaken, end_in_order, stay
from shared.runtime.http.asking import asking

REGIONS = ("wca", "europe")


async def drive(federation: Federation, story: Story) -> None:
    """Loads the public cases where they belong and walks the journey across regions. Raises what failed."""
    stacks = federation.stacks
    async with AsyncExitStack() as open_:
        http = await open_.enter_async_context(asking(PATIENCE_S))
        clients = {name: Client(stack.addresses, http) for name, stack in stacks.items()}
        tails = {name: await open_.enter_async_context(Tail(stacks[name].bus.door)) for name in REGIONS}
        async with story.step("Public cases are loaded where they belong"):
            for name in REGIONS:
                counts = await load(clients[name], name, alone=False)
                story.tell(f"the parties of {name}", ", ".join(f"{n} {kind}" for kind, n in counts.items()))
        journey = Crossing(
            clients["wca"], tails["wca"], story, "wca",
            abroad=clients["europe"], geneva=clients[HUB], tail_abroad=tails["europe"],
        )  # fmt: skip
        await journey.addresses()
        await journey.submit()
        await journey.decide()
        await journey.consent()
        call = await journey.call_abroad()
        await journey.offer_abroad()
        await see_what_came(journey, call)
        await journey.agree_across()
        await journey.hear_everywhere()
        await journey.look_from_everywhere()
        await follow_across(journey)


def megabytes(federation: Federation) -> dict[str, float]:
    """Memory of each deployment, what its processes share counted once among them (PSS)."""
    found: dict[str, float] = {}
    for name, stack in federation.stacks.items():
        processes = [psutil.Process(pid) for _, pid in stack.keeper.living()]
        everyone = [*processes, *(child for one in processes for child in one.children(recursive=True))]
        found[name] = sum(_proportional(one) for one in everyone) / 1e6
    return found


def _proportional(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss)
    except psutil.Error:
        return 0.0


def main(arguments: list[str]) -> int:
    """Exit status 0 when every step held."""
    parser = argparse.ArgumentParser(prog="python -m deploy.demo.world")
    parser.add_argument("--smoke", action="store_true", help="do not stay up; print a table")
    parser.add_argument("--guarded", action="store_true", help="brokers ask everybody who he is, over TLS, as deployed")
    asked = parser.parse_args(arguments)
    end_in_order()
    story, began = Story(), time.monotonic()
    try:
        federation = Federation((HUB, *REGIONS), ports=True, guarded=asked.guarded)
        with federation:
            story.steps.append(Step("Three deployments and their mirrors start", time.monotonic() - began, "ready"))
            status = _walk(lambda: asyncio.run(drive(federation, story)))
            used = megabytes(federation)
            words = ", ".join(f"{name} {value:,.0f}" for name, value in used.items())
            story.steps.append(Step("Memory, in MB", 0.0, f"{sum(used.values()):,.0f} ({words})"))
            print(f"\n{story.table()}\n\n{'all steps held' if status == 0 else 'FAILED'} "
                  f"after {time.monotonic() - began:.1f} s", flush=True)  # fmt: skip
            if not asked.smoke:
                _stay(federation)
    except (PortTaken, FileNotFoundError) as fault:
        print(fault, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def _walk(walk: Callable[[], None]) -> int:
    try:
        walk()
    except Exception as fault:
        print(f"\nFAILED: {type(fault).__name__}: {fault}", file=sys.stderr)
        return 1
    return 0


def _stay(federation: Federation) -> None:
    for name, stack in federation.stacks.items():
        print(f"\n{name}: processes and logs in {stack.file}")
        for service, address in stack.addresses.items():
            if service not in {"postgres", "kafka-link"}:
                print(f"  {service:<14} {address}")
    print("\nOne more region joins with: make region-add REGION=esa")
    print("Tokens hold in every deployment: make token AS=geneva-officer DEPLOYMENT=geneva")
    print("Stays up until Ctrl-C; the data stays for the next start.", flush=True)
    stay()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
