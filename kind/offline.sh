# Where nodes get images from other than the registry in the image name: a mirror, and archives on this machine. Sourced.
# shellcheck shell=bash

# A node's localhost is the node itself: a registry that a container publishes here is reached by that container's name.
local_registry() { # PORT: host:port inside the kind network
  local id name port
  id=$(docker ps -q --filter "publish=$1" | head -1)
  [ -n "$id" ] || return 1
  name=$(docker inspect -f '{{.Name}}' "$id")
  port=$(docker port "$id" | sed -n "s,^\([0-9]*\)/tcp -> .*:$1\$,\1,p" | head -1)
  docker network connect kind "$id" >/dev/null 2>&1 || true # it may be connected already
  printf '%s:%s' "${name#/}" "$port"
}

# Nodes ask the mirror for every image, whatever registry the image name has, and fall back to that registry.
configure_mirror() {
  local node host=${IMAGE_REGISTRY%%/*} path='' scheme=https
  [ -n "$IMAGE_REGISTRY" ] || return 0
  case $IMAGE_REGISTRY in */*) path=/${IMAGE_REGISTRY#*/} ;; esac
  case $host in localhost:* | 127.* | *:5000 | *:5001) scheme=http ;; esac
  case $host in
    localhost:* | 127.0.0.1:*)
      host=$(local_registry "${host##*:}") || fail "IMAGE_REGISTRY: no container publishes port ${IMAGE_REGISTRY##*:}" "nodes cannot reach a registry on this machine outside Docker by localhost; use an address of this machine" ;;
  esac
  for node in $(nodes); do
    printf '[host."%s://%s/v2%s"]\n  capabilities = ["pull", "resolve"]\n  override_path = true\n' "$scheme" "$host" "$path" \
      | docker exec -i "$node" sh -c 'mkdir -p /etc/containerd/certs.d/_default && cat >/etc/containerd/certs.d/_default/hosts.toml'
  done
}

archive_files() { # one a line
  local a
  if [ -d "$IMAGE_ARCHIVES" ]; then find "$IMAGE_ARCHIVES" -name '*.tar' | sort
  elif [ -f "$IMAGE_ARCHIVES" ]; then printf '%s\n' "$IMAGE_ARCHIVES" # its name may contain spaces
  else for a in $IMAGE_ARCHIVES; do printf '%s\n' "$a"; done
  fi
}

load_archives() {
  local a key
  [ -n "$IMAGE_ARCHIVES" ] || return 0
  while IFS= read -r a; do
    key=archive-$(digest <"$a")
    stamped "$key" loaded && continue
    info "cluster: loading $a"
    run_step "kind cannot load $a" "it must be an uncompressed archive from docker save -o" kind load image-archive "$a" --name "$KIND_NAME"
    stamp "$key" loaded
  done <<FILES
$(archive_files)
FILES
}
