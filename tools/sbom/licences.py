"""Under which licence a part is, as an SPDX expression, and whether that may be shipped or fetched."""

import re
import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

TABLE: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "licences.toml").read_text("utf-8"))
SHIPPED = frozenset(TABLE["shipped"])
FETCHED = SHIPPED | frozenset(TABLE["fetched"])


class Unclear(LookupError):
    """Nothing says under which licence a part is; names it, and what its metadata says."""


def of_package(name: str) -> str:
    """The licence of a Python package, as its metadata says it or as it was read. Raises Unclear."""
    if name in TABLE["said"]:
        return TABLE["said"][name]
    try:
        known = metadata(name)
    except PackageNotFoundError:
        raise Unclear(f"{name} is not installed: say its licence in tools/sbom/licences.toml") from None
    if "License-Expression" in known:
        return known["License-Expression"]
    classifiers = [one for one in known.get_all("Classifier") or [] if one.startswith("License ::")]
    field = (known.get_all("License") or [""])[0]
    told = [field.partition("\n")[0].strip(), *(one.rpartition(" :: ")[2] for one in classifiers)]
    for words in told:
        if words in TABLE["words"]:
            return TABLE["words"][words]
    raise Unclear(f"{name} says {[words[:60] for words in told if words]}: say its licence in tools/sbom/licences.toml")


def of_jar(group: str) -> str:
    """The licence of a jar, by the longest row that its group begins with. Raises Unclear."""
    fits = [row for row in TABLE["jars"] if f"{group}.".startswith(f"{row}.")]
    if not fits:
        raise Unclear(f"{group} is no group of tools/sbom/licences.toml")
    return TABLE["jars"][max(fits, key=len)]


def of_image(repository: str, table: Mapping[str, str] = TABLE["images"]) -> str:
    """The licence of what an image of others is for. Raises Unclear."""
    if repository not in table:
        raise Unclear(f"{repository} is no image of tools/sbom/licences.toml")
    return table[repository]


def let_in(expression: str, allowed: frozenset[str]) -> bool:
    """Whether an SPDX expression can be kept by licences of the list alone: all of ``AND``, one of ``OR``."""
    whole = expression.strip()
    if whole in allowed:
        return True
    for operator, holds in ((" OR ", any), (" AND ", all)):
        parts = _split(whole, operator)
        if len(parts) > 1:
            return holds(let_in(part, allowed) for part in parts)
    inner = re.fullmatch(r"\((.*)\)", whole)
    return inner is not None and let_in(inner.group(1), allowed)


def _split(expression: str, operator: str) -> list[str]:
    """Parts between an operator that stands in no brackets."""
    parts, depth, begin = [], 0, 0
    for at, sign in enumerate(expression):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and expression.startswith(operator, at):
            parts.append(expression[begin:at])
            begin = at + len(operator)
    return [*parts, expression[begin:]]
