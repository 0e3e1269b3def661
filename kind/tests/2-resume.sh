# shellcheck shell=bash
# Every step fails once; the run says how to go on, and the next one goes on without doing again what was done.
resume() { # STEP FAILING-CALL DONE-BEFORE
  begin "resuming after $1"
  run up FAIL_AT="$2" WAIT_SECONDS=1
  check 'fails' ended 1
  check 'says where' said 'FAILED'
  check 'says how to continue' said "continue with: .*make kind-up"
  forget
  run up
  check 'completes' ended 0
  [ -z "$3" ] || check 'does nothing twice' never "$3"
}
resume 'the cluster' '^kind create cluster' ''
resume 'CRDs of TiDB' 'tidb-operator.crds.yaml' '^kind create|^helm upgrade --install (kps|eck|strimzi)'
resume 'Strimzi' '^helm upgrade --install strimzi' '^kind create|^helm upgrade --install (kps|eck|tidb)'
resume 'ECK' '^helm upgrade --install eck' '^kind create|^helm upgrade --install (kps|strimzi|tidb)'
resume 'Prometheus' '^helm upgrade --install kps' '^kind create|^helm upgrade --install (eck|strimzi|tidb)'
resume 'an operator that does not become ready' 'rollout status .*elastic-operator' '^kind create|^helm upgrade --install (kps|strimzi|tidb)'
resume 'the image build' '^docker build .*consumer' '^kind create'
resume 'the image load' '^kind load' '^kind create'
resume 'our CRD' 'apply .*cdc-pipeline-operator/crds' '^kind (create|load)|^helm upgrade --install (kps|eck|strimzi|tidb)'
resume 'our chart' '^helm upgrade --install cdc-pipeline' '^kind (create|load)|^helm upgrade --install (kps|eck|strimzi|tidb)'

begin 'a release that an interrupted helm left pending'
run up OPERATORS=eck HELM_STATUS=pending-install
check 'is removed first' before '^helm .*uninstall eck-operator' '^helm upgrade --install eck-operator'

begin 'Ctrl-C'
: >"$STATE/calls"
STATE="$STATE" PROC="$STATE/proc" OS_RELEASE="$STATE/os-release" PATH="$STATE/bin:$PATH" HANG_AT='^docker build' OPERATORS=none \
  perl -e '$SIG{INT} = "DEFAULT"; setpgrp; exec @ARGV' bash "$root/kind/up" >"$STATE/out" 2>&1 &
pid=$!
for _ in $(seq 100); do [ -f "$STATE/hanging" ] && break; sleep 0.1; done
kill -INT -- "-$pid"
status=0
wait "$pid" || status=$?
out=$(cat "$STATE/out")
check 'ends with 130' ended 130
check 'says where and how to go on' said 'stopped at images.*make kind-up'
forget
run up OPERATORS=none
check 'goes on' ended 0
check 'from where it was' never '^kind create'
