# The panels of a pipeline's dashboards. Sourced by test.
# shellcheck shell=bash

# Panels with queries, including those in collapsed rows: title, data source and request body, one panel per line.
grafana_panels() {
  k get configmaps -n "$ns" -l "grafana_dashboard=1,cdcpipeline.io/pipeline=$pipeline" -o json | jq -c '
    .items[].data[] | fromjson | .time as $time | .panels[] | (., .panels[]?) | select(.targets)
    | {title, uid: .datasource.uid, type: .datasource.type, body: {from: ($time.from // "now-1h"), to: ($time.to // "now"),
        queries: [.targets[] | select(.hide != true) | . + {intervalMs: 15000, maxDataPoints: 500}]}}'
}
