# make run    the site at http://127.0.0.1:8000, with the real course (PORT=… for another port)
# make test   sets up all it needs, a browser too, and passes everything (DATABASE=postgres: on a throw-away PostgreSQL server)
#             the quick part is TESTS="tests/catalogue tests/rules tests/formats"; slower groups are tests/properties (whatever is given),
#             tests/content (all that the course holds), tests/served (real processes) and tests/browser
# make test-faults   kills, fills, locks and races the served site on both databases; a table says what was found (about seven minutes)
# make check  lint, format, types, contracts, content, known flaws of the dependencies
# make lock   renews the pinned dependencies
# make bench  what a page costs, beside bare Django views and the promises; 1 where one is missed (DATABASE=postgres)
# make messages   finds new words for people (needs GNU gettext); translate them in studyapp/locale/es/LC_MESSAGES/django.po, then run it again
# make bench-mastery   how often readiness calls whom sure: simulated learners

PORT ?= 8000
DATABASE ?= sqlite
TESTS ?= tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
INSTALL = pip install --quiet --python $(BIN)/python --require-hashes
export UV_PYTHON_DOWNLOADS := never
unexport PYTHONDONTWRITEBYTECODE  # to compile everything again is most of each start

.PHONY: run test test-faults check format lock clean bench bench-mastery messages

run: $(VENV)/.run
	@$(BIN)/python manage.py serve --setup --port $(PORT)

test: $(VENV)/.dev
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/lint-imports --no-logo
	@$(if $(filter postgres,$(DATABASE)),$(BIN)/python -m tests.postgres) $(BIN)/python -m pytest -n auto $(TESTS)

test-faults: $(VENV)/.dev
	@$(BIN)/python -m pytest tests/faults
	@$(BIN)/python -m tests.postgres --durable $(BIN)/python -m pytest tests/faults

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python manage.py check_content
	@$(BIN)/python -m tests.audit

format: $(VENV)/.dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	@$(BIN)/python -m tests.bench.run $(DATABASE) speed growth

bench-mastery: $(VENV)/.dev
	@$(BIN)/python -m tests.bench.mastery

messages: $(VENV)/.dev
	$(BIN)/python manage.py makemessages --all --no-wrap --no-obsolete --add-location file --ignore .venv --ignore tests --ignore var
	$(BIN)/python manage.py compilemessages --ignore .venv

lock: $(UV)
	$(UV) pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml -o requirements.txt
	$(UV) pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header --quiet --group dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .uv var staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis

# A network with certificates of its own is met by the machine's own list of them.
# uv from the machine, or else put into ./.uv (Debian refuses a plain pip install).
.uv/bin/uv:
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .uv uv

$(BIN)/python: | $(UV)
	@$(UV) venv --quiet --python $(PYTHON) $(VENV)

$(VENV)/.run: requirements.txt $(BIN)/python | $(UV)
	@$(UV) $(INSTALL) -r $< 2>/dev/null || $(UV) --system-certs $(INSTALL) -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run | $(UV)
	@$(UV) $(INSTALL) -r $< 2>/dev/null || $(UV) --system-certs $(INSTALL) -r $<
	@touch $@
