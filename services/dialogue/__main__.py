"""``python -m services.dialogue <command>``."""

from shared.runtime.start import start


def _whole() -> None:
    from services.dialogue.main import build
    from shared.runtime.entry import main

    main("dialogue", build)


start("dialogue", _whole)
