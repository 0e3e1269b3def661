# What `make sql`, `make kibana` and `make kafka-ui` need besides a forwarded port. Sourced by open.
# shellcheck shell=bash

sql() {
  local endpoint host user=root login secret=$pipeline-db-root
  endpoint=$(field .status.endpoints.sql)
  [ -n "$endpoint" ] || fail "status.endpoints.sql of $pipeline is empty: the database is not ready yet" "kubectl --context $context -n $ns get cdcpipeline $pipeline -o wide"
  host=${endpoint%:*}
  if [ -n "$(field .spec.database.existing.host)" ]; then
    secret=$(field .spec.database.existing.credentialsSecret)
    [ -z "$secret" ] || user=$(k -n "$ns" get secret "$secret" -o 'jsonpath={.data.username}' | base64 -d)
  fi
  if [ -n "$secret" ]; then login="-u $user -p   password: $(secret "$ns" "$secret" password)"; else login="-u $user   no password"; fi
  case $host in
    *.*.svc | *.*.svc.*)
      login="SQL of $ns/$pipeline   mysql --comments -h 127.0.0.1 -P $port $login"
      host=${host%%.svc*}
      forward "${host#*.}" "${host%%.*}" "${endpoint##*:}" "$login" ;;
    *) info "the database is outside the cluster: mysql --comments -h $host -P ${endpoint##*:} $login" ;;
  esac
}

kibana() {
  local end=$((SECONDS + 120))
  [ -z "$(field .spec.search.existing.url)" ] || fail "$pipeline uses an existing Elasticsearch" "use the Kibana that belongs to it"
  k -n "$ns" get elasticsearch "$pipeline" >/dev/null 2>&1 || fail "Elasticsearch $pipeline not found in $ns" "spec.search.enabled: true, and OPERATORS with eck"
  k apply --server-side -f - >/dev/null <<JSON
{"apiVersion": "kibana.k8s.elastic.co/v1", "kind": "Kibana", "metadata": {"name": "$pipeline", "namespace": "$ns"},
 "spec": {"version": "$(k -n "$ns" get elasticsearch "$pipeline" -o 'jsonpath={.spec.version}')", "count": 1, "elasticsearchRef": {"name": "$pipeline"}, "podTemplate": {"spec": {"containers": [
   {"name": "kibana", "resources": {"requests": {"cpu": "100m", "memory": "1Gi"}, "limits": {"memory": "2Gi"}}}]}}}}
JSON
  info "waiting for Kibana (pulls a 1 GiB image the first time)"
  until k -n "$ns" get deployment "$pipeline-kb" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "ECK has not created Kibana" "kubectl --context $context -n $ns describe kibana $pipeline"
    sleep 1
  done
  await_rollout "$ns" "deployment/$pipeline-kb"
}

# Kafka UI logs in as the consumer: it may read what the consumer may, and nothing else.
consumer_env() { k -n "$ns" get deployment "$pipeline-consumer" -o "jsonpath={.spec.template.spec.containers[0].env[?(@.name==\"$1\")]$2}" 2>/dev/null; }
property() { printf '  KAFKA_CLUSTERS_0_%s: %s\n' "$1" "$(base64 | tr -d '\n')"; } # value on stdin
copied() { printf '  KAFKA_CLUSTERS_0_PROPERTIES_%s: %s\n' "$1" "$(k -n "$ns" get secret "$2" -o "jsonpath={.data.$3}")"; }
secret_text() { k -n "$ns" get secret "$1" -o "jsonpath={.data.$2}" | base64 -d; }
kafka_ui_login() {
  local protocol user secret ca client mechanism=SCRAM-SHA-512 module=scram.ScramLoginModule
  protocol=$(consumer_env KAFKA_SECURITY_PROTOCOL .value)
  secret=$(field .spec.kafka.existing.credentialsSecret) ca=$(field .spec.kafka.existing.tls.caSecret) client=$(field .spec.kafka.existing.tls.clientSecret)
  if [ -z "$(field .spec.kafka.existing.bootstrapServers)" ]; then secret=$pipeline-kafka-consumer ca=$pipeline-cluster-ca-cert; fi
  printf 'apiVersion: v1\nkind: Secret\nmetadata: {name: kafka-ui-login, namespace: %s}\ndata:\n' "$ns"
  printf '%s' "$pipeline" | property NAME
  consumer_env KAFKA_BOOTSTRAP_SERVERS .value | property BOOTSTRAPSERVERS
  printf '%s' "$protocol" | property PROPERTIES_SECURITY_PROTOCOL
  case $protocol in SASL_*)
    user=$(consumer_env KAFKA_USERNAME .value)
    [ -n "$user" ] || user=$(secret_text "$secret" username)
    [ -z "$(secret_text "$secret" mechanism)" ] || mechanism=$(secret_text "$secret" mechanism)
    [ "$mechanism" != PLAIN ] || module=plain.PlainLoginModule
    printf '%s' "$mechanism" | property PROPERTIES_SASL_MECHANISM
    printf "org.apache.kafka.common.security.%s required username='%s' password='%s';" "$module" "$user" "$(secret_text "$secret" password)" | property PROPERTIES_SASL_JAAS_CONFIG ;;
  esac
  case $protocol in *SSL)
    [ -z "$ca" ] || { printf PEM | property PROPERTIES_SSL_TRUSTSTORE_TYPE; copied SSL_TRUSTSTORE_CERTIFICATES "$ca" 'ca\.crt'; }
    [ -z "$client" ] || { printf PEM | property PROPERTIES_SSL_KEYSTORE_TYPE; copied SSL_KEYSTORE_CERTIFICATE_CHAIN "$client" 'tls\.crt'; copied SSL_KEYSTORE_KEY "$client" 'tls\.key'; } ;;
  esac
}
kafka_ui() {
  local login
  [ -n "$(consumer_env KAFKA_BOOTSTRAP_SERVERS .value)" ] || fail "$pipeline has no consumer yet" "kubectl --context $context -n $ns get cdcpipeline $pipeline -o wide"
  login=$(kafka_ui_login) || fail "the login of $pipeline's consumer cannot be read" "kubectl --context $context -n $ns get cdcpipeline $pipeline -o wide"
  case $(printf '%s\n' "$login" | k apply -f -) in
    *configured*) k -n "$ns" rollout restart deployment/kafka-ui >/dev/null 2>&1 || true ;; # it reads its environment only at startup
  esac
  install_chart kafka-ui "$ns" "$kafka_ui_version" kafka-ui "$kafka_ui_repository" deployment/kafka-ui
}
