# targets without std: Cortex-M3, and RISC-V without atomics
# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh

for features in formats formats,serde formats,alloc; do
  cargo_for "thumbv7m-none-eabi riscv32imc-unknown-none-elf" \
    check -q -p lwm2m-codec --lib --no-default-features --features "$features"
done
