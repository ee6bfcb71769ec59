"""``python -m services.roster <command>``."""

from shared.runtime.start import start


def _whole() -> None:
    from services.roster.main import build
    from shared.runtime.entry import main

    main("roster", build)


start("roster", _whole)
