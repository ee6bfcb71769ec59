"""``python -m services.delivery <command>``."""

from services.delivery.main import build
from shared.runtime.entry import main

main("delivery", build)
