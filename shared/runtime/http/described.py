"""What the OpenAPI document says of one route: its parameters, bodies and answers, and the one shape of every refusal."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Role
from shared.modalities.access.policy import RULES
from shared.runtime.http import versions
from shared.runtime.http.middleware import MAX_BODY
from shared.runtime.http.parameters import FILTER, LISTED

JSON, PROBLEM = "application/json", "application/problem+json"
KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "The caller's own name for this command: a repeat with it gets the same answer and changes nothing",
    "schema": {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-~][ -~]{6,126}[!-~]$"},
    "example": "8b8b6c1e-0f5c-4c69-a0b9-9b1f6f0f2d51",
}
WORDS = {
    400: "The address or the body cannot be read",
    401: "A bearer token is needed, or the one that came is not acceptable",
    403: "The caller may not do this; the paragraph says on which ground",
    404: "There is no such thing, or the caller may not know that there is",
    409: "The present state of the thing does not allow it",
    412: "The thing has changed since the version that If-Match names",
    413: "The body is larger than the address takes: one megabyte, or what it says",
    415: "The body is not JSON",
    422: "Faulty; every fault is named with its place",
    428: "The change does not say on which version it was decided; `read` is the path that answers it",
    429: "Too many requests of this caller; Retry-After says when to come back",
    503: "Away for a moment; Retry-After says when to come back",
}
READING, WRITING = (400, 401, 403, 404, 422, 429, 503), tuple(WORDS)


def parameter(name: str, schema: dict[str, Any], words: str, *, required: bool = False) -> dict[str, Any]:
    """A parameter of the query."""
    return {"name": name, "in": "query", "required": required, "description": words, "schema": schema}


def text(name: str, words: str, filtering: str = "one thing") -> dict[str, Any]:
    """An optional text in the query: a filter of ``filter_values``, by its name there, or one of its ``NAMES``."""
    return parameter(name, {"type": "string", "maxLength": 200}, words) | {FILTER: filtering}


def listed(name: str, filtering: str, words: str) -> dict[str, Any]:
    """Values of a filter in one text, separated by commas."""
    pattern = "^[^,]{1,200}(,[^,]{1,200}){0,49}$"
    return parameter(name, {"type": "string", "pattern": pattern}, words) | {FILTER: filtering, LISTED: True}


def several(name: str, filtering: str, words: str) -> dict[str, Any]:
    """Values of a filter, the parameter as often as needed."""
    schema = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 200}}
    return parameter(name, schema, words) | {FILTER: filtering}


def whole(name: str, least: int, most: int, words: str, *, default: int | None = None) -> dict[str, Any]:
    """A whole number in the query; needed when there is no default."""
    schema: dict[str, Any] = {"type": "integer", "minimum": least, "maximum": most}
    schema |= {} if default is None else {"default": default}
    return parameter(name, schema, words, required=default is None)


def code(name: str, codes: Iterable[str], words: str) -> dict[str, Any]:
    """One of some codes in the query."""
    return parameter(name, {"type": "string", "enum": sorted(codes)}, words)


def moment(name: str, words: str) -> dict[str, Any]:
    """A moment in the query, with its offset from UTC."""
    return parameter(name, {"type": "string", "format": "date-time"}, words)


def number_in_path(name: str, least: int, most: int) -> dict[str, Any]:
    """A whole number as a segment of the path; without it a segment is a text."""
    return whole(name, least, most, "In the path") | {"in": "path"}


def is_open(action: Action) -> bool:
    """Whether the policy lets anybody do it, to some things at least, who has not said who they are."""
    return any(rule.action == action and Role.PUBLIC in rule.roles for rule in RULES)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Responses that refuse, all of the same shape."""
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": WORDS[status], "content": content} for status in statuses}


def operation(
    method: str,
    path: str,
    action: Action,
    body: type[BaseModel] | str | None,
    parameters: Sequence[Any],
    key: bool,
    rule: versions.Rule,
    most: int = MAX_BODY,
) -> dict[str, Any]:
    """What of an operation the framework cannot know."""
    found: dict[str, Any] = {"x-acsg-action": action.name, "x-paragraph": action.paragraph.number}
    said = {one["name"] for one in parameters if one["in"] == "path"}
    names = [name for name in re.findall(r"{(\w+)(?::\w+)?}", path) if name not in said]
    found["parameters"] = [
        *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names),
        *parameters,
        *([KEY] if key and method != "GET" else []),
        *versions.described(rule),
    ]
    if isinstance(rule, versions.Held):
        found["x-acsg-version-read"] = rule.read
    elif method != "GET":
        found["x-acsg-no-version"] = rule.why
    found["security"] = [*([{}] if is_open(action) else []), {"bearer": []}]
    if isinstance(body, str):
        content = {body: {"schema": {"type": "string", "format": "binary", "maxLength": most}}}
        found["requestBody"] = {"required": True, "content": content}
    elif body is not None and body.model_fields:
        required = any(field.is_required() for field in body.model_fields.values())
        schema = _inline(body, "validation")
        found["requestBody"] = {"required": required, "content": {JSON: {"schema": schema}}}
    return found


def answers(method: str, status: int, answer: "type[BaseModel] | str") -> dict[int | str, dict[str, Any]]:
    """The answer, a model or a media type, and every refusal."""
    content: dict[str, Any] = {
        answer if isinstance(answer, str) else JSON: {
            # An owner's answer that is passed on is an object, whichever; a file is text or bytes.
            "schema": _inline(answer, "serialization")
            if not isinstance(answer, str)
            else {"type": "object" if answer == JSON else "string"}
        }
    }
    refused = refusals(*(READING if method == "GET" else WRITING))
    return {status: {"description": "Done", "content": content}, **refused}


def _inline(model: type[BaseModel], mode: Any) -> dict[str, Any]:
    """A schema with its own definitions, which the document collects (``openapi.collected``)."""
    template = "#/components/schemas/{model}" + ("Input" if mode == "validation" else "")
    schema = model.model_json_schema(mode=mode, ref_template=template)
    for part in (schema, *schema.get("$defs", {}).values()) if mode == "validation" else ():
        if "properties" in part:
            part["additionalProperties"] = False
    return schema
