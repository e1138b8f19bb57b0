# What a person does every day. Each target sets up what it needs; `make demo` and `make test` need nothing before.

# The newest of these that can make an environment and is 3.11 or later; PYTHON=... overrides.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

FUSEKI := build/fuseki/jena-fuseki-server.jar

.PHONY: demo test test-fast lint format bench bench-serve ui wheel fuseki clean

demo: $(VENV)/.installed
	$(BIN)/reelgraph demo

# Two at a time, the files in their order, those with slow tests first; then what must have the machine to itself.
TWO := -n 2 --dist loadfile --no-loadscope-reorder
# Tests here start servers, browsers and kills on a machine that does other work, too. What failed beside others is
# run once more with nothing beside it: it counts as failed if it fails again. Both runs are printed.
AGAIN := --last-failed --last-failed-no-failures none

# What Python compiles of the tests and of us is kept, whatever the environment says: collecting takes 7 processor
# seconds then, not 12, and each of the hundreds of commands that tests start 0.15 less.
unexport PYTHONDONTWRITEBYTECODE

# Tests publish thousands of versions and wait for the disk with each. Where memory serves as one, 4 GB of it free,
# they lie there: the conformance suite takes 11 processor seconds then, not 18, and waits for nothing.
FOLDER = $(shell test "$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 4000000 2>/dev/null \
	&& echo /dev/shm || echo "$$TMPDIR")
THERE = TMPDIR=$(FOLDER) $(BIN)/python -m pytest -o tmp_path_retention_policy=failed

test: $(VENV)/.dev
	$(THERE) $(TWO) -m "not alone" || $(THERE) $(AGAIN) -m "not alone"
	$(THERE) -m alone || $(THERE) $(AGAIN) -m alone

test-fast: $(VENV)/.dev
	$(THERE) $(TWO) -m "not slow and not alone"
	$(THERE) -m "alone and not slow"

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.read

# Beside Oxigraph's own server; needs a table of credits, see docs/performance.md.
bench-serve: $(VENV)/.dev
	@$(PIP) install --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m benchmarks.serve --quick

# YASGUI as the query editor; without it the pages have a plain one. Needs Node 18 or newer with npm.
ui: server/static/yasgui/LICENSES.txt

server/static/yasgui/LICENSES.txt: node_modules/.installed ui/build.mjs
	@node ui/build.mjs
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { echo "make ui needs Node 18 or newer with npm (Debian, Ubuntu: apt install npm)." >&2; exit 1; }
	@npm ci --no-progress
	@touch $@

# Apache Jena Fuseki, for the tests of --store on other people's stores. Needs Maven, and Java 17 to run.
fuseki: $(FUSEKI)

$(FUSEKI):
	@command -v mvn >/dev/null || { echo "make fuseki needs Maven (Debian, Ubuntu: apt install maven)." >&2; exit 1; }
	@mvn --quiet --batch-mode -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
		-Dartifact=org.apache.jena:jena-fuseki-server:5.2.0 -Dmdep.stripVersion -DoutputDirectory=$(dir $(FUSEKI))

# Carries YASGUI where make ui has built it.
wheel: $(VENV)/.dev
	$(BIN)/python -m build --wheel --no-isolation

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Reelgraph needs Python 3.11 or newer with the venv module (Debian, Ubuntu: apt install python3-venv); or say which with make PYTHON=/path/to/python." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# An installation compiles what it installs, but for an editable one: where Python may keep nothing (the variable above,
# a tree that cannot be written), each command would compile us anew, 0.35 s of the second that adding a review may take.
$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing Reelgraph into $(VENV) (a minute or two, the first time)"
	@$(PIP) install --constraint constraints.txt --editable .
	@$(BIN)/python -m compileall -q graph ontology server
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "Installing the test tools into $(VENV)"
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) node_modules server/static/yasgui dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
