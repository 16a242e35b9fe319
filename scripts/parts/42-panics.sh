# no panics in decoding and encoding, including the C library
# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh

# Prints the symbols of a static library that belong to panics; fails if there are none.
panics() {
  nm "$1" 2>/dev/null | grep -iE '^[0-9a-f ]+ [a-z] .*(panic|unwind)'
}

# Looks for panics in a library: check FEATURES CARGO-COMMAND…
check() {
  local features=$1 library
  shift
  library=$(static_library "$@" --features "$features,planted-panic")
  if ! panics "$library" >/dev/null; then
    echo "$*, $features: a planted panic is not found"
    exit 1
  fi
  library=$(static_library "$@" --features "$features")
  if panics "$library"; then
    echo "$*, $features: these are left"
    exit 1
  fi
  echo "$*, $features: none"
}

check formats,fast cargo rustc -p bare-layer --lib --profile firmware
# The C library as installed, as small as it gets, and on Cortex-M3.
check formats,fast cargo rustc -p lwm2m-codec-c --lib --profile c
check formats cargo rustc -p lwm2m-codec-c --lib --profile firmware
check formats,fast cargo_for thumbv7m-none-eabi rustc -p lwm2m-codec-c --lib --profile firmware
check formats cargo_for thumbv7m-none-eabi rustc -p lwm2m-codec-c --lib --profile firmware
