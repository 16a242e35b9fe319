#!/usr/bin/env bash
# Prints what one format takes on Cortex-M3, in bytes, as Markdown: benches/size/measure.sh [FORMAT…]
# Or what the code consists of: benches/size/measure.sh --symbols FORMAT decode|encode
# `register` is the encoder of link::register alone.
#
# The first table is code and constants of a library with one format that are left after linking
# with --gc-sections: everything included, down to memcpy and division; the last column is decoding
# and encoding with the feature `fast`. The second is the size of a
# decoder, and the deepest stack that decoding (with the decoder in it, and the check for duplicates)
# and encoding take in QEMU: of a Device instance, of one float, or of the links of a registration.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/../.."

TARGET=thumbv7m-none-eabi
FORMATS=(tlv lwm2m-cbor senml-cbor senml-json oma-json cbor text opaque link register)
declare -A GOALS=([tlv:decode]=2800 [tlv:both]=5500 [lwm2m-cbor:both]=8000 [senml-cbor:both]=11000
  [senml-json:both]=20000 [link:both]=10000 [register:encode]=1800 [state]=200 [stack]=600)

host=$(rustc -vV | sed -n 's/^host: //p')
lld=$(rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld
[ -x "$lld" ] || { echo "skipped: no rust-lld, which rustup's toolchains have"; exit 77; }

# Builds the library with these features and prints its path.
build() {
  scripts/cargo-for.sh "$TARGET" rustc -q -p lwm2m-codec-size --lib --profile firmware \
    --no-default-features --features "$1" --message-format=json |
    sed -n 's/.*"filenames":\["\([^"]*liblwm2m_codec_size\.a\)".*/\1/p'
}

# Bytes of flash that a library with these features takes: size FEATURES SYMBOL…
size() {
  local library keep=() symbol sizes
  library=$(build "$1")
  shift
  for symbol in "$@"; do keep+=(-u "$symbol"); done
  "$lld" -flavor gnu --gc-sections -e "$1" "${keep[@]}" -o "$work/size.elf" "$library"
  # What a linker script of firmware discards, such as unwind tables, does not count.
  sizes=$(readelf -SW "$work/size.elf" |
    sed -nE 's/.* \.(text|rodata|data)[^ ]* +PROGBITS +[^ ]+ [^ ]+ ([0-9a-f]+) .*/16#\2/p')
  echo $((${sizes//$'\n'/ + }))
}

# Prints the bytes of a decoder and of the stack that decoding and encoding take.
stack() {
  local corpus=device library
  case $1 in
  text | cbor) corpus=reading.$1 ;;
  opaque) corpus=reading.cbor ;; # any bytes
  link | register) corpus=links.link ;;
  oma-json) corpus=device.json ;;
  *) corpus=device.$1 ;;
  esac
  library=$(LWM2M_PAYLOAD=$work/corpora/$corpus build "$1,decode,duplicates,encode,stack")
  "$lld" -flavor gnu --gc-sections -T benches/size/link.ld -o "$work/stack.elf" "$library"
  timeout 600 qemu-system-arm -M mps2-an385 -nographic -monitor none -serial none \
    -semihosting-config enable=on,target=native -kernel "$work/stack.elf" </dev/null 2>&1
}

if [ "${1-}" = --symbols ]; then
  work=$(mktemp -d)
  trap 'rm -r "$work"' EXIT
  size "$2,$3" "size_$3"
  nm -S --size-sort -rC "$work/size.elf" | cut -d' ' -f2-
  exit
fi

# A figure, with the goal where there is one.
show() {
  local goal=${GOALS[$1]-}
  if [ -z "$goal" ]; then echo "$2"
  elif [ "$2" -le "$goal" ]; then echo "$2 (≤ $goal ✓)"
  else echo "$2 (≤ $goal ✗)"; fi
}

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cargo run -q --release -p lwm2m-codec-benches --bin corpora -- "$work/corpora"

[ $# -gt 0 ] || set -- "${FORMATS[@]}"
echo "| format | decode | with duplicate check | encode | decode and encode | with fast |"
echo "|---|---:|---:|---:|---:|---:|"
for format in "$@"; do
  if [ "$format" = register ]; then
    encode=$(show register:encode "$(size register,encode size_encode)")
    echo "| register | - | - | $encode | - | $(size register,encode,fast size_encode) |"
    continue
  fi
  decode=$(size "$format,decode" size_decode)
  duplicates=-
  [ "$format" = link ] || duplicates=$(size "$format,decode,duplicates" size_decode)
  encode=$(size "$format,encode" size_encode)
  both=$(size "$format,decode,encode" size_decode size_encode)
  fast=$(size "$format,decode,encode,fast" size_decode size_encode)
  decode=$(show "$format:decode" "$decode") both=$(show "$format:both" "$both")
  echo "| $format | $decode | $duplicates | $encode | $both | $fast |"
done

command -v qemu-system-arm >/dev/null || { echo "no qemu-system-arm: stack not measured"; exit; }
echo
echo "| format | decoder | stack of decoding | stack of encoding |"
echo "|---|---:|---:|---:|"
for format in "$@"; do
  result=$(stack "$format") # fails with what the program in QEMU says
  read -r decoder decode encode <<<"$result"
  if [ "$format" = register ]; then
    decoder=- decode=-
  else
    decoder=$(show state "$decoder") decode=$(show stack "$decode")
  fi
  echo "| $format | $decoder | $decode | $(show stack "$encode") |"
done
