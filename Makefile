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
DATE    ?=
AUTHORITY ?=
COUNCIL ?=
AREAS   ?=
PROFILES ?=
SAMPLE  ?= yes
JOBS    ?=
ENGINE  ?=
MASTER  ?=
STORE   ?=
MIRROR  ?=
SOURCE  ?=
PERIOD  ?=
FILE    ?=
CONFIRM ?=
URL     ?=
VERSION ?=
REASON  ?=
Q       ?=
PAPER   ?=
YES     ?=
N       ?= 60
NOTIFY  ?=
METRICS ?=
FLAGS   ?=

# Values reach the commands by the environment, as they were typed: neither make nor a shell reads them (but PYTHON, VENV
# and FLAGS, which are commands). So make must not hand on its own variables, which it would read for that.
# A name that is none of these would be left out of account in silence: SAMPLES=no would publish the sample.
SETTINGS := PYTHON VENV RAW PROCESSED REPORTS COMMENTARY EDITION DATE AUTHORITY COUNCIL AREAS PROFILES SAMPLE JOBS ENGINE MASTER STORE MIRROR \
	SOURCE PERIOD FILE CONFIRM URL YES N VERSION REASON Q PAPER NOTIFY METRICS FLAGS SHELL
TARGETS  := help report test attack check fix sample fetch supply forget register adopt ingest validate measure refresh publish \
	backup restore record status ask check-paper bench bench-compare soak simulate national national-check epia service-audit partnerships targets \
	modelled you-said evaluate update docs clean
NEAREST  := -c 'import difflib, sys; word, *words = sys.argv[1:]; \
	near = difflib.get_close_matches(word, words, 1) or difflib.get_close_matches(word.swapcase(), words, 1); \
	print(f"; did you mean {near[0]}?" if near else ";", end="")'
ASKED    := $(foreach name,$(.VARIABLES),$(if $(findstring command line,$(origin $(name))),$(name)))
# What means something to a shell between double quotation marks is left out of a name before it is looked up.
PLAIN     = $(subst ",,$(subst `,,$(subst $$,,$(subst \,,$(1)))))
UNKNOWN  := $(firstword $(filter-out $(SETTINGS),$(ASKED)))
ifneq ($(UNKNOWN),)
$(error $(UNKNOWN) is not a setting$(shell "$(PYTHON)" $(NEAREST) "$(call PLAIN,$(UNKNOWN))" $(SETTINGS)) `make` lists all that there are)
endif

unexport $(filter-out PYTHON VENV FLAGS SHELL,$(SETTINGS))
export FAIRER_RAW := $(value RAW)
export FAIRER_PROCESSED := $(value PROCESSED)
export FAIRER_REPORTS := $(value REPORTS)
export FAIRER_COMMENTARY := $(value COMMENTARY)
export FAIRER_EDITION := $(value EDITION)
export FAIRER_DATE := $(value DATE)
export FAIRER_SAMPLE := $(value SAMPLE)
export FAIRER_JOBS := $(value JOBS)
export FAIRER_ENGINE := $(value ENGINE)
export FAIRER_MASTER := $(value MASTER)
export FAIRER_STORE := $(value STORE)
export FAIRER_AUTHORITY := $(value AUTHORITY)
export FAIRER_COUNCIL := $(value COUNCIL)
export FAIRER_AREAS := $(value AREAS)
export FAIRER_PROFILES := $(value PROFILES)
export FAIRER_NOTIFY := $(value NOTIFY)
export FAIRER_METRICS := $(value METRICS)

.DEFAULT_GOAL := help
.PHONY: $(TARGETS)

help:  ## print this list
	@echo "make TARGET [RAW=folder] [PROCESSED=folder] [REPORTS=folder] [EDITION=name] [DATE=2026-11-29] [SAMPLE=no]"
	@echo "     [AUTHORITY=code of another council] [COUNCIL=its folder] [AREAS=file of named areas] [PROFILES=codes of neighbourhoods, or none]"
	@echo "     [JOBS=how many processes may work at once; else as many as there are cores, at most 4]"
	@echo "     [ENGINE=spark MASTER=sc://host:port [STORE=folder or object store]: a cluster adds up the published tables]"
	@echo "     [NOTIFY=command that is told of failures and changes] [METRICS=file that is filled with metrics]"
	@echo "     [COMMENTARY=folder] [VENV=folder] [PYTHON=program] [FLAGS=options of the command]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

report: measure  ## make the annual report and print where it is
	@$(BIN)/python -m fairer_stockton report $(FLAGS)

# Compiled once for the many processes that the tests begin, even where that is switched off for all else.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(READY)  ## run the tests
	@$(BIN)/python -m pytest -n auto $(FLAGS)

attack: $(READY)  ## try to find what is hidden in N small extracts, drawn at random and published (N=471)
	@$(BIN)/python -m tests.pipeline.attack $(N) $(FLAGS)

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
	@$(BIN)/python -m fairer_stockton sample $(FLAGS)

fetch refresh: export FETCHED_MIRROR = $(value MIRROR)
fetch: $(READY)  ## download the published data (MIRROR=folder: from a folder instead of the web)
	@$(BIN)/python -m fairer_stockton fetch $(if $(value MIRROR),--mirror "$$FETCHED_MIRROR") $(FLAGS)

supply: export SUPPLIED_SOURCE = $(value SOURCE)
supply: export SUPPLIED_PERIOD = $(value PERIOD)
supply: export SUPPLIED_FILE = $(value FILE)
supply: export SUPPLIED_CONFIRM = $(value CONFIRM)
supply: $(READY)  ## check and place an extract of the council's own (SOURCE=name PERIOD=2025 FILE=path)
	@$(BIN)/python -m fairer_stockton supply --source "$$SUPPLIED_SOURCE" --period "$$SUPPLIED_PERIOD" \
		--file "$$SUPPLIED_FILE" --confirm "$$SUPPLIED_CONFIRM" $(FLAGS)

forget: export FORGOTTEN_SOURCE = $(value SOURCE)
forget: export FORGOTTEN_PERIOD = $(value PERIOD)
forget: export FORGOTTEN_VERSION = $(value VERSION)
forget: export FORGOTTEN_REASON = $(value REASON)
forget: $(READY)  ## remove an extract of the council's own for good (SOURCE=name PERIOD=2025 REASON="why" YES=1 [VERSION=sum])
	@$(BIN)/python -m fairer_stockton forget --source "$$FORGOTTEN_SOURCE" --period "$$FORGOTTEN_PERIOD" \
		--version "$$FORGOTTEN_VERSION" --reason "$$FORGOTTEN_REASON" $(if $(value YES),--yes) $(FLAGS)

register: export REGISTERED_SOURCE = $(value SOURCE)
register: $(READY)  ## list every version of every source that was ever in force ([SOURCE=name])
	@$(BIN)/python -m fairer_stockton register --source "$$REGISTERED_SOURCE" $(FLAGS)

adopt: export ADOPTED_SOURCE = $(value SOURCE)
adopt: export ADOPTED_FILE = $(value FILE)
adopt: export ADOPTED_PERIOD = $(value PERIOD)
adopt: export ADOPTED_URL = $(value URL)
adopt: $(READY)  ## take a publisher's new file into a source (SOURCE=name FILE=path [PERIOD=2026] [URL=address] [YES=1])
	@$(BIN)/python -m fairer_stockton adopt "$$ADOPTED_SOURCE" "$$ADOPTED_FILE" --period "$$ADOPTED_PERIOD" \
		--url "$$ADOPTED_URL" $(if $(value YES),--yes) $(FLAGS)

ingest: $(READY)  ## read the extracts into staged tables
	@$(BIN)/python -m fairer_stockton ingest $(FLAGS)

validate: ingest  ## check every table
	@$(BIN)/python -m fairer_stockton validate $(FLAGS)

measure: validate  ## calculate figures and gaps
	@$(BIN)/python -m fairer_stockton measure $(FLAGS)

refresh: $(READY)  ## all five stages, as a schedule does (MIRROR=folder)
	@$(BIN)/python -m fairer_stockton refresh $(if $(value MIRROR),--mirror "$$FETCHED_MIRROR") $(FLAGS)

record: $(READY)  ## write down the editions that are there, where the record of what was published was lost or never was
	@$(BIN)/python -m fairer_stockton record $(FLAGS)

publish: export PUBLISHED_VERSION = $(value VERSION)
publish: $(READY)  ## put an earlier version of an edition back (EDITION=2026 VERSION=2026-0123456789ab; without: list them)
	@$(BIN)/python -m fairer_stockton publish $(if $(value VERSION),--version "$$PUBLISHED_VERSION",--list) $(FLAGS)

backup restore: export BACKUP_FILE = $(value FILE)
backup: $(READY)  ## write all that could not be made or fetched again into one file (FILE=path)
	@$(BIN)/python -m fairer_stockton backup "$$BACKUP_FILE" $(FLAGS)

restore: $(READY)  ## write a backup back where it was; nothing is overwritten (FILE=path; FLAGS=--check only checks it)
	@$(BIN)/python -m fairer_stockton restore "$$BACKUP_FILE" $(FLAGS)

status: $(READY)  ## print what is published, how old each source is, what is stale, and how the last runs ended
	@$(BIN)/python -m fairer_stockton status $(FLAGS)

ask: export ASKED_QUESTION = $(value Q)
ask: $(READY)  ## answer a question from the published edition (Q="life expectancy gap in Hartburn")
	@$(BIN)/python -m fairer_stockton ask $(FLAGS) -- "$$ASKED_QUESTION"

check-paper: export CHECKED_PAPER = $(value PAPER)
check-paper: $(READY)  ## check every figure that a paper quotes, and write a copy with marks (PAPER=paper.docx, .md or .txt)
	@$(BIN)/python -m fairer_stockton check $(FLAGS) -- "$$CHECKED_PAPER"

bench: $(READY)  ## print speeds as ratios to named peers
	@$(BIN)/python -m benchmarks $(FLAGS)

bench-compare: $(READY)  ## print them, and name each that fell since the record in docs/methods
	@$(BIN)/python -m benchmarks --compare $(FLAGS)

soak: $(READY)  ## refresh a small report a hundred times while it is killed, its disk fills and its publisher fails
	@$(BIN)/python -m benchmarks.soak $(FLAGS)

simulate: $(READY)  ## simulate worlds of which the truth is known, and write what came out into docs/methods
	@$(BIN)/python -m benchmarks.simulations $(FLAGS)

national: validate  ## measure every English council, ward and neighbourhood at once, from published data
	@$(BIN)/python -m fairer_stockton national $(FLAGS)

national-check: validate  ## measure every English council and write docs/national-check.md (goes on where it stopped)
	@$(BIN)/python -m fairer_stockton national-check $(FLAGS)

epia: export DECISION_BRIEF = $(value FILE)
epia: report  ## write the impact assessment of a proposed decision (FILE=brief.toml)
	@$(BIN)/python -m fairer_stockton epia "$$DECISION_BRIEF" $(FLAGS)

service-audit: export AUDITED_SERVICE = $(value FILE)
service-audit: report  ## audit where a service is given, or used, against who needs it (FILE=audit.toml)
	@$(BIN)/python -m fairer_stockton service-audit "$$AUDITED_SERVICE" $(FLAGS)

partnerships: report  ## write the packs of the Community Partnerships, target areas and specialist partnerships
	@$(BIN)/python -m fairer_stockton partnerships $(FLAGS)

targets: report  ## write whether the council's targets are on track, and what reaching them means in people
	@$(BIN)/python -m fairer_stockton targets $(FLAGS)

modelled: report  ## write what nobody measures here, estimated from national rates and labelled as modelled
	@$(BIN)/python -m fairer_stockton modelled $(FLAGS)

you-said: report  ## write what residents told the council, by theme and ward, and what came of it
	@$(BIN)/python -m fairer_stockton you-said $(FLAGS)

evaluate: export EVALUATION_FILE = $(value FILE)
evaluate: report  ## judge whether something that was done worked, by a file registered before (FILE=evaluation.toml)
	@$(BIN)/python -m fairer_stockton evaluate "$$EVALUATION_FILE" $(FLAGS)

update: export COMPARED_VERSION = $(value VERSION)
update: report  ## write the bulletin of what is new, moved and due ([VERSION=edition or build to compare with])
	@$(BIN)/python -m fairer_stockton update --since "$$COMPARED_VERSION" $(FLAGS)

docs: $(READY)  ## write the generated pages of docs/ again, and build the site in build/docs
	@$(BIN)/python -m docs_generator
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict $(FLAGS)
	@echo "built build/docs/index.html"

clean:  ## remove the environment and processed data; fetched extracts and published reports stay
	@readme=$$(mktemp -d) && { cp -p "$$FAIRER_PROCESSED/README.md" "$$readme" 2>/dev/null || true; } && \
	rm -rf "$(VENV)" "$$FAIRER_PROCESSED" build .pytest_cache .ruff_cache .mypy_cache .hypothesis; status=$$?; \
	if test -f "$$readme/README.md"; then mkdir -p "$$FAIRER_PROCESSED" && cp -p "$$readme/README.md" "$$FAIRER_PROCESSED"; fi; \
	rm -rf "$$readme"; exit $$status

$(READY): requirements.lock
	@test -n "$(PYTHON)" && "$(PYTHON)" $(RECENT) \
		|| { echo "Python 3.11 or newer is needed; name it as in: make report PYTHON=/path/to/python3.12"; exit 2; }
	@echo "making the environment in $(VENV) (a few minutes, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@

.DEFAULT:
	@echo "make: $(call PLAIN,$@) is not a target$$("$(PYTHON)" $(NEAREST) "$(call PLAIN,$@)" $(TARGETS)) \`make\` lists all that there are" >&2; exit 2

Makefile requirements.lock: ;
