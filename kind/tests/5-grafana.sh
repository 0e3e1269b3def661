# shellcheck shell=bash
# The Grafana part of kind-smoke against a stand-in: it sends the queries of the dashboard's panels, and reports what is wrong.
begin 'dashboards through Grafana'
cp "$root/operator/src/test/resources/golden/minimal/dashboard.json" "$STATE/dashboard.json"
python3 "$tests/grafana.py" "$STATE/dashboard.json" "$STATE" >"$STATE/grafana-port" &
grafana=$!
until [ -s "$STATE/grafana-port" ] || ! kill -0 $grafana; do sleep 0.1; done
jq -c '{items: [{data: {"cdc.shop.shop.json": (. | tojson)}}]}' "$STATE/dashboard.json" | answer 'get configmaps -n shop -l grafana_dashboard=1,cdcpipeline.io/pipeline=shop'
answer 'get secret cdc-grafana-admin .*admin-user' <<<YWRtaW4=
printf 's3cret-Grafana' | base64 | answer 'get secret cdc-grafana-admin .*admin-password'
answer 'port-forward .*service/kps-grafana' <<<"Forwarding from 127.0.0.1:$(cat "$STATE/grafana-port") -> 3000"
cat >"$STATE/ask" <<'ASK'
set -euo pipefail
here=$1
for part in settings steps hops grafana; do . "$here/$part.sh"; done
trap stop_forwards EXIT
ns=shop pipeline=shop committed=$(millis)
row() { printf '%s|%s|%s\n' "$1" "$2" "$4"; }
grafana_queries "$2"
ASK
ask() { # [EVENT]
  rm -f "$STATE/queries"
  status=0
  out=$(env STATE="$STATE" PATH="$STATE/bin:$PATH" bash "$STATE/ask" "$root/kind" "${1-shop.cdc_smoke/7@42/DELETE}" 2>&1) || status=$?
}
breaks() { # WHAT: runs it with this part broken
  echo "$1" >"$STATE/broken"
  ask
  rm -f "$STATE/broken"
}
ask
check 'every panel has a result' ended 0
check 'their number' said "^dashboards through Grafana.$(wc -l <"$STATE/expected" | tr -d ' ') panels.ok"
check 'the request bodies are those of the panels, in order' diff <(jq -cS . "$STATE/expected") <(jq -cS . "$STATE/queries")
check 'the password is not an argument' never 's3cret'
ask shop.cdc_smoke/8@43/INSERT
check 'an event that the table does not show' said 'Raw change events does not show shop.cdc_smoke/8@43/INSERT'
check 'fails' ended 1
breaks events
check 'an empty table' said 'Raw change events does not show'
breaks query
check 'a rejected query, with the error of the server' said 'Operations counted, last hour: parse error'
breaks login
check 'a wrong password' said 'Grafana rejects the admin user'
breaks plugin
check 'the plugin that Grafana 13 unregisters' said 'Elasticsearch plugin is not registered'
breaks source
check 'a data source that the sidecar did not load' said 'no data source es-shop-0b6553f4'
breaks health
check 'one that cannot reach its server' said 'data source the-default cannot reach its server'
check 'fails too' ended 1
kill $grafana || true
