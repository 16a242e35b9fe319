#!/usr/bin/env bash
# Checks the package that build.mjs made, with payloads for the benchmarks: test.sh CORPORA
# Part of ../test.sh, which makes both.
set -euo pipefail
corpora=$(cd "$1" && pwd)
cd "$(dirname "$0")"

vectors=(../testdata/*.jsonl)
node tests/vectors.mjs "${vectors[@]}" | sed 's/^/  /'
if ! cmp <(node tests/vectors.mjs --dump "${vectors[@]}") \
  <(cargo run -q --example vectors -- --dump "${vectors[@]}"); then
  echo "the vectors read otherwise than in Rust"
  exit 1
fi
node --expose-gc --test --test-reporter spec tests/api.test.mjs
node tests/consumers.mjs
node --test --test-reporter spec tests/page.test.mjs
node tests/sizes.mjs
node benches/bench.mjs --test "$corpora"
