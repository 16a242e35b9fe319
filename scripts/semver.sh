#!/usr/bin/env bash
# Checks that the version fits the changes to the public API since the newest tag:
#
#   scripts/semver.sh
#
# Needs `cargo install cargo-semver-checks --locked`. Exits with 77 if that or a tag is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

tag=$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null) ||
  skip "there is no tag such as v1.2.3 to compare with"
cargo semver-checks --version >/dev/null 2>&1 || skip "cargo-semver-checks is not installed"
cargo semver-checks check-release -p lwm2m-codec --all-features --baseline-rev "$tag"
