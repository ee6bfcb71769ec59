"""Reads the parameters of an address; every fault is named at once."""

from collections.abc import Iterable

from fastapi import Request

from shared.contracts.incoming import is_text
from shared.modalities.errors import Fault, Invalid


class Asked:
    """Parameters of one request, path included. Ask for each, then ``check``: what is faulty reads as empty till then."""

    def __init__(self, request: Request) -> None:
        self._given = dict(request.query_params) | {name: str(value) for name, value in request.path_params.items()}
        self._faults: list[Fault] = []

    def _fault(self, name: str, words: str) -> None:
        self._faults.append(Fault(f"/parameters/{name}", words, "parameter"))

    def text(self, name: str, default: str) -> str:
        """A text of at most 200 characters."""
        found = self._given.get(name, default)
        if not is_text(found, 200):
            self._fault(name, "at most 200 characters")
            return ""
        return found

    def those(self, names: Iterable[str]) -> dict[str, str]:
        """Those of these texts that were given. Raises Invalid naming every one that is too long."""
        found = {name: self.text(name, "") for name in names if name in self._given}
        self.check()
        return found

    def one_of(self, name: str, known: Iterable[str]) -> str:
        """One of the names that there are."""
        found = self._given.get(name)
        choices = sorted(known)
        if found is None or found not in choices:
            self._fault(name, "one of " + ", ".join(choices[:20]) + (" ..." if len(choices) > 20 else ""))
            return ""
        return found

    def number(self, name: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number in a range."""
        found = self._given.get(name, "" if default is None else str(default))
        if not found.isascii() or not found.isdigit() or len(found) > 19 or not least <= int(found) <= most:
            self._fault(name, f"a number from {least} to {most}")
            return least
        return int(found)

    def listed(self, name: str, most: int) -> list[str]:
        """Texts, comma-separated."""
        found = [part for part in self._given.get(name, "").split(",") if part]
        if not 1 <= len(found) <= most or not all(is_text(part, 200) for part in found):
            self._fault(name, f"1 to {most} identifiers, comma-separated")
            return []
        return found

    def check(self) -> None:
        """Raises Invalid naming every fault."""
        if self._faults:
            raise Invalid(tuple(self._faults), "invalid_parameters")
