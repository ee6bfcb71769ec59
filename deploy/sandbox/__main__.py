"""``python -m deploy.sandbox [--per-minute 20] [--fresh]``: the sandbox on this machine, living until Ctrl-C."""

import argparse
import asyncio
import random
import shutil
import sys
from pathlib import Path

from deploy.demo.client import PATIENCE_S, Client
from deploy.local.processes import ROOT, PortTaken, end_in_order
from deploy.local.region import region
from deploy.local.stack import Stack
from deploy.sandbox.lives import Lives
from shared.contracts.vocabulary import SANDBOX, made_up_states
from shared.runtime.http.asking import asking
from shared.runtime.roles import SMALL


async def live(stack: Stack, per_minute: float, seed: int, lives: int | None = None) -> Lives:
    """Lives through so many lives, or until it is stopped, at a rate of steps."""
    async with asking(PATIENCE_S) as http:

        async def pause() -> None:
            await asyncio.sleep(60 / per_minute)

        one = Lives(Client(stack.addresses, http), random.Random(seed), pause)  # noqa: S311 - what is made up is no secret
        await one.addresses()
        number = 0
        while lives is None or number < lives:
            number += 1
            print(f"life {number:>5}  {await one.one():<22} {dict(one.ended.most_common())}", flush=True)
        return one


def main(arguments: list[str]) -> int:
    """Exit status 0 at Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m deploy.sandbox")
    parser.add_argument("--per-minute", type=float, default=60, help="steps of lives; each is one call of an interface")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lives", type=int, help="end after so many")
    parser.add_argument("--folder", type=Path, default=ROOT / ".run", help="where data, logs and stack.json go")
    parser.add_argument("--fresh", action="store_true", help="forget what was there before")
    asked = parser.parse_args(arguments)
    end_in_order()
    if asked.fresh:
        shutil.rmtree(asked.folder / SANDBOX, ignore_errors=True)
    try:
        with Stack(
            SANDBOX, root=asked.folder, port_base=region(SANDBOX).port_base, roles=SMALL, keeps_servers=True
        ) as stack:
            print(f"\nStates: {', '.join(f'{s.code} {s.name}' for s in made_up_states().values())}")
            for name in ("intake", "roster", "matching", "notifications", "graphql", "kafka", "issuer"):
                print(f"  {name:<14} {stack.addresses[name]}")
            print("A token: make token AS=integrator-yours DEPLOYMENT=sandbox   (also xaa-authority, sandbox-officer)")
            asyncio.run(live(stack, asked.per_minute, asked.seed, asked.lives))
    except PortTaken as fault:
        print(fault, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
