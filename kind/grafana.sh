# The panels of a pipeline's dashboards. Sourced by test.
# shellcheck shell=bash

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
