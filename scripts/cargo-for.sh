#!/usr/bin/env bash
# Runs cargo for targets whose standard library may not be installed:
#
#   scripts/cargo-for.sh "TARGET…" build -p PACKAGE …
#
# BUILD_STD (core,alloc) is what of it is built where none can be had ready. Exits with 77 where
# nothing helps.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh
cargo_for "$@"
