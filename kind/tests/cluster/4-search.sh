# Users, roles and template in the real Elasticsearch, over ECK's TLS. Sourced by kind/test.
# shellcheck shell=bash
ns=live pipeline=live
document='{"@timestamp":"2026-01-01T12:00:00.000Z","log_type":"cdc_event","op":"INSERT","table":"t","data":{"id":"1"}}'
index=cdc-events-2026.01.01
within 60 'the writer may create a document' is 201 code PUT "/$index/_create/kind-test-$SECONDS" "$(es_login writer)" "$document"
heartbeat='{"@timestamp":"2026-01-01T12:00:00.000Z","log_type":"cdc_heartbeat","partition":0}'
expect 'the writer may create a heartbeat' is 201 code PUT "/cdc-heartbeats-2026.01.01/_create/kind-test-$SECONDS" "$(es_login writer)" "$heartbeat"
expect 'the setup user, who reads heartbeats, may search them' is 200 code GET /cdc-heartbeats-2026.01.01/_search "$(es_login setup)"
expect 'the reader, who counts events, may not' is 403 code GET /cdc-heartbeats-2026.01.01/_search "$(es_login reader)"
expect 'the writer may not search' is 403 code GET "/$index/_search" "$(es_login writer)"
expect 'the writer may not touch other indices' is 403 code PUT /other/_create/1 "$(es_login writer)" '{}'
expect 'the reader may search' is 200 code GET "/$index/_search" "$(es_login reader)"
expect 'the reader may not write' is 403 code PUT "/$index/_create/2" "$(es_login reader)" "$document"
expect 'a wrong password is rejected' is 401 code GET / "cdc:wrong-password"
templates() { es GET '/_index_template' "$(es_login setup)" | sed '$d' | jq -r '[.index_templates[] | select(.index_template.index_patterns | any(startswith("cdc-")))] | length'; }
within 60 'the index templates of events and heartbeats are installed' is 2 templates
mapping() { es GET "/$index/_mapping" "$(es_login reader)" | sed '$d' | jq -r '.[].mappings.properties.data.type'; }
expect 'rows are one flattened field' is flattened mapping

# Nobody enforces network policies in this cluster.
selected() { k -n $ns get pods -l "$(k -n $ns get networkpolicy live-filebeat -o json | jq -r '.spec.podSelector.matchLabels | to_entries[] | "\(.key)=\(.value)"')" -o name | wc -l | tr -d ' '; }
expect "a network policy selects Filebeat's pod" is 1 selected

# make kibana: ECK reconciles the object and connects it, but its image is not available here.
kibana_waits() { { PIPELINE=live NAMESPACE=live WAIT_SECONDS=5 "$here/open" kibana 2>&1 || true; } | grep 'deployment/live-kb in live did not become ready'; }
expect 'make kibana: ECK creates its Deployment, and the command reports what it waits for' kibana_waits
within 60 'its association with Elasticsearch' is Established k -n $ns get kibana live -o 'jsonpath={.status.elasticsearchAssociationStatus}'
k -n $ns delete kibana live >/dev/null
