"""A certificate authority for a test, and a certificate of it for the broker's door on loopback."""

from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def authority(now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """A new authority, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    made = _builder(name, name, key, now).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return made.sign(key, hashes.SHA256()), key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number())
    return built.not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + timedelta(days=1))


def server_file(folder: Path, signer: x509.Certificate, signer_key: ec.EllipticCurvePrivateKey, now: datetime) -> Path:
    """A PEM file with the server's private key and its chain, as the broker takes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = _builder(name, signer.subject, key, now).add_extension(names, critical=False)
    signed = made.sign(signer_key, hashes.SHA256())
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (signed, signer))
    path = folder / "broker.pem"
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(*plain) + chain)
    return path


def authority_file(folder: Path, name: str, signer: x509.Certificate) -> Path:
    """What clients trust."""
    path = folder / name
    path.write_bytes(signer.public_bytes(serialization.Encoding.PEM))
    return path
