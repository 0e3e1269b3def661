# Runs the dashboards' own queries through Grafana as a browser does: one request per panel, with its targets unchanged.
# Sourced by smoke.
# shellcheck shell=bash

grafana_call() { # PATH [BODY]
  forward monitoring kps-grafana 80
  printf 'user = "%s:%s"\n' "$(secret_value monitoring cdc-grafana-admin admin-user)" "$(secret_value monitoring cdc-grafana-admin admin-password)" \
    | curl -sS -m 20 -K - ${2:+-H 'Content-Type: application/json' -d "$2"} "http://127.0.0.1:$port$1"
}
# grafana_panels [UID of the default Prometheus]: panels with queries, including those in collapsed rows: title, data source
# and request body, one panel per line. Variables have the values that the dashboard opens with.
grafana_panels() {
  k get configmaps -n "$ns" -l "grafana_dashboard=1,cdcpipeline.io/pipeline=$pipeline" -o json | jq -c --arg default "${1:-prometheus}" '
    .items[].data[] | fromjson | .time as $time
    | [.templating.list[] | {name, value: (if .type == "datasource" and .current.value == "default" then $default
        elif .includeAll then .allValue else .current.value end)}] as $variables
    | def filled: reduce $variables[] as $v (.; split("${" + $v.name + "}") | join($v.value) | split("${" + $v.name + ":raw}") | join($v.value));
      .panels[] | (., .panels[]?) | select(.targets) | walk(if type == "string" then filled else . end)
    | {title, uid: .datasource.uid, type: .datasource.type,
        body: {from: (if .timeFrom then "now-" + .timeFrom else $time.from // "now-1h" end), to: ($time.to // "now"),
          queries: [.targets[] | select(.hide != true) | . + {intervalMs: 15000, maxDataPoints: 500}]}}'
}
# pie_value TABLE OP: what the dashboard's pie of Prometheus says of one table.
pie_value() {
  local expr
  expr=$(grafana_panels | jq -r --arg table "$1" 'select(.title == "Operations counted, last hour") | .body.queries[0].expr
    | gsub("cdc_events_total[{]"; "cdc_events_total{table=\"\($table)\",")')
  promql "$expr" | jq -r --arg op "$2" '[.data.result[] | select(.metric.op == $op) | .value[1] | tonumber] | add // 0'
}
# Grafana has our data sources, they reach their servers, every panel gets a result, and the table shows the event.
grafana_queries() {
  local good=0 bad='' line title answer uid kind event=$1 panels
  if ! grafana_call /api/user | jq -e .login >/dev/null 2>&1; then bad=' Grafana rejects the admin user;'; fi
  # As Grafana itself chooses: its default, or else the first of the kind.
  uid=$(grafana_call /api/datasources | jq -r '[.[] | select(.type == "prometheus")] | (map(select(.isDefault)) + .)[0].uid // empty' 2>/dev/null || true)
  panels=$(grafana_panels "$uid")
  if [ -n "$(printf '%s' "$panels" | jq -r 'select(.type == "elasticsearch") | .uid')" ] && ! grafana_call /api/plugins/elasticsearch/settings | jq -e .id >/dev/null 2>&1; then
    bad="$bad the Elasticsearch plugin is not registered (plugins.preinstall_auto_update: false in grafana.ini);"
  fi
  for uid in $(printf '%s' "$panels" | jq -r .uid | sort -u); do
    kind=$(grafana_call "/api/datasources/uid/$uid" | jq -r '.type // empty' 2>/dev/null)
    [ -n "$kind" ] || { bad="$bad no data source $uid;"; continue; }
    [ "$(grafana_call "/api/datasources/uid/$uid/health" | jq -r .status 2>/dev/null)" = OK ] || bad="$bad data source $uid cannot reach its server;"
  done
  while IFS= read -r line; do
    [ -n "$line" ] || continue
    title=$(printf '%s' "$line" | jq -r .title)
    answer=$(grafana_call /api/ds/query "$(printf '%s' "$line" | jq -c .body)")
    if ! printf '%s' "$answer" | jq -e '(.results | length > 0) and ([.results[] | .error // empty] | length == 0)' >/dev/null 2>&1; then
      bad="$bad $title: $(printf '%s' "$answer" | jq -r '[.results[]?.error // .message // empty][0] // "no response"' 2>/dev/null | cut -c1-80);"
    elif [ -n "$event" ] && printf '%s' "$line" | jq -e '.type == "elasticsearch" and .body.queries[0].metrics[0].type == "raw_data"' >/dev/null && ! printf '%s' "$answer" | grep -F "$event" >/dev/null; then
      bad="$bad $title does not show $event;"
    else good=$((good + 1)); fi
  done <<PANELS
$panels
PANELS
  [ $good -gt 0 ] || bad="$bad no dashboard for this pipeline;"
  row 'dashboards through Grafana' "$good panels" "$(($(millis) - committed))ms" "${bad:-ok}"
  [ -z "$bad" ]
}
