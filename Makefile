# The commands of this project. `make help` lists them.
MVN ?= mvn -B -ntp
.DEFAULT_GOAL := help
.PHONY: help demo test bench golden crds images kind-up kind-smoke kind-test kind-down grafana prometheus sql kibana kafka-ui chart

help: ## List the targets
	@awk -F ':.*## ' '/^##@ / {print substr($$0, 5)} /^[a-z][a-z -]*:.*## / {printf "  %-42s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Demo
demo: ## Run everything on this machine, without Docker (ARGS=--once: check and exit; ARGS=--help)
	@local/demo $(ARGS)

##@ Build
test: ## Everything that needs no Docker (REAL_API=download: fetch a real API server first)
	@MVN='$(MVN)' REAL_API='$(REAL_API)' .ci/test
fault-test: ## Faults that take minutes each, with the seconds until the status names them
	$(MVN) -q -Dgroups=long-fault -Dtest.excluded= -Dtest.processes=1 verify
golden: ## Rewrite generated and golden files
	cp crds/*.yml helm/cdc-pipeline-operator/crds/
	$(MVN) -q -pl operator,consumer,cli -am -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false test
	$(MVN) -q -pl local -am -Dtest=FailureModesTest -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false test
.PHONY: fault-test

crds: ## Regenerate crds/ from the API classes
	$(MVN) -q -pl operator -am -Dtest=CrdTest -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false test

lock: ## Record the checksum of every Maven artifact, after a change of dependencies
	@MVN='$(MVN)' .ci/lock
.PHONY: lock

##@ Command line
cli: ## Build kubectl cdc and install it (PREFIX: default ~/.local; its bin/ has to be on the PATH)
	@cli/install $(PREFIX)
.PHONY: cli

##@ Cluster
images: ## Build the three images (JRE_IMAGE, MAVEN_IMAGE, IMAGE_TAG, IMAGE_REGISTRY)
	@kind/build-images
kind-up: ## Create a kind cluster with all operators (KIND_NAME, OPERATORS, ...: docs/kind.md)
	@kind/up
kind-smoke: ## Change rows in SQL and follow them through every hop (NAMESPACE, PIPELINE)
	@kind/smoke
kind-test: ## Test the whole path in a throw-away cluster, without pulling images
	@kind/test
kind-down: ## Delete the cluster
	@kind/down
grafana prometheus sql kibana kafka-ui: ## Forward a port and print how to log in
	@kind/open $@
chart: ## Lint and render the chart, check its RBAC rules
	$(MVN) -q -pl operator -am -Dtest='ChartTest,RbacTest' -Dsurefire.failIfNoSpecifiedTests=false test

##@ Measure
bench: ## Measure the consumer against its peers, the operator, and the audit (BENCH=consumer, operator or local: only one)
	@for part in $(or $(BENCH),consumer operator local); do $$part/bench/bench || exit; done
kill-test: ## Kill the consumer fifty times under load; no row may be lost
	$(MVN) -q -pl consumer -am -Dtest=KillIT -Dkill.count=50 -Dsurefire.failIfNoSpecifiedTests=false test
.PHONY: kill-test
