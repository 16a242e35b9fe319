#!/usr/bin/env bash
# Checks the C library on the host: header, interface, vectors, sanitizers, valgrind, installation.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-../target}
mkdir -p "$target"
target=$(cd "$target" && pwd)
export CARGO_TARGET_DIR=$target
out=$target/c-tests
rm -rf "$out"
mkdir -p "$out"

strict=(-Wall -Wextra -Wpedantic -Werror)

echo "the header is fresh, and is C99, C11 and C++11"
cargo test -q -p lwm2m-codec-c | sed '/^$/d; /^running /d; /^[.i]*$/d'
echo '#include <lwm2m_codec.h>' >"$out/header.c"
gcc -std=c99 "${strict[@]}" -Iinclude -fsyntax-only "$out/header.c"
gcc -std=c11 "${strict[@]}" -Iinclude -fsyntax-only "$out/header.c"
g++ -std=c++11 "${strict[@]}" -Iinclude -fsyntax-only -x c++ "$out/header.c"

echo "installation, for pkg-config and CMake"
prefix=$out/prefix
./install.sh "$prefix"
exported=$(nm -D --defined-only "$prefix/lib/liblwm2m_codec.so" | grep -v ' lwm2mc_' || true)
[ -z "$exported" ] || { echo "more is exported than the interface: $exported"; exit 1; }
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib
mkdir "$out/make"
make -s -C tests/consumer-make check OUT="$out/make" | sed 's/^/  /'
ldd "$out/make/read" | grep liblwm2m_codec.so.0.1 >/dev/null
cmake -S tests/consumer-cmake -B "$out/cmake" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$out/cmake" >/dev/null
(cd "$out/cmake" && ctest -Q)

echo "the interface and all vectors, with sanitizers, whole and in blocks"
tests/status_names.sh include/lwm2m_codec.h >"$out/status_names.h"
build() { # NAME FLAGS SOURCES
  # shellcheck disable=SC2086 # flags are words
  gcc -std=c99 -g -O1 "${strict[@]}" $2 -Iinclude -I"$out" $3 "$prefix/lib/liblwm2m_codec.a" -lm -o "$out/$1"
}
vectors="tests/c/vectors.c tests/c/links.c tests/c/dump.c"
sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all"
build api "" tests/c/api.c
build api-sanitized "$sanitizers" tests/c/api.c
build vectors "" "$vectors"
build vectors-sanitized "$sanitizers" "$vectors"
"$out/api-sanitized"
files=(../testdata/*.jsonl)
(cd .. && cargo run -q --example vectors -- --dump testdata/*.jsonl) >"$out/expected"
for blocks in "" "--blocks 1 512" "--blocks 7 128" "--blocks 64 64"; do
  # shellcheck disable=SC2086 # options are words
  tests/vectors.py "$out/vectors-sanitized" --dump $blocks "${files[@]}" >"$out/found"
  cmp "$out/expected" "$out/found"
done
tests/vectors.py "$out/vectors-sanitized" "${files[@]}" | sed 's/^/  /'

echo "the same under valgrind"
memcheck="valgrind -q --error-exitcode=9 --leak-check=full"
$memcheck "$out/api"
tests/vectors.py "$memcheck $out/vectors" --dump "${files[@]}" | cmp "$out/expected" -
tests/vectors.py "$memcheck $out/vectors" --dump --blocks 16 64 "${files[@]}" | cmp "$out/expected" -
