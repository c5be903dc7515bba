"""The guard lets public addresses through on ports 80 and 443, and nothing else. Nothing here is ever dialled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.feeds.guard import refusal

PRIVATE = (  # noqa: SIM905 (one table of addresses reads better than seventy quoted lines)
    "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.0.0.53 "
    "127.255.255.255 168.63.129.16 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 "
    "192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 "
    "198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 "
    "::8.8.8.8 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:192.168.1.1 "
    "::ffff:0:8.8.8.8 64:ff9b::10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::8.8.8.8 "
    "100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 "
    "2002:7f00:1:: 2002:a9fe:a9fe:: 2002:808:808:: 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fdff::1 "
    "fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 "
).split()
SPELLINGS = (  # noqa: SIM905 (as above)
    "localhost 0x7f000001 2130706433 0177.0.0.1 127.1 0x7f.0.0.1 127.0.0.01 "
    "\uff11\uff12\uff17.0.0.1 127\u30020\u30020\u30021 [::1] "
    "8.8.8.8. news.example "
).split()
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "151.101.1.164", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"]
PUBLIC_INSIDE = ["::ffff:8.8.8.8", "64:ff9b::808:808"]


def test_there_are_sixty_cases_and_more() -> None:
    """The list is as long as it was promised to be."""
    assert len({*PRIVATE, *SPELLINGS}) >= 60


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("port", [80, 443, 22])
def test_addresses_that_are_not_public_are_refused(address: str, port: int) -> None:
    """Private, loopback, link-local, shared, multicast, mapped, translated and reserved ones, on any port."""
    assert refusal(address, port, allow_loopback=False) == "The address is not on the public internet."


@pytest.mark.parametrize("name", [*SPELLINGS, "", " 8.8.8.8", "8.8.8.8/32"])
def test_what_is_not_plainly_an_address_is_refused(name: str) -> None:
    """The resolver gives plain addresses; anything else is somebody's trick."""
    assert refusal(name, 80, allow_loopback=False) == "The address is not an IP address."
    assert refusal(name, 80, allow_loopback=True) is not None


@pytest.mark.parametrize("address", [*PUBLIC, *PUBLIC_INSIDE])
def test_public_addresses_are_let_through_on_the_ports_of_the_web(address: str) -> None:
    """An IPv4 address inside an IPv6 one is judged by itself."""
    assert refusal(address, 80, allow_loopback=False) is None
    assert refusal(address, 443, allow_loopback=False) is None


@pytest.mark.parametrize("port", [0, 21, 22, 25, 79, 81, 6379, 8080, 65535])
def test_other_ports_are_refused(port: int) -> None:
    """A mail server or a database is not a publisher."""
    assert refusal("8.8.8.8", port, allow_loopback=False) == f"Port {port} is not one of 80 and 443."


@pytest.mark.parametrize("address", ["127.0.0.1", "127.255.0.1", "::1"])
def test_loopback_is_allowed_on_any_port_when_it_is_asked_for(address: str) -> None:
    """The demo and tests serve their sources there."""
    assert refusal(address, 54321, allow_loopback=True) is None


@pytest.mark.parametrize("address", [one for one in PRIVATE if not one.startswith("127.") and one != "::1"])
def test_allowing_loopback_allows_nothing_else(address: str) -> None:
    """Private networks stay closed, and so do other spellings of loopback."""
    assert refusal(address, 80, allow_loopback=True) is not None
    assert refusal("8.8.8.8", 8080, allow_loopback=True) is not None


@given(st.ip_addresses())
def test_no_address_that_python_calls_private_gets_through(address: object) -> None:
    """The standard library's judgement is the least that holds."""
    if not getattr(address, "is_global", False):
        embedded = getattr(address, "ipv4_mapped", None)
        if embedded is None or not embedded.is_global:
            assert refusal(str(address), 443, allow_loopback=False) is not None
