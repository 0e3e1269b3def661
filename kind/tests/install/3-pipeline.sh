# The chart from the registry, and a pipeline that meets quota, default limits and taint one after another. Sourced.
# shellcheck shell=bash
ns=shop pipeline=shop
# Every object of the cluster and of these namespaces, by name, but what comes and goes by itself.
names() {
  k get "$(k api-resources --verbs=list -o name | grep -vE '^(events|componentstatuses|certificatesigningrequests|apiservices|.*\.metrics\.k8s\.io)' | paste -sd, -)" -A --ignore-not-found \
    -o 'jsonpath={range .items[*]}{.kind} {.metadata.namespace} {.metadata.name}{"\n"}{end}' | awk '$3 == "" || $2 ~ /^(cdc-system|cdc-team|shop|team|monitoring)$/' | sort
}
names >"$scratch/before"
install_chart() { # NAMESPACE WATCHED
  h install "$release" "$chart" --plain-http -n "$1" -f "$here/tests/install/values.yaml" --set "watchNamespaces={$2}" --wait --timeout 90s
}
expect 'helm install of the chart in the registry: restricted, tainted, quota, pull secret' install_chart cdc-system shop
pulled() { k -n "$1" get pods -l "$2" -o json | jq -r '[.items[].status.containerStatuses[].imageID | split("@")[0]] | unique | join(" ")'; }
expect 'the operator runs an image of the registry' is "$registry/cdc/cdc-pipeline-operator" pulled cdc-system app.kubernetes.io/name=cdc-pipeline-operator

k -n shop delete limitrange team >/dev/null
k -n shop patch resourcequota team --type merge -p '{"spec":{"hard":{"limits.memory":"400Mi"}}}' >/dev/null
k apply -f "$here/tests/install/pipeline.yaml" >/dev/null
says() { condition ConsumerReady message | grep -F "$1"; }
silent() { ! says "$1" && [ -n "$(condition ConsumerReady message)" ]; }
within 60 "a quota without default limits is quoted: must specify limits.cpu" says 'must specify limits.cpu'
# The small quota stays meanwhile: the ReplicaSet tries again at any moment.
sed 's/NAMESPACE/shop/g; s/limits.memory: 4Gi/limits.memory: 400Mi/' "$here/tests/install/namespace.yaml" | k apply -f - >/dev/null
within 90 'a pipeline over the quota quotes it: exceeded quota: team' says 'exceeded quota: team'
k -n shop get cdcpipeline shop -o 'jsonpath={range .status.conditions[?(@.type=="ConsumerReady")]}{.reason}{"\t"}{.message}{"\n"}{end}' | sed 's/^/            | /'
k -n shop patch resourcequota team --type merge -p '{"spec":{"hard":{"limits.memory":"4Gi"}}}' >/dev/null
within 90 'the quota raised: its words are gone' silent 'quota'
within 60 'a pod that no node takes: the taint is named' says 'untolerated taint'
k -n shop patch cdcpipeline shop --type merge -p '{"spec":{"consumer":{"template":{"pod":{"tolerations":[{"key":"dedicated","operator":"Equal","value":"data","effect":"NoSchedule"}]}}}}}' >/dev/null
for c in DatabaseReady KafkaReady ChangefeedReady ConsumerReady Ready; do within 120 "$c" is True condition $c; done
within 60 'the consumers run an image of the registry' is "$registry/cdc/cdc-pipeline-consumer" pulled shop app.kubernetes.io/name=cdc-pipeline-consumer
k -n shop get cdcpipeline shop -o 'jsonpath={range .status.conditions[*]}{.type}{"\t"}{.status}{"\t"}{.reason}{"\t"}{.message}{"\n"}{end}' | sed 's/^/            | /'

expect 'helm test: rows follow every hop from a Job in the same straits' h test "$release" -n cdc-system --timeout 150s
k -n cdc-system logs "job/$release-smoke" | sed 's/^/            | /'
