"""A person before the console, without a browser: follows links, fills in the forms that stand on a page, keeps cookies."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from shared.runtime.http.asking import KEPT

FOLLOWS_S = 120
"""How long what was made may take to be read, on a busy machine."""
AGAIN_S = 60
"""How long one who is told to come back in a moment does so."""


def day(name: str, days: int) -> dict[str, str]:
    """The three fields of a date, so many days from today."""
    return on_day(name, datetime.now(UTC).date() + timedelta(days=days))


def on_day(name: str, on: date) -> dict[str, str]:
    """The three fields of a date."""
    return {f"{name}-y": str(on.year), f"{name}-m": str(on.month), f"{name}-d": str(on.day)}


@dataclass
class Form:
    """A form as it stands: where it goes, and what would be sent, without the button."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area = self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(said.get("action", ""), said.get("method", "get").upper())
            self.forms.append(self._open)
        if self._open is None:
            return
        name = said.get("name", "")
        if name and tag in {"input", "select", "textarea"}:
            self._open.names.add(name)
        if tag == "input" and name:
            chosen = said.get("type") not in {"checkbox", "radio"} or "checked" in said
            if chosen:
                self._open.fields.append((name, said.get("value", "")))
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in said and self._select:
            self._open.fields.append((self._select, said.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._open is not None and self._area:
            self._open.fields.append((self._area, self._text))
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._open = None


@dataclass
class Seen:
    """A page as it came."""

    url: str
    status: int
    text: str
    headers: httpx.Headers
    raw: bytes = b""

    @property
    def path(self) -> str:
        """Its address without the host."""
        return urlsplit(self.url).path

    def forms(self) -> list[Form]:
        """Every form that stands on it."""
        reader = _Reader()
        reader.feed(self.text)
        return reader.forms

    def form(self, having: str) -> Form:
        """The form with a field of that name. Raises AssertionError with what the page says in its place."""
        for one in self.forms():
            if having in one.names:
                return one
        says = re.sub(r"<[^>]*>|\s+", " ", self.text.partition("<main")[2] or self.text)
        raise AssertionError(f"{self.url} ({self.status}) has no form with {having}: {says[:800]}")


class Person:
    """One browser. ``language`` is what its settings say; ``quiet``: an old one that does not say where a form comes from."""

    def __init__(self, base: str, name: str, language: str = "fr", *, quiet: bool = False) -> None:
        self.base, self.name, self.language, self.quiet = base, name, language, quiet
        self.cookies: dict[str, str] = {}
        self._http = httpx.Client(timeout=60, follow_redirects=False, trust_env=False, limits=KEPT)

    def close(self) -> None:
        """Closes the browser."""
        self._http.close()

    def once(self, method: str, url: str, **more: Any) -> httpx.Response:
        """One request; redirects are not followed."""
        url = urljoin(self.base + "/", url)
        headers = {"Accept-Language": self.language} | more.pop("headers", {})
        if url.startswith(self.base):
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            if method == "POST" and not self.quiet:
                headers.setdefault("Sec-Fetch-Site", "same-origin")
        answer = self._http.request(method, url, headers=headers, **more)
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            value = rest.split(";")[0].strip('"')
            assert {"secure", "httponly", "path=/"} <= {part.strip().lower() for part in rest.split(";")[1:]}
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer

    def go(self, method: str, url: str, **more: Any) -> Seen:
        """Follows redirects, as a browser does; looks again where the page of what was just made follows in a moment."""
        seen, end = self._go(method, url, **more), time.monotonic() + FOLLOWS_S
        while seen.status == 202 and time.monotonic() < end:
            time.sleep(0.3)
            seen = self._go("GET", seen.url)
        return seen

    def _go(self, method: str, url: str, **more: Any) -> Seen:
        answer = self.once(method, url, **more)
        for _ in range(10):
            if answer.status_code not in {302, 303}:
                break
            answer = self.once("GET", urljoin(str(answer.url), answer.headers["location"]))
        return Seen(str(answer.url), answer.status_code, answer.text, answer.headers, answer.content)

    def see(self, path: str) -> Seen:
        """A page."""
        return self.go("GET", path)

    def leading_on(self, path: str) -> Iterator[Seen]:
        """A page and those that its lists lead on to: a region that many tests use has more in each than one page shows."""
        open_, looked = [path], set[str]()
        while open_:
            at = open_.pop(0)
            looked.add(at)
            seen = self.see(at)
            yield seen
            base = re.escape(path.partition("?")[0])
            further = (unescape(one) for one in re.findall(rf'href="({base}\?(?:\w+_)?after=[^"]+)"', seen.text))
            open_ += [one for one in further if one not in looked and one not in open_]

    def until(self, path: str, *words: str, seconds: float = FOLLOWS_S) -> Seen:
        """The page of a list, as soon as one of them says one of these: what went over the bus takes a moment.

        Raises TimeoutError naming what did not come.
        """
        end = time.monotonic() + seconds
        while True:
            for seen in self.leading_on(path):
                if any(one in seen.text for one in words):
                    return seen
            if time.monotonic() > end:
                raise TimeoutError(
                    f"{words} at {path} did not come within {seconds:.0f} s: {seen.status} {seen.text[-3000:]}"
                )
            time.sleep(0.3)

    def until_gone(self, path: str, words: str) -> Seen:
        """The page, as soon as nothing that its lists lead on to says this. Raises TimeoutError."""
        end = time.monotonic() + FOLLOWS_S
        while time.monotonic() < end:
            pages = list(self.leading_on(path))
            if all(words not in seen.text for seen in pages):
                return pages[0]
            time.sleep(0.3)
        raise TimeoutError(f"{words} at {path} did not go within {FOLLOWS_S} s")

    def sign_in(self, to: str = "/") -> Seen:
        """By the issuer, as the demo's link does; once more where the page says that the issuer is away for a moment."""
        begun = {"login_hint": self.name, "to": to}
        seen, end = self.go("GET", "/sign-in/start", params=begun), time.monotonic() + AGAIN_S
        while seen.status == 503 and "retry-after" in seen.headers and time.monotonic() < end:
            time.sleep(min(float(seen.headers["retry-after"]), 5))
            seen = self.go("GET", "/sign-in/start", params=begun)
        return seen

    def fill(self, seen: Seen, having: str, given: Mapping[str, str | list[str]], button: str = "") -> Seen:
        """Fills in the form that has a field, presses its button (``name=value``), and follows."""
        return self.send(*self.filled(seen, having, given, button))

    def filled(
        self, seen: Seen, having: str, given: Mapping[str, str | list[str]], button: str = ""
    ) -> tuple[str, list[tuple[str, str]]]:
        """Where it goes, and its fields; a field that the form does not have is a fault of the test."""
        form = seen.form(having)
        assert not set(given) - form.names, set(given) - form.names
        fields = [one for one in form.fields if one[0] not in given]
        for name, value in given.items():
            fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        fields += [tuple(button.split("=", 1))] if button else []  # type: ignore[list-item]
        return urljoin(seen.url, form.action) if form.action else seen.url, fields

    def send_file(
        self,
        seen: Seen,
        having: str,
        raw: bytes,
        name: str = "classeur.xlsx",
        given: Mapping[str, str] = MappingProxyType({}),
    ) -> Seen:
        """Chooses a file in the form that has such a field, fills in the rest, and sends it."""
        url, fields = self.filled(seen, having, given)
        plain = {name: value for name, value in fields if name != having}
        return self.go("POST", url, data=plain, files={having: (name, raw)})

    def send(self, url: str, fields: list[tuple[str, str]], **more: Any) -> Seen:
        """Sends fields."""
        body: dict[str, list[str]] = {}
        for name, value in fields:
            body.setdefault(name, []).append(value)
        return self.go("POST", url, data=body, **more)


People = Callable[..., Person]
"""Opens a browser, signed in as a demo person: name, language."""
