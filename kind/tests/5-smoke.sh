# shellcheck shell=bash
# kind-smoke: what is rendered for the Job, what is said of its end, and that nothing is left. kind-up SMOKE=1.
jobs_end() { # Complete|Failed: of the Job, and its log
  answer 'get job cdc-pipeline-operator-smoke -o jsonpath' <<<"$1"
  answer 'get pods -l job-name=cdc-pipeline-operator-smoke .*phase' <<<Running
  answer 'get pods -l job-name=cdc-pipeline-operator-smoke .*name' <<<cdc-pipeline-operator-smoke-x7k2p
  answer 'logs -f cdc-pipeline-operator-smoke-x7k2p' <<<"HOP  FOUND  AFTER  RESULT"
}
begin 'kind-smoke'
echo cdc >"$STATE/cluster"
answer 'get cdcpipeline shop -o jsonpath=..metadata.name' <<<shop
answer 'get deployment cdc-pipeline-operator -o jsonpath' <<<mirror:5000/cdc-pipeline-operator:7
answer 'get configmaps -n shop|-n shop get configmaps' <<<shop-dashboard,shop-more,
answer 'helm template' <<<'kind: Job'
jobs_end Complete
run smoke
check 'succeeds' ended 0
check 'prints the table' said 'HOP  FOUND'
check 'renders the manifest of helm test' called '^helm template cdc-pipeline-operator .* -n cdc-system -s templates/tests/smoke.yaml '
check 'from the image of the operator that runs' called 'image.repository=mirror:5000/cdc-pipeline-operator --set-string image.tag=7 '
check 'with the pipeline' called 'smoke.pipeline=shop --set-string smoke.namespace=shop '
check 'and its dashboards' called 'smoke.dashboards=.shop-dashboard,shop-more. '
check 'through Grafana' called 'smoke.grafana.url=http://kps-grafana.monitoring.svc$'
check 'applies it' called 'kubectl --context kind-cdc apply -f .*smoke.yaml'
check 'and deletes it, before and after' test "$(grep -c 'kubectl .* delete -f .*smoke.yaml' "$STATE/calls")" = 2
check 'needs neither jq nor curl nor a MySQL client' never '^(jq|curl|mysql) '
check 'reads no Secret' never 'get secret'

answer 'get cdcpipeline shop -o jsonpath=..spec.kafka.existing.credentialsSecret' <<<kafka-login
answer 'get cdcpipeline shop -o jsonpath=..spec.search.existing.caSecret' <<<search-ca
forget
run smoke SMOKE_SKIP='grafana ticdc' SMOKE_TIMEOUT=7 SMOKE_DATABASE=app FAIL_AT='get service kps-kube'
check 'names the Secrets that an existing system needs' called 'smoke.secrets=.kafka-login,search-ca. '
check 'and hops to leave out' called 'smoke.skip=.ticdc. '
check 'not Grafana' called 'smoke.grafana.url=$'
check 'no Prometheus' called 'smoke.prometheusUrl= '
check 'other settings' called 'smoke.database=app .*smoke.timeoutSeconds=7 '

rm "$(grep -l 'get job' "$STATE"/answer.*)"
answer 'get job cdc-pipeline-operator-smoke -o jsonpath' <<<Failed
forget
run smoke
check 'fails with the Job' ended 1
check 'says so' said 'a hop differs from what was committed'
check 'deletes it all the same' test "$(grep -c 'kubectl .* delete -f .*smoke.yaml' "$STATE/calls")" = 2
run smoke FAIL_AT='apply -f'
check 'a Job that is refused' said 'the Job could not be created'
run smoke API_DOWN=1
check 'no cluster' said 'the cluster cdc does not respond'
rm "$(grep -l metadata.name "$STATE"/answer.* | head -1)"
run smoke
check 'no pipeline' said 'pipeline shop not found in shop'

begin 'kind-up SMOKE=1'
answer 'get cdcpipeline shop -o jsonpath=..status.conditions' <<<True
answer 'get cdcpipeline shop -o jsonpath=..metadata.name' <<<shop
answer 'get deployment cdc-pipeline-operator -o jsonpath' <<<cdc-pipeline-operator:7
answer 'helm template' <<<'kind: Job'
jobs_end Complete
run up SMOKE=1 OPERATORS=none PREFLIGHT=off
check 'succeeds' ended 0
check 'applies the sample once our chart is there' before '^helm upgrade --install cdc-pipeline-operator' 'apply -f .*samples/shop.yaml'
check 'then runs the smoke test' before 'apply -f .*samples/shop.yaml' '^helm template'
check 'prints its table' said 'HOP  FOUND'
rm "$(grep -l 'get job' "$STATE"/answer.*)"
answer 'get job cdc-pipeline-operator-smoke -o jsonpath' <<<Failed
run up SMOKE=1 OPERATORS=none PREFLIGHT=off
check 'a failed smoke test fails it' ended 1
check 'and repeats SMOKE in the command to go on with' said "SMOKE='1' make kind-up"
