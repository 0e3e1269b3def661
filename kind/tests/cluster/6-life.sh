# Faults, scaling, suspension, upgrade, removal. Sourced by kind/test.
# shellcheck shell=bash
ns=live pipeline=live
in_log() { # distinct orders in the node's logs, including those of deleted pods
  docker exec "$KIND_NAME-control-plane" sh -c "grep -hoE 'shop\.orders/${series}[0-9]{5}@[0-9]+/INSERT' /var/log/pods/live_live-consumer-*_*/consumer/*.log*" >>"$scratch/ids" || true
  sort -u -o "$scratch/ids" "$scratch/ids"
  wc -l <"$scratch/ids" | tr -d ' '
}
seed() { # FROM TO
  awk -v a="$1" -v b="$2" -v f="$series" 'BEGIN {for (i = a; i < b; i++) printf "insert into orders values (%s%05d, \"new\", 9.90);\n", f, i}' | sql shop
}
: >"$scratch/ids"
series=$(($(date +%s) % 900000 + 100000)) # so that this part can be repeated
seed 0 2000
within 60 '2000 orders are in the lines' is 2000 in_log
seed 2000 6000 &
load=$!
sleep 1
expect 'the consumer is killed (SIGKILL)' docker exec "$KIND_NAME-control-plane" pkill -9 -f cdc-pipeline-consumer.jar
wait $load
within 120 'consumer killed under load: all 6000 orders are in the lines' is 6000 in_log

old=$(k -n "$namespace" get pods -o 'jsonpath={.items[0].metadata.name}')
k -n $ns patch cdcpipeline live --type merge -p '{"spec":{"consumer":{"replicas":2}}}' >/dev/null
k -n "$namespace" delete pod "$old" --grace-period=0 --force >/dev/null 2>&1
replicas() { k -n $ns get deployment live-consumer -o 'jsonpath={.spec.replicas} {.status.readyReplicas}'; }
within 120 'operator killed mid-reconcile: its successor finishes' is '2 2' replicas
k -n $ns scale cdcpipeline live --replicas=1 >/dev/null
within 60 'kubectl scale' is '1 1' replicas

k -n $ns patch cdcpipeline live --type merge -p '{"spec":{"suspend":true}}' >/dev/null
within 60 'suspend: the changefeed is Suspended' is Suspended condition ChangefeedReady reason
seed 6000 6100
sleep 3
expect 'suspended: nothing is replicated' is 6000 in_log
k -n $ns patch cdcpipeline live --type merge -p '{"spec":{"suspend":false}}' >/dev/null
within 60 'resumed: the changes made meanwhile arrive' is 6100 in_log

indexed_orders() {
  es POST '/cdc-events-*/_count' "$(es_login reader)" "{\"query\":{\"bool\":{\"filter\":[{\"term\":{\"table\":\"orders\"}},{\"term\":{\"op\":\"INSERT\"}},{\"prefix\":{\"data.id\":\"$series\"}}]}}}" |
    sed -n 1p | jq -r .count
}
within 60 'consumer and operator killed: each of the 6100 lines is one document' is 6100 indexed_orders
expect 'Filebeat is killed (SIGKILL)' docker exec "$KIND_NAME-control-plane" pkill -9 -x filebeat
# Heartbeats alone, so that no event is lost.
admin() { printf 'elastic:%s' "$(secret_value $ns live-es-elastic-user elastic)"; }
expect "the heartbeats' indices are made read-only" is 200 code PUT '/cdc-heartbeats-*/_settings' "$(admin)" '{"index.blocks.write":true}'

docker tag "cdc-pipeline-operator:$IMAGE_TAG" cdc-pipeline-operator:upgrade
docker tag "cdc-pipeline-consumer:$IMAGE_TAG" cdc-pipeline-consumer:upgrade
expect 'helm upgrade to another image tag' env IMAGE_TAG=upgrade SKIP_BUILD=1 "$here/up"
image() { k -n $ns get pods -l app.kubernetes.io/component=consumer --field-selector=status.phase=Running -o 'jsonpath={.items[*].spec.containers[0].image}'; }
within 120 'the consumer follows' is cdc-pipeline-consumer:upgrade image
seed 6100 6200
within 60 'no order was lost in the upgrade' is 6200 in_log

schema() { k get crd cdcpipelines.cdcpipeline.io -o 'jsonpath={.metadata.annotations.cdcpipeline\.io/schema-version}'; }
released=$(schema)
k annotate --overwrite crd cdcpipelines.cdcpipeline.io cdcpipeline.io/schema-version=0.0.1 >/dev/null
expect 'helm upgrade with the hook that upgrades the CRD' helm --kube-context "$context" -n "$namespace" upgrade "$release" "$root/helm/$release" --reuse-values --set crds.upgrade=true --skip-crds --wait --timeout 120s
expect 'the CRD is that of the release again' is "$released" schema
expect 'nothing of the hook is left' is 0 sh -c "kubectl --context $context get jobs,serviceaccounts,clusterroles,clusterrolebindings -A -o name | grep -c -- '$release-crd'"
within 120 'Filebeat killed: each of the 6200 lines is one document' is 6200 indexed_orders
within 180 'the operator reads in the statistics of Filebeat that it drops heartbeats' is EventsDropped condition SearchReady reason
expect "the heartbeats' indices are writable again" is 200 code PUT '/cdc-heartbeats-*/_settings' "$(admin)" '{"index.blocks.write":false}'
k get cdcpipelines,pods -A
