PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PORT ?= 8000
export SANDBOX_PORT ?= 8001

.PHONY: run setup test lint bench chaos load audit

run: setup
	@$(BIN)/python -m portal.start

setup: $(VENV)/.base

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/base.txt
	@touch $@

$(VENV)/.development: requirements/development.txt $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/development.txt
	@touch $@

test: $(VENV)/.development
	$(BIN)/pytest -n auto --dist loadgroup

lint: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy apps portal sandbox
	$(BIN)/lint-imports

bench: $(VENV)/.development
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.price_check

# Needs PostgreSQL and Redis on their usual ports.
chaos: $(VENV)/.development
	$(BIN)/python -m tests.chaos

# Needs PostgreSQL on its usual port and redis-server.
load: $(VENV)/.development
	$(BIN)/python -m tests.load people
	$(BIN)/python -m tests.load people --pause 5
	$(BIN)/python -m tests.load webhooks

$(VENV)/audit: | $(VENV)/bin/python
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1 uv

# Needs the internet: newer releases of what production needs, then known weaknesses.
audit: $(VENV)/audit
	cp requirements/production.txt $(VENV)/newest.txt
	cd requirements && $(abspath $(VENV))/audit/bin/uv pip compile --quiet --upgrade --universal \
		--python-version 3.11 --output-file $(abspath $(VENV))/newest.txt production.in \
		--custom-compile-command "$$(sed -n '2s/^# *//p' production.txt)"
	diff requirements/production.txt $(VENV)/newest.txt
	$(VENV)/audit/bin/pip-audit --strict --disable-pip --no-deps --requirement requirements/production.txt
