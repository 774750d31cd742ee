{{/* What no schema can say: values that contradict one another. */}}
{{- define "dateline.refusals" -}}
{{- $kafka := .Values.settings.kafka }}
{{- $protocol := $kafka.security_protocol }}
{{- $sasl := .Values.secrets.sasl }}
{{- $partitions := int .Values.settings.topics.partitions }}
{{- $most := include "dateline.maxReplicas" . | int }}
{{- if and (hasPrefix "SASL_" $protocol) (not $sasl.name) }}
{{- fail (printf "settings.kafka.security_protocol is %s: name the Secret with the password in secrets.sasl.name" $protocol) }}
{{- end }}
{{- if and $sasl.name (not (hasPrefix "SASL_" $protocol)) }}
{{- fail (printf "secrets.sasl.name is given, but settings.kafka.security_protocol is %s: SASL_SSL uses it" $protocol) }}
{{- end }}
{{- if and $sasl.name (not $sasl.usernameKey) (not $kafka.sasl_username) }}
{{- fail "the SASL user is missing: give settings.kafka.sasl_username, or secrets.sasl.usernameKey" }}
{{- end }}
{{- if and $sasl.usernameKey $kafka.sasl_username }}
{{- fail "the SASL user is given twice: by settings.kafka.sasl_username and by secrets.sasl.usernameKey" }}
{{- end }}
{{- if and (or .Values.secrets.ca.name .Values.secrets.client.name) (not (hasSuffix "SSL" $protocol)) }}
{{- fail (printf "certificates are given, but settings.kafka.security_protocol is %s: SSL or SASL_SSL uses them" $protocol) }}
{{- end }}
{{- if eq .Values.autoscaling.kind "none" }}
{{- if gt (int .Values.replicas) $partitions }}
{{- fail (printf "replicas is %d, but the raw topic has %d partitions (settings.topics.partitions): the rest would stand idle" (int .Values.replicas) $partitions) }}
{{- end }}
{{- else }}
{{- if gt $most $partitions }}
{{- fail (printf "autoscaling.maxReplicas is %d, but the raw topic has %d partitions (settings.topics.partitions): the rest would stand idle" $most $partitions) }}
{{- end }}
{{- if and (eq .Values.autoscaling.kind "hpa") (eq (int .Values.autoscaling.minReplicas) 0) }}
{{- fail "autoscaling.minReplicas is 0: only KEDA starts a first replica again (autoscaling.kind=keda)" }}
{{- end }}
{{- if gt (int .Values.autoscaling.minReplicas) $most }}
{{- fail (printf "autoscaling.minReplicas is %d, more than the most there may be, %d" (int .Values.autoscaling.minReplicas) $most) }}
{{- end }}
{{- end }}
{{- if and .Values.kafkaTopics.enabled .Values.settings.topics.create }}
{{- fail "kafkaTopics.enabled and settings.topics.create both make the topics: choose one" }}
{{- end }}
{{- if and .Values.kafkaTopics.enabled (not .Values.kafkaTopics.cluster) }}
{{- fail "kafkaTopics.enabled needs kafkaTopics.cluster, the name of the Strimzi Kafka cluster" }}
{{- end }}
{{- end }}
