# Our two images: built from the source tree, loaded into the nodes. Sourced.
# shellcheck shell=bash

build() { # MODULE IMAGE
  local log
  log=$(mktemp)
  say "images: building $2"
  DOCKER_BUILDKIT=1 docker build --progress plain -f "$root/$1/Dockerfile" -t "$2" \
    ${MAVEN_IMAGE:+--build-arg MAVEN_IMAGE="$MAVEN_IMAGE"} ${JRE_IMAGE:+--build-arg JRE_IMAGE="$JRE_IMAGE"} \
    --build-arg VERSION="$IMAGE_TAG" --build-arg REVISION="$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)" "$root" >"$log" 2>&1 \
    || { tail -25 "$log" >&2; rm -f "$log"; fail "docker could not build $2" "docker build -f $1/Dockerfile $root"; }
  rm -f "$log"
}

# `kind load docker-image` fails on Docker's containerd image store (kubernetes-sigs/kind#3795); an archive does not.
load() { # NAME IMAGE
  local id archive platform=''
  id=$(docker image inspect -f '{{.Id}}' "$2")
  id=${id#sha256:}
  if stamped "image-$1" "$2-$id"; then
    say "images: $2 is in the cluster already"
    return 0
  fi
  say "images: loading $2"
  archive=$(mktemp)
  if [ "$(docker info -f '{{.Driver}}')" = overlayfs ]; then platform=$(docker version -f '{{.Server.Os}}/{{.Server.Arch}}'); fi
  { docker save ${platform:+--platform "$platform"} -o "$archive" "$2" && kind load image-archive "$archive" --name "$KIND_NAME"; } >/dev/null 2>&1 \
    || { rm -f "$archive"; fail "kind could not load $2" "docker save $2 | docker exec -i $KIND_NAME-control-plane ctr -n k8s.io images import -"; }
  rm -f "$archive"
  stamp "image-$1" "$2-$id"
}

images() {
  step=images
  if [ "${1:-}" != only-build ] && [ -n "${SKIP_BUILD:-}" ]; then say "images: not built, SKIP_BUILD is set"; else
    build operator "$operator_image"
    build consumer "$consumer_image"
  fi
  [ "${1:-}" != only-build ] || return 0
  load operator "$operator_image"
  load consumer "$consumer_image"
}
