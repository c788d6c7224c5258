# Run `make help`.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/sh
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard onestop/locale/*/LC_MESSAGES/*.po))
.DEFAULT_GOAL := help
.PHONY: help install demo demo-reset test bench check guards story worker diagrams screens messages units lock

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

install: .venv/installed $(CATALOGUES)  ## make .venv from requirements.lock and compile the translations

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Say which one: make install PYTHON=python3.12") if sys.version_info < (3, 11) else 0'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: install it (Debian, Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	@test ! -L .venv || { echo ".venv is a link; what it leads to would be cleared. Remove the link first: rm .venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

PORT ?= 8080
demo: install  ## run the whole site with an invented office until Ctrl-C: make demo PORT=8080
	@$(BIN)/python manage.py demo --port $(PORT)

demo-reset: install  ## clear the data of the demo
	@$(BIN)/python manage.py demo --reset

%.mo: %.po .venv/installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

test: install  ## run the tests, a part on each processor
	$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

bench: install  ## measure what takes time, each against a floor of the same run
	$(BIN)/pytest --quiet --capture=no -p no:randomly tests/bench/measure.py tests/bench/verifying.py

check: install  ## everything but the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	@find templates -name '*.html' -exec $(BIN)/djade --check {} +
	$(BIN)/pytest --quiet tests/test_house.py
	$(BIN)/python manage.py check
	$(BIN)/python manage.py procedures check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py diagrams --check
	DEMO=0 SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	  ALLOWED_HOSTS=motcua.example TSA_URLS=https://tsa.example TRUST_ROOTS=/etc/mot-cua/roots \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

guards: install  ## take out each guard in a copy, and see its tests fail
	$(BIN)/python -m tests.guards

AREA ?= funds
OUT ?= out/$(AREA)
story: install  ## tell the life of a dossier: make story AREA=civil-servants|archives|funds OUT=folder WITH=late
	$(BIN)/python manage.py story --area $(AREA) --out $(OUT) $(if $(WITH),--with $(WITH))

worker: install  ## send what waits in the outbox, and run the sweeps
	$(BIN)/celery -A onestop worker --beat --without-gossip --without-mingle --without-heartbeat

diagrams: install  ## draw the routes again
	$(BIN)/python manage.py diagrams

screens: install  ## take the pictures of every page again, into docs/screens
	$(BIN)/python -m tests.screens

messages: install  ## bring the translations up to the code
	$(BIN)/python manage.py messages

UNITS = procedures/places
units: install  ## take the administrative units anew from their open data package
	rm -rf out/units && mkdir -p out/units
	$(BIN)/python -m pip download --quiet --no-deps --require-hashes -r $(UNITS)/source.txt -d out/units
	cd out/units && $(CURDIR)/$(BIN)/python -m zipfile -e *.whl .
	$(BIN)/python -m $(subst /,.,$(UNITS)).taking out/units/vietnamadminunits

lock: install  ## choose the newest versions that fit, with their hashes
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --quiet --upgrade --group dev --group test pyproject.toml -o requirements.lock
