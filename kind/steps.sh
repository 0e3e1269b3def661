# How the kind scripts report progress, run commands, wait, fail and stop. Sourced.
# shellcheck shell=bash

SECONDS=0
step=''
continue_with=''
lock=''
scratch=$(mktemp -d)
case $(uname -s) in MINGW* | MSYS*) scratch=$(cygpath -m "$scratch") ;; esac

begin_step() { # NAME: for messages, including those of the supervising shell
  step=$1
  printf '%s' "$step" >"$scratch/step"
}
info() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }

# The command that resumes from here, with the settings the user gave.
resume_command() {
  local v set=''
  for v in $settings; do
    case " $given " in *" $v "*) set="$set$v='${!v}' " ;; esac
  done
  printf '%s%s' "$set" "$continue_with"
}

fail() { # MESSAGE [FIX]
  info "FAILED${step:+ at $step}: $1" >&2
  [ $# -lt 2 ] || printf '        %s\n' "$2" >&2
  [ -z "$continue_with" ] || printf '        then continue with: %s\n' "$(resume_command)" >&2
  exit 1
}

# in_background COMMAND...: in its own process group, so that stop_jobs reaches everything it starts.
in_background() {
  set -m
  "$@" </dev/null &
  set +m
}
stop_jobs() {
  local j
  for j in $(jobs -p); do kill -TERM -- "-$j" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
# supervise COMMAND: runs it in the background while this shell only waits. A bash that runs commands itself loses a SIGINT
# that arrives just as one of them ends, and otherwise handles it inside that command's redirections.
supervise() {
  trap interrupted INT TERM HUP
  in_background supervised "$@"
  wait $!
}
supervised() {
  trap cleanup EXIT
  trap 'exit 143' INT TERM HUP
  "$@"
}
interrupted() {
  trap '' INT TERM HUP
  step=$(cat "$scratch/step" 2>/dev/null || true)
  stop_jobs
  printf '\n' >&2
  info "stopped${step:+ at $step}; completed steps are kept. Continue with: $(resume_command)" >&2
  exit 130
}
cleanup() { # EXIT trap: nothing keeps running in the background
  stop_jobs
  [ -z "$lock" ] || rm -f "$lock"
  rm -rf "$scratch"
}
trap cleanup EXIT

# run_step MESSAGE FIX COMMAND...: handles Ctrl-C at once while it runs; prints the end of its output if it fails.
run_step() {
  local message=$1 fix=$2 log
  shift 2
  log=$(mktemp "$scratch/run.XXXXXX")
  in_background "$@" >"$log" 2>&1
  wait $! || { tail -20 "$log" >&2; fail "$message" "$fix"; }
}

# Only one kind-up or kind-down at a time works on a cluster.
take_lock() {
  local other attempt
  lock=${TMPDIR:-/tmp}/cdc-kind-$KIND_NAME.pid
  for attempt in 1 2; do
    if (set -C; echo $$ >"$lock") 2>/dev/null; then return 0; fi
    other=$(cat "$lock" 2>/dev/null || true)
    case $(ps -p "${other:-0}" -o command= 2>/dev/null) in
      *kind/up* | *kind/down*) lock=''; fail "process $other is already working on $KIND_NAME" "wait for it to finish, or stop it: kill $other" ;;
    esac
    [ "$attempt" = 2 ] || rm -f "$lock"
  done
  lock=''
}

k() { kubectl --context "$context" "$@"; }

# What a person would look at next: the pods, and the last events and log lines of those that are not ready.
diagnose() { # NAMESPACE
  local pod
  k -n "$1" get pods -o wide 2>/dev/null || true
  for pod in $(k -n "$1" get pods --no-headers 2>/dev/null | awk '{split($2, r, "/"); if (r[1] != r[2] && $3 != "Completed" && n++ < 3) print $1}'); do
    printf -- '--- events of %s\n' "$pod"
    k -n "$1" get events --field-selector "involvedObject.name=$pod" --sort-by=.lastTimestamp 2>/dev/null | tail -6 || true
    printf -- '--- last lines of its log\n'
    k -n "$1" logs "$pod" --tail=5 2>/dev/null || true
  done
}

await_rollout() { # NAMESPACE KIND/NAME [SECONDS]
  local end=$((SECONDS + ${3:-$WAIT_SECONDS}))
  until k -n "$1" rollout status "$2" --timeout=5s >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      diagnose "$1" >&2
      fail "$2 in $1 did not become ready in ${3:-$WAIT_SECONDS} s" "see: kubectl --context $context -n $1 describe $2"
    fi
    info "waiting for $2 in $1: $(k -n "$1" get pods --no-headers 2>/dev/null | awk '{n[$3]++} END {for (s in n) printf "%d %s ", n[s], s}')"
    sleep 1
  done
}

# A completed step is recorded in the cluster with a hash of its inputs, so that a second run can skip it.
stamped() { [ "$(k -n kube-system get configmap cdc-kind-up -o "jsonpath={.data.$1}" 2>/dev/null)" = "$2" ]; }
stamp() { k -n kube-system patch configmap cdc-kind-up --type merge -p "{\"data\":{\"$1\":\"$2\"}}" >/dev/null; }
digest() { if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -c1-16; } # of stdin
