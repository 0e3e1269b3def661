{{- /* What the operator may do where its pipelines live. Each rule names the call that needs it. Children are applied
       server-side, which asks for patch, and for create when the object is not there yet; never for update. What is owned by
       its pipeline alone and never taken back while that lives is deleted by the garbage collector, not by the operator. */ -}}
{{- define "cdc.rules" -}}
# The pipelines: informer; finalizer (apply).
- apiGroups: [cdcpipeline.io]
  resources: [cdcpipelines]
  verbs: [get, list, watch, patch]
# Status (apply).
- apiGroups: [cdcpipeline.io]
  resources: [cdcpipelines/status]
  verbs: [patch]
# What the operator did and what went wrong, for `kubectl describe`; what a quota or Pod Security refused (list).
- apiGroups: [""]
  resources: [events]
  verbs: [create, list]
# The Pod Security level that Filebeat meets.
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get]
# Generated passwords, roles, data source; also the Secrets that a pipeline names (get) and those the other operators
# write (get). Informers list by label; Kubernetes cannot narrow this rule to it.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, patch, delete]
# Consumer settings, schema named by sqlFrom (get), dashboards, what was applied to remote systems.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch, create, patch, delete]
# Consumer and TiCDC API Services.
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch]
# The consumer's ServiceAccount, and those that templates ask for, until they no longer do.
- apiGroups: [""]
  resources: [serviceaccounts]
  verbs: [get, list, watch, create, patch, delete]
# Why a pod does not start, lifted into the condition's message; where Filebeat's pods answer.
- apiGroups: [""]
  resources: [pods]
  verbs: [list]
# deletionPolicy Delete: volumes that the other operators leave behind.
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [list, delete]
# The consumer.
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch]
# The Job of spec.replay, deleted when it is done or replaced.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch]
# Who may reach the consumer, TiCDC's API and Filebeat's statistics; the last is deleted with Filebeat.
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
# TiDB Operator v2.
- apiGroups: [core.pingcap.com]
  resources: [clusters, pdgroups, tikvgroups, tidbgroups, ticdcgroups]
  verbs: [get, list, watch, create, patch, delete]
# TiDB Operator v1.
- apiGroups: [pingcap.com]
  resources: [tidbclusters]
  verbs: [get, list, watch, create, patch, delete]
# Strimzi.
- apiGroups: [kafka.strimzi.io]
  resources: [kafkas, kafkanodepools, kafkatopics]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [kafka.strimzi.io]
  resources: [kafkausers]
  verbs: [get, list, watch, create, patch]
# Why Strimzi cannot create a broker's pod.
- apiGroups: [core.strimzi.io]
  resources: [strimzipodsets]
  verbs: [get]
# ECK.
- apiGroups: [elasticsearch.k8s.elastic.co]
  resources: [elasticsearches]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [beat.k8s.elastic.co]
  resources: [beats]
  verbs: [get, list, watch, create, patch, delete]
# prometheus-operator.
- apiGroups: [monitoring.coreos.com]
  resources: [servicemonitors, podmonitors, prometheusrules]
  verbs: [get, list, watch, create, patch, delete]
# Whether one selects the monitors; where this operator may not look, nothing is said about it.
- apiGroups: [monitoring.coreos.com]
  resources: [prometheuses, prometheusagents]
  verbs: [list]
{{- end -}}
