"""The conformance vectors."""

from __future__ import annotations

from pathlib import Path

import vectors


def test_all_vectors_pass(testdata: Path) -> None:
    loaded = vectors.load(str(testdata / "vectors.jsonl"))
    assert len(loaded) > 300
    skipped = [vector for vector in loaded if vector.skipped is not None]
    faults = {v.id: fault for v in loaded if v not in skipped and (fault := "".join(v.faults()))}
    assert not faults
    assert len(skipped) == 3, "vectors of the LwM2M Gateway"


def test_failures_are_found(testdata: Path) -> None:
    [first, *_] = vectors.load(str(testdata / "vectors.jsonl"))
    other = vectors.Vector(first.members | {"records": first.members["records"][1:]})
    assert "expected" in "".join(other.faults())
    assert "accepted" in "".join(vectors.Vector(first.members | {"ok": False}).faults())
    assert "refused" in "".join(vectors.Vector(first.members | {"hex": "c1"}).faults())
