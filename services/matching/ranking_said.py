"""What is said of the files of a ranking: faults and unknown names, each with its place."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from services.matching.ranking_names import Names
from shared.wording.files import place_of, read_text


class Said:
    """What is said of two files: each fault and each unknown name with the file, line and column it stands at."""

    def __init__(self, paths: Mapping[str, Path] | None = None) -> None:
        self._paths, self._names = paths or {}, {name: Names() for name in ("request", "roster")}
        self._faults: list[str] = []

    def of(self, name: str) -> Names:
        """Names of one of the files."""
        return self._names[name]

    def fault(self, name: str, at: str, fault: Exception) -> None:
        """Keeps what pydantic or we found wrong."""
        if not isinstance(fault, ValidationError):
            self._faults.append(self._line(name, at, "", str(fault)))
            return
        for one in fault.errors(include_url=False):
            given = one["input"] if isinstance(one["input"], str) else ""
            self._faults.append(self._line(name, f"{at}/{'/'.join(map(str, one['loc']))}", given, one["msg"]))

    def faults(self) -> list[str]:
        """Every fault in words."""
        return self._faults + [self._line(name, *one) for name, of in self._names.items() for one in of.faults]

    def notes(self) -> list[str]:
        """What does not stop the ranking, each once."""
        return list(dict.fromkeys(self._line(name, *one) for name, of in self._names.items() for one in of.notes))

    def _line(self, name: str, at: str, value: str, words: str) -> str:
        path = self._paths.get(name)
        if path is None:
            return f"{name}{at}: {words}"
        place = place_of(read_text(path), value) if value else ""
        return f"{path.name}:{place + ':' if place else ''} {name}{at}: {words}"
