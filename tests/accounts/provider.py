"""A company's OpenID Connect provider over real HTTP: discovery, authorisation, token, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "trade-counter", "company-secret"
KEY_NAME = "key-of-2026"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """`person` is who is signed in there: the claims that it tells.

    The other attributes are what a wrong, or a false, provider does.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}
        self.challenges: dict[str, str] = {}
        self.token_requests: list[dict[str, str]] = []
        self.names_itself = self.issuer
        self.signs_with: Any = KEY
        self.algorithm = "RS256"
        self.key_name: str | None = KEY_NAME
        self.token_claims: dict[str, Any] = {}
        self.moved: set[str] = set()

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60, **self.person}
        headers = {"kid": self.key_name} if self.key_name else None
        claims |= self.token_claims
        return jwt.encode(claims, self.signs_with, self.algorithm, headers=headers)

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": KEY_NAME, "use": "sig", "alg": "RS256"}]}


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(place.query).items()}
        if place.path == "/.well-known/openid-configuration":
            issuer = self.server.issuer
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            endpoints = {f"{n}_endpoint": f"{issuer}/{p}" for n, p in names.items()}
            told = {"issuer": self.server.names_itself, "jwks_uri": f"{issuer}/keys"}
            self._answer({**told, **endpoints})
        elif place.path.strip("/") in self.server.moved:
            self.send_response(307)
            self.send_header("Location", f"{place.path}-there")
            self.end_headers()
        elif place.path in ("/keys", "/keys-there"):
            self._answer(self.server.keys())
        elif place.path == "/authorize":
            code = f"code-{len(self.server.challenges)}"
            self.server.challenges[code] = asked["code_challenge"]
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()
        else:
            self._answer(self.server.person)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        typed = {name: values[0] for name, values in parse_qs(body).items()}
        self.server.token_requests.append(typed)
        digest = hashlib.sha256(typed["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if typed["client_secret"] != CLIENT_SECRET or (
            self.server.challenges.pop(typed["code"], None) != proof
        ):
            self._answer({"error": "invalid_grant"}, status=400)
            return
        token = {
            "access_token": "token",
            "token_type": "Bearer",
            "id_token": self.server.id_token(),
        }
        self._answer(token)

    def _answer(self, content: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def running_provider() -> Iterator[Provider]:
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()
