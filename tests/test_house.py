"""The rules of the house that a machine can check."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[1]
SPECIFICATIONS = Path(os.environ.get("RESELLER_API_SPEC_DIR", ROOT.parent / "shared" / "api"))
CITED = re.compile(r"\[spec\] (GET|POST|PUT|DELETE) (/[\w./{}-]+)")


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


def test_env_example_lists_every_variable_that_the_settings_read():
    settings = (ROOT / "portal/settings/base.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))

    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", example, flags=re.MULTILINE))

    assert named == read


def test_the_example_of_an_environment_can_be_used_as_it_is(tmp_path):
    """Filled in where it must be, and nothing else: no comment becomes part of a value."""
    example = (ROOT / ".env.example").read_text()
    lines = [line for line in example.splitlines() if line and not line.startswith("#")]

    assert not [line for line in lines if " #" in line]

    values = dict(line.split("=", 1) for line in lines)
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    filled = {"SECRET_KEY": "x" * 50, "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode()}
    tell = "print(HTTPS, DEMO, VAR_DIR, STATIC_ROOT, OIDC_ISSUER or None, SITE_URL)"
    run = subprocess.run(
        [sys.executable, "-c", f"from portal.settings.base import *; {tell}"],
        cwd=ROOT,
        env={**kept, **values, **filled, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stderr
    told = f"True False {tmp_path} {tmp_path / 'static'} None https://portal.example.com"
    assert run.stdout.strip() == told


def test_imports_keep_to_the_room_plan():
    lint = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert lint.returncode == 0, lint.stdout


def test_every_cited_operation_stands_in_the_distributors_documents():
    if not SPECIFICATIONS.is_dir():
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail("the OpenAPI documents are required: set RESELLER_API_SPEC_DIR")
        pytest.skip("the OpenAPI documents are not here")
    known = {
        (method.upper(), path)
        for file in SPECIFICATIONS.glob("*.json")
        for path, methods in json.loads(file.read_text())["paths"].items()
        for method in methods
    }

    cited = {
        (match[1], match[2].rstrip("."))
        for path in sources("apps")
        for match in CITED.finditer(path.read_text())
    }

    assert cited
    assert cited <= known


def test_decisions_name_every_direct_dependency():
    wanted = {
        re.split(r"[\[~=<> #]", line, maxsplit=1)[0].lower()
        for file in ("base.in", "production.in", "development.in")
        for line in (ROOT / "requirements" / file).read_text().splitlines()
        if line and not line.startswith(("#", "-r"))
    }
    decisions = (ROOT / "docs/decisions.md").read_text().lower()

    assert {name for name in wanted if f"`{name}`" not in decisions} == set()


def test_no_room_grows_past_four_hundred_lines():
    large = {
        str(path.relative_to(ROOT)): lines
        for path in sources("apps", "portal", "sandbox")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }

    assert large == {}


def test_templates_hold_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*{%)|\son\w+=|\sstyle=|<style")
    offenders = {
        str(path.relative_to(ROOT)): match[0]
        for path in (ROOT / "templates").rglob("*.html")
        if (match := inline.search(path.read_text()))
    }

    assert offenders == {}


def test_the_changelog_knows_the_version_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text()
