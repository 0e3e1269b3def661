# The doors of a pipeline's own servers: `make elasticsearch`, `metrics`, `ticdc`, `kafka`. Sourced by open.
# shellcheck shell=bash

# in_cluster HOST: sets $service and $service_ns if it is the name of a Service
in_cluster() {
  case $1 in
    *.*.svc | *.*.svc.*) service=${1%%.svc*} service_ns=${service#*.} service=${service%%.*} ;;
    *) return 1 ;;
  esac
}

elasticsearch() {
  local url host secret ca=$pipeline-es-http-certs-public login key
  url=$(field .status.endpoints.elasticsearch)
  [ -n "$url" ] || fail "status.endpoints.elasticsearch of $pipeline is empty: there is none, or it is not ready yet" "kubectl --context $context -n $ns get cdcpipeline $pipeline -o wide"
  host=${url#*://} host=${host%%/*}
  case $host in *:*) ;; *) case $url in https:*) host=$host:443 ;; *) host=$host:80 ;; esac ;; esac
  secret=$pipeline-es-reader
  if [ -n "$(field .spec.search.existing.url)" ]; then secret=$(field .spec.search.existing.credentialsSecret) ca=$(field .spec.search.existing.caSecret); fi
  login='no login'
  if [ -n "$secret" ]; then login="user $(k -n "$ns" get secret "$secret" -o 'jsonpath={.data.username}' | base64 -d), password: $(secret "$ns" "$secret" password)"; fi
  if ! in_cluster "${host%:*}"; then info "Elasticsearch is outside the cluster: $url   $login"; return; fi
  # Its certificate is for the Service's name.
  if [ -n "$ca" ]; then key=$(printf '%s\n' "            CA: kubectl --context $context -n $ns get secret $ca -o 'jsonpath={.data.ca\\.crt}' | base64 -d >ca.crt"); fi
  forward "$service_ns" "$service" "${host#*:}" "Elasticsearch   ${url%%://*}://localhost:$port   $login${key:+
$key}
            curl ${key:+--cacert ca.crt }-u USER --connect-to $host:localhost:$port '${url%/}/cdc-events-*/_search?pretty'"
}

ticdc() {
  local url host name login='no login: whoever reaches it can read every row'
  url=$(field .spec.database.existing.ticdcUrl)
  if [ -z "$url" ]; then
    url=http://$pipeline-ticdc-api.$ns.svc:8301
    if [ "$(field .spec.database.managed.tls)" = true ]; then
      # Its certificate is for the name of its pods' Service.
      url=https://${url#*://} name=$pipeline-ticdc-peer.$ns.svc
      login="a client certificate: tls.crt, tls.key and ca.crt of Secret $pipeline-cluster-client-secret
            curl --cert tls.crt --key tls.key --cacert ca.crt --connect-to $name:8301:localhost:PORT https://$name:8301/api/v2/changefeeds"
    fi
  fi
  host=${url#*://} host=${host%%/*}
  if ! in_cluster "${host%:*}"; then info "TiCDC is outside the cluster: $url/api/v2/changefeeds"; return; fi
  case $host in *:*) ;; *) host=$host:80 ;; esac
  forward "$service_ns" "$service" "${host##*:}" "TiCDC   ${url%%://*}://localhost:$port/api/v2/changefeeds   ${login/PORT/$port}"
}

metrics() { forward "$ns" "$pipeline-consumer" 8080 "Metrics of a consumer   http://localhost:$port/metrics   no login; each replica has its own, Prometheus has all"; }

# Kafka tells its clients which addresses the brokers have, and they connect to those. So each broker gets the port that it
# advertises, on a loopback address of its own, and the client resolves the advertised names to these.
brokers() { k -n "$1" get pods -l "strimzi.io/cluster=$pipeline,strimzi.io/broker-role=true" -o 'jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}' 2>/dev/null; }
kafka_files() { # FOLDER BOOTSTRAP
  local user secret mechanism=SCRAM-SHA-512 module=scram.ScramLoginModule protocol ca password
  umask 077
  mkdir -p "$1"
  protocol=$(consumer_env KAFKA_SECURITY_PROTOCOL .value)
  secret=$(field .spec.kafka.existing.credentialsSecret) ca=$(field .spec.kafka.existing.tls.caSecret)
  if [ -z "$(field .spec.kafka.existing.bootstrapServers)" ]; then secret=$pipeline-kafka-consumer ca=$pipeline-cluster-ca-cert; fi
  {
    printf 'bootstrap.servers=%s\nsecurity.protocol=%s\n' "$2" "$protocol"
    case $protocol in SASL_*)
      user=$(consumer_env KAFKA_USERNAME .value)
      [ -n "$user" ] || user=$(secret_text "$secret" username)
      [ -z "$(secret_text "$secret" mechanism)" ] || mechanism=$(secret_text "$secret" mechanism)
      [ "$mechanism" != PLAIN ] || module=plain.PlainLoginModule
      password=$(secret_text "$secret" password)
      printf 'sasl.mechanism=%s\nsasl.jaas.config=org.apache.kafka.common.security.%s required username="%s" password="%s";\n' "$mechanism" "$module" "$user" "$password" ;;
    esac
    case $protocol in *SSL)
      if [ -n "$ca" ]; then secret_text "$ca" 'ca\.crt' >"$1/ca.crt"; printf 'ssl.truststore.type=PEM\nssl.truststore.location=%s\n' "$1/ca.crt"; fi ;;
    esac
  } >"$1/client.properties"
}
kafka() {
  local servers host folder number=0 names='' pod pods topic
  servers=$(consumer_env KAFKA_BOOTSTRAP_SERVERS .value)
  [ -n "$servers" ] || fail "$pipeline has no consumer yet" "kubectl --context $context -n $ns get cdcpipeline $pipeline -o wide"
  topic=$(consumer_env KAFKA_TOPIC .value)
  servers=${servers%%,*} host=${servers%:*} port=${servers##*:}
  folder=$root/target/kafka-$ns-$pipeline
  kafka_files "$folder" "$servers" || fail "the login of $pipeline's consumer cannot be read" "kubectl --context $context -n $ns get cdcpipeline $pipeline -o wide"
  if ! in_cluster "$host"; then info "Kafka is outside the cluster: $servers   client settings: $folder/client.properties"; return; fi
  port_taken "$port" && fail "port $port is in use, and clients must find the brokers at the port that they advertise" "end what listens there"
  pods=$(brokers "$service_ns")
  printf '127.0.0.1 localhost\n' >"$folder/hosts"
  for pod in ${pods:-service/$service}; do
    number=$((number + 1))
    case $pod in service/*) names="$host" ;; *) names="$pod.$pipeline-kafka-brokers.$service_ns.svc" ;; esac
    [ $number != 1 ] || [ "$names" = "$host" ] || names="$host $names"
    printf '127.0.0.%d %s\n' $number "$names" >>"$folder/hosts"
    if [ $number -gt 1 ] && [ "$(uname -s)" = Darwin ]; then info "macOS: sudo ifconfig lo0 alias 127.0.0.$number"; fi
    case $pod in service/*) ;; *) pod=pod/$pod ;; esac
    in_background kubectl --context "$context" -n "$service_ns" port-forward --address "127.0.0.$number" "$pod" "$port:$port"
  done
  cat <<TEXT
Kafka   $servers   login of the consumer: $folder/client.properties (mode 0600)
        The brokers advertise names of the cluster. A client in Java takes them from a file:
          KAFKA_OPTS=-Djdk.net.hosts.file=$folder/hosts kafka-console-consumer.sh --bootstrap-server $servers \\
            --consumer.config $folder/client.properties --topic $topic --partition 0 --offset earliest
        For others, add the lines of $folder/hosts to /etc/hosts.
TEXT
  info "forwarding until Ctrl-C"
  await_first_end
  fail "a forward has ended" "make kafka"
}

# Until one of the jobs of this shell ends; bash 3.2 has no wait -n.
await_first_end() {
  local began now
  began=$(jobs -p | wc -l)
  while :; do
    now=$(jobs -pr | wc -l)
    [ "$now" -ge "$began" ] || return 0
    sleep 0.5
  done
}
