# shellcheck shell=bash
# elasticsearch, metrics, ticdc, kafka, and the list of all doors; Git Bash and WSL 2 as far as stubs go.
begin 'elasticsearch'
echo cdc >"$STATE/cluster"
run "open elasticsearch"
check 'none yet' said 'status.endpoints.elasticsearch of shop is empty'
answer 'status.endpoints.elasticsearch' <<<https://shop-es-http.shop.svc:9200
printf cdc-reader | base64 | answer 'get secret shop-es-reader .*username'
run "open elasticsearch"
check 'is forwarded' called '-n shop port-forward .* service/shop-es-http 9[0-9]+:9200'
check 'prints URL and login' said 'https://localhost:9[0-9]+   user cdc-reader, password: kubectl .* get secret shop-es-reader'
check 'the CA' said 'get secret shop-es-http-certs-public .*ca'
check 'and a call that its certificate is right for' said '--connect-to shop-es-http.shop.svc:9200:localhost:9[0-9]+ .https://shop-es-http.shop.svc:9200/cdc-events'
rm "$STATE"/answer.*
answer 'status.endpoints.elasticsearch' <<<https://logs.example:9243
answer 'spec.search.existing.url' <<<https://logs.example:9243
forget
run "open elasticsearch"
check 'one outside is named' said 'outside the cluster: https://logs.example:9243'
check 'and not forwarded' never port-forward

begin 'ticdc and metrics'
echo cdc >"$STATE/cluster"
run "open ticdc"
check 'is forwarded' called '-n shop port-forward .* service/shop-ticdc-api 8[0-9]+:8301'
check 'says that it has no login' said 'localhost:8[0-9]+/api/v2/changefeeds +no login: whoever reaches it'
run "open metrics"
check 'is forwarded' called '-n shop port-forward .* service/shop-consumer 8[0-9]+:8080'
check 'the path is printed' said 'http://localhost:8[0-9]+/metrics'
answer 'spec.database.managed.tls' <<<true
run "open ticdc"
check 'one with TLS asks for a certificate' said 'https://localhost:8[0-9]+/api/v2/changefeeds +a client certificate: .* Secret shop-cluster-client-secret'
check 'and says how it is shown' said '--connect-to shop-ticdc-peer.shop.svc:8301:localhost:8[0-9]+ https://shop-ticdc-peer'
answer 'spec.database.existing.ticdcUrl' <<<https://cdc.example:8300
run "open ticdc"
check 'one outside' said 'outside the cluster: https://cdc.example:8300'

begin 'kafka'
echo cdc >"$STATE/cluster"
files=$root/target/kafka-shop-shop
run "open kafka"
check 'without a consumer' said 'shop has no consumer yet'
answer 'KAFKA_BOOTSTRAP_SERVERS' <<<shop-kafka-bootstrap.shop.svc:19094
answer 'KAFKA_SECURITY_PROTOCOL' <<<SASL_SSL
answer 'KAFKA_USERNAME' <<<shop-consumer
answer 'KAFKA_TOPIC' <<<cdc-shop-shop
printf 'Pa55w0rd-of-Kafka' | base64 | answer 'get secret shop-kafka-consumer .*password'
answer 'get secret shop-cluster-ca-cert .*ca..crt' <<<Q0EtUEVN
printf 'shop-shop-dual-0\nshop-shop-dual-1\n' | answer 'get pods -l strimzi.io/cluster=shop,strimzi.io/broker-role=true'
run "open kafka"
check 'a forward for each broker, at the port that it advertises' called 'port-forward --address 127.0.0.1 pod/shop-shop-dual-0 19094:19094'
check 'on an address of its own' called 'port-forward --address 127.0.0.2 pod/shop-shop-dual-1 19094:19094'
check 'names that clients find there' diff - "$files/hosts" <<'HOSTS'
127.0.0.1 localhost
127.0.0.1 shop-kafka-bootstrap.shop.svc shop-shop-dual-0.shop-kafka-brokers.shop.svc
127.0.0.2 shop-shop-dual-1.shop-kafka-brokers.shop.svc
HOSTS
check 'the login' grep -qx 'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="shop-consumer" password="Pa55w0rd-of-Kafka";' "$files/client.properties"
check 'the CA' grep -qx 'CA-PEM' "$files/ca.crt"
check 'for this user only' test "$(stat -c %a "$files/client.properties")" = 600
check 'says how a client uses it' said 'KAFKA_OPTS=-Djdk.net.hosts.file=.*/hosts kafka-console-consumer.sh --bootstrap-server shop-kafka-bootstrap.shop.svc:19094'
check 'no password on the screen' bash -c "! grep -q Pa55w0rd <<<'$out'"
check 'nor among arguments' never 'Pa55w0rd'
check 'a forward that ends is said' said 'a forward has ended'
listen 19094
run "open kafka"
check 'a port in use' said 'port 19094 is in use, and clients must find the brokers at the port that they advertise'
kill "$listener" || true
rm -rf "$files"

begin 'make open'
echo cdc >"$STATE/cluster"
run "open list"
for door in grafana prometheus sql kibana kafka-ui elasticsearch metrics ticdc kafka; do
  check "lists $door" said "^$door +[a-z]"
  check "the Makefile has $door" grep -qE "^([a-z-]+ )*$door( [a-z-]+)*:" "$root/Makefile"
done
check 'with a login' said '^kibana +https://localhost:5601 +elastic, password: kubectl .* get secret shop-es-elastic-user'
check 'forwards nothing' never port-forward
printf '#!/bin/sh\necho "$1" >>"$STATE/browsed"\n' >"$STATE/bin/xdg-open"
chmod +x "$STATE/bin/xdg-open"
answer 'port-forward' <<<'Forwarding from 127.0.0.1:3000 -> 80'
run "open list grafana prometheus"
check 'opens those asked for' grep -qE '^http://localhost:30[0-9]+$' "$STATE/browsed"
check 'all of them' grep -qE '^http://localhost:90[0-9]+$' "$STATE/browsed"
run "open list wireshark"
check 'an unknown one' said 'wireshark is unknown'

begin 'WSL 2: the browser of Windows'
echo cdc >"$STATE/cluster"
printf '#!/bin/sh\necho "$1" >>"$STATE/browsed"\nexit 1\n' >"$STATE/bin/wslview"
chmod +x "$STATE/bin/wslview"
answer 'port-forward' <<<'Forwarding from 127.0.0.1:3000 -> 80'
run "open list grafana"
check 'is preferred' grep -qE '^http://localhost:30' "$STATE/browsed"

begin 'Git Bash'
echo cdc >"$STATE/cluster"
printf '#!/bin/sh\necho MINGW64_NT-10.0-22631\n' >"$STATE/bin/uname"
# What `cygpath -m` does, as far as this machine can use the result.
printf '#!/bin/sh\necho "$2" >>"$STATE/converted"\necho "$2"\n' >"$STATE/bin/cygpath"
rm "$STATE/bin/kubectl"
{ echo '#!/usr/bin/env bash'; echo 'echo "${MSYS_NO_PATHCONV:-}" >>"$STATE/conversion"'; sed 1d "$tests/stub"; } >"$STATE/bin/kubectl"
chmod +x "$STATE/bin/uname" "$STATE/bin/cygpath" "$STATE/bin/kubectl"
run "open prometheus"
check 'the repository has a path that Windows programs take' grep -qx "$root" "$STATE/converted"
check 'works' called 'port-forward .* service/kps-kube-prometheus-stack-prometheus'
check 'and are told to leave /readyz alone' bash -c "! grep -vx 1 '$STATE/conversion'"
