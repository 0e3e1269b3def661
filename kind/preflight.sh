# Everything that would make `make kind-up` fail later, checked first; each miss is one line with its fix. Sourced.
# shellcheck shell=bash

misses=0
system() {
  case $(uname -s) in
    Darwin) echo macos ;;
    *) if [ -f "${OS_RELEASE:-/etc/os-release}" ] && grep -qiE '^ID(_LIKE)?=.*(fedora|rhel)' "${OS_RELEASE:-/etc/os-release}"; then echo fedora; else echo debian; fi ;;
  esac
}

miss() { # WHAT DEBIAN FEDORA MACOS
  local fix
  case $(system) in macos) fix=$4 ;; fedora) fix=$3 ;; *) fix=$2 ;; esac
  misses=$((misses + 1))
  printf '  - %s. Fix: %s\n' "$1" "$fix" >&2
}

# at_least 1.35.4 1.34: whether the first version is not older than the second
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -1)" = "$2" ]; }
number() { sed -n 's/[^0-9]*\([0-9][0-9]*\.[0-9][0-9]*[0-9.]*\).*/\1/p' | head -1; }

need() { # TOOL MINIMUM VERSION-COMMAND DEBIAN FEDORA MACOS
  local tool=$1 minimum=$2 command=$3 found
  shift 3
  if ! command -v "$tool" >/dev/null 2>&1; then
    miss "$tool is not installed (need $minimum or newer)" "$@"
    return 0
  fi
  found=$($command 2>/dev/null | number)
  at_least "${found:-0}" "$minimum" || miss "$tool ${found:-of unknown version} is too old (need $minimum)" "$@"
}

tools() {
  need docker 20.10 'docker version --format {{.Client.Version}}' 'sudo apt-get install docker.io' 'sudo dnf install moby-engine && sudo systemctl enable --now docker' 'install Docker Desktop or: brew install colima docker && colima start --cpu 4 --memory 10'
  need kind 0.32 'kind version' 'install kind 0.33.0 from its release page (one file)' 'install kind 0.33.0 from its release page (one file)' 'brew install kind'
  need kubectl 1.33 'kubectl version --client' 'install kubectl 1.34 as kubernetes.io/docs/tasks/tools says' 'sudo dnf install kubernetes1.34-client' 'brew install kubectl'
  need helm 3.14 'helm version --template {{.Version}}' 'install helm as helm.sh/docs/intro/install says' 'sudo dnf install helm' 'brew install helm'
}

engine() {
  local cpus memory directory free want_cpus=4 want_mib=9700 want_gb=30
  [ -n "$operators" ] || { want_cpus=2; want_mib=3800; want_gb=8; }
  if ! docker info >/dev/null 2>&1; then
    miss "docker does not answer" 'sudo systemctl start docker; sudo usermod -aG docker $USER, then log in again' 'sudo systemctl start docker; sudo usermod -aG docker $USER, then log in again' 'start Docker Desktop (or: colima start --cpu 4 --memory 10)'
    return 0
  fi
  cpus=$(docker info -f '{{.NCPU}}')
  [ "$cpus" -ge $want_cpus ] || miss "docker has $cpus CPUs, $want_cpus are needed" 'use a machine with more CPUs, or OPERATORS=none' 'use a machine with more CPUs, or OPERATORS=none' 'Docker Desktop, Settings, Resources: 4 CPUs'
  memory=$(($(docker info -f '{{.MemTotal}}') / 1048576))
  [ "$memory" -ge $want_mib ] || miss "docker has $memory MiB of memory, $want_mib are needed" 'use a machine with more memory, or OPERATORS=none' 'use a machine with more memory, or OPERATORS=none' 'Docker Desktop, Settings, Resources: 10 GB'
  directory=$(docker info -f '{{.DockerRootDir}}')
  if [ -d "$directory" ]; then # in a VM it is not here
    free=$(($(df -Pk "$directory" | awk 'NR == 2 {print $4}') / 1048576))
    [ "$free" -ge $want_gb ] || miss "$directory has $free GB free, $want_gb are needed" 'docker system prune, or move data-root in /etc/docker/daemon.json' 'docker system prune, or move data-root in /etc/docker/daemon.json' 'docker system prune'
  fi
}

inotify() { # Linux only: a node runs many watchers, and "too many open files" names none of them
  local f=${PROC:-/proc}/sys/fs/inotify
  if [ ! -r "$f/max_user_instances" ] || [ -z "$operators" ]; then return 0; fi
  if [ "$(cat "$f/max_user_instances")" -lt 512 ] || [ "$(cat "$f/max_user_watches")" -lt 524288 ]; then
    set -- 'echo -e "fs.inotify.max_user_instances=512\nfs.inotify.max_user_watches=524288" | sudo tee /etc/sysctl.d/90-kind.conf && sudo sysctl --system'
    miss 'inotify limits are too low (max_user_instances 512, max_user_watches 524288)' "$1" "$1" "$1"
  fi
}

configuration() {
  local o port fix="choose another KIND_NAME, or remove what is in the way"
  [ -f "$KIND_CONFIG" ] || miss "KIND_CONFIG=$KIND_CONFIG does not exist" "$fix" "$fix" "$fix"
  printf '%s' "$KIND_NAME" | grep -qE '^[a-z0-9][a-z0-9.-]{0,40}$' || miss "KIND_NAME=$KIND_NAME is not a name kind takes (a-z 0-9 . -)" "$fix" "$fix" "$fix"
  for o in $operators; do
    case $o in tidb | strimzi | eck | prometheus) ;; *) miss "OPERATORS: $o is unknown" 'any of: tidb strimzi eck prometheus, or none' 'any of: tidb strimzi eck prometheus, or none' 'any of: tidb strimzi eck prometheus, or none' ;; esac
  done
  if ! command -v kind >/dev/null 2>&1 || [ ! -f "$KIND_CONFIG" ]; then return 0; fi
  if cluster_exists; then
    ours || miss "the kind cluster $KIND_NAME exists and was not made by kind-up" "$fix" "$fix" "$fix"
  else
    for port in $(sed -n 's/.*hostPort: *\([0-9]*\).*/\1/p' "$KIND_CONFIG"); do
      ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || miss "port $port of $KIND_CONFIG is taken" "stop what listens on it: ss -ltnp | grep :$port" "stop what listens on it: ss -ltnp | grep :$port" "stop what listens on it: lsof -i :$port"
    done
  fi
}

preflight() {
  step=checks
  [ "$PREFLIGHT" != off ] || return 0
  tools
  if command -v docker >/dev/null 2>&1; then engine; fi
  inotify
  configuration
  [ $misses -gt 0 ] || { say "checks: all there"; return 0; }
  [ "$PREFLIGHT" = warn ] || fail "$misses of the checks, see above (PREFLIGHT=warn goes on all the same)"
  say "checks: $misses misses, going on because PREFLIGHT=warn"
}
