"""``python -m deploy.demo [--deployment wca] [--smoke]``: one region on this machine, and the journey through it."""

import argparse
import asyncio
import sys
import time
from pathlib import Path

from deploy.demo.calling import call_for_offers, see_what_came
from deploy.demo.cases import MADE_UP
from deploy.demo.cast import NoCast, cast_of
from deploy.demo.client import PATIENCE_S, Client
from deploy.demo.following import follow
from deploy.demo.journey import Journey
from deploy.demo.listener import Heard
from deploy.demo.load import load
from deploy.demo.meeting import meet
from deploy.demo.story import Story
from deploy.demo.tail import Tail
from deploy.local.code_flow import people
from deploy.local.processes import PortTaken, end_in_order, stay
from deploy.local.region import region
from deploy.local.stack import Stack
from shared.contracts.vocabulary import SANDBOX
from shared.runtime.http.asking import asking
from shared.runtime.roles import SMALL


async def drive(stack: Stack, story: Story) -> None:
    """Loads the public cases and walks the journey. Raises what failed."""
    async with asking(PATIENCE_S) as http, Tail(stack.bus.door) as tail:
        client = Client(stack.addresses, http)
        # What States did is no matter of the sandbox's: in it there are made-up ones alone.
        if stack.deployment != SANDBOX:
            async with story.step("Public cases are loaded through the public APIs"):
                counts = await load(client, stack.deployment)
                words = ", ".join(f"{count} {kind}" for kind, count in counts.items())
                story.tell("their parties", words)
                print(f"      {MADE_UP}")
        journey = Journey(client, tail, story, stack.deployment)
        await journey.settle_in()
        await journey.submit()
        await journey.decide()
        await journey.consent()
        call_id = await call_for_offers(journey)
        await journey.rank()
        await see_what_came(journey, call_id)
        await journey.agree(Heard(stack.addresses["graphql"]))
        await journey.hear()
        await journey.look()
        await follow(journey)
        await meet(client, tail, story, stack.deployment)


def main(arguments: list[str]) -> int:
    """Exit status 0 when every step held."""
    parser = argparse.ArgumentParser(prog="python -m deploy.demo")
    parser.add_argument("--deployment", default="wca")
    parser.add_argument("--folder", type=Path, help="where data, logs and stack.json go; .run without it")
    parser.add_argument("--smoke", action="store_true", help="do not stay up; print a table")
    parser.add_argument("--guarded", action="store_true", help="brokers ask everybody who he is, over TLS, as deployed")
    asked = parser.parse_args(arguments)
    end_in_order()
    story, began = Story(), time.monotonic()
    try:
        base = region(asked.deployment).port_base
        cast_of(asked.deployment)
        with Stack(
            asked.deployment, root=asked.folder, port_base=base, roles=SMALL, keeps_servers=True, guarded=asked.guarded
        ) as stack:
            status = _walk(stack, story)
            print(f"\n{story.table()}\n\n{'all steps held' if status == 0 else 'FAILED'} "
                  f"after {time.monotonic() - began:.1f} s", flush=True)  # fmt: skip
            if not asked.smoke:
                _stay(stack)
    except (PortTaken, FileNotFoundError, NoCast) as fault:
        print(fault, file=sys.stderr)
        return 2
    except RuntimeError as fault:
        # A process that would not start, with the end of its log: where we stand in our own code helps nobody.
        print(f"FAILED: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _walk(stack: Stack, story: Story) -> int:
    try:
        asyncio.run(drive(stack, story))
    except Exception as fault:
        print(f"\nFAILED: {type(fault).__name__}: {fault}", file=sys.stderr)
        return 1
    return 0


def _say_pages(stack: Stack) -> None:
    """Where a person begins, first of all: one link for each demo person."""
    console = stack.addresses.get("console")
    if console is None:
        return
    print(f"\nPages for people: {console}/\n  Sign in as:")
    for name, what in people(stack.deployment):
        print(f"  {what:<30} {console}/sign-in/start?login_hint={name}")


def _stay(stack: Stack) -> None:
    cast = cast_of(stack.deployment)
    _say_pages(stack)
    print("\nAddresses:")
    for name, address in stack.addresses.items():
        if name != "postgres":
            print(f"  {name:<14} {address}")
    print(f"\nProcesses and logs: {stack.file}")
    print(f"A token for any demo actor: make token AS={cast.authority} DEPLOYMENT={stack.deployment}   "
          f"(also {cast.gives}, {stack.deployment}-officer, geneva-officer)")  # fmt: skip
    print("Stays up until Ctrl-C; the data stays for the next start (`make clean-data` forgets it).", flush=True)
    stay()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
