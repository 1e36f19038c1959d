"""What is logged, and how a line looks."""

from __future__ import annotations

from typing import Any


def logging_config(*, as_json: bool, level: str, syslog: str = "") -> dict[str, Any]:
    """For Django's LOGGING; each line carries the id of the request that it belongs to.

    `syslog` names a collector that gets the same lines as JSON, whatever standard output gets.
    """
    filters = ["request_id", "discreet"]
    collected = {
        "syslog": {
            "()": "portal.syslog.SyslogHandler",
            "url": syslog,
            "formatter": "json",
            "filters": filters,
        }
    }
    told = "INFO" if as_json or syslog else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "apps.core.log_lines.UtcLines",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s [%(request_id)s]",
            },
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": "%(levelname)s %(name)s %(message)s %(request_id)s",
                "rename_fields": {"levelname": "level", "name": "logger"},
                "timestamp": "at",  # in UTC, with its zone
            },
        },
        "filters": {
            "request_id": {
                "()": "django_guid.log_filters.CorrelationId",
                "correlation_id_field": "request_id",
            },
            "discreet": {"()": "apps.core.log_lines.Discreet"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json" if as_json else "line",
                "filters": filters,
            },
            **(collected if syslog else {}),
        },
        "root": {"handlers": ["console", *(collected if syslog else ())], "level": level},
        "loggers": {
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "django_guid": {"level": "ERROR"},
            "portal.audit": {"level": told},
            "portal.requests": {"level": told},
            "pyrate_limiter": {"level": "ERROR"},
        },
    }
