"""Which processes a service runs as."""

from collections.abc import Mapping

HTTP_ROLES = {"api", "serve"}
"""Roles that serve the service's own interface; the others have a port for health and metrics."""

Roles = Mapping[str, tuple[str, ...]]
SMALL: Roles = {
    "intake": ("serve",),
    "roster": ("serve",),
    "matching": ("serve",),
    "notifications": ("serve",),
    "gateway": ("serve", "pulse"),
    "dialogue": ("serve",),
    "console": ("api",),
    "delivery": ("serve",),
}
"""Processes of each service where memory is scarce: interface and worker in one."""

ROLES: Roles = {service: tuple(r for one in roles for r in (("api", "worker") if one == "serve" else (one,)))
                for service, roles in SMALL.items()}  # fmt: skip
"""Processes of each service where one may fail, or be multiplied, without the other."""

UPGRADED = ("notifications", "gateway", "console", "delivery", "dialogue", "matching", "roster", "intake")
"""In which order services go to another release: who reads the events of others before who writes them. Back: the other way."""
