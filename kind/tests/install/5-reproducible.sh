# A second build of the same source tree, elsewhere and later, without what docker has kept. Sourced.
# shellcheck shell=bash
tree=$scratch/elsewhere/tree
mkdir -p "$tree"
(cd "$root" && git ls-files -z --cached --others --exclude-standard | tar --null -T - -c) | tar -xm -C "$tree"
build_again() {
  DOCKER_BUILDKIT=1 docker build --no-cache --progress plain -f "$tree/consumer/Dockerfile" -t "$consumer_image-again" \
    --build-arg MAVEN_IMAGE="$MAVEN_IMAGE" --build-arg JRE_IMAGE="$JRE_IMAGE" --build-arg HTTPS_PROXY --build-arg HTTP_PROXY --build-arg NO_PROXY "$tree"
}
expect 'the consumer is built again' build_again
files() { # IMAGE: what is in it, with times and checksums
  local box
  box=$(docker create "$1")
  mkdir -p "$scratch/files"
  docker export "$box" | tar -C "$scratch/files" -x
  docker rm "$box" >/dev/null
  (cd "$scratch/files" && find . -type f -exec sha256sum {} + | sort -k 2 && find . -printf '%p %m %TY-%Tm-%Td %TT %l\n' | sort)
  rm -rf "$scratch/files"
}
layer() { docker image inspect -f '{{index .RootFS.Layers 0}}' "$1"; }
same_layer() {
  [ "$(layer "$consumer_image")" = "$(layer "$consumer_image-again")" ] && return 0
  files "$consumer_image" >"$scratch/files.first"
  files "$consumer_image-again" >"$scratch/files.again"
  diff "$scratch/files.first" "$scratch/files.again"
  return 1
}
expect "all but the AOT cache is the same, byte for byte: one digest of the layer" same_layer
docker rmi "$consumer_image-again" >/dev/null
