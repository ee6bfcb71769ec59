"""``python -m services.console <command>``."""

from shared.runtime.start import start


def _whole() -> None:
    from services.console.main import build
    from shared.runtime.entry import main

    main("console", build)


start("console", _whole)
