"""``python -m services.intake <command>``."""

from services.intake.main import build
from shared.runtime.entry import main

main("intake", build)
