"""What docker-compose.yml starts, without an engine: the same commands, settings and files.

Names of hosts become ports of this machine, and paths inside a container those of a folder.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import yaml
from cryptography.fernet import Fernet

from tests.services.machines import Machine
from tests.stack import BIN, ROOT, free_port

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
HOST = "portal.example.com"
POSTGRES = "postgres" if os.geteuid() == 0 else ""


class Composition:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tls = folder / "tls"
        self.ports = {name: free_port() for name in ("db", "redis", "web", "http", "https")}
        self.secrets = {
            "secret_key": "s" * 60,
            "field_encryption_keys": Fernet.generate_key().decode(),
            "metrics_token": "figures",
        }
        for name in COMPOSE["secrets"]:
            place = folder / "secrets" / name
            place.parent.mkdir(exist_ok=True)
            place.write_text(f"{self.secrets.get(name, '')}\n")
        (folder / "var").mkdir()
        self._machines = ExitStack()
        self._processes: list[subprocess.Popen[bytes]] = []

    def here(self, service: str, word: str) -> str:
        """A word of the composition, for this machine."""
        for inside, outside in (
            ("@db:5432/", f"@localhost:{self.ports['db']}/"),
            ("//redis:6379/", f"//localhost:{self.ports['redis']}/"),
            ("/tls/", f"{self.tls}/{service}/"),
            ("/etc/portal/", f"{self.folder}/etc/"),
            ("/run/secrets/", f"{self.folder}/secrets/"),
            ("/var/lib/portal", str(self.folder / "var")),
            ("/srv/portal/collected", str(self.folder / "collected")),
        ):
            word = word.replace(inside, outside)
        return re.sub(r"\$\{PORTAL_HOST[^}]*\}", HOST, word)

    def environment(self, service: str) -> dict[str, str]:
        told = {k: self.here(service, v) for k, v in SERVICES[service]["environment"].items()}
        kept = {k: os.environ[k] for k in ("HOME", "LANG") if k in os.environ}
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        base = {"DJANGO_SETTINGS_MODULE": "portal.settings.base", "PYTHONUNBUFFERED": "1"}
        return {**kept, **base, "PATH": path, **told}

    def command(self, service: str) -> list[str]:
        return [self.here(service, word) for word in SERVICES[service]["command"]]

    def run(self, service: str, *words: str) -> str:
        """Run something with the environment of a service of ours; what it says."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment(service),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, service: str, command: list[str], environment: Mapping[str, str]) -> None:
        with (self.folder / f"{service}.log").open("ab") as log:
            self._processes.append(
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def start_ours(self, service: str) -> None:
        self.start(service, self.command(service), self.environment(service))

    def start_web(self, application: str = "portal.wsgi") -> None:
        """As the image starts it, with what the composition adds."""
        dockerfile = (ROOT / "Dockerfile").read_text()
        (line,) = re.findall(r"^CMD (\[.*\])$", dockerfile, flags=re.MULTILINE)
        words = [w.replace("0.0.0.0:8000", self.bound("web")) for w in yaml.safe_load(line)]
        words = [word.replace("portal.wsgi", application) for word in words]
        self.start("web", words, self.environment("web"))

    def start_proxy(self) -> None:
        environment = {
            **{k: os.environ[k] for k in ("PATH", "HOME") if k in os.environ},
            "XDG_DATA_HOME": str(self.folder / "caddy"),
            "XDG_CONFIG_HOME": str(self.folder / "caddy"),
            "PORTAL_HOST": HOST,
            "PORTAL_TLS": "internal",
            "HTTP_PORT": str(self.ports["http"]),
            "HTTPS_PORT": str(self.ports["https"]),
            "WEB_NAME": "localhost",
            "WEB_PORT": str(self.ports["web"]),
            "TLS_DIR": str(self.tls / "proxy"),
        }
        words = ["caddy", "run", "--adapter", "caddyfile", "--config", "deploy/Caddyfile"]
        self.start("proxy", words, environment)

    def start_db(self) -> None:
        """A new cluster, with what the image runs when it makes one."""
        place = Path(tempfile.mkdtemp(prefix="trade-counter-sealed-"))
        self._machines.callback(shutil.rmtree, place)
        shutil.copytree(ROOT / "deploy/postgresql", self.folder / "etc")
        shutil.copytree(self.tls / "db", place / "tls")
        shutil.copytree(self.folder / "etc", place / "etc")
        if POSTGRES:
            for path in (place, *place.rglob("*")):
                shutil.chown(path, POSTGRES)
        newest = max(Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name))
        binaries, data = newest / "bin", place / "data"
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "--no-sync"],
            check=True,
            capture_output=True,
            user=POSTGRES or None,
            cwd="/",
        )
        words = self.command("db")
        words = [w.replace(f"{self.tls}/db", str(place / "tls")) for w in words]
        words = [w.replace(f"{self.folder}/etc", str(place / "etc")) for w in words]
        own = ["-D", str(data), "-p", str(self.ports["db"]), "-k", str(place), "-h", "localhost"]
        log = place / "log"
        command = [str(binaries / words[0]), *words[1:], *own]
        machine = Machine(command, self.ports["db"], log, POSTGRES)
        self._machines.callback(machine.stop, signal.SIGQUIT)
        machine.start()
        self._socket = place
        self.as_postgres("psql", "-v", "ON_ERROR_STOP=1", "-f", str(place / "etc/roles.sql"))

    def as_postgres(self, program: str, *words: str, given: bytes = b"") -> bytes:
        """Run a program of PostgreSQL as who owns the cluster, by its socket; what it says."""
        place = ["-h", str(self._socket), "-p", str(self.ports["db"]), "-U", "postgres"]
        done = subprocess.run(
            [program, *place, *words],
            input=given,
            capture_output=True,
            user=POSTGRES or None,
            cwd="/",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_redis(self) -> None:
        words = [str(self.ports["redis"]) if w == "6379" else w for w in self.command("redis")]
        own = ["--bind", "127.0.0.1", "::1", "--dir", str(self.folder)]
        machine = Machine([*words, *own], self.ports["redis"], self.folder / "redis.log")
        self._machines.callback(machine.stop, signal.SIGKILL)
        machine.start()

    def bound(self, name: str) -> str:
        return f"127.0.0.1:{self.ports[name]}"

    def log(self, service: str) -> str:
        return (self.folder / f"{service}.log").read_text(errors="replace")

    def openssl(self, name: str, *words: str) -> str:
        """What `openssl s_client` tells of a server."""
        command = ["openssl", "s_client", "-connect", self.bound(name), *words]
        done = subprocess.run(command, input=b"", capture_output=True, timeout=30)
        return (done.stdout + done.stderr).decode(errors="replace")

    def healthy(self) -> bool:
        test = SERVICES["web"]["healthcheck"]["test"][1:]
        words = [self.here("web", word) for word in test]
        words = [word.replace(":8000/", f":{self.ports['web']}/") for word in words]
        words = [str(self.tls / "web") if word == "/tls" else word for word in words]
        return subprocess.run(words, cwd=ROOT, env=self.environment("web")).returncode == 0

    def stop(self) -> None:
        for process in reversed(self._processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)
        self._machines.close()


@contextmanager
def composition(folder: Path) -> Iterator[Composition]:
    """With certificates, and nothing started yet."""
    made = Composition(folder)
    command = [sys.executable, *SERVICES["certificates"]["command"][1:-1], str(made.tls)]
    try:
        subprocess.run(command, cwd=ROOT, check=True)
        yield made
    finally:
        made.stop()
