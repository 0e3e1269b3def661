# An upgrade with its hook, a second release beside the first, and nothing left of either. Sourced.
# shellcheck shell=bash
schema() { k get crd cdcpipelines.cdcpipeline.io -o 'jsonpath={.metadata.annotations.cdcpipeline\.io/schema-version}'; }
released=$(schema)
k annotate --overwrite crd cdcpipelines.cdcpipeline.io cdcpipeline.io/schema-version=0.0.1 >/dev/null
expect 'helm upgrade, whose hook is a Job in the same straits' h upgrade "$release" "$chart" --plain-http -n cdc-system --reuse-values --wait --timeout 120s
expect "the CRD is the release's again" is "$released" schema

expect 'a second release of one name, in another namespace, with the CRD there already' install_chart cdc-team team
k -n team apply -f - >/dev/null <<'YAML'
apiVersion: cdcpipeline.io/v1alpha1
kind: CdcPipeline
metadata: {name: other}
spec: {deletionPolicy: Delete, changefeed: {tables: ["shop.*"]}, search: {enabled: false}}
YAML
observed() { [ "$(k -n team get cdcpipeline other -o 'jsonpath={.status.observedGeneration} {.status.conditions[?(@.type=="DatabaseReady")].status}')" = '1 False' ]; }
within 60 'it tends its own namespace' observed
expect 'the pipeline of the first is still Ready' is True condition Ready

gone() { ! k -n "$1" get cdcpipeline "$2" >/dev/null 2>&1; }
k -n team delete cdcpipeline other --wait=false >/dev/null
k -n shop delete cdcpipeline shop --wait=false >/dev/null
within 90 'the pipelines are deleted' gone shop shop
within 60 'both' gone team other
for where in cdc-team cdc-system; do expect "helm uninstall in $where" h -n $where uninstall "$release" --wait --timeout 90s; done
# The Job of helm test stays for an hour, so that its log can be read.
k -n cdc-system delete job "$release-smoke" >/dev/null
left() { names >"$scratch/after"; comm -13 "$scratch/before" "$scratch/after" | grep -v '^CustomResourceDefinition  cdcpipelines.cdcpipeline.io$'; }
nothing_left() { ! left; }
within 60 'of both releases and their pipelines only the CRD is left' nothing_left
