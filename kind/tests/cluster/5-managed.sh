# A managed pipeline with only the CRDs of TiDB Operator and Strimzi. Sourced by kind/test.
# shellcheck shell=bash
ns=managed pipeline=managed
k create namespace $ns >/dev/null 2>&1 || true
k apply -n $ns -f - >/dev/null <<'EOF'
apiVersion: cdcpipeline.io/v1alpha1
kind: CdcPipeline
metadata: {name: managed}
spec: {deletionPolicy: Delete, changefeed: {tables: ["shop.*"]}, search: {enabled: false}}
EOF
for kind in cluster.core.pingcap.com pdgroup tikvgroup tidbgroup ticdcgroup kafka kafkanodepool kafkatopic kafkauser; do
  within 60 "accepted: $kind" sh -c "kubectl --context $context -n $ns get $kind -o name | grep -q /"
done
nothing_ready() { [ "$(condition Ready)" = False ] && [ "$(condition DatabaseReady)" = False ] && [ "$(condition KafkaReady)" = False ]; }
within 30 'status reports that nothing is ready' nothing_ready
k -n $ns get cdcpipeline managed -o 'jsonpath={range .status.conditions[*]}{.type}{"\t"}{.status}{"\t"}{.reason}{"\t"}{.message}{"\n"}{end}'
expect 'no warning events about rejected objects' sh -c "! kubectl --context $context -n $ns get events -o json | jq -e '.items[] | select(.message | test(\"forbidden|Forbidden|unknown field\"))'"
