"""``python -m services.dialogue <command>``."""

from services.dialogue.main import build
from shared.runtime.entry import main

main("dialogue", build)
