"""The whole portal as processes of its own: sandbox, web, worker and beat on throw-away state."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import requests
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Ask `condition` until it is true; fail with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"Not within {seconds} s: {what}")
        time.sleep(0.1)


class Stack:
    """Start and stop the processes of the Procfile, each with the same environment."""

    def __init__(self, var_dir: Path, **environment: str) -> None:
        self.var_dir = var_dir
        self.port = free_port()
        self.sandbox_port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.sandbox_url = f"http://127.0.0.1:{self.sandbox_port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST_XDIST")},
            "DJANGO_SETTINGS_MODULE": "portal.settings.base",
            "VAR_DIR": str(var_dir),
            # The test settings put a broker of one process into the environment.
            "CELERY_BROKER_URL": "filesystem://localhost/",
            "SECRET_KEY": "only-for-tests",
            "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "HTTPS": "off",
            "DEMO": "on",
            # One person of a test does the work of many.
            "PAGES_PER_MINUTE": "0",
            "FILES_PER_HOUR": "0",
            "LOG_LEVEL": "WARNING",
            "WEB_PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "PYTHONUNBUFFERED": "1",
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            **environment,
        }
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def manage(self, *words: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def start(self, name: str, command: Sequence[str] = ()) -> None:
        """Start a process of the Procfile, or another; its output goes to `<name>.log`."""
        with (self.var_dir / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command or self.command(name),
                cwd=ROOT,
                env=self.environment | self._disk_of(name),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _disk_of(self, name: str) -> Mapping[str, str]:
        """The sandbox stands for another company: what befalls the portal's disk spares its own."""
        return {"VAR_DIR": str(self.var_dir)} if name == "sandbox" else {}

    def tell(self, name: str, sig: signal.Signals) -> None:
        """To the process and its children, which go on living: SIGSTOP and SIGCONT."""
        os.killpg(self._processes[name].pid, sig)

    def kill(self, name: str, sig: signal.Signals = signal.SIGKILL) -> None:
        process = self._processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sig)
        process.wait(timeout=20)

    def stop(self) -> None:
        for name in list(self._processes):
            self.kill(name)

    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self._processes.items()}

    def log(self, name: str) -> str:
        return (self.var_dir / f"{name}.log").read_text(errors="replace")

    def control(self, **change: object) -> Mapping[str, object]:
        """Set faults, clock and timings of the sandbox; without arguments, what it received."""
        address = f"{self.sandbox_url}/_control/"
        answer = (
            requests.post(address, json=change, timeout=10)
            if change
            else requests.get(address, timeout=10)
        )
        answer.raise_for_status()
        return dict(answer.json())

    def wait_ready(self) -> None:
        for url in (f"{self.sandbox_url}/_control/", f"{self.url}/healthz"):
            wait_until(lambda url=url: _answers(url), seconds=60, what=f"{url} answers")

    def command(self, name: str) -> list[str]:
        """How the Procfile starts a process, on this stack's ports and folders."""
        for line in (ROOT / "Procfile").read_text().splitlines():
            process, _, command = line.partition(": ")
            if process == name:
                for key in ("WEB_PORT", "SANDBOX_PORT"):
                    command = command.replace(f"${{{key}}}", self.environment[key])
                return ["sh", "-c", command]
        raise LookupError(name)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False


@contextlib.contextmanager
def running_stack(var_dir: Path, **environment: str) -> Iterator[Stack]:
    """The demo, set up and running: what `make run` starts."""
    stack = Stack(var_dir, **environment)
    try:
        stack.start("sandbox")
        stack.manage("migrate", "--verbosity=0")
        stack.manage("collectstatic", "--noinput", "--verbosity=0")
        stack.manage("load_demo", "--verbosity=0")
        for name in ("web", "worker", "beat"):
            stack.start(name)
        stack.wait_ready()
        yield stack
    finally:
        stack.stop()
