# The real ECK with images of Elasticsearch and Filebeat, the real prometheus-operator, the CRDs of the others. Sourced by kind/test.
# shellcheck shell=bash
"$shared/tools/kind-operators" --name "$KIND_NAME" --kubeconfig "$KUBECONFIG" --eck --filebeat --prometheus >"$scratch/kind-operators.log" 2>&1 || fail "kind-operators: $(tail -3 "$scratch/kind-operators.log")"
result ok 'ECK 3.5.0 and prometheus-operator 0.85.0 run'
expect 'CRDs of TiDB Operator v2.0.1' k apply --server-side -f "$shared/crds/tidb-operator-v2.0.1"
expect 'CRDs of Strimzi 1.2.0' k apply --server-side -f "$shared/crds/strimzi-1.2.0"
expect 'kind-up notices Prometheus' env SKIP_BUILD=1 "$here/up"
up() { promql "up{job=\"cdc-pipeline-operator\"}" | jq -r '.data.result[0].value[1]'; }
within 150 'Prometheus scrapes the operator' is 1 up
