"""``python -m services.gateway <command>``: besides the common ones pulse, rebuild-pulse, rebuild, schema."""

from shared.runtime.start import start


def _whole() -> None:
    from services.gateway.main import build, print_schema
    from shared.runtime.entry import main

    main("gateway", build, {"schema": print_schema})


start("gateway", _whole)
