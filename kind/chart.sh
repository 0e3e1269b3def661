# Our own chart. Sourced.
# shellcheck shell=bash

install_operator_chart() {
  begin_step 'our chart'
  local monitor=false key id chart=$root/helm/cdc-pipeline-operator
  if k get crd servicemonitors.monitoring.coreos.com >/dev/null 2>&1; then monitor=true; fi
  id=$(image_id "$operator_image") || fail "image $operator_image not found"
  key=$({ echo "$operator_image $consumer_image $id $monitor"; (cd "$chart" && find . -type f | sort | xargs cat); cat "$here/values/$release.yaml"; } | digest)
  if stamped chart "$key" && k -n "$namespace" get deployment "$release" >/dev/null 2>&1; then
    info "$release: unchanged"
  else
    info "$release: installing into $namespace"
    # Helm never updates a CRD after the first install, so ours is applied here.
    run_step "the CRD could not be applied" "kubectl --context $context apply --server-side -f $chart/crds/" k apply --server-side --force-conflicts -f "$chart/crds/"
    clear_pending_release "$release" "$namespace"
    # The image ID rolls the pod when the same tag was rebuilt.
    run_step "helm could not install $release" "helm --kube-context $context -n $namespace status $release" \
      helm upgrade --install "$release" "$chart" --kube-context "$context" -n "$namespace" --create-namespace --skip-crds -f "$here/values/$release.yaml" \
      --set-string image.registry="$IMAGE_REGISTRY" --set-string image.tag="$IMAGE_TAG" --set-string consumerImage.registry="$IMAGE_REGISTRY" \
      --set-string consumerImage.tag="$IMAGE_TAG" --set-string podAnnotations.image-id="${id#sha256:}" --set metrics.serviceMonitor.enabled=$monitor
  fi
  await_rollout "$namespace" "deployment/$release" 180
  stamp chart "$key"
  info "$release: ready"
}
