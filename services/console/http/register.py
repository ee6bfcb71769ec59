"""The register of pages: the only way to a route. Whatever is held of pages is held of all that stand here."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from starlette.routing import compile_path

from services.console.http import pages
from services.console.http.page import Begins, Page
from services.console.http.visit import Visit


@cache
def register() -> tuple[Page, ...]:
    """Every page: one file of ``pages`` each. Addresses that are spelled out come before those with a place in them."""
    found = [import_module(f"{pages.__name__}.{one.name}").PAGE for one in iter_modules(pages.__path__)]
    return tuple(sorted(found, key=lambda page: ("{" in page.path, page.path)))


def begun_on(visit: Visit, path: str) -> list[tuple[Page, Begins]]:
    """What a person may begin from the page at an address, in the order of their addresses."""
    found = [(page, page.begins) for page in register() if page.begins is not None and path in page.begins.on]
    return [(page, begins) for page, begins in found if begins.may(visit)]


def page_at(path: str) -> Page | None:
    """The page of an address; None where there is none."""
    plain = path.partition("?")[0]
    return next((page for page in register() if compile_path(page.path)[0].match(plain)), None)


def is_ours(path: str) -> bool:
    """Whether a path is the address of a page that may be asked for: where a sign-in may lead to."""
    plain = path.partition("?")[0]
    if not plain.startswith("/") or plain.startswith("//") or "\\" in path or not path.isprintable():
        return False
    return any(page.show is not None and compile_path(page.path)[0].match(plain) for page in register())
