# Everything this project does from a command line. `make help` lists it.
MVN ?= mvn -B -ntp
.DEFAULT_GOAL := help
.PHONY: help demo test bench golden crds images kind-up kind-smoke kind-test kind-down grafana prometheus sql kibana kafka-ui chart

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z][a-z -]*:.*## / {printf "  %-42s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Demo
demo: ## Everything on this machine, no Docker: make demo ARGS="--once" (ARGS=--help lists more)
	@local/demo $(ARGS)

##@ Build
test: ## Everything that needs no Docker: Maven's tests and those of the scripts
	$(MVN) verify
	kind/tests/run
golden: ## Rewrite generated and golden files
	cp crds/*.yml helm/cdc-pipeline-operator/crds/
	$(MVN) -q -pl operator -am -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false test

crds: ## Write crds/ anew from the API classes
	$(MVN) -q -pl operator -am -Dtest=CrdTest -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false test

##@ Cluster
images: ## Build the three images (JRE_IMAGE, MAVEN_IMAGE, IMAGE_TAG, IMAGE_REGISTRY)
	@kind/build-images
kind-up: ## From nothing to a cluster with all operators (KIND_NAME, OPERATORS, ...: docs/kind.md)
	@kind/up
kind-smoke: ## Insert, update, delete; follow the rows through every hop (NAMESPACE, PIPELINE)
	@kind/smoke
kind-test: ## The whole path in a throw-away cluster, with nothing pulled
	@kind/test
kind-down: ## Remove the cluster
	@kind/down
grafana prometheus sql kibana kafka-ui: ## Forward a port and say how to log in
	@kind/open $@
chart: ## Lint and render the chart, check its rights
	$(MVN) -q -pl operator -am -Dtest='ChartTest,RbacTest' -Dsurefire.failIfNoSpecifiedTests=false test

##@ Measure
bench: ## The consumer beside its peers, and the operator (BENCH=consumer or operator: one; settings: */bench)
	@for part in $(or $(BENCH),consumer operator); do $$part/bench/bench || exit; done
kill-test: ## Kill the consumer fifty times under load; no row may be lost
	$(MVN) -q -pl consumer -Dtest=KillIT -Dkill.count=50 test
.PHONY: kill-test
