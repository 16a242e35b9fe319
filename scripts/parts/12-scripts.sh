# shell scripts, by ShellCheck
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

package shellcheck
# Includes scripts that are not committed yet.
git ls-files -z --cached --others --exclude-standard -- '*.sh' .ci/run |
  xargs -0 shellcheck --external-sources --shell=bash
