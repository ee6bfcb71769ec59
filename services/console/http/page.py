"""What a page is: one file with its address, its documents, its template, and what it does; and what it answers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from services.console.asking.gateway import File

if TYPE_CHECKING:
    from services.console.http.visit import Visit


@dataclass(frozen=True)
class View:
    """A page to be shown: the key of its title, and what its template needs."""

    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    faulty: bool = False
    template: str = ""


@dataclass(frozen=True)
class Moved:
    """A page to be asked for next."""

    to: str


@dataclass(frozen=True)
class Passed:
    """A file that is passed on piece by piece, to be kept under the name that ``disposition`` gives it."""

    pieces: AsyncIterator[bytes]
    media_type: str
    disposition: str


Shown = View | Moved | File | Passed
Handler = Callable[["Visit"], Awaitable[Shown]]


@dataclass(frozen=True)
class Begins:
    """What a page begins, said once beside it. ``on``: addresses of the pages that offer it; ``title``: key of what it is called
    there; ``may``: whether the policy lets the person do it; ``button``: whether it is what one comes there for.
    """

    on: tuple[str, ...]
    title: str
    may: Callable[["Visit"], bool]
    button: bool = True


@dataclass(frozen=True)
class Page:
    """A row of the register. ``show`` answers GET, ``take`` POST; ``public``: without a session too.

    ``documents`` are what it asks the gateway by; ``example`` fills the places of its address where pages are checked;
    ``act``: what it does, for pages that lead to it; ``begins``: likewise, of what there is nothing yet. ``file``: what is answered is a file, of no template; ``takes_file``:
    its form sends one. ``most``: bytes of a form whose file is passed on as it came, and never read whole.
    """

    name: str
    path: str
    template: str
    documents: tuple[str, ...] = ()
    show: Handler | None = None
    take: Handler | None = None
    public: bool = False
    example: Mapping[str, str] = field(default_factory=dict)
    act: object | None = None
    begins: Begins | None = None
    file: bool = False
    takes_file: bool = False
    most: int = 0


class NotFresh(Exception):
    """The person signed in too long ago to speak for a State."""


class Following(Exception):
    """What was just made is stored, and not among what one reads yet."""
