PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PORT ?= 8000
export SANDBOX_PORT ?= 8001

.PHONY: run setup test lint bench chaos

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

# Needs PostgreSQL and Redis on their usual ports.
chaos: $(VENV)/.development
	$(BIN)/python -m tests.chaos
