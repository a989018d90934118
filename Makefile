# Two commands: `make run` and `make test`. Everything they need is made below, from pinned and hashed lists.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamps
FRONT := src/xietong_web/theme/frontend
DIST := src/xietong_web/theme/static/theme/dist

.PHONY: run test test-spark check bench screenshots wheel clean requirements

run: $(STAMP)/web $(DIST)/main.js $(STAMP)/messages
	@$(BIN)/xietong demo

test: $(STAMP)/test $(DIST)/main.js $(STAMP)/messages $(STAMP)/programs
	@$(BIN)/python tools/check.py

# Needs Java 17. Apart from `make test`: four JVMs on two cores take minutes. A process has one
# session: the cluster's and the site's own need two.
test-spark: $(STAMP)/bench
	@PYTHONPATH=src $(BIN)/python -m pytest -q -m spark tests/engines/measuring
	@PYTHONPATH=src $(BIN)/python -m pytest -q -m spark tests/web/measuring

bench: $(STAMP)/bench $(DIST)/main.js $(STAMP)/messages
	@$(BIN)/python -m bench

screenshots: $(STAMP)/test $(DIST)/main.js $(STAMP)/messages $(STAMP)/programs
	@$(BIN)/python tools/screenshots.py

wheel: $(STAMP)/web $(DIST)/main.js $(STAMP)/messages
	@$(BIN)/uv build --wheel --quiet --no-build-isolation --python $(BIN)/python

clean:
	rm -rf $(VENV) $(DIST) $(FRONT)/node_modules dist

# uv comes first, by pip and by hash; it then installs the rest in a fraction of the time.
$(STAMP)/uv: requirements/build.txt
	@$(PYTHON) -c 'import sys; sys.exit("xietong needs Python 3.11 or newer; say: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up the environment ($(VENV)) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/build.txt
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/web: $(STAMP)/uv requirements/web.txt pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/web.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMP)/test: $(STAMP)/web requirements/test.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/test.txt
	@touch $@

$(STAMP)/bench: $(STAMP)/test requirements/bench.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/bench.txt
	@touch $@

$(STAMP)/programs: tools/install_programs.py $(STAMP)/test
	@$(BIN)/python tools/install_programs.py
	@touch $@

$(DIST)/main.js: $(wildcard $(FRONT)/src/*) $(FRONT)/package-lock.json $(FRONT)/vite.config.js | $(STAMP)/uv
	@$(BIN)/python tools/build_front_end.py

$(STAMP)/messages: $(wildcard src/xietong_web/*/locale/*/LC_MESSAGES/*.po) tools/messages.py | $(STAMP)/web
	@$(BIN)/python tools/messages.py compile
	@touch $@

# Only maintainers need this: it asks the package index anew for every pin.
requirements: $(STAMP)/uv
	@$(BIN)/python tools/pin_requirements.py
