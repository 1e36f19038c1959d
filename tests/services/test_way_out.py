"""The real haproxy.cfg: web and workers reach the hosts that it names, and no other."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.machines import Machine
from tests.stack import ROOT, free_port

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


@contextmanager
def distributor(folder: Path) -> Iterator[tuple[int, list[str]]]:
    """Says hello to whoever speaks TLS to it; its port, and the names that it was asked for."""
    subprocess.run([sys.executable, "deploy/certificates.py", folder], cwd=ROOT, check=True)
    asked: list[str] = []
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(folder / "web/certificate.pem", folder / "web/key.pem")
    trust.sni_callback = lambda _line, name, _trust: asked.append(name)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    wire, _ = server.accept()
                except OSError:
                    return
                with wire, trust.wrap_socket(wire, server_side=True) as line:
                    line.sendall(b"hello")

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1], asked
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=10)


@pytest.fixture
def way_out(tmp_path: Path) -> Iterator[tuple[int, list[str], Path]]:
    if shutil.which("haproxy") is None:
        reason = "haproxy is not on this machine"
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    port = free_port()
    others = {f"LISTEN_{name}": f"127.0.0.1:{free_port()}" for name in ("MAIL", "MAILS", "LOGS")}
    with distributor(tmp_path / "tls") as (target, asked):
        environment = {
            **others,
            "PATH": os.environ["PATH"],
            "LISTEN": f"127.0.0.1:{port}",
            "DISTRIBUTOR": f"127.0.0.1:{target}",
        }
        words = ["haproxy", "-db", "-f", str(ROOT / "deploy/haproxy.cfg")]
        machine = Machine(words, port, tmp_path / "log", environment=environment)
        try:
            machine.start()
            yield port, asked, tmp_path / "tls/web/authority.pem"
        finally:
            machine.stop(signal.SIGKILL)


def hello(port: int, name: str, authority: Path) -> bytes:
    trust = ssl.create_default_context(cafile=authority)
    trust.check_hostname = False
    wire = socket.create_connection(("127.0.0.1", port), timeout=20)
    with wire, trust.wrap_socket(wire, server_hostname=name) as line:
        return line.recv(100)


def test_only_named_hosts_are_reached(way_out):
    port, asked, authority = way_out

    assert hello(port, "api.ingrammicro.com", authority) == b"hello"
    for name in ("evil.example.com", "api.ingrammicro.com.evil.example.com", "unnamed.invalid"):
        with pytest.raises((ssl.SSLError, ConnectionError)):
            hello(port, name, authority)
    assert asked == ["api.ingrammicro.com"]


def test_what_is_no_tls_is_cut_off(way_out):
    port, asked, _ = way_out

    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: api.ingrammicro.com\r\n\r\n")
        try:
            answer = line.recv(100)
        except ConnectionError:
            answer = b""
    assert (answer, asked) == (b"", [])
