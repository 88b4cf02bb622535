# `make release` and `make test` set everything up: only python3, its venv module and make are assumed.
PYTHON ?= python3
VENV := .venv
ADDOK := .venv-addok
BIN := $(VENV)/bin
SAMPLE ?= 0
PEERS ?= ../shared/peers
PEERS_VENV := .venv-peers
PARALLEL := -n auto --dist loadfile
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A hashed lock names every package: nothing is resolved, so --no-deps, then pip check proves the set.
INSTALL = $(PIP) install --require-hashes --no-deps -r

.DEFAULT_GOAL := help
.PHONY: help release test test-full orchestration browser gold matching churn bench bench-geocode bench-identity bench-sirene bench-release sweep lint format lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 15

release: $(VENV)/.runtime ## set up and make a release from the embedded snapshots, without network: output/latest/
	$(BIN)/creches release --offline

test: $(VENV)/.dev $(ADDOK)/.done ## set up, a real addok included, and run the tests
	$(BIN)/python -m pytest $(PARALLEL)

test-full: $(VENV)/.dev $(ADDOK)/.done ## the tests, every sweep in full (many minutes)
	CRECHES_FULL=1 $(BIN)/python -m pytest $(PARALLEL) -m ''

orchestration: $(VENV)/.dev ## a real Prefect server on PostgreSQL, a worker, the deployments: a cron run fires by itself, and more (some 4 min)
	$(BIN)/python -m pytest -m cluster $$(grep -ls mark.cluster tests/flows/*.py)
	$(BIN)/python -m tests.orchestration

browser: $(VENV)/.dev ## look at the site in Chromium: search, map, keyboard, axe-core, valid HTML, hostile records (installs Chromium if it may)
	$(BIN)/python -m pytest $(PARALLEL) -m browser tests/browser

gold: $(VENV)/.dev $(ADDOK)/.done ## measure the geocoder on 4,130 perturbed real addresses, through a real addok
	$(BIN)/python -m tests.gold

matching: $(VENV)/.dev ## measure who is taken for whom on labelled pairs of nurseries and operators
	$(BIN)/python -m tests.matching

churn: $(VENV)/.dev ## a hundred weekly runs of twelve countries that change
	CRECHES_FULL=1 $(BIN)/python -m pytest tests/flows/test_churn.py

bench: $(VENV)/.dev $(PEERS_VENV)/.done ## beside others on the same pages, then how time and memory grow (half an hour; PEERS=FOLDER)
	-$(BIN)/python -m benches.peers $(PEERS)
	$(BIN)/python -m benches.curves $(PEERS)
	$(BIN)/python -m benches.checks
	$(BIN)/python -m benches.scaling

bench-sirene: $(VENV)/.dev ## discovery in a synthetic Sirene stock of 10 million establishments
	$(BIN)/python -m benches.sirene

bench-release: $(VENV)/.dev ## a release of 50,000 nurseries: time, memory, the same bytes in nine environments
	$(BIN)/python -m benches.release 50000 --environments

sweep: $(VENV)/.dev ## kill publishing, and refuse it the disk, at every step (hours; SAMPLE=60 for some); two runs at once, 200 times
	$(BIN)/python -m tests.sweep --races 200
	$(BIN)/python -m tests.sweep --sample $(SAMPLE) --calls 3

bench-identity: $(VENV)/.dev ## how the time of comparing grows with the mentions
	$(BIN)/python -m benches.identity

bench-geocode: $(VENV)/.dev $(ADDOK)/.done ## time the geocoding: the street index, the cache, an addok beside them
	$(BIN)/python -m benches.geocode

lint: $(VENV)/.dev ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## write the locks anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra dask -c requirements.lock pyproject.toml -o requirements-dask.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header requirements-addok.in -o requirements-addok.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements.lock requirements-peers.in -o requirements-peers.lock

clean: ## remove the virtual environment and caches; output/ stays
	rm -rf $(VENV) $(ADDOK) $(PEERS_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info build

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

# The engine that tests ask: an addok of its own versions, its Redis included. One of its parts compiles: it needs a C compiler.
$(ADDOK)/.done: requirements-addok.lock
	test -x $(ADDOK)/bin/python || $(PYTHON) -m venv $(ADDOK)
	$(ADDOK)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps -r requirements-addok.lock
	$(ADDOK)/bin/python -m pip check
	touch $@

# What the programs need that benches measure us against; the programs themselves are no part of the project.
$(PEERS_VENV)/.done: requirements-peers.lock
	test -x $(PEERS_VENV)/bin/python || $(PYTHON) -m venv $(PEERS_VENV)
	$(PEERS_VENV)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps -r requirements-peers.lock
	$(PEERS_VENV)/bin/python -m pip check
	touch $@
