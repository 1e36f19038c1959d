"""Lines of the log reach another machine, and none is lost while it is away for a while."""

from __future__ import annotations

import json
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import syslog
from portal.syslog import SyslogHandler, checked
from tests.operations.collector import Collector, make_certificate
from tests.stack import free_port, wait_until

AWAY = "The log's collector is away: SSLCertVerificationError"


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(syslog, "PAUSE", 0.05)
    logger = logging.getLogger("of this test")
    logger.setLevel(logging.INFO)
    made: list[SyslogHandler] = []

    def make(port: int, *, host: str = "127.0.0.1", scheme: str = "tcp") -> logging.Logger:
        made.append(SyslogHandler(f"{scheme}://{host}:{port}"))
        logger.addHandler(made[-1])
        return logger

    yield make
    for one in made:
        logger.removeHandler(one)
        one.close()


def test_a_collector_with_a_certificate_that_nobody_trusts_gets_nothing(handler, tmp_path, capsys):
    with Collector(certificate=make_certificate(tmp_path)) as collector:
        handler(collector.port, host="localhost", scheme="tls").info("for nobody")
        collector.wait_for_a_refusal()
        # The collector hears of the refusal a moment before it is told here.
        told: list[str] = []
        wait_until(
            lambda: bool(told.append(capsys.readouterr().err) or AWAY in "".join(told)),
            seconds=20,
            what="why the collector is away is told",
        )

    assert collector.frames == []


def test_lines_wait_for_a_collector_that_is_away(handler):
    port = free_port()
    logger = handler(port)
    for number in range(3):
        logger.info("line %s", number)

    with Collector(port) as collector:
        collector.wait_for(3)

    assert [frame.rpartition(" ")[2] for frame in collector.frames] == ["0", "1", "2"]


def test_a_collector_that_was_started_again_goes_on(handler):
    with Collector() as collector:
        logger = handler(collector.port)
        logger.info("before")
        collector.wait_for(1)
        collector.hang_up()
        logger.warning("after, \N{EURO SIGN}\nand a second line")
        frames = collector.wait_for(2)

    assert frames[0].endswith(" before")
    assert frames[1].startswith("<108>1 ")
    assert frames[1].endswith("\N{EURO SIGN}\nand a second line")


def test_more_than_may_wait_is_dropped_and_told(handler, monkeypatch):
    monkeypatch.setattr(syslog, "MOST_WAITING", 2)
    port = free_port()
    logger = handler(port)
    for number in range(10):
        logger.info("line %s", number)

    with Collector(port) as collector:
        # Some arrive and some are counted: how many depends on what was under way already.
        wait_until(lambda: accounted(collector) == 10, seconds=20, what="all are accounted for")


def accounted(collector: Collector) -> int:
    """The lines that arrived, and those that a line of its own says were dropped."""
    lines = [frame.split(" - - ", 1)[1] for frame in list(collector.frames)]
    told = [json.loads(line)["message"] for line in lines if line.startswith("{")]
    assert all(message.endswith("lines were dropped") for message in told)
    dropped = sum(int(message.split()[0]) for message in told)
    return len(lines) - len(told) + dropped


@pytest.mark.parametrize(
    "url",
    ["tcp://logs.example.com:601", "udp://127.0.0.1:514", "tls://logs.example.com", "logs:6514"],
)
def test_lines_travel_over_tls_or_not_at_all(url):
    with pytest.raises(ImproperlyConfigured):
        checked(url)
