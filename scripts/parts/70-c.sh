# C: header, vectors, sanitizers, installation; firmware for Cortex-M3 under QEMU
# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh

for command in gcc g++ cmake pkg-config valgrind python3 qemu-system-arm; do
  package "$command"
done
package arm-none-eabi-gcc gcc-arm-none-eabi
bindings-c/tests/run.sh
libraries=$TARGET_DIR/c-firmware
mkdir -p "$libraries"
for features in $(bindings-c/tests/firmware.sh --libraries); do
  library=$(static_library cargo_for thumbv7m-none-eabi \
    rustc -p lwm2m-codec-c --lib --profile firmware --features "$features")
  cp "$library" "$libraries/$features.a"
done
bindings-c/tests/firmware.sh "$libraries"
