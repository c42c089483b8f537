# Targets: build test check bench eval golden cross. "make check" is what CI runs.
GO ?= go
SHARED ?= ../shared

.PHONY: build test race check bench eval golden cross fuzz clean

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/takeaway ./cmd/takeaway

# The race detector needs cgo and a C compiler; without one the tests run all the same.
RACE := $(shell command -v gcc >/dev/null 2>&1 && echo -race)

# Not under the race detector: the transcripts, which start some 700 processes and would take seven minutes
# (make race has them), and the property tests of edits, which make a tenth of theirs under it.
test:
	$(GO) test $(RACE) ./internal/... ./notes/...
	$(GO) test ./cmd/...
	$(if $(RACE),$(GO) test -run Edit ./internal/notefile)

race:
	$(GO) test -race ./...

check:
	@test -z "$$(gofmt -l .)" || { echo "gofmt would change:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) mod tidy -diff
	$(MAKE) test

# Cross-compiles without cgo for every system we promise.
cross:
	@for t in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64; do \
		echo "build $$t"; \
		CGO_ENABLED=0 GOOS=$${t%/*} GOARCH=$${t#*/} $(GO) build -o /dev/null ./cmd/takeaway || exit 1; \
	done

# Benchmarks of the packages, then the whole program from cold: see internal/bench.
bench: build
	$(GO) test -run '^$$' -bench . -benchtime 1s ./internal/conference ./internal/library ./internal/notefile ./internal/search ./internal/vocabulary
	$(GO) run ./internal/bench -binary bin/takeaway

# Scores the binary against labelled write-ups, which are kept beside the project.
eval: build
	@test -f $(SHARED)/eval/score.py || { echo "no labelled write-ups in $(SHARED)/eval"; exit 1; }
	python3 $(SHARED)/eval/score.py bin/takeaway $(SHARED)/eval/dev $(EVALFLAGS)

# Rewrites what the tests compare with; read the diff before committing it.
golden:
	$(GO) test ./cmd/takeaway ./internal/render -update

# Go minimises every new input for up to a minute by default, in which nothing else runs; where coverage
# differs from run to run, as with pools and maps, that is most of the time.
fuzz:
	@for f in $$(grep -rlE '^func Fuzz' --include=*_test.go internal); do \
		for t in $$(grep -oE '^func Fuzz[A-Za-z0-9]+' $$f | cut -c6-); do \
			$(GO) test -run '^$$' -fuzz "^$$t$$" -fuzztime $${FUZZTIME:-60s} -fuzzminimizetime 1s ./$$(dirname $$f) || exit 1; \
		done; \
	done

clean:
	rm -rf bin
