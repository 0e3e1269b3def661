# Settings of the kind scripts, overridable from the environment; versions are pinned here and nowhere else.
# Sourced. All of these scripts run on bash 3.2 (macOS).
# shellcheck shell=bash

# What a user may set. A failed run repeats what was set in the command to resume with.
settings='KIND_NAME KIND_CONFIG KIND_NODE_IMAGE OPERATORS IMAGE_TAG IMAGE_REGISTRY IMAGE_ARCHIVES CHART_DIR MAVEN_IMAGE JRE_IMAGE SKIP_BUILD PREFLIGHT WAIT_SECONDS FORCE SMOKE'
given=$(for v in $settings; do [ -z "${!v+x}" ] || printf '%s ' "$v"; done)

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$root/kind
# Git Bash rewrites what looks like a path (/readyz) in the arguments of Windows programs, unless told not to; then
# real paths must be in a form that both understand.
case $(uname -s) in MINGW* | MSYS*)
  export MSYS_NO_PATHCONV=1 MSYS2_ARG_CONV_EXCL='*'
  root=$(cygpath -m "$root") here=$root/kind ;;
esac

KIND_NAME=${KIND_NAME:-cdc}
KIND_CONFIG=${KIND_CONFIG:-$root/kind-config.yaml}
KIND_NODE_IMAGE=${KIND_NODE_IMAGE:-}                # instead of the one in KIND_CONFIG
OPERATORS=${OPERATORS:-tidb strimzi eck prometheus} # or none; also: loki
IMAGE_TAG=${IMAGE_TAG:-0.1.0}
IMAGE_REGISTRY=${IMAGE_REGISTRY:-}                  # a mirror that nodes pull from; also names our images
IMAGE_ARCHIVES=${IMAGE_ARCHIVES:-}                  # docker archives (or a folder of *.tar) to load instead of pulling
CHART_DIR=${CHART_DIR:-}                            # folder with the charts as .tgz, for machines without network
MAVEN_IMAGE=${MAVEN_IMAGE:-}                        # base images, instead of those in the Dockerfiles
JRE_IMAGE=${JRE_IMAGE:-}
SKIP_BUILD=${SKIP_BUILD:-}                          # set: use the images that docker or the cluster has
PREFLIGHT=${PREFLIGHT:-strict}                      # strict, warn, off
WAIT_SECONDS=${WAIT_SECONDS:-600}                   # for one operator to become ready
SMOKE=${SMOKE:-}                                    # set: also create the sample pipeline, and run its smoke test
FORCE=${FORCE:-}                                    # set: also use a cluster that kind-up did not create
IMAGE_REGISTRY=${IMAGE_REGISTRY#oci://} IMAGE_REGISTRY=${IMAGE_REGISTRY%/}
operators=$(printf '%s\n' "$OPERATORS" | awk -F '[, \t]+' '{for (i = 1; i <= NF; i++) if ($i != "" && !seen[$i]++) printf "%s ", $i}')
[ "$operators" != 'none ' ] || operators=''

context=kind-$KIND_NAME
release=cdc-pipeline-operator
namespace=cdc-system
operator_image=${IMAGE_REGISTRY:+$IMAGE_REGISTRY/}cdc-pipeline-operator:$IMAGE_TAG
consumer_image=${IMAGE_REGISTRY:+$IMAGE_REGISTRY/}cdc-pipeline-consumer:$IMAGE_TAG
shop_image=${IMAGE_REGISTRY:+$IMAGE_REGISTRY/}cdc-pipeline-demo-shop:$IMAGE_TAG
sample_shop_image=ghcr.io/cdcpipeline/cdc-pipeline-demo-shop:$IMAGE_TAG # as samples/shop-app.yaml names it

tidb_operator_version=v2.0.1
strimzi_version=1.2.0
eck_version=3.5.0
prometheus_stack_version=88.5.3
kafka_ui_version=1.5.2
loki_version=6.29.0
alloy_version=0.12.5

tidb_operator_chart=oci://ghcr.io/pingcap/charts/tidb-operator
tidb_operator_crds=https://github.com/pingcap/tidb-operator/releases/download/$tidb_operator_version/tidb-operator.crds.yaml
strimzi_repository=https://strimzi.io/charts
eck_repository=https://helm.elastic.co
prometheus_stack_repository=https://prometheus-community.github.io/helm-charts
kafka_ui_repository=https://kafbat.github.io/helm-charts
grafana_repository=https://grafana.github.io/helm-charts
