# The front door. `make help` lists what there is.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
DEPLOYMENT ?= wca
REGION ?= esa
DEAREST ?= --durations=20 --durations-min=1
SIDE_BY_SIDE ?= -n 2 --dist loadgroup --no-loadscope-reorder
# Tests of one service or two wait much of their time: three at once keep two cores busy.
WAITING ?= -n 3 --dist loadfile --no-loadscope-reorder
PURE := tests/unit tests/modalities tests/contracts
SPREAD ?= -n 2 --dist loadfile --no-loadscope-reorder
PER_MINUTE ?= 60
.DEFAULT_GOAL := help
.PHONY: help lock golden golden-mails setup ready demo smoke demo-global smoke-global sandbox region-add test check fmt lint types architecture contracts asyncapi graphql unit modalities integration composed e2e browser conformance shots bench figures faults audit fuzz chance mutants mutants-sample chart docs sbom token clean-data status down

help: ## what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# Where everything is installed there is what the demo needs.
$(VENV)/.demo: requirements/demo.lock requirements/install.lock
	@$(PYTHON) deploy/install.py demo

$(VENV)/.installed: requirements/develop.lock requirements/install.lock
	@$(PYTHON) deploy/install.py develop

$(VENV)/.browser: $(VENV)/.installed requirements/browser.lock
	@$(PYTHON) deploy/install.py browser

MUTMUT := .cache/mutmut
$(MUTMUT)/.installed: $(VENV)/.installed requirements/mutants.lock
	@$(PYTHON) deploy/install.py mutants

DOCS := .cache/docs
$(DOCS)/.installed: $(VENV)/.installed requirements/docs.lock
	@$(PYTHON) deploy/install.py docs

LOCKING := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
PINNED := $(LOCKING) -c requirements/develop.lock
lock: ## the locks anew from pyproject.toml, keeping what is pinned
	@$(VENV)/bin/$(LOCKING) pyproject.toml --extra local --extra develop --extra plan -o requirements/develop.lock
	@$(VENV)/bin/$(PINNED) pyproject.toml -o requirements/runtime.lock
	@$(VENV)/bin/$(PINNED) pyproject.toml --extra plan -o requirements/plan.lock
	@$(VENV)/bin/$(PINNED) pyproject.toml --extra local --extra plan -o requirements/demo.lock
	@$(VENV)/bin/$(PINNED) requirements/install.in -o requirements/install.lock
	@$(VENV)/bin/$(PINNED) requirements/browser.in -o requirements/browser.lock
	@$(VENV)/bin/$(LOCKING) requirements/mutants.in -o requirements/mutants.lock
	@$(VENV)/bin/$(LOCKING) requirements/docs.in -o requirements/docs.lock

setup: $(VENV)/.installed ## virtual environment from the lock, Java runtime, Kafka jars, PostgreSQL
	@$(PY) -m deploy.local install

ready: $(VENV)/.demo
	@$(PY) -m deploy.local install

demo: ready ## one region on this machine: starts everything, drives the journey, stays up until Ctrl-C
	@$(PY) -m deploy.demo --deployment $(DEPLOYMENT) $(if $(GUARDED),--guarded)

smoke: ready ## the same without staying up: checks itself, prints a table, ends with 0 or 1
	@$(PY) -m deploy.demo --deployment $(DEPLOYMENT) $(if $(GUARDED),--guarded) --smoke

demo-global: ready ## Geneva over two regions on this machine, a match across them; stays up until Ctrl-C
	@$(PY) -m deploy.demo.world $(if $(GUARDED),--guarded)

smoke-global: ready ## the same without staying up: checks itself, prints a table, ends with 0 or 1
	@$(PY) -m deploy.demo.world $(if $(GUARDED),--guarded) --smoke

sandbox: ready ## made-up States living their lives, for integrators to break; FRESH=1 forgets what was, PER_MINUTE=60
	@$(PY) -m deploy.sandbox --per-minute $(PER_MINUTE) $(if $(FRESH),--fresh)

region-add: ready ## one more region joins the running demo-global: make region-add REGION=esa
	@$(PY) -m deploy.local join --deployment $(REGION)

token: $(VENV)/.demo ## a development bearer token: make token AS=tcd-authority
	@$(PY) -m deploy.local token $(AS) --deployment $(DEPLOYMENT)

status: $(VENV)/.demo ## what of the demo is running
	@$(PY) -m deploy.local status --deployment $(DEPLOYMENT)

down: $(VENV)/.demo ## stop a running demo
	@$(PY) -m deploy.local down --deployment $(DEPLOYMENT)

clean-data: $(VENV)/.demo ## forget the data of the demo
	@$(PY) -m deploy.local clean-data --deployment $(DEPLOYMENT)

fmt: $(VENV)/.installed ## format and sort
	@$(VENV)/bin/ruff format -q . && $(VENV)/bin/ruff check -q --fix .

lint: $(VENV)/.installed
	@$(VENV)/bin/ruff format -q --check . && $(VENV)/bin/ruff check -q .

types: $(VENV)/.installed
	@$(VENV)/bin/mypy

architecture: $(VENV)/.installed
	@$(PY) -m pytest -q tests/architecture

contracts: $(VENV)/.installed ## render types of rows, schemas, AsyncAPI, event catalogue, topics, lists in READMEs, pictures, the index of paragraphs, the compose file of the world, what the chart takes, boards
	@$(PY) -m tools.rows && $(PY) -m tools.contracts && $(PY) -m tools.modalities && $(PY) -m tools.compose && $(PY) -m tools.chart && $(PY) -m tools.observability

golden: $(VENV)/.installed ## add a record of every event that has none to the golden corpus
	@$(PY) -m tools.golden

asyncapi: $(VENV)/.installed ## AsyncAPI documents held against AsyncAPI's own parser
	@$(PY) -m tools.asyncapi

graphql: $(VENV)/.installed ## the GraphQL schema against what was released (GraphQL Inspector); schema and examples by Relay's compiler
	@$(PY) -m tools.graphql

golden-mails: $(VENV)/.installed ## write the kept messages of every event and language anew; read the difference
	@$(PY) -m tests.support.golden_mails

audit: $(VENV)/.installed ## known vulnerabilities of both locks, jars with versions: Error 1 found, Error 3 it did not run
	@$(PY) -m tools.audit

sbom: $(VENV)/.installed ## what is shipped or fetched with its licence: build/sbom.json (CycloneDX), docs/licences.md
	@$(PY) -m tools.sbom

fresh: $(VENV)/.installed ## whether what is generated is of now
	@$(PY) -m pytest -q tests/contracts/test_generated.py -k are_fresh

unit: $(VENV)/.installed ## tests without broker or database
	@$(PY) -m pytest -q $(SPREAD) $(PURE)

fuzz: setup ## decoders and readers of signatures against any bytes, FUZZ=50000 each; GraphQL operations of every role, GRAPHQL=2000 each
	@ACSG_TEST_FUZZ=$(or $(FUZZ),50000) $(PY) -m pytest -q tests/unit/test_decoders_fuzzed.py
	@ACSG_TEST_GRAPHQL=$(or $(GRAPHQL),2000) $(PY) -m pytest -q -s tests/integration/gateway/test_graphql_every_role.py

chance: $(VENV)/.installed ## every property of the unit tests with other examples than the last time
	@ACSG_TEST_CHANCE=1 $(PY) -m pytest -q $(SPREAD) tests/unit tests/modalities

check: lint types ## format, lint, types, architecture, unit tests, generated files fresh
	@$(PY) -m pytest -q $(SPREAD) tests/architecture $(PURE)

integration: setup ## tests on real PostgreSQL and real Kafka
	@$(PY) -m pytest -q $(DEAREST) $(WAITING) tests/integration

composed: $(VENV)/.installed ## needs a container engine: images, a composed region and one integration file on containers
	@ACSG_TEST_STACK=docker $(PY) -m pytest -q tests/e2e/test_composed.py tests/integration/test_meetings.py

e2e: setup ## tests on the whole region as processes
	@$(PY) -m pytest -q $(DEAREST) $(SIDE_BY_SIDE) tests/e2e

browser: setup $(VENV)/.browser ## pages of the console in Debian's Chromium: axe-core, 320 px, keyboard, weight, a journey with and without script
	@$(PY) -m tools.browser && $(PY) -m pytest -q $(DEAREST) tests/browser

conformance: setup ## a region whose issuer is Keycloak itself (fetched once, 177 MB), with the realm of deploy/keycloak: pages, roles, tokens between deployments
	@$(PY) -m tools.keycloak && $(PY) -m pytest -q tests/conformance

shots: setup $(VENV)/.browser ## pictures of every page of the console, six languages, wide and narrow: build/shots
	@$(PY) -m tools.browser && $(PY) -m pytest -q tests/browser/shots.py

mutants: $(MUTMUT)/.installed ## small changes to pure code, and whether unit tests notice: ROOMS="services/intake/criteria ..." (all of them takes long)
	@$(PY) -m tools.mutants $(ROOMS)

mutants-sample: $(MUTMUT)/.installed ## a few of them, in a room that is held whole: SEED=2
	@$(PY) -m tools.mutants --sample $(or $(SAMPLE),20) $(if $(SEED),--seed $(SEED))

docs: $(DOCS)/.installed ## the documents as a site that loads nothing from elsewhere: build/site; a broken link or a warning ends it with 1
	@$(PY) -m tools.site

chart: $(VENV)/.installed ## Helm chart linted, rendered for three profiles, every object against published schemas; needs Go and a JDK
	@$(PY) -m tools.chart.holding && $(PY) -m pytest -q tests/chart

observability: setup ## alerts, their trials and boards by Prometheus' own tool; a real Prometheus over a region in which something breaks
	@$(PY) -m tools.observability.holding && $(PY) -m pytest -q tests/observability

test: setup check mutants-sample integration e2e ## everything that must pass

faults: setup ## faults in full size (over half an hour), or PARTS="cut lines": docs/figures/webhooks.md, federation-faults.md
	@$(PY) -m tools.faults $(PARTS)

bench: setup ## figures: build/bench.json and a table; GROUPS="ranking region" takes only these
	@$(PY) -m tools.bench $(GROUPS)

figures: setup ## the read model at the real world's size, measured: docs/figures/read-model.md (some minutes)
	@$(PY) -m tools.bench.read_model
