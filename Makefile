# make run    set up, build, and open the window on a sample notebook
# make test   set up, and test everything, the real window included
#
# On Debian and Ubuntu both install what is missing (root or sudo); Go is expected to be there.
# Everything made lands in out/.

SHELL := /bin/bash

# The window needs C. One set of flags everywhere, so that C is compiled once; x11 because Fyne
# under Wayland draws text of the wrong size; migrated_fynedo because thread checks cost the table its speed.
system := $(shell uname -s)
comma := ,
window_tags := $(if $(filter Linux,$(system)),x11$(comma))migrated_fynedo
e2e_tags := e2e,x11
release_tags := $(window_tags),no_emoji,no_metadata

window_packages := gcc libgl1-mesa-dev xorg-dev libxkbcommon-dev libwayland-dev \
	$(if $(shell command -v pkg-config),,pkg-config)
test_packages := xvfb libgl1-mesa-dri xdotool xclip unicode-data python3-openpyxl \
	libreoffice-calc libxml2-utils poppler-utils

# The sample holds invented records only, so its passphrase is public.
sample_passphrase := sample sample sample sample sample sample

without_c := CGO_ENABLED=0
with_c := CGO_ENABLED=1

.NOTPARALLEL:
.PHONY: run build plumbctl window sample test lint test-rooms test-systems test-window pictures pictures-all pictures-workbook bench bench-report bench-window profile release lean setup-window setup-test setup-fonts

run: build sample
	@if [ $(system) = Linux ] && [ -z "$$DISPLAY" ]; then \
		echo; \
		echo "The shadow report of the sample is in out/shadow-report.xlsx."; \
		echo "There is no display here, so the window was built and not opened. To see it:"; \
		echo "  on a desktop           make run"; \
		echo "  from another machine   ssh -X to this one, then make run"; \
		echo "  without seeing it      xvfb-run -s '-screen 0 1280x800x24' out/plumbline out/sample"; \
		echo "It opens with the passphrase: $(sample_passphrase)"; \
	else \
		echo "The shadow report of the sample is in out/shadow-report.xlsx."; \
		echo "The sample opens with the passphrase: $(sample_passphrase)"; \
		out/plumbline out/sample; \
	fi

build: plumbctl window

plumbctl:
	$(without_c) go build -o out/plumbctl ./cmd/plumbctl

window: setup-window
	$(with_c) go build -tags $(window_tags) -o out/plumbline ./cmd/plumbline

# A sample that was interrupted is made anew: only a whole one gets the name.
sample: export PLUMBLINE_PASSPHRASE := $(sample_passphrase)
sample: plumbctl
	@if [ ! -d out/sample ]; then \
		rm -rf out/sample.part && out/plumbctl sample out/sample.part && mv out/sample.part out/sample; \
	fi
	out/plumbctl --notebook out/sample report --to out/shadow-report.xlsx --force

test: export LANG := C.UTF-8
test: export LC_ALL := C.UTF-8
test: setup-test lint test-rooms test-systems test-window

# Two passes: the driver of the window and its tests stand behind tags of their own.
lint:
	@unformatted=$$(gofmt -l assets cmd export model ui); \
		if [ -n "$$unformatted" ]; then echo "gofmt would change: $$unformatted"; exit 1; fi
	$(without_c) go vet -tags ci ./...
	$(without_c) go vet -tags ci,e2e,window,bench ./...
	$(without_c) go tool staticcheck -tags ci ./...
	$(without_c) go tool staticcheck -tags ci,e2e,window,bench ./...

# The screens take longest and go one after another: they begin first, and the other rooms run beside them.
test-rooms:
	$(without_c) go test -timeout 30m -tags ci ./ui ./...

# What runs here is Linux; the other systems must at least compile. The door of the window is left
# out for macOS: Fyne's application is C there.
test-systems:
	GOOS=windows $(without_c) go build -tags ci ./...
	GOOS=darwin $(without_c) go build -tags ci ./assets/... ./cmd/plumbctl ./export/... ./model/... ./ui/...

# The binary is built without migrated_fynedo: then Fyne itself reports a call from a wrong thread. It has the data of a release.
test-window: setup-test lean
	$(with_c) go build -tags $(e2e_tags) $(lean) -o out/plumbline-e2e ./cmd/plumbline
	PLUMBLINE_E2E=$(CURDIR)/out/plumbline-e2e $(without_c) go test -count=1 -timeout 30m -tags ci,window ./cmd/plumbline/...

# Every screen in four languages, light and dark, by the software painter; no display needed.
# contact-<language>.png lays all of one language side by side.
pictures:
	PLUMBLINE_PICTURES=$(CURDIR)/assets/pictures $(without_c) go test -count=1 -tags ci -run '^TestPictures$$' ./ui

# The same, and every other state of them in every language and scheme: to be looked at, and not kept in the repository.
pictures-all:
	PLUMBLINE_PICTURES_ALL=1 PLUMBLINE_PICTURES=$(CURDIR)/out/pictures $(without_c) go test -count=1 -timeout 60m -tags ci -run '^TestPictures$$' ./ui

# Four sheets of the workbook in English and Arabic, as LibreOffice prints them.
pictures-workbook: setup-fonts
	PLUMBLINE_PICTURES=$(CURDIR)/assets/pictures $(without_c) go test -count=1 -run '^TestPicturesOfTheWorkbook$$' ./export

# What is handed out: stripped, without paths, times and marks of the machine that builds it. Fyne's picture font of faces
# and flags is left out: no text of the program has one. no_metadata: the program says itself what it is, and reads no
# FyneApp.toml that lies beside it. Fyne's faces, which no text is set in, are left out too, and what package assets brings is
# packed: see cmd/lean. What is called seldom or never (the network, markdown, D-Bus, the frame of a workbook), and in the window
# what is called once for a key and not once for a row (the screens, the toolkit's widgets), is built without inlining, which
# is smaller; what is quick stays quick. 30 MB is the most: over that the release fails. For what keeps it there, see CONTRIBUTING.
seldom := github.com/xuri/... github.com/yuin/... github.com/godbus/... github.com/nicksnyder/... \
	golang.org/x/net/... net/... crypto/tls/... crypto/x509/... text/template/... html/...
seldom_window := plumbline/ui plumbline/ui/parts github.com/go-text/typesetting/font/opentype/tables \
	fyne.io/fyne/v2/widget fyne.io/fyne/v2/dialog fyne.io/fyne/v2/container fyne.io/fyne/v2/theme fyne.io/fyne/v2/data/... \
	fyne.io/fyne/v2/lang fyne.io/fyne/v2/app fyne.io/fyne/v2/storage/... fyne.io/fyne/v2/internal/repository fyne.io/systray/... \
	filippo.io/... github.com/ccojocar/... github.com/fyne-io/image/... encoding/asn1 golang.org/x/crypto/cryptobyte/... \
	github.com/rymdport/... github.com/tiendc/... github.com/jeandeaual/... github.com/BurntSushi/... \
	github.com/richardlehane/... github.com/nfnt/... github.com/anthonynsimon/... github.com/go-text/typesetting/fontscan \
	github.com/fyne-io/oksvg github.com/srwiley/oksvg golang.org/x/text/language golang.org/x/text/internal/language/... archive/... \
	encoding/json encoding/xml regexp/... mime/... math/big github.com/cloudflare/circl/... github.com/bwesterb/... \
	golang.org/x/text/encoding/... github.com/fsnotify/... os/exec testing flag golang.org/x/text/internal/number \
	golang.org/x/text/feature/... golang.org/x/text/message/... \
	crypto/rsa crypto/ecdsa crypto/dsa crypto/elliptic crypto/hpke crypto/internal/fips140/ecdsa crypto/internal/fips140/rsa \
	crypto/internal/fips140/bigmod crypto/internal/fips140/ecdh crypto/internal/fips140/mlkem github.com/go-text/typesetting/font/cff/... github.com/jsummers/... \
	fyne.io/fyne/v2/internal/widget plumbline/model/sample plumbline/model/intake plumbline/model/parcel

lean := -modfile=out/lean/lean.mod -overlay=out/lean/overlay.json
window_flags := $(lean) $(seldom:%=-gcflags=%=-l) $(seldom_window:%=-gcflags=%=-l)
# A function begins at every 8th byte, not at every 32nd.
window_ldflags := -s -w -buildid= -funcalign=8

# Where the time of a report goes, by which the compiler chooses what to inline; made anew by `make profile`. It is not
# called default.pgo: every test would be built by it, which takes a minute more.
hot := cmd/plumbctl/release.pgo

release: setup-window lean
	$(with_c) go build -trimpath -buildvcs=false -tags $(release_tags) $(window_flags) -ldflags "$(window_ldflags)" -o out/release/plumbline ./cmd/plumbline
	$(without_c) go build -trimpath -buildvcs=false -pgo=$(hot) $(seldom:%=-gcflags=%=-l) -ldflags "-s -w -buildid=" -o out/release/plumbctl ./cmd/plumbctl
	@for f in plumbline plumbctl; do \
		size=$$(stat -c %s out/release/$$f 2>/dev/null || stat -f %z out/release/$$f); \
		echo "out/release/$$f: $$(( (size + 99999) / 1000000 )).$$(( (size + 99999) / 100000 % 10 )) MB, SHA-256 $$( (sha256sum out/release/$$f || shasum -a 256 out/release/$$f) 2>/dev/null | cut -d ' ' -f 1)"; \
		if [ $$size -gt 30000000 ]; then echo "that is over 30 MB"; exit 1; fi; \
	done

lean:
	$(without_c) go run ./cmd/lean out/lean

# The figures of the real window, as it is handed out, with Fyne's own list and table beside ours over as many rows: on the sample, with
# 100,000 observations, and with 1,000,000 (some minutes to make, 1.3 GB, once).
bench-window: export PLUMBLINE_PASSPHRASE := $(sample_passphrase)
bench-window: setup-test sample lean
	$(with_c) go build -trimpath -buildvcs=false -tags bench,$(release_tags) $(window_flags) -ldflags "$(window_ldflags)" -o out/plumbline-bench ./cmd/plumbline
	@for n in 100000 1000000; do \
		if [ ! -d out/sample-$$n ]; then \
			rm -rf out/sample.part && out/plumbctl sample out/sample.part --observations $$n && mv out/sample.part out/sample-$$n; \
		fi; \
	done
	@for n in sample sample-100000 sample-1000000; do \
		echo; echo "== out/$$n"; \
		LIBGL_ALWAYS_SOFTWARE=1 FYNE_SCALE=1 LANG=C.UTF-8 HOME=$$(mktemp -d) \
			xvfb-run -a -s '-screen 0 1280x1000x24' out/plumbline-bench out/$$n 2>/dev/null; \
	done

bench:
	$(without_c) go test -tags ci -run '^$$' -bench . -benchmem ./...

# The workbook's writer against its peers, each in its own process over the same rows; see export/bench.
bench-report:
	@.ci/need gcc libxlsxwriter-dev zlib1g-dev python3-xlsxwriter $(if $(shell command -v node),,nodejs) $(if $(shell command -v npm),,npm)
	export/bench/run.sh $(CURDIR)/out/bench 200000 1000000

# The profile of the release: reports over the notebook of bench-report.
profile:
	export/bench/run.sh $(CURDIR)/out/bench 200000 profile
	go tool pprof -proto out/bench/reports.prof > $(hot)

setup-window:
	@.ci/need $(window_packages)

# Liberation Sans has the widths of Arial, which the workbook asks for.
setup-fonts:
	@.ci/need fonts-liberation libreoffice-calc poppler-utils

setup-test:
	@.ci/need $(window_packages) $(test_packages)
