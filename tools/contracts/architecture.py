"""The pictures of docs/architecture.md that the code can draw: deployments, one event's way, who reads which topic."""

from collections.abc import Iterable
from pathlib import Path

from deploy.local.region import region, there_are
from shared.contracts.catalogue import topics
from shared.contracts.event import Event
from shared.contracts.intake import RequestFoundInLine
from shared.contracts.topic import FEDERATED_PREFIX, Topic
from shared.contracts.vocabulary import SANDBOX
from shared.runtime.roles import ROLES
from tools.contracts.access import declared
from tools.contracts.blocks import filled
from tools.contracts.services import SCOPES, paragraphs

PAGE = Path(__file__).parents[2] / "docs/architecture.md"
SHOWN: type[Event] = RequestFoundInLine
"""The event whose way is drawn."""


def readers(name: str, where: str) -> tuple[str, ...]:
    """Services that read a topic of their own deployment (``home``) or of another (``foreign``), in either scope."""
    return tuple(service for service in ROLES if any(name in declared(service, scope)[where] for scope in SCOPES))


def _mermaid(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", "flowchart LR", *(f"  {line}" for line in lines), "```"])


def deployments() -> str:
    """Each deployment that has a file, its services, and what passes between it and the hub."""
    known = [region(name) for name in there_are()]
    hub = next(one for one in known if one.scope == "global")
    lines = [f'{one.deployment}["{one.deployment} ({one.scope})<br>{"<br>".join(one.services)}"]' for one in known]
    on = [topic.twin.name for topic in topics() if topic.twin is not None and topic.for_regions]
    for one in known:
        if one is not hub and one.deployment != SANDBOX:
            lines.append(f'{one.deployment} -->|"{FEDERATED_PREFIX}*<br>acsg.public.*"| {hub.deployment}')
            lines.append(f'{hub.deployment} -.->|"{"<br>".join(on)}"| {one.deployment}')
    return _mermaid(lines)


def way(event: type[Event]) -> str:
    """From the owner's topic to every service that reads it, at home and elsewhere."""
    topic = event.topic
    lines = [f'{topic.owner} -->|"{event.wire_type}"| log[("{topic.name}")]']
    lines += [f"log --> {service}" for service in readers(topic.name, "home")]
    if topic.twin is not None:
        lines.append(f'{topic.owner} -->|"reduced"| twin[("{topic.twin.name}")]')
        lines += [
            f'twin --> {service}_elsewhere["{service} elsewhere"]' for service in readers(topic.twin.name, "foreign")
        ]
    return _mermaid(lines)


def _row(topic: Topic) -> str:
    at_home = ", ".join(readers(topic.name, "home")) or "nobody"
    apart = ", ".join(readers(topic.name, "foreign")) or "nobody"
    return f"| `{topic.name}` | {topic.owner} | {topic.tier.value} | {at_home} | {apart} |"


def board() -> str:
    """Every topic with its owner, its readers at home and its readers elsewhere."""
    head = ["| Topic | Owner | Tier | Read at home by | Read elsewhere by |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *(_row(topic) for topic in topics())])


def services() -> str:
    """Every service with the paragraphs it serves."""
    rows = [f"| [{name}](../services/{name}/README.md) | {', '.join(paragraphs(name)) or 'none'} |" for name in ROLES]
    return "\n".join(["| Service | Paragraphs (WM) |", "| --- | --- |", *rows])


def files() -> dict[Path, str]:
    """The page with its pictures as they are now."""
    made = {"deployments": deployments(), "way": way(SHOWN), "topics": board(), "services": services()}
    return {PAGE: filled(PAGE.read_text(encoding="utf-8"), made)}
