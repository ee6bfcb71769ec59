"""An authority of a deployment's brokers, and certificates of it, where no other authority is at hand."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_PEM = serialization.Encoding.PEM


def authority(
    now: datetime, name: str = "Test authority", days: int = 1
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """A new authority. Its key signs certificates of brokers and is kept where no broker runs."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = _builder(called, called, key, now, days)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return made.sign(key, hashes.SHA256()), key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number())
    return built.not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + timedelta(days=days))


def _name(said: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(said))
    except ValueError:
        return x509.DNSName(said)


def server_file(
    folder: Path,
    signer: x509.Certificate,
    signer_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    names: Iterable[str] = ("localhost", "127.0.0.1"),
    days: int = 1,
) -> Path:
    """``broker.pem``: a broker's private key and its chain, as it takes them; ``names`` are hosts and addresses by
    which it is reached."""
    key, hosts = ec.generate_private_key(ec.SECP256R1()), list(names)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    made = _builder(called, signer.subject, key, now, days)
    made = made.add_extension(x509.SubjectAlternativeName([_name(one) for one in hosts]), critical=False)
    signed = made.sign(signer_key, hashes.SHA256())
    chain = b"".join(one.public_bytes(_PEM) for one in (signed, signer))
    return write_secret(folder / "broker.pem", private(key) + chain)


def private(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as PEM (PKCS 8)."""
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def authority_file(folder: Path, name: str, signer: x509.Certificate) -> Path:
    """What clients trust."""
    path = folder / name
    path.write_bytes(signer.public_bytes(_PEM))
    return path


def write_secret(path: Path, content: bytes) -> Path:
    """A file that its owner alone reads, in place of the one before: whoever reads meanwhile reads the one or the other."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    return fresh.replace(path)
