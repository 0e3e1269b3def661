# A registry with a login, as kind documents local ones; our images and chart in it, by the project's own commands. The
# cluster is created meanwhile. Sourced by kind/install-test.
# shellcheck shell=bash
in_background kind create cluster --name "$KIND_NAME" --image "$KIND_NODE_IMAGE" --wait 2m >"$scratch/create.log" 2>&1
cluster_job=$!

port=5000
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
registry=localhost:$port
password=$(od -An -tx1 -N12 /dev/urandom | tr -d ' \n')
mkdir -p "$scratch/registry" "$scratch/docker"
printf 'team:%s\n' "$(printf '%s' "$password" | perl -e 'print crypt(<STDIN>, q($2b$04$) . "kindinstalltestregistr")')" >"$scratch/registry/htpasswd"
cat >"$scratch/registry/config.yml" <<'YAML'
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: /var/lib/registry}}
http: {addr: ":5000", secret: of-one-instance}
auth: {htpasswd: {realm: kind-install-test, path: /etc/docker/registry/htpasswd}}
YAML
# Debian's program in a container, so that nodes reach it where kind's network is not this machine's.
docker run -d --name "$registry_container" -p "127.0.0.1:$port:5000" -v "$(command -v docker-registry):/usr/local/bin/docker-registry:ro" \
  -v "$scratch/registry:/etc/docker/registry:ro" -v /var/lib/registry --entrypoint docker-registry "$JRE_IMAGE" \
  serve /etc/docker/registry/config.yml >/dev/null || fail 'the registry does not start'

answers() { curl -s -o /dev/null -w '%{http_code}' "http://$registry/v2/"; }
within 20 'the registry refuses whoever has no login' is 401 answers
with_login() { DOCKER_CONFIG=$scratch/docker HELM_REGISTRY_CONFIG=$scratch/docker/helm.json "$@"; }
login() { # of docker, and of helm in its own file; the password in no command line
  printf '%s' "$password" | with_login docker login -u team --password-stdin "$registry"
  printf '%s' "$password" | with_login helm registry login --plain-http -u team --password-stdin "$registry"
}
expect 'make images' make -C "$root" images REGISTRY="$registry/cdc"
expect 'docker login, helm registry login' login
expect 'make push chart-push' with_login make -C "$root" push chart-push REGISTRY="$registry/cdc"
chart=oci://$registry/cdc/charts/$release
h() { with_login helm --kube-context "$context" "$@"; }
defaults() { h show values "$chart" --plain-http | grep -cxE " *registry: $registry/cdc( .*)?"; }
expect "the chart's images are those of its registry" is 2 defaults
