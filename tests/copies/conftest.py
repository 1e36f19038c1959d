from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.copies.things import MailServer, mail_server, make_priced_quote


@pytest.fixture
def quote(account):
    return make_priced_quote(account)


@pytest.fixture
def smtp(settings) -> Iterator[MailServer]:
    """A mail server that takes everything until it is told otherwise."""
    with mail_server() as (handler, controller):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = controller.port
        yield handler
