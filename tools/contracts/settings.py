"""docs/settings.md: every setting, what it means, what it is without being set, which services read it."""

from pathlib import Path

from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from shared.runtime.checking.told import kind_of
from shared.runtime.settings import RuntimeSettings

HEAD = """# Settings

Rendered by `make contracts` from `shared/runtime/settings.py` and `services/*/settings.py`. A setting is a variable of the
environment. Lists and mappings are JSON. A process that is set up wrongly names every fault and ends with 2.

"""


def rows(kind: type[BaseSettings], names: list[str]) -> list[str]:
    """A line for each setting."""
    found = ["| variable | meaning | default |", "| --- | --- | --- |"]
    for name in names:
        field = kind.model_fields[name]
        default = field.default
        if field.default_factory is not None or default is PydanticUndefined:
            shown = "needed" if field.is_required() else "see the code"
        else:
            shown = "none" if default in (None, "", (), {}) else f"`{_plain(default)}`"
        words = " ".join((field.description or "").split()).replace("|", "\\|")
        found.append(f"| `ACSG_{name.upper()}` | {words} | {shown} |")
    return found


def _plain(value: object) -> str:
    if isinstance(value, tuple | list | frozenset | set):
        return (
            "["
            + ", ".join(_plain(one) for one in (sorted(value) if isinstance(value, frozenset | set) else value))
            + "]"
        )
    return " ".join(str(value).split()).replace("|", "\\|")


def files() -> dict[str, str]:
    """The document."""
    common = [name for name in RuntimeSettings.model_fields if name != "service"]
    parts = [HEAD, "## Every service\n\n", "\n".join(rows(RuntimeSettings, common)), "\n"]
    for service in _services():
        kind = kind_of(service)
        own = [
            name
            for name, field in kind.model_fields.items()
            if name != "service"
            and (
                name not in RuntimeSettings.model_fields or field.default != RuntimeSettings.model_fields[name].default
            )
        ]
        parts += [f"\n## {service}\n\n", "\n".join(rows(kind, own)) if own else "None of its own.", "\n"]
    return {"settings.md": "".join(parts)}


def _services() -> list[str]:
    root = Path(__file__).parent.parent.parent
    return sorted(path.parent.name for path in (root / "services").glob("*/settings.py"))
