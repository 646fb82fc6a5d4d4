# The commands of the house; what each does: README.md.
.PHONY: run test check lint bench fuzz check-the-checks
.DEFAULT_GOAL := run
SHELL := /bin/sh

# The first Python on PATH that is new enough and can make an environment.
find_python = for name in python3.12 python3.11 python3.13 python3.14 python3; do \
	for folder in $$(printf '%s' "$$PATH" | tr ':' ' '); do \
	"$$folder/$$name" -c 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)' 2>/dev/null \
	&& echo "$$folder/$$name" && exit 0; done; done; \
	echo 'Python 3.11 or newer with venv is needed (on Debian: apt install python3 python3-venv).' >&2; exit 2

digest = $(firstword $(shell cat $(1) | cksum))
RUN := .venv/run-$(call digest,requirements/run.txt)
DEV := .venv/dev-$(call digest,requirements/run.txt requirements/dev.txt)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-input

run: export DEMO ?= 1
run: $(RUN)
	@$(BIN)/python -u manage.py up

.venv/made:
	@python=$$($(find_python)) || exit 2; "$$python" -m venv --clear .venv && touch $@

$(RUN): .venv/made
	@$(PIP) -r requirements/run.txt && touch $@

$(DEV): .venv/made
	@$(PIP) -r requirements/dev.txt && touch $@ $(RUN)

# One worker a core; files stay whole, so that what a file prepares is prepared once. They are
# handed out in the order of tests/conftest.py, else the longest would come last and alone.
PYTEST = $(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test: $(DEV)
	$(PYTEST)

check: lint
	$(PYTEST)

lint: export DEMO = 1
lint: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint templates
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: $(DEV)
	$(BIN)/python -m bench.run
	$(BIN)/python -m bench.exports

fuzz: $(DEV)
	FUZZ=1 $(BIN)/pytest tests/test_api_fuzz.py

check-the-checks: $(DEV)
	$(BIN)/python -m tests.checks.plant
