"""``python -m services.matching <command>``; ``rank`` and ``plan`` work on files, without a running system."""

from shared.runtime.start import start


def _whole() -> None:
    from services.matching.main import build
    from services.matching.plan.command import plan_command
    from services.matching.ranking_file import rank_command
    from shared.runtime.entry import main

    main("matching", build, {"rank": rank_command, "plan": plan_command})


start("matching", _whole)
