# shellcheck shell=bash
# Every step fails once: the run prints how to continue, and the next run continues without repeating completed steps.
resume() { # STEP FAILING-CALL DONE-BEFORE
  begin "resuming after $1"
  run up FAIL_AT="$2" WAIT_SECONDS=1
  check 'fails' ended 1
  check 'reports the step' said 'FAILED'
  check 'prints how to continue' said "continue with: .*make kind-up"
  forget
  run up
  check 'completes' ended 0
  [ -z "$3" ] || check 'repeats nothing' never "$3"
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
check 'is adopted, not removed' before '-n elastic-system delete secret -l owner=helm,name=eck-operator,status in' '^helm upgrade --install eck-operator'
check 'nothing is uninstalled' never 'uninstall'

# Ctrl-C as a terminal sends it: to the whole foreground group.
interrupt() { # STEP PATTERN-OF-THE-HANGING-CALL [NAME=VALUE...]
  local what=$1 at=$2 pid
  shift 2
  rm -f "$STATE/hanging"
  env -i HOME="$work" TMPDIR="$work" STATE="$STATE" PROC="$STATE/proc" OS_RELEASE="$STATE/os-release" PATH="$STATE/bin:/usr/local/bin:/usr/bin:/bin" HANG_AT="$at" "$@" \
    perl -e '$SIG{INT} = "DEFAULT"; setpgrp; exec @ARGV' bash "$root/kind/up" >"$STATE/out" 2>&1 &
  pid=$!
  check "$what: is reached" until_hanging "$pid"
  kill -INT -- "-$pid" 2>/dev/null || true
  status=0
  wait "$pid" || status=$?
  out=$(cat "$STATE/out")
  check "$what: exits with 130" ended 130
  check "$what: prints how to continue" said 'stopped.*make kind-up'
  check "$what: leaves no child" gone "$(cat "$STATE/hanging")"
  check "$what: leaves no file" bash -c "! ls '$work'/tmp.* '$work'/cdc-kind-*"
}
begin 'Ctrl-C'
interrupt 'while the cluster is created' '^kind create cluster' OPERATORS=eck
echo cdc >"$STATE/cluster" # as kind leaves it then
forget
interrupt 'while CRDs are applied' 'server-side .*tidb-operator.crds' OPERATORS=tidb
check 'the incomplete cluster was recreated' before '^kind delete cluster --name cdc' '^kind create cluster'
# bash handles the signal inside the redirections of the command it waits for.
interrupt 'while the API server is queried' 'get --raw /readyz' OPERATORS=eck
interrupt 'while a chart is installed' '^helm upgrade --install eck' OPERATORS=eck
interrupt 'while an operator starts' 'rollout status statefulset/elastic-operator' OPERATORS=eck
interrupt 'while an image is built' '^docker build -' OPERATORS=eck
check 'reports the step' said 'stopped at images'
interrupt 'while an image is loaded' '^kind load' OPERATORS=eck IMAGE_ID=b
interrupt 'while our chart is installed' '^helm upgrade --install cdc-pipeline' OPERATORS=eck IMAGE_ID=c
forget
run up OPERATORS=eck IMAGE_ID=c
check 'completes' ended 0
check 'from where it stopped' never '^kind (create|load|delete)|^helm upgrade --install eck'

begin 'on a terminal'
typed() { # MARKER [NAME=VALUE...]: Ctrl-C is typed once the file MARKER exists
  local marker=$1
  shift
  out=$(env -i HOME="$work" TMPDIR="$work" STATE="$STATE" PROC="$STATE/proc" OS_RELEASE="$STATE/os-release" PATH="$STATE/bin:/usr/local/bin:/usr/bin:/bin" TERM=dumb OPERATORS=eck "$@" \
    python3 "$tests/terminal.py" "$marker" "make -C '$root' kind-up")
}
typed -
check 'background jobs keep running on it' said 'eck-operator 3.5.0: ready'
check 'succeeds' said 'status 0'
typed "$STATE/hanging" HANG_AT='^helm upgrade --install cdc-pipeline' IMAGE_ID=d
check 'Ctrl-C stops it' said 'stopped at our chart'
check 'and leaves no child' gone "$(cat "$STATE/hanging")"

begin 'two at a time'
HANG_AT='^docker build -' OPERATORS=none env HOME="$work" TMPDIR="$work" STATE="$STATE" PROC="$STATE/proc" OS_RELEASE="$STATE/os-release" PATH="$STATE/bin:$PATH" bash "$root/kind/up" >"$STATE/first" 2>&1 &
first=$!
check 'the first is at work' until_hanging $first
run up OPERATORS=none
check 'the second is refused' said "process $first is already working on cdc"
kill -TERM $first || true
wait $first 2>/dev/null || true
run up OPERATORS=none
check 'and may start afterwards' ended 0
