# Checks up front whatever would make `make kind-up` fail later; each problem is one line with its fix. Sourced.
# shellcheck shell=bash

problems=0
platform() {
  case $(uname -s) in
    Darwin) echo macos ;;
    *) if [ -f "${OS_RELEASE:-/etc/os-release}" ] && grep -qiE '^ID(_LIKE)?=.*(fedora|rhel)' "${OS_RELEASE:-/etc/os-release}"; then echo fedora; else echo debian; fi ;;
  esac
}

problem() { # WHAT FIX, or WHAT DEBIAN FEDORA MACOS
  local fix=$2
  if [ $# -gt 2 ]; then case $(platform) in macos) fix=$4 ;; fedora) fix=$3 ;; esac; fi
  problems=$((problems + 1))
  printf '  - %s. Fix: %s\n' "$1" "$fix" >&2
}

# version_at_least 1.35.4 1.34: whether the first version is not older than the second
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | sed -n 1p)" = "$2" ]; }
first_version() { sed -n 's/[^0-9]*\([0-9][0-9]*\.[0-9][0-9]*[0-9.]*\).*/\1/p' | sed -n 1p; }
version_of() { { "$@" 2>/dev/null || true; } | first_version; } # docker prints its client version and fails when its daemon is down

require_tool() { # TOOL MINIMUM VERSION-COMMAND DEBIAN FEDORA MACOS
  local tool=$1 minimum=$2 found
  # shellcheck disable=SC2086 # a command with its arguments
  found=$(version_of $3)
  shift 3
  if ! command -v "$tool" >/dev/null 2>&1; then
    problem "$tool is not installed (need $minimum or newer)" "$@"
  elif ! version_at_least "${found:-0}" "$minimum"; then
    problem "$tool ${found:-of unknown version} is too old (need $minimum)" "$@"
  fi
}

check_tools() {
  require_tool docker 20.10 'docker version --format {{.Client.Version}}' 'sudo apt-get install docker.io' 'sudo dnf install moby-engine docker-buildx && sudo systemctl enable --now docker' 'install Docker Desktop or: brew install colima docker docker-buildx && colima start --cpu 4 --memory 10'
  require_tool kind 0.32 'kind version' 'install kind 0.33.0 from its release page (one file)' 'install kind 0.33.0 from its release page (one file)' 'brew install kind'
  require_tool kubectl 1.33 'kubectl version --client' 'install kubectl 1.34 as kubernetes.io/docs/tasks/tools says' 'sudo dnf install kubernetes1.34-client' 'brew install kubectl'
  require_tool helm 3.14 'helm version --template {{.Version}}' 'install helm as helm.sh/docs/intro/install says' 'sudo dnf install helm' 'brew install helm'
}

# What a cluster with the chosen operators and one pipeline needs (the table is in docs/kind.md).
required_resources() {
  local o
  want_cpus=2 want_mib=3800 want_gb=8
  for o in $operators; do
    case $o in
      tidb) want_mib=$((want_mib + 2200)) want_gb=$((want_gb + 8)) ;;
      strimzi) want_mib=$((want_mib + 1500)) want_gb=$((want_gb + 5)) ;;
      eck) want_mib=$((want_mib + 1500)) want_gb=$((want_gb + 6)) ;;
      loki) want_mib=$((want_mib + 600)) want_gb=$((want_gb + 6)) ;;
      prometheus) want_mib=$((want_mib + 700)) want_gb=$((want_gb + 3)) ;;
    esac
  done
  case $operators in *tidb*strimzi* | *strimzi*tidb*) want_cpus=4 ;; esac
}

# The daemon: refusing this user and not running need different fixes.
check_docker() {
  local said cpus memory directory free want_cpus want_mib want_gb more
  required_resources
  if ! said=$(docker info 2>&1); then
    case $said in
      *'permission denied'*) said="sudo usermod -aG docker $(id -un), then log in again"
        problem "docker refuses this user" "$said" "$said" 'start Docker Desktop as this user' ;;
      *) problem "docker does not respond" 'sudo systemctl start docker' 'sudo systemctl start docker' 'start Docker Desktop (or: colima start --cpu 4 --memory 10)' ;;
    esac
    return 0
  fi
  if version_at_least "$(version_of docker version --format '{{.Client.Version}}')" 23.0 && ! docker buildx version >/dev/null 2>&1; then
    problem "docker has no buildx, which docker build needs since 23.0" 'sudo apt-get install docker-buildx (docker-buildx-plugin from docker.com)' 'sudo dnf install docker-buildx' 'brew install docker-buildx, and link it as brew says'
  fi
  more='use a larger machine, or fewer OPERATORS (docs/kind.md)'
  cpus=$(docker info -f '{{.NCPU}}')
  [ "$cpus" -ge "$want_cpus" ] || problem "docker has $cpus CPUs, $want_cpus are needed" "$more" "$more" 'Docker Desktop, Settings, Resources: 4 CPUs'
  memory=$(($(docker info -f '{{.MemTotal}}') / 1048576))
  [ "$memory" -ge "$want_mib" ] || problem "docker has $memory MiB of memory, $want_mib are needed" "$more" "$more" 'Docker Desktop, Settings, Resources: 10 GB'
  directory=$(docker info -f '{{.DockerRootDir}}')
  if [ -d "$directory" ]; then # not visible when docker runs in a VM
    free=$(($(df -Pk "$directory" | awk 'NR == 2 {print $4}') / 1048576))
    more='docker system prune, or move data-root in /etc/docker/daemon.json'
    [ "$free" -ge "$want_gb" ] || problem "$directory has $free GB free, $want_gb are needed" "$more"
  fi
}

check_inotify() { # Linux only: a node runs many watchers, and "too many open files" does not say which limit
  local f=${PROC:-/proc}/sys/fs/inotify
  if [ ! -r "$f/max_user_instances" ] || [ -z "$operators" ]; then return 0; fi
  if [ "$(cat "$f/max_user_instances")" -lt 512 ] || [ "$(cat "$f/max_user_watches")" -lt 524288 ]; then
    problem 'inotify limits are too low (max_user_instances 512, max_user_watches 524288)' \
      'printf "fs.inotify.max_user_instances=512\nfs.inotify.max_user_watches=524288\n" | sudo tee /etc/sysctl.d/90-kind.conf && sudo sysctl --system'
  fi
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Invalid settings are reported whatever PREFLIGHT says.
check_settings() {
  local o a
  [ -f "$KIND_CONFIG" ] || problem "KIND_CONFIG=$KIND_CONFIG does not exist" 'name an existing file, or unset it'
  printf '%s' "$KIND_NAME" | grep -qE '^[a-z0-9][a-z0-9.-]{0,40}$' || problem "KIND_NAME=$KIND_NAME is not a valid cluster name" 'use a to z, 0 to 9, dots and dashes'
  for o in $operators; do
    case $o in tidb | strimzi | eck | prometheus | loki) ;; *) problem "OPERATORS: $o is unknown" 'use any of tidb, strimzi, eck, prometheus, loki; or none' ;; esac
  done
  case $PREFLIGHT in strict | warn | off) ;; *) problem "PREFLIGHT=$PREFLIGHT is unknown" 'use strict, warn or off' ;; esac
  case $WAIT_SECONDS in '' | *[!0-9]*) problem "WAIT_SECONDS=$WAIT_SECONDS is not a number" 'use seconds, e.g. 600' ;; esac
  case $IMAGE_REGISTRY in *://*) problem "IMAGE_REGISTRY=$IMAGE_REGISTRY is a URL" 'use host, port and path only, as in an image name' ;; esac
  [ -z "$CHART_DIR" ] || [ -d "$CHART_DIR" ] || problem "CHART_DIR=$CHART_DIR is not a folder" 'name the folder with the .tgz files'
  if [ -n "$IMAGE_ARCHIVES" ]; then
    [ -n "$(archive_files)" ] || problem "IMAGE_ARCHIVES=$IMAGE_ARCHIVES has no .tar file" 'docker save -o FILE.tar IMAGE...'
    archive_files | { while IFS= read -r a; do [ -f "$a" ] || exit 1; done; } || problem "IMAGE_ARCHIVES=$IMAGE_ARCHIVES: not every file exists" 'name files from docker save -o, separated by spaces, or one folder'
  fi
  [ $problems = 0 ] || fail "$problems invalid settings, see above"
}

check_cluster() { # the cluster's name and ports
  local port
  if ! command -v kind >/dev/null 2>&1 || ! docker info >/dev/null 2>&1; then return 0; fi
  if cluster_exists; then
    case $(ownership) in
      foreign) [ -n "$FORCE" ] || problem "the kind cluster $KIND_NAME exists and was not created by kind-up" 'choose another KIND_NAME, or FORCE=1 to install into it' ;;
    esac
    return 0
  fi
  for port in $(sed -nE 's/.*(hostPort|apiServerPort): *([0-9]+).*/\2/p' "$KIND_CONFIG"); do
    ! port_taken "$port" || problem "port $port of $KIND_CONFIG is in use" "stop what listens on it: ss -ltnp | grep :$port" "stop what listens on it: ss -ltnp | grep :$port" "stop what listens on it: lsof -i :$port"
  done
}

preflight() {
  begin_step checks
  check_settings
  take_lock
  [ "$PREFLIGHT" != off ] || return 0
  check_tools
  if command -v docker >/dev/null 2>&1; then check_docker; fi
  check_inotify
  check_cluster
  [ $problems -gt 0 ] || { info "checks: passed"; return 0; }
  [ "$PREFLIGHT" = warn ] || fail "$problems checks failed, see above (PREFLIGHT=warn continues anyway)"
  info "checks: $problems failed, continuing because PREFLIGHT=warn"
}
