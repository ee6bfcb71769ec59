"""``python -m services.roster <command>``."""

from services.roster.main import build
from shared.runtime.entry import main

main("roster", build)
