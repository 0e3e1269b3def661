# The commands of this project. `make help` lists them.
MVN ?= mvn -B -ntp
# A registry for our images and chart, with its path: make images push chart-push REGISTRY=registry.example.com/team
ifdef REGISTRY
export IMAGE_REGISTRY := $(REGISTRY)
endif
.DEFAULT_GOAL := help
.PHONY: help demo test bench golden crds images kind-up kind-smoke kind-test kind-down open grafana prometheus sql kibana kafka-ui elasticsearch metrics ticdc kafka chart

help: ## List the targets
	@awk -F ':.*## ' '/^##@ / {print substr($$0, 5)} /^[a-z][a-z -]*:.*## / {printf "  %-42s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Demo
demo: ## Run everything on this machine, without Docker (ARGS=--load: with visitors; --once: check and exit; --help)
	@local/demo $(ARGS)

##@ Build
test: ## Everything that needs no Docker (REAL_API=download: fetch a real API server first)
	@MVN='$(MVN)' REAL_API='$(REAL_API)' .ci/test
lint: ## Format and static analysis of Java
	$(MVN) -q -T 2 -Plint test-compile
fault-test: ## Faults that take minutes each, with the seconds until the status names them
	$(MVN) -q -Dgroups=long-fault -Dtest.excluded= -Dtest.processes=1 -DreuseForks=false \
	  -Dtest.timeout='40 m' -Dtest.process.timeout.seconds=0 verify
golden: ## Rewrite generated and golden files
	cp crds/*.yml helm/cdc-pipeline-operator/crds/
	$(MVN) -q -pl operator,consumer,cli -am -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false test
	$(MVN) -q -pl local -am -Dtest=FailureModesTest -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false test
.PHONY: lint fault-test

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
images: ## Build the three images (JRE_IMAGE, MAVEN_IMAGE, IMAGE_TAG, REGISTRY)
	@kind/build-images
push: ## Push them to REGISTRY, e.g. registry.example.com/team (docker login first)
	@kind/push images
chart-push: ## Push the chart to oci://REGISTRY/charts, with REGISTRY as its images' default
	@kind/push chart
.PHONY: push chart-push
kind-up: ## Create a kind cluster with all operators (SMOKE=1: sample and smoke test; docs/kind.md)
	@kind/up
kind-smoke: ## Run the smoke test as a Job: rows change, every hop and panel has them (NAMESPACE, PIPELINE)
	@kind/smoke
kind-test: ## Test the whole path in a throw-away cluster, without pulling images
	@kind/test
kind-install-test: ## Test an installation from a registry with a login into a cluster with taints, quotas and policies
	@kind/install-test
.PHONY: kind-install-test
kind-down: ## Delete the cluster
	@kind/down
open: ## List every door with URL and login; DOORS="grafana kibana" opens these
	@kind/open list $(DOORS)
grafana prometheus sql kibana kafka-ui: ## Forward a port and print how to log in
	@kind/open $@
elasticsearch metrics ticdc kafka: ## The same, of the pipeline's own servers
	@kind/open $@
chart: ## Lint and render the chart, check its RBAC rules
	$(MVN) -q -pl operator -am -Dtest='Chart*Test,CrdUpgradeHookTest,RbacTest' -Dsurefire.failIfNoSpecifiedTests=false test

##@ Measure
bench: ## Measure the consumer, the operator and the audit (BENCH=consumer, operator or local: one; path: the demo's data path)
	@for bench in $(patsubst %,%/bench/bench,$(filter-out path,$(or $(BENCH),consumer operator local))) $(patsubst path,local/bench/path/bench,$(filter path,$(BENCH))); do $$bench || exit; done
kill-test: ## Kill the consumer fifty times under load; no row may be lost
	$(MVN) -q -pl consumer -am -Dtest=KillIT -Dkill.count=50 -Dsurefire.failIfNoSpecifiedTests=false test
.PHONY: kill-test
