# What kind-test and kind-install-test need of the machine, and how they report: one line a check. $test is the name of the
# one that runs. Sourced after settings.sh and steps.sh.
# shellcheck shell=bash
shared=${SHARED_DIR:-$root/../shared}

skip() { # REASON: in CI a failure
  if [ "${CI:-}" = true ]; then fail "$1"; fi
  echo "$test: skipped: $1"
  exit 0
}
requirements() { # puts kind, kubectl and helm of SHARED_DIR on the PATH
  local t assets
  [ "$(id -u)" = 0 ] || skip "building a node image needs root"
  for t in kind-node-image kind-operators kube-assets; do
    [ -x "$shared/tools/$t" ] || skip "$shared/tools/$t not found; set SHARED_DIR"
  done
  assets=$("$shared/tools/kube-assets")
  PATH=$assets:$PATH
  for t in jq curl mvn; do command -v $t >/dev/null || skip "$t is not installed"; done
}
make_base_images() { # sets JRE_IMAGE, MAVEN_IMAGE and KIND_NODE_IMAGE
  info "base images and node image"
  JRE_IMAGE=${JRE_IMAGE:-eclipse-temurin:25-jre}
  MAVEN_IMAGE=${MAVEN_IMAGE:-maven:3.9-eclipse-temurin-25}
  export JRE_IMAGE MAVEN_IMAGE
  if [ -z "$KIND_NODE_IMAGE" ]; then
    # The tool looks for kind's module in Go's cache, which does not exist yet on a fresh machine.
    if command -v go >/dev/null; then mkdir -p "$(go env GOMODCACHE)"; fi
    KIND_NODE_IMAGE=$("$shared/tools/kind-node-image" --jre-base "$JRE_IMAGE" --maven-base "$MAVEN_IMAGE") || fail "kind-node-image failed"
  fi
  export KIND_NODE_IMAGE
}
existing_image=cdc-pipeline-local:test # MariaDB, the stand-in TiCDC and a Kafka broker in one pod
build_existing_image() {
  mvn -q -B -ntp -f "$root/pom.xml" -pl local -am -DskipTests package >"$scratch/mvn.log" 2>&1 || fail "local/ does not build: $(tail -3 "$scratch/mvn.log")"
  docker build -q -f "$root/local/Dockerfile" --build-arg JRE_IMAGE="$JRE_IMAGE" -t $existing_image "$root/local/target" >"$scratch/build.log" 2>&1 || fail "local/Dockerfile: $(tail -3 "$scratch/build.log")"
}

results=$scratch/results
failures=0
result() { printf '%-9s %5ds  %s\n' "$1" "$SECONDS" "$2" | tee -a "$results"; }
# expect WHAT COMMAND...: one line of the report; a failure does not stop the run
expect() {
  local what=$1 log=$scratch/log
  shift
  if "$@" >"$log" 2>&1; then result ok "$what"; else
    failures=$((failures + 1))
    result FAILED "$what"
    tail -8 "$log" | sed 's/^/            | /'
  fi
}
within() { # SECONDS WHAT COMMAND...: retries until it succeeds, and reports how long that took
  local limit=$1 what=$2 began=$SECONDS
  shift 2
  if until_true "$limit" "$@"; then result ok "$what ($((SECONDS - began)) s)"; else
    failures=$((failures + 1))
    result FAILED "$what, not within $limit s"
    "$@" 2>&1 | tail -8 | sed 's/^/            | /' || true
  fi
}
is() { [ "$("${@:2}")" = "$1" ]; } # is VALUE COMMAND...
code() { es "$@" | tail -1; } # Elasticsearch's status code
condition() { field ".status.conditions[?(@.type==\"$1\")].${2:-status}"; }

repeat_results() { echo; cat "$results"; }
conclude() {
  if [ "$failures" -gt 0 ]; then fail "$failures checks failed"; fi
  info "$test: all $(wc -l <"$results" | tr -d ' ') checks passed"
}
