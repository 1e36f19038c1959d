"""A collector of syslog lines on this machine, with a certificate of its own if wished."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_certificate(folder: Path) -> Path:
    """A file with a key and a certificate for `localhost` that nobody else has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "collector.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Collector:
    """Takes connections one after another and keeps the frames that arrive."""

    def __init__(self, port: int = 0, certificate: Path | None = None) -> None:
        self.frames: list[str] = []
        self.refused = 0
        self._arrived = threading.Condition()
        self._tls = None
        if certificate:
            self._tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._tls.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]
        self._open: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, *exc: object) -> None:
        self.hang_up()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=10)

    def hang_up(self) -> None:
        with suppress(OSError):  # the other side may do so at the same moment
            if current := self._open:
                current.shutdown(socket.SHUT_RDWR)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(frame.split(" - - ", 1)[1]) for frame in self.frames]

    def wait_for(self, count: int) -> list[str]:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.frames) >= count, 20), self.frames
        return self.frames

    def wait_for_a_refusal(self) -> None:
        with self._arrived:
            assert self._arrived.wait_for(lambda: self.refused > 0, 20)

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            try:
                self._open = plain
                if self._tls:
                    self._open = self._tls.wrap_socket(plain, server_side=True)
                with self._open.makefile("rb") as stream:
                    while frame := _frame(stream):
                        with self._arrived:
                            self.frames.append(frame)
                            self._arrived.notify_all()
            except OSError:  # ssl.SSLError too
                with self._arrived:
                    self.refused += 1
                    self._arrived.notify_all()
            finally:
                if self._open:
                    self._open.close()
                plain.close()
                self._open = None


def _frame(stream: Any) -> str:
    digits = b""
    while (sign := stream.read(1)) not in (b" ", b""):
        digits += sign
    return stream.read(int(digits)).decode() if digits else ""
