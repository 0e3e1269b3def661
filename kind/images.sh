# Our images: built from the source tree, loaded into the nodes. Sourced.
# shellcheck shell=bash

build() { # MODULE IMAGE
  say "images: building $2"
  run "docker could not build $2" "docker build -f $1/Dockerfile $root" \
    env DOCKER_BUILDKIT=1 docker build --progress plain -f "$root/$1/Dockerfile" -t "$2" \
    ${MAVEN_IMAGE:+--build-arg MAVEN_IMAGE="$MAVEN_IMAGE"} ${JRE_IMAGE:+--build-arg JRE_IMAGE="$JRE_IMAGE"} \
    --build-arg VERSION="$IMAGE_TAG" --build-arg REVISION="$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)" "$root"
}

in_docker() { docker image inspect -f '{{.Id}}' "$1" 2>/dev/null; }
in_node() { # our images have no registry in their name, or that of the mirror
  local found name=$1
  case $name in */*) ;; *) name=docker.io/library/$name ;; esac
  found=$(docker exec "$(first_node)" ctr -n k8s.io images ls "name==$name" | awk 'NR == 2 {print $3}')
  [ -n "$found" ] && printf '%s' "$found"
}
image_id() { in_docker "$1" || in_node "$1"; }

# `kind load docker-image` fails on Docker's containerd image store (kubernetes-sigs/kind#3795); an archive does not.
transfer() { # IMAGE
  local platform=''
  if [ "$(docker info -f '{{.Driver}}')" = overlayfs ]; then platform=$(docker version -f '{{.Server.Os}}/{{.Server.Arch}}'); fi
  docker save ${platform:+--platform "$platform"} -o "$scratch/image.tar" "$1" && kind load image-archive "$scratch/image.tar" --name "$KIND_NAME"
}

load() { # NAME IMAGE
  local id
  if ! id=$(in_docker "$2"); then
    in_node "$2" >/dev/null || fail "there is no image $2, neither in docker nor in the cluster" "leave SKIP_BUILD out, or name its archive in IMAGE_ARCHIVES"
    say "images: $2 came with an archive"
    return 0
  fi
  id=${id#sha256:}
  if stamped "image-$1" "$2-$id"; then
    say "images: $2 is in the cluster already"
    return 0
  fi
  say "images: loading $2"
  run "kind could not load $2" "docker save $2 | docker exec -i $KIND_NAME-control-plane ctr -n k8s.io images import -" transfer "$2"
  rm -f "$scratch/image.tar"
  stamp "image-$1" "$2-$id"
}

images() {
  at images
  if [ "${1:-}" != only-build ] && [ -n "$SKIP_BUILD" ]; then say "images: not built, SKIP_BUILD is set"; else
    build operator "$operator_image"
    build consumer "$consumer_image"
    build demo-shop "$shop_image"
  fi
  [ "${1:-}" != only-build ] || return 0
  load operator "$operator_image"
  load consumer "$consumer_image"
  # For samples/shop-app.yaml alone: archives may lack it.
  if in_docker "$shop_image" >/dev/null; then load demo-shop "$shop_image"; fi
}
