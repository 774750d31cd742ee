# Everything installs itself: a virtual environment in .venv, Kafka's jars by Maven in .kafka,
# the AsyncAPI parser by npm in .node. Only Python 3.11+ and make are needed to begin with.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
KAFKA := .kafka/.ready
NODE := .node/.ready
PROMETHEUS := .prometheus/.ready
KUBERNETES := .kubernetes/.ready
TOXIPROXY := .toxiproxy/server
GITLEAKS := .gitleaks/gitleaks
APISERVER := .kubernetes/bin/kube-apiserver
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make pins"

.DEFAULT_GOAL := help
.PHONY: help demo test faults lint types imports drift check format schemas kafka toxiproxy pins bandit sbom leaks image-check chart-check k8s-check clean

help: ## Show this list
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: $(READY) $(KAFKA) ## Run the service on the sample articles (BROKER=host:port uses yours)
	@$(BIN)/dateline demo $(if $(BROKER),--bootstrap-servers $(BROKER))

test: $(READY) $(KAFKA) $(NODE) $(PROMETHEUS) $(KUBERNETES) $(TOXIPROXY) ## Run every test, on a real Kafka
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

faults: $(READY) $(KAFKA) $(TOXIPROXY) ## Run each fault ten times in both delivery modes and print what it costs (RUNS=10)
	FAULT_RUNS=$(or $(RUNS),10) $(BIN)/python -m pytest --quiet --numprocesses 2 --dist loadfile tests/faults

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
	$(BIN)/python -m deploy.grafana --check
	$(BIN)/python -m deploy.helm --check

bandit: $(READY) ## Look for insecure code in what ships
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive service schemas

check: lint types imports drift bandit ## Everything but the tests

format: $(READY) ## Format the code
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

schemas: $(READY) ## Write what is generated: JSON Schemas, AsyncAPI document, field dictionary, README tables, dashboard, chart
	$(BIN)/python -m schemas.export
	$(BIN)/python -m service.reference
	$(BIN)/python -m deploy.grafana
	$(BIN)/python -m deploy.helm

kafka: $(KAFKA) ## Fetch the jars of the local Kafka

toxiproxy: $(TOXIPROXY) ## Build the network that tests can slow down and cut (needs Go)

image-check: $(READY) $(KAFKA) ## Build the image and run it for real (occasional; needs buildah)
	@$(BIN)/python -m deploy.image

sbom: $(READY) ## Write what the image's Python libraries are: CycloneDX, dist/dateline.cdx.json
	@mkdir -p dist
	PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file dist/dateline.cdx.json requirements.txt

leaks: $(GITLEAKS) ## Look for secrets in every commit (occasional; needs Go)
	@$(GITLEAKS) git --no-banner --redact .

chart-check: $(READY) $(KUBERNETES) ## Check the Helm chart
	$(BIN)/python -m pytest --quiet tests/deploy/test_chart*.py

k8s-check: $(READY) $(KUBERNETES) $(APISERVER) ## Install the chart on a real API server (occasional; builds one)
	@$(BIN)/python -m deploy.kubernetes

pins: ## Pin every dependency anew, with hashes (needs uv)
	$(COMPILE) --upgrade pyproject.toml --extra tracing -o requirements.txt
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
	rm -rf dist .gitleaks .venv .kafka .node .toxiproxy .prometheus .kubernetes .image .peers .training .training_entities .places .streaming .streaming-quix

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

# Unpacked, not installed, so that it needs no root; Alertmanager then finds its templates from its working
# directory, by a path of the same length. Without Debian's packages their tests are skipped.
$(PROMETHEUS):
	@mkdir -p $(@D)
	@if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then \
		echo "Fetching Prometheus and Alertmanager into .prometheus ..."; \
		cd $(@D) && { apt-get download prometheus prometheus-alertmanager >apt.log 2>&1 \
			|| { apt-get update >apt.log 2>&1; apt-get download prometheus prometheus-alertmanager >apt.log 2>&1; }; } \
			&& for package in *.deb; do dpkg-deb -x $$package . || exit 1; done && rm *.deb \
			&& sed -i 's,/usr/share/prometheus/alert,usr/share//prometheus/alert,g' usr/bin/prometheus-alertmanager \
			&& touch .ready \
			|| { cat apt.log; echo "No Prometheus to be had: going on without the tests of the alerts"; }; \
	else echo "No apt here: going on without the tests of the alerts"; fi

$(KUBERNETES): deploy/kubernetes/fetch.sh deploy/kubernetes/pom.xml
	@sh $< || echo "No Helm to be had: going on without the checks of the chart"

# A quarter of an hour on two cores. etcd is unpacked, not installed, so that it needs no root.
$(APISERVER): deploy/kubernetes/apiserver/go.mod deploy/kubernetes/apiserver/main.go
	@mkdir -p $(@D) .kubernetes/etcd
	@cd .kubernetes/etcd && { apt-get download etcd-server >apt.log 2>&1 \
		|| { apt-get update >apt.log 2>&1; apt-get download etcd-server >apt.log 2>&1; }; } \
		&& dpkg-deb -x etcd-server_*.deb . && rm *.deb
	@echo "Building Kubernetes' API server into .kubernetes ..."
	@cd $(<D) && nice go build -ldflags="-s -w -X k8s.io/component-base/version.gitVersion=v1.34.4" -o $(CURDIR)/$@ .

# Without Go the faults of the network are skipped.
$(TOXIPROXY):
	@if command -v go >/dev/null; then \
		echo "Building Toxiproxy into .toxiproxy ..."; \
		GOBIN=$(CURDIR)/$(@D) go install github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0 \
			|| echo "No Toxiproxy to be had: going on without a network that fails"; \
	else echo "No Go here: going on without a network that fails"; fi

$(GITLEAKS):
	@mkdir -p $(@D)
	GOBIN=$(CURDIR)/$(@D) go install github.com/zricethezav/gitleaks/v8@v8.30.1
