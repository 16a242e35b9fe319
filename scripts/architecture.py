"""Checks the direction of imports in the core: scripts/architecture.py [lwm2m-codec/src]

Fails if a file imports from a layer above its own, if one format imports from another, or if files
below `any` import each other in a circle. Tests do not count, nor do re-exports of a file's own
submodules. Re-exports are followed to the file that defines a name. Relies on rustfmt's layout.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

# From the bottom up, as files and folders. `*` is any name; the most specific pattern applies.
LAYERS = [
    ["data_type"],
    ["error"],
    ["encoding"],
    ["model"],
    ["schema"],
    ["codec"],
    ["formats/shared"],
    ["formats/*"],
    ["formats", "formats/any", "formats/untyped"],
    ["blocks", "convert", "ddf", "inspect", "link", "objects", "registry", "report", "serde_impl"],
    ["lib"],
]
EACH = LAYERS.index(["formats/*"])

# Comments and literals, which contain no paths.
TEXT = r"""//[^\n]*|/\*.*?\*/|\bb?r(#*)".*?"\1|"(?:\\.|[^"\\])*"|'(?:\\[^']+|[^'\\])'"""
# Items that only tests compile, modules, and paths.
TEST = r"^( *)#\[cfg\((?:test|all\([^]]*\b(?:doc)?test\b[^]]*\))\)\]\n(?:[^\n]*;|.*?^\1\};?)$"
VISIBLE = r"(pub(?:\([^)]*\))? )?"
MODULE = rf"^( *){VISIBLE}mod (\w+)(?:;| \{{(.*?)^\1\}})$"
USE = rf"\b{VISIBLE}use ([^;]+);"
INLINE = r"(?<![\w:])[a-z_]\w*(?:::\w+)+"


def layer_of(file):
    names, found = file.split("/"), [(0, False, None)]
    for number, patterns in enumerate(LAYERS):
        for parts in (pattern.split("/") for pattern in patterns):
            if len(parts) <= len(names) and all(a in ("*", b) for a, b in zip(parts, names)):
                found.append((len(parts), "*" not in parts, number))
    return max(found)[2]


def path_of(source, file):
    path = source / file / "mod.rs"
    return path if path.exists() else source / f"{file}.rs"


def expand(use):
    """Splits a `use` with braces into its paths."""
    while "{" in use:
        each = lambda m: ",".join(m[1] + part.strip() for part in m[2].split(",") if part.strip())
        use = re.sub(r"([\w:]*)\{([^{}]*)\}", each, use)
    return use.split(",")


class Tree:
    def __init__(self, source):
        self.source, self.files, self.names, self.paths = source, {}, {}, []
        self.read_file((), "lib")

    def read_file(self, module, file):
        text = re.sub(TEXT, '""', path_of(self.source, file).read_text(), flags=re.S)
        self.read(module, file, re.sub(TEST, "", text, flags=re.M | re.S))

    def read(self, module, file, text):
        self.files[module], self.names[module] = file, {}
        for _, _, name, body in re.findall(MODULE, text, re.M | re.S):
            child = (*module, name)
            self.read(child, file, body) if body else self.read_file(child, "/".join(child))
        text = re.sub(MODULE, "", text, flags=re.M | re.S)
        for public, use in re.findall(USE, text):
            for path, _, alias in (one.partition(" as ") for one in expand(use)):
                path = tuple(path.strip().removesuffix("::self").split("::"))
                self.names[module][alias or path[-1]] = path
                self.paths.append((module, path, public))
        for path in re.findall(INLINE, re.sub(rf"{USE}|pub\(in [^)]*\)", "", text)):
            self.paths.append((module, tuple(path.split("::")), ""))

    def resolve(self, at, path, seen=()):
        """The module that defines what a path names, or None for other crates."""
        for place, name in enumerate(path):
            if name in ("crate", "self", "super"):
                at = {"crate": (), "self": at, "super": at[:-1]}[name]
            elif (*at, name) in self.files:
                at = (*at, name)
            elif name in self.names[at] and (at, name) not in seen:
                at = self.resolve(at, self.names[at][name], (*seen, (at, name)))
                if at is None or not name.islower():
                    return at
            else:
                return at if place else None
        return at

    def imports(self):
        for module, path, public in self.paths:
            target = self.resolve(module, path)
            reexport = public and target and target[: len(module)] == module
            if target is not None and not reexport and self.files[module] != self.files[target]:
                yield self.files[module], self.files[target]


def check(source):
    """Returns the violations, the summary, the imports, and the layer of each file."""
    tree = Tree(source)
    layers = {file: layer_of(file) for file in tree.files.values()}
    if wrong := [f"no layer is given for {file}" for file in layers if layers[file] is None]:
        return wrong, "", [], layers
    imports = sorted(set(tree.imports()))
    for one, other in imports:
        if layers[one] < layers[other]:
            wrong.append(f"upward: {one} imports {other}")
        elif layers[one] == layers[other] == EACH and one.split("/")[1] != other.split("/")[1]:
            wrong.append(f"between formats: {one} imports {other}")

    reach = {file: {other for one, other in imports if one == file} for file in layers}
    for via in layers:
        for file in layers:
            reach[file] |= reach[via] if via in reach[file] else set()
    circle = {f: frozenset({f} | {g for g in reach[f] if f in reach[g]}) for f in layers}
    core = {files for f, files in circle.items() if len(files) > 1 and layers[f] <= EACH}
    figures = f"{len(wrong)} imports upward or between formats, {len(core)} circles"
    wrong += sorted("circle: " + ", ".join(sorted(files)) for files in core)

    floors = dict.fromkeys(layers, 1)  # all files of a circle share one
    for _ in set(circle.values()):
        for one, other in imports:
            if circle[one] != circle[other] and floors[one] <= floors[other]:
                floors.update(dict.fromkeys(circle[one], floors[other] + 1))
    return wrong, f"{len(layers)} files on {max(floors.values())} floors, {figures}", imports, layers


def plant(source, one, other):
    """Returns the violations in a copy where one file also imports from another."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(source, Path(folder, "src")))
        with path_of(copy, one).open("a") as file:
            file.write(f"\nuse crate::{other.replace('/', '::')}::Planted;\n")
        return check(copy)[0]


def main(source):
    wrong, figures, imports, layers = check(source)
    print(*wrong, figures, sep="\n")
    if wrong:
        return 1
    # Make sure that the check can fail.
    files = sorted(layers, key=layers.get)
    formats = {file.split("/")[1]: file for file in files if layers[file] == EACH}
    planted = {
        "upward": (files[0], files[-2]),
        "between formats": list(formats.values())[:2],
        "circle": next((b, a) for a, b in imports if layers[a] == layers[b] < EACH),
    }
    for kind, (one, other) in planted.items():
        if not any(line.startswith(kind) for line in plant(source, one, other)):
            print(f"planted but not found: {kind}, {one} imports {other}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "lwm2m-codec/src")))
