# The operators a pipeline uses, each by its pinned chart with the small values of values/. Sourced.
# shellcheck shell=bash

# An operator that runs already, although kind-up did not install it: it is used, and never touched.
theirs() { # RELEASE NAMESPACE WORKLOADS: pattern of the names that such an operator's Deployment has
  local found
  found=$(k get deployments,statefulsets -A -o 'jsonpath={range .items[*]}{.metadata.namespace}{" "}{.metadata.name}{" "}{.metadata.annotations.meta\.helm\.sh/release-name}{"\n"}{end}' 2>/dev/null \
    | awk -v release="$1" -v ns="$2" -v names="$3" '$2 ~ names && !($1 == ns && $3 == release) && !n++ {print $1 "/" $2}')
  [ -n "$found" ] || return 1
  say "$1: $found runs already and is not ours; it is left as it is"
}

# A helm that was interrupted leaves its revision "pending", and every later one refuses to touch the release. Without that
# record helm takes up again what it made, because the objects name their release.
unstick() { # RELEASE NAMESPACE
  k -n "$2" delete secret -l "owner=helm,name=$1,status in (pending-install,pending-upgrade,pending-rollback)" >/dev/null 2>&1 || true
}

# install RELEASE NAMESPACE VERSION CHART-REFERENCE REPOSITORY WORKLOAD...: helm, unless it is there as wanted; then waits
install() {
  local name=$1 ns=$2 version=$3 chart=$4 repository=$5 key values=$here/values/$1.yaml archive workload
  shift 5
  key=$({ echo "$version"; cat "$values"; } | digest)
  archive=$CHART_DIR/${chart##*/}-$version.tgz
  if stamped "$name" "$key" && k -n "$ns" get "$1" >/dev/null 2>&1; then
    say "$name $version: unchanged"
  else
    say "$name $version: installing into $ns"
    unstick "$name" "$ns"
    if [ -n "$CHART_DIR" ] && [ -f "$archive" ]; then chart=$archive repository=''; fi
    run "helm could not install $name" "helm --kube-context $context -n $ns status $name; without network: put ${archive##*/} into CHART_DIR" \
      helm upgrade --install "$name" "$chart" --kube-context "$context" -n "$ns" --create-namespace -f "$values" --version "$version" ${repository:+--repo "$repository"}
  fi
  for workload in "$@"; do await "$ns" "$workload"; done
  stamp "$name" "$key"
  say "$name $version: ready"
}

tidb() {
  step='TiDB Operator'
  local crds=$tidb_operator_crds
  if theirs tidb-operator tidb-admin '^tidb-operator$|^tidb-controller-manager$'; then return 0; fi
  [ -z "$CHART_DIR" ] || [ ! -f "$CHART_DIR/tidb-operator.crds.yaml" ] || crds=$CHART_DIR/tidb-operator.crds.yaml
  if ! stamped tidb-crds "$tidb_operator_version"; then
    say "tidb-operator: applying its CRDs (16 MB)"
    run "the CRDs of TiDB Operator could not be applied" "without network: put tidb-operator.crds.yaml into CHART_DIR" k apply --server-side --force-conflicts -f "$crds"
    stamp tidb-crds "$tidb_operator_version"
  fi
  install tidb-operator tidb-admin "$tidb_operator_version" "$tidb_operator_chart" '' deployment/tidb-operator
}

strimzi() {
  step=Strimzi
  if theirs strimzi-kafka-operator strimzi '^strimzi-cluster-operator'; then return 0; fi
  install strimzi-kafka-operator strimzi "$strimzi_version" strimzi-kafka-operator "$strimzi_repository" deployment/strimzi-cluster-operator
}

eck() {
  step=ECK
  if theirs eck-operator elastic-system '^elastic-operator$'; then return 0; fi
  install eck-operator elastic-system "$eck_version" eck-operator "$eck_repository" statefulset/elastic-operator
}

# The admin password is made once; Grafana's chart would make another at each rendering.
grafana_password() {
  k get namespace monitoring >/dev/null 2>&1 || k create namespace monitoring >/dev/null
  k -n monitoring get secret cdc-grafana-admin >/dev/null 2>&1 && return 0
  # The password goes through a pipe: an argument could be seen in the list of processes.
  k apply -f - >/dev/null <<JSON
{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "cdc-grafana-admin", "namespace": "monitoring"},
 "stringData": {"admin-user": "admin", "admin-password": "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"}}
JSON
}

prometheus() {
  step=kube-prometheus-stack
  if theirs kps monitoring '(^|-)prometheus-operator$|-kube-prometheus(-stack)?-operator$'; then return 0; fi
  grafana_password
  install kps monitoring "$prometheus_stack_version" kube-prometheus-stack "$prometheus_stack_repository" \
    deployment/kps-kube-prometheus-stack-operator deployment/kps-grafana statefulset/prometheus-kps-kube-prometheus-stack-prometheus
}

# All at once, beside the image build; operators_done collects them.
operator_job() {
  trap 'stop_jobs; exit 143' INT TERM
  "$1"
}
operator_jobs=''
operators_start() {
  local o
  for o in $operators; do
    start operator_job "$o"
    operator_jobs="$operator_jobs $!:$o"
  done
}
operators_done() {
  local j failed=''
  at operators
  for j in $operator_jobs; do
    wait "${j%%:*}" || failed="$failed ${j##*:}"
  done
  [ -z "$failed" ] || fail "not installed:$failed" "the reason is above"
}
