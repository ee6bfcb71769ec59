"""``python -m services.notifications <command>``."""

from shared.runtime.start import start


def _whole() -> None:
    from services.notifications.main import build
    from shared.runtime.entry import main

    main("notifications", build)


start("notifications", _whole)
