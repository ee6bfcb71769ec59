"""Settings as far as they can be read: every fault at once, where a start of the service names those of one kind."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Annotated, Any, get_args
from urllib.parse import unquote

from pydantic import SecretStr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource

from shared.runtime.checking.finding import CheckFinding, fault, good
from shared.runtime.roles import SMALL
from shared.runtime.settings import RuntimeSettings

PREFIX, WHAT = "ACSG_", "settings"
ALIKE, ALIKE_SHORT, SHORT = 0.85, 0.66, 5
"""How alike an unknown name is to a setting that was meant, from 0 to 1; of a short one a letter or two is more."""
OF_DEPLOYMENTS = frozenset({"DEPLOYMENTS", "SERVICES", "SERVICE_NAME", *(f"{one.upper()}_PORT" for one in SMALL)})
"""Names that belong to what starts services, though a setting is called nearly so."""
NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"
"""Stands for an address that nobody gave, so that the rest of a service can be put together. Nothing connects to it."""
_BEFORE_HOST = re.compile(r":([^:/@\s]+)@")
"""A password in an address, also in one that is written wrongly."""
_PRIVATE = ("PASSWORD", "SECRET", "KEY", "TOKEN")


def kind_of(service: str) -> type[RuntimeSettings]:
    """The settings of a service: the class that its own file declares."""
    module = import_module(f"services.{service}.settings")
    return next(
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, RuntimeSettings) and one.__module__ == module.__name__
    )


@dataclass(frozen=True)
class Told:
    """``settings``: what could be read, with defaults for the rest. ``faulty``: names of fields that could not, or that
    are needed and missing."""

    settings: RuntimeSettings
    given: Mapping[str, Any]
    faulty: frozenset[str]
    findings: tuple[CheckFinding, ...]

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Texts that nobody may read in what is printed."""
        found = {value for name, value in os.environ.items() if _is_private(name)}
        found |= {os.environ.get(PREFIX + name.upper(), "") for name in self.faulty}
        for name, value in self.given.items():
            found |= set(_secrets_in(value, private=any(word in name.upper() for word in _PRIVATE)))
        return frozenset(found)


def tell(kind: type[RuntimeSettings]) -> Told:
    """Reads the environment. Raises nothing."""
    given: dict[str, Any] = {}
    faults: dict[str, str] = {}
    source = EnvSettingsSource(kind)
    for name, field in kind.model_fields.items():
        if name == "service":
            continue
        try:
            raw, _, is_complex = source.get_field_value(field, name)
            value = source.prepare_field_value(name, field, raw, is_complex)
        except ValueError:
            faults[name] = "is no JSON"
            continue
        if value is None:
            if field.is_required():
                faults[name] = "is needed"
            continue
        try:
            given[name] = _adapter(field).validate_python(value)
        except ValidationError as wrong:
            faults[name] = "; ".join(_words(one) for one in wrong.errors(include_input=False, include_url=False))
    findings = [fault(WHAT, f"{PREFIX}{name.upper()}: {said}", _meaning(kind, name)) for name, said in faults.items()]
    settings = _constructed(kind, given)
    findings += [
        fault(WHAT, f"{PREFIX}*: {said}", "docs/settings.md says what each means") for said in _as_a_whole(settings)
    ]
    findings += _misspelled(kind)
    if not findings:
        findings = [*_held_by_the_class(kind)] or [good(WHAT, f"{len(given)} set, all readable")]
    return Told(settings, given, frozenset(faults), tuple(findings))


def _adapter(field: FieldInfo) -> TypeAdapter[Any]:
    told: Any = Annotated[field.annotation, field]
    return TypeAdapter(told)


def _words(error: Any) -> str:
    place = ".".join(map(str, error["loc"]))
    return f"{error['msg']}{f' (at {place})' if place else ''}"


def _meaning(kind: type[RuntimeSettings], name: str) -> str:
    field = kind.model_fields[name]
    choices = [str(one) for one in get_args(field.annotation) if isinstance(one, str)]
    return " ".join((field.description or "").split()) + (f" (one of {', '.join(choices)})" if choices else "")


def _constructed(kind: type[RuntimeSettings], given: Mapping[str, Any]) -> RuntimeSettings:
    whole: Any = {name: NOWHERE for name, field in kind.model_fields.items() if field.is_required()} | dict(given)
    for one in kind.__pydantic_decorators__.model_validators.values():
        if one.info.mode == "before":
            whole = one.func(whole)
    return kind.model_construct(**whole)


def _as_a_whole(settings: RuntimeSettings) -> Iterator[str]:
    """What settings say against each other, and what production refuses: each rule by itself, where one that does not hold
    would hide the next."""
    for one in type(settings).__pydantic_decorators__.model_validators.values():
        if one.info.mode == "after":
            try:
                one.func(settings)
            except (ValueError, TypeError, AttributeError) as wrong:
                yield str(wrong)


def _held_by_the_class(kind: type[RuntimeSettings]) -> Iterator[CheckFinding]:
    """The service's own word: nothing that it would refuse is called good here."""
    try:
        kind()
    except ValidationError as wrong:
        for one in wrong.errors(include_input=False, include_url=False):
            yield fault(
                WHAT, f"{PREFIX}{'_'.join(map(str, one['loc'])).upper() or '*'}: {one['msg']}", "docs/settings.md"
            )
    except ValueError:
        yield fault(WHAT, f"{PREFIX}*: one cannot be read", "docs/settings.md")


def _misspelled(kind: type[RuntimeSettings]) -> Iterator[CheckFinding]:
    known = {name.upper() for name in kind.model_fields}
    for variable in sorted(os.environ):
        name = variable.upper().removeprefix(PREFIX)
        if not variable.upper().startswith(PREFIX) or "__" in name or name in known | OF_DEPLOYMENTS:
            continue
        if meant := difflib.get_close_matches(name, known, 1, ALIKE_SHORT if len(name) <= SHORT else ALIKE):
            yield fault(WHAT, f"{variable}: there is no such setting", f"was {PREFIX}{meant[0]} meant?")


def _is_private(variable: str) -> bool:
    return variable.startswith(PREFIX) and any(w in variable for w in _PRIVATE) and not variable.endswith("_FILE")


def _secrets_in(value: object, *, private: bool) -> Iterator[str]:
    if isinstance(value, SecretStr):
        yield from (value.get_secret_value(), *value.get_secret_value().split(","))
    elif isinstance(value, str) and "@" in value:
        yield from (text for one in _BEFORE_HOST.findall(value) for text in (one, unquote(one)))
    elif isinstance(value, str) and private:
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _secrets_in(one, private=private)
