# shellcheck shell=bash
# OPERATORS with loki: Loki and Alloy from pinned charts.
begin 'loki'
run up OPERATORS='prometheus loki' PREFLIGHT=off
check 'succeeds' ended 0
check 'Loki from its pinned chart' called '^helm upgrade --install loki loki --kube-context kind-cdc -n loki .*values/loki.yaml --version 6.29.0 --repo https://grafana.github.io'
check 'then Alloy' before '^helm upgrade --install loki ' '^helm upgrade --install alloy alloy .*--version 0.12.5'
check 'in one process' grep -qx 'deploymentMode: SingleBinary' "$root/kind/values/loki.yaml"
for part in read write backend; do check "no $part pods" grep -qx "$part: {replicas: 0}" "$root/kind/values/loki.yaml"; done
for label in namespace pod container; do
  check "Alloy sets the label $label" grep -qE "target_label +. \"$label\"" "$root/kind/values/alloy.yaml"
done
run up OPERATORS='prometheus loki' PREFLIGHT=off
check 'a second run says so' said 'loki 6.29.0: unchanged'
begin 'without loki'
run up OPERATORS=prometheus PREFLIGHT=off
check 'is not installed unless asked for' never '^helm upgrade --install (loki|alloy)'
