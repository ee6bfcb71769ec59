"""The lists of each service's README: what the service itself declares, and nothing that people keep beside it."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

import graphql
import sqlalchemy as sa

from services.console.http.register import register
from services.gateway.graphql.schema import build_schema
from shared.contracts.catalogue import events_on, topics, topics_of
from shared.modalities.paragraphs import PARAGRAPHS
from shared.runtime.checking.told import kind_of
from shared.runtime.db.tables import runtime_tables
from shared.runtime.roles import ROLES, SMALL
from shared.runtime.usage import OWN
from tools.contracts.access import declared
from tools.contracts.blocks import filled
from tools.contracts.openapi import PAGES, document
from tools.modalities.index import named

ROOT = Path(__file__).parents[2]
TABLES = {"gateway": "read_model"}
"""Rooms of tables that are not called storage."""
SCOPES = ("regional", "global")


def paragraphs(service: str) -> tuple[str, ...]:
    """Numbers of the paragraphs that the service's code names as values, or its events carry, in the document's order."""
    found = {event.paragraph.number for topic in topics_of(service) for event in events_on(topic)}
    for path in (ROOT / "services" / service).rglob("*.py"):
        found |= named(path.read_text(encoding="utf-8"))
    return tuple(one.number for one in PARAGRAPHS if one.number in found)


def read(service: str) -> frozenset[str]:
    """Names of the topics that it reads, its own deployment's and others', in either scope."""
    said = [declared(service, scope) for scope in SCOPES]
    return frozenset(name for one in said for name in (*one["home"], *one["foreign"]))


def tables(service: str) -> tuple[str, ...]:
    """Names of its own tables; those that every service has are left out."""
    module = import_module(f"services.{service}.{TABLES.get(service, 'storage')}.tables")
    common = sa.MetaData()
    runtime_tables(common)
    metadata: sa.MetaData = module.metadata
    return tuple(sorted(set(metadata.tables) - set(common.tables)))


def commands(service: str) -> tuple[str, ...]:
    """What people and programs can do: mutations of the graph, pages that take a form, or operations that change something."""
    if service == "gateway":
        return _mutations()
    if service == PAGES:
        return tuple(f"`POST {page.path}`" for page in register() if page.take is not None)
    paths = document(service)["paths"]
    assert isinstance(paths, dict)
    return tuple(
        f"`{method.upper()} {path}`: {operation['summary']}"
        for path, item in paths.items()
        for method, operation in item.items()
        if method in ("post", "put", "patch", "delete")
    )


@cache
def _mutations() -> tuple[str, ...]:
    kind = graphql.build_schema(build_schema().as_str()).mutation_type
    assert kind is not None
    return tuple(f"`{name}`: {' '.join((one.description or '').split())}" for name, one in kind.fields.items())


def alone(service: str) -> str:
    """How the service is started without the others: what it needs, then its processes."""
    needed = [f"ACSG_{name.upper()}" for name, field in kind_of(service).model_fields.items() if field.is_required()]
    runs = [f"python -m services.{service} {role}" for role in ("prepare", *SMALL[service])]
    own = [f"`{name}`: {words}" for name, words in OWN.get(service, {}).items()]
    needs = ", ".join(f"`{name}`" for name in needed) or "no setting"
    more = (
        f"Commands of its own beside the common ones: {'; '.join(own)}." if own else "It has the common commands alone."
    )
    return (
        f"It needs {needs} ([all settings](../../docs/settings.md#{service})).\n\n```sh\n"
        + "\n".join(runs)
        + f"\n```\n\n{more}"
    )


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "none"


def lists(service: str) -> str:
    """All of them, as Markdown."""
    out = [topic.name for topic in topics_of(service)]
    known = [topic.name for topic in topics() if topic.name in read(service)]
    done = commands(service)
    interface = "" if service == PAGES else f" ([all of its interface](../../docs/openapi/{service}.json))"
    return "\n".join(
        [
            f"- **Paragraphs**: WM {', '.join(paragraphs(service)) or 'none'}",
            f"- **Topics out** ({len(out)}): {_list(out)}",
            f"- **Topics in** ({len(known)}): {_list(known)}",
            f"- **Tables** ({len(tables(service))}, beside those of every service): {_list(tables(service))}",
            "",
            f"<details><summary>Commands: {len(done)}</summary>",
            "",
            *(f"- {one}" for one in done),
            "",
            f"</details>{interface}",
            "",
            "### Alone",
            "",
            alone(service),
        ]
    )


def files() -> dict[Path, str]:
    """Path -> text of each README with its lists as they are now."""
    found = {}
    for service in ROLES:
        path = ROOT / "services" / service / "README.md"
        found[path] = filled(path.read_text(encoding="utf-8"), {"service": lists(service)})
    return found
