# code size and stack on Cortex-M3, shown for one format
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

package qemu-system-arm
benches/size/measure.sh tlv
