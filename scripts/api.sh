#!/usr/bin/env bash
# Compares the public interface of the core with what lwm2m-codec/api says, or brings that up to date:
#
#   scripts/api.sh [--update]
#
# bare.txt is the layer without heap, alloc.txt what the heap adds to it, all.txt what all features add
# to that. Exits with 77 where the compiler is newer or older than what reads its JSON.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

committed=lwm2m-codec/api
work=$TARGET_DIR/api # of its own: what is built under RUSTC_BOOTSTRAP is built anew without
fresh=$work/interface
mkdir -p "$fresh"

# Prints the interface with these features.
interface() {
  RUSTC_BOOTSTRAP=1 cargo rustdoc -q -p lwm2m-codec --lib "$@" --target-dir "$work" -- \
    -Z unstable-options --output-format json --cap-lints allow
  cargo run -q -p lwm2m-codec-api -- "$work/doc/lwm2m_codec.json"
}

# Prints the lines of the second file that the first one lacks.
added() {
  grep -vxFf "$1" "$2" || [ $? = 1 ] # there may be none
}

interface --no-default-features --features formats >"$fresh/bare.txt"
interface --no-default-features --features formats,alloc >"$work/alloc.txt"
interface --all-features >"$work/all.txt"
added "$fresh/bare.txt" "$work/alloc.txt" >"$fresh/alloc.txt"
added "$work/alloc.txt" "$work/all.txt" >"$fresh/all.txt"
taken=$(added "$work/alloc.txt" "$fresh/bare.txt"; added "$work/all.txt" "$work/alloc.txt")
if [ -n "$taken" ]; then
  echo "features take this away, and may only add:"
  echo "$taken"
  exit 1
fi

if [ "${1-}" = --update ]; then
  mkdir -p "$committed"
  cp "$fresh"/*.txt "$committed"
elif ! diff -ru "$committed" "$fresh"; then
  echo "the public interface has changed; if it should, run scripts/api.sh --update"
  exit 1
fi
