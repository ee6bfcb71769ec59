"""Heads of chains as somebody else saw them: what Geneva keeps of every owner, and the file an operator checks against."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, Field


class AuditHead(BaseModel):
    """The last sealed row of an owner's audit: its place, and its hash in hexadecimal."""

    sealed: int
    hash: str


class Witnessed(AuditHead):
    """A head that was seen of an owner, e.g. region ``wca``, source ``/acsg/wca/intake``."""

    region: str
    source: str
    epoch: int = Field(1, description="Of the owner then; one that was restored from a backup goes on from before")


def lines(heads: Iterable[Witnessed]) -> str:
    """One JSON object a line."""
    return "\n".join(one.model_dump_json() for one in heads)


def read(path: Path) -> list[Witnessed]:
    """Heads in such a file. Raises OSError, ValueError where it is none."""
    return [Witnessed.model_validate_json(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def of_source(heads: Iterable[Witnessed], source: str, epoch: int) -> Mapping[int, bytes]:
    """What was seen of one owner in an epoch: place -> hash. Raises ValueError where nothing was, or two contradict."""
    found: dict[int, bytes] = {}
    for one in heads:
        if (one.source, one.epoch) != (source, epoch):
            continue
        link = bytes.fromhex(one.hash)
        if found.setdefault(one.sealed, link) != link:
            raise ValueError(f"two heads of {source} at {one.sealed} contradict each other: it showed two chains")
    if not found:
        raise ValueError(f"no head of {source} in epoch {epoch} was kept there")
    return found
