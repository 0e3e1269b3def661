# Reads every hop of one pipeline from outside: SQL, consumer, Prometheus, Elasticsearch. Sourced by smoke and test.
# shellcheck shell=bash

stop_forwards() { # EXIT trap: forwards started in subshells are not jobs of this shell
  local f
  for f in "$scratch"/forward-*.pid; do if [ -f "$f" ]; then kill "$(cat "$f")" 2>/dev/null || true; fi; done
  cleanup
}

field() { k -n "$ns" get cdcpipeline "$pipeline" -o "jsonpath={$1}" 2>/dev/null; }
secret_value() { k -n "$1" get secret "$2" -o "jsonpath={.data.$3}" 2>/dev/null | base64 -d; }
# forward NAMESPACE SERVICE PORT: sets $port, the local port. A forward ends with its pod; the next call starts a new one.
forward() {
  local log=$scratch/forward-$1-$2-$3 _
  if [ ! -s "$log.pid" ] || ! kill -0 "$(cat "$log.pid")" 2>/dev/null; then
    : >"$log"
    kubectl --context "$context" -n "$1" port-forward --address 127.0.0.1 "service/$2" ":$3" >"$log" 2>&1 &
    echo $! >"$log.pid"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
      grep -q '^Forwarding from 127' "$log" && break
      kill -0 "$(cat "$log.pid")" 2>/dev/null || break
      sleep 0.5
    done
  fi
  port=$(sed -n 's/^Forwarding from 127.0.0.1:\([0-9]*\).*/\1/p' "$log" | head -1)
  [ -n "$port" ] || fail "cannot forward a port to $2:$3 in $1: $(tail -1 "$log")"
}
# reach HOST:PORT, as in status.endpoints: sets $at and $port, through a forward for a Service of the cluster
reach() {
  local host=${1%:*}
  at=$host port=${1##*:}
  case $host in *.*.svc | *.*.svc.*)
    host=${host%%.svc*}
    forward "${host#*.}" "${host%%.*}" "$port"
    at=127.0.0.1 ;;
  esac
}

sql_client() { command -v mysql || command -v mariadb || fail "no MySQL client is installed" "Debian: apt-get install default-mysql-client; Fedora: dnf install mysql; macOS: brew install mysql-client"; }
sql() { # statements on stdin
  local user=root secret
  reach "$(field .status.endpoints.sql)"
  secret=$(field .spec.database.existing.credentialsSecret)
  [ -n "$(field .spec.database.existing.host)" ] || secret=$pipeline-db-root
  MYSQL_PWD=''
  if [ -n "$secret" ]; then user=$(secret_value "$ns" "$secret" username); MYSQL_PWD=$(secret_value "$ns" "$secret" password); fi
  MYSQL_PWD=$MYSQL_PWD "$(sql_client)" --comments -h "$at" -P "$port" -u "$user" "$@"
}

consumer_pods() { k -n "$ns" get pods -l "cdcpipeline.io/pipeline=$pipeline,app.kubernetes.io/component=consumer" --field-selector=status.phase=Running -o 'jsonpath={.items[*].metadata.name}'; }
# counter_value TABLE OP: summed over all consumer pods
counter_value() {
  local p
  for p in $(consumer_pods); do
    k get --raw "/api/v1/namespaces/$ns/pods/$p:8080/proxy/metrics" 2>/dev/null
  done | awk -v t="table=\"$1\"" -v o="op=\"$2\"" '/^cdc_events_total\{/ && index($0, t) && index($0, o) {n += $NF} END {printf "%d", n}'
}

prometheus_service=kps-kube-prometheus-stack-prometheus
# promql EXPRESSION: the JSON result of an instant query
promql() {
  local encoded
  encoded=$(printf '%s' "$1" | od -An -tx1 | tr -d ' \n' | sed 's/../%&/g')
  k get --raw "/api/v1/namespaces/monitoring/services/$prometheus_service:9090/proxy/api/v1/query?query=$encoded" 2>/dev/null
}
# es METHOD PATH USER:PASSWORD [BODY]: status code on the last line; verifies ECK's certificate, or against caSecret
es() {
  local url host ca=''
  url=$(field .status.endpoints.elasticsearch)
  [ -n "$url" ] || url=https://$pipeline-es-http.$ns.svc:9200
  url=${url%/}
  host=${url#*://}
  case $host in *:*) ;; *) host=$host:9200 ;; esac
  reach "$host"
  if [ -z "$(field .spec.search.existing.url)" ]; then ca=$pipeline-es-http-certs-public; else ca=$(field .spec.search.existing.caSecret); fi
  [ -z "$ca" ] || secret_value "$ns" "$ca" 'ca\.crt' >"$scratch/ca.crt"
  printf 'user = "%s"\n' "$3" | curl -sS -m 20 -K - ${ca:+--cacert "$scratch/ca.crt"} --connect-to "$host:$at:$port" -X "$1" \
    -H 'Content-Type: application/json' ${4:+-d "$4"} -w '\n%{http_code}\n' "${url%%://*}://$host$2"
}
# es_login writer|reader|setup: an existing Elasticsearch has one login for all three
es_login() {
  local secret=$pipeline-es-$1
  [ -z "$(field .spec.search.existing.url)" ] || secret=$(field .spec.search.existing.credentialsSecret)
  printf '%s:%s' "$(secret_value "$ns" "$secret" username)" "$(secret_value "$ns" "$secret" password)"
}

# until_true SECONDS COMMAND...
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.3
  done
}
