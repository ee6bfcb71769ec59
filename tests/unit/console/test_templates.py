"""What every template holds, over all of them: no style or handler in a page, no words outside the catalogue, labels for inputs."""

import re
from pathlib import Path

import pytest

from services.console.http.register import register
from services.console.wording.catalogue import all_faults, expected, faults
from services.console.wording.words import texts
from tests.conftest import ROOT

HOUSE = ROOT / "services/console"
TEMPLATES = sorted((HOUSE / "templates").rglob("*.j2"))
STYLE = HOUSE / "static/console.css"
PHYSICAL = re.compile(
    r"(?:^|[{;\s])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|min-width|max-width"
    r"|float)\b\s*:|text-align:\s*(?:left|right)"
)
FORBIDDEN = re.compile(r"""\sstyle=|\son[a-z]+\s*=|javascript:|<script|http-equiv|hx-on|\|safe\b""", re.IGNORECASE)
FIGURE = re.compile(r"'%[^']*'\s*\|\s*format|\|\s*round\b")
"""A number that is written as a program has it: a point in French, an exponent in any language."""
ROLE = re.compile(r"person\.role\s*(?:==|!=|in\b|not\b)")
"""Who may do what is the policy's to say; a page asks it (``Begins``, ``offered``, ``ways_of``)."""
CUT = re.compile(r"(?<!digest)(?<!At)(?<!_at)(?<!Since)(?<!now)\[:\w+\]")
"""A list of which the first alone are shown; the rest is not passed over in silence."""
METHOD = re.compile(r"\.(?:items|keys|values|copy|pop|update|clear|get)\b(?![('])")
"""A field that is called as a method of every object is: ``one['items']`` is meant."""
INPUT = re.compile(r"<(?:input|select|textarea)\b[^>]*>")


def template_faults(text: str) -> list[str]:
    """What a template must not hold: style, handlers, scripts, unescaped texts, words of its own, fields without a label."""
    found = [f"forbidden: {one.strip()}" for one in FORBIDDEN.findall(text)]
    plain = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    words = [one.strip() for one in re.findall(r">([^<>]*)<", plain)]
    found += [f"words: {one}" for one in words if re.search(r"[A-Za-z]{2,}", one)]
    # Commas and colons are of a language too: they stand in the catalogue (mark.*).
    marks = [*re.findall(r"(?<=[{(\s])'[,;:] '", text), *(one for one in words if re.search(r"[,;:](?:\s|$)", one))]
    found += [f"mark: {one}" for one in marks]
    found += [f"figure: {one}" for one in FIGURE.findall(text)] + [f"role: {one}" for one in ROLE.findall(text)]
    found += [f"method: {one}" for one in METHOD.findall(text)]
    for line in text.splitlines():
        if len(CUT.findall(line)) > line.count("first_only("):
            found.append(f"cut: {line[:60]}")
    for field in INPUT.finditer(text):
        before = text[: field.start()]
        wrapped = before.rfind("<label") > before.rfind("</label>")
        named = re.search(r'\bid="([^"]+)"', field.group())
        labelled = named is not None and f'for="{named.group(1)}"' in text
        if 'type="hidden"' not in field.group() and not wrapped and not labelled:
            found.append(f"no label: {field.group()[:60]}")
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_keeps_the_house(path: Path) -> None:
    assert template_faults(path.read_text()) == []


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color:red">',
        '<p onclick="x()">',
        "<p>Hello</p>",
        "{{ x|safe }}",
        "<script>",
        '<input name="a">',
        "<p>{{ a }}, {{ b }}</p>",
        "<p>{{ a }}: {{ b }}</p>",
        "{{ ', ' if x }}",
        "{{ '%.1f'|format(x)|fixed }}",
        "{{ x|round(1) }}",
        "{% if person.role == 'state_authority' %}",
        "{% if person.role in those %}",
        "{% for one in rows[:50] %}",
        "{{ w.number(one.items) }}",
    ],
)
def test_a_planted_fault_is_found(planted: str) -> None:
    assert template_faults(f"<div>{planted}</div>")


def test_the_style_sheet_mirrors() -> None:
    assert PHYSICAL.findall(STYLE.read_text()) == []
    assert len(STYLE.read_bytes()) < 8_000
    for planted in ("a{margin-left:1rem}", "a{left:0}", "a{text-align:right}", "a{width:3rem}"):
        assert PHYSICAL.findall(planted), planted
    assert not PHYSICAL.findall("a{margin-inline-start:1rem;inset-inline-start:0}")


def test_every_page_has_its_template() -> None:
    names = {path.name for path in TEMPLATES}
    assert len(register()) > 20
    assert [page.name for page in register() if not page.file and f"{page.template}.html.j2" not in names] == []
    used = {f"{page.template}.html.j2" for page in register() if not page.file} | {
        "refused.html.j2",
        "follows.html.j2",
        "layout.html.j2",
        "macros.html.j2",
        "signal.html.j2",
    }
    used |= {"made_once.html.j2"} if any(getattr(page.act, "once", "") for page in register()) else set()
    assert names == used


def test_every_language_has_every_word() -> None:
    assert len(expected()) > 300
    assert all_faults() == []


def test_a_gap_and_a_leftover_are_found() -> None:
    there = dict(texts("fr"))
    del there["title.worklist"]
    there |= {"planted.key": "x", "title.offers": " ", "title.matches": "{n}"}
    assert faults("fr", there) == [
        "fr: title.worklist is missing", "fr: planted.key is said nowhere", "fr: title.matches fills other places than English",
        "fr: title.offers is empty",
    ]  # fmt: skip
