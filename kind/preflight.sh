# Everything that would make `make kind-up` fail later, checked first; each miss is one line with its fix. Sourced.
# shellcheck shell=bash

misses=0
system() {
  case $(uname -s) in
    Darwin) echo macos ;;
    *) if [ -f "${OS_RELEASE:-/etc/os-release}" ] && grep -qiE '^ID(_LIKE)?=.*(fedora|rhel)' "${OS_RELEASE:-/etc/os-release}"; then echo fedora; else echo debian; fi ;;
  esac
}

miss() { # WHAT FIX, or WHAT DEBIAN FEDORA MACOS
  local fix=$2
  if [ $# -gt 2 ]; then case $(system) in macos) fix=$4 ;; fedora) fix=$3 ;; esac; fi
  misses=$((misses + 1))
  printf '  - %s. Fix: %s\n' "$1" "$fix" >&2
}

# at_least 1.35.4 1.34: whether the first version is not older than the second
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | sed -n 1p)" = "$2" ]; }
number() { sed -n 's/[^0-9]*\([0-9][0-9]*\.[0-9][0-9]*[0-9.]*\).*/\1/p' | sed -n 1p; }
version_of() { { "$@" 2>/dev/null || true; } | number; } # docker says its own version and fails when its daemon sleeps

need() { # TOOL MINIMUM VERSION-COMMAND DEBIAN FEDORA MACOS
  local tool=$1 minimum=$2 found
  # shellcheck disable=SC2086 # a command with its arguments
  found=$(version_of $3)
  shift 3
  if ! command -v "$tool" >/dev/null 2>&1; then
    miss "$tool is not installed (need $minimum or newer)" "$@"
  elif ! at_least "${found:-0}" "$minimum"; then
    miss "$tool ${found:-of unknown version} is too old (need $minimum)" "$@"
  fi
}

tools() {
  need docker 20.10 'docker version --format {{.Client.Version}}' 'sudo apt-get install docker.io' 'sudo dnf install moby-engine docker-buildx && sudo systemctl enable --now docker' 'install Docker Desktop or: brew install colima docker docker-buildx && colima start --cpu 4 --memory 10'
  need kind 0.32 'kind version' 'install kind 0.33.0 from its release page (one file)' 'install kind 0.33.0 from its release page (one file)' 'brew install kind'
  need kubectl 1.33 'kubectl version --client' 'install kubectl 1.34 as kubernetes.io/docs/tasks/tools says' 'sudo dnf install kubernetes1.34-client' 'brew install kubectl'
  need helm 3.14 'helm version --template {{.Version}}' 'install helm as helm.sh/docs/intro/install says' 'sudo dnf install helm' 'brew install helm'
}

# What the cluster takes with the operators asked for and a pipeline on them (docs/kind.md has the table).
wants() {
  local o
  want_cpus=2 want_mib=3800 want_gb=8
  for o in $operators; do
    case $o in
      tidb) want_mib=$((want_mib + 2200)) want_gb=$((want_gb + 8)) ;;
      strimzi) want_mib=$((want_mib + 1500)) want_gb=$((want_gb + 5)) ;;
      eck) want_mib=$((want_mib + 1500)) want_gb=$((want_gb + 6)) ;;
      prometheus) want_mib=$((want_mib + 700)) want_gb=$((want_gb + 3)) ;;
    esac
  done
  case $operators in *tidb*strimzi* | *strimzi*tidb*) want_cpus=4 ;; esac
}

# The daemon. Its two ways of not answering have two fixes.
engine() {
  local said cpus memory directory free want_cpus want_mib want_gb more
  wants
  if ! said=$(docker info 2>&1); then
    case $said in
      *'permission denied'*) said="sudo usermod -aG docker $(id -un), then log in again"
        miss "docker refuses this user" "$said" "$said" 'start Docker Desktop as this user' ;;
      *) miss "docker does not answer" 'sudo systemctl start docker' 'sudo systemctl start docker' 'start Docker Desktop (or: colima start --cpu 4 --memory 10)' ;;
    esac
    return 0
  fi
  if at_least "$(version_of docker version --format '{{.Client.Version}}')" 23.0 && ! docker buildx version >/dev/null 2>&1; then
    miss "docker has no buildx, which builds need since 23.0" 'sudo apt-get install docker-buildx (docker-buildx-plugin from docker.com)' 'sudo dnf install docker-buildx' 'brew install docker-buildx, and link it as brew says'
  fi
  more='use a machine with more of it, or fewer OPERATORS (docs/kind.md)'
  cpus=$(docker info -f '{{.NCPU}}')
  [ "$cpus" -ge "$want_cpus" ] || miss "docker has $cpus CPUs, $want_cpus are needed" "$more" "$more" 'Docker Desktop, Settings, Resources: 4 CPUs'
  memory=$(($(docker info -f '{{.MemTotal}}') / 1048576))
  [ "$memory" -ge "$want_mib" ] || miss "docker has $memory MiB of memory, $want_mib are needed" "$more" "$more" 'Docker Desktop, Settings, Resources: 10 GB'
  directory=$(docker info -f '{{.DockerRootDir}}')
  if [ -d "$directory" ]; then # in a VM it is not here
    free=$(($(df -Pk "$directory" | awk 'NR == 2 {print $4}') / 1048576))
    more='docker system prune, or move data-root in /etc/docker/daemon.json'
    [ "$free" -ge "$want_gb" ] || miss "$directory has $free GB free, $want_gb are needed" "$more"
  fi
}

inotify() { # Linux only: a node runs many watchers, and "too many open files" names none of them
  local f=${PROC:-/proc}/sys/fs/inotify
  if [ ! -r "$f/max_user_instances" ] || [ -z "$operators" ]; then return 0; fi
  if [ "$(cat "$f/max_user_instances")" -lt 512 ] || [ "$(cat "$f/max_user_watches")" -lt 524288 ]; then
    miss 'inotify limits are too low (max_user_instances 512, max_user_watches 524288)' \
      'printf "fs.inotify.max_user_instances=512\nfs.inotify.max_user_watches=524288\n" | sudo tee /etc/sysctl.d/90-kind.conf && sudo sysctl --system'
  fi
}

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A wrong setting is told whatever PREFLIGHT says: nothing good can come of it.
wrong_settings() {
  local o a
  [ -f "$KIND_CONFIG" ] || miss "KIND_CONFIG=$KIND_CONFIG does not exist" 'name a file, or leave it out'
  printf '%s' "$KIND_NAME" | grep -qE '^[a-z0-9][a-z0-9.-]{0,40}$' || miss "KIND_NAME=$KIND_NAME is not a name kind takes" 'a to z, 0 to 9, dots and dashes'
  for o in $operators; do
    case $o in tidb | strimzi | eck | prometheus) ;; *) miss "OPERATORS: $o is unknown" 'any of: tidb strimzi eck prometheus; or none' ;; esac
  done
  case $PREFLIGHT in strict | warn | off) ;; *) miss "PREFLIGHT=$PREFLIGHT is unknown" 'strict, warn or off' ;; esac
  case $WAIT_SECONDS in '' | *[!0-9]*) miss "WAIT_SECONDS=$WAIT_SECONDS is no number" 'seconds, for example 600' ;; esac
  case $IMAGE_REGISTRY in *://*) miss "IMAGE_REGISTRY=$IMAGE_REGISTRY is a URL" 'host, port and path alone, as in an image name' ;; esac
  [ -z "$CHART_DIR" ] || [ -d "$CHART_DIR" ] || miss "CHART_DIR=$CHART_DIR is no folder" 'name the folder that holds the .tgz files'
  if [ -n "$IMAGE_ARCHIVES" ]; then
    [ -n "$(archive_files)" ] || miss "IMAGE_ARCHIVES=$IMAGE_ARCHIVES holds no .tar" 'docker save -o FILE.tar IMAGE...'
    archive_files | { while IFS= read -r a; do [ -f "$a" ] || exit 1; done; } || miss "IMAGE_ARCHIVES=$IMAGE_ARCHIVES: not every file exists" 'files of docker save -o, blanks between them, or one folder'
  fi
  [ $misses = 0 ] || fail "$misses wrong settings, see above"
}

where() { # the cluster's name and ports
  local port
  if ! command -v kind >/dev/null 2>&1 || ! docker info >/dev/null 2>&1; then return 0; fi
  if cluster_exists; then
    case $(standing) in
      strange) [ -n "$FORCE" ] || miss "the kind cluster $KIND_NAME exists and was not made by kind-up" 'choose another KIND_NAME, or FORCE=1 to install into it' ;;
    esac
    return 0
  fi
  for port in $(sed -nE 's/.*(hostPort|apiServerPort): *([0-9]+).*/\2/p' "$KIND_CONFIG"); do
    ! taken "$port" || miss "port $port of $KIND_CONFIG is taken" "stop what listens on it: ss -ltnp | grep :$port" "stop what listens on it: ss -ltnp | grep :$port" "stop what listens on it: lsof -i :$port"
  done
}

preflight() {
  at checks
  wrong_settings
  alone
  [ "$PREFLIGHT" != off ] || return 0
  tools
  if command -v docker >/dev/null 2>&1; then engine; fi
  inotify
  where
  [ $misses -gt 0 ] || { say "checks: all there"; return 0; }
  [ "$PREFLIGHT" = warn ] || fail "$misses of the checks, see above (PREFLIGHT=warn goes on all the same)"
  say "checks: $misses misses, going on because PREFLIGHT=warn"
}
