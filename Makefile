# The commands of this project: `make help` lists them.
# Python, git, GNU Make 3.81 (the one of macOS) and a POSIX shell are enough.

PYTHON ?= python3
BASE_URL ?=
UPGRADE ?=
N ?= 10000
ROWS ?=
RECORD ?=
SITES ?=
CHECKS ?=
KINDS ?=

# The versions that pyproject.toml declares, oldest first.
PYTHONS := 3.11 3.12 3.13 3.14

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Wheels only: a source distribution would fetch its build dependencies, which no lock names.
INSTALL_LOCKED := $(PIP) install --quiet --require-hashes --only-binary :all:
# No isolation: the build dependencies come from the lock, not from the network.
INSTALL_SITEGEN := $(PIP) install --quiet --no-deps --no-build-isolation --editable .

# A mirror set up on this machine must not choose the hashes, so uv sees neither its settings nor its indexes.
LOCK := env -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_DEFAULT_INDEX -u UV_FIND_LINKS \
	$(BIN)/uv --no-config --system-certs pip compile --quiet --universal --python-version $(firstword $(PYTHONS)) \
	--generate-hashes --no-annotate --no-header $(if $(UPGRADE),--upgrade)

# The tests of a file share what they made, so they stay together.
PYTEST := $(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

# A browser counts if it answers: Ubuntu's chromium-browser may be a script that only asks for a snap.
FIND_CHROMIUM := for browser in "$$CHROMIUM" chromium chromium-browser google-chrome \
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; \
	do if "$$browser" --version >/dev/null 2>&1; then command -v "$$browser"; break; fi; done

.DEFAULT_GOAL := help
.PHONY: help site serve ingest build check test bench audit docs screenshot wheel lock clean chromium

help: ## show this list
	@echo 'usage: make COMMAND [NAME=value]'
	@echo
	@echo 'commands'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-8s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo 'values'
	@echo '  PYTHON    the Python that .venv is made from (now: $(PYTHON))'
	@echo '  BASE_URL  the address the site is built for (now: $(if $(BASE_URL),$(BASE_URL),the one in site.yaml))'
	@echo '  UPGRADE   set to 1, lock takes the newest versions instead of the locked ones'
	@echo '  N         how many papers bench measures with (now: $(N))'
	@echo '  ROWS      the rows of the table that bench measures, such as clean,daily (now: $(if $(ROWS),$(ROWS),all))'
	@echo '  RECORD    set to 1, bench writes its table into docs/explanation/performance.md; or the document to write into'
	@echo '  SITES     the sites that audit looks at: seeds, year (now: $(if $(SITES),$(SITES),all))'
	@echo '  CHECKS    what audit asks: sizes, markup, lighthouse (now: $(if $(CHECKS),$(CHECKS),all))'
	@echo '  KINDS     the kinds of page that Lighthouse visits, such as home,day (now: $(if $(KINDS),$(KINDS),all))'

site: $(VENV)/.site ## make the site in public/ from the seeds, without the network
	$(BIN)/sitegen ingest --offline
	$(BIN)/sitegen build

serve: $(VENV)/.site ## show the site on this machine and rebuild it at every change
	$(BIN)/sitegen serve

ingest: $(VENV)/.site ## fetch new entries into content/
	$(BIN)/sitegen ingest

build: $(VENV)/.site ## make the site in public/ from content/, for BASE_URL if given
	$(BIN)/sitegen build $(if $(BASE_URL),--base-url '$(BASE_URL)')

check: $(VENV)/.test ## check style, types and imports: seconds, no browser
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: check chromium ## check, then run every test, with a real browser
	@echo '$(PYTEST)'
	@CHROMIUM="$$($(FIND_CHROMIUM))" $(PYTEST)

bench: $(VENV)/.bench chromium ## measure builds beside Hugo: minutes; bench/README.md says how
	@CHROMIUM="$$($(FIND_CHROMIUM))" $(BIN)/python -m bench --papers '$(N)' --rows '$(ROWS)' \
		$(if $(RECORD),--record '$(if $(filter 1,$(RECORD)),docs/explanation/performance.md,$(RECORD))')

audit: $(VENV)/.test chromium ## check every kind of page with Lighthouse and the Nu HTML checker: minutes; audit/README.md
	@CHROMIUM="$$($(FIND_CHROMIUM))" $(BIN)/python -m audit --sites '$(SITES)' --checks '$(CHECKS)' --kinds '$(KINDS)'

docs: $(VENV)/.site ## write the reference pages that follow from the code
	$(BIN)/python docs/generate.py

screenshot: $(VENV)/.test chromium ## draw the pictures in README.md from public/
	CHROMIUM="$$($(FIND_CHROMIUM))" $(BIN)/python docs/screenshot.py

wheel: $(VENV)/.site ## make the wheel in dist/
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

lock: $(BIN)/python ## write requirements*.txt anew from pyproject.toml
	@$(PIP) install --quiet 'uv>=0.13'
	$(LOCK) --group build --output-file requirements.txt pyproject.toml
	$(LOCK) --group test --constraints requirements.txt --output-file requirements-test.txt pyproject.toml
	$(LOCK) --group pyproject.toml:bench --constraints requirements-test.txt --output-file requirements-bench.txt

clean: ## remove what was made, except content/ and .venv
	rm -rf public .public.* .sitegen dist *.egg-info .*_cache .hypothesis .coverage

$(VENV)/.site: requirements.txt pyproject.toml sitegen/__init__.py $(BIN)/python
	@echo 'installing the locked packages into $(VENV)'
	@$(INSTALL_LOCKED) -r requirements.txt
	@$(INSTALL_SITEGEN)
	@touch $@

$(VENV)/.test: requirements-test.txt pyproject.toml sitegen/__init__.py $(BIN)/python
	@echo 'installing the locked packages and those of the tests into $(VENV)'
	@$(INSTALL_LOCKED) -r requirements-test.txt
	@$(INSTALL_SITEGEN)
	@touch $@

# Hugo and scikit-learn: everything else that a measurement needs is among the packages of the tests.
$(VENV)/.bench: requirements-bench.txt $(VENV)/.test
	@echo 'installing what bench measures beside sitegen into $(VENV)'
	@$(INSTALL_LOCKED) -r requirements-bench.txt
	@touch $@

# A venv that failed half-way leaves a python behind, which would pass for a finished one: hence the rm.
$(BIN)/python:
	@found=`"$(PYTHON)" -c 'import platform; print(platform.python_version())' 2>/dev/null`; \
	fits=; other=; \
	for version in $(PYTHONS); do \
		case "$$found" in $$version.*) fits=yes;; esac; \
		if python$$version -c '' 2>/dev/null; then other=python$$version; fi; \
	done; \
	if [ -z "$$fits" ]; then \
		if [ -n "$$found" ]; then echo "make: $(PYTHON) is Python $$found (expected one of: $(PYTHONS))"; \
		else echo "make: no Python at '$(PYTHON)' (expected one of: $(PYTHONS))"; fi; \
		echo "  hint: name another one: make $(MAKECMDGOALS) PYTHON=$${other:-/path/to/python$(lastword $(PYTHONS))}"; \
		exit 1; \
	fi >&2
	@"$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "make: $(PYTHON) cannot make $(VENV); on Debian and Ubuntu it needs the package python3-venv" >&2; exit 1; }

chromium:
	@if [ -n "$$CHROMIUM" ] && ! "$$CHROMIUM" --version >/dev/null 2>&1; then \
		echo "make: CHROMIUM is '$$CHROMIUM', which does not answer to --version (expected a Chromium or Chrome)" >&2; \
		exit 1; \
	fi; \
	if [ -n "$$($(FIND_CHROMIUM))" ]; then exit 0; fi; \
	if [ "`id -u`" = 0 ]; then root=; else root='sudo -n'; fi; \
	if command -v apt-get >/dev/null && $$root true 2>/dev/null; then \
		echo 'installing chromium, which the browser tests need'; \
		$$root apt-get update -qq && \
		$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	fi; \
	if [ -z "$$($(FIND_CHROMIUM))" ]; then \
		echo 'make: no Chromium or Chrome, which the browser tests need'; \
		echo '  hint: install one, or name its program: make $(MAKECMDGOALS) CHROMIUM=/path/to/chromium'; \
		exit 1; \
	fi >&2
