# A second cluster, without network: our images from an archive, charts from a folder, all other images from a mirror;
# interrupted in every step, then a run that has nothing to do. Sourced by kind/test.
# shellcheck shell=bash
(
  export KIND_NAME=$KIND_NAME-offline OPERATORS='tidb strimzi eck prometheus' PREFLIGHT=warn SKIP_BUILD=1 KUBECONFIG=$scratch/offline.kubeconfig
  context=kind-$KIND_NAME
  kind delete cluster --name "$KIND_NAME" >/dev/null 2>&1 || true

  # Charts with the names of the four operators and the workloads kind-up waits for; their image is only at the mirror.
  workload() { # KIND NAME
    printf 'apiVersion: apps/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n  selector: {matchLabels: {app: %s}}\n' "$1" "$2" "$2"
    [ "$1" = Deployment ] || printf '  serviceName: %s\n' "$2"
    printf '  template:\n    metadata: {labels: {app: %s}}\n    spec: {containers: [{name: c, image: "registry.example/only/here:1"}]}\n---\n' "$2"
  }
  chart_of() { # CHART VERSION KIND/NAME...
    local dir=$scratch/charts-src/$1 v=$2 w
    mkdir -p "$dir/templates" "$scratch/charts"
    printf 'apiVersion: v2\nname: %s\nversion: %s\n' "$1" "$v" >"$dir/Chart.yaml"
    for w in "${@:3}"; do workload "${w%/*}" "${w#*/}"; done >"$dir/templates/all.yaml"
    helm package "$dir" -d "$scratch/charts" >/dev/null
  }
  chart_of tidb-operator v2.0.1 Deployment/tidb-operator
  chart_of strimzi-kafka-operator 1.2.0 Deployment/strimzi-cluster-operator
  chart_of eck-operator 3.5.0 StatefulSet/elastic-operator
  chart_of kube-prometheus-stack 88.5.3 Deployment/kps-kube-prometheus-stack-operator Deployment/kps-grafana StatefulSet/prometheus-kps-kube-prometheus-stack-prometheus
  cp "$shared/crds/tidb-operator-v2.0.1/core.pingcap.com_clusters.yaml" "$scratch/charts/tidb-operator.crds.yaml"
  export CHART_DIR=$scratch/charts

  gateway=$(docker network inspect kind -f '{{range .IPAM.Config}}{{.Gateway}} {{end}}' | tr ' ' '\n' | grep -F . | sed -n 1p)
  port=5000
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then port=5001; fi
  docker save registry.k8s.io/pause:3.10 -o "$scratch/pause.tar"
  python3 "$here/tests/cluster/registry.py" $port "$scratch/pause.tar" "$scratch/mirror.log" >/dev/null 2>&1 &
  echo $! >"$scratch/forward-mirror.pid" # ends together with the forwards
  export IMAGE_REGISTRY=$gateway:$port

  mkdir "$scratch/archives"
  for m in operator consumer; do
    docker tag "cdc-pipeline-$m:$IMAGE_TAG" "$IMAGE_REGISTRY/cdc-pipeline-$m:$IMAGE_TAG"
    docker save "$IMAGE_REGISTRY/cdc-pipeline-$m:$IMAGE_TAG" -o "$scratch/archives/$m.tar"
    docker rmi "$IMAGE_REGISTRY/cdc-pipeline-$m:$IMAGE_TAG" >/dev/null
  done
  export IMAGE_ARCHIVES=$scratch/archives

  rm -f "$scratch/interrupted.log"
  interrupt_at 'creating the cluster' 'cluster: creating' node_runs
  interrupt_at 'loading an archive' 'cluster: loading .*operator.tar'
  for o in tidb-operator strimzi-kafka-operator eck-operator kps; do interrupt_at "installing $o" "$o .*: installing"; done
  interrupt_at 'installing our chart' 'cdc-pipeline-operator: installing'
  expect 'offline: kind-up resumes and completes' "$here/up"
  expect 'the incomplete cluster was recreated once' is 1 grep -c 'is incomplete, recreating it' "$scratch/interrupted.log"
  expect 'the mirror was queried for an image of another registry' grep '/v2/only/here/manifests/1?ns=registry.example' "$scratch/mirror.log"
  until_true 60 settled
  before=$(all_objects)
  expect 'offline: a second kind-up' "$here/up"
  expect 'it changed nothing: every object is as before' is "$before" all_objects
  expect 'every release is deployed, once' is 'deployed deployed deployed deployed deployed' sh -c "helm --kube-context $context list -A -o json | jq -r '[.[].status] | join(\" \")'"
  k -n monitoring create deployment prometheus-operator --image=registry.example/only/here:1 >/dev/null
  helm --kube-context "$context" -n monitoring uninstall kps >/dev/null
  # shellcheck disable=SC2317
  others() { env OPERATORS=prometheus "$here/up" | grep 'monitoring/prometheus-operator is already running and is not ours'; }
  expect "another user's operator is left alone" others
  sed 's/^/            | /' "$scratch/log"
  expect 'offline: kind-down' "$here/down"
  echo "$failures" >"$scratch/failures"
)
failures=$(cat "$scratch/failures")
