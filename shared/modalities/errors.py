"""Errors of the mechanism in families; one mapper each shows them over HTTP, in GraphQL and on the bus."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from shared.modalities.paragraphs import P6, Paragraph


@dataclass(frozen=True)
class Fault:
    """One fault of a body: where (JSON pointer), what in words, and a code with the parameters of its words."""

    pointer: str
    message: str
    code: str = "invalid"
    parameters: Mapping[str, str | int | float] = field(default_factory=dict, compare=False)


def twice(pointer: str, said: Iterable[str]) -> list[Fault]:
    """A fault for each of a list that stands there before. ``pointer``: of one of them, with its place as ``{n}``."""
    seen, faults = set[str](), []
    for n, one in enumerate(said):
        if one in seen:
            faults.append(Fault(pointer.format(n=n), f"'{one}' stands here twice", "twice"))
        seen.add(one)
    return faults


class ModalityError(Exception):
    """Base of the families: a code for programs, a detail for people, the paragraph it rests on where there is one."""

    def __init__(self, code: str, detail: str, paragraph: Paragraph | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.paragraph = paragraph


class NotFound(ModalityError):
    """The thing does not exist, or the asker may not know that it does."""


class Conflict(ModalityError):
    """The thing's present state does not allow it."""


class Elsewhere(Conflict):
    """The thing belongs to another deployment now; ``owner`` names it."""

    def __init__(self, owner: str, what: str, paragraph: Paragraph) -> None:
        super().__init__("handed_over", f"{what} was handed over to the deployment '{owner}'", paragraph)
        self.owner = owner


class AlreadyMoved(Conflict):
    """A handover has begun: what moved is not called back; ``moved`` says since when, and how much of it."""

    def __init__(self, words: str, moved: Mapping[str, int | str]) -> None:
        super().__init__("handover_begun", words, P6)
        self.moved = moved


class Stale(Conflict):
    """The caller decided on an older version of the thing."""


class VersionNeeded(ModalityError):
    """The caller does not say on which version it decided; ``read`` is the path that answers the present one."""

    def __init__(self, words: str, read: str) -> None:
        super().__init__("version_needed", words)
        self.read = read


class NotPermitted(ModalityError):
    """The actor may not do this."""


class Unauthenticated(ModalityError):
    """The token is missing where one is needed, or is not acceptable.

    Says no more than that, but for what a well-signed token lacks: that is its issuer's to mend.
    """


class Retryable(ModalityError):
    """It may succeed later; ``retry_after_s`` says when to try."""

    def __init__(self, code: str, detail: str, retry_after_s: float = 1.0) -> None:
        super().__init__(code, detail)
        self.retry_after_s = retry_after_s


class Invalid(ModalityError):
    """The body is faulty; names every fault and nothing was changed."""

    def __init__(
        self, faults: tuple[Fault, ...], code: str = "invalid_body", paragraph: Paragraph | None = None
    ) -> None:
        super().__init__(code, f"{len(faults)} fault(s) in the body", paragraph)
        self.faults = faults


class Gathering:
    """Faults of several looks at one body: ``with gathering:`` round each look, then ``end``, so that all are named at once."""

    def __init__(self, paragraph: Paragraph | None = None) -> None:
        self._paragraph, self._faults = paragraph, list[Fault]()

    def __enter__(self) -> None:
        """A look begins."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        """A look's faults are kept; every other error goes on."""
        if not isinstance(error, Invalid):
            return False
        self._faults += error.faults
        return True

    def end(self) -> None:
        """Raises Invalid naming every fault of every look."""
        if self._faults:
            raise Invalid(tuple(self._faults), paragraph=self._paragraph)


@contextmanager
def part_of_the_body(name: str) -> Iterator[None]:
    """Faults of what the body has under a name: their pointers start at the body that was sent, not at that part of it."""
    try:
        yield
    except Invalid as error:
        placed = tuple(replace(one, pointer=f"/{name}{one.pointer}") for one in error.faults)
        raise Invalid(placed, error.code, error.paragraph) from error


class Refusal(ModalityError):
    """What another service refused, as it said it: passed on with its own status, code, words and faults."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        paragraph: Paragraph | None = None,
        *,
        faults: tuple[Fault, ...] = (),
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(code, detail, paragraph)
        self.status, self.faults, self.retry_after_s = status, faults, retry_after_s
