{{/* Services of the compose file that run in this deployment. */}}
{{- define "acsg.services" -}}
{{- $all := .Files.Get "files/services.yaml" | fromYaml -}}
{{- if not .Values.services }}{{ fail "services: give values/<deployment>.yaml with -f" }}{{ end -}}
{{- range $name := .Values.services }}{{ if not (hasKey $all $name) }}{{ fail (printf "no service is called %s" $name) }}{{ end }}{{ end -}}
{{- $found := dict }}{{ range .Values.services }}{{ $_ := set $found . (get $all .) }}{{ end -}}
{{- toYaml $found }}
{{- end -}}

{{- define "acsg.labels" -}}
app.kubernetes.io/part-of: acsg
acsg/deployment: {{ .root.Values.deployment }}
acsg/service: {{ .service }}
acsg/role: {{ .role }}
{{- end -}}

{{- define "acsg.postgres.host" -}}
{{- if eq .Values.postgres.mode "managed" }}acsg-postgres-rw{{ else }}{{ required "postgres.host: where PostgreSQL is" .Values.postgres.host }}{{ end -}}
{{- end -}}
{{- define "acsg.postgres.port" -}}
{{- if eq .Values.postgres.mode "managed" }}5432{{ else }}{{ .Values.postgres.port }}{{ end -}}
{{- end -}}
{{- define "acsg.postgres.authority" -}}
{{- if eq .Values.postgres.mode "managed" }}acsg-postgres-ca{{ else }}{{ required "postgres.authority: the Secret with ca.crt of PostgreSQL" .Values.postgres.authority }}{{ end -}}
{{- end -}}

{{/* The Secret that holds a variable. */}}
{{- define "acsg.secret.of" -}}
{{- if or (hasSuffix "_PASSWORD" .name) (eq .name "ACSG_METRICS_TOKEN") }}{{ .root.Values.secrets.databases }}
{{- else if hasPrefix "ACSG_CONSOLE_" .name }}{{ .root.Values.secrets.console }}
{{- else if eq .name "ACSG_CLIENT_SECRET" }}{{ .root.Values.secrets.peers }}
{{- else }}{{ .root.Values.secrets.mail }}{{ end -}}
{{- end -}}

{{- define "acsg.secret" }}
- name: {{ .name }}
  valueFrom:
    secretKeyRef: {name: {{ include "acsg.secret.of" . | trim }}, key: {{ .name }}{{ if .optional }}, optional: true{{ end }}}
{{- end -}}

{{/* The environment of a process. Secrets come first: addresses of databases name them. */}}
{{- define "acsg.environment" -}}
{{- $root := .root }}{{ $said := .process }}{{ $known := .known }}{{ $v := $root.Values -}}
{{- range $said.secrets }}{{ include "acsg.secret" (dict "root" $root "name" .) }}{{ end -}}
{{- range $said.optional }}{{ include "acsg.secret" (dict "root" $root "name" . "optional" true) }}{{ end -}}
{{- $text := dict }}{{ $place := printf "@%s:%s/" (include "acsg.postgres.host" $root) (include "acsg.postgres.port" $root) -}}
{{- range $name, $value := $said.environment -}}
{{- $asked := regexFind "^http://[a-z]+-api:" $value | trimPrefix "http://" | trimSuffix "-api:" -}}
{{- if or (not $asked) (has $asked $v.services) }}{{ $_ := set $text $name ($value | replace "@postgres:5432/" $place) }}{{ end -}}
{{- end -}}
{{- range $name, $how := $said.settings -}}
{{- $given := get $v.settings $name -}}
{{- if and (hasKey $how "needed") (eq $name "ACSG_SMTP_URL") }}{{ include "acsg.secret" (dict "root" $root "name" $name) -}}
{{- else }}{{ $_ := set $text $name ($given | default (get $how "default")) -}}
{{- if and (hasKey $how "needed") (not $given) }}{{ fail (printf "settings.%s: %s" $name (get $how "needed")) }}{{ end }}{{ end -}}
{{- end -}}
{{- range $name, $value := $v.settings }}{{ $_ := set $text $name $value }}{{ end -}}
{{- $_ := set $text "ACSG_DEPLOYMENT" (required "deployment: give values/<deployment>.yaml with -f" $v.deployment) -}}
{{- $_ := set $text "ACSG_SCOPE" $v.scope -}}
{{- $_ := set $text "PGSSLMODE" "verify-full" }}{{ $_ := set $text "PGSSLROOTCERT" "/run/secrets/postgres/ca.crt" -}}
{{- if $known.kafka -}}
{{- $_ := set $text "ACSG_KAFKA_BOOTSTRAP" "acsg-kafka-bootstrap:9095" }}{{ $_ := set $text "ACSG_KAFKA_CA" "/run/secrets/kafka/ca.crt" -}}
{{- $_ := set $text "ACSG_KAFKA_PASSWORD_FILE" "/run/secrets/kafka/password" -}}
{{- $_ := set $text "ACSG_REPLICATION_FACTOR" ($v.kafka.replicas | toString) -}}
{{- end -}}
{{- if $v.hub }}{{ $_ := set $text "ACSG_HUB" $v.hub }}{{ end -}}
{{- if and $v.peers $known.knowsElsewhere }}{{ $_ := set $text "ACSG_PEERS" ($v.peers | toJson) }}{{ end -}}
{{- if and $v.peers $known.asksElsewhere -}}
{{- $_ := set $text "ACSG_TOKEN_URL" (required "tokenUrl: where the issuer gives a service its own token" $v.tokenUrl) -}}
{{- include "acsg.secret" (dict "root" $root "name" "ACSG_CLIENT_SECRET") -}}
{{- end -}}
{{- range $name, $value := $text }}
- {name: {{ $name }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- if eq .role "worker" }}
- {name: ACSG_WORKER, valueFrom: {fieldRef: {fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']"}}}
{{- end }}
{{- end -}}

{{- define "acsg.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}
{{- define "acsg.pod.confined" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "acsg.image" -}}
{{- $digest := required (printf "images.digests.%s: sha256:... of its image" .service) (get .root.Values.images.digests .service) -}}
{{- if not (regexMatch "^sha256:[0-9a-f]{64}$" $digest) }}{{ fail (printf "images.digests.%s: a digest is needed (sha256:...)" .service) }}{{ end -}}
{{ required "images.registry: where the images of services are" .root.Values.images.registry }}/acsg-{{ .service }}@{{ $digest }}
{{- end -}}

{{/* The spec of a pod of a service. */}}
{{- define "acsg.pod" -}}
{{- $port := eq .role "api" | ternary 8000 9000 -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext: {{- include "acsg.pod.confined" . | nindent 2 }}
{{- with .root.Values.images.pullSecrets }}
imagePullSecrets: {{- range . }}
  - name: {{ . }}{{ end }}
{{- end }}
{{- if eq .role "prepare" }}
restartPolicy: OnFailure
{{- else }}
terminationGracePeriodSeconds: 45
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: {matchLabels: {acsg/service: {{ .service }}, acsg/role: {{ .role }}}}
{{- end }}
containers:
  - name: {{ .service }}
    image: {{ include "acsg.image" . }}
    args: [{{ .role }}]
    env: {{- include "acsg.environment" . | trim | nindent 6 }}
    securityContext: {{- include "acsg.confined" . | nindent 6 }}
    resources: {{- toYaml .root.Values.resources | nindent 6 }}
    {{- if ne .role "prepare" }}
    ports:
      - {name: http, containerPort: {{ $port }}}
    startupProbe: {httpGet: {path: /health/live, port: http}, periodSeconds: 2, failureThreshold: 60}
    livenessProbe: {httpGet: {path: /health/live, port: http}, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6}
    readinessProbe: {httpGet: {path: /health/ready, port: http}, periodSeconds: 5, timeoutSeconds: 5}
    {{- end }}
    volumeMounts:
      - {name: tmp, mountPath: /tmp}
      - {name: postgres, mountPath: /run/secrets/postgres, readOnly: true}
      {{- if .known.kafka }}
      - {name: kafka, mountPath: /run/secrets/kafka, readOnly: true}
      {{- end }}
volumes:
  - {name: tmp, emptyDir: {sizeLimit: 1Gi}}
  - name: postgres
    secret: {secretName: {{ include "acsg.postgres.authority" .root }}, items: [{key: ca.crt, path: ca.crt}]}
  {{- if .known.kafka }}
  - name: kafka
    projected:
      defaultMode: 0440
      sources:
        - secret: {name: acsg-cluster-ca-cert, items: [{key: ca.crt, path: ca.crt}]}
        - secret: {name: acsg.{{ .service }}, items: [{key: password, path: password}]}
  {{- end }}
{{- end -}}
