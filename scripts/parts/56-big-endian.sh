# unit tests and vectors where bytes are big-endian and words have 32 bits: PowerPC, under QEMU
# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh

package qemu-ppc qemu-user
package powerpc-linux-gnu-gcc gcc-powerpc-linux-gnu libc6-dev-powerpc-cross
export CARGO_TARGET_POWERPC_UNKNOWN_LINUX_GNU_LINKER=powerpc-linux-gnu-gcc
export CARGO_TARGET_POWERPC_UNKNOWN_LINUX_GNU_RUNNER="qemu-ppc -L /usr/powerpc-linux-gnu"
# It takes its time: the standard library is built, and properties are tried with few cases.
export CARGO_PROFILE_DEV_DEBUG=false PROPTEST_CASES=16
BUILD_STD=std,panic_unwind,test cargo_for powerpc-unknown-linux-gnu \
  test -q -p lwm2m-codec --lib --test vectors --test errors --test roundtrip | brief
