"""An address as people write it and as it stands on the wire: domains by IDNA (UTS 46), local parts beyond ASCII by SMTPUTF8 (WM 6).

What can never be reached is refused when it is registered. What is kept from before that is given up when it is written to.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import idna
from email_validator import EmailNotValidError, validate_email


class Unreachable(ValueError):
    """Nothing sent to it can arrive; says why in words."""


@dataclass(frozen=True)
class Address:
    """``text`` is what people read, in one spelling; ``wire`` has its domain in ASCII.

    ``international``: its local part is beyond ASCII, so the server has to offer SMTPUTF8 (RFC 6531).
    """

    text: str
    wire: str

    @property
    def international(self) -> bool:
        """Whether only a server with SMTPUTF8 takes it."""
        return not self.wire.isascii()


def address_of(text: str) -> Address:
    """Reads an address. Raises Unreachable."""
    try:
        # A name under .test resolves in somebody's own network alone; there it does.
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as fault:
        raise Unreachable(str(fault)) from fault
    except ValueError as fault:  # what its libraries say of labels that they cannot read
        raise Unreachable("It is no address that mail can reach.") from fault
    return Address(found.normalized, f"{found.local_part}@{found.ascii_domain}")


def ascii_host(host: str) -> str:
    """The name of a host as programs write it. Raises Unreachable."""
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as fault:
        raise Unreachable(f"'{host}' is no name of a host") from fault


def ascii_url(url: str) -> str:
    """A web address with its host in ASCII. Raises Unreachable when it cannot be written so."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host.isascii():
        url = parts._replace(netloc=parts.netloc.replace(host, ascii_host(host))).geturl()
    if not url.isascii() or any(not one.isprintable() or one in ' <>"' for one in url):
        raise Unreachable("a web address is written in ASCII without blanks")
    return url
