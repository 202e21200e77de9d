# make run | make test | make quick | make lint | make lock | make bench. Needs Python >= 3.11; everything else is put into .venv.
HOST ?= 127.0.0.1
PORT ?= 5000
WORKERS ?= 2
BENCH ?= $(wildcard bench/*.py)

BIN := .venv/bin
FLASK := $(BIN)/python -m flask --app app
PYTEST := $(BIN)/python -m pytest
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install -qq --require-hashes --only-binary :all:

.PHONY: run test quick lint lock bench browser
.DELETE_ON_ERROR:

run: .venv/run.lock
	@$(FLASK) db upgrade
	@$(FLASK) demo --if-empty
	@exec $(FLASK) serve --host $(HOST) --port $(PORT)

test: .venv/dev.lock browser
	@$(PYTEST) --engine=both -n $(WORKERS) --dist=loadgroup

quick: .venv/dev.lock
	@$(PYTEST) --engine=sqlite -n $(WORKERS) -m "not browser"

lint: .venv/dev.lock
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: .venv/dev.lock
	@for program in $(BENCH); do echo "== $$program"; PYTHONPATH=. $(BIN)/python $$program || exit 1; done

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)
lock: .venv/dev.lock
	$(BIN)/$(COMPILE) requirements.in -o requirements.txt
	$(BIN)/$(COMPILE) requirements-dev.in -o requirements-dev.txt

# The locks that were installed last lie in .venv; pip runs only when the ones here differ.
.venv/run.lock: requirements.txt | .venv/bin/pip
	@cmp -s $< $@ || { echo "Installing the pinned packages (a minute the first time) ..."; $(PIP) -r $<; }
	@cp $< $@

.venv/dev.lock: requirements-dev.txt | .venv/bin/pip
	@cmp -s $< $@ || { echo "Installing the pinned packages (a minute the first time) ..."; $(PIP) -r $<; }
	@cp $< $@

# Bare Debian ships Python without its venv module's other half: install it when we may, say so when we may not.
.venv/bin/pip:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	test -n "$$python" || { echo "zhicheng needs Python 3.11 or newer (apt-get install python3)." >&2; exit 1; }; \
	$$python -c 'import ensurepip' 2>/dev/null || $(call apt,python3-venv) || \
	    { echo "The module venv is missing. Please run: apt-get install python3-venv" >&2; exit 1; }; \
	$$python -m venv --clear .venv

# The browser tests need Chromium, Chinese fonts and poppler. Nothing is skipped: without them there is no test run.
browser:
	@{ { command -v chromium || command -v chromium-browser || command -v google-chrome; } && command -v pdftoppm && fc-list :lang=zh-cn | grep -q .; } >/dev/null 2>&1 || \
	    $(call apt,chromium fonts-noto-cjk fontconfig poppler-utils) || \
	    { echo "The browser tests need Chromium, Chinese fonts and poppler." \
	    "Please run: apt-get install chromium fonts-noto-cjk fontconfig poppler-utils" >&2; exit 1; }

# As root, on a machine with apt, install what is named; else fail.
apt = { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "Installing $(1) ..." && \
    export DEBIAN_FRONTEND=noninteractive && apt-get update -qq && apt-get install -yqq $(1) >/dev/null; }
