#!/usr/bin/env bash
# Installs the static and the shared library, the header, and what pkg-config and CMake need:
#
#   bindings-c/install.sh [PREFIX]      (/usr/local, below DESTDIR if that is set)
#
# FEATURES chooses formats, as in Cargo.toml: FEATURES=tlv,senml-cbor,fast bindings-c/install.sh
set -euo pipefail
cd "$(dirname "$0")"

prefix=${1:-/usr/local}
target=${CARGO_TARGET_DIR:-../target}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' ../Cargo.toml | head -1)
# Before 1.0, each minor version has an interface of its own.
interface=${version%.*}
root=${DESTDIR:-}$prefix
library=liblwm2m_codec

# Nothing of `std` is in it, so that the C library has to be named.
cargo rustc -q --lib --profile c --crate-type staticlib,cdylib \
  --no-default-features --features "${FEATURES:-formats,registry,fast,adapt}" \
  -- -C link-arg=-lc -C "link-arg=-Wl,-soname,$library.so.$interface"

install -d "$root/include" "$root/lib/pkgconfig" "$root/lib/cmake/lwm2m_codec"
install -m 644 include/lwm2m_codec.h "$root/include"
install -m 644 "$target/c/${library}_c.a" "$root/lib/$library.a"
install -m 755 "$target/c/${library}_c.so" "$root/lib/$library.so.$version"
ln -sf "$library.so.$version" "$root/lib/$library.so.$interface"
ln -sf "$library.so.$interface" "$root/lib/$library.so"
sed "s/@VERSION@/$version/" cmake/lwm2m_codec.pc.in >"$root/lib/pkgconfig/lwm2m_codec.pc"
for file in cmake/*.cmake.in; do
  name=$(basename "$file" .in)
  sed "s/@VERSION@/$version/; s/@INTERFACE@/$interface/" "$file" >"$root/lib/cmake/lwm2m_codec/$name"
done
echo "installed $version in $root"
