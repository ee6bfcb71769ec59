"""``python -m services.notifications <command>``."""

from services.notifications.main import build
from shared.runtime.entry import main

main("notifications", build)
