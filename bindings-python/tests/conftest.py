"""What tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def testdata() -> Path:
    """The payloads and definitions that all languages test with."""
    return ROOT.parent / "testdata"
