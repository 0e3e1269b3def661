# shellcheck shell=bash
# grafana, prometheus, sql, kibana, kafka-ui: what is forwarded, printed and applied.
begin 'no cluster'
for what in grafana prometheus sql kibana kafka-ui; do
  run "open $what"
  check "$what: prints the fix" said 'kind cluster cdc does not exist'
  check "$what: forwards nothing" never port-forward
done

begin 'grafana'
echo cdc >"$STATE/cluster"
listen
run "open grafana" LOCAL_PORT="$((listening + 1))"
check 'exits as the forward does' ended 0
check 'forwards on this machine only' called "port-forward --address 127.0.0.1 service/kps-grafana $((listening + 1)):80"
check 'prints the URL, the user and how to read the password' said "http://localhost:$((listening + 1)) +user admin, password: kubectl --context kind-cdc -n monitoring get secret cdc-grafana-admin -o jsonpath=\{.data.admin-password\} . base64 -d"
run "open grafana" LOCAL_PORT="$listening"
check 'a LOCAL_PORT in use' said "port $listening is in use"
run "open prometheus"
check 'prometheus' called 'port-forward .* service/kps-kube-prometheus-stack-prometheus 9[0-9]+:9090'
run "open grafana" FAIL_AT='get service kps-grafana'
check 'not installed' said "Service kps-grafana not found in monitoring"
check 'prints how to install it' said 'OPERATORS=.*prometheus.* make kind-up'
run "open grafana" API_DOWN=1
check 'a cluster that is not running' said 'the API server of cdc does not respond'
kill "$listener" || true

name='the usual port in use'
listen 9090
run "open prometheus"
check 'the next free one is used' called 'service/kps-kube-prometheus-stack-prometheus 909[1-9]:9090'
check 'and printed' said 'http://localhost:909[1-9] '
kill "$listener" 2>/dev/null || true

name='Ctrl-C'
HANG_AT=port-forward env HOME="$work" TMPDIR="$work" STATE="$STATE" PATH="$STATE/bin:$PATH" bash "$root/kind/open" grafana >"$STATE/out" 2>&1 &
pid=$!
check 'the forward starts' until_hanging $pid
check 'the forward replaces the script: no child is left' test "$(cat "$STATE/hanging" 2>/dev/null)" = "$pid"
check 'nor a file' bash -c "! ls -d '$work'/tmp.*"
kill $pid || true
wait $pid 2>/dev/null || true

begin 'sql'
echo cdc >"$STATE/cluster"
run "open sql"
check 'no database yet' said 'status.endpoints.sql of shop is empty'
run "open sql" FAIL_AT='get cdcpipeline shop$'
check 'no such pipeline' said 'pipeline shop not found in shop'
answer 'status.endpoints.sql' <<<shop-tidb.shop.svc:4000
run "open sql"
check 'managed' called '-n shop port-forward .* service/shop-tidb [0-9]+:4000'
check 'prints the client command' said 'mysql --comments -h 127.0.0.1 -P [0-9]+ -u root -p +password: kubectl .* secret shop-db-root '
rm "$STATE"/answer.*
answer 'status.endpoints.sql' <<<db.other.svc.cluster.local:3306
answer 'spec.database.existing.host' <<<db.other.svc.cluster.local
answer 'spec.database.existing.credentialsSecret' <<<db-login
printf app | base64 | answer 'get secret db-login .*username'
run "open sql"
check 'existing, in the cluster' called '-n other port-forward .* service/db [0-9]+:3306'
check 'with its login' said '-u app -p +password: kubectl .* secret db-login'
answer 'status.endpoints.sql' <<<tidb.example.org:4000
rm "$(grep -l svc.cluster.local:3306 "$STATE"/answer.*)"
forget
run "open sql"
check 'existing, outside' said 'outside the cluster: mysql --comments -h tidb.example.org -P 4000 -u app'
check 'forwards nothing' never port-forward

begin 'kibana'
echo cdc >"$STATE/cluster"
answer 'get elasticsearch shop -o jsonpath=..spec.version' <<<9.5.3
run "open kibana"
check 'is requested from ECK' jq -e '.kind == "Kibana" and .spec.version == "9.5.3" and .spec.elasticsearchRef.name == "shop"' "$STATE/applied"
check 'is forwarded' called '-n shop port-forward .* service/shop-kb-http 5[0-9]+:5601'
check 'prints the login' said 'https://localhost:.*user elastic, password: kubectl .* secret shop-es-elastic-user -o jsonpath=.\.data\.elastic'
run "open kibana" FAIL_AT='get elasticsearch shop$'
check 'without Elasticsearch' said 'Elasticsearch shop not found in shop'
answer 'spec.search.existing.url' <<<https://logs.example:9200
run "open kibana"
check 'with an existing one' said 'uses an existing Elasticsearch'

begin 'kafka-ui'
echo cdc >"$STATE/cluster"
run "open kafka-ui"
check 'without a consumer' said 'shop has no consumer yet'
answer 'KAFKA_BOOTSTRAP_SERVERS' <<<shop-kafka-bootstrap.shop.svc:9093
answer 'KAFKA_SECURITY_PROTOCOL' <<<SASL_SSL
answer 'KAFKA_USERNAME' <<<shop-consumer
printf 'Pa55w0rd-of-Kafka' | base64 | answer 'get secret shop-kafka-consumer .*password'
answer 'get secret shop-cluster-ca-cert .*ca..crt' <<<Q0EtUEVN
run "open kafka-ui"
check 'succeeds' ended 0
value() { sed -n "s/^  KAFKA_CLUSTERS_0_$1: //p" "$STATE/applied" | base64 -d; }
check 'the address' test "$(value BOOTSTRAPSERVERS)" = shop-kafka-bootstrap.shop.svc:9093
check 'the login of the consumer' test "$(value PROPERTIES_SASL_JAAS_CONFIG)" = "org.apache.kafka.common.security.scram.ScramLoginModule required username='shop-consumer' password='Pa55w0rd-of-Kafka';"
check 'the CA' test "$(value PROPERTIES_SSL_TRUSTSTORE_CERTIFICATES)" = CA-PEM
check 'the chart of the maintained fork' called '^helm upgrade --install kafka-ui kafka-ui --kube-context kind-cdc -n shop .*--version 1.5.2 --repo https://kafbat'
check 'is forwarded' called '-n shop port-forward .* service/kafka-ui 8[0-9]+:80'
check 'no password among arguments' never 'Pa55w0rd'
check 'nor on the screen' bash -c "! grep -q Pa55w0rd <<<'$out'"
forget
run "open kafka-ui" NAMESPACE=shop
check 'a second time installs nothing' never '^helm upgrade'
rm "$(grep -l KAFKA_SECURITY_PROTOCOL "$STATE"/answer.*)"
answer 'KAFKA_SECURITY_PROTOCOL' <<<PLAINTEXT
: >"$STATE/applied"
run "open kafka-ui"
check 'without a login' bash -c "! grep -E 'SASL_JAAS|SSL_TRUST' '$STATE/applied'"

begin 'an unknown target'
echo cdc >"$STATE/cluster"
run "open wireshark"
check 'is one line' said 'wireshark is unknown'
