"""The process asks the C library to keep little."""

import ctypes
import platform

import pytest

from bot.memory import be_thrifty


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_glibc_takes_the_settings() -> None:
    """And takes them again."""
    assert be_thrifty()
    assert be_thrifty()


def test_another_library_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """One without these settings, and none at all."""
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    assert not be_thrifty()

    def none(_name: object) -> object:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", none)
    assert not be_thrifty()
