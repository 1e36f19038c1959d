"""Redis, RabbitMQ and PostgreSQL of a test's own, so that it may stop them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.stack import free_port, wait_until


class Machine:
    """A server that can be stopped and started again on the same port with the same data."""

    def __init__(
        self,
        command: Sequence[str],
        port: int,
        log: Path,
        user: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port
        self._command, self._log, self._user = command, log, user
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdout=log,
                stderr=log,
                user=self._user or None,
                cwd="/",
                env=self._environment,
                start_new_session=True,
            )
        wait_until(self._listens, seconds=60, what=f"port {self.port} listens")

    def stop(self, sig: signal.Signals = signal.SIGINT) -> None:
        if self._process is not None:
            # With its children: RabbitMQ is started by a script.
            os.killpg(self._process.pid, sig)
            self._process.wait(timeout=60)
            wait_until(lambda: not self._listens(), seconds=60, what=f"port {self.port} is free")
        self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It keeps its connections and takes new ones, but answers nobody."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self._process.pid, signal.SIGCONT)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def own_redis(folder: Path) -> Iterator[Machine]:
    folder.mkdir()
    port = free_port()
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    machine = Machine([*words, "--save", ""], port, folder / "redis.log")
    machine.start()
    try:
        yield machine
    finally:
        machine.stop(signal.SIGKILL)


@contextmanager
def own_rabbitmq(folder: Path) -> Iterator[Machine]:
    """A node of its own beside the one of the machine, with files of its own."""
    folder.mkdir()
    port = free_port()
    (folder / "node.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\n")
    (folder / "plugins").write_text("[].\n")
    (folder / "nothing-of-the-machine").touch()
    environment = {
        **os.environ,
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"test-{port}@localhost",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "nothing-of-the-machine"),
        "RABBITMQ_CONFIG_FILE": str(folder / "node"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
    }
    program = "/usr/lib/rabbitmq/bin/rabbitmq-server"
    machine = Machine([program], port, folder / "rabbitmq.log", environment=environment)
    machine.start()
    try:
        yield machine
    finally:
        machine.stop(signal.SIGKILL)


@contextmanager
def own_postgresql(like: str) -> Iterator[Machine]:
    """A cluster of its own, whose database `postgres` is a copy.

    The server refuses to run as root, so it runs as its usual user. Not below pytest's folders,
    which that user may not enter.
    """
    user = "postgres" if os.geteuid() == 0 else ""
    folder = Path(tempfile.mkdtemp(prefix="trade-counter-postgresql-"))
    if user:
        shutil.chown(folder, user)
    newest = max(Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name))
    data = folder / "data"
    subprocess.run(
        [newest / "bin/initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"],
        check=True,
        capture_output=True,
        user=user or None,
        cwd="/",
    )
    port = free_port()
    words = [str(newest / "bin/postgres"), "-D", str(data), "-p", str(port), "-k", str(folder)]
    machine = Machine([*words, "-h", "127.0.0.1"], port, folder / "postgresql.log", user)
    machine.start()
    wait_until(lambda: answers(machine), seconds=60, what="PostgreSQL answers")
    fill(machine, like)
    try:
        yield machine
    finally:
        machine.stop(signal.SIGQUIT)
        shutil.rmtree(folder)


def fill(machine: Machine, like: str) -> None:
    address = like.replace("postgres://", "postgresql://")
    dump = subprocess.run(
        ["pg_dump", "--format=custom", address], check=True, capture_output=True
    ).stdout
    here = f"postgresql://postgres@127.0.0.1:{machine.port}/postgres"
    restore = ["pg_restore", "--exit-on-error", "--no-owner", f"--dbname={here}"]
    subprocess.run(restore, input=dump, check=True)


def answers(machine: Machine) -> bool:
    try:
        url = f"postgresql://postgres@127.0.0.1:{machine.port}/postgres"
        with psycopg.connect(url, connect_timeout=2) as server:
            return server.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False
