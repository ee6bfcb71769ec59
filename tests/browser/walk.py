"""Keeps every page of the register as the running region serves it to somebody who follows its links, in six languages."""

import gzip
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from starlette.routing import compile_path

from services.console.http.register import register
from shared.contracts.vocabulary import LANGUAGES
from tests.support.person import Person, Seen

SHOWN = tuple(page for page in register() if page.show is not None and not page.file)
APART = {
    "results": "asked a day after an engagement's end at the soonest",
    "meeting_record": "asked once a meeting has begun; the one that is followed begins in 2050",
    "meeting_actions": "likewise: there is nothing agreed at it",
    "draft_refusal": "asked of a State beside the one that leads, and none of those is among the persons",
    "review_conclusion": "asked once the last day for proposals has passed, tomorrow at the soonest",
    "funds_report": "there is no line of money in the engagement that is followed",
}
"""Pages that nobody is shown in the life that is followed, with the reason; they are of the template of all acts."""
_FILES = [compile_path(page.path)[0] for page in register() if page.file]
_NAMED = [(page.name, compile_path(page.path)[0]) for page in SHOWN]
_LINK = re.compile(r'href="(/[^"]*)"')
COOKIE = "__Host-acsg-language"


@dataclass(frozen=True)
class Kept:
    """One page as it came; ``wire``: bytes of its body as they travel."""

    name: str
    who: str
    url: str
    status: int
    headers: Mapping[str, str]
    html: str

    @property
    def wire(self) -> int:
        """Bytes of its body, pressed as the console presses it."""
        return len(gzip.compress(self.html.encode(), 6))


def name_of(path: str) -> str | None:
    """The page of an address; each part of a draft is one of its own."""
    plain = path.partition("?")[0]
    if any(pattern.match(plain) for pattern in _FILES):
        return None
    for name, pattern in _NAMED:
        if found := pattern.match(plain):
            return f"section-{found['section']}" if name == "section" else name
    return None


class Walk:
    """Goes where links lead, as several persons, and keeps each page that is not kept yet: language -> name -> page."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)
        self.kept: dict[str, dict[str, Kept]] = {language: {} for language in LANGUAGES}

    @property
    def names(self) -> set[str]:
        """What is kept."""
        return set(self.kept["fr"])

    def look(self, *begin: str) -> None:
        """Every person looks at these addresses and at whatever they lead to."""
        for person in self.people:
            self._follow(person, begin)

    def _follow(self, person: Person, begin: Iterable[str]) -> None:
        to_see, asked = list(begin), set(begin)
        while to_see:
            path = to_see.pop(0)
            name = name_of(path)
            if name is None or (name in self.names and path not in begin):
                continue
            seen = self._see(person, path, "fr")
            if seen.status != 200 or name_of(seen.url.removeprefix(person.base)) != name:
                continue
            if name not in self.names:
                self.keep(person, name, path)
            links = [link.replace("&amp;", "&") for link in _LINK.findall(seen.text)]
            to_see += [link for link in dict.fromkeys(links) if link not in asked]
            asked.update(links)

    def keep(self, person: Person, name: str, path: str) -> None:
        """A page in every language."""
        for language in LANGUAGES:
            self.keep_seen(person, name, language, self._see(person, path, language))

    def keep_seen(self, person: Person, name: str, language: str, seen: Seen) -> None:
        """A page that was seen already."""
        hidden = {"content-encoding", "content-length", "transfer-encoding", "set-cookie"}
        headers = {key: value for key, value in seen.headers.items() if key not in hidden}
        self.kept[language][name] = Kept(name, person.name, seen.url, seen.status, headers, seen.text)

    def _see(self, person: Person, path: str, language: str) -> Seen:
        person.cookies[COOKIE] = language
        return person.go("GET", urljoin(person.base + "/", path))


def missing(walk: Walk) -> set[str]:
    """Pages of the register that nobody was shown."""
    names = {name.partition("-")[0] for name in walk.names}
    return {page.name for page in SHOWN} - names - set(APART)


async def there(person: Person, path: str) -> bool:
    """Whether a page is there for a person: what went over the bus takes a moment."""
    return person.see(path).status == 200
