#!/usr/bin/env bash
# Runs every check of the project, or the parts that are named:
#
#   ./test.sh [PART…]      ./test.sh --list
#
# It sets up what it needs. What cannot be had on a machine, such as the standard library of another
# target, leads to a part that is skipped by name. Closes with `N passed, N failed`.
#
# A part is a file scripts/parts/NN-PART.sh: the numbers give the order, the first line describes it,
# and exit code 77 says that it is skipped.
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
  # A process of its own: in a function, what follows would switch `set -e` off.
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
