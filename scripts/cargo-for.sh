#!/usr/bin/env bash
# Runs cargo for targets whose standard library may not be installed:
#
#   scripts/cargo-for.sh "TARGET…" build -p PACKAGE …
#
# BUILD_STD (core,alloc) names the crates to build where no built ones are available. Exits with 77 if
# there is no way to get them.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh
cargo_for "$@"
