"""A change says on which version it was decided (RFC 9110, If-Match; RFC 6585, 428): nobody overwrites what they never saw.

The rule is made of method, path and status, so that a route cannot forget it: PUT, PATCH and DELETE change what stands at
their path, a POST below a thing changes it unless it makes a new one (201). A route that differs says why.
"""

import re
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from shared.modalities.errors import Fault, Invalid, Stale, VersionNeeded

_TAGS = re.compile(r'\s*(?:(?:W/)?"[^"]*"\s*(?:,\s*|$))+')
_STRONG = re.compile(r'(W/)?"([^"]*)"')
HEADER: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version the caller decided on: 428 without it, 412 when the thing has changed since",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
    "example": '"1"',
}


@dataclass(frozen=True)
class Held:
    """A version is held; ``read`` is the path whose GET answers it. ``may_make``: it also makes the thing, unversioned."""

    read: str
    may_make: bool = False


@dataclass(frozen=True)
class NotHeld:
    """No version is held; ``why`` says it to who reads the document."""

    why: str


Rule = Held | NotHeld
ENDED = NotHeld("made and ended, never changed: there is nothing to overwrite")


def rule_of(method: str, path: str, status: int, key: bool) -> Rule:
    """What a route has to hold when it says nothing itself."""
    if not key or method == "GET":
        return NotHeld("reads, or is spoken between machines")
    if method == "POST" and (status == 201 or "{" not in path):
        return NotHeld("makes something new")
    return Held(path[: path.rindex("}") + 1])


def described(rule: Rule) -> list[dict[str, Any]]:
    """The header in the document."""
    return [] if isinstance(rule, NotHeld) else [HEADER | {"required": not rule.may_make}]


def stated(request: Request) -> frozenset[str] | None:
    """The versions that ``If-Match`` names; weak ones match nothing. Raises Invalid for what is none; ``*`` names none."""
    raw = request.headers.get("if-match")
    if raw is None or raw.strip() == "*":
        return None
    if not _TAGS.fullmatch(raw):
        words = 'is not a version in quotes as the ETag has it, e.g. "3"'
        raise Invalid((Fault("/headers/If-Match", words, "version_unreadable"),))
    return frozenset(tag for weak, tag in _STRONG.findall(raw) if not weak)


def needed(request: Request, rule: Held) -> VersionNeeded:
    """The refusal of a change that does not say on which version it was decided."""
    read = rule.read.format_map({name: str(value) for name, value in request.path_params.items()})
    words = f"Say on which version you decided: GET {read} answers it as ETag, send that as If-Match"
    return VersionNeeded(words, read)


def at_the_door(request: Request, rule: Rule) -> None:
    """Before anything else is looked at. Raises VersionNeeded when the route always needs a version and none is named."""
    request.state.version_rule = rule
    request.state.version_held = isinstance(rule, NotHeld)
    if isinstance(rule, Held) and stated(request) is None and not rule.may_make:
        raise needed(request, rule)


def expect_version(request: Request, version: int | None) -> None:
    """Holds ``If-Match`` against the present version; None: there is nothing yet.

    Raises VersionNeeded when the thing is there and no version is named, Stale when it is another one.
    """
    rule = getattr(request.state, "version_rule", None)
    wanted = stated(request)
    if wanted is None and version is not None and isinstance(rule, Held):
        raise needed(request, rule)
    if wanted is not None and str(version) not in wanted:
        said, present = request.headers["if-match"], "there is nothing yet" if version is None else str(version)
        raise Stale("changed_meanwhile", f"You decided on {said}; the present version is {present}. Read it again")
    request.state.version_held = True


def held(request: Request) -> None:
    """After the work. Raises LookupError, which undoes it, when a route that changes a thing never held its version."""
    if not getattr(request.state, "version_held", True):
        raise LookupError(f"{request.method} {request.url.path} changes a thing without holding its version")
