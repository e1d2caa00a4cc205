# The two commands that matter: `make demo` and `make test`. Both set up what they need, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRAINING := .venv-training
SHARED ?= ../shared
DATA ?= $(SHARED)/data

export PIP_DISABLE_PIP_VERSION_CHECK := 1

CODE := pyproject.toml README.md $(shell find src -type f -not -name '*.pyc')
WEIGHTS := weights/pyproject.toml $(wildcard weights/*.md) $(shell find weights/src -type f -not -name "*.pyc")

.PHONY: help demo test lint docs docs-check test-training speed scores clean

help:
	@echo "make demo           put a bundled report on record (sets up .venv the first time)"
	@echo "make test           run all tests"
	@echo "make lint           ruff, mypy, import contract"
	@echo "make docs           write the generated pages of docs/"
	@echo "make docs-check     check that they are current"
	@echo "make test-training  test the training code (an environment of its own, with torch)"
	@echo "make speed          measure speed, memory and size (DATA=$(DATA))"
	@echo "make scores         run every evaluation task and write docs/scores.md (SHARED=$(SHARED))"
	@echo "make clean          remove the environments"

demo: $(VENV)/.core
	@$(BIN)/onrecord demo

test: $(VENV)/.test
	$(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.core
	$(BIN)/python docs/generate.py

docs-check: $(VENV)/.core
	$(BIN)/python docs/generate.py --check

speed: $(VENV)/.core
	$(BIN)/python -m evaluation.speed --data $(DATA)

scores: $(VENV)/.core
	$(BIN)/python -m evaluation.scores --shared $(SHARED) --out docs/scores.md

test-training: $(TRAINING)/.training
	$(TRAINING)/bin/python -m pytest training/tests

clean:
	rm -rf $(VENV) $(TRAINING)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("OnRecord needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.weights: $(WEIGHTS) | $(VENV)/bin/python
	@echo "Installing the weights into $(VENV)"
	@$(BIN)/pip install --quiet ./weights
	@touch $@

$(VENV)/.core: $(CODE) $(VENV)/.weights
	@echo "Installing OnRecord into $(VENV) (a minute or two the first time)"
	@$(BIN)/pip install --quiet .
	@touch $@

$(VENV)/.test: $(VENV)/.core
	@echo "Installing the test tools into $(VENV)"
	@$(BIN)/pip install --quiet '.[test]'
	@touch $@

$(TRAINING)/.training: $(CODE)
	@test -d $(TRAINING) || $(PYTHON) -m venv $(TRAINING)
	@echo "Installing torch into $(TRAINING)"
	@$(TRAINING)/bin/pip install --quiet torch==2.13.0 '.[test]'
	@touch $@
