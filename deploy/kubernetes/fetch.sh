#!/bin/sh
# Into .kubernetes: Helm, built from its source, and the definitions of the objects operators take from the chart.
set -eu
HELM=v3.19.5
KEDA=v2.17.2
PROMETHEUS_OPERATOR=v0.82.2
# As Helm's own build says it: the Kubernetes a chart is rendered for where nobody names one.
KUBERNETES_MINOR=34

cd "$(dirname "$0")/../.."
into=$PWD/.kubernetes
for tool in go mvn java; do
	command -v "$tool" >/dev/null || { echo "No $tool here: going on without the checks of the chart"; exit 0; }
done

directory() { # of a Go module
	go mod download -json "$1" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'
}

mkdir -p "$into/bin" "$into/crds"
keda=$(directory "github.com/kedacore/keda/v2@$KEDA")
operator=$(directory "github.com/prometheus-operator/prometheus-operator@$PROMETHEUS_OPERATOR")
install -m 644 "$keda/config/crd/bases/keda.sh_scaledobjects.yaml" \
	"$keda/config/crd/bases/keda.sh_triggerauthentications.yaml" \
	"$operator/example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml" \
	"$operator/example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml" \
	"$operator/example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml" \
	"$into/crds"

mvn --quiet --batch-mode -f deploy/kubernetes/pom.xml dependency:copy-dependencies \
	-DincludeScope=runtime -DoutputDirectory="$into/strimzi" >"$into/maven.log" 2>&1 || { cat "$into/maven.log"; exit 1; }
java -cp "$into/strimzi/*" io.strimzi.crdgenerator.CrdGenerator --yaml \
	"io.strimzi.api.kafka.model.topic.KafkaTopic=$into/crds/strimzi_kafkatopics.yaml" 2>"$into/strimzi.log"

echo "Building Helm into .kubernetes (some minutes, once) ..."
chartutil=helm.sh/helm/v3/pkg/chartutil
lint=helm.sh/helm/v3/pkg/lint/rules
# Not optimised: quicker to build, and quick enough for a chart.
GOBIN=$into/bin go install -trimpath -gcflags='all=-N -l' -ldflags="-s -w \
	-X helm.sh/helm/v3/internal/version.version=$HELM \
	-X $chartutil.k8sVersionMajor=1 -X $chartutil.k8sVersionMinor=$KUBERNETES_MINOR \
	-X $lint.k8sVersionMajor=1 -X $lint.k8sVersionMinor=$KUBERNETES_MINOR" \
	"helm.sh/helm/v3/cmd/helm@$HELM"
touch "$into/.ready"
