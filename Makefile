# The front door: what people type. The work is in CMakePresets.json and scripts/.
#
#   make run     install, build, serve (http://localhost:8000/dashboard); ARGS="..." goes to `stint serve`
#   make test    install, build, and run every test
#   make build   leaves the program at build/release/stint
#   make bench   measure; docs/performance.md has the figures
#   make lint    formatting, naming and bug-finding checks
#   make fmt     format the sources
#   make fuzz    fuzz each parser for FUZZ_SECONDS (30)
#   make package a Debian package, left in build/package
#   make image   a container image, stint:latest, by CONTAINER (docker)
SHELL := /bin/bash
ARGS ?=
CONTAINER ?= docker
FUZZ_SECONDS ?= 30
export FUZZ_SECONDS

.PHONY: run test build bench lint fmt fuzz package image clean

run: build
	@exec build/release/stint serve $(ARGS)

build:
	@scripts/install-deps
	@scripts/build-dashboard
	@scripts/build release stint

test:
	@scripts/install-deps --test
	@scripts/build-dashboard
	@scripts/build release all
	@scripts/test

bench:
	@scripts/install-deps --dev
	@scripts/build-dashboard
	@scripts/build release stint
	@scripts/build bench all
	@bench/run

lint:
	@scripts/install-deps --dev
	@scripts/build-dashboard
	@scripts/build debug configure
	@scripts/lint

fmt:
	@scripts/install-deps --dev
	@scripts/format --in-place

fuzz:
	@scripts/install-deps --dev
	@scripts/build fuzz fuzzers
	@scripts/fuzz

package: build
	@cd build/release && cpack -B ../package
	@ls build/package/*.deb

image:
	@$(CONTAINER) build -t stint:latest .

clean:
	rm -rf build web/dist
