# shellcheck shell=bash
begin 'old tools on Debian'
run up KIND_VERSION=0.29.0 KUBECTL_VERSION=1.31.0 HELM_VERSION=3.9.4 DOCKER_VERSION=19.03.1
check 'fails' ended 1
for tool in 'kind 0.29.0' 'kubectl 1.31.0' 'helm 3.9.4' 'docker 19.03.1'; do check "names $tool" said "$tool is too old"; done
check 'has the fix' said 'apt-get install docker.io'
check 'changes nothing' never '^(kind create|helm upgrade)'

begin 'no helm on Fedora'
echo 'ID=fedora' >"$STATE/os-release"
rm "$STATE/bin/helm"
out_path=$STATE/bin:/usr/bin:/bin
run up PATH="$out_path"
check 'fails' ended 1
check 'has the fix' said 'helm is not installed.*dnf install helm'

begin 'a small docker'
run up CPUS=2 MEMORY=4000000000
check 'fails' ended 1
check 'CPUs' said 'docker has 2 CPUs, 4 are needed'
check 'memory' said 'docker has 3814 MiB of memory'
run up CPUS=2 MEMORY=4000000000 OPERATORS=none
check 'is enough without operators' ended 0

begin 'docker that sleeps'
run up DOCKER_DOWN=1
check 'fails with a fix' said 'docker does not answer. Fix: sudo systemctl start docker'

begin 'inotify'
echo 128 >"$STATE/proc/sys/fs/inotify/max_user_instances"
run up
check 'fails with a fix' said 'inotify limits.*sysctl --system'
run up PREFLIGHT=warn
check 'goes on when told to' ended 0

begin 'wrong settings'
run up OPERATORS='tidb kafak' KIND_NAME='Über uns' KIND_CONFIG=/nowhere.yaml
check 'names the operator' said 'OPERATORS: kafak is unknown'
check 'names the name' said 'KIND_NAME=.* is not a name'
check 'names the file' said 'KIND_CONFIG=/nowhere.yaml does not exist'

begin "a stranger's cluster of the same name"
echo cdc >"$STATE/cluster"
run up NAMESPACES='namespace/payroll'
check 'is left alone' ended 1
check 'says why' said 'exists and was not made by kind-up'
run down NAMESPACES='namespace/payroll'
check 'is not deleted' never '^kind delete'
run down NAMESPACES='namespace/payroll' FORCE=1
check 'unless told so' called '^kind delete cluster --name cdc'

begin 'kind-down'
run down
check 'is content with nothing' ended 0
run up OPERATORS=none
run down
check 'deletes ours' called '^kind delete cluster --name cdc'
check 'ends well' ended 0

name='bash 3.2 and shellcheck'
check 'nothing newer than 3.2' bash -c "! grep -nE 'mapfile|readarray|declare -A|local -n|\\\$\{[a-zA-Z_]+(,,|\^\^)|wait -n|&>>|\|&' '$root'/kind/*.sh '$root'/kind/up '$root'/kind/down '$root'/kind/open '$root'/kind/build-images '$root'/kind/smoke"
if command -v shellcheck >/dev/null; then
  check 'shellcheck' bash -c "cd '$root' && shellcheck -x \$(grep -lE '^#!/usr/bin/env bash' kind/* kind/tests/* 2>/dev/null) kind/*.sh"
fi
