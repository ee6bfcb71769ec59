"""Classes of a Java program as the JVM keeps them for its next start: a broker is ready in half the time.

The first run that ends in order leaves the archive (class-data sharing, JEP 350); later runs map it. The JVM itself passes
over one that does not fit, so nothing depends on it.
"""

import hashlib
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from deploy.local.java import java
from deploy.local.kafka.jars import CACHE, HERE, class_path

ENDED_WELL = (0, 143)
"""Exit status of a JVM that went through its shutdown, by itself or on SIGTERM."""


@cache
def _place() -> str:
    """What an archive holds for: this Java, these jars, at this place."""
    said = subprocess.run([java(), "-version"], capture_output=True, timeout=30).stderr
    given = (java().encode(), said, (HERE / "jgo.lock.toml").read_bytes(), class_path().encode())
    return hashlib.sha256(b"\0".join(given)).hexdigest()[:16]


class ClassArchive:
    """The archive of one program, and the one that this run of it would leave in its ``folder``."""

    def __init__(self, program: str, folder: Path) -> None:
        self.path = CACHE / f"classes/{program}-{_place()}.jsa"
        self._left = folder / "classes.jsa"

    def options(self) -> list[str]:
        """For the JVM."""
        way = f"SharedArchiveFile={self.path}" if self.path.exists() else f"ArchiveClassesAtExit={self._left}"
        return ["-Xlog:cds=off", "-Xlog:cds+dynamic=off", f"-XX:{way}"]

    def keep(self, status: int | None) -> None:
        """Keeps what a run left that ended in order, whole or not at all."""
        if status in ENDED_WELL and self._left.exists() and not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.path.parent, delete=False) as copy:
                shutil.copy(self._left, copy.name)
            Path(copy.name).replace(self.path)
        self._left.unlink(missing_ok=True)
