"""Heads of chains as somebody else saw them: what Geneva keeps of every owner, and the file an operator checks against."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel


class AuditHead(BaseModel):
    """The last sealed row of an owner's audit: its place, and its hash in hexadecimal."""

    sealed: int
    hash: str


class Witnessed(AuditHead):
    """A head that was seen of an owner, e.g. region ``wca``, source ``/acsg/wca/intake``."""

    region: str
    source: str


def lines(heads: Iterable[Witnessed]) -> str:
    """One JSON object a line."""
    return "\n".join(one.model_dump_json() for one in heads)


def read(path: Path, source: str) -> Mapping[int, bytes]:
    """Heads of one owner in such a file. Raises ValueError where it is none, or holds none of this owner."""
    every = [Witnessed.model_validate_json(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    found = {one.sealed: bytes.fromhex(one.hash) for one in every if one.source == source}
    if not found:
        raise ValueError(f"{path} holds no head of {source}")
    return found
