# The operators a pipeline uses, each from its pinned chart with the small values in values/. Sourced.
# shellcheck shell=bash

# Whether the operator runs already without having been installed by kind-up: then it is used and never touched.
is_foreign() { # RELEASE NAMESPACE WORKLOADS (a pattern of the names its Deployment may have)
  local found
  found=$(k get deployments,statefulsets -A -o 'jsonpath={range .items[*]}{.metadata.namespace}{" "}{.metadata.name}{" "}{.metadata.annotations.meta\.helm\.sh/release-name}{"\n"}{end}' 2>/dev/null \
    | awk -v release="$1" -v ns="$2" -v names="$3" '$2 ~ names && !($1 == ns && $3 == release) && !n++ {print $1 "/" $2}')
  [ -n "$found" ] || return 1
  info "$1: $found is already running and is not ours; leaving it alone"
}

# An interrupted helm leaves its revision "pending", and every later helm refuses to touch the release. Without that record
# helm adopts what it had created, because the objects name their release.
clear_pending_release() { # RELEASE NAMESPACE
  k -n "$2" delete secret -l "owner=helm,name=$1,status in (pending-install,pending-upgrade,pending-rollback)" >/dev/null 2>&1 || true
}

# install_chart RELEASE NAMESPACE VERSION CHART REPOSITORY WORKLOAD...: unless it is installed already; then waits
install_chart() {
  local name=$1 ns=$2 version=$3 chart=$4 repository=$5 key values=$here/values/$1.yaml archive workload
  shift 5
  key=$({ echo "$version"; cat "$values"; } | digest)
  archive=$CHART_DIR/${chart##*/}-$version.tgz
  if stamped "$name" "$key" && k -n "$ns" get "$1" >/dev/null 2>&1; then
    info "$name $version: unchanged"
  else
    info "$name $version: installing into $ns"
    clear_pending_release "$name" "$ns"
    if [ -n "$CHART_DIR" ] && [ -f "$archive" ]; then chart=$archive repository=''; fi
    run_step "helm could not install $name" "helm --kube-context $context -n $ns status $name; offline: put ${archive##*/} into CHART_DIR" \
      helm upgrade --install "$name" "$chart" --kube-context "$context" -n "$ns" --create-namespace -f "$values" --version "$version" ${repository:+--repo "$repository"}
  fi
  for workload in "$@"; do await_rollout "$ns" "$workload"; done
  stamp "$name" "$key"
  info "$name $version: ready"
}

install_tidb() {
  step='TiDB Operator'
  local crds=$tidb_operator_crds
  if is_foreign tidb-operator tidb-admin '^tidb-operator$|^tidb-controller-manager$'; then return 0; fi
  [ -z "$CHART_DIR" ] || [ ! -f "$CHART_DIR/tidb-operator.crds.yaml" ] || crds=$CHART_DIR/tidb-operator.crds.yaml
  if ! stamped tidb-crds "$tidb_operator_version"; then
    info "tidb-operator: applying its CRDs (16 MB)"
    run_step "the CRDs of TiDB Operator could not be applied" "offline: put tidb-operator.crds.yaml into CHART_DIR" k apply --server-side --force-conflicts -f "$crds"
    stamp tidb-crds "$tidb_operator_version"
  fi
  install_chart tidb-operator tidb-admin "$tidb_operator_version" "$tidb_operator_chart" '' deployment/tidb-operator
}

install_strimzi() {
  step=Strimzi
  if is_foreign strimzi-kafka-operator strimzi '^strimzi-cluster-operator'; then return 0; fi
  install_chart strimzi-kafka-operator strimzi "$strimzi_version" strimzi-kafka-operator "$strimzi_repository" deployment/strimzi-cluster-operator
}

install_eck() {
  step=ECK
  if is_foreign eck-operator elastic-system '^elastic-operator$'; then return 0; fi
  install_chart eck-operator elastic-system "$eck_version" eck-operator "$eck_repository" statefulset/elastic-operator
}

# The admin password is generated once; Grafana's chart would generate another at each rendering.
ensure_grafana_password() {
  k get namespace monitoring >/dev/null 2>&1 || k create namespace monitoring >/dev/null
  k -n monitoring get secret cdc-grafana-admin >/dev/null 2>&1 && return 0
  # The password goes through a pipe: arguments are visible in the process list.
  k apply -f - >/dev/null <<JSON
{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "cdc-grafana-admin", "namespace": "monitoring"},
 "stringData": {"admin-user": "admin", "admin-password": "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"}}
JSON
}

install_prometheus() {
  step=kube-prometheus-stack
  if is_foreign kps monitoring '(^|-)prometheus-operator$|-kube-prometheus(-stack)?-operator$'; then return 0; fi
  ensure_grafana_password
  install_chart kps monitoring "$prometheus_stack_version" kube-prometheus-stack "$prometheus_stack_repository" \
    deployment/kps-kube-prometheus-stack-operator deployment/kps-grafana statefulset/prometheus-kps-kube-prometheus-stack-prometheus
}

# Not an operator, but as optional: for pipelines with search.loki.
install_loki() {
  step=Loki
  if is_foreign loki loki '^loki$'; then return 0; fi
  install_chart loki loki "$loki_version" loki "$grafana_repository" statefulset/loki
  install_chart alloy loki "$alloy_version" alloy "$grafana_repository" deployment/alloy
}

# All at once, alongside the image build; await_operators waits for them.
operator_job() {
  trap 'stop_jobs; exit 143' INT TERM
  "install_$1"
}
operator_jobs=''
start_operators() {
  local o
  for o in $operators; do
    in_background operator_job "$o"
    operator_jobs="$operator_jobs $!:$o"
  done
}
await_operators() {
  local j failed=''
  begin_step operators
  for j in $operator_jobs; do
    wait "${j%%:*}" || failed="$failed ${j##*:}"
  done
  [ -z "$failed" ] || fail "not installed:$failed" "see the reason above"
}
