"""The real Caddyfile before the real web server: what comes through, how, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
from collections.abc import Iterator

import pytest

from tests.services.composition import HOST, Composition, composition
from tests.stack import wait_until

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]

TLS_1_2 = ("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256")
WEAK = ("ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "AES128-SHA", "AES128-GCM-SHA256")


def needed() -> None:
    """Skips without the proxy; fails where it is required."""
    if shutil.which("caddy") is None:
        reason = "caddy is not on this machine"
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composition]:
    needed()
    with composition(tmp_path_factory.mktemp("front")) as made:
        made.start_web("tests.services.recorder")
        made.start_proxy()
        wait_until(lambda: "heard" in knock(made), seconds=60, what="the proxy passes on")
        yield made


def knock(front: Composition, path: str = "/") -> str:
    try:
        return ask(front, bare("GET", path))
    except OSError:
        return ""


def ask(front: Composition, words: str | bytes, *, plain: bool = False, patience: float = 2) -> str:
    """Send exactly these bytes; all that comes back until the other side closes or is silent."""
    port = front.ports["http" if plain else "https"]
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    if isinstance(words, bytes):
        trust.set_alpn_protocols(["h2"])
    wire = socket.create_connection(("127.0.0.1", port), timeout=8)
    got = b""
    with wire if plain else trust.wrap_socket(wire, server_hostname=HOST) as line:
        line.sendall(words if isinstance(words, bytes) else words.encode("latin-1"))
        line.settimeout(patience)
        try:
            while piece := line.recv(65_536):
                got += piece
        except (TimeoutError, ConnectionError, ssl.SSLError):
            pass
    return got.decode("latin-1")


def heard(front: Composition) -> list[dict[str, str]]:
    lines = (front.folder / "var/requests").read_text().splitlines()
    return [json.loads(line) for line in lines]


def head(answer: str) -> tuple[int, dict[str, str]]:
    first, *lines = answer.partition("\r\n\r\n")[0].split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, _, value in pairs}


def bare(method: str, path: str = "/", host: str = HOST) -> str:
    length = "Content-Length: 0\r\n" if method == "POST" else ""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{length}Connection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        pytest.param(bare("GET"), 200, id="passed on"),
        pytest.param(bare("GET", "/healthz"), 404, id="kept inside"),
        pytest.param(bare("GET", "/metrics"), 404, id="figures"),
        pytest.param(bare("TRACE"), 405, id="TRACE"),
        pytest.param(bare("PROPFIND"), 405, id="an unknown method"),
        pytest.param(bare("GET", host="other.example.com"), 421, id="another name"),
    ],
)
def test_every_answer_over_tls_carries_the_rules(front, words, status):
    told, headers = head(ask(front, words))

    assert told == status
    assert_rules(headers)


def assert_rules(headers: dict[str, str]) -> None:
    assert headers["strict-transport-security"].startswith("max-age=31536000; includeSubDomains")
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_so_does_the_answer_when_no_web_process_is_there(tmp_path):
    needed()
    with composition(tmp_path) as alone:
        alone.start_proxy()
        wait_until(lambda: "404" in knock(alone, "/healthz"), seconds=60, what="it answers")

        status, headers = head(ask(alone, bare("GET"), patience=20))

    assert status == 502
    assert_rules(headers)


def test_only_pages_lead_from_http_to_https(front):
    before = len(heard(front))

    status, headers = head(ask(front, bare("GET", "/orders/?a=b"), plain=True))
    assert (status, headers["location"]) == (308, f"https://{HOST}/orders/?a=b")
    for words in (
        bare("POST", "/webhooks/ingram/key/"),
        bare("GET", "/webhooks/ingram/key/"),
        bare("POST", "/orders/new/"),
        bare("TRACE"),
        bare("GET", host="other.example.com"),
    ):
        status, headers = head(ask(front, words, plain=True))
        assert (status, "location" in headers) == (403, False), words
    assert len(heard(front)) == before


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_versions_of_today_are_spoken(front, version):
    assert "Cipher is TLS_" in (told := front.openssl("https", "-servername", HOST, version)) or (
        "Cipher is ECDHE-" in told
    )


@pytest.mark.parametrize("version", ["-tls1", "-tls1_1"])
def test_older_versions_are_not(front, version):
    told = front.openssl("https", "-servername", HOST, version, "-cipher", "ALL:@SECLEVEL=0")

    assert "Cipher is (NONE)" in told
    assert "alert protocol version" in told  # the server's word, not ours


def test_only_ciphers_that_are_recommended(front):
    def with_cipher(name: str) -> str:
        words = ("-servername", HOST, "-tls1_2", "-cipher", f"{name}:@SECLEVEL=0")
        return front.openssl("https", *words)

    for name in TLS_1_2:
        assert f"Cipher is {name}" in with_cipher(name)
    for name in WEAK:
        told = with_cipher(name)
        assert "Cipher is (NONE)" in told, name
        assert "handshake failure" in told, name


HIDDEN = "GET /hidden HTTP/1.1\r\nHost: {HOST}\r\n\r\n".replace("{HOST}", HOST)
START = f"POST /outer HTTP/1.1\r\nHost: {HOST}\r\n"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            f"{START}Content-Length: {len(HIDDEN) + 5}\r\nTransfer-Encoding: chunked\r\n\r\n"
            f"0\r\n\r\n{HIDDEN}",
            id="a length and chunks",
        ),
        pytest.param(
            f"{START}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n"
            f"{len(HIDDEN):x}\r\n{HIDDEN}\r\n0\r\n\r\n",
            id="chunks and a length",
        ),
        pytest.param(
            f"{START}Content-Length: 0\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}",
            id="two lengths",
        ),
        pytest.param(
            f"{START}Content-Length: +{len(HIDDEN)}\r\n\r\n{HIDDEN}", id="a signed length"
        ),
        pytest.param(
            f"{START}Transfer-Encoding : chunked\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}",
            id="a space before the colon",
        ),
        pytest.param(
            f"{START}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{HIDDEN}", id="unknown coding"
        ),
        pytest.param(
            f"{START}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n"
            f"0\r\n\r\n{HIDDEN}",
            id="two codings",
        ),
        pytest.param(
            f"{START}Transfer-Encoding: chunked\r\n\r\nZZ\r\n{HIDDEN}\r\n0\r\n\r\n", id="no chunk"
        ),
        pytest.param(
            f"{START}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n{HIDDEN}", id="a negative chunk"
        ),
        pytest.param(f"{START}X: a\r\n b: c\r\nContent-Length : 3\r\n\r\n{HIDDEN}", id="folded"),
    ],
)
def test_where_a_message_ends_is_read_one_way_or_refused(front, words):
    """No byte of a body becomes a request that the proxy did not see as one."""
    before = len(heard(front))

    answers = ask(front, words)

    got = heard(front)[before:]
    outer = [request for request in got if request["path"] == "/outer"]
    # Read as a second request by both, and then answered as one, or not at all.
    assert len(got) == answers.count("HTTP/1.1 200") <= 2
    assert len(outer) <= 1
    if len(got) == 2:
        assert outer[0]["body"] == ""
    if not got:
        assert answers.startswith(("HTTP/1.1 4", "HTTP/1.1 5"))


def frame(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    return len(content).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + content


def fields(**named: str) -> bytes:
    """Without compression: each name and value as it stands."""
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    return b"".join(
        b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value for name, value in pairs
    )


@pytest.mark.parametrize(("declared", "is_taken"), [(4, True), (2, False), (9, False)])
def test_over_http2_a_length_must_be_that_of_the_body(front, declared, is_taken):
    before = len(heard(front))
    told = {":method": "POST", ":path": "/outer", ":scheme": "https", ":authority": HOST}
    head_of_it = fields(**told, content_length=str(declared))
    words = [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        frame(4, 0, 0, b""),
        frame(1, 0x4, 1, head_of_it),
        frame(0, 0x1, 1, b"body"),
    ]

    ask(front, b"".join(words))

    got = [(request["path"], request["body"]) for request in heard(front)[before:]]
    assert got == ([("/outer", "body")] if is_taken else [])
