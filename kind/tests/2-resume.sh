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
run up OPERATORS=eck
check 'is taken up again, not removed' before '-n elastic-system delete secret -l owner=helm,name=eck-operator,status in' '^helm upgrade --install eck-operator'
check 'nothing is uninstalled' never 'uninstall'

gone() { for _ in $(seq 50); do kill -0 "$1" 2>/dev/null || return 0; sleep 0.1; done; return 1; }
# Ctrl-C as a terminal sends it: to the whole foreground group.
interrupt() { # STEP PATTERN-OF-THE-HANGING-CALL [NAME=VALUE...]
  local what=$1 at=$2 pid
  shift 2
  rm -f "$STATE/hanging"
  env -i HOME="$work" TMPDIR="$work" STATE="$STATE" PROC="$STATE/proc" OS_RELEASE="$STATE/os-release" PATH="$STATE/bin:/usr/local/bin:/usr/bin:/bin" HANG_AT="$at" "$@" \
    perl -e '$SIG{INT} = "DEFAULT"; setpgrp; exec @ARGV' bash "$root/kind/up" >"$STATE/out" 2>&1 &
  pid=$!
  for _ in $(seq 100); do [ -f "$STATE/hanging" ] && break; sleep 0.1; done
  kill -INT -- "-$pid" 2>/dev/null || true
  status=0
  wait "$pid" || status=$?
  out=$(cat "$STATE/out")
  check "$what: ends with 130" ended 130
  check "$what: says how to go on" said 'stopped.*make kind-up'
  check "$what: leaves no child" gone "$(cat "$STATE/hanging")"
  check "$what: leaves no file" bash -c "! ls '$work'/tmp.* '$work'/cdc-kind-*"
}
begin 'Ctrl-C'
interrupt 'while the cluster is made' '^kind create cluster' OPERATORS=eck
echo cdc >"$STATE/cluster" # as kind leaves it then
forget
interrupt 'while CRDs are applied' 'server-side .*tidb-operator.crds' OPERATORS=tidb
check 'the half-made cluster was made anew' before '^kind delete cluster --name cdc' '^kind create cluster'
# bash hears the signal inside the redirections of the command it waits for.
interrupt 'while the API server is asked' 'get --raw /readyz' OPERATORS=eck
interrupt 'while a chart is installed' '^helm upgrade --install eck' OPERATORS=eck
interrupt 'while an operator starts' 'rollout status statefulset/elastic-operator' OPERATORS=eck
interrupt 'while an image is built' '^docker build -' OPERATORS=eck
check 'says where' said 'stopped at images'
interrupt 'while an image is loaded' '^kind load' OPERATORS=eck IMAGE_ID=b
interrupt 'while our chart is installed' '^helm upgrade --install cdc-pipeline' OPERATORS=eck IMAGE_ID=c
forget
run up OPERATORS=eck IMAGE_ID=c
check 'completes' ended 0
check 'from where it was' never '^kind (create|load|delete)|^helm upgrade --install eck'

begin 'on a terminal'
typed() { # MARKER [NAME=VALUE...]
  local marker=$1
  shift
  out=$(env -i HOME="$work" TMPDIR="$work" STATE="$STATE" PROC="$STATE/proc" OS_RELEASE="$STATE/os-release" PATH="$STATE/bin:/usr/local/bin:/usr/bin:/bin" TERM=dumb OPERATORS=eck "$@" \
    python3 "$tests/terminal.py" "$marker" "make -C '$root' kind-up")
}
typed -
check 'jobs in the background do not stop for it' said 'eck-operator 3.5.0: ready'
check 'it ends well' said 'status 0'
typed "$STATE/hanging" HANG_AT='^helm upgrade --install cdc-pipeline' IMAGE_ID=d
check 'Ctrl-C is heard' said 'stopped at our chart'
check 'and leaves no child' gone "$(cat "$STATE/hanging")"

begin 'two at a time'
HANG_AT='^docker build -' OPERATORS=none env HOME="$work" TMPDIR="$work" STATE="$STATE" PROC="$STATE/proc" OS_RELEASE="$STATE/os-release" PATH="$STATE/bin:$PATH" bash "$root/kind/up" >"$STATE/first" 2>&1 &
first=$!
for _ in $(seq 100); do [ -f "$STATE/hanging" ] && break; sleep 0.1; done
run up OPERATORS=none
check 'the second is told' said "process $first works on cdc already"
kill -TERM $first
wait $first 2>/dev/null || true
run up OPERATORS=none
check 'afterwards it may' ended 0
