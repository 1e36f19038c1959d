# The portal: web, worker and beat are the same image with another command.
FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/portal
COPY requirements/production.txt requirements/
RUN python -m venv /opt/portal && /opt/portal/bin/pip install --requirement requirements/production.txt

COPY manage.py ./
COPY deploy/certificates.py deploy/
COPY deploy/healthy.py deploy/
COPY apps apps
COPY portal portal
COPY static static
COPY templates templates
# The words are for this step only: style sheets need no key, and none stays in the image.
RUN SECRET_KEY=none FIELD_ENCRYPTION_KEYS=none VAR_DIR=/tmp/var STATIC_ROOT=/srv/portal/collected \
    /opt/portal/bin/python manage.py collectstatic --noinput \
    && /opt/portal/bin/python -m compileall -q apps portal


FROM python:3.11-slim-bookworm

ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.base \
    VAR_DIR=/var/lib/portal \
    STATIC_ROOT=/srv/portal/collected
RUN groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --group portal /var/lib/portal
COPY --from=build /opt/portal /opt/portal
COPY --from=build /srv/portal /srv/portal
WORKDIR /srv/portal
# Nothing but VAR_DIR and /tmp is written: run it with a read-only root.
USER 10001:10001
VOLUME /var/lib/portal
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--log-level", "warning"]
