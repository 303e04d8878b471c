# Everything by word. On a fresh clone `make demo` and `make test` need only make, Python 3.11 or newer, a package index.
VENV := .venv
BIN := $(VENV)/bin
WORKERS := auto
KERNELS := $(shell find src/gbad -name '_*_kernel.py') src/gbad/_jit.py
BENCHES := $(patsubst src/gbad/benches/%.py,bench-%,$(shell grep -ls '^def main' src/gbad/benches/[a-z]*.py))

WEB := $(shell find web -path web/node_modules -prune -o -type f -print)

# five hundred modules are compiled once and kept, not at every start of a command
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test test-web docs check lint fast fuzz validate web lock clean $(BENCHES)
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile
	@for bench in $(BENCHES); do echo "  make $$bench"; done

setup: $(VENV)/.warm ## a working .venv with compiled kernels and built pages; quick when nothing changed

web: $(VENV)/.installed ## build the scripts of the pages (TypeScript; Node comes from PyPI)
	@sh tools/build_web.sh $(VENV)

demo: setup ## play the demo and print where its report is
	@$(BIN)/gbad demo

test: setup lint ## lint, then all tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-web: setup web ## open the pages in a browser (Debian's chromium, or one named in CHROMIUM)
	@sh tools/setup.sh $(VENV) requirements/web-test.txt
	@cd web/cesium && PATH="$(abspath $(BIN)):$$PATH" npm ci --silent --no-audit --no-fund
	@$(BIN)/python -m pytest -q web/tests

docs: setup web ## the pages as a site in build/docs, the notebook played (Sphinx; a warning is an error)
	@sh tools/setup.sh $(VENV) requirements/docs.txt
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo build/docs/index.html

SEEDS ?= 0:1000
fuzz: setup ## SEEDS=0:1000 random scenarios played and checked, then a minute of damaged files
	@$(BIN)/python tools/fuzz.py --seeds $(SEEDS)
	@$(BIN)/python tools/fuzz.py --mutate --seconds 60

check: setup lint fast ## what to run before a commit: format, lint, types, import walls, tests that are quick here

lint:
	@$(BIN)/ruff format --check --quiet src tests tools web || { echo "run: $(BIN)/ruff format src tests tools web"; exit 1; }
	@$(BIN)/ruff check --quiet src tests tools web
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

# [s] of all workers: what two cores do in the minute and a half that lint leaves
CHECK_S := 150
fast:
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m "not slow and not tool" --within 0.25 --together $(CHECK_S)

validate: setup ## write docs/validation: what each output was compared with, and how far off it was
	@$(BIN)/python tools/write_validation.py

$(BENCHES): bench-%: setup
	@$(BIN)/python -m gbad.benches.$*

lock: ## choose versions anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade \
	  --custom-compile-command "make lock" --quiet --output-file requirements/lock.txt
	uv pip compile pyproject.toml requirements/build.in --extra test --constraint requirements/lock.txt --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade \
	  --custom-compile-command "make lock" --quiet --output-file requirements/test.txt
	for part in web web-test docs; do uv pip compile requirements/$$part.in --constraint requirements/lock.txt --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --upgrade --custom-compile-command "make lock" --quiet --output-file requirements/$$part.txt; done

clean: ## remove what setup made
	rm -rf web/node_modules build src/gbad/report/built $(VENV) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis

$(VENV)/.installed: requirements/test.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh $(VENV)
	@touch $@

$(VENV)/.warm: $(VENV)/.installed $(KERNELS) $(WEB)
	@sh tools/build_web.sh $(VENV) quietly & $(BIN)/python -m gbad.commands.warm; wait
	@touch $@
