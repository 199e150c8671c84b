SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= auto
.DEFAULT_GOAL := run
.PHONY: run test lint format bench screenshots interop browser clean

# start the program for people: everything it needs is installed on the first call
run: .venv/.installed
	$(BIN)/python main.py $(ARGS)

# everything that must be green: style, types, tests on SQLite, PostgreSQL and in a real browser;
# what failed while all cores were busy runs once more by itself, and must pass then
test: lint browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS) || $(BIN)/python -m pytest --last-failed --last-failed-no-failures none $(ARGS)

# style and types
lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# rewrite the sources in the project's style
format: .venv/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# measure lists, searches, imports and live updates; prints tables, takes long
bench: .venv/.installed-dev
	$(BIN)/python -m benchmarks $(ARGS)

# make the pictures of the README anew from a running program
screenshots: .venv/.installed-dev browser
	$(BIN)/python -m scripts.screenshots $(ARGS)

# open our exports in an installed LibreOffice and bring its files in
interop: .venv/.installed-dev
	$(BIN)/python -m pytest -m interop $(ARGS)

# a browser for the tests: an installed one, else Debian's, else the one that playwright fetches
browser: .venv/.installed-dev
	$(BIN)/python -m tests.support.browser

# forget everything that was made here; data folders stay
clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# installs run again only when pyproject.toml changed
.venv/.installed: pyproject.toml | .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[postgres]'
	touch $@

.venv/.installed-dev: pyproject.toml | .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ .venv/.installed

.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
