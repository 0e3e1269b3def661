# Every door that this cluster has something behind: forwarded, used as printed, closed by Ctrl-C. Sourced by kind/test.
# shellcheck shell=bash
ns=live pipeline=live
door=$scratch/door.log

# opened WHAT COMMAND...: make WHAT forwards a port ($port), the command succeeds on it, and after Ctrl-C nothing is left
opened() {
  local what=$1 pid status=1
  shift
  port=''
  # With job control and its default SIGINT, as from a terminal: else it would ignore that, as a test in the background does.
  in_background perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' env PIPELINE=live NAMESPACE=live "$here/open" "$what" >"$door" 2>&1
  pid=$!
  if until_true 30 grep -q 'Forwarding from 127' "$door"; then
    port=$(sed -n 's/^Forwarding from 127.0.0.1:\([0-9]*\).*/\1/p' "$door" | sed -n 1p)
    status=0
    "$@" || status=$?
  fi
  cat "$door"
  kill -INT -- "-$pid" || status=1
  wait "$pid" 2>/dev/null || true
  until_true 5 closed "$pid" || { echo "left behind: $(pgrep -a -f "port-forward .*${port:-none}" || true)"; status=1; }
  return "$status"
}
closed() { ! pgrep -g "$1" >/dev/null && ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && ! pgrep -f "port-forward .*[ :]$port:" >/dev/null; }
# door_opens WHAT SAYS COMMAND...: a line of the report, and what it printed
door_opens() {
  expect "make $1: $2, and Ctrl-C leaves nothing" opened "$1" "${@:3}"
  sed 's/^/            | /' "$door"
}

select_one() { MYSQL_PWD='' "$(sql_client)" -h 127.0.0.1 -P "$port" -u root -e 'select 1'; }
door_opens sql 'a MySQL client connects' select_one
prometheus_answers() { curl -sS "http://127.0.0.1:$port/api/v1/query?query=up" | jq -e '.status == "success"'; }
door_opens prometheus 'its API responds' prometheus_answers

# The commands are those that it prints; only USER is filled in.
as_printed() {
  local password
  password=$(eval "$(sed -n 's/^Elasticsearch .*password: //p' "$door")")
  cd "$scratch" && eval "$(sed -n 's/^ *CA: //p' "$door")"
  eval "$(sed -n 's/^ *\(curl .*\)/\1/p' "$door" | sed "s/-u USER/-sS -u cdc-reader:$password/")" | jq -e '.hits.total.value > 0'
}
door_opens elasticsearch 'the curl that it prints finds events' as_printed
# grep reads to the end: curl fails when nobody takes the rest.
counters() { curl -sS "http://localhost:$port/metrics" | grep '^cdc_events_total{.*table="cdc_smoke"' >/dev/null; }
door_opens metrics 'a consumer has counted rows' counters
changefeed() { curl -sS "http://localhost:$port/api/v2/changefeeds" | jq -e '[.items[].id] | index("live-live")'; }
door_opens ticdc 'it lists the changefeed' changefeed
first_record() { java -Djdk.net.hosts.file="$root/target/kafka-live-live/hosts" -cp "$root/local/target/lib/*" "$here/tests/cluster/FirstRecord.java" "$root/target/kafka-live-live/client.properties" cdc-live-live; }
door_opens kafka 'a Java client reads a row with the files that it writes' first_record
private() { [ "$(stat -c %a "$root/target/kafka-live-live/client.properties")" = 600 ] && ! grep -qF "$(secret_value live kafka-login password)" "$door"; }
expect "the login is in a file for this user only, and not on the screen" private
rm -rf "$root/target/kafka-live-live"

listed() { PIPELINE=live NAMESPACE=live "$here/open" list | awk 'NR > 1 && NF > 2 {print $1}' | grep -cE '^(grafana|prometheus|kibana|elasticsearch|kafka-ui|kafka|sql|ticdc|metrics)$'; }
expect 'make open lists nine doors' is 9 listed
