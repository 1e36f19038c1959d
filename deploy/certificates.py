"""Certificates by which the parts of the composition know each other.

    python deploy/certificates.py FOLDER

makes FOLDER/<part>/ with authority.pem, certificate.pem and key.pem, readable by the part alone.
The authority's own key is thrown away once all are signed: nobody can make another. So all are
made anew together, when one is missing or has less than RENEWED_BEFORE left; then the parts have
to be started anew.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID_FOR = timedelta(days=398)
RENEWED_BEFORE = timedelta(days=120)
SERVER, CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH
PORTAL, DEBIAN, ROOT = 10001, 999, 0
#: Whose files they are in the part's image, and what a certificate is good for. A part that is
#: asked for its health asks itself. `metrics` is for a Prometheus that asks from inside.
PARTS = {
    "db": (DEBIAN, [SERVER]),
    "redis": (DEBIAN, [SERVER, CLIENT]),
    "web": (PORTAL, [SERVER, CLIENT]),
    "worker": (PORTAL, [CLIENT]),
    "beat": (PORTAL, [CLIENT]),
    "migrate": (PORTAL, [CLIENT]),
    "proxy": (ROOT, [CLIENT]),
    "metrics": (ROOT, [CLIENT]),
}


def main(folder: Path) -> None:
    if all(lasts(folder / part) for part in PARTS):
        return
    key, authority = new_authority()
    for part, (owner, uses) in PARTS.items():
        own_key = ec.generate_private_key(ec.SECP256R1())
        certificate = issue(part, uses, own_key.public_key(), key, authority)
        place = folder / part
        place.mkdir(parents=True, exist_ok=True)
        secret = own_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write(place / "key.pem", secret, owner)
        write(place / "certificate.pem", certificate.public_bytes(Encoding.PEM), owner)
        write(place / "authority.pem", authority.public_bytes(Encoding.PEM), owner)
        if os.geteuid() == 0:
            os.chown(place, owner, owner)
        place.chmod(0o700)


def lasts(place: Path) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate((place / "certificate.pem").read_bytes())
    except FileNotFoundError:
        return False
    return certificate.not_valid_after_utc - datetime.now(UTC) > RENEWED_BEFORE


def new_authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = named("Trade Counter")
    builder = unsigned(name, name, key.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(usage(key_cert_sign=True), critical=True)
    return key, builder.sign(key, hashes.SHA256())


def issue(
    part: str,
    uses: list[x509.ObjectIdentifier],
    own: ec.EllipticCurvePublicKey,
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
) -> x509.Certificate:
    names = x509.SubjectAlternativeName([x509.DNSName(part), x509.DNSName("localhost")])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    builder = unsigned(named(part), authority.subject, own)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(usage(digital_signature=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    builder = builder.add_extension(issuer, critical=False)
    if SERVER in uses:
        builder = builder.add_extension(names, critical=False)
    return builder.sign(key, hashes.SHA256())


def unsigned(
    subject: x509.Name, issuer: x509.Name, own: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(own)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own), critical=False)
    )


def named(word: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, word)])


def usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def write(path: Path, content: bytes, owner: int) -> None:
    """For the owner's eyes from the first byte on."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        if os.geteuid() == 0:
            os.fchown(file.fileno(), owner, owner)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
