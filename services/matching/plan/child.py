"""The process in which a plan is made: what is asked on its standard input, the answer on its standard output (WM 11).

It goes behind the services in the machine's queue, and ends itself and all that it began once its time is up: also when the
service that asked is not there any more.
"""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from services.matching.domain.allocation import PlanLines
from services.matching.domain.worked import Worked
from services.matching.plan.allocating import Planned, beside, planned
from services.matching.plan.of_board import Board, KnownOffer, OpenRequest
from services.matching.plan.reading import FaultyPlan
from services.matching.storage.packing import packed, unpacked
from shared.contracts.shapes.match import MatchState, NeedLine
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState

BEHIND = 10
"""How far behind the services it stands (nice)."""


def main() -> None:
    """One question, one answer."""
    argparse.ArgumentParser(prog="python -m services.matching.plan.child", description=__doc__).parse_args()
    asked = orjson.loads(sys.stdin.buffer.read())
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(os.getpgid(0), signal.SIGKILL))
    signal.alarm(int(asked["most_s"]) + 1)
    os.nice(BEHIND)
    gc.disable()  # all of it stays until the end
    for part in answered(asked):
        sys.stdout.buffer.write(len(part).to_bytes(8, "big") + part)
    sys.stdout.buffer.flush()


def answered(asked: Mapping[str, Any]) -> tuple[bytes, bytes, bytes]:
    """What the plan says of itself, its lines, and what a second plan is made from; the last two packed."""
    try:
        found = _planned(asked)
    except FaultyPlan as fault:
        return orjson.dumps({"faults": [one._asdict() for one in fault.faults]}), b"", b""
    except ModuleNotFoundError as missing:
        return orjson.dumps({"missing": missing.name}), b"", b""
    said = {name: _json(value) for name, value in found.said.items()}
    return orjson.dumps({"said": said}), packed(found.lines.model_dump(mode="json")), packed(found.kept)


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def _planned(asked: Mapping[str, Any]) -> Planned:
    if "board" in asked:
        found = board_of(asked["board"])
        parties = {one.state.offer_id: one.state.content.offering_parties for one in found.offers}
        return planned(found, asked["most"], asked["seconds"], parties)
    first = asked["first"]
    lines = PlanLines.model_validate(unpacked(bytes.fromhex(first["lines"])))
    return beside(lines, unpacked(bytes.fromhex(first["kept"])), asked["what_if"], asked["seconds"])


def board_of(said: Mapping[str, Any]) -> Board:
    """The board, as it was written down."""
    requests = tuple(
        OpenRequest(
            one["version"], SupportRequestState.model_validate(one["state"]), one["need_version"],
            tuple(NeedLine.model_validate(line) for line in one["need"]), tuple(Worked(*each) for each in one["worked"]),
        )
        for one in said["requests"]
    )  # fmt: skip
    offers = tuple(KnownOffer(one["version"], SupportOfferState.model_validate(one["state"])) for one in said["offers"])
    matches = tuple(MatchState.model_validate(one) for one in said["matches"])
    return Board(date.fromisoformat(said["today"]), requests, offers, matches, said["unconfirmed_days"])


if __name__ == "__main__":
    main()
