"""``python -m services.gateway <command>``: besides the common ones pulse, rebuild-pulse, rebuild, schema; ``signals`` on a file or a gateway."""

from shared.runtime.start import start


def _whole() -> None:
    from services.gateway.main import build, print_schema
    from services.gateway.watch.command import signals_command
    from shared.runtime.entry import main

    main("gateway", build, {"schema": print_schema, "signals": signals_command})


start("gateway", _whole)
