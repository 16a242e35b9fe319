#!/usr/bin/env bash
# Says whether the version is right for what has changed in the public interface since the newest tag:
#
#   scripts/semver.sh
#
# Takes cargo-semver-checks (`cargo install cargo-semver-checks --locked`), and exits with 77 where that
# or a tag is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

tag=$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null) ||
  skip "no tag like v1.2.3 to compare with"
cargo semver-checks --version >/dev/null 2>&1 || skip "cargo-semver-checks is not installed"
cargo semver-checks check-release -p lwm2m-codec --all-features --baseline-rev "$tag"
