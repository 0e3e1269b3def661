# What the kind scripts say while they work, how they run, wait, fail and stop. Sourced.
# shellcheck shell=bash

SECONDS=0
step=''
continue_with=''
lock=''
scratch=$(mktemp -d)

at() { # STEP: for messages, also those of the shell that attends this one
  step=$1
  printf '%s' "$step" >"$scratch/step"
}
say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }

# The command that goes on from here, with what the user had set.
again() {
  local v set=''
  for v in $settings; do
    case " $given " in *" $v "*) set="$set$v='${!v}' " ;; esac
  done
  printf '%s%s' "$set" "$continue_with"
}

fail() { # MESSAGE [FIX]
  say "FAILED${step:+ at $step}: $1" >&2
  [ $# -lt 2 ] || printf '        %s\n' "$2" >&2
  [ -z "$continue_with" ] || printf '        then continue with: %s\n' "$(again)" >&2
  exit 1
}

# start COMMAND...: in the background, in a process group of its own, so that stop_jobs reaches all that it starts.
start() {
  set -m
  "$@" </dev/null &
  set +m
}
stop_jobs() {
  local j
  for j in $(jobs -p); do kill -TERM -- "-$j" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
# attend COMMAND: it works in the background and this shell only waits. A bash that runs commands loses a SIGINT that comes as
# one of them ends, and if it hears it, it is inside that command's redirections.
attend() {
  trap stopped INT TERM HUP
  start work "$@"
  wait $!
}
work() {
  trap finish EXIT
  trap 'exit 143' INT TERM HUP
  "$@"
}
stopped() {
  trap '' INT TERM HUP
  step=$(cat "$scratch/step" 2>/dev/null || true)
  stop_jobs
  printf '\n' >&2
  say "stopped${step:+ at $step}; what is done stays done. Continue with: $(again)" >&2
  exit 130
}
finish() { # the trap on EXIT: nothing goes on behind the user's back
  stop_jobs
  [ -z "$lock" ] || rm -f "$lock"
  rm -rf "$scratch"
}
trap finish EXIT

# run MESSAGE FIX COMMAND...: Ctrl-C is heard at once while it runs; what it printed is shown if it fails.
run() {
  local message=$1 fix=$2 log
  shift 2
  log=$(mktemp "$scratch/run.XXXXXX")
  start "$@" >"$log" 2>&1
  wait $! || { tail -20 "$log" >&2; fail "$message" "$fix"; }
}

# One kind-up or kind-down at a time works on a cluster.
alone() {
  local other attempt
  lock=${TMPDIR:-/tmp}/cdc-kind-$KIND_NAME.pid
  for attempt in 1 2; do
    if (set -C; echo $$ >"$lock") 2>/dev/null; then return 0; fi
    other=$(cat "$lock" 2>/dev/null || true)
    case $(ps -p "${other:-0}" -o command= 2>/dev/null) in
      *kind/up* | *kind/down*) lock=''; fail "process $other works on $KIND_NAME already" "wait until it is done, or end it: kill $other" ;;
    esac
    [ "$attempt" = 2 ] || rm -f "$lock"
  done
  lock=''
}

k() { kubectl --context "$context" "$@"; }

# What a person would look at next: pods that are not ready, and the last events of those that trouble.
trouble() { # NAMESPACE
  local pod
  k -n "$1" get pods -o wide 2>/dev/null || true
  for pod in $(k -n "$1" get pods --no-headers 2>/dev/null | awk '{split($2, r, "/"); if (r[1] != r[2] && $3 != "Completed" && n++ < 3) print $1}'); do
    printf -- '--- events of %s\n' "$pod"
    k -n "$1" get events --field-selector "involvedObject.name=$pod" --sort-by=.lastTimestamp 2>/dev/null | tail -6 || true
    printf -- '--- last lines of its log\n'
    k -n "$1" logs "$pod" --tail=5 2>/dev/null || true
  done
}

await() { # NAMESPACE KIND/NAME [SECONDS]: until it is rolled out
  local end=$((SECONDS + ${3:-$WAIT_SECONDS}))
  until k -n "$1" rollout status "$2" --timeout=5s >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      trouble "$1" >&2
      fail "$2 in $1 did not become ready in ${3:-$WAIT_SECONDS} s" "look at: kubectl --context $context -n $1 describe $2"
    fi
    say "waiting for $2 in $1: $(k -n "$1" get pods --no-headers 2>/dev/null | awk '{n[$3]++} END {for (s in n) printf "%d %s ", n[s], s}')"
    sleep 1
  done
}

# A step that succeeded is noted in the cluster with a hash of all that went into it, so a second run can skip it.
stamped() { [ "$(k -n kube-system get configmap cdc-kind-up -o "jsonpath={.data.$1}" 2>/dev/null)" = "$2" ]; }
stamp() { k -n kube-system patch configmap cdc-kind-up --type merge -p "{\"data\":{\"$1\":\"$2\"}}" >/dev/null; }
digest() { if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -c1-16; } # of stdin
