"""docker-compose.yml as processes: who may speak to whom, and what each may do."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
import requests

from tests.services.composition import HOST, Composition, composition
from tests.services.test_proxy import ask, bare, head, needed
from tests.stack import wait_until

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


@pytest.fixture(scope="module")
def whole(services: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composition]:
    needed()
    with composition(tmp_path_factory.mktemp("whole")) as made:
        made.start_db()
        made.start_redis()
        made.run("migrate", *made.command("migrate")[1:], "--verbosity=0")
        made.run("web", "manage.py", "collectstatic", "--noinput", "--verbosity=0")
        made.start_web()
        made.start_ours("worker")
        made.start_ours("beat")
        made.start_proxy()
        yield made


def inside(whole: Composition, path: str, *, part: str = "metrics") -> requests.Response:
    """Ask a web process as one from inside does: by a certificate of ours."""
    place = whole.tls / part
    return requests.get(
        f"https://localhost:{whole.ports['web']}{path}",
        verify=place / "authority.pem",
        cert=(place / "certificate.pem", place / "key.pem"),
        headers={"Authorization": "Bearer figures"},
        timeout=20,
    )


def parts(whole: Composition) -> dict[str, bool]:
    try:
        told = inside(whole, "/readyz").json()["parts"]
    except requests.RequestException:
        return {}
    return {name: part["ok"] for name, part in told.items()}


def database(whole: Composition, part: str, user: str, **other: str) -> psycopg.Connection:
    place = whole.tls / part
    told = {
        "host": "localhost",
        "port": str(whole.ports["db"]),
        "dbname": "portal",
        "sslmode": "verify-full",
        "sslrootcert": str(place / "authority.pem"),
        "sslcert": str(place / "certificate.pem"),
        "sslkey": str(place / "key.pem"),
    }
    return psycopg.connect(user=user, **(told | other), connect_timeout=10)


def store(whole: Composition, part: str, **other: object) -> redis.Redis:
    place = whole.tls / part
    told: dict[str, object] = {
        "host": "localhost",
        "port": whole.ports["redis"],
        "ssl": True,
        "ssl_ca_certs": str(place / "authority.pem"),
        "ssl_certfile": str(place / "certificate.pem"),
        "ssl_keyfile": str(place / "key.pem"),
        "socket_timeout": 10,
    }
    return redis.Redis(**(told | other))


def test_all_parts_find_each_other(whole):
    """Web, database, broker, cache, worker and beat, over TLS alone."""
    every = {"database", "broker", "cache", "storage", "beat", "worker"}
    ready = dict.fromkeys(every, True)
    with contextlib.suppress(AssertionError):  # below it is said which are not
        wait_until(lambda: parts(whole) == ready, seconds=300, what="all are ready")
    assert parts(whole) == ready

    status, headers = head(ask(whole, bare("GET", "/accounts/login/"), patience=20))
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert headers["strict-transport-security"].count("max-age") == 1
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["set-cookie"].startswith("__Host-csrftoken=")
    assert whole.healthy()
    assert inside(whole, "/metrics").status_code == 200


def test_the_database_takes_nobody_without_a_certificate_of_his_own(whole):
    with database(whole, "web", "portal") as line:
        told = line.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert told.fetchone() in ((True, "TLSv1.3"), (True, "TLSv1.2"))
    for part, user, other in (
        ("web", "portal", {"sslmode": "disable"}),
        ("web", "portal", {"sslcert": "/nowhere", "sslkey": "/nowhere"}),
        ("web", "portal_owner", {}),
        ("web", "postgres", {}),
        ("migrate", "portal", {}),
        ("proxy", "portal", {}),
        ("redis", "portal", {}),
        ("db", "portal", {}),
        ("web", "portal", {"dbname": "postgres"}),
    ):
        with pytest.raises(psycopg.OperationalError):
            database(whole, part, user, **other)


def test_a_server_must_be_who_it_says(whole):
    with pytest.raises(psycopg.OperationalError, match="does not match host name"):
        database(whole, "web", "portal", host="127.0.0.1")
    with pytest.raises(redis.exceptions.ConnectionError, match="IP address mismatch"):
        store(whole, "web", host="127.0.0.1").ping()
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"https://localhost:{whole.ports['web']}/healthz", timeout=10)


def test_the_portals_role_works_with_rows_and_nothing_else(whole):
    with database(whole, "worker", "portal") as line:
        told = line.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
            " FROM pg_roles WHERE rolname IN ('portal', 'portal_owner')"
        )
        assert set(told.fetchall()) == {(False,) * 5}
        line.execute("SELECT count(*) FROM audit_event")
    for statement in (
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "DROP TABLE audit_event",
        "DROP TRIGGER audit_event_stays ON audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "TRUNCATE audit_event",
        "DROP FUNCTION audit_event_stays()",
        "SET ROLE portal_owner",
        "COPY audit_event TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
    ):
        with (
            database(whole, "worker", "portal") as line,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            line.execute(statement)


def test_a_copy_of_the_database_is_restored_with_its_roles(whole):
    """As docs/operations.md says: the tables belong to the one role, the other works with rows."""
    dump = whole.as_postgres("pg_dump", "--format=custom", "portal")
    whole.as_postgres("createdb", "--owner=portal_owner", "restored")
    words = ["--exit-on-error", "--no-owner", "--role=portal_owner", "--dbname=restored"]
    whole.as_postgres("pg_restore", *words, given=dump)

    ask_it = "SET ROLE portal; SELECT tableowner FROM pg_tables WHERE tablename = 'audit_event';"
    ask_it += " SELECT 'rows: ' || count(*) FROM django_migrations"
    told = whole.as_postgres("psql", "-v", "ON_ERROR_STOP=1", "-c", ask_it, "restored").decode()
    assert "portal_owner" in told
    assert "rows: " in told


def test_redis_takes_nobody_without_a_certificate(whole):
    assert store(whole, "beat").ping()
    assert "redis_version" in store(whole, "beat").info()
    for other in ({"ssl_certfile": None, "ssl_keyfile": None}, {"ssl": False}):
        with pytest.raises((redis.exceptions.ConnectionError, redis.exceptions.TimeoutError)):
            store(whole, "beat", **other).ping()
    with pytest.raises((redis.exceptions.ConnectionError, redis.exceptions.TimeoutError)):
        store(whole, "db").ping()  # good for a server, not for a client


def test_redis_lets_nobody_change_it_or_empty_it(whole):
    line = store(whole, "worker")
    for words in (
        ["CONFIG", "GET", "*"],
        ["FLUSHALL"],
        ["KEYS", "*"],
        ["ACL", "LIST"],
        ["CLIENT", "LIST"],
    ):
        with pytest.raises(redis.exceptions.NoPermissionError):
            line.execute_command(*words)


def test_a_web_process_answers_nobody_but_our_own(whole):
    request = bare("GET", "/healthz", "localhost").encode()
    trust = ssl.create_default_context(cafile=whole.tls / "web/authority.pem")
    wire = socket.create_connection(("127.0.0.1", whole.ports["web"]), timeout=10)
    with trust.wrap_socket(wire, server_hostname="localhost") as line:
        line.sendall(request)
        with pytest.raises(ssl.SSLError, match="certificate required"):
            line.recv(1000)
    with socket.create_connection(("127.0.0.1", whole.ports["web"]), timeout=10) as wire:
        wire.sendall(request)
        assert not wire.recv(1000).startswith(b"HTTP/1.1 200")
    for version in ("-tls1", "-tls1_1"):
        assert "Cipher is (NONE)" in whole.openssl("web", version, "-cipher", "ALL:@SECLEVEL=0")


def test_a_broken_off_form_is_not_acted_on(whole):
    """The proxy cuts the connection to the web process; what came is no form."""
    words = (
        f"POST /accounts/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 500\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=rep&password=half"
    )

    assert ask(whole, words, patience=1) == ""


def test_certificates_last_and_are_made_anew_together(whole, tmp_path):
    made = whole.tls
    authorities = {path.read_bytes() for path in made.glob("*/authority.pem")}
    assert len(authorities) == 1
    assert not [path for path in made.rglob("*.pem") if path.stat().st_mode & 0o077]
    assert len(list(made.glob("*/key.pem"))) == len(list(made.iterdir())) == 8

    before = {path: path.read_bytes() for path in sorted(made.rglob("*.pem"))}
    command = ["deploy/certificates.py", str(made)]
    whole.run("web", *command)
    assert {path: path.read_bytes() for path in before} == before

    copied = tmp_path / "tls"
    whole.run("web", "deploy/certificates.py", str(copied))
    first = {path: path.read_bytes() for path in sorted(copied.rglob("*.pem"))}
    Path(copied / "beat/certificate.pem").unlink()
    whole.run("web", "deploy/certificates.py", str(copied))
    assert all(path.read_bytes() != content for path, content in first.items())


def test_no_log_tells_a_secret(whole):
    logs = "".join(whole.log(name) for name in ("web", "worker", "beat", "proxy"))

    assert json.dumps(whole.secrets)  # there are some
    for name, secret in whole.secrets.items():
        if name != "metrics_token":  # a plain word
            assert secret not in logs
