"""A portal over the distributor of the documents, and what would only make it wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from tenacity import wait_none

from apps.ingram import transport
from portal.celery import app as celery_app
from tests.contract import documents
from tests.walk.answers import Answers
from tests.walk.distributor import Distributor
from tests.walk.portal import Portal, make_portal

OpenPortal = Callable[[Answers], AbstractContextManager[Portal]]


@pytest.fixture
def open_portal(
    db: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> Iterator[OpenPortal]:
    """`with open_portal(Examples()) as portal`: its mirror is still empty."""
    documents.document(documents.LEGACY)  # skips here, not in a thread of the server
    settings.CALL_ALLOWANCE = {"per_minute": 100_000, "background_per_minute": 100_000}
    monkeypatch.setattr(transport, "_backoff", wait_none())
    before = celery_app.conf.task_always_eager, celery_app.conf.task_eager_propagates
    celery_app.conf.update(task_always_eager=True, task_eager_propagates=True)

    @contextmanager
    def opened(answers: Answers) -> Iterator[Portal]:
        with Distributor(answers) as distributor:
            yield make_portal(distributor, django_capture_on_commit_callbacks)

    yield opened
    celery_app.conf.update(task_always_eager=before[0], task_eager_propagates=before[1])
