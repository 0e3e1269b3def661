# The operators a pipeline uses, each by its pinned chart with the small values of values/. Sourced.
# shellcheck shell=bash

key_of() { { echo "$2"; cat "$here/values/$1.yaml"; } | digest; }

# A helm that was interrupted leaves its release "pending", and every later one refuses to touch it.
unstick() { # RELEASE NAMESPACE
  case $(helm --kube-context "$context" -n "$2" status "$1" 2>/dev/null | sed -n 's/^STATUS: //p') in
    pending-install) helm --kube-context "$context" -n "$2" uninstall "$1" >/dev/null 2>&1 || true ;;
    pending-*) helm --kube-context "$context" -n "$2" rollback "$1" >/dev/null 2>&1 || true ;;
  esac
}

# install RELEASE NAMESPACE VERSION CHART-REFERENCE [REPOSITORY]: nothing happens when it is there as wanted
install() {
  local name=$1 ns=$2 version=$3 chart=$4 repository=${5:-} key values=$here/values/$1.yaml archive log
  key=$(key_of "$name" "$version")
  if stamped "$name" "$key" && k get namespace "$ns" >/dev/null 2>&1; then
    say "$name $version: unchanged"
    return 0
  fi
  say "$name $version: installing into $ns"
  archive=$CHART_DIR/${chart##*/}-$version.tgz
  log=$(mktemp)
  unstick "$name" "$ns"
  if [ -n "$CHART_DIR" ] && [ -f "$archive" ]; then chart=$archive repository='' version=''; fi
  helm upgrade --install "$name" "$chart" --kube-context "$context" -n "$ns" --create-namespace -f "$values" \
    ${version:+--version "$version"} ${repository:+--repo "$repository"} >"$log" 2>&1 \
    || { tail -5 "$log" >&2; rm -f "$log"; fail "helm could not install $name" "helm --kube-context $context -n $ns status $name"; }
  rm -f "$log"
}
installed() { # NAME VERSION: notes it once it is ready
  stamp "$1" "$(key_of "$1" "$2")"
  say "$1 $2: ready"
}

tidb() {
  step='TiDB Operator'
  local crds=$tidb_operator_crds
  [ -z "$CHART_DIR" ] || [ ! -f "$CHART_DIR/tidb-operator.crds.yaml" ] || crds=$CHART_DIR/tidb-operator.crds.yaml
  if ! stamped tidb-crds "$tidb_operator_version"; then
    say "tidb-operator: applying its CRDs (16 MB)"
    k apply --server-side --force-conflicts -f "$crds" >/dev/null || fail "the CRDs of TiDB Operator could not be applied" "offline: put tidb-operator.crds.yaml into CHART_DIR"
    stamp tidb-crds "$tidb_operator_version"
  fi
  install tidb-operator tidb-admin "$tidb_operator_version" "$tidb_operator_chart"
  await tidb-admin deployment/tidb-operator
  installed tidb-operator "$tidb_operator_version"
}

strimzi() {
  step=Strimzi
  install strimzi-kafka-operator strimzi "$strimzi_version" strimzi-kafka-operator "$strimzi_repository"
  await strimzi deployment/strimzi-cluster-operator
  installed strimzi-kafka-operator "$strimzi_version"
}

eck() {
  step=ECK
  install eck-operator elastic-system "$eck_version" eck-operator "$eck_repository"
  await elastic-system statefulset/elastic-operator
  installed eck-operator "$eck_version"
}

# The admin password is made once; Grafana's chart would make another at each rendering.
grafana_password() {
  k get namespace monitoring >/dev/null 2>&1 || k create namespace monitoring >/dev/null
  k -n monitoring get secret cdc-grafana-admin >/dev/null 2>&1 && return 0
  # The password goes through a pipe: an argument could be seen in the list of processes.
  k apply -f - >/dev/null <<EOF
{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "cdc-grafana-admin", "namespace": "monitoring"},
 "stringData": {"admin-user": "admin", "admin-password": "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"}}
EOF
}

prometheus() {
  step=kube-prometheus-stack
  grafana_password
  install kps monitoring "$prometheus_stack_version" kube-prometheus-stack "$prometheus_stack_repository"
  await monitoring deployment/kps-kube-prometheus-stack-operator
  await monitoring deployment/kps-grafana
  await monitoring statefulset/prometheus-kps-kube-prometheus-stack-prometheus
  installed kps "$prometheus_stack_version"
}

# All at once, beside the image build; operators_done collects them.
operator_jobs=''
operators_start() {
  local o
  for o in $operators; do
    ("$o") &
    operator_jobs="$operator_jobs $!:$o"
  done
}
operators_done() {
  local j failed=''
  step=operators
  for j in $operator_jobs; do
    wait "${j%%:*}" || failed="$failed ${j##*:}"
  done
  [ -z "$failed" ] || fail "not installed:$failed" "the reason is above"
}
