"""A module that leaves a file open when it is imported."""

from pathlib import Path

ITSELF = Path(__file__).open()  # noqa: SIM115 - that is the fault
