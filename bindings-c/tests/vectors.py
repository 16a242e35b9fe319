#!/usr/bin/env python3
"""Runs conformance vectors through C: vectors.py PROGRAM [--dump] [--blocks SIZE SCRATCH] FILE...

The same contract as the vectors example of the Rust crate. The C program (tests/c/vectors.c) decodes
and prints; what is done here is to read the files, and to compare.
"""

import json
import subprocess
import sys

FORMATS = {
    "text": 0, "link": 40, "opaque": 42, "cbor": 60, "senml-json": 110, "senml-cbor": 112,
    "etch-json": 320, "etch-cbor": 322, "tlv": 11542, "json": 11543, "lwm2m-cbor": 11544,
}
TYPES = ["", "string", "integer", "unsigned", "float", "boolean", "opaque", "time", "objlnk", "corelnk", "none"]
# LWM2MC_SINGLE and LWM2MC_MULTIPLE.
MULTIPLE = {None: 0, False: 0x10, True: 0x20}
OPERATIONS = {
    "read": 0, "notify": 0, "write": 1, "create": 2, "send": 7, "fetch": 4, "fetch-senml": 4, "patch": 6,
}


def line(vector: dict) -> str:
    """A vector as the C program reads it."""
    operation = OPERATIONS[vector.get("op", "read")]
    if operation == 1 and vector["base"] == "/":
        operation = 6
    multiple = vector.get("multiple", {})
    types = sorted(
        (tuple(map(int, key[1:].split("/"))), TYPES.index(name) | MULTIPLE[multiple.get(key)])
        for key, name in vector.get("types", {}).items()
    )
    rows = " ".join(f"{object}/{resource}:{number}" for (object, resource), number in types)
    root = vector.get("root") or ""
    fields = [vector["id"], FORMATS[vector["format"]], operation, vector["base"], root, rows, vector["hex"]]
    return "\t".join(map(str, fields)) + "\n"


def same(found, expected) -> bool:
    """Whether two values are equal, and both numbers or both truths."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and found.keys() == expected.keys() and all(
            same(found[key], expected[key]) for key in expected
        )
    if isinstance(expected, list):
        return isinstance(found, list) and len(found) == len(expected) and all(map(same, found, expected))
    return isinstance(found, bool) == isinstance(expected, bool) and found == expected


def fault(vector: dict, mode: str, found: dict) -> str | None:
    """What is wrong with what a mode made of a vector."""
    accepts = vector["ok"] if mode == "strict" else vector.get("lenient", vector["ok"])
    if found["ok"] != accepts:
        return f"{'accepted' if found['ok'] else 'refused'}: {found}"
    if not accepts:
        return None if found["offset"] <= len(vector["hex"]) // 2 else f"no offset in the payload: {found}"
    if vector["format"] == "link":
        expected = {"links": vector.get("links")}
        expected |= {"reg": vector["reg"]} if "reg" in vector else {}
    else:
        records = [{"value": None} | record for record in vector.get("records", [])]
        for record in records:
            # Of a number that does not say what it counts from, the format does.
            if 0 < float(record.get("time", 0)) < 2**28:
                record["relative"] = vector["format"] != "json"
        expected = {"records": records}
        expected["empty"] = vector.get("empty", [])
        found = {"empty": []} | found
    for name, value in expected.items():
        if not same(found.get(name), value):
            return f"expected {value}\n    found {found.get(name)}"
    return None


def main() -> int:
    program, *arguments = sys.argv[1:]
    dump, blocks = "--dump" in arguments, []
    if "--blocks" in arguments:
        place = arguments.index("--blocks")
        blocks = arguments[place + 1 : place + 3]
        del arguments[place : place + 3]
    vectors = []
    for name in (argument for argument in arguments if argument != "--dump"):
        with open(name, encoding="utf-8") as file:
            vectors += [json.loads(text) for text in file if text.strip()]
    command = [*program.split(), *blocks]
    run = subprocess.run(command, input="".join(map(line, vectors)), stdout=subprocess.PIPE, text=True)
    if dump:
        print(run.stdout, end="")
        return run.returncode
    lines = run.stdout.splitlines()
    assert len(lines) == len(vectors), "the program ended early"
    failed = skipped = 0
    for vector, text in zip(vectors, lines):
        if vector.get("gateway"):
            print(f"{vector['id']} ({vector['format']}): skipped: prefixes of the LwM2M Gateway")
            skipped += 1
            continue
        found = json.loads(text)
        faults = [(mode, fault(vector, mode, found[mode])) for mode in ("strict", "lenient")]
        for mode, what in faults:
            if what:
                print(f"{vector['id']} ({vector['format']}): {mode}: {what}")
        failed += any(what for _, what in faults)
    print(f"{len(vectors) - failed - skipped} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return failed > 0 or run.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
