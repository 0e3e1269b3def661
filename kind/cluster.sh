# The cluster itself: who owns it, creating it, starting its nodes. Sourced.
# shellcheck shell=bash

creating=cdc-kind-up-creating-$KIND_NAME # a Docker volume that exists while kind creates the cluster

# Not grep -q: it stops reading early, which fails the pipe under pipefail.
cluster_exists() { [ "$(kind get clusters 2>/dev/null | grep -cxF -- "$KIND_NAME")" != 0 ]; }
nodes() { kind get nodes --name "$KIND_NAME" 2>/dev/null; }
first_node() { nodes | sort | head -1; }

# empty, in-use (it has namespaces of its own) or unreachable; through kind's kubeconfig, because the user's may not list it.
occupancy() {
  local config=$scratch/kubeconfig names
  if ! kind get kubeconfig --name "$KIND_NAME" >"$config" 2>/dev/null \
    || ! names=$(kubectl --kubeconfig "$config" --request-timeout=10s get namespaces -o name 2>/dev/null); then echo unreachable
  elif [ "$(printf '%s\n' "$names" | grep -cvE '^namespace/(default|kube-.*|local-path-storage)$')" = 0 ]; then echo empty
  else echo in-use
  fi
}

# What the cluster is to us: created or adopted by kind-up (recorded in a file in its node, readable even while the node is
# stopped), incomplete (kind was interrupted while creating it), empty, or foreign.
ownership() {
  local mark used
  mark=$(docker cp "$(first_node):/kind/cdc-kind-up" - 2>/dev/null | tar -xOf - 2>/dev/null || true)
  if [ -n "$mark" ]; then echo "$mark"; return 0; fi
  used=$(occupancy)
  if [ "$used" != in-use ] && docker volume inspect "$creating" >/dev/null 2>&1; then echo incomplete
  elif [ "$used" = empty ]; then echo empty
  else echo foreign
  fi
}
set_ownership() { docker exec "$(first_node)" sh -c "echo $1 >/kind/cdc-kind-up"; }

start_nodes() { # a node that Docker stopped, after a reboot for example
  local node
  for node in $(nodes); do
    [ "$(docker inspect -f '{{.State.Running}}' "$node" 2>/dev/null)" = true ] || { info "cluster: starting node $node"; docker start "$node" >/dev/null; }
  done
}

delete_cluster() {
  run_step "kind could not delete $KIND_NAME" "kind delete cluster --name $KIND_NAME" kind delete cluster --name "$KIND_NAME"
  docker volume rm "$creating" >/dev/null 2>&1 || true
}

create_cluster() {
  info "cluster: creating $KIND_NAME (image pull 1-3 min the first time)"
  docker volume create "$creating" >/dev/null
  run_step "kind could not create the cluster" "kind's output above tells \"too many open files\", a port in use and a missing image apart" \
    kind create cluster --name "$KIND_NAME" --config "$KIND_CONFIG" ${KIND_NODE_IMAGE:+--image "$KIND_NODE_IMAGE"} --wait 5m
  set_ownership created
  docker volume rm "$creating" >/dev/null
}

ensure_cluster() {
  begin_step cluster
  local state
  if ! cluster_exists; then create_cluster; else
    state=$(ownership)
    case $state in
      incomplete) info "cluster: $KIND_NAME is incomplete, recreating it"; delete_cluster; create_cluster ;;
      foreign) [ -n "$FORCE" ] || fail "the kind cluster $KIND_NAME exists and was not created by kind-up" 'choose another KIND_NAME, or FORCE=1 to install into it' ;;
    esac
    start_nodes
    case $state in empty | foreign) info "cluster: using the existing $KIND_NAME as it is"; set_ownership adopted ;; esac
    kind export kubeconfig --name "$KIND_NAME" >/dev/null 2>&1 || fail "kind could not export the kubeconfig of $KIND_NAME" "make kind-down, if nothing in it is worth keeping"
  fi
  until k get --raw /readyz >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$WAIT_SECONDS" ] || fail "the API server of $KIND_NAME does not respond" "docker logs $(first_node)"
    info "waiting for the API server"
    sleep 3
  done
  k -n kube-system get configmap cdc-kind-up >/dev/null 2>&1 || k -n kube-system create configmap cdc-kind-up >/dev/null
  configure_mirror
  load_archives
  info "cluster: $KIND_NAME is up, context $context"
}
