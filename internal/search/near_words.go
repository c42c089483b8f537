package search

import (
	"maps"
	"slices"
	"strings"
)

const (
	// nearWeight is what holding a near word is worth beside holding the one that was typed. Of the weights
	// tried, 0.5 to 0.9, lower ones find less by other words and higher ones spoil the order of what holds the
	// word itself.
	nearWeight = 0.7
	// nearFew is the number of takeaways with the word itself from which near words count less and less: who
	// finds enough by the word as typed needs no others.
	nearFew = 15
	// nearMost is the number from which they are not even read: they would count for less than a twentieth.
	nearMost = 300
)

// nearWords are words that say nearly the same: whoever looks for the one before the colon is also shown,
// further down, what has those after it. Lines without a colon hold both ways. Names in one word stand
// for all their spellings in joinedWords.
const nearWords = `accelerator: gpu tpu
agent agentic
agentic: mcp a2a
ai: ml llm
airgap: offline disconnect
alarm alert
alertfatigue: pager
ambient: sidecarless
arm arm64
arm: graviton raspberrypi multiarch
attendee attendance attend
attestation: provenance slsa
authn: login oidc sso
authz: rbac permission
automotive: car vehicle
backup: restore snapshot
banking: financial
baremetal: onprem
bill: cost spend
bluegreen: canary
booth: sponsor expo
breakout escape
broker: messaging kafka
budget: cost spend
burnout: stress overwork wellbeing exhaustion
canary: bluegreen
capi: fleet
carbon: emission co2 sustainability
certificate: tls
certification: exam cka certified
cfp: proposal submission
chaos: faultinjection
chatgpt: llm genai
cheap cheaper
cheap: cost save
climate: carbon sustainability
coldstart: startup boot
complexity: simplify
compliance compliant
compliance: regulation audit
confidential: tee enclave sgx
conference: kubecon
contributor: newcomer
cost: spend bill expense
crash: fail
cve vulnerability
dei: diversity inclusion
devex: productivity
disconnect: airgap offline
diversity: inclusion women dei underrepresented
dns: coredns
dockershim: containerd docker
downtime outage
dr: backup failover restore
dualstack ipv6
electricity: energy power
emission: carbon
encryption: tls kms
escape: breakout
exam: certification cka
exhibition: expo booth showcase
expense: cost spend bill
expensive: cost
exploit: attack
faas: serverless function lambda
failure fail
failover: dr
faultinjection: chaos
featureflag: openfeature flagd
federation: multicluster
finance: bank financial
finops: cost
fleet: multicluster
fund: sponsor donation money
gdpr: privacy
genai: llm
goldenpath: idp
govt: dod federal
ha: failover redundant
hallway: conversation
healthcare: hospital medical
heroku: paas
hire: recruit talent career
hpa: autoscale
hpc: slurm batch
hybrid: multicloud
idle: unused waste
idp: backstage portal
incident: outage postmortem
inclusion: diversity dei
inference: modelserving kserve
innerloop: skaffold tilt telepresence
intrusion: attack detect
iot: device sensor
jvm java
l7: http
license: relicense bsl fork
llm: genai gpt
lockin: lock portability
loadbalance: balance
mainframe: cobol
master: control
memory: oom
mesos: marathon
migrate: move
ml: ai
modelserving: inference kserve
modernization: legacy monolith
monolith: microservice
mtls: certificate
multicloud: hybrid
multicluster: fleet federation
multitenancy: tenant tenancy
tenant: multitenancy
tenancy: multitenancy
ndots: dns coredns
onprem: baremetal datacenter
datacenter: onprem
oom: memory
outage: incident
overprovision: rightsize waste idle
pager: oncall
paas: heroku
password: secret credential
pentest: attack
perimeter: firewall
permission: rbac authz
postmortem: incident outage retrospective
preview: ephemeral staging
provenance: attestation slsa
psa: psp pss
psp: psa pss
queue: kueue
ratelimit: throttle
rbac: permission authz
rca: postmortem incident
recording: video youtube
recover recovery
recruit: hire talent career
regulation regulatory
regulation: compliance cra
relational: sql postgresql mysql
residency: sovereignty
restore: backup recover
retail: store shop restaurant
rightsize: overprovision vpa
rollback: revert
rootless: root
sbom: slsa
scalable scale
scaletozero: keda knative
secret: vault
security: secure
selfhealing: recover remediation
serverless: faas knative
servicemesh: istio linkerd
signature sign
signature: cosign sigstore
sign: cosign sigstore
simplify simple
slo: errorbudget sli
slow: latency
spiffe: spire
spotinstance: spot preemptible
sso: oidc login
sustainability: carbon energy
tee: confidential enclave sgx
telco: 5g cnf carrier
threat: attack
timeseries: metric
toil: automate
troubleshoot debug
virtualevent: virtual online
vm: kubevirt
vpa: rightsize
wellbeing: burnout
women: diversity underrepresented`

// neighbours reads nearWords.
func (l *lexicon) neighbours() []neighbours {
	near := map[string][]string{}
	add := func(word string, others []string) {
		term := l.canonical(word)
		for _, other := range others {
			if t := l.canonical(other); t != term && !slices.Contains(near[term], t) {
				near[term] = append(near[term], t)
			}
		}
	}
	for line := range strings.Lines(nearWords) {
		if word, others, directed := strings.Cut(line, ":"); directed {
			add(word, strings.Fields(others))
			continue
		}
		all := strings.Fields(line)
		for _, word := range all {
			add(word, all)
		}
	}
	var out []neighbours
	for _, term := range slices.Sorted(maps.Keys(near)) {
		out = append(out, neighbours{term, near[term]})
	}
	return out
}

// nearTerms are the terms that say nearly the same as one.
func nearTerms(term string) []option {
	var out []option
	for _, t := range words().nearTo(term) {
		out = append(out, option{text: t, weight: 1, label: labelSynonym})
	}
	return out
}

// widen finds the near words of a unit that df takeaways hold. Holding them never counts more than they are
// rare, nor on top of the word itself: whoever typed that one wants it first.
func (r *run) widen(u *unit, df, total int) error {
	if len(u.near) == 0 || df > nearMost {
		return nil
	}
	wide := &unit{terms: u.near}
	if err := r.strength(wide); err != nil {
		return err
	}
	wide.saturate(total)
	weight := float32(nearWeight * min(1, wide.idf/u.idf) * min(1, nearFew/float64(max(df, 1))))
	for n, s := range wide.strength {
		if s == 0 {
			continue
		}
		u.grow(uint64(n))
		if u.strength[n] == 0 {
			u.label[n] = labelSynonym
		}
		u.strength[n] = max(u.strength[n], weight*s)
	}
	return nil
}

// saturate turns the weighed occurrences of a unit into its strengths, and counts how many takeaways hold
// it and how rare that makes it.
func (u *unit) saturate(total int) (df int) {
	for i, s := range u.strength {
		if s > 0 {
			df++
			u.strength[i] = s / (s + saturation) * (1 + saturation)
		}
	}
	u.idf = idf(df, total)
	return df
}
