"""`make run`: set the embedded demo up, then run web, worker, beat and sandbox until Ctrl-C."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from portal.embedded import prepare

BANNER = """
Trade Counter   http://127.0.0.1:{port}/
Sign in as      rep, manager or admin, password demo-counter
Stop with       Ctrl-C
"""


def set_up() -> None:
    """Bring database, static files and demo data up to date; each step may be repeated."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # The Procfile has no settings to read: where they keep files, the sandbox does too.
    os.environ["VAR_DIR"] = str(settings.VAR_DIR.resolve())
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("load_demo_windows", verbosity=0)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")
    os.environ.setdefault("PORT", "8000")
    os.environ.setdefault("SANDBOX_PORT", "8001")
    os.environ.setdefault("SITE_URL", f"http://localhost:{os.environ['PORT']}")
    prepare()
    set_up()
    # honcho gives each process a PORT of its own; the sandbox must know that of the web process.
    os.environ["WEB_PORT"] = os.environ["PORT"]
    sys.stdout.write(BANNER.format(port=os.environ["PORT"]))
    sys.stdout.flush()
    programs = Path(sys.executable).parent
    os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    os.environ["PYTHONUNBUFFERED"] = "1"
    os.execv(programs / "honcho", ["honcho", "start"])  # noqa: S606 - our own program, fixed words


if __name__ == "__main__":
    main()
