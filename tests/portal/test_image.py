"""The image and its composition, read by what can read them where no Docker engine runs."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.settings.secret_files import SECRETS
from tests.stack import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: s for name, s in SERVICES.items() if s["image"] == "trade-counter"}
OURS.pop("certificates")  # runs a script of its own, once, and none of the portal
ADDRESSES = {"DATABASE_URL", "CACHE_URL", "LIMITER_URL", "CELERY_BROKER_URL"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def variables_of_the_settings() -> set[str]:
    settings = (ROOT / "portal/settings/base.py").read_text()
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))


def test_hadolint_finds_nothing_in_the_dockerfile():
    linter = Path(sys.executable).parent / "hadolint"

    told = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True)

    assert (told.returncode, told.stdout) == (0, "")


def test_every_variable_that_is_set_is_one_that_the_settings_read():
    named = {key for service in OURS.values() for key in service["environment"]}
    named = {key.removesuffix("_FILE") for key in named - {"GUNICORN_CMD_ARGS"}}
    built = set(re.findall(r"\b([A-Z][A-Z_]+)=", DOCKERFILE)) - {"PATH", "DJANGO_SETTINGS_MODULE"}
    built = {name for name in built if not name.startswith(("PIP_", "PYTHON"))}

    assert named | built <= variables_of_the_settings()


@pytest.mark.parametrize("name", OURS)
def test_what_the_image_sets_is_not_unset_by_the_copied_example(name):
    """A line of .env, even without a value, comes before the image; the composition before both."""
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    built = dict(re.findall(r"^ +([A-Z_]+)=(\S+)", last_stage, flags=re.MULTILINE))

    told = {key: value for key, value in built.items() if key in example}

    assert {"VAR_DIR", "STATIC_ROOT"} <= set(told)
    assert told.items() <= OURS[name]["environment"].items()


def test_no_secret_stands_in_the_composition():
    for name, service in SERVICES.items():
        told = service.get("environment", {})
        for key in SECRETS:
            assert told.get(key, "") in ("", "none") or key in ADDRESSES, name
    assert not re.findall(r"://\w*:[^@/]+@", json.dumps(COMPOSE))
    assert {Path(told["file"]).parent for told in COMPOSE["secrets"].values()} == {Path("secrets")}
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_each_process_is_handed_the_secrets_that_it_needs_and_no_other():
    """Beat and migrations neither sign nor encrypt; only web has to do with sign-in."""
    keys = {"secret_key", "field_encryption_keys", "email_url"}
    seen = {name: set(service.get("secrets", [])) for name, service in SERVICES.items()}

    assert {name: secrets for name, secrets in seen.items() if secrets} == {
        "web": keys | {"oidc_client_secret", "metrics_token"},
        "worker": keys,
    }
    for name in OURS:
        told = {k: v for k, v in SERVICES[name].get("environment", {}).items() if "_FILE" in k}
        assert told == {f"{s.upper()}_FILE": f"/run/secrets/{s}" for s in seen[name]}, name


def test_every_part_has_a_certificate_and_sees_no_other_key():
    spec = runpy.run_path(str(ROOT / "deploy/certificates.py"))
    made = set(SERVICES["certificates"]["volumes"])
    assert made == {f"tls-{part}:/tls/{part}" for part in spec["PARTS"]}

    for name in set(SERVICES) - {"certificates", "gateway"}:
        seen = [v for v in SERVICES[name]["volumes"] if v.startswith("tls-")]
        assert seen == [f"tls-{name}:/tls:ro"]


def test_no_part_speaks_or_listens_in_the_clear():
    told = json.dumps(COMPOSE)
    assert not re.search(r"\bredis://", told)
    for name in OURS:
        for key in ADDRESSES:
            address = SERVICES[name]["environment"][key]
            assert "sslmode=verify-full" in address or "ssl_cert_reqs=required" in address
    assert SERVICES["redis"]["command"][1:3] == ["--port", "0"]
    rules = (ROOT / "deploy/postgresql/pg_hba.conf").read_text().splitlines()
    assert {line.split()[0] for line in rules if not line.startswith("#")} == {"local", "hostssl"}
    assert "--cert-reqs 2" in SERVICES["web"]["environment"]["GUNICORN_CMD_ARGS"]


def test_two_web_processes_two_workers_one_beat():
    assert {n: s["deploy"]["replicas"] for n, s in OURS.items() if "deploy" in s} == {
        "web": 2,
        "worker": 2,
        "beat": 1,
    }


@pytest.mark.parametrize("name", OURS)
def test_our_processes_write_only_where_they_may(name):
    service = OURS[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    written = [volume for volume in service["volumes"] if not volume.endswith(":ro")]
    assert {volume.split(":")[1] for volume in written} == {service["environment"]["VAR_DIR"]}
    assert "USER 10001:10001" in DOCKERFILE


def test_nothing_but_the_proxy_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("db", "redis", *OURS):
        assert SERVICES[name]["networks"] == ["inside"]


def test_ours_reach_named_hosts_only_and_these_by_the_gateway():
    gateway = SERVICES["gateway"]["networks"]["inside"]["ipv4_address"]
    named = [re.sub(r"\$\{(\w+):-[^}]*\}", r"\1", line) for line in OURS["web"]["extra_hosts"]]
    hosts = [line.removesuffix(f":{gateway}") for line in named]

    assert set(hosts) - {"api.ingrammicro.com"} == set(SERVICES["gateway"]["environment"])
    config = (ROOT / "deploy/haproxy.cfg").read_text()
    assert set(re.findall(r"(\w+_HOST\w*)-", config)) == set(SERVICES["gateway"]["environment"])
    assert [n for n, s in OURS.items() if s["extra_hosts"] != OURS["web"]["extra_hosts"]] == []


def test_what_is_referred_to_is_there():
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        assert set(service.get("networks", [])) <= set(COMPOSE["networks"])
        sources = {volume.split(":")[0] for volume in service.get("volumes", [])}
        mounted = {source for source in sources if source.startswith("./")}
        assert all((ROOT / source).is_file() for source in mounted)
        assert sources - mounted <= set(COMPOSE["volumes"])


def test_what_the_image_holds_is_enough_to_start(tmp_path):
    """The files that the Dockerfile copies, and none else: style sheets, checks, Celery, web."""
    copied = re.findall(r"^COPY (?!--from)(\S+) (\S+)$", DOCKERFILE, flags=re.MULTILINE)
    for source, target in copied:
        place = tmp_path / target
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, place)
    kept = {k: os.environ[k] for k in ("PATH", "HOME", "LANG") if k in os.environ}
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "SECRET_KEY": "none",
        "FIELD_ENCRYPTION_KEYS": "none",
        "VAR_DIR": str(tmp_path / "var"),
        "STATIC_ROOT": str(tmp_path / "collected"),
        "ALLOWED_HOSTS": "portal.example.com",
        "CELERY_BROKER_URL": "memory://",
    }

    for words in (
        ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        ["manage.py", "check"],
        ["-c", "import portal.wsgi, portal.celery as c; c.app.loader.import_default_modules()"],
    ):
        done = subprocess.run(
            [sys.executable, *words], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    assert (tmp_path / "collected" / "staticfiles.json").is_file()
    assert not (tmp_path / "var" / "static").exists()


def test_what_the_image_must_not_hold_is_kept_from_the_builder():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}

    copied = set(re.findall(r"^COPY (?!--from)(\S+) ", DOCKERFILE, flags=re.MULTILINE))

    assert "*" in ignored
    assert let_in == copied
