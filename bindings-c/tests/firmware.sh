#!/usr/bin/env bash
# Runs a firmware image under QEMU, and measures what the library adds to one:
#
#   firmware.sh FOLDER    with static libraries for Cortex-M3 as FEATURES.a
#   firmware.sh --libraries    says which ones it needs
set -euo pipefail
image=tlv,senml-cbor,lwm2m-cbor
# Name in the table, features, content format, and the most bytes for decoding, encoding and both:
# what it was, and some 8 % for other compilers. The goals are further down.
rows=(
  "TLV tlv 11542 10500 11300 17400"
  "LwM2M_CBOR lwm2m-cbor 11544 17600 11800 24500"
  "SenML_CBOR senml-cbor 112 23700 14600 32600"
  "SenML_JSON senml-json 110 25600 22600 42400"
  "links link 40 10400 10100 17300"
)
if [ "$1" = --libraries ]; then
  echo "$image"
  printf '%s\n' "${rows[@]}" | cut -d' ' -f2
  exit
fi

libraries=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."

# Links an image, and prints its size without what the stack and the buffers take.
link() { # NAME LIBRARIES SOURCES…
  local elf=$libraries/$1.elf
  # shellcheck disable=SC2086 # several libraries, or none
  arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -Os -std=c99 -ffreestanding -ffunction-sections \
    -fdata-sections -Wall -Wextra -Wpedantic -Werror -Wno-unused-const-variable -Iinclude -nostdlib \
    -Wl,--gc-sections,--no-warn-execstack,--fatal-warnings -T firmware/link.ld \
    "${@:3}" firmware/startup.c $2 -o "$elf"
  arm-none-eabi-size "$elf" | awk 'NR == 2 { print $1 + $2, $3 }'
}

cmake -S tests/firmware-cmake -B "$libraries/cmake" -DLWM2M_CODEC_LIBRARY="$libraries/$image.a" \
  -DCMAKE_TOOLCHAIN_FILE="$PWD/firmware/arm-none-eabi.cmake" >/dev/null
cmake --build "$libraries/cmake" >/dev/null
elf=$libraries/cmake/firmware.elf
timeout 600 qemu-system-arm -M mps2-an385 -nographic -monitor none -serial none \
  -semihosting-config enable=on,target=native -kernel "$elf" \
  </dev/null 2>&1 | tee "$libraries/output" | sed 's/^/  /'
# How much stack is used depends on the compiler.
grep -v '^stack: ' "$libraries/output" | cmp - firmware/expected.txt
arm-none-eabi-size "$elf" |
  awk 'NR == 2 { print "  the image: " $1 + $2 " bytes of flash, " $3 " of RAM beside the stack" }'

read -r base _ < <(link base "" -DFORMAT=0 firmware/size.c)
printf '\n  %-11s %7s %7s %7s %8s %8s   bytes of flash, all included\n' \
  "" decode encode both decode encode
printf '  %-11s %7s %7s %7s %8s %8s   %s\n' "" "" "" "" blocks blocks ""
failed=0
for row in "${rows[@]}"; do
  read -r name features format most_decode most_encode most_both <<<"$row"
  defines=(-DFORMAT="$format")
  [ "$features" != link ] || defines+=(-DLINKS)
  measured=()
  for what in DECODE ENCODE "DECODE ENCODE" DECODE_BLOCKS ENCODE_BLOCKS; do
    if [ "$features" = link ] && [[ $what == *BLOCKS ]]; then
      measured+=(-)
      continue
    fi
    # shellcheck disable=SC2046,SC2086 # one or two of them
    read -r size _ < <(link size "$libraries/$features.a" "${defines[@]}" \
      $(printf -- '-D%s ' $what) firmware/size.c)
    measured+=($((size - base)))
  done
  case $features in
  tlv) goal="goal of the core: decode 2800, both 5500" ;;
  lwm2m-cbor) goal="goal of the core: both 8000" ;;
  senml-cbor) goal="goal of the core: both 11000" ;;
  *) goal="" ;;
  esac
  printf '  %-11s %7s %7s %7s %8s %8s   %s\n' "${name/_/ }" "${measured[@]}" "$goal"
  for pair in "0 $most_decode" "1 $most_encode" "2 $most_both"; do
    read -r place most <<<"$pair"
    if [ "${measured[$place]}" -gt "$most" ]; then
      echo "  $name has grown beyond $most bytes"
      failed=1
    fi
  done
done
printf '\n  RAM on a 32-bit target: decoder 240 bytes, of blocks 448, encoder of blocks 296, record 72\n'
exit $failed
