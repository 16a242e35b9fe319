"""The console command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "lwm2m_codec"]


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], input=given, capture_output=True, text=True)


def test_the_verbs_are_those_of_the_rust_command(testdata: Path) -> None:
    shown = run("--help")
    assert shown.returncode == 0
    for verb in ("decode", "encode", "inspect", "convert", "links", "object"):
        assert f"\n  {verb} " in shown.stdout
        assert f"Usage: lwm2m-codec {verb} " in run(verb, "--help").stdout
    assert "\n  lwm2m-codec decode -f tlv" in shown.stdout
    file = str(testdata / "payloads" / "device-3-0.tlv")
    decoded = run("decode", "-f", "tlv", "-p", "/3/0", file, "--json").stdout
    again = run("encode", "-f", "tlv", "-p", "/3/0", "--hex", given=decoded)
    assert bytes.fromhex(again.stdout) == Path(file).read_bytes()
    assert run("object", "3/9").stdout.startswith("/3  Device")


def test_exit_codes_tell_what_is_wrong() -> None:
    bad = run("decode", "-f", "tlv", "-p", "/3/0", "--hex", "--payload", "c1")
    assert (bad.returncode, bad.stdout) == (1, "") and "byte 1" in bad.stderr
    assert run("explode").returncode == 2
    assert run().returncode == 2


def test_columns_make_csv() -> None:
    lines = "c10964\nc1\nc3004f4d41\n"
    made = run("columns", "-f", "tlv", "-p", "/3/0", given=lines)
    assert made.returncode == 1
    assert made.stdout == (
        "payload,path,time,type,value\n0,/3/0/9,,integer,100\n2,/3/0/0,,string,OMA\n"
    )
    assert made.stderr.startswith("line 2: byte 1, /3/0: ")
    link = run("columns", "-f", "tlv", "-p", "/10/0", "--base64", given="RCAAQgAB\n")
    assert link.returncode in (0, 1)


def test_columns_make_files(tmp_path: Path, testdata: Path) -> None:
    file, schema = tmp_path / "payloads.txt", str(testdata / "ddf")
    file.write_text("wQAq\n" * 3)
    arguments = ["-f", "tlv", "-p", "/42769/0", "--base64", "--schema", schema, str(file), "-o"]
    assert run("columns", *arguments, str(tmp_path / "records.csv")).returncode == 0
    assert "2,/42769/0/0,,unsigned,42\n" in (tmp_path / "records.csv").read_text()
    parquet = pytest.importorskip("pyarrow.parquet")
    assert run("columns", *arguments, str(tmp_path / "records.parquet")).returncode == 0
    table = parquet.read_table(tmp_path / "records.parquet")
    assert table["unsigned"].to_pylist() == [42, 42, 42]


@pytest.mark.parametrize(
    ("arguments", "given", "code", "message"),
    [
        (["-f", "tvl"], "", 2, "not a content format"),
        (["-f", "tlv", "-p", "3"], "", 2, "path"),
        (["-f", "tlv"], "xyz\n", 1, "line 1: "),
        (["-f", "tlv", "/no/such/file"], "", 1, "No such file"),
        ([], "", 2, "-f"),
    ],
)
def test_wrong_columns_are_explained(
    arguments: list[str], given: str, code: int, message: str
) -> None:
    failed = run("columns", *arguments, given=given)
    assert (failed.returncode, failed.stdout) == (code, "")
    assert message in failed.stderr and "Traceback" not in failed.stderr


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals to open")
def test_a_terminal_sees_a_bar(tmp_path: Path) -> None:
    file = tmp_path / "payloads.txt"
    file.write_text("c10964\n" * 200_000)
    ours, theirs = os.openpty()
    command = [*COMMAND, "columns", "-f", "tlv", "-p", "/3/0", str(file), "-o", os.devnull]
    with subprocess.Popen(command, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 1024)
            except OSError:
                break
            if not more:
                break
            shown += more
    os.close(ours)
    assert process.returncode == 0
    assert shown.count(b"\r[") > 1 and b"] 200000 of 200000" in shown
