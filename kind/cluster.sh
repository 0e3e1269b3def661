# The cluster itself: whose it is, making it, waking it. Sourced.
# shellcheck shell=bash

creating=cdc-kind-up-creating-$KIND_NAME # a Docker volume that is there while kind makes the cluster

# No grep -q behind a pipe here: what it leaves unread would fail the pipe.
cluster_exists() { [ "$(kind get clusters 2>/dev/null | grep -cxF -- "$KIND_NAME")" != 0 ]; }
nodes() { kind get nodes --name "$KIND_NAME" 2>/dev/null; }
first_node() { nodes | sort | head -1; }

# empty, full (somebody has namespaces in it) or mute: asked through kind, because the user's kubeconfig may not know it.
content() {
  local config=$scratch/kubeconfig names
  if ! kind get kubeconfig --name "$KIND_NAME" >"$config" 2>/dev/null \
    || ! names=$(kubectl --kubeconfig "$config" --request-timeout=10s get namespaces -o name 2>/dev/null); then echo mute
  elif [ "$(printf '%s\n' "$names" | grep -cvE '^namespace/(default|kube-.*|local-path-storage)$')" = 0 ]; then echo empty
  else echo full
  fi
}

# What the cluster is to us: made or adopted by kind-up (a file in its node says so, readable also while the node is
# stopped), half (kind was interrupted while it made it), empty, or strange.
standing() {
  local mark content
  mark=$(docker cp "$(first_node):/kind/cdc-kind-up" - 2>/dev/null | tar -xOf - 2>/dev/null || true)
  if [ -n "$mark" ]; then echo "$mark"; return 0; fi
  content=$(content)
  if [ "$content" != full ] && docker volume inspect "$creating" >/dev/null 2>&1; then echo half
  elif [ "$content" = empty ]; then echo empty
  else echo strange
  fi
}
mark() { docker exec "$(first_node)" sh -c "echo $1 >/kind/cdc-kind-up"; }

wake() { # a node that Docker stopped, after a reboot for example
  local node
  for node in $(nodes); do
    [ "$(docker inspect -f '{{.State.Running}}' "$node" 2>/dev/null)" = true ] || { say "cluster: starting node $node"; docker start "$node" >/dev/null; }
  done
}

remove() {
  run "kind could not delete $KIND_NAME" "kind delete cluster --name $KIND_NAME" kind delete cluster --name "$KIND_NAME"
  docker volume rm "$creating" >/dev/null 2>&1 || true
}

create() {
  say "cluster: creating $KIND_NAME (image pull 1-3 min the first time)"
  docker volume create "$creating" >/dev/null
  run "kind could not create the cluster" "what kind said is above; \"too many open files\", a taken port and a missing image are told apart there" \
    kind create cluster --name "$KIND_NAME" --config "$KIND_CONFIG" ${KIND_NODE_IMAGE:+--image "$KIND_NODE_IMAGE"} --wait 5m
  mark made
  docker volume rm "$creating" >/dev/null
}

cluster() {
  at cluster
  local state
  if ! cluster_exists; then create; else
    state=$(standing)
    case $state in
      half) say "cluster: $KIND_NAME was left half made, making it anew"; remove; create ;;
      strange) [ -n "$FORCE" ] || fail "the kind cluster $KIND_NAME exists and was not made by kind-up" 'choose another KIND_NAME, or FORCE=1 to install into it' ;;
    esac
    wake
    case $state in empty | strange) say "cluster: $KIND_NAME was there before, taking it as it is"; mark adopted ;; esac
    kind export kubeconfig --name "$KIND_NAME" >/dev/null 2>&1 || fail "kind gives no kubeconfig for $KIND_NAME" "make kind-down, if nothing in it is worth keeping"
  fi
  until k get --raw /readyz >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$WAIT_SECONDS" ] || fail "the API server of $KIND_NAME does not answer" "docker logs $(first_node)"
    say "waiting for the API server"
    sleep 3
  done
  k -n kube-system get configmap cdc-kind-up >/dev/null 2>&1 || k -n kube-system create configmap cdc-kind-up >/dev/null
  mirror
  archives
  say "cluster: $KIND_NAME is up, context $context"
}
