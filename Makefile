GO ?= go
SHARED ?= ../shared

.PHONY: help build packages quick test thorough race check bench slopes torture eval golden picture cross fuzz clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# Release builds take a stub for chroma, which makes up most of the start-up: see third_party/chroma.
FAST := -modfile=go.fast.mod

build: ## build bin/takeaway
	CGO_ENABLED=0 $(GO) build $(FAST) -trimpath -ldflags '-s -w' -o bin/takeaway ./cmd/takeaway

packages: ## make the packages of a release in dist/: archives, deb, rpm, apk, checksums, bill of materials
	scripts/package $(VERSION)

quick: ## vet, and the tests of the packages without the slow ones: what to run while writing
	$(GO) vet ./...
	$(GO) test -short ./internal/... ./notes/...

test: ## run all tests; the slow ones do a part of their cases
	$(GO) test ./...

# Property tests make 10,000 edits and every page, list and count of the shipped notes is looked at.
thorough: ## run all tests with all their cases, as CI does
	THOROUGH=1 $(GO) test -timeout 30m ./...

# The race detector needs cgo and a C compiler; without one the tests run all the same.
RACE := $(shell command -v gcc >/dev/null 2>&1 && echo -race)

# The transcripts start some 700 processes, which would take minutes under the race detector. They run in
# processes of their own anyway; what runs side by side inside one is tested in the packages.
race: ## run the tests of the packages with the race detector (needs gcc)
	$(GO) test -short $(RACE) ./internal/...
	$(GO) test $(RACE) -run 'Readers|Progress' ./internal/search

check: ## what CI runs: formatting, linters and all tests
	@test -z "$$(gofmt -l .)" || { echo "gofmt would change:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) mod tidy -diff
	$(MAKE) thorough
	$(MAKE) race

picture: ## draw the screens of doc/screens anew, from real runs
	$(GO) run ./internal/picture doc/screens

# Cross-compiles without cgo for every system we promise.
cross: ## compile for every system we promise
	@for t in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64; do \
		echo "build $$t"; \
		CGO_ENABLED=0 GOOS=$${t%/*} GOARCH=$${t#*/} $(GO) build $(FAST) -o /dev/null ./cmd/takeaway || exit 1; \
	done

# Benchmarks of the packages, then the whole program from cold: see internal/bench.
bench: build ## measure what a user waits for
	$(GO) test -run '^$$' -bench . -benchtime 1s ./internal/conference ./internal/library ./internal/notefile ./internal/search ./internal/vocabulary
	$(GO) run ./internal/bench -binary bin/takeaway

# How the time of each reader of strangers' bytes grows with its input, from 128 KiB to 8 MiB: 1 is linear.
slopes: ## how the time of each reader grows with its input
	$(GO) test -run '^$$' -bench Slopes -benchtime 1x ./internal

# A thousand commands killed, interrupted, cut off from power, on a full disk and on a damaged index, then 32 readers
# beside 4 writers for a minute. It takes a quarter of an hour and ends with one line. SEED=7 disturbs other steps.
torture: ## commands under bad luck: prints what was lost, half written, wrong or touched
	$(GO) test -count=1 -timeout 60m ./internal/torture -v -runs $${RUNS:-1000} -seed $${SEED:-1} -crowd $${CROWD:-1m}

# Scores the binary against labelled write-ups, which are kept beside the project.
eval: build ## score reader, tagger and search against labelled write-ups
	@test -f $(SHARED)/eval/score.py || { echo "no labelled write-ups in $(SHARED)/eval"; exit 1; }
	@for set in read dev; do \
		echo "== $$set"; \
		python3 $(SHARED)/eval/score.py bin/takeaway $(SHARED)/eval/$$set --spread $(EVALFLAGS) || exit 1; \
	done

# Rewrites what the tests compare with; read the diff before committing it.
golden: ## rewrite the expected output of tests; read the diff
	$(GO) test ./cmd/takeaway ./internal/render -update

# Go minimises every new input for up to a minute by default, in which nothing else runs; where coverage
# differs from run to run, as with pools and maps, that is most of the time.
fuzz: ## fuzz every target for FUZZTIME (60s) each
	@for f in $$(grep -rlE '^func Fuzz' --include=*_test.go internal); do \
		for t in $$(grep -oE '^func Fuzz[A-Za-z0-9]+' $$f | cut -c6-); do \
			$(GO) test -run '^$$' -fuzz "^$$t$$" -fuzztime $${FUZZTIME:-60s} -fuzzminimizetime 1s ./$$(dirname $$f) || exit 1; \
		done; \
	done

clean: ## remove what make build and make packages made
	rm -rf bin dist
