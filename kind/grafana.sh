# The dashboards' own queries, asked through Grafana as a browser would. Sourced by smoke.
# shellcheck shell=bash

grafana_call() { # PATH [BODY]
  forward monitoring kps-grafana 80
  printf 'user = "admin:%s"\n' "$(secret_value monitoring cdc-grafana-admin admin-password)" \
    | curl -sS -m 20 -K - ${2:+-H 'Content-Type: application/json' -d "$2"} "http://127.0.0.1:$port$1"
}

# Every target of every dashboard of the pipeline: the number that answered, and each that did not.
grafana_queries() {
  local good=0 bad='' line title body answer
  grafana_call /api/plugins/elasticsearch/settings | jq -e .id >/dev/null || bad='the Elasticsearch plugin is not registered;'
  while IFS= read -r line; do
    title=$(printf '%s' "$line" | jq -r .title)
    body=$(printf '%s' "$line" | jq -c '{from: "now-1h", to: "now", queries: [.target + {intervalMs: 15000, maxDataPoints: 500}]}' \
      | sed -e "s/\$namespace\|\${namespace}/$ns/g" -e "s/\$pipeline\|\${pipeline}/$pipeline/g")
    answer=$(grafana_call /api/ds/query "$body")
    if printf '%s' "$answer" | jq -e '[.results[] | .error // empty] | length == 0' >/dev/null 2>&1; then good=$((good + 1)); else bad="$bad $title;"; fi
  done < <(k get configmaps -n "$ns" -l "grafana_dashboard=1,cdcpipeline.io/pipeline=$pipeline" -o json \
    | jq -c '.items[].data[] | fromjson | .panels[] | .title as $t | .targets[]? | {title: $t, target: .}')
  row 'dashboards through Grafana' "$good queries" "$(($(millis) - committed))ms" "${bad:-ok}"
  [ -z "$bad" ] && [ $good -gt 0 ]
}
