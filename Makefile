# Everything installs itself: a virtual environment in .venv, Kafka's jars by Maven in .kafka,
# the AsyncAPI parser by npm in .node. Only Python 3.11+ and make are needed to begin with.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
KAFKA := .kafka/.ready
NODE := .node/.ready
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make pins"

.DEFAULT_GOAL := help
.PHONY: help demo test faults lint types imports drift check format schemas kafka pins image-check clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: $(READY) $(KAFKA) ## Run the service on the sample articles (BROKER=host:port uses yours)
	@$(BIN)/dateline demo $(if $(BROKER),--bootstrap-servers $(BROKER))

test: $(READY) $(KAFKA) $(NODE) ## Run every test, on a real Kafka
	$(BIN)/python -m pytest

faults: $(READY) $(KAFKA) ## Run each fault of exactly-once delivery ten times and print what it costs (RUNS=10)
	FAULT_RUNS=$(or $(RUNS),10) $(BIN)/python -m pytest --quiet --capture=no tests/faults/test_exactly_once.py

lint: $(READY) ## Check style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY) ## Check types
	$(BIN)/mypy

imports: $(READY) ## Check the direction of imports
	$(BIN)/lint-imports

drift: $(READY) ## Check that generated files are current
	$(BIN)/python -m schemas.export --check
	$(BIN)/python -m service.reference --check

check: lint types imports drift ## Everything but the tests

format: $(READY) ## Format the code
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

schemas: $(READY) ## Write what is generated: JSON Schemas, AsyncAPI document, field dictionary, README tables
	$(BIN)/python -m schemas.export
	$(BIN)/python -m service.reference

kafka: $(KAFKA) ## Fetch the jars of the local Kafka

image-check: $(READY) $(KAFKA) ## Build the image and run it for real (occasional; needs buildah)
	@$(BIN)/python -m deploy.image_check

pins: ## Pin every dependency anew, with hashes (needs uv)
	$(COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	echo "hatchling>=1.27" | $(COMPILE) - -c requirements-dev.txt -o requirements-build.txt
	$(COMPILE) --upgrade benchmarks/peers/requirements.in -o benchmarks/peers/requirements.txt
	$(COMPILE) --upgrade benchmarks/training/requirements.in -c requirements.txt -o benchmarks/training/requirements.txt
	$(COMPILE) --upgrade benchmarks/training_entities/requirements.in -c requirements.txt \
		-o benchmarks/training_entities/requirements.txt
	$(COMPILE) --upgrade benchmarks/places/requirements.in -c requirements.txt -o benchmarks/places/requirements.txt
	$(COMPILE) --upgrade pyproject.toml benchmarks/streaming/requirements.in -c requirements-dev.txt \
		-o benchmarks/streaming/requirements.txt
	$(COMPILE) --upgrade pyproject.toml benchmarks/streaming/quix.in -o benchmarks/streaming/quix.txt

clean: ## Remove what make has installed
	rm -rf .venv .kafka .node .image .peers .training .training_entities .places .streaming .streaming-quix

# The pins are complete, so pip resolves nothing (older ones fail over one extra spelled in two ways).
$(READY): requirements-dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
		|| { echo "No virtual environment: install Python's venv module (Debian: apt install python3-venv)"; exit 1; }
	@echo "Installing Python packages into .venv ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Without Java or Maven the demo falls back to an embedded broker, and tests on a real one are skipped.
$(KAFKA): deploy/kafka/pom.xml
	@mkdir -p $(@D)
	@if command -v mvn >/dev/null && command -v java >/dev/null; then \
		echo "Fetching Kafka's jars into .kafka ..."; \
		mvn --quiet --batch-mode -f deploy/kafka/pom.xml dependency:copy-dependencies \
			-DincludeScope=runtime -DoutputDirectory=$(CURDIR)/.kafka/libs >$(@D)/maven.log 2>&1 \
			&& touch $@ || { cat $(@D)/maven.log; exit 1; }; \
	else echo "No Java or Maven here: going on without a real Kafka"; fi

$(NODE): tests/contract/asyncapi/package-lock.json
	@mkdir -p $(@D)
	@if command -v npm >/dev/null; then \
		echo "Fetching the AsyncAPI parser into .node ..."; \
		cp tests/contract/asyncapi/package.json $< tests/contract/asyncapi/.npmrc $(@D) && \
		cd $(@D) && npm ci --ignore-scripts --silent && touch $(CURDIR)/$@; \
	else echo "No npm here: going on without the check of the AsyncAPI document"; fi
