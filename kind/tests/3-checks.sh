# shellcheck shell=bash
begin 'old tools on Debian'
run up KIND_VERSION=0.29.0 KUBECTL_VERSION=1.31.0 HELM_VERSION=3.9.4 DOCKER_VERSION=19.03.1
check 'fails' ended 1
for tool in 'kind 0.29.0' 'kubectl 1.31.0' 'helm 3.9.4' 'docker 19.03.1'; do check "names $tool" said "$tool is too old"; done
check 'names the fix' said 'apt-get install docker.io'
check 'changes nothing' never '^(kind create|helm upgrade)'

begin 'no helm on Fedora'
echo 'ID=fedora' >"$STATE/os-release"
rm "$STATE/bin/helm"
out_path=$STATE/bin:/usr/bin:/bin
run up PATH="$out_path"
check 'fails' ended 1
check 'names the fix' said 'helm is not installed.*dnf install helm'

begin 'a small docker'
run up CPUS=2 MEMORY=4000000000
check 'fails' ended 1
check 'CPUs' said 'docker has 2 CPUs, 4 are needed'
check 'memory' said 'docker has 3814 MiB of memory'
run up CPUS=2 MEMORY=4000000000 OPERATORS=none
check 'is enough without operators' ended 0
run up CPUS=2 MEMORY=6400000000 OPERATORS='eck prometheus'
check 'a middle one is enough for some of them' ended 0
run up CPUS=2 MEMORY=6400000000 OPERATORS='eck tidb'
check 'not for others' said 'docker has 6103 MiB of memory, 7500 are needed'

begin 'docker that is not running'
run up DOCKER_DOWN=1
check 'fails with a fix' said 'docker does not respond. Fix: sudo systemctl start docker'
check 'is one line' test "$(printf '%s\n' "$out" | grep -c '^  - ')" = 1
run up DOCKER_DOWN=1 DOCKER_SAYS='permission denied while trying to connect to the Docker daemon socket'
check 'another line for a missing permission' said 'docker refuses this user. Fix: sudo usermod -aG docker'

begin 'docker without buildx'
run up NO_BUILDX=1
check 'fails with a fix' said 'docker has no buildx.*apt-get install docker-buildx'
run up NO_BUILDX=1 DOCKER_VERSION=20.10.24
check '20.10 builds without it' ended 0

begin 'a port in use'
listen
printf 'nodes:\n- extraPortMappings: [{containerPort: 1, hostPort: %s}]\n' "$listening" >"$STATE/kind.yaml"
run up KIND_CONFIG="$STATE/kind.yaml"
check 'is named' said "port $listening of .*kind.yaml is in use. Fix: .*ss -ltnp"
kill "$listener" || true

begin 'inotify'
echo 128 >"$STATE/proc/sys/fs/inotify/max_user_instances"
run up
check 'fails with a fix' said 'inotify limits.*sysctl --system'
run up PREFLIGHT=warn
check 'continues with PREFLIGHT=warn' ended 0

begin 'invalid settings'
run up OPERATORS='tidb kafak' KIND_NAME='Über uns' KIND_CONFIG=/nowhere.yaml PREFLIGHT=off WAIT_SECONDS=long IMAGE_REGISTRY=http://x CHART_DIR=/nowhere IMAGE_ARCHIVES=/nowhere.tar
check 'fails, also without checks' ended 1
check 'names the operator' said 'OPERATORS: kafak is unknown. Fix: use any of tidb, strimzi, eck, prometheus, loki; or none'
check 'names the name' said 'KIND_NAME=.* is not a valid cluster name'
check 'names the file' said 'KIND_CONFIG=/nowhere.yaml does not exist'
check 'names the time' said 'WAIT_SECONDS=long is not a number'
check 'names the mirror' said 'IMAGE_REGISTRY=http://x is a URL'
check 'names the charts' said 'CHART_DIR=/nowhere is not a folder'
check 'names the archive' said 'IMAGE_ARCHIVES=/nowhere.tar: not every file exists'
check 'touches nothing' test ! -e "$STATE/calls"

begin 'operators separated by commas and named twice'
run up OPERATORS='eck, prometheus,eck'
check 'are accepted' ended 0
check 'are installed once each' test "$(grep -c '^helm upgrade --install eck-operator' "$STATE/calls")" = 1
check 'and no other' never '^helm upgrade --install (tidb|strimzi)'

begin "another user's operators"
run up OPERATORS='tidb eck prometheus' WORKLOADS='elastic-system elastic-operator \nops tidb-controller-manager tidb\nmonitoring monitoring-kube-prometheus-operator monitoring\n'
check 'are accepted as they are' ended 0
check 'and named' said 'eck-operator: elastic-system/elastic-operator is already running and is not ours'
check 'never touched' never '^helm upgrade --install (tidb|eck|kps)|tidb-operator.crds|cdc-grafana-admin'
run up OPERATORS=eck WORKLOADS='elastic-system elastic-operator eck-operator\n'
check 'ours are still ours' called '^helm upgrade --install eck-operator'

begin "another user's cluster of the same name"
echo cdc >"$STATE/cluster"
run up NAMESPACES='namespace/payroll'
check 'is left alone' ended 1
check 'prints why' said 'exists and was not created by kind-up'
run up NAMESPACES='namespace/payroll' PREFLIGHT=off
check 'even with PREFLIGHT=off' said 'exists and was not created by kind-up'
check 'and is not even started' never '^docker start|^kind export'
run down NAMESPACES='namespace/payroll'
check 'is not deleted' never '^kind delete'
run down API_DOWN=1 NAMESPACES='namespace/payroll'
check 'nor when it does not respond' never '^kind delete'
run up NAMESPACES='namespace/payroll' FORCE=1 OPERATORS=none
check 'is used with FORCE' ended 0
run down NAMESPACES='namespace/payroll'
check 'and still not deleted' never '^kind delete'
run down NAMESPACES='namespace/payroll' FORCE=1
check 'except with FORCE' called '^kind delete cluster --name cdc'

begin "another user's cluster where ours was left incomplete"
run up OPERATORS=none FAIL_AT='^kind create cluster'
echo cdc >"$STATE/cluster"
run up OPERATORS=none NAMESPACES='namespace/payroll'
check 'is left alone' never '^kind delete'
check 'and named' said 'exists and was not created by kind-up'

begin 'an empty cluster of another origin'
echo cdc >"$STATE/cluster"
run up OPERATORS=none
check 'is adopted' ended 0
run down
check 'and not deleted without FORCE' never '^kind delete'

begin 'a node that Docker stopped'
run up OPERATORS=none
run up OPERATORS=none RUNNING=false
check 'is started' called '^docker start cdc-control-plane'

begin 'images that exist only in an archive'
run up OPERATORS=none SKIP_BUILD=1 NO_IMAGE=1
check 'without the archive: one line' said 'image cdc-pipeline-operator:0.1.0 is neither in docker nor in the cluster'
run up OPERATORS=none SKIP_BUILD=1 NO_IMAGE=1 IN_NODE=1
check 'with the archive: continues' ended 0
check 'the pod is rolled by its ID' called 'podAnnotations.image-id=cccc'

begin 'a mirror'
run up OPERATORS=none IMAGE_REGISTRY=harbor.example/team/cache
check 'with a path' grep -q '^.host."https://harbor.example/v2/team/cache"' "$STATE/exec-input"
answer '^docker ps -q --filter publish=5001' <<<abc
answer '^docker inspect -f ..[.]Name.. abc' <<<'/kind-registry'
answer '^docker port abc' <<<'5000/tcp -> 127.0.0.1:5001'
run up OPERATORS=none IMAGE_REGISTRY=localhost:5001
check "this machine's registry, by its container" grep -q '^.host."http://kind-registry:5000/v2"' "$STATE/exec-input"
check 'on the network of the nodes' called '^docker network connect kind abc'
run up OPERATORS=none IMAGE_REGISTRY=localhost:5002
check 'a port that no container publishes' said 'no container publishes port 5002'

begin macOS
rm "$STATE/os-release"
rm -r "$STATE/proc"
for tool in uname nproc free sysctl; do ln -s "$tests/macos" "$STATE/bin/$tool"; done
for tool in sed date stat readlink base64 grep mktemp head tail sort tr awk xargs find df ps cut; do ln -s "$tests/macos" "$STATE/bin/$tool"; done
run up
check 'succeeds' ended 0
check 'uses only what its tools support' bash -c "! cat '$STATE/not-on-macos'"
run up CPUS=2 DOCKER_VERSION=19.3
check 'names its fixes' said 'Docker Desktop, Settings, Resources: 4 CPUs'
check 'brew' said 'brew install colima'
run up DOCKER_DOWN=1
check 'docker that is not running' said 'start Docker Desktop'
run down
check 'kind-down succeeds' ended 0
check 'and uses only what its tools support' bash -c "! cat '$STATE/not-on-macos'"

begin 'kind-down'
run down
check 'succeeds when there is no cluster' ended 0
run up OPERATORS=none
run down
check 'deletes ours' called '^kind delete cluster --name cdc'
check 'succeeds' ended 0

name='bash 3.2, macOS and shellcheck'
# shellcheck disable=SC2015
scripts=$(cd "$root" && grep -lE '^#!/usr/bin/env bash|shellcheck shell=bash' kind/* 2>/dev/null | grep -v kind/test$ || true)
# shellcheck disable=SC2086 # a list of files
absent() { ! (cd "$root" && grep -nE -- "$1" $scripts | grep -vE '^[^:]*:[0-9]+: *#' >&2); }
check 'no syntax newer than 3.2' absent 'mapfile|readarray|coproc|(declare|local|typeset) -[a-zA-Z]*[AnlugI]|\$\{[a-zA-Z_]+(,|\^|@[A-Za-z])|\$\{![a-z_]+@|wait -[nfp]|&>>|\|&|;;&|;&|printf .?%\(|\[\[ -v |\$\{[a-z_]+: -|EPOCH(SECONDS|REALTIME)|BASHPID|shopt -s (globstar|lastpipe|inherit_errexit)|\{fd\}|\[-1\]'
# Under set -u, bash 3.2 treats an empty array as unset.
check 'no array that may be empty' absent '"\$\{[a-z_]+\[@\]\}"'
check 'no GNU option' absent 'sed -i|sed [^|]*\\[|+?]|readlink -f|date (-d|--|\+[^ ]*%N)|stat -c|grep -[a-zA-Z]*P|base64 (-w|--)|head -n ?-|tail -n ?\+0|xargs (-r|-d|--)|find [^|]* -printf|sort (-z|-V)|realpath|tac |timeout [0-9]|nproc|free -|cp --|mktemp --|\bseq\b|df --|du -b|setsid|flock|cat -A|od -w'
check 'parses' bash -c "cd '$root' && for f in kind/*.sh kind/up kind/down kind/open kind/smoke kind/build-images; do bash -n \$f || exit 1; done"
if command -v shellcheck >/dev/null; then
  check shellcheck bash -c "cd '$root' && shellcheck -x \$(grep -lE '^#!/usr/bin/env bash|^# shellcheck shell=bash' kind/* kind/tests/* kind/tests/cluster/* 2>/dev/null)"
fi
