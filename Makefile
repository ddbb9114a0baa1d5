# The workbook's commands. `make` alone builds everything and runs chapter 1.

SWIFT ?= swift
DOWNLOADS ?= Sources/Datasets/downloads.txt
FORMATTED = Package.swift Sources Chapters Tests

.DEFAULT_GOAL := start
.PHONY: start help libpng build test chapter-1 chapter-2 chapter-3 chapter-4 chapter-5 figures figures-paper verify book check turbojpeg chromium pandoc bits bench data emoji emoji-font format lint clean

start: chapter-1
	@echo
	@echo "Read on in Chapters/01-toy-gan/README.md; 'make help' lists everything else."

help: ## List these targets
	@echo "make                 Build, run chapter 1 and say where its pictures are"
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: libpng ## Build everything
	$(SWIFT) build

test: libpng ## Run all tests: some minutes, in which `swift run` waits
	@echo "Until the tests are over, 'swift run' waits; .build/debug/toy-gan and its like run at once."
	$(SWIFT) test --disable-xctest

chapter-1: build ## Chapter 1: the 1-D toy GAN, and the run that fools its own test
	$(SWIFT) run toy-gan --overwrite
	@echo
	$(SWIFT) run toy-gan --recipe published --init small \
	  --overwrite --out Runs/toy-gan-collapsed
	@echo "this run makes one number over and over, and D says one half: see Runs/toy-gan-collapsed/trap.svg"

chapter-2: build ## Chapter 2: a dense GAN that draws digits, and one whose discriminator is too eager
	$(SWIFT) run dense-gan --overwrite
	@echo
	$(SWIFT) run dense-gan --discriminator-pace 2 --overwrite --out Runs/dense-gan-eager
	@echo "this run has forgotten digits: compare comparison.png of the two"

chapter-3: build ## Chapter 3: a GAN of convolutions
	$(SWIFT) run dcgan --overwrite

chapter-4: build ## Chapter 4: label smoothing, first D alone, then the whole game
	$(SWIFT) run label-smoothing --recipe optimum --overwrite
	@echo
	$(SWIFT) run label-smoothing --overwrite

chapter-5: build ## Chapter 5: a critic that trains a generator, and one whose value tells nothing
	$(SWIFT) run wgan --overwrite
	@echo
	$(SWIFT) run wgan --recipe clip --overwrite
	@echo "compare critic.svg of the two: only one of the critics knows how good the samples are"

figures: build ## Run the chapters over five seeds; write Figures/ and the chapters' pages
	$(SWIFT) run workbook record
	$(SWIFT) run workbook weave

figures-paper: build ## Record the runs at full size, on real MNIST: hours; says how many, and goes on when stopped
	$(SWIFT) run --skip-build workbook record --paper
	$(SWIFT) run --skip-build workbook weave

book: build pandoc ## Make the HTML book of all chapters, Book/index.html
	$(SWIFT) run --skip-build workbook book

verify: build ## Run again what Figures/ holds, seed 1 of each run, and compare: hours
	$(SWIFT) run workbook verify

check: ## Check the next exercise; `swift run workbook --help` tells how to get hints
	@$(SWIFT) run workbook check || [ $$? = 1 ]

bits: ## Show that debug, release, AVX2 and portable builds give the same bits: some minutes
	@.ci/bits

bench: build ## Time training steps and a matrix product on this machine
	$(SWIFT) run workbook bench

data: ## Fetch MNIST and Fashion-MNIST into Data/, for --dataset mnist and fashion only
	@Sources/Datasets/download.sh Data $(DOWNLOADS)

emoji: build emoji-font ## Cut the pictures out of Noto Color Emoji into Data/, to train on
	$(SWIFT) run --skip-build workbook emoji

format: ## Format every Swift file
	$(SWIFT) format format --in-place --recursive $(FORMATTED)

lint: build ## Check the formatting, and that no chapter's page is stale
	@$(SWIFT) format lint --strict --recursive $(FORMATTED)
	@$(SWIFT) run --skip-build workbook weave --check

clean: ## Remove what was built and what runs have written
	rm -rf .build Runs Book

# libpng is the one library that must be there, and pandoc makes the book. Each is installed where that
# needs no question: $(call install,what,how to see that it is there,for apt-get,for brew).
define install
@if $(2) >/dev/null 2>&1; then exit 0; fi; \
if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then as=; \
elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then as=sudo; \
elif command -v brew >/dev/null; then \
  echo "$(1) is missing: installing it with brew"; exec brew install $(4); \
else \
  echo "$(1) is missing. Install it, then type make $(MAKECMDGOALS) again:" >&2; \
  if command -v apt-get >/dev/null; then echo "  sudo apt-get install $(3)" >&2; \
  else echo "  by this system's own installer; Debian's names for it are: $(3)" >&2; fi; exit 1; \
fi; \
echo "$(1) is missing: installing it with apt-get"; \
$$as apt-get update -qq && $$as apt-get install -y -qq $(3)
endef

libpng:
	$(call install,libpng,pkg-config --exists libpng,libpng-dev pkg-config,libpng pkg-config)

# Photographs are JPEG files; tests that need the library say that they are skipped where it is missing.
turbojpeg:
	$(call install,TurboJPEG,ldconfig -p | grep libturbojpeg || brew list jpeg-turbo,libturbojpeg0,jpeg-turbo)

# The font, in the Open Font License; brew has it as a cask.
emoji-font:
	$(call install,Noto Color Emoji,find /usr/share/fonts $(HOME)/Library/Fonts -name NotoColorEmoji.ttf 2>&1 | grep -q ttf$$,fonts-noto-color-emoji,--cask font-noto-color-emoji)

# A browser drives the live page in tests, which say that they are skipped where there is none.
chromium:
	$(call install,Chromium,command -v chromium || command -v chromium-browser || command -v google-chrome,chromium,chromium)

pandoc:
	$(call install,pandoc,command -v pandoc,pandoc,pandoc)
