"""What a built site would load from elsewhere when it is read: there is to be none of it."""

import re
from html.parser import HTMLParser
from pathlib import Path

_LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
}
_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
_STYLED = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")\s]+)")


class _Loads(HTMLParser):
    """Addresses that a page has a browser fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        by_itself = tag == "link" and bool(_LINKS & set(said.get("rel", "").split()))
        address = said.get("href" if by_itself else _LOADING.get(tag, ""), "")
        if address.startswith(("http:", "https:", "//")):
            self.found.append(address)
        self.found += _STYLED.findall(said.get("style", ""))


def loads(name: str, text: str) -> list[str]:
    """Addresses elsewhere that a page or a style sheet loads."""
    if name.endswith(".css"):
        return _STYLED.findall(text)
    parser = _Loads()
    parser.feed(text)
    return parser.found


def unguarded(text: str) -> bool:
    """A page without the policy by which a browser itself fetches nothing from elsewhere, whatever its scripts ask."""
    return 'http-equiv="Content-Security-Policy" content="default-src \'self\'' not in text


def faults(site: Path) -> list[str]:
    """Of a built site: each page that loads something from elsewhere, or whose browser is not told to refuse it."""
    found = []
    for path in sorted(site.rglob("*")):
        if path.suffix in {".html", ".css"}:
            text, name = path.read_text(encoding="utf-8"), str(path.relative_to(site))
            found += [f"{name} loads {one}" for one in loads(name, text)]
            found += [f"{name} has no policy"] if path.suffix == ".html" and unguarded(text) else []
    return found
