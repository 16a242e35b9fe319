#!/usr/bin/env bash
# Measures everything anew and puts the tables into README.md: benches/report.sh
#
# Takes some ten minutes on an idle machine; needs Valgrind, and QEMU for stack use.
set -euo pipefail
cd "$(dirname "$0")/.."

tables=$(mktemp)
trap 'rm "$tables"' EXIT
{
  echo "<!-- Below this line everything is written by report.sh. -->"
  echo
  echo "Measured on $(date -u +%F) on $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1)," \
    "$(nproc) processors, $(rustc --version | cut -d' ' -f1,2), commit $(git rev-parse --short HEAD)."
  echo
  echo "### Time against peers"
  echo
  cargo bench -q -p lwm2m-codec-benches --bench ratios
  echo "### Instructions per record"
  echo
  cargo run -q --profile bench -p lwm2m-codec-benches --bin instructions -- --matrix
  echo "### Cortex-M3, in bytes"
  echo
  benches/size/measure.sh
} >"$tables"
sed -i '/^<!-- Below this line/,$d' benches/README.md
cat "$tables" >>benches/README.md
