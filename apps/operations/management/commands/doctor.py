"""Say in plain words what is wrong with the set-up."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from apps.operations.doctor import Level, examine


class Command(BaseCommand):
    help = "Say what is wrong with the set-up. Ends with 1 when something is."
    requires_system_checks = []  # a set-up that is wrong is what it is for

    def handle(self, *args: Any, **options: Any) -> None:
        styles = {
            Level.GOOD: self.style.SUCCESS,
            Level.MIND: self.style.WARNING,
            Level.WRONG: self.style.ERROR,
        }
        findings = examine()
        for finding in findings:
            level = styles[finding.level](f"{finding.level:<6}")
            self.stdout.write(f"{level} {finding.about:<12} {finding.words}")
        wrong = sum(finding.level is Level.WRONG for finding in findings)
        self.stdout.write(f"\n{wrong or 'Nothing'} wrong.")
        if wrong:
            sys.exit(1)
