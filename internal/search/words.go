package search

import (
	"strings"

	"takeaway/internal/meaning"
)

// stopWords are never indexed: they stand in nearly every sentence and say nothing. "it", "not", "who"
// and "will" are indexed, because IT, Not and Who are also names; a query gives them no weight.
const stopWords = `a an and are as at be been but by for from had has have if in into is it's its of or
so such than that the their them then there these they this those to was were which while with would`

// silentWords of a query carry no weight while it has other words: they ask, they do not describe.
const silentWords = stopWords + ` about actually all also am on no any anybody anyone anything because being best between
both can can't could did didn't do does doesn't doing done don't each else ever every everyone everything
explain few find get gets getting give go goes going good got he her here hers him his how i i'd i'll i'm
i've isn't it just know let like look made make makes making many may me might more most much must my need
needs never not off one only other our out over own people really said same say saying says see she should
show some someone something still take tell thing things think too try under until up us use used
using very want way ways we we're well went what what's when where whether who whom whose why will without won't
you you're your everybody anywhere thoughts opinion opinions idea ideas become becomes becoming became keep keeps
keeping kept myself ourselves yourself yourselves themselves itself shall`

// weakWords score but need not be there: in a library of conference write-ups they describe nearly
// every piece.
const weakWords = `kubecon cloudnativecon conference conferences talk talks session sessions keynote keynotes
good bad great better important speaker speakers summit event events presentation company companies team teams work works working run running
ran runs learn learned lesson lessons takeaway takeaways new people`

// sameWords are single words for one thing: each is indexed and looked up as the first of its line.
const sameWords = `kubernetes k8s kube k8
observability o11y
opentelemetry otel
internationalization i18n
webassembly wasm
prometheus prom
database db
databases dbs
repository repo
repositories repos
developer dev
developers devs
configuration config
configurations configs
authentication authn
authorization authz
administrator admin
environment env
environments envs
certificate cert
certificates certs
infrastructure infra
application app
applications apps
specification spec
postgresql postgres
elasticsearch elastic
fluentbit fluent-bit
microservice μservice
catalog catalogue
center centre
program programme
programs programmes
license licence
licenses licences
defense defence
fulfill fulfil
artifact artefact
artifacts artefacts
gray grey
judgment judgement
queuing queueing
preemption pre-emption
theater theatre
a11y accessibility
govt government governments
ebpf bpf
tls ssl
inference inferencing
mongodb mongo
vulnerability vuln
vulnerabilities vulns
credential cred
credentials creds
architecture arch
performance perf
distribution distro
distributions distros
documentation docs
management mgmt
devex dx
telco telecom telecoms telecommunication telecommunications
sovereignty sovereign
cybersecurity infosec
admins administrators
sysadmin sysop
newcomer newbie noob
newcomers newbies noobs
slo slos
sli slis
sla slas
cve cves
sre sres
kpi kpis
dpu dpus
gpu gpus
tpu tpus
npu npus
cpu cpus
vm vms
pr prs
pv pvs`

// joinedWords are things written in one word, in several, or as an abbreviation: the name under which
// they are indexed, then the ways to write them out. A leading "+" keeps the words of a spelling
// findable by themselves, for where they mean something alone.
const joinedWords = `argocd: argo cd
fluxcd: flux cd
gitops: git ops
devops: +dev ops
devsecops: +dev sec ops
finops: fin ops
mlops: ml ops
servicemesh: +service mesh
opentelemetry: open telemetry
opentracing: open tracing
openmetrics: open metrics
openfeature: open feature
openshift: open shift
opencost: open cost
opensearch: open search
opa: +open policy agent
ebpf: e bpf; extended berkeley packet filter
cicd: +ci cd; +continuous integration continuous delivery
ci: +continuous integration
cd: +continuous delivery; +continuous deployment
multicluster: +multi cluster; +multiple clusters; +many clusters; +several clusters; +cross cluster
multitenancy: +multi tenancy; +multi tenant; multitenant; multitenants
multicloud: +multi cloud
sidecarless: +sidecar less; +sidecar free; +without sidecar; +ambient mesh
serverless: server less
buildpack: build pack
daemonset: daemon set
statefulset: stateful set
replicaset: replica set
configmap: config map
autoscale: +auto scale; +auto scaler; +auto scaling; autoscaling; autoscaler
hpa: +horizontal pod autoscaler; +horizontal pod autoscaling
vpa: +vertical pod autoscaler; +vertical pod autoscaling
crd: +custom resource definition; +custom resource; customresourcedefinition
pdb: +pod disruption budget; poddisruptionbudget
psp: +pod security policy; podsecuritypolicy
psa: +pod security admission
pss: +pod security standard
netpol: +network policy; networkpolicy
slo: +service level objective
sli: +service level indicator
sla: +service level agreement
sbom: +software bill of materials; +bill of materials
idp: +internal developer platform; +internal developer portal; +internal platform; +developer portal
goldenpath: +golden path; +golden road; +paved road; +paved path
rbac: +role based access control
mtls: +mutual tls
cncf: +cloud native computing foundation
sre: +site reliability engineer; +site reliability engineering; +site reliability
llm: +large language model
oncall: +on call
postmortem: post mortem
failover: fail over
airgap: +air gapped
baremetal: +bare metal
cni: +container network interface
csi: +container storage interface
cri: +container runtime interface
oci: +open container initiative
iac: +infrastructure as code
wasm: +web assembly
kubectl: kube ctl
kubeflow: kube flow
genai: +generative ai; +gen ai
ai: +artificial intelligence
ml: +machine learning
toc: +technical oversight committee
sig: +special interest group
pvc: +persistent volume claim
dr: +disaster recovery
lifecycle: life cycle
nodepool: node pool
datacenter: data center; data centre; datacentre
onprem: on prem; +on premise; on premises; +own hardware
opensource: +open source; oss
cloudnative: +cloud native
crossplane: cross plane
knative: k native
golang: go lang
bluegreen: +blue green
featureflag: +feature flag; +feature toggle; +feature switch
rollback: +roll back
monorepo: mono repo
runbook: run book; +play book; playbook
burnout: burn out
wellbeing: well being
timeseries: +time series
loadbalance: +load balancer; +load balancing; +load balanced; loadbalancer; loadbalancing
l7: +layer 7; +layer seven
l4: +layer 4; +layer four
dns: +domain name system; +name resolution
ipv6: ip v6
dualstack: +dual stack
guardrail: guard rail
errorbudget: +error budget
binpacking: +bin packing; +bin pack
rightsize: +right size; +right sizing; rightsizing
overprovision: over provision; over provisioned; over provisioning
oom: +out of memory; oomkilled; oomkill
dockershim: docker shim
microservice: micro service
eventdriven: +event driven; +event based
gpu: +graphics card; +graphics processor; +graphics processing unit
dra: +dynamic resource allocation
hpc: +high performance computing
faas: +function as a service
paas: +platform as a service
saas: +software as a service
iaas: +infrastructure as a service
dbaas: +database as a service
scaletozero: +scale to zero; +scale down to zero
coldstart: +cold start
vm: +virtual machine
capi: +cluster api
spotinstance: +spot instance; +spot node; +spot vm; +preemptible node; +preemptible instance; +preemptible vm
cra: +cyber resilience act
gdpr: +general data protection regulation
mcp: +model context protocol
a2a: +agent to agent
rag: +retrieval augmented generation
modelserving: +model serving; +serving model; +serve model
tee: +trusted execution environment; +trusted execution
sso: +single sign on
iam: +identity and access management
pki: +public key infrastructure
kms: +key management service
waf: +web application firewall
cve: +common vulnerabilities exposures
pentest: +penetration test; +penetration testing; +pen test
slsa: +supply chain levels for software artifacts
vex: +vulnerability exploitability exchange
zerotrust: +zero trust
ha: +high availability; +highly available
selfhealing: +self healing; +self heal
circuitbreaker: +circuit breaker; +circuit breaking
ratelimit: +rate limit; +rate limiting
faultinjection: +fault injection; +failure injection
mttr: +mean time to recovery; +mean time to repair; +mean time to resolution
rca: +root cause analysis; +root cause
tco: +total cost of ownership
roi: +return on investment
qos: +quality of service
poc: +proof of concept
e2e: +end to end
ux: +user experience
cli: +command line; commandline
ide: +integrated development environment
devex: +developer experience
devrel: +developer relations; +developer advocacy
innerloop: +inner loop
cnf: +cloud native network function; +container network function
vnf: +virtual network function
nfv: +network function virtualization
iot: +internet of things
eks: +elastic kubernetes service
gke: +google kubernetes engine
aks: +azure kubernetes service
gcp: +google cloud
aws: +amazon web services
multiarch: +multi arch; +multi architecture; +multiple architectures
raspberrypi: +raspberry pi; +raspberry
twelvefactor: +twelve factor; +12 factor
pubsub: pub sub; +publish subscribe
ddd: +domain driven design
tdd: +test driven development
cfp: +call for papers; +call for proposals; +call for speakers
bof: +birds of a feather
ospo: +open source program office
dei: +diversity equity inclusion
cka: +certified kubernetes administrator
ckad: +certified kubernetes application developer
cks: +certified kubernetes security specialist
lts: +long term support
virtualevent: +virtual event; +virtual conference; +online event; +online conference; +virtual kubecon
govt: +public sector; +public administration; +public bodies
p2p: +peer to peer
aiops: +ai ops
whitepaper: white paper
hackathon: +hack day
troubleshoot: trouble shoot
openid: open id
baremetal: +physical server; +physical machine`

// Says reports whether a word of a query says something by itself: it is none of those that only ask, and
// none of those that nearly every write-up of a conference holds.
func Says(word string) bool {
	w := fold([]byte(word))
	return !in(words().silent, w) && !in(words().weak, w)
}

// canonical is the term under which a lower-case word is indexed.
func (l *lexicon) canonical(w string) string {
	w = american(w)
	if c := l.sameAs(w); c != "" {
		w = c
	}
	if abbreviations(w) {
		w = w[:len(w)-1]
	}
	return meaning.Stem(w)
}

// abbreviations reports whether a word is the plural of one without vowels, which the stemmer takes for no
// plural: CRDs, LLMs. With three letters it is more likely none: DNS, TLS.
func abbreviations(w string) bool {
	if len(w) < 4 || len(w) > 6 || w[len(w)-1] != 's' || w[len(w)-2] == 's' || w == "mtls" || w == "https" {
		return false
	}
	return strings.Trim(w, "bcdfghjklmnpqrstvwxz") == ""
}

// word is what analysis makes of a word of a text, wherever it stands.
type word struct {
	folded, term string
	stop         bool // is never indexed
	odd          bool // needs a look at its inside or at what stands around it
	joins        bool // may begin a name written in several words
	dictionary   bool // belongs into the dictionary for spelling
}

// wordsMost bounds the memory for words.
const wordsMost = 20000

// word looks a word up, or finds out about it and remembers it: stemming takes half of the analysis.
func (m *scratch) word(l *lexicon, raw []byte) word {
	if w, ok := m.words[string(raw)]; ok {
		return w
	}
	w := word{folded: fold(raw)}
	f := w.folded
	w.stop = in(l.stop, f)
	w.odd = f == "" || f == "c" || f == "f" || f == "net" || strings.ContainsAny(f, "._")
	if !w.stop && !w.odd {
		w.term = l.canonical(f)
		w.joins = len(l.spellings(w.term)) > 0
	}
	w.dictionary = !w.stop && correctable(f)
	if len(m.words) >= wordsMost {
		clear(m.words)
	}
	m.words[string(raw)] = w
	return w
}
