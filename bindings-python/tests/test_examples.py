"""The examples of the documentation, and the one with a client and a server."""

from __future__ import annotations

import asyncio
import doctest
import importlib
import importlib.util
import pkgutil
import re
import socket
import sys

import lwm2m_codec
import pytest
from conftest import ROOT


def examples() -> list[doctest.DocTest]:
    finder, parser = doctest.DocTestFinder(), doctest.DocTestParser()
    scope = {name: getattr(lwm2m_codec, name) for name in lwm2m_codec.__all__}
    found = []
    for info in pkgutil.iter_modules(lwm2m_codec.__path__, "lwm2m_codec."):
        if info.name not in ("lwm2m_codec.__main__", "lwm2m_codec._native"):
            module = importlib.import_module(info.name)
            found += finder.find(module, globs=scope | vars(module))
    found += finder.find(lwm2m_codec, globs=dict(scope))
    for name, thing in scope.items():
        members = {name: thing}
        if isinstance(thing, type):
            members |= {f"{name}.{key}": getattr(thing, key) for key in vars(thing)}
        for place, item in members.items():
            text = getattr(item, "__doc__", None)
            if getattr(thing, "__module__", None) != "enum" and isinstance(text, str):
                found.append(parser.get_doctest(text, dict(scope), place, None, None))
    return list({test.name: test for test in found if test.examples}.values())


@pytest.mark.parametrize("test", examples(), ids=lambda test: test.name)
def test_examples_of_the_documentation(
    test: doctest.DocTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    report: list[str] = []
    doctest.DocTestRunner().run(test, out=report.append)
    assert not report, "".join(report)


def test_there_are_examples_of_what_matters() -> None:
    names = {test.name for test in examples()}
    assert names >= {"decode", "encode", "convert", "inspect", "decode_columns", "Path", "Record"}
    assert names >= {"BlockDecoder", "Schema", "Schema.from_types", "decode_links"}


README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_readme_tells_the_truth(
    code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if "polars" in code:
        pytest.importorskip("polars")
    monkeypatch.chdir(ROOT)
    exec(code, {})
    printed = capsys.readouterr().out
    if f"{code}```\n\n```text\n" in README:
        assert f"{code}```\n\n```text\n{printed}```" in README
    else:
        assert "print" not in code or printed


def free_ports() -> tuple[int, int]:
    """Two ports that nobody uses, be it another run of this test."""
    with (
        socket.socket(type=socket.SOCK_DGRAM) as one,
        socket.socket(type=socket.SOCK_DGRAM) as other,
    ):
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def test_client_and_server_understand_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("aiocoap")
    path = ROOT / "examples" / "aiocoap_exchange.py"
    spec = importlib.util.spec_from_file_location("aiocoap_exchange", path)
    assert spec is not None and spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    # Data classes look for the module that they are in.
    monkeypatch.setitem(sys.modules, spec.name, example)
    spec.loader.exec_module(example)
    # CoAP repeats what gets no answer, and gives up after some minutes.
    server, device = asyncio.run(example.exchange(*free_ports()))
    assert list(server.registrations) == ["thermometer"]
    assert server.registrations["thermometer"].objects[3].instances == (0,)
    assert server.sent == example.HISTORY
    assert device == example.DEVICE
