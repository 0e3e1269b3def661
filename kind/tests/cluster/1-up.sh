# make kind-up: from nothing, again, and interrupted. Sourced by kind/test.
# shellcheck shell=bash
expect 'kind-up: cluster, images, chart' "$here/up"
k() { kubectl --context "$context" "$@"; }
revision() { helm --kube-context "$context" -n "$namespace" list -o json | jq -r '.[0].revision'; }
uids() { k get pods,deployments,configmaps -n "$namespace" -o jsonpath='{.items[*].metadata.uid}'; }
before="$(revision) $(uids)"
expect 'kind-up again' "$here/up"
expect 'the second run changed nothing' is "$before" eval 'echo "$(revision) $(uids)"'
for m in operator consumer; do
  image=cdc-pipeline-$m:$IMAGE_TAG
  bytes=$(docker save "$image" | gzip | wc -c)
  expect "image $m: $((bytes / 1000000)) MB compressed, below 110" test "$bytes" -lt 110000000
  expect "image $m: numeric user, no shell" sh -c "docker image inspect -f '{{.Config.User}}' $image | grep -q '^[0-9]*:[0-9]*$' && ! docker run --rm --entrypoint sh $image -c true"
done
expect 'a pod under the chart, restricted' is 'true RuntimeDefault' k -n "$namespace" get pods -o 'jsonpath={.items[0].spec.containers[0].securityContext.readOnlyRootFilesystem} {.items[0].spec.securityContext.seccompProfile.type}'
k label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted --overwrite >/dev/null
# Its pod is made anew under enforced restricted security; the lease moves to it.
leader() { k -n "$namespace" get lease "$release" -o 'jsonpath={.spec.holderIdentity}'; }
pod() { k -n "$namespace" get pods -l app.kubernetes.io/name=cdc-pipeline-operator --field-selector=status.phase=Running -o 'jsonpath={.items[0].metadata.name}'; }
old=$(leader)
k -n "$namespace" delete pod "$old" --wait=true >/dev/null
leads() { [ "$(leader)" != "$old" ] && [ "$(leader)" = "$(pod)" ]; }
within 60 'leader election moves to the new pod, under enforced restricted security' leads
