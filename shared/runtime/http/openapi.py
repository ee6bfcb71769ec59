"""The OpenAPI 3.1 document of a service, in the form integrators generate clients from (WM 3)."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Every refusal, of every service (RFC 9457). `code` is for programs, `detail` for people",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string", "description": "urn:acsg:problem:<code>"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "The path that was asked for"},
        "code": {"type": "string"},
        "english": {"type": "string", "description": "`detail` as the refusal itself says it, which may be more"},
        "paragraph": {"type": "string", "description": "Of the working modalities, where the refusal rests on one"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        "read": {"type": "string", "description": "The path whose GET answers the version that a change must name"},
        "owner": {"type": "string", "description": "The deployment that has what was handed over"},
        "moved": {
            "type": "object",
            "description": "What of a handover has moved already",
            "properties": {
                "since": {"type": "string", "format": "date-time"},
                **{name: {"type": "integer", "minimum": 0} for name in ("sealed", "received", "left")},
            },
        },
    },
    "additionalProperties": False,
    "examples": [
        {"type": "urn:acsg:problem:invalid_body", "title": "Invalid", "status": 422, "detail": "1 fault(s) in the body",
         "instance": "/support-requests", "code": "invalid_body",
         "errors": [{"pointer": "/lines", "message": "Field required", "code": "missing"}]}
    ],
}  # fmt: skip
FAULT: dict[str, Any] = {
    "title": "Fault",
    "description": "One fault: where (JSON pointer into the body, or /parameters/<name>, /headers/<name>), what, a code",
    "type": "object",
    "required": ["pointer", "message", "code"],
    "properties": {
        **{name: {"type": "string"} for name in ("pointer", "message", "code")},
        "english": {"type": "string", "description": "`message` as the fault itself says it, which may be more"},
    },
    "additionalProperties": False,
}
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "An access token of the deployment's OpenID Connect issuer, or one made here (acsg_...)",
}


def collected(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the definitions of its schemas in one place. Raises ValueError when one name means two things."""
    schemas: dict[str, Any] = {"Problem": PROBLEM, "Fault": FAULT}
    for methods in document["paths"].values():
        for operation in methods.values():
            for part in (operation.get("requestBody"), *operation["responses"].values()):
                for media in (part or {}).get("content", {}).values():
                    asked = part is operation.get("requestBody")
                    for name, schema in media.get("schema", {}).pop("$defs", {}).items():
                        full = name + ("Input" if asked else "")
                        if schemas.setdefault(full, schema) != schema:
                            raise ValueError(f"two shapes are called {full}")
    document["components"] = {"schemas": dict(sorted(schemas.items())), "securitySchemes": {"bearer": BEARER}}
    return document


def document(app: FastAPI) -> dict[str, Any]:
    """The document of an application, made once."""
    if app.openapi_schema is None:
        said = "Errors are problem documents. Commands carry an Idempotency-Key, changes of a thing its version as If-Match."
        made = get_openapi(title=app.title, version=app.version, description=said, routes=app.routes)
        app.openapi_schema = collected(made)
    return app.openapi_schema
