"""The settings: every mistake at once, secrets never shown."""

from pathlib import Path

import pytest

from bot.config import PREFIX, Settings, load, shown
from bot.errors import SettingsError

TOKEN = "123456:" + "a" * 35
PAID = ("ALLOW_PAID_BROADCAST", "PAID_MESSAGES_PER_SECOND", "PAID_STARS_A_DAY")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "TOKEN_FILE", "API"):
        monkeypatch.delenv(f"DAYBRIEF_TELEGRAM_{name}", raising=False)
    for name in ("DATABASE", "CATALOGUE", "ADMINS", "ERROR_CHAT", "MESSAGES_PER_SECOND", "ALLOW_LOOPBACK", *PAID):
        monkeypatch.delenv(f"DAYBRIEF_{name}", raising=False)


def test_the_environment_is_read_by_its_stable_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others build on these names."""
    for name, value in {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": "http://127.0.0.1:8081/",
        "DATABASE": "sqlite:///other.db",
        "CATALOGUE": "list.toml",
        "ADMINS": "12, 34",
        "MESSAGES_PER_SECOND": "20",
        "ALLOW_LOOPBACK": "1",
    }.items():
        monkeypatch.setenv(f"DAYBRIEF_{name}", value)
    settings = load()
    assert settings.token() == TOKEN
    assert settings.telegram_api == "http://127.0.0.1:8081"
    assert settings.database == "sqlite:///other.db"
    assert settings.catalogue == Path("list.toml")
    assert settings.admins == (12, 34)
    assert settings.messages_per_second == 20
    assert settings.allow_loopback


def test_without_any_setting_there_are_defaults_and_no_token() -> None:
    """A missing token is said when it is needed, not before."""
    settings = load()
    assert settings.database == "sqlite:///daybrief.db"
    assert settings.messages_per_second == 28
    assert not settings.allow_loopback
    with pytest.raises(SettingsError, match="BotFather"):
        settings.token()


def test_all_mistakes_are_reported_at_once_by_their_names() -> None:
    """An operator mends them in one go."""
    with pytest.raises(SettingsError) as caught:
        load(admins="12,me", messages_per_second=0, telegram_api="localhost", log_level="LOUD")
    for name in ("ADMINS", "MESSAGES_PER_SECOND", "TELEGRAM_API", "LOG_LEVEL"):
        assert f"DAYBRIEF_{name}:" in str(caught.value)


@pytest.mark.parametrize("wrong", [0, 31, 280, 1000])
def test_a_pace_that_telegram_would_answer_with_silence_is_refused(wrong: int) -> None:
    """One zero too many must not silence the bot on the first morning."""
    with pytest.raises(SettingsError, match=r"MESSAGES_PER_SECOND: Telegram takes 30 messages a second.*set 1 to 30"):
        load(messages_per_second=wrong)
    assert [load(messages_per_second=right).messages_per_second for right in (1, 30)] == [1, 30]


def test_a_token_may_come_from_a_file(tmp_path: Path) -> None:
    """The file's line end is not part of it; a missing file gets one sentence."""
    (tmp_path / "token").write_text(TOKEN + "\n", encoding="utf-8")
    assert load(telegram_token_file=tmp_path / "token").token() == TOKEN
    with pytest.raises(SettingsError, match="cannot be read"):
        load(telegram_token_file=tmp_path / "none").token()
    with pytest.raises(SettingsError, match="not both"):
        load(telegram_token=TOKEN, telegram_token_file=tmp_path / "token")


def test_a_wrong_token_is_neither_taken_nor_shown() -> None:
    """A token that was cut while copying is told apart from no token."""
    with pytest.raises(SettingsError) as caught:
        load(telegram_token="123456:abc").token()
    assert "form of a token" in str(caught.value)
    assert "123456:abc" not in str(caught.value)


def test_what_is_shown_holds_no_secret() -> None:
    """`daybrief config` may be pasted into a question."""
    settings = load(telegram_token=TOKEN, database="postgresql://me:secret@host/daybrief", admins=(1, 2))
    rows = {name: value for name, value, _ in shown(settings)}
    assert rows["DAYBRIEF_TELEGRAM_TOKEN"] == "(set)"
    assert rows["DAYBRIEF_ADMINS"] == "1,2"
    assert rows["DAYBRIEF_CATALOGUE"] == "(not set)"
    everything = str(rows) + repr(settings)
    assert TOKEN not in everything
    assert "secret" not in str(rows)


def test_nothing_is_paid_for_unless_it_is_allowed_and_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cap is asked for with the permission; without it the other two say nothing."""
    settings = load()
    assert (settings.allow_paid_broadcast, settings.paid_messages_per_second, settings.paid_stars_a_day) == (
        False,
        1000,
        0,
    )
    for name, value in zip(PAID, ("1", "400", "2000"), strict=True):
        monkeypatch.setenv(f"DAYBRIEF_{name}", value)
    settings = load()
    assert (settings.allow_paid_broadcast, settings.paid_messages_per_second, settings.paid_stars_a_day) == (
        True,
        400,
        2000,
    )
    monkeypatch.delenv("DAYBRIEF_PAID_STARS_A_DAY")
    with pytest.raises(SettingsError, match=r"PAID_STARS_A_DAY: a paid broadcast needs to know where to stop"):
        load()


@pytest.mark.parametrize("wrong", [0, 30, 1001])
def test_a_paid_pace_is_above_the_free_one_and_within_what_telegram_sells(wrong: int) -> None:
    """All mistakes about it come at once."""
    with pytest.raises(SettingsError) as caught:
        load(paid_messages_per_second=wrong, paid_stars_a_day=-1)
    assert "PAID_MESSAGES_PER_SECOND: 30 messages a second are free" in str(caught.value)
    assert "PAID_STARS_A_DAY:" in str(caught.value)
    assert [load(paid_messages_per_second=right).paid_messages_per_second for right in (31, 1000)] == [31, 1000]


@pytest.mark.parametrize("right", ["123456", "-1001234567890", " -100 "])
def test_the_error_chat_may_be_a_persons_a_groups_or_a_channels(monkeypatch: pytest.MonkeyPatch, right: str) -> None:
    """Ids of groups are negative."""
    monkeypatch.setenv("DAYBRIEF_ERROR_CHAT", right)
    assert load().error_chat == int(right)


@pytest.mark.parametrize("wrong", ["@alarms", "0", "12.5", "-", "1,2", "9" * 19])
def test_an_error_chat_that_is_no_id_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """The name of a channel is the likeliest mistake."""
    monkeypatch.setenv("DAYBRIEF_ERROR_CHAT", wrong)
    with pytest.raises(
        SettingsError, match=r"ERROR_CHAT: .* is not the id of a chat; 123456 or -1001234567890 would do"
    ):
        load()


def test_every_setting_is_in_the_readme() -> None:
    """An operator finds each by its name, and none that does not exist."""
    page = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith(f"| `{PREFIX}")]
    named = {name for row in rows for name in row.split("`")[1::2]}
    files = {f"{PREFIX}TELEGRAM_TOKEN_FILE": "..._TOKEN_FILE", f"{PREFIX}MODEL_KEY_FILE": "..._KEY_FILE"}
    settings = (PREFIX + name.upper() for name in Settings.model_fields)
    assert named == {files.get(name, name) for name in settings}


def test_a_model_is_whole_or_none(tmp_path: Path) -> None:
    """Address and name together, one key, and prices where there is a limit in dollars."""
    assert load().model() is None
    (tmp_path / "key").write_text("k-1\n")
    found = load(model_url="http://127.0.0.1:8080/v1/", model_name="small", model_key_file=tmp_path / "key").model()
    assert found is not None
    assert (found.address, found.model, found.key) == ("http://127.0.0.1:8080/v1/chat/completions", "small", "k-1")
    for wrong, words in (
        ({"model_url": "http://127.0.0.1/v1"}, "needs both"),
        ({"model_name": "small"}, "needs both"),
        ({"model_url": "here", "model_name": "small"}, "looks like http"),
        ({"model_key": "k", "model_key_file": tmp_path / "key"}, "not both"),
        ({"model_dollars_a_day": 1.0}, "MODEL_DOLLARS_IN"),
        ({"model_calls_a_day": -1}, "MODEL_CALLS_A_DAY"),
    ):
        with pytest.raises(SettingsError, match=words):
            load(**wrong)
    with pytest.raises(SettingsError, match="The key file cannot be read"):
        load(model_url="http://127.0.0.1/v1", model_name="small", model_key_file=tmp_path / "none").model()
