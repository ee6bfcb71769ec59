"""Schemas as kubeconform reads them: one file for a kind, whole and strict, out of the API descriptions of Kubernetes."""

import json
from pathlib import Path
from typing import Any

_BEFORE = "#/components/schemas/"


def strict(said: Any) -> Any:
    """A schema that takes no field it does not name; what it refers to stands below ``definitions``."""
    if isinstance(said, list):
        return [strict(one) for one in said]
    if not isinstance(said, dict):
        return said
    made = {key: strict(value) for key, value in said.items() if key not in {"default", "description"} or _field(said)}
    if isinstance(made.get("$ref"), str):
        made["$ref"] = made["$ref"].replace(_BEFORE, "#/definitions/")
    # A reference stands alone in a list of one, and the schema it leads to is strict itself.
    if made.get("type") == "object" and "properties" in made:
        made.setdefault("additionalProperties", False)
    return made


def _field(said: dict[str, Any]) -> bool:
    """Whether this is a list of fields, one of which may be called default or description."""
    return all(isinstance(one, dict) for one in said.values())


def write(descriptions: Path, into: Path) -> int:
    """Writes the schema of every kind; how many there are."""
    into.mkdir(parents=True, exist_ok=True)
    written = 0
    for path in sorted(descriptions.glob("*_openapi.json")):
        parts = json.loads(path.read_text("utf-8")).get("components", {}).get("schemas", {})
        definitions = {name: strict(one) for name, one in parts.items()}
        for name, one in parts.items():
            for kind in one.get("x-kubernetes-group-version-kind", ()):
                whole = definitions[name] | {"definitions": definitions}
                (into / file_name(kind["group"], kind["version"], kind["kind"])).write_text(json.dumps(whole))
                written += 1
    return written


def file_name(group: str, version: str, kind: str) -> str:
    """Where kubeconform looks: ``deployment-apps-v1.json``, ``service-v1.json``."""
    return "-".join(filter(None, (kind.lower(), group.partition(".")[0], version))) + ".json"
