# The cluster itself. Sourced.
# shellcheck shell=bash

cluster_exists() { kind get clusters 2>/dev/null | grep -qx "$KIND_NAME"; }

# Ours: bears the mark of kind-up, or is so young that it holds nothing of anybody's.
ours() {
  k -n kube-system get configmap cdc-kind-up >/dev/null 2>&1 && return 0
  k get --raw /readyz >/dev/null 2>&1 || return 0 # nothing answers, so nothing of anybody's runs
  ! k get namespaces -o name 2>/dev/null | grep -qvE '^namespace/(default|kube-.*|local-path-storage)$'
}

wake() { # a node that Docker stopped, after a reboot for example
  local node
  for node in $(kind get nodes --name "$KIND_NAME" 2>/dev/null); do
    [ "$(docker inspect -f '{{.State.Running}}' "$node" 2>/dev/null)" = true ] || { say "cluster: starting node $node"; docker start "$node" >/dev/null; }
  done
}

# Nodes ask the mirror for every image, whatever registry its name says, and fall back to that registry.
mirror() {
  local node scheme=https
  [ -n "$IMAGE_REGISTRY" ] || return 0
  case $IMAGE_REGISTRY in localhost:* | 127.* | *:5000* | *:5001*) scheme=http ;; esac
  for node in $(kind get nodes --name "$KIND_NAME"); do
    printf '[host."%s://%s"]\n  capabilities = ["pull", "resolve"]\n' "$scheme" "$IMAGE_REGISTRY" \
      | docker exec -i "$node" sh -c 'mkdir -p /etc/containerd/certs.d/_default && cat >/etc/containerd/certs.d/_default/hosts.toml'
  done
}

archives() {
  local a key list=$IMAGE_ARCHIVES
  [ -n "$list" ] || return 0
  if [ -d "$list" ]; then list=$(find "$list" -name '*.tar' | sort); fi
  for a in $list; do
    [ -f "$a" ] || fail "IMAGE_ARCHIVES: $a does not exist"
    key=archive-$(digest <"$a")
    stamped "$key" loaded && continue
    say "cluster: loading $a"
    kind load image-archive "$a" --name "$KIND_NAME" >/dev/null 2>&1 || fail "kind cannot load $a"
    stamp "$key" loaded
  done
}

cluster() {
  step=cluster
  local log
  if cluster_exists; then
    wake
    kind export kubeconfig --name "$KIND_NAME" >/dev/null 2>&1 || fail "kind gives no kubeconfig for $KIND_NAME" "make kind-down, if nothing in it is worth keeping"
  else
    say "cluster: creating $KIND_NAME (image pull 1-3 min the first time)"
    log=$(mktemp)
    kind create cluster --name "$KIND_NAME" --config "$KIND_CONFIG" ${KIND_NODE_IMAGE:+--image "$KIND_NODE_IMAGE"} --wait 5m >"$log" 2>&1 \
      || { tail -20 "$log" >&2; rm -f "$log"; fail "kind could not create the cluster" "kind's own log: kind export logs --name $KIND_NAME"; }
    rm -f "$log"
  fi
  until k get --raw /readyz >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$WAIT_SECONDS" ] || fail "the API server of $KIND_NAME does not answer" "docker logs $KIND_NAME-control-plane"
    say "waiting for the API server"
    sleep 3
  done
  k -n kube-system get configmap cdc-kind-up >/dev/null 2>&1 || k -n kube-system create configmap cdc-kind-up >/dev/null
  mirror
  archives
  say "cluster: $KIND_NAME is up, context $context"
}
