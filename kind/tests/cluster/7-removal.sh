# Deletion under both policies, of a namespace, of the release, of the cluster. Sourced by kind/test.
# shellcheck shell=bash
left() { k -n "$1" get "$2" -l "cdcpipeline.io/pipeline=$3" -o name 2>/dev/null | wc -l | tr -d ' '; }
all=deployments,services,configmaps,secrets,serviceaccounts,poddisruptionbudgets,networkpolicies,elasticsearches,beats,servicemonitors,prometheusrules

k -n live delete cdcpipeline live --wait=false >/dev/null
gone() { ! k -n "$1" get cdcpipeline "$2" >/dev/null 2>&1; }
within 150 'deletionPolicy Delete: the pipeline is deleted' gone live live
within 120 'and nothing of it is left' is 0 left live $all live
changefeeds() { k get --raw /api/v1/namespaces/live/services/existing:8300/proxy/api/v2/changefeeds | jq -r '.total // (.items | length)'; }
expect 'TiCDC has no changefeed left' is 0 changefeeds

k create namespace keep >/dev/null 2>&1 || true
sed 's/NAMESPACE/keep/g; s/deletionPolicy: Delete/deletionPolicy: Retain/; s/existing\.keep/existing.live/g; s/credentialsSecret: kafka-login/credentialsSecret: kafka-login/' "$here/tests/cluster/pipeline.yaml" | k apply -f - >/dev/null
k -n live get secret kafka-login -o json | jq '{apiVersion, kind, type, data, metadata: {name: "kafka-login", namespace: "keep"}}' | k apply -f - >/dev/null
search() { k -n keep get elasticsearch live -o name; }
within 90 'a pipeline with deletionPolicy Retain has an Elasticsearch' search
k -n keep delete cdcpipeline live --wait=false >/dev/null
within 120 'deletionPolicy Retain: the pipeline is deleted' gone keep live
within 60 'its consumer is deleted' is 0 left keep deployments live
expect 'its Elasticsearch is retained' search

k delete namespace managed --wait=false >/dev/null
no_namespace() { ! k get namespace managed >/dev/null 2>&1; }
within 240 'a namespace with a pipeline in it can be deleted' no_namespace

expect 'helm uninstall' helm --kube-context "$context" -n "$namespace" uninstall "$release" --wait --timeout 90s
expect 'only the CRD of the release is left' is 1 sh -c "kubectl --context $context get deployments,services,serviceaccounts,clusterroles,clusterrolebindings,roles,rolebindings,crd -A -o name 2>/dev/null | grep -c 'cdc-pipeline-operator\|cdcpipelines'"
expect 'kind-down' "$here/down"
expect 'no cluster is left' sh -c "! kind get clusters 2>/dev/null | grep -qx $KIND_NAME"
