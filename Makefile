# make run    opens the chat; make test  checks everything; make help  lists the rest.

PYTHON ?= python3
PORT ?= 7860

venv := .venv
python := $(venv)/bin/python
pip_install := $(python) -m pip install -qq --disable-pip-version-check
compile := uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	--no-emit-index-url --no-emit-find-links --annotation-style line \
	--custom-compile-command "make pins"

export PORT
ifdef STORE
export QA_STORE = $(STORE)
endif

.DEFAULT_GOAL := help
.PHONY: help run test lint evaluate format pictures pins clean

help: ## list these targets
	@echo "make run [PORT=7860] [STORE=.store]   STORE: a folder, :memory: or http://host:port"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

run: $(venv)/installed-run ## open the chat on 127.0.0.1; the first start indexes the bundled articles
	@$(python) app.py

test: lint ## lint, types, every test, then the fixed set against its baseline
	@$(python) -m pytest
	@$(MAKE) --no-print-directory evaluate

evaluate: $(venv)/installed-dev ## ask the fixed set of the bundled articles; worse than the baseline fails
	@rm -rf $(venv)/evaluated
	@$(python) -m qa index --store $(venv)/evaluated > $(venv)/evaluated.txt
	@$(python) -m qa evaluate --store $(venv)/evaluated --jobs 2 --baseline tests/baseline.json

lint: $(venv)/installed-dev ## ruff and mypy
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy

format: $(venv)/installed-dev ## let ruff rewrite what it can
	@$(python) -m ruff check --fix
	@$(python) -m ruff format

pictures: $(venv)/installed-dev ## take the pictures of docs/images anew (needs Chromium)
	@$(python) docs/screenshots.py

pins: ## resolve requirements*.txt anew from pyproject.toml, newest versions (needs uv)
	$(compile) pyproject.toml --output-file requirements.txt
	$(compile) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	printf '%s\n' '-r requirements.txt' | cat - requirements-dev.txt > $(venv)/pins
	mv $(venv)/pins requirements-dev.txt

clean: ## remove the virtual environment and the tools' caches; the store stays
	rm -rf $(venv) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than the requirements it was installed from, so nothing is installed twice.
$(venv)/installed-run: requirements.txt | $(python)
	@echo "Installing the pinned packages: a minute or two, once."
	@$(pip_install) -r requirements.txt
	@touch $@

$(venv)/installed-dev: requirements-dev.txt requirements.txt | $(python)
	@echo "Installing the pinned packages and the test tools: a minute or two, once."
	@$(pip_install) -r requirements-dev.txt
	@touch $(venv)/installed-run $@

$(python):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Sourcier needs Python 3.11 or newer, and '$(PYTHON)' is not: install one and say"; \
		echo "which, as in: make run PYTHON=python3.12"; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make a virtual environment: install its venv module"; \
		echo "(Debian, Ubuntu: apt install python3-venv) and try again."; \
		exit 1; }
	@$(PYTHON) -m venv $(venv)
