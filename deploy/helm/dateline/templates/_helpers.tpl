{{- define "dateline.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* 50 characters leave room for what is put behind it. */}}
{{- define "dateline.fullname" -}}
{{- $name := include "dateline.name" . -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What belongs to this release; a component's label beside it tells the service from its test. */}}
{{- define "dateline.release" -}}
app.kubernetes.io/name: {{ include "dateline.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "dateline.selector" -}}
{{ include "dateline.release" . }}
app.kubernetes.io/component: service
{{- end }}

{{- define "dateline.labels" -}}
{{ include "dateline.release" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "dateline.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "dateline.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "dateline.image" -}}
{{- with .Values.image }}
{{- if .digest }}{{ .repository }}@{{ .digest }}
{{- else }}{{ .repository }}:{{ default $.Chart.AppVersion .tag }}
{{- end }}
{{- end }}
{{- end }}

{{/* The settings as given, and where the mounted certificates are; as JSON. */}}
{{- define "dateline.settings" -}}
{{- $settings := deepCopy .Values.settings -}}
{{- $kafka := dict -}}
{{- with .Values.secrets }}
{{- if .ca.name }}
{{- $_ := set $kafka "ssl_ca_file" (printf "/etc/dateline/ca/%s" .ca.key) }}
{{- end }}
{{- if .client.name }}
{{- $_ := set $kafka "ssl_cert_file" (printf "/etc/dateline/client/%s" .client.certificateKey) }}
{{- $_ := set $kafka "ssl_key_file" (printf "/etc/dateline/client/%s" .client.keyKey) }}
{{- end }}
{{- end }}
{{- toJson (mergeOverwrite $settings (dict "kafka" $kafka)) }}
{{- end }}

{{/* Nested settings as lines NAME: "value". Through toJson, because a template would print 16777216 as 1.6e+07. */}}
{{- define "dateline.variables" -}}
{{- $prefix := index . 0 }}
{{- range $name, $value := index . 1 }}
{{- $variable := printf "%s%s" $prefix (upper $name) }}
{{- if kindIs "map" $value }}
{{- include "dateline.variables" (list (printf "%s__" $variable) $value) }}
{{- else if kindIs "slice" $value }}
{{ $variable }}: {{ join "," $value | quote }}
{{- else if kindIs "string" $value }}
{{ $variable }}: {{ quote $value }}
{{- else if not (kindIs "invalid" $value) }}
{{ $variable }}: {{ toJson $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Most replicas that can have work: a partition is read by one replica of a group. */}}
{{- define "dateline.maxReplicas" -}}
{{- default .Values.settings.topics.partitions .Values.autoscaling.maxReplicas | int }}
{{- end }}

{{/* Longer than the service's own limit for draining, so that it is never killed in the middle of one. */}}
{{- define "dateline.grace" -}}
{{- add 10 (ceil .Values.settings.drain_timeout_s | int) }}
{{- end }}

{{/* All that goes into the ConfigMap. */}}
{{- define "dateline.configuration" -}}
{{- include "dateline.variables" (list "DATELINE_" (include "dateline.settings" . | fromJson)) }}
{{- with .Values.tracing.endpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ quote . }}
{{- end }}
{{- end }}

{{/* The service process and its workers: the request holds what they usually take, the limit what they may. */}}
{{- define "dateline.resources" -}}
{{- $count := int .Values.settings.workers.count }}
{{- $flying := divf .Values.settings.consumer.max_in_flight_bytes 1048576 | ceil | int }}
{{- $service := add $flying (int .Values.resources.serviceMemoryMb) }}
requests:
  cpu: {{ include "dateline.cpu" (list .Values.resources.cpuPerWorker $count) }}
  memory: {{ add $service (mul $count (int .Values.resources.workerMemoryMb)) }}Mi
limits:
  {{- with .Values.resources.cpuLimitPerWorker }}
  cpu: {{ include "dateline.cpu" (list . $count) }}
  {{- end }}
  memory: {{ add $service (mul $count (int .Values.settings.workers.max_memory_mb)) }}Mi
{{- end }}

{{/* A quantity of CPU (a number, or thousandths as 500m) times a count. */}}
{{- define "dateline.cpu" -}}
{{- $each := index . 0 | toString }}
{{- if hasSuffix "m" $each }}
{{- printf "%dm" (mul (trimSuffix "m" $each | int) (index . 1)) }}
{{- else }}
{{- printf "%dm" (mulf (float64 $each) 1000 (index . 1) | int) }}
{{- end }}
{{- end }}

{{/* What the service and its test have in common, so that the test fails where the service would. */}}
{{- define "dateline.pod" -}}
serviceAccountName: {{ include "dateline.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  {{- with .Values.podSecurity.runAsUser }}
  runAsUser: {{ int64 . }}
  runAsGroup: {{ int64 . }}
  {{- end }}
  {{- with .Values.podSecurity.fsGroup }}
  fsGroup: {{ int64 . }}
  fsGroupChangePolicy: OnRootMismatch
  {{- end }}
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 128Mi
  {{- with .Values.secrets.ca }}
  {{- if .name }}
  - name: ca
    secret:
      secretName: {{ .name }}
      defaultMode: 0440
      items:
        - key: {{ .key }}
          path: {{ .key }}
  {{- end }}
  {{- end }}
  {{- with .Values.secrets.client }}
  {{- if .name }}
  - name: client
    secret:
      secretName: {{ .name }}
      defaultMode: 0440
      items:
        - key: {{ .certificateKey }}
          path: {{ .certificateKey }}
        - key: {{ .keyKey }}
          path: {{ .keyKey }}
  {{- end }}
  {{- end }}
  {{- with .Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "dateline.container" -}}
image: {{ include "dateline.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
envFrom:
  - configMapRef:
      name: {{ include "dateline.fullname" . }}
{{- $sasl := .Values.secrets.sasl }}
{{- $client := .Values.secrets.client }}
{{- if or $sasl.name (and $client.name $client.keyPasswordKey) .Values.extraEnv }}
env:
  {{- if $sasl.name }}
  {{- with $sasl.usernameKey }}
  - name: DATELINE_KAFKA__SASL_USERNAME
    valueFrom:
      secretKeyRef:
        name: {{ $sasl.name }}
        key: {{ . }}
  {{- end }}
  - name: DATELINE_KAFKA__SASL_PASSWORD
    valueFrom:
      secretKeyRef:
        name: {{ $sasl.name }}
        key: {{ $sasl.passwordKey }}
  {{- end }}
  {{- if and $client.name $client.keyPasswordKey }}
  - name: DATELINE_KAFKA__SSL_KEY_PASSWORD
    valueFrom:
      secretKeyRef:
        name: {{ $client.name }}
        key: {{ $client.keyPasswordKey }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- if .Values.secrets.ca.name }}
  - name: ca
    mountPath: /etc/dateline/ca
    readOnly: true
  {{- end }}
  {{- if $client.name }}
  - name: client
    mountPath: /etc/dateline/client
    readOnly: true
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
resources:
  {{- include "dateline.resources" . | trim | nindent 2 }}
{{- end }}
