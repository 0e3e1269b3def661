# shellcheck shell=bash
begin 'a fresh machine'
run up
check 'succeeds' ended 0
check 'creates before it installs' before '^kind create cluster' '^helm upgrade'
check 'uses the pinned config' called '^kind create cluster --name cdc --config .*/kind-config.yaml'
check 'tidb CRDs first' before 'apply --server-side .*tidb-operator.crds.yaml' '^helm upgrade --install tidb-operator'
for chart in 'tidb-operator .*v2\.0\.1' 'strimzi-kafka-operator .*1\.2\.0' 'eck-operator .*3\.5\.0' 'kps kube-prometheus-stack .*88\.5\.3'; do
  check "installs $chart" called "^helm upgrade --install $chart"
done
check 'builds the consumer' called '^docker build .*consumer/Dockerfile'
check 'loads the shop under the name that the sample has' before '^docker tag cdc-pipeline-demo-shop:0.1.0 ghcr.io/cdcpipeline/cdc-pipeline-demo-shop:0.1.0$' '^docker save .*ghcr.io/cdcpipeline/cdc-pipeline-demo-shop:0.1.0'
check 'names our images as they are here, without a registry' called 'cdc-pipeline-operator .*--set-string image.registry= .*consumerImage.registry= '
check 'and the shop' called '^docker build .*demo-shop/Dockerfile'
check 'builds before it loads' before '^docker build .*operator/Dockerfile' '^kind load image-archive'
check 'loads before our chart' before '^kind load image-archive' '^helm upgrade --install cdc-pipeline-operator'
check 'our CRD before our chart' before 'apply .*cdc-pipeline-operator/crds/' '^helm upgrade --install cdc-pipeline-operator'
check 'our chart last' before '^helm upgrade --install kps' '^helm upgrade --install cdc-pipeline-operator'
check 'our operator is scraped where Prometheus is installed' called 'cdc-pipeline-operator .*serviceMonitor.enabled=true'
check 'kubectl: only this context' bash -c "! grep '^kubectl ' '$STATE/calls' | grep -vE '^kubectl (--context kind-cdc |version|--kubeconfig $work/)'"
check 'helm: only this context' bash -c "! grep '^helm ' '$STATE/calls' | grep -vE '^helm (upgrade .* --kube-context kind-cdc |version)'"
check 'kind: only this cluster' bash -c "! grep -E '^kind (create|delete|load|export|get (nodes|kubeconfig))' '$STATE/calls' | grep -v -- '--name cdc'"
check 'no password among arguments' never 'from-literal|admin-password=[^ ]'
check 'prints the next steps' said 'kubectl .*apply -f samples/shop.yaml'

name='a second run'
forget
run up
check 'succeeds' ended 0
check 'creates nothing' never '^kind create'
check 'installs nothing' never '^helm upgrade'
check 'applies nothing' never ' apply '
check 'loads nothing' never '^kind load'
check 'reports it' said 'unchanged'

name='a new image under the same tag'
forget
run up IMAGE_ID=bbbb
check 'is loaded' called '^kind load'
check 'rolls the pod' called 'podAnnotations.image-id=bbbb'
check 'leaves the others alone' never '^helm upgrade --install (kps|eck|strimzi|tidb)'

begin 'settings'
run up KIND_NAME=lab OPERATORS=none KIND_NODE_IMAGE=my-node:v1 IMAGE_TAG=9 IMAGE_REGISTRY=mirror.example DRIVER=overlayfs
check 'succeeds' ended 0
check 'name and node image' called '^kind create cluster --name lab .*--image my-node:v1'
check 'no operators' never '^helm upgrade --install (kps|eck|strimzi|tidb)'
check 'tag and registry' called '^docker build .*-t mirror.example/cdc-pipeline-operator:9 '
check 'tag and registry in the chart' called 'image.registry=mirror.example .*image.tag=9'
check 'nodes use the mirror' grep -q '^.host."https://mirror.example/v2"' "$STATE/exec-input"
check 'one platform from the containerd store' called '^docker save --platform linux/amd64 '
check 'no monitor without Prometheus' called 'serviceMonitor.enabled=false'

begin 'offline archives'
mkdir -p "$STATE/archives"
echo x >"$STATE/archives/a.tar"
run up OPERATORS=none IMAGE_ARCHIVES="$STATE/archives"
check 'are loaded' called "^kind load image-archive $STATE/archives/a.tar"
forget
run up OPERATORS=none IMAGE_ARCHIVES="$STATE/archives"
check 'once' never "^kind load"
