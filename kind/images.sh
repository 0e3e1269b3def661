# Our three images: built from the source tree and loaded into the nodes. Sourced.
# shellcheck shell=bash

build_image() { # MODULE IMAGE
  info "images: building $2"
  run_step "docker could not build $2" "docker build -f $1/Dockerfile $root" \
    env DOCKER_BUILDKIT=1 docker build --progress plain -f "$root/$1/Dockerfile" -t "$2" \
    ${MAVEN_IMAGE:+--build-arg MAVEN_IMAGE="$MAVEN_IMAGE"} ${JRE_IMAGE:+--build-arg JRE_IMAGE="$JRE_IMAGE"} \
    --build-arg HTTPS_PROXY --build-arg HTTP_PROXY --build-arg NO_PROXY \
    --build-arg VERSION="$IMAGE_TAG" --build-arg REVISION="$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)" "$root"
}

docker_image_id() { docker image inspect -f '{{.Id}}' "$1" 2>/dev/null; }
node_image_id() { # our image names have no registry, or that of the mirror
  local found name=$1
  case $name in */*) ;; *) name=docker.io/library/$name ;; esac
  found=$(docker exec "$(first_node)" ctr -n k8s.io images ls "name==$name" | awk 'NR == 2 {print $3}')
  [ -n "$found" ] && printf '%s' "$found"
}
image_id() { docker_image_id "$1" || node_image_id "$1"; }

# `kind load docker-image` fails on Docker's containerd image store (kubernetes-sigs/kind#3795); an archive does not.
transfer() { # IMAGE
  local platform=''
  if [ "$(docker info -f '{{.Driver}}')" = overlayfs ]; then platform=$(docker version -f '{{.Server.Os}}/{{.Server.Arch}}'); fi
  docker save ${platform:+--platform "$platform"} -o "$scratch/image.tar" "$1" && kind load image-archive "$scratch/image.tar" --name "$KIND_NAME"
}

load_image() { # NAME IMAGE
  local id
  if ! id=$(docker_image_id "$2"); then
    node_image_id "$2" >/dev/null || fail "image $2 is neither in docker nor in the cluster" "unset SKIP_BUILD, or name its archive in IMAGE_ARCHIVES"
    info "images: $2 was loaded from an archive"
    return 0
  fi
  id=${id#sha256:}
  if stamped "image-$1" "$2-$id"; then
    info "images: $2 is already in the cluster"
    return 0
  fi
  info "images: loading $2"
  run_step "kind could not load $2" "docker save $2 | docker exec -i $KIND_NAME-control-plane ctr -n k8s.io images import -" transfer "$2"
  rm -f "$scratch/image.tar"
  stamp "image-$1" "$2-$id"
}

build_and_load_images() {
  begin_step images
  if [ "${1:-}" != only-build ] && [ -n "$SKIP_BUILD" ]; then info "images: build skipped, SKIP_BUILD is set"; else
    build_image operator "$operator_image"
    build_image consumer "$consumer_image"
    build_image demo-shop "$shop_image"
    docker tag "$shop_image" "$sample_shop_image"
  fi
  [ "${1:-}" != only-build ] || return 0
  load_image operator "$operator_image"
  load_image consumer "$consumer_image"
  # Only samples/shop-app.yaml needs it: archives may lack it.
  if docker_image_id "$shop_image" >/dev/null; then
    docker tag "$shop_image" "$sample_shop_image"
    load_image demo-shop "$sample_shop_image"
  fi
}
