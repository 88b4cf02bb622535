# `make release` and `make test` set everything up: only python3, its venv module and make are assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A hashed lock names every package: nothing is resolved, so --no-deps, then pip check proves the set.
INSTALL = $(PIP) install --require-hashes --no-deps -r

.DEFAULT_GOAL := help
.PHONY: help release test test-full lint format lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

release: $(VENV)/.runtime ## set up and make a release from the embedded snapshots, without network: output/latest/
	$(BIN)/creches release --offline

test: $(VENV)/.dev ## set up and run the tests
	$(BIN)/python -m pytest

test-full: $(VENV)/.dev ## the tests, every sweep in full (many minutes)
	CRECHES_FULL=1 $(BIN)/python -m pytest

lint: $(VENV)/.dev ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## write both locks anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the virtual environment and caches; output/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info build

$(VENV)/.runtime: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) requirements.lock
	$(PIP) install --no-build-isolation --no-deps --no-index -e .
	$(BIN)/python -m pip check
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(INSTALL) requirements-dev.lock
	$(BIN)/python -m pip check
	touch $@
