# What the kind scripts say while they work, and how they wait and fail. Sourced.
# shellcheck shell=bash

SECONDS=0
step=''
continue_with=''

say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }

# The command that goes on from here, with what the user had set.
again() {
  local v set=''
  for v in KIND_NAME KIND_CONFIG KIND_NODE_IMAGE OPERATORS IMAGE_TAG IMAGE_REGISTRY IMAGE_ARCHIVES CHART_DIR PREFLIGHT; do
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

stopped() {
  trap - INT TERM
  printf '\n' >&2
  say "stopped${step:+ at $step}; what is done stays done. Continue with: $(again)" >&2
  # Children that run in the background do not see Ctrl-C.
  local children
  children=$(jobs -p)
  # shellcheck disable=SC2086 # a list of process ids
  [ -z "$children" ] || kill $children 2>/dev/null || true
  exit 130
}

k() { kubectl --context "$context" "$@"; }

# What a person would look at next: pods that are not ready, and the last events of those that trouble.
trouble() { # NAMESPACE
  local pod
  k -n "$1" get pods -o wide 2>/dev/null || true
  for pod in $(k -n "$1" get pods --no-headers 2>/dev/null | awk '{split($2, r, "/"); if (r[1] != r[2] && $3 != "Completed") print $1}' | head -3); do
    printf -- '--- events of %s\n' "$pod"
    k -n "$1" get events --field-selector "involvedObject.name=$pod" --sort-by=.lastTimestamp 2>/dev/null | tail -6 || true
    printf -- '--- last lines of its log\n'
    k -n "$1" logs "$pod" --tail=5 2>/dev/null || true
  done
}

await() { # NAMESPACE KIND/NAME [SECONDS]: until it is rolled out
  local end=$((SECONDS + ${3:-$WAIT_SECONDS}))
  until k -n "$1" rollout status "$2" --timeout=15s >/dev/null 2>&1; do
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
