#!/usr/bin/env bash
# Makes a C function of the header's error numbers: their names as the core has them.
set -euo pipefail
echo '/* Generated from the header by tests/status_names.sh. */'
echo 'static const char *status_name(int status) {'
echo '  switch (status) {'
sed -n 's/^  \(LWM2MC_ERROR_[A-Z0-9_]*\) = -[0-9]*,$/\1/p' "$1" | while read -r name; do
  camel=$(sed 's/LWM2MC_ERROR//; s/_\([A-Z0-9]\)\([A-Z0-9]*\)/\1\L\2\E/g' <<<"$name")
  echo "  case $name: return \"$camel\";"
done
echo '  default: return "?";'
echo '  }'
echo '}'
