"""Which sheets a body has: one of questions, and one for each list of objects. All of it follows from the model (WM 8)."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from shared.contracts.door import AtDoor
from shared.contracts.shapes import codes as c
from shared.contracts.shapes.values import LineId
from shared.wording.fields import choice_codes

Path = tuple[str, ...]
ORDINAL = "#"
"""Path of the column that numbers rows, so that rows of another sheet can name them."""
FLAG = "yes_no"


@dataclass(frozen=True)
class Field:
    """One question or column. ``path``: from its sheet's object; ``kind``: text, code, day, amount, flag or number.

    ``names``: fields on the way, for its label; ``choices``: the list of a code; ``most``: how many answers at most.
    """

    path: Path
    kind: str
    choices: str = ""
    needed: bool = False
    most: int = 1

    @property
    def many(self) -> bool:
        """Whether its answer is a list."""
        return self.most > 1

    @property
    def key(self) -> str:
        """How the workbook itself calls it, in a row or column that is not seen."""
        return "/".join(self.path)


@dataclass(frozen=True)
class Sheet:
    """Rows of one list: its path from the body, its columns, the list whose rows it belongs to."""

    path: Path
    fields: tuple[Field, ...]
    most: int
    parent: Path | None = None
    numbered: bool = False

    @property
    def key(self) -> str:
        """How the workbook calls it."""
        return "/".join(self.path)


@dataclass(frozen=True)
class Form:
    """The workbook of a body. ``version`` changes whenever a question comes, goes or is asked otherwise."""

    kind: str
    questions: tuple[Field, ...]
    sheets: tuple[Sheet, ...]
    note: str = "note"
    """Name of the words that say how it is filled."""

    @property
    def version(self) -> str:
        """Twelve characters that are the same for the same questions."""
        said = [repr(self.questions), *(repr(one) for one in self.sheets)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def _check(kind: Any) -> Any:
    return next(one.check for one in get_args(kind)[1:] if isinstance(one, AtDoor))


@cache
def _lists() -> Mapping[Any, str]:
    named = {"functional_areas": c.FunctionalArea, "support_forms": c.SupportForm, "units": c.Unit,
             "languages": c.Language, "states": c.Country, "offices": c.CountryOffice, "parties": c.PartyId,
             "offerers": c.Offerer}  # fmt: skip
    return {_check(kind): name for name, kind in named.items()}


def _plain(kind: Any, metadata: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A type without what is optional about it and what is said beside it."""
    if get_origin(kind) is Annotated:
        inner, *more = get_args(kind)
        return _plain(inner, (*more, *metadata))
    if get_origin(kind) in (Union, UnionType):
        return _plain(next(one for one in get_args(kind) if one is not type(None)), metadata)
    return kind, metadata


def _literal(values: tuple[Any, ...]) -> str:
    return next(name for name, those in choice_codes().items() if set(those) == set(values))


def _leaf(path: Path, kind: Any, metadata: tuple[Any, ...], needed: bool, most: int = 1) -> Field:
    checks = [one.check for one in metadata if isinstance(one, AtDoor)]
    listed = next((_lists()[one] for one in checks if one in _lists()), "")
    if get_origin(kind) is Literal:
        return Field(path, "code", _literal(get_args(kind)), needed, most)
    if listed:
        return Field(path, "code", listed, needed, most)
    if kind is bool:
        return Field(path, "flag", FLAG)
    if any(one == get_args(LineId)[1] for one in metadata):
        return Field(path, "number", "", needed)
    known = {date: "day", Decimal: "amount", str: "text"}
    return Field(path, known[kind], "", needed, most)


def _most(field: FieldInfo) -> int:
    return next((one.max_length for one in field.metadata if hasattr(one, "max_length")), 1000)


def _walk(model: type[BaseModel], path: Path, needed: bool) -> Iterator[Field | tuple[Path, type[BaseModel], int]]:
    """Fields of a model and of the objects in it; of a list of objects its path, model and size."""
    for name, field in model.model_fields.items():
        kind, metadata = _plain(field.annotation, tuple(field.metadata))
        asked, here = needed and field.is_required(), (*path, name)
        if get_origin(kind) is tuple:
            inner, inside = _plain(get_args(kind)[0], ())
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield here, inner, _most(field)
            else:
                yield _leaf(here, inner, inside, asked, max(_most(field), 2))
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _walk(kind, here, asked)
        else:
            yield _leaf(here, kind, metadata, asked)


def _sheets(model: type[BaseModel], path: Path, most: int, parent: Path | None) -> Iterator[Sheet]:
    found = list(_walk(model, (), True))
    below = [one for one in found if isinstance(one, tuple)]
    yield Sheet(path, tuple(one for one in found if isinstance(one, Field)), most, parent, bool(below))
    for inner, kind, size in below:
        yield from _sheets(kind, (*path, *inner), size, path)


@cache
def form_of(kind: str, model: type[BaseModel]) -> Form:
    """The workbook of a body's model."""
    found = list(_walk(model, (), True))
    sheets = [sheet for one in found if isinstance(one, tuple) for sheet in _sheets(one[1], one[0], one[2], None)]
    return Form(kind, tuple(one for one in found if isinstance(one, Field)), tuple(sheets))
