"""``python -m services.delivery <command>``."""

from shared.runtime.start import start


def _whole() -> None:
    from services.delivery.main import build
    from shared.runtime.entry import main

    main("delivery", build)


start("delivery", _whole)
