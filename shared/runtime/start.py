"""Where ``python -m services.<name>`` begins: a command that needs the whole service loads it, one of the audit does not."""

import sys
from collections.abc import Callable

AUDIT = ("verify-audit", "audit-head")


def start(name: str, whole: Callable[[], None]) -> None:
    """Runs one command of a service and ends the process; ``whole`` loads the service and runs what is asked of it."""
    # Help needs no settings: the whole service's page of commands tells it.
    if sys.argv[1:2] and sys.argv[1] in AUDIT and not {"-h", "--help"} & set(sys.argv[2:]):
        sys.exit(_audit(name, sys.argv[1], sys.argv[2:]))
    whole()


def _audit(name: str, command: str, arguments: list[str]) -> int:
    from pydantic import ValidationError

    from shared.runtime.audit.commands import COMMANDS
    from shared.runtime.settings import RuntimeSettings
    from shared.runtime.usage import faults_of

    try:
        settings = RuntimeSettings(service=name)
    except ValidationError as fault:
        print(f"{name} cannot start as it is set up:", *faults_of(fault), sep="\n", file=sys.stderr)
        return 2
    return COMMANDS[command](settings, arguments)
