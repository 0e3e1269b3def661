# A pipeline with real data: SQL, TiCDC, Kafka, consumer, Prometheus, Filebeat, Elasticsearch. Sourced by kind/test.
# shellcheck shell=bash
ns=live pipeline=live
if [ -z "$SKIP_BUILD" ]; then build_existing_image; fi
load_image local "$existing_image"
k create namespace $ns >/dev/null 2>&1 || true
sed "s/NAMESPACE/$ns/g" "$here/tests/cluster/existing.yaml" | k apply -f - >/dev/null
within 120 'existing database, TiCDC and Kafka are up' k -n $ns rollout status deployment/existing --timeout=1s
sed "s/NAMESPACE/$ns/g" "$here/tests/cluster/pipeline.yaml" | k apply -f - >/dev/null
for c in DatabaseReady KafkaReady ChangefeedReady ConsumerReady MonitoringReady; do
  within 240 "$c" is True condition $c
done
within 180 'Elasticsearch is Ready' is Ready k -n $ns get elasticsearch live -o 'jsonpath={.status.phase}'
within 180 'SearchReady: the real Filebeat runs as a DaemonSet of ECK' is True condition SearchReady
k get cdcpipelines,pods -A
k -n $ns get cdcpipeline live -o 'jsonpath={range .status.conditions[*]}{.type}{"\t"}{.status}{"\t"}{.reason}{"\t"}{.message}{"\n"}{end}'

expect 'rows follow every hop (kind-smoke)' env PIPELINE=live NAMESPACE=live SMOKE_SKIP=grafana "$here/smoke"
sed 's/^/            | /' "$scratch/log"

# Filebeat's configuration looks for /var/log/pods/<ns>_<pipeline>-consumer-*_*/consumer/*.log* on the node.
glob=$(k -n $ns get beat live -o json 2>/dev/null | jq -r '[.spec.config["filebeat.inputs"][]?.paths[]?] | first // "/var/log/pods/live_live-consumer-*_*/consumer/*.log*"')
on_node() { docker exec "$KIND_NAME-control-plane" sh -c "cat $glob" | grep -F '"table":"cdc_smoke"' | grep -oE '"event_id":"[^"]*(INSERT|UPDATE|DELETE)"' | sort -u | wc -l; }
all_counted() { echo $(($(counter_value cdc_smoke insert) + $(counter_value cdc_smoke update) + $(counter_value cdc_smoke delete))); }
expect "Filebeat's path $glob holds every line" is "$(all_counted)" on_node

indexed() { es GET '/cdc-events-*/_count?q=table:cdc_smoke%20AND%20NOT%20op:DDL' "$(es_login reader)" | sed -n 1p | jq -r .count; }
expect 'Elasticsearch has a document of each line' is "$(on_node)" indexed
# The query of the dashboard's table of events, as Grafana sends it; Grafana itself is not available here.
table() {
  local query body
  query=$(grafana_panels | jq -r 'select(.title == "Raw change events") | .body.queries[0].query')
  body=$(jq -cn --arg query "($query) AND table:cdc_smoke AND NOT op:DDL" '{size: 200, query: {query_string: {query: $query, analyze_wildcard: true}}}')
  es POST '/cdc-events-*/_search' "$(es_login reader)" "$body" | sed '$d' | jq -r '.hits.hits[]._source | select(.partition != null) | .op' | sort | uniq -c | tr -s ' \n' ' '
}
expect "the dashboards' table query returns 2 deletes, 10 inserts, 5 updates" is ' 2 DELETE 10 INSERT 5 UPDATE ' table

# The same for the pie of documents: a terms aggregation.
documents() {
  local query body
  query=$(grafana_panels | jq -r 'select(.title == "Operations, last hour") | .body.queries[0].query')
  body=$(jq -cn --arg query "($query) AND table:cdc_smoke AND NOT op:DDL" '{size: 0, query: {query_string: {query: $query, analyze_wildcard: true}},
    aggs: {op: {terms: {field: "op"}}}}')
  es POST '/cdc-events-*/_search' "$(es_login reader)" "$body" | sed '$d' | jq -r '[.aggregations.op.buckets[] | "\(.doc_count) \(.key)"] | sort | join(" ")'
}
expect "the dashboards' pie of documents has 2 deletes, 10 inserts, 5 updates" is '10 INSERT 2 DELETE 5 UPDATE' documents

for op in insert:10 update:5 delete:2; do
  within 90 "the pie's expression returns ${op#*:} ${op%:*}s" is "${op#*:}" pie_value cdc_smoke "${op%:*}"
done
rules() { k get --raw "/api/v1/namespaces/monitoring/services/$prometheus_service:9090/proxy/api/v1/rules" | jq -r '[.data.groups[].rules[]] | "\(length > 0) \([.[] | select(.health != "ok")] | length)"'; }
within 150 'every alert expression evaluates' is 'true 0' rules
