# make kind-up: from nothing, interrupted in each step, then a second run. Sourced by kind/test.
# shellcheck shell=bash

# interrupt_at WHAT PATTERN [COMMAND...]: kind-up, interrupted by Ctrl-C once it has printed PATTERN (and COMMAND is true)
interrupt_at() {
  local what=$1 pattern=$2 output=$scratch/up.log pid status=0 end=$((SECONDS + 900))
  shift 2
  : >"$output"
  perl -e '$SIG{INT} = "DEFAULT"; setpgrp; exec @ARGV' "$here/up" >"$output" 2>&1 &
  pid=$!
  until grep -q "$pattern" "$output" && { [ $# = 0 ] || "$@"; }; do
    if ! kill -0 $pid 2>/dev/null || [ $SECONDS -gt $end ]; then break; fi
    sleep 0.1
  done
  kill -INT -- -$pid 2>/dev/null || true
  wait $pid || status=$?
  cat "$output" >>"$scratch/interrupted.log"
  exited_cleanly() { [ "$status" = 130 ] && grep -q 'stopped.*completed steps are kept' "$output"; }
  no_child_left() { ! pgrep -g "$pid"; }
  until_true 5 no_child_left || status="children left: $(pgrep -g "$pid" -a)"
  expect "Ctrl-C at: $what" exited_cleanly
  if [ "$status" != 130 ]; then tail -5 "$output" | sed 's/^/            | /'; fi
}
node_runs() { [ "$(docker inspect -f '{{.State.Running}}' "$KIND_NAME-control-plane" 2>/dev/null)" = true ]; }
# Every object that kind-up could have written to, with its version.
all_objects() {
  k get namespaces,deployments,statefulsets,services,serviceaccounts,configmaps,secrets,clusterroles,clusterrolebindings,roles,rolebindings,crd -A \
    -o 'jsonpath={range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name} {.metadata.uid} {.metadata.resourceVersion}{"\n"}{end}' | sort
  k get pods -A -o 'jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{"\n"}{end}' | sort
}
# A Deployment's status may still change shortly after its rollout.
settled() { local a; a=$(all_objects); sleep 2; [ "$a" = "$(all_objects)" ]; }

interrupt_at 'creating the cluster' 'cluster: creating' node_runs
interrupt_at 'building an image' 'images: building cdc-pipeline-operator'
interrupt_at 'loading an image' 'images: loading cdc-pipeline-operator'
interrupt_at 'installing our chart' 'cdc-pipeline-operator: installing'
# An unschedulable pod keeps kind-up waiting until it is interrupted, however fast the machine is.
k cordon "$KIND_NAME-control-plane" >/dev/null
k -n "$namespace" delete pods --all --wait=false >/dev/null
interrupt_at 'waiting for our pod' 'waiting for deployment/cdc-pipeline-operator'
k uncordon "$KIND_NAME-control-plane" >/dev/null
expect 'kind-up resumes and completes: cluster, images, chart' "$here/up"
until_true 60 settled
before=$(all_objects)
expect 'a second kind-up' "$here/up"
expect 'it changed nothing: every object and pod is as before' is "$before" all_objects
docker images --format '{{.Repository}}:{{.Tag}}  {{.Size}}' | grep '^cdc-pipeline-[a-z]*:'
for m in operator consumer demo-shop; do
  image=cdc-pipeline-$m:$IMAGE_TAG
  bytes=$(docker save "$image" | gzip | wc -c)
  expect "image $m: $((bytes / 1000000)) MB compressed, below 110" test "$bytes" -lt 110000000
  expect "image $m: numeric user, no shell" sh -c "docker image inspect -f '{{.Config.User}}' $image | grep -q '^[0-9]*:[0-9]*$' && ! docker run --rm --entrypoint sh $image -c true"
  expect "image $m: its AOT cache fits its jars" docker run --rm -e JDK_JAVA_OPTIONS=-XX:AOTMode=on "$image" --help
  expect "image $m: any user, read-only root, no capability" docker run --rm --read-only --user 23456:23456 --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp "$image" --help
  unlabelled() { docker image inspect "$image" | jq -r '.[0].Config.Labels as $l | ["title", "description", "version", "revision", "licenses"] | map(select(($l["org.opencontainers.image." + .] // "") == "")) | join(" ")'; }
  expect "image $m: title, description, version, revision and licence as labels" is '' unlabelled
  box=$(docker create "$image")
  sbom() { docker cp "$box:/app/sbom.json" - | tar -xOf - | jq -r '"\(.bomFormat) \(.components | length > 5)"'; }
  expect "image $m: an SBOM that names its jars" is 'CycloneDX true' sbom
  docker rm "$box" >/dev/null
done
expect 'the pod of the chart is restricted' is 'true RuntimeDefault' k -n "$namespace" get pods -o 'jsonpath={.items[0].spec.containers[0].securityContext.readOnlyRootFilesystem} {.items[0].spec.securityContext.seccompProfile.type}'
k label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted --overwrite >/dev/null
# Its pod is recreated under enforced restricted security; the lease moves to it.
leader() { k -n "$namespace" get lease "$release" -o 'jsonpath={.spec.holderIdentity}'; }
pod() { k -n "$namespace" get pods -l app.kubernetes.io/name=cdc-pipeline-operator --field-selector=status.phase=Running -o 'jsonpath={.items[0].metadata.name}'; }
old=$(leader)
k -n "$namespace" delete pod "$old" --wait=true >/dev/null
leads() { [ "$(leader)" != "$old" ] && [ "$(leader)" = "$(pod)" ]; }
within 60 'leader election moves to the new pod, under enforced restricted security' leads
