# The cluster of others: every node tainted, namespaces with a quota and default-deny policies, existing servers. Sourced.
# shellcheck shell=bash
if wait "$cluster_job"; then result ok 'kind creates the cluster'; else cat "$scratch/create.log"; fail 'kind cannot create the cluster'; fi
node=$(first_node)
# https://kind.sigs.k8s.io/docs/user/local-registry: a node's localhost is the node itself.
docker network connect kind "$registry_container"
address=$(docker inspect -f '{{.NetworkSettings.Networks.kind.IPAddress}}' "$registry_container")
printf '[host."http://%s:5000"]\n' "$address" | docker exec -i "$node" sh -c "mkdir -p '/etc/containerd/certs.d/$registry' && cat >'/etc/containerd/certs.d/$registry/hosts.toml'"
for system in kube-system/coredns local-path-storage/local-path-provisioner; do
  within 90 "${system#*/} runs" k -n "${system%/*}" rollout status "deployment/${system#*/}" --timeout=1s
done
k taint nodes --all dedicated=data:NoSchedule >/dev/null
[ -n "$(docker image inspect -f '{{.Id}}' "$existing_image" 2>/dev/null)" ] || build_existing_image
transfer "$existing_image" >/dev/null

# The node image's network enforces no policies; kube-router does, where KUBE_ROUTER names its program (and ipset is installed).
enforce_policies() {
  local library
  for library in $(ldd "$(command -v ipset)" | sed -n 's/.*=> \(.*lib\(ipset\|mnl\)[^ ]*\).*/\1/p'); do docker cp -qL "$library" "$node:/usr/lib/"; done
  docker cp -qL "$(command -v ipset)" "$node:/usr/sbin/ipset"
  docker cp -q "$KUBE_ROUTER" "$node:/usr/local/bin/kube-router"
  docker exec -d "$node" sh -c "exec kube-router --run-firewall=true --run-router=false --run-service-proxy=false --run-loadbalancer=false --metrics-port=0 \
    --kubeconfig=/etc/kubernetes/admin.conf --hostname-override=$node >/var/log/kube-router.log 2>&1"
}
if [ -n "${KUBE_ROUTER:-}" ]; then enforce_policies; fi

hand_out() { # NAMESPACE, with the login of the registry
  sed "s/NAMESPACE/$1/g" "$here/tests/install/namespace.yaml" | k apply -f - >/dev/null
  k -n "$1" create secret generic registry-login --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson="$scratch/docker/config.json" >/dev/null
}
for ns in cdc-system shop systems cdc-team team; do hand_out $ns; done
k create namespace monitoring >/dev/null # Grafana's, of the chart's default
k apply -f "$here/tests/install/flows.yaml" -f "$root/docs/network-policies.yaml" >/dev/null
sed 's/cdc-system/cdc-team/g; s/\<shop\>/team/g' "$root/docs/network-policies.yaml" | k apply -f - >/dev/null # "change the names to yours"

probe() { # NAME IMAGE TOLERATIONS COMMAND...: a pod in systems, which no policy lets out
  k -n systems apply -f - >/dev/null <<JSON
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "$1"}, "spec": {"restartPolicy": "Never", "tolerations": $3, "automountServiceAccountToken": false,
 "securityContext": {"runAsNonRoot": true, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
 "containers": [{"name": "probe", "image": "$2", "command": ["bash", "-c", "$4"], "imagePullPolicy": "IfNotPresent",
  "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}
JSON
}
phase() { k -n systems get pod "$1" -o 'jsonpath={.status.phase}'; }
untolerated() { k -n systems get pod tainted -o 'jsonpath={.status.conditions[?(@.type=="PodScheduled")].message}' | grep -F 'untolerated taint'; }
probe tainted "$existing_image" '[]' true
within 30 'no node takes a pod that does not tolerate the taint' untolerated
k -n systems delete pod tainted --wait=false >/dev/null

sed 's/NAMESPACE/systems/g' "$here/tests/cluster/existing.yaml" | k apply -f - >/dev/null
k -n systems get secret kafka-login -o json | jq '{apiVersion, kind, type, data, metadata: {name: "kafka-login", namespace: "shop"}}' | k apply -f - >/dev/null
within 120 'existing database, TiCDC and Kafka are up' k -n systems rollout status deployment/existing --timeout=1s

# Whether policies are enforced is measured: of a pod that may go nowhere, does a connection come about?
existing=$(k -n systems get pods -l app=existing -o 'jsonpath={.items[0].status.podIP}')
probe caged "$existing_image" '[{"operator": "Exists"}]' "timeout 5 bash -c 'exec 3<>/dev/tcp/$existing/4000'"
until_true 60 sh -c "case \$(kubectl --context $context -n systems get pod caged -o 'jsonpath={.status.phase}') in Succeeded | Failed) ;; *) exit 1 ;; esac" || fail 'the pod that tries the policies does not run'
if [ "$(phase caged)" = Failed ]; then enforcement='This cluster enforces network policies: a pod that no policy lets out reached nothing.'
else enforcement='This cluster does not enforce network policies: they were applied, and accepted, but stopped nothing.'; fi
info "$enforcement"
k -n systems delete pod caged --wait=false >/dev/null
