# Reading every hop of one pipeline from outside: SQL, consumer, Prometheus, Elasticsearch. Sourced by smoke and test.
# shellcheck shell=bash

forwards=''
scratch=$(mktemp -d)
hops_end() {
  # shellcheck disable=SC2086 # a list of process ids
  [ -z "$forwards" ] || kill $forwards 2>/dev/null || true
  rm -rf "$scratch"
}

millis() { perl -MTime::HiRes -e 'printf "%d", Time::HiRes::time() * 1000' 2>/dev/null || echo "$(date +%s)000"; }
field() { k -n "$ns" get cdcpipeline "$pipeline" -o "jsonpath={$1}" 2>/dev/null; }
secret_value() { k -n "$1" get secret "$2" -o "jsonpath={.data.$3}" 2>/dev/null | base64 -d; }

# forward NAMESPACE SERVICE PORT: the local port in $port
forward() {
  local log=$scratch/forward-$1-$2-$3
  if [ ! -s "$log" ]; then
    kubectl --context "$context" -n "$1" port-forward "service/$2" ":$3" >"$log" 2>&1 &
    forwards="$forwards $!"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
      grep -q '^Forwarding from 127' "$log" && break
      sleep 0.5
    done
  fi
  port=$(sed -n 's/^Forwarding from 127.0.0.1:\([0-9]*\).*/\1/p' "$log" | head -1)
  [ -n "$port" ] || fail "no way to $2:$3 in $1: $(tail -1 "$log")"
}
# host:port of a cluster Service, as in status.endpoints, to NAMESPACE SERVICE PORT
service_of() { printf '%s' "$1" | sed -E 's,^[a-z]+://,,; s,/$,,; s/^([^.:]+)\.([^.:]+)[^:]*:([0-9]+)$/\2 \1 \3/'; }

sql_client() { command -v mysql || command -v mariadb || fail "no MySQL client on this machine" "Debian: apt-get install default-mysql-client; Fedora: dnf install mysql; macOS: brew install mysql-client"; }
sql() { # statements on stdin
  local user=root secret
  # shellcheck disable=SC2046 # three words
  forward $(service_of "$(field .status.endpoints.sql)")
  secret=$(field .spec.database.existing.credentialsSecret)
  [ -n "$(field .spec.database.existing.host)" ] || secret=$pipeline-db-root
  MYSQL_PWD=''
  if [ -n "$secret" ]; then user=$(secret_value "$ns" "$secret" username); MYSQL_PWD=$(secret_value "$ns" "$secret" password); fi
  MYSQL_PWD=$MYSQL_PWD "$(sql_client)" --comments -h 127.0.0.1 -P "$port" -u "$user" "$@"
}

consumer_pods() { k -n "$ns" get pods -l "cdcpipeline.io/pipeline=$pipeline,app.kubernetes.io/component=consumer" --field-selector=status.phase=Running -o 'jsonpath={.items[*].metadata.name}'; }
# counted TABLE OP: the counters of all consumer pods
counted() {
  local p
  for p in $(consumer_pods); do
    k get --raw "/api/v1/namespaces/$ns/pods/$p:8080/proxy/metrics" 2>/dev/null
  done | awk -v t="table=\"$1\"" -v o="op=\"$2\"" '/^cdc_events_total\{/ && index($0, t) && index($0, o) {n += $NF} END {printf "%d", n}'
}
lines_with() { # PATTERN: of the consumer pods' logs
  local p
  for p in $(consumer_pods); do k -n "$ns" logs "$p" 2>/dev/null | grep -F -- "$1"; done
}

prometheus_service=kps-kube-prometheus-stack-prometheus
# query EXPRESSION: the JSON of an instant query
query() {
  local encoded
  encoded=$(printf '%s' "$1" | od -An -tx1 | tr -d ' \n' | sed 's/../%&/g')
  k get --raw "/api/v1/namespaces/monitoring/services/$prometheus_service:9090/proxy/api/v1/query?query=$encoded" 2>/dev/null
}
# The pie's expression (docs/reference: operations of the last hour), by op, as "op value" lines.
pie='round(sum by (op) ((last_over_time(cdc_events_total{%s}[1h]) unless cdc_events_total{%s} offset 1h) or increase(cdc_events_total{%s}[1h])))'
pie_value() { # SELECTOR OP
  # shellcheck disable=SC2059 # the format is ours
  query "$(printf "$pie" "$1" "$1" "$1")" | jq -r --arg op "$2" '[.data.result[] | select(.metric.op == $op) | .value[1] | tonumber] | add // 0'
}

# es METHOD PATH USER:PASSWORD [BODY]: status code on the last line, over ECK's TLS with its certificate checked
es() {
  local url host
  url=$(field .status.endpoints.elasticsearch)
  [ -n "$url" ] || url=https://$pipeline-es-http.$ns.svc:9200
  host=$(printf '%s' "$url" | sed -E 's,^https?://([^:/]+).*,\1,')
  # shellcheck disable=SC2046 # three words
  forward $(service_of "$url")
  secret_value "$ns" "$pipeline-es-http-certs-public" 'ca\.crt' >"$scratch/ca.crt"
  printf 'user = "%s"\n' "$3" | curl -sS -m 20 -K - --cacert "$scratch/ca.crt" --connect-to "$host:9200:127.0.0.1:$port" -X "$1" \
    -H 'Content-Type: application/json' ${4:+-d "$4"} -w '\n%{http_code}\n' "https://$host:9200$2"
}
es_login() { printf '%s:%s' "$(secret_value "$ns" "$pipeline-es-$1" username)" "$(secret_value "$ns" "$pipeline-es-$1" password)"; }

# until_true SECONDS COMMAND...
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.3
  done
}
