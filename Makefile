# Every command a developer or a newcomer needs. `make` alone lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8080
SPEED ?= 60
PIP := $(BIN)/python -m pip --disable-pip-version-check install

.PHONY: help demo test check lint types arrow slow years preview lock texts clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/run.stamp  ## set up, then start the demo and open its chat page (PORT=8080, SPEED=60)
	$(BIN)/daybrief demo --port $(PORT) --speed $(SPEED)

test: $(VENV)/dev.stamp  ## set up, then check the code and run the tests
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: lint types arrow  ## style, types and the direction of imports

lint: $(VENV)/dev.stamp  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp  ## mypy --strict
	$(BIN)/mypy

arrow: $(VENV)/dev.stamp  ## bot imports briefings, never back; the modules that decide stay pure
	$(BIN)/lint-imports

slow: $(VENV)/dev.stamp  ## the tests that take minutes, too
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --slow

years: $(VENV)/dev.stamp  ## a simulated year of a hundred readers, and ten more months
	$(BIN)/python -m pytest -n 2 tests/simulation --slow --years

preview: $(VENV)/run.stamp  ## today's Denver and Markets in the terminal, from the real feeds
	$(BIN)/python -m briefings preview denver markets

lock: $(VENV)/dev.stamp  ## resolve the newest requirements into the lock files (needs uv)
	for extra in "" "-dev" "-train"; do \
	  uv pip compile pyproject.toml deploy/build.in $${extra:+--extra $${extra#-}} --universal --python-version 3.11 \
	    --upgrade --generate-hashes --no-header --no-annotate --quiet --output-file requirements$$extra.lock; \
	done
	uv pip compile deploy/peers.in --universal --python-version 3.11 \
	  --upgrade --generate-hashes --no-header --no-annotate --quiet --output-file requirements-peers.lock

texts: $(VENV)/dev.stamp  ## bring the catalogues of the interface up to date with the code, and compile them
	$(BIN)/python -m bot.locales.build

clean:  ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The lock names everything. Left to resolve, pip takes a package with an extra for another one and wants its newest.
$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Daybrief needs into $(VENV) (about half a minute the first time)"
	$(PIP) --progress-bar on --no-deps --require-hashes -r requirements.lock
	$(PIP) --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip --disable-pip-version-check check
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV) (about a minute the first time)"
	$(PIP) --progress-bar on --no-deps --require-hashes -r requirements-dev.lock
	$(PIP) --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip --disable-pip-version-check check
	@touch $@ $(VENV)/run.stamp
