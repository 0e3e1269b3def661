# Our own chart. Sourced.
# shellcheck shell=bash

chart() {
  at 'our chart'
  local monitor=false key id chart=$root/helm/cdc-pipeline-operator
  if k get crd servicemonitors.monitoring.coreos.com >/dev/null 2>&1; then monitor=true; fi
  id=$(image_id "$operator_image") || fail "there is no image $operator_image"
  key=$({ echo "$operator_image $consumer_image $id $monitor"; (cd "$chart" && find . -type f | sort | xargs cat); cat "$here/values/$release.yaml"; } | digest)
  if stamped chart "$key" && k -n "$namespace" get deployment "$release" >/dev/null 2>&1; then
    say "$release: unchanged"
  else
    say "$release: installing into $namespace"
    # helm leaves a CRD as it was first installed, so ours is applied here.
    run "the CRD could not be applied" "kubectl --context $context apply --server-side -f $chart/crds/" k apply --server-side --force-conflicts -f "$chart/crds/"
    unstick "$release" "$namespace"
    # The image's id rolls the pod when the same tag was built anew.
    run "helm could not install $release" "helm --kube-context $context -n $namespace status $release" \
      helm upgrade --install "$release" "$chart" --kube-context "$context" -n "$namespace" --create-namespace --skip-crds -f "$here/values/$release.yaml" \
      --set-string image.registry="$IMAGE_REGISTRY" --set-string image.tag="$IMAGE_TAG" --set-string consumerImage.registry="$IMAGE_REGISTRY" \
      --set-string consumerImage.tag="$IMAGE_TAG" --set-string podAnnotations.image-id="${id#sha256:}" --set metrics.serviceMonitor.enabled=$monitor
  fi
  await "$namespace" "deployment/$release" 180
  stamp chart "$key"
  say "$release: ready"
}
