"""``python -m services.intake <command>``."""

from shared.runtime.start import start


def _whole() -> None:
    from services.intake.main import build
    from shared.runtime.entry import main

    main("intake", build)


start("intake", _whole)
