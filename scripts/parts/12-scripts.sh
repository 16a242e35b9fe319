# shell scripts, by ShellCheck
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

package shellcheck
# Files by their names: a new script is checked before it is committed.
git ls-files -z --cached --others --exclude-standard -- '*.sh' .ci/run |
  xargs -0 shellcheck --external-sources --shell=bash
