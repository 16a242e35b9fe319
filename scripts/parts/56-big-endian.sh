# unit tests and vectors on a 32-bit big-endian target: PowerPC under QEMU
# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh

package qemu-ppc qemu-user
package powerpc-linux-gnu-gcc gcc-powerpc-linux-gnu libc6-dev-powerpc-cross
export CARGO_TARGET_POWERPC_UNKNOWN_LINUX_GNU_LINKER=powerpc-linux-gnu-gcc
export CARGO_TARGET_POWERPC_UNKNOWN_LINUX_GNU_RUNNER="qemu-ppc -L /usr/powerpc-linux-gnu"
# Keeps the run short: the standard library is built too, and emulation is slow.
export CARGO_PROFILE_DEV_DEBUG=false PROPTEST_CASES=16
for tests in --lib "--test conformance vectors::" "--test conformance errors::" \
  "--test properties roundtrip::"; do
  # shellcheck disable=SC2086 # several arguments
  BUILD_STD=std,panic_unwind,test cargo_for powerpc-unknown-linux-gnu \
    test -q -p lwm2m-codec $tests | brief
done
