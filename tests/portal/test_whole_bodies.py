"""A body that broke off is not taken for a whole one, however it is read."""

from __future__ import annotations

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http.request import UnreadablePostError

from portal.whole_bodies import WholeBodies

MULTIPART = b"--cut\r\nContent-Disposition: form-data; name=quantity\r\n\r\n12\r\n--cut--\r\n"


class Trickle(io.BytesIO):
    """A server that hands on what has come so far."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(3, size) if size and size > 0 else 3)


def asked(body: bytes, declared: int, content_type: str, stream: type[io.BytesIO]) -> WSGIRequest:
    seen = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(declared),
        "wsgi.input": stream(body),
    }
    WholeBodies(lambda environ, start: seen.append(WSGIRequest(environ)) or [])(environ, None)
    return seen[0]


@pytest.mark.parametrize("stream", [io.BytesIO, Trickle])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"part=ABC&quantity=12", "application/x-www-form-urlencoded"),
        (MULTIPART, "multipart/form-data; boundary=cut"),
    ],
)
def test_a_form_is_read_whole_or_not_at_all(body, content_type, stream):
    whole = asked(body, len(body), content_type, stream)
    assert whole.POST["quantity"] == "12"

    for cut in (0, 1, len(body) - 1):
        with pytest.raises(UnreadablePostError):
            asked(body[:cut], len(body), content_type, stream).POST  # noqa: B018 - it is read


@pytest.mark.parametrize("stream", [io.BytesIO, Trickle])
def test_so_is_an_event(stream):
    body = b'[{"eventId": "1"}]'

    assert asked(body, len(body), "application/json", stream).read(2_500_000) == body
    assert asked(b"", 0, "", stream).read(2_500_000) == b""
    with pytest.raises(UnreadablePostError):
        asked(body[:-1], len(body), "application/json", stream).read(2_500_000)


def test_lines_and_what_follows_the_body_are_left_alone():
    request = asked(b"one\ntwo\nGET / HTTP/1.1", 8, "text/plain", io.BytesIO)

    assert [request.readline(), request.readline(), request.readline()] == [b"one\n", b"two\n", b""]

    cut = asked(b"one\ntw", 8, "text/plain", io.BytesIO)
    assert cut.readline() == b"one\n"
    with pytest.raises(OSError, match="middle of a body"):
        cut.readline()
