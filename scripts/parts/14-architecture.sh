# direction of imports in the core: none upward, between formats, or in circles
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

package python3
python3 scripts/architecture.py
