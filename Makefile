# Every target and what it does; `make` alone prints them.
RECENT  := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON  ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" $(RECENT) 2>/dev/null && { echo "$$p"; break; }; done)
VENV    ?= .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/.ready
RAW     ?= data/raw
PROCESSED ?= data/processed
REPORTS ?= reports
COMMENTARY ?= commentary
EDITION ?=
AUTHORITY ?=
AREAS   ?=
PROFILES ?=
SAMPLE  ?= yes
JOBS    ?=
MIRROR  ?=
SOURCE  ?=
PERIOD  ?=
FILE    ?=
FLAGS   ?=

export FAIRER_RAW := $(RAW)
export FAIRER_PROCESSED := $(PROCESSED)
export FAIRER_REPORTS := $(REPORTS)
export FAIRER_COMMENTARY := $(COMMENTARY)
export FAIRER_EDITION := $(EDITION)
export FAIRER_SAMPLE := $(SAMPLE)
export FAIRER_JOBS := $(JOBS)
export FAIRER_AUTHORITY := $(AUTHORITY)
export FAIRER_AREAS := $(AREAS)
export FAIRER_PROFILES := $(PROFILES)

.DEFAULT_GOAL := help
.PHONY: help report test check fix sample fetch supply ingest validate measure refresh bench clean

help:  ## print this list
	@echo "make TARGET [RAW=folder] [PROCESSED=folder] [REPORTS=folder] [EDITION=name] [SAMPLE=no]"
	@echo "     [AUTHORITY=code of another council] [AREAS=file of named areas] [PROFILES=codes of neighbourhoods]"
	@echo "     [JOBS=how many processes may work at once; else as many as there are cores, at most 4]"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

report: measure  ## make the annual report and print where it is
	@$(BIN)/python -m pipelines.report $(FLAGS)

test: $(READY)  ## run the tests
	@$(BIN)/python -m pytest -n auto $(FLAGS)

check: $(READY)  ## lint and check types; changes nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint -q fairer_stockton

fix: $(READY)  ## format, and mend what lint can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix -q fairer_stockton

sample: $(READY)  ## write the generated sample again
	@$(BIN)/python -m pipelines.sample $(FLAGS)

fetch: $(READY)  ## bring the published extracts (MIRROR=folder: from a folder instead of the web)
	@$(BIN)/python -m pipelines.fetch $(if $(MIRROR),--mirror $(MIRROR)) $(FLAGS)

supply: $(READY)  ## check and place an extract of the council's own (SOURCE=name PERIOD=2025 FILE=path)
	@$(BIN)/python -m pipelines.supply --source "$(SOURCE)" --period "$(PERIOD)" --file "$(FILE)" $(FLAGS)

ingest: $(READY)  ## read the extracts into staged tables
	@$(BIN)/python -m pipelines.ingest $(FLAGS)

validate: ingest  ## judge every staged table
	@$(BIN)/python -m pipelines.validate $(FLAGS)

measure: validate  ## make observations and gaps
	@$(BIN)/python -m pipelines.measure $(FLAGS)

refresh: $(READY)  ## all five stages, as a schedule does (MIRROR=folder)
	@$(BIN)/python -m pipelines.refresh $(if $(MIRROR),--mirror $(MIRROR)) $(FLAGS)

bench: $(READY)  ## print speeds as ratios to named peers
	@$(BIN)/python -m benchmarks $(FLAGS)

clean:  ## remove the environment and processed data; fetched extracts and published reports stay
	rm -rf "$(VENV)" "$(PROCESSED)" .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(READY): requirements.lock
	@test -n "$(PYTHON)" && "$(PYTHON)" $(RECENT) \
		|| { echo "Python 3.11 or newer is needed; name it as in: make report PYTHON=/path/to/python3.12"; exit 2; }
	@echo "making the environment in $(VENV) (a few minutes, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@
