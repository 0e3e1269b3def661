# `make open`: all doors with URL and login, and those asked for in the browser. Sourced by open.
# shellcheck shell=bash

list_doors() {
  printf '%-14s %-32s %s\n' DOOR URL LOGIN
  printf '%-14s %-32s %s\n' \
    grafana http://localhost:3000 "admin, password: $(secret monitoring cdc-grafana-admin admin-password)" \
    prometheus http://localhost:9090 none \
    kibana https://localhost:5601 "elastic, password: $(secret "$ns" "$pipeline-es-elastic-user" elastic)" \
    elasticsearch https://localhost:9200 "cdc-reader, password: $(secret "$ns" "$pipeline-es-reader" password)" \
    kafka-ui http://localhost:8081 none \
    kafka 'the port that brokers advertise' "the consumer's, in a file that make kafka writes" \
    sql mysql://127.0.0.1:4000 "root, password: $(secret "$ns" "$pipeline-db-root" password)" \
    ticdc http://localhost:8301 none \
    metrics http://localhost:8080/metrics none
  printf 'Each by itself: make DOOR. Several: make open DOORS="grafana kibana". The next free port is taken where one is in use.\n'
}

# browse URL: in the browser of the desktop; from WSL 2 in that of Windows
browse() {
  local program
  for program in ${BROWSER:-} wslview xdg-open open explorer.exe; do
    if command -v "$program" >/dev/null 2>&1; then
      "$program" "$1" >/dev/null 2>&1 || true # explorer.exe fails even when it has opened the page
      return 0
    fi
  done
  info "no browser found: open $1"
}

open_doors() {
  local door url
  for door in "$@"; do
    case " $doors " in *" $door "*) ;; *) fail "$door is unknown" "one of: $doors" ;; esac
  done
  for door in "$@"; do
    in_background "$here/open" "$door" >"$scratch/door-$door" 2>&1
    until grep -qE '^Forwarding from|FAILED' "$scratch/door-$door" 2>/dev/null; do
      [ -n "$(jobs -pr)" ] || break
      sleep 0.2
    done
    cat "$scratch/door-$door"
    url=$(sed -n 's/.* \(https*:\/\/localhost:[0-9]*[^ ]*\).*/\1/p' "$scratch/door-$door" | head -1)
    if [ -n "$url" ] && grep -q '^Forwarding from' "$scratch/door-$door"; then browse "$url"; fi
  done
  wait
}
