# Everything a newcomer needs: `make site`, `make test`. The rest is for developers.

PYTHON ?= python3
BIN := .venv/bin
CORPORA ?= ../shared/corpora
EVAL ?= ../shared/eval
KEPT ?= .fitting
FONT_TESTS ?= tests/browser
SEED ?= 1

.DEFAULT_GOAL := help
.PHONY: help site docs test test-fonts test-generated check format lock fit fit-encoder fit-held-out clean audit screenshots soak attack fuzz load \
	licences advisories benchmark benchmark-extraction benchmark-speed benchmark-anchoring benchmark-watch benchmark-save benchmark-cold benchmark-growth benchmark-search

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 24

site: .venv/site ## Build the sample site into site/
	@$(BIN)/briefing build
	@echo "Open site/index.html, or preview while you edit: $(BIN)/briefing serve --open"

test: .venv/dev ## Run every test, on all processors; browser tests too where Chromium is installed
	@$(BIN)/python -m pytest -n auto --dist worksteal

test-fonts: .venv/dev ## The browser tests, with each font that pages may meet and that `make test` left out
	@$(BIN)/python -m pytest -n auto --dist worksteal --fonts others $(FONT_TESTS)

test-generated: .venv/dev ## Corrections and later edits on 500 generated texts: none lost, none made up
	@GENERATED_SITES=500 $(BIN)/python -m pytest -q tests/review/test_generated.py tests/building/test_generated_sites.py

thorough: .venv/dev ## What is random, or a race, many times: sites, edits, two builds at once (half an hour)
	@$(BIN)/python -m pytest --thorough tests/building/test_gate.py tests/building/test_lock.py \
		tests/building/test_colocated_files.py tests/building/test_incremental.py tests/building/test_checking_again.py -n auto

attack: .venv/dev ## All that attacks the program, at length: tests/security (300 kills, races), fuzz and load
	@failed=0; \
	$(BIN)/python -m pytest --thorough tests/security -q --durations=10 || failed=1; \
	$(BIN)/python -m benchmarks.fuzz --seed $(SEED) || failed=1; \
	$(BIN)/python -m benchmarks.load --seed $(SEED) || failed=1; \
	exit $$failed

fuzz: .venv/dev ## 200,000 inputs for all that reads files, 1,000 pages, and what costs more than English does
	@$(BIN)/python -m benchmarks.fuzz --seed $(SEED)

licences: .venv/dev ## What the program leans on, with licences, and as CycloneDX into dist/sbom.json
	@$(BIN)/python -m benchmarks.licences --sbom dist/sbom.json

.venv/audit/done: requirements/audit.txt .venv/python
	@$(PYTHON) -m venv .venv/audit
	@.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt
	@touch $@

advisories: .venv/audit/done ## Is a fault known in what the program is made of? (asks PyPI's list of advisories)
	@.venv/audit/bin/pip-audit --require-hashes --disable-pip -r requirements/site.txt

check: .venv/dev ## Lint, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: .venv/dev ## Put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed (PYTHON=/path/to/python3.12 make …)"; exit 1; }
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/site: requirements/site.txt pyproject.toml .venv/python
	@echo "Setting up .venv (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev: requirements/dev.txt .venv/site
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate

lock: ## Pin all dependencies again, with hashes (needs uv)
	@$(LOCK) pyproject.toml requirements/build.in --output-file requirements/site.txt
	@$(LOCK) pyproject.toml requirements/build.in --group dev --constraint requirements/site.txt \
		--output-file requirements/dev.txt
	@$(LOCK) requirements/audit.in --constraint requirements/dev.txt --output-file requirements/audit.txt

audit: site .venv/dev ## Lighthouse and the Nu checker on the sample site (needs Node, Java, Chromium)
	@$(BIN)/python -m benchmarks.audit --site site --write docs/audit.md

screenshots: site .venv/dev ## Pictures of the sample site into docs/screenshots/ (needs Chromium)
	@$(BIN)/python -m benchmarks.screenshots --site site
	@$(BIN)/python -m benchmarks.tutorial_pictures

docs: .venv/site ## The documentation as a site, into dist/docs/
	@$(BIN)/python -m benchmarks.docs_site --out dist/docs

.venv/fitting/done: pyproject.toml .venv/python
	@$(PYTHON) -m venv .venv/fitting
	@.venv/fitting/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	@.venv/fitting/bin/python -m pip install --quiet --group fitting
	@touch $@

fit-encoder: .venv/fitting/done ## Fit the encoder anew from CORPORA (an hour; goes on where it was cut off)
	@.venv/fitting/bin/python -m benchmarks.fitting.encoder $(CORPORA) $(EVAL) $(KEPT) --write generator/extraction/data

fit: .venv/dev ## Fit all that weighs the encoder's answers, from CORPORA, after fit-encoder
	@$(BIN)/python -m benchmarks.fitting $(CORPORA) $(EVAL) $(KEPT) --cache $(KEPT)/parses
	@$(BIN)/python -m benchmarks.fitting.assertions $(CORPORA)

fit-held-out: .venv/dev ## The same, each article answered by what never saw it; writes nothing
	@$(BIN)/python -m benchmarks.fitting $(CORPORA) $(EVAL) $(KEPT) --cache $(KEPT)/parses --held-out

benchmark-extraction: .venv/dev ## How right is it? Every scorer over CORPORA, into docs/accuracy.md
	@$(BIN)/python -m benchmarks.extraction $(CORPORA) $(EVAL) --write docs/accuracy.md

benchmark-speed: .venv/dev ## What does the extraction cost beside the bare parse; is it linear?
	@$(BIN)/python -m benchmarks.speed $(CORPORA)/polnear/dev/text

benchmark-anchoring: .venv/dev ## Are corrections found again after random edits? (CORPORA=…)
	@$(BIN)/python -m benchmarks.anchoring --texts $(CORPORA)/polnear/dev/text

benchmark: .venv/dev ## What does a build cost when nothing, little or all has changed? At 1,000 briefings (fills an archive first)
	@$(BIN)/python -m benchmarks.publishing --bench $(EVAL)/../bench

benchmark-watch: .venv/dev ## From a save to the changed page, at 1,000 briefings and in 50,000 words (fills an archive first)
	@$(BIN)/python -m benchmarks.watch_latency --bench $(EVAL)/../bench
	@$(BIN)/python -m benchmarks.watch_latency --bench $(EVAL)/../bench --words 50000

benchmark-cold: .venv/dev ## A first build on one and two processes, beside the bare parse on two
	@$(BIN)/python -m benchmarks.cold_build $(EVAL)/../bench --rounds 2

benchmark-growth: .venv/dev ## Time and memory of a briefing at 100, 1,000 and 10,000 of them (an hour)
	@$(BIN)/python -m benchmarks.growth $(EVAL)/../bench

benchmark-search: .venv/dev ## From the last key of a query to its first answer, and what is loaded (SITE=…)
	@$(BIN)/python -m benchmarks.search_latency $(or $(SITE),site)

benchmark-save: .venv/dev ## How many files of the program, and calls between them, does one save run through?
	@$(BIN)/python -m benchmarks.one_save --rooms

load: .venv/dev ## 200 readers and 40 edits of a preview for a minute: is every answer whole, the last page the newest?
	@$(BIN)/python -m benchmarks.load

soak: .venv/dev ## 2,000 random acts of an editor in ten minutes of watching, 1,000 with a build each, some killed: clean builds?
	@$(BIN)/python -m benchmarks.watch_soak
	@$(BIN)/python -m benchmarks.build_soak --seed $(SEED)

clean: ## Remove the environment, the caches and the built site
	@rm -rf .venv .briefing .mypy_cache .ruff_cache .hypothesis .site.*
	@find site -mindepth 1 ! -name .gitkeep -delete
