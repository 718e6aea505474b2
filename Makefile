# Each target does all of its own set-up. A machine with Debian or Ubuntu and Python 3.11 or later is enough.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# The targets start hundreds of programs: without compiled modules that are kept, each of them compiles the whole package again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test lint bench campaign studio clean

help:
	@echo "make demo      install, then run the main job on real and on simulated customers; at the end, look at it in the studio"
	@echo "                 (make demo SERVE=0 ends before the studio)"
	@echo "make test      install, then style, types, import rules and all tests"
	@echo "make bench     install, then the timings, beside peers, in one run"
	@echo "make campaign  install, then the long runs of the property tests"
	@echo "make studio    install, then build the studio's page anew (needs Node.js from 20.19 on)"
	@echo "make setup     install into .venv from pinned versions, with all extras"
	@echo "make clean     remove what the other targets made"

setup: $(READY)

$(READY): pyproject.toml constraints.txt scripts/setup.sh studio/package-lock.json
	bash scripts/setup.sh "$(PYTHON)"

demo: $(READY)
	@$(BIN)/python scripts/demo.py

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: $(READY)
	$(BIN)/python -m benchmarks

campaign: $(READY)
	HYPOTHESIS_PROFILE=campaign $(BIN)/pytest -n 2 --dist worksteal tests/properties tests/unit

studio: $(READY)
	$(BIN)/python scripts/studio_types.py
	cd studio && npm run types && npm run build

clean:
	rm -rf .venv out dist build studio/node_modules
