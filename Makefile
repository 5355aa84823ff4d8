# make run     the portal on this machine: http://127.0.0.1:8000 (PORT=9000 make run for another port)
# make test    every test, with all services that this machine can bring; on PostgreSQL if it is installed
# make drills  what takes minutes by nature; forty minutes, stopped after 55
# make check   linters, types, import rules, migrations, message catalogues

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Without addresses of a package index and with hashes: the same files install from any mirror.
PIP_COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --strip-extras --allow-unsafe --no-header

# Packages are compiled when they are first used; kept, that halves every further start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test drills coverage prepare screenshots check tree lint format types imports migrations deploy templates \
	catalogues messages guide requirements clean

help:
	@sed -n 's/^# //p' Makefile

# --- Running ---

run: $(VENV)/installed-production
	@exec $(BIN)/python manage.py run_portal

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Installed again only when the list of packages changed.
$(VENV)/installed-%: requirements/%.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# --- Testing ---

test: $(VENV)/installed-dev
	@$(BIN)/python -m tests.services test

drills: $(VENV)/installed-dev
	@$(BIN)/python -m tests.services drills

# Which share of the branches of the code the tests take; fails if it is less than tests/branches.txt says.
coverage: $(VENV)/installed-dev
	@$(BIN)/python -m tests.services coverage

# Fetches what the test services are made of, so that `make test` needs no network.
prepare: $(VENV)/installed-dev
	$(BIN)/python -m tests.services prepare
	$(BIN)/python scripts/format_static.py --check

# Every kind of page at three widths, light and dark, in three languages, into var/screenshots.
screenshots: $(VENV)/installed-dev
	DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python -m tests.browser.screenshots

# --- Checking ---

# Two at a time, each with its own words together (where make can: 3.81 cannot); types take half of it.
check: $(VENV)/installed-dev
	@$(MAKE) --no-print-directory --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) types tree lint format imports migrations deploy templates catalogues
	@echo "All checks passed."

tree: $(VENV)/installed-dev
	$(BIN)/python scripts/check_tree.py
	$(BIN)/python scripts/check_code.py

lint: $(VENV)/installed-dev
	$(BIN)/ruff check

format: $(VENV)/installed-dev
	$(BIN)/ruff format --check
	$(BIN)/python scripts/format_static.py --check

types: $(VENV)/installed-dev
	$(BIN)/mypy .

imports: $(VENV)/installed-dev
	$(BIN)/lint-imports
	$(BIN)/deptry .

migrations: $(VENV)/installed-dev
	$(BIN)/python manage.py makemigrations --check --dry-run

# Production's settings with values that are only good for this check.
deploy: $(VENV)/installed-dev
	SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ \
	ENCRYPTION_KEYS=ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz-0123456789 \
	DATABASE_URL=postgresql://portal@localhost/portal ALLOWED_HOSTS=portal.example \
	BASE_URL=https://portal.example EMAIL_URL=smtp://localhost:25 DEFAULT_FROM_EMAIL=portal@portal.example \
	ELASTICSEARCH_URL=http://localhost:9200 DJANGO_SETTINGS_MODULE=portal.settings.production \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

templates: $(VENV)/installed-dev
	$(BIN)/python manage.py check_templates
	$(BIN)/djlint --lint --quiet portal home events projects partners search

catalogues: $(VENV)/installed-dev
	$(BIN)/python manage.py check_catalogues $(if $(CI),--require-current)

# --- Keeping up ---

# Takes the pictures of the guides for editors and facilitators anew, from a portal of its own (needs Chromium).
guide: $(VENV)/installed-dev
	DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python -m tests.browser.guide

# Brings new and changed texts of the sources into the message catalogues (needs gettext).
messages: $(VENV)/installed-dev
	$(BIN)/python manage.py collect_messages

requirements: $(VENV)/installed-dev
	$(PIP_COMPILE) --output-file requirements/production.txt pyproject.toml
	$(PIP_COMPILE) --extra meaning --constraint requirements/production.txt --output-file requirements/meaning.txt pyproject.toml
	$(PIP_COMPILE) --extra dev --constraint requirements/production.txt --output-file requirements/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache var/services var/static
