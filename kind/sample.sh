# The sample pipeline and its smoke test, for SMOKE=1. Sourced by up.
# shellcheck shell=bash

sample_condition() { k -n shop get cdcpipeline shop -o "jsonpath={.status.conditions[?(@.type==\"Ready\")].$1}" 2>/dev/null; }
smoke_sample() {
  local end=$((SECONDS + WAIT_SECONDS * 2)) message='' last=''
  begin_step 'the sample pipeline'
  run_step "samples/shop.yaml could not be applied" "kubectl --context $context apply -f samples/shop.yaml" k apply -f "$root/samples/shop.yaml"
  until [ "$(sample_condition status)" = True ]; do
    if [ "$SECONDS" -ge "$end" ]; then
      diagnose shop >&2
      fail "pipeline shop did not become Ready in $((WAIT_SECONDS * 2)) s: $last" "kubectl --context $context -n shop get cdcpipeline shop -o wide"
    fi
    message=$(sample_condition message)
    if [ "$message" != "$last" ]; then info "waiting for pipeline shop: ${message:-no status yet}"; fi
    last=$message
    sleep 1
  done
  info "pipeline shop: Ready"
  begin_step 'the smoke test'
  "$here/smoke" || fail "the smoke test failed" "make kind-smoke runs it again"
}
