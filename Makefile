# Newswire: `make help` lists what can be done. Only Python 3.11+ and make are assumed.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
UV := $(PY) -m uv
NEWSWIRE := $(PY) -m newswire
# Two processes share the tests: one begins with those of Airflow, which wait more than they work.
PYTEST := $(PY) -m pytest -n 2 --dist loadgroup --no-loadscope-reorder
DCLINT := $(VENV)/dclint/node_modules/.bin/dclint

# A path with spaces and a private umask are the user's business; byte-code is written once, at install.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

install: $(INSTALLED) ## Create .venv with the pinned requirements

run: $(INSTALLED) ## Ingest the sample wire through Airflow and print what was loaded (SOURCES=all, SEED=PATH)
	@$(NEWSWIRE) run $(if $(SOURCES),--sources "$(SOURCES)",$(if $(SEED),--sources enabled)) $(if $(SEED),--path "$(SEED)")

up: $(INSTALLED) ## Start Airflow and its UI on 127.0.0.1; Ctrl-C stops it
	@$(NEWSWIRE) up

up-celery: $(INSTALLED) ## The same with CeleryExecutor: a Redis and two workers with queues of their own
	@$(NEWSWIRE) up --celery

down: $(INSTALLED) ## Stop whatever an earlier `make up` or `up-celery` left running
	@$(NEWSWIRE) down

psql: $(INSTALLED) ## Open psql on the database (PSQLFLAGS=-At < query.sql)
	@$(NEWSWIRE) psql -- $(PSQLFLAGS)

test: $(INSTALLED_DEV) ## Run all tests but that of Celery
	@$(PYTEST) -m "not celery" $(PYTESTFLAGS)

test-celery: $(INSTALLED_DEV) ## Run the sample wire through Celery with a real Redis and kill a worker (minutes)
	@$(PY) -m pytest -m celery $(PYTESTFLAGS)

test-fast: $(INSTALLED_DEV) ## Run the tests that need no Airflow
	@$(PYTEST) -m "not airflow and not slow" $(PYTESTFLAGS)

eval: $(INSTALLED_DEV) ## Score each stage on outside material (NEWSWIRE_EVAL_DATA, default ../shared/data)
	@for part in wire feeds html urls clean dedupe variants places entities quotes archive; do PYTHONPATH=plugins:. $(PY) -m tests.eval.$$part; echo; done

model: $(INSTALLED_DEV) ## Train the tagger anew (MODEL_TEXTS=folder of attributions, MODEL_CASED=archive of cased texts; eight hours)
	@PYTHON="$(PY)" UV="$(UV)" plugins/newswire/enrich/training/make_model "$(MODEL_TEXTS)" "$(MODEL_CASED)"

bench: $(INSTALLED_DEV) ## Measure polling, cleaning, the finding of duplicates and loading (docs/benchmarks.md)
	@for part in feeds clean dedupe load extract annotate day; do echo "== $$part"; PYTHONPATH=plugins:. $(PY) -m tests.bench.$$part; echo; done

bench-full: $(INSTALLED_DEV) ## Measure the long ones too: a day of 10,000 articles, growth to a million, other extractors (some hours)
	@for part in "day --articles 10000" "day --articles 2000 --cores 2" "load --growth" airflow; do echo "== $$part"; PYTHONPATH=plugins:. $(PY) -m tests.bench.$$part; echo; done
	@$(PYTHON) -m venv .run/peers && $(UV) pip install --quiet --python .run/peers/bin/python --require-hashes -r tests/bench/peers.txt
	@PYTHONPATH=plugins:. $(PY) -m tests.bench.extract --peers .run/peers/bin/python

bench-gate: $(INSTALLED_DEV) ## Fail where the whole path costs more than its floors allow (ratios, two minutes)
	@PYTHONPATH=plugins:. $(PY) -m tests.bench.day --articles 160 --gate

chaos: $(INSTALLED_DEV) ## Kill, cut, fill and poison runs, and compare what is left with a run without faults (CHAOSFLAGS=--short)
	@PYTHONPATH=plugins:. $(PY) -m tests.chaos $(CHAOSFLAGS)

fuzz: $(INSTALLED_DEV) ## Feed mutated input to every door, a minute each (FUZZFLAGS="--seconds 600 --only parse")
	@PYTHONPATH=plugins:. $(PY) -m tests.fuzz $(FUZZFLAGS)

docs: $(INSTALLED_DEV) ## Write docs/schema.md anew from the comments in the database and sql/cookbook
	@PYTHONPATH=plugins:. $(PY) -m tests.tools.schema

cookbook: $(INSTALLED_DEV) ## Ask the questions of sql/cookbook of the sample wire again, then write docs/schema.md
	@PYTHONPATH=plugins:. $(PY) -m tests.tools.cookbook
	@$(MAKE) --no-print-directory docs

check: $(INSTALLED_DEV) $(DCLINT) ## Lint and type-check: Python, SQL, spelling, docker/ (hadolint, dclint, yamllint), docs/schema.md
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/sqlfluff lint --disable-progress-bar sql
	$(VENV)/bin/codespell
	PYTHONPATH=plugins:. $(PY) -m tests.tools.schema --check
	$(VENV)/bin/hadolint docker/Dockerfile
	$(VENV)/bin/yamllint --strict -c docker/lint/yamllint.yaml docker
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.compose-spec docker/compose.yaml
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(DCLINT) -c docker/lint/dclint.yaml --max-warnings 0 docker/compose.yaml

format: $(INSTALLED_DEV) ## Format Python and SQL
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/sqlfluff fix --disable-progress-bar sql

lock: $(INSTALLED_DEV) ## Pin requirements.in and its two companions again, with hashes
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements.in -o requirements.txt
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements-dev.in -o requirements-dev.txt
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header docker/requirements.in -o docker/requirements.txt
	@! grep -nE '://|--(extra-)?index-url' requirements.txt requirements-dev.txt docker/requirements.txt

clean: down ## Remove the database, logs and archive of this checkout (not .venv)
	rm -rf .run

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Newswire needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# uv installs in seconds what takes pip minutes; its own wheel is checked by the hash in requirements-dev.txt.
$(VENV)/.uv: requirements-dev.txt | $(VENV)/bin/python
	@echo "fetching uv"
	@sed -n '/^uv==/,/^[^ ]/{/^uv==/p;/^  *--hash/p}' requirements-dev.txt > $(VENV)/uv.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@touch $@

$(INSTALLED): requirements.txt $(VENV)/.uv
	@echo "installing the pinned requirements (about a minute the first time)"
	@$(UV) pip install --compile-bytecode --require-hashes -r requirements.txt
	@$(PY) -c 'import pathlib, sysconfig; (pathlib.Path(sysconfig.get_path("purelib")) / "newswire.pth").write_text(str(pathlib.Path("plugins").resolve()) + "\n")'
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt docker/requirements.txt $(INSTALLED)
	@$(UV) pip install --compile-bytecode --require-hashes -r requirements-dev.txt -r docker/requirements.txt
	@touch $@

# dclint comes by npm, by the hashes of its lock; node and npm themselves are in a wheel of requirements-dev.txt.
$(DCLINT): docker/lint/package-lock.json $(INSTALLED_DEV)
	@mkdir -p $(VENV)/dclint
	@cp docker/lint/package.json docker/lint/package-lock.json $(VENV)/dclint
	@cd $(VENV)/dclint && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: help install run up up-celery down psql test test-celery test-fast eval bench bench-full bench-gate docs cookbook chaos fuzz check format lock clean
