#!/usr/bin/env bash
# Runs all checks, or only the parts that are named:
#
#   ./test.sh [PART…]      ./test.sh --list
#
# Parts install what they need where they can. A part that cannot run on this machine is skipped and
# named at the end. The last line is `N passed, N failed[, N skipped]`.
#
# A part is a file scripts/parts/NN-PART.sh: the number sets the order, the first line is the
# description, and exit code 77 means skipped.
set -euo pipefail
cd "$(dirname "$0")"

declare -A files
parts=()
for file in scripts/parts/*.sh; do
  part=${file##*/??-} part=${part%.sh}
  parts+=("$part")
  files[$part]=$file
done

describe() {
  sed -n '1s/^# //p' "${files[$1]}"
}

if [ "${1-}" = --list ]; then
  for part in "${parts[@]}"; do
    printf '%-12s %s\n' "$part" "$(describe "$part")"
  done
  exit
fi
for part in "$@"; do
  if [ -z "${files[$part]-}" ]; then
    echo "no part is called $part; ./test.sh --list" >&2
    exit 2
  fi
done
[ $# -gt 0 ] || set -- "${parts[@]}"

passed=0 skipped=() failed=()
for part in "$@"; do
  echo "=== $part: $(describe "$part")"
  start=$SECONDS status=0
  # A process of its own: `set -e` has no effect in a function called before `||`.
  bash -euo pipefail "${files[$part]}" || status=$?
  case $status in
  0) passed=$((passed + 1)) outcome=passed ;;
  77) skipped+=("$part") outcome=skipped ;;
  *) failed+=("$part") outcome=FAILED ;;
  esac
  echo "--- $part: $outcome in $((SECONDS - start)) s"
done

[ ${#skipped[@]} = 0 ] || echo "skipped: ${skipped[*]}"
[ ${#failed[@]} = 0 ] || echo "failed: ${failed[*]}"
summary="$passed passed, ${#failed[@]} failed"
[ ${#skipped[@]} = 0 ] || summary+=", ${#skipped[@]} skipped"
echo "$summary"
[ ${#failed[@]} = 0 ]
