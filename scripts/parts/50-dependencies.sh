# licences, duplicate versions and sources of dependencies

# Licences that are accepted. An exception after WITH is part of the name.
LICENCES="MIT|Apache-2.0|Apache-2.0 WITH LLVM-exception|BSD-2-Clause|BSD-3-Clause|BlueOak-1.0.0|ISC|Unicode-3.0|Unlicense|Zlib"
# Packages that may occur in two versions: hashbrown in the tool that makes the JavaScript module.
TWICE="hashbrown"

tree() {
  cargo tree --locked --workspace --all-features --target all --prefix none "$@"
}

# Whether an SPDX expression is accepted. Every part joined by AND must be, which rejects some nested
# expressions that would be acceptable.
allowed() {
  local part
  while IFS= read -r part; do
    grep -qxE "$LICENCES" < <(sed 's/ OR /\n/g; s/\//\n/g' <<<"$part") || return 1
  done < <(tr -d '()' <<<"$1" | sed 's/ AND /\n/g')
}

# Make sure that the check can fail.
for licence in "GPL-3.0-only" "MIT AND GPL-2.0-only" "MPL-2.0 OR LGPL-3.0-only" ""; do
  ! allowed "$licence" || { echo "'$licence' is allowed"; exit 1; }
done

# Collected first, so that a failure of cargo fails the check.
licences=$(tree -e normal,build --format '{p}|{l}' | sed 's/ (\*)$//; /^|*$/d' | sort -u)
versions=$(tree -e normal,no-proc-macro | sed 's/ (.*//; /^$/d' | sort -u)

failed=0
while IFS='|' read -r package licence; do
  allowed "$licence" || { echo "$package: licence '$licence'"; failed=1; }
done <<<"$licences"

while read -r name; do
  [[ " $TWICE " == *" $name "* ]] || { echo "$name occurs in two versions"; failed=1; }
done < <(cut -d' ' -f1 <<<"$versions" | uniq -d)

if grep '^source = ' Cargo.lock fuzz/Cargo.lock | grep -v '"registry+'; then
  echo "a package comes from outside the registry"
  failed=1
fi
exit $failed
