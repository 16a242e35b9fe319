#!/usr/bin/env bash
# Compares the public API of the core with the lists in lwm2m-codec/api, or updates them:
#
#   scripts/api.sh [--update]
#
# bare.txt lists the API without heap, alloc.txt what `alloc` adds, and all.txt what all features add
# to that. Exits with 77 if the tool does not know the JSON format of the compiler's rustdoc.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

committed=lwm2m-codec/api
work=$TARGET_DIR/api # separate, because changing RUSTC_BOOTSTRAP rebuilds dependencies
fresh=$work/lists
mkdir -p "$fresh"

# Prints the API with these features.
list() {
  RUSTC_BOOTSTRAP=1 cargo rustdoc -q -p lwm2m-codec --lib "$@" --target-dir "$work" -- \
    -Z unstable-options --output-format json --cap-lints allow
  cargo run -q -p lwm2m-codec-api -- "$work/doc/lwm2m_codec.json"
}

# Prints the lines that only the second file has.
added() {
  grep -vxFf "$1" "$2" || [ $? = 1 ] # 1: no such line
}

list --no-default-features --features formats >"$fresh/bare.txt"
list --no-default-features --features formats,alloc >"$work/alloc.txt"
list --all-features >"$work/all.txt"
added "$fresh/bare.txt" "$work/alloc.txt" >"$fresh/alloc.txt"
added "$work/alloc.txt" "$work/all.txt" >"$fresh/all.txt"
removed=$(added "$work/alloc.txt" "$fresh/bare.txt"; added "$work/all.txt" "$work/alloc.txt")
if [ -n "$removed" ]; then
  echo "features must only add to the API, but they remove:"
  echo "$removed"
  exit 1
fi

if [ "${1-}" = --update ]; then
  mkdir -p "$committed"
  cp "$fresh"/*.txt "$committed"
elif ! diff -ru "$committed" "$fresh"; then
  echo "the public API has changed; if that is intended, run scripts/api.sh --update"
  exit 1
fi
