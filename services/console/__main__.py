"""``python -m services.console <command>``."""

from services.console.main import build
from shared.runtime.entry import main

main("console", build)
