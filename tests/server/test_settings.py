"""Settings: declared once, given by keyword or environment."""

from __future__ import annotations

import pickle

import pytest

from server.settings import SETTINGS, BadSetting, Settings


def test_a_keyword_wins_over_the_environment_and_the_environment_over_the_default() -> None:
    environment = {"REELGRAPH_PORT": "9000", "REELGRAPH_QUERY_SECONDS": "2.5"}
    settings = Settings.of(environment, port=9001)
    assert settings.integer("port") == 9001
    assert settings.number("query_seconds") == 2.5
    assert settings.text("host") == "127.0.0.1"


def test_a_keyword_that_is_none_was_not_given() -> None:
    assert Settings.of({}, port=None).integer("port") == 8000


@pytest.mark.parametrize("value", ["eighty", "-1", "", "1.5", "nan"])
def test_a_value_that_cannot_be_one_is_refused_by_name(value: str) -> None:
    with pytest.raises(BadSetting, match="port"):
        Settings.of({"REELGRAPH_PORT": value})


def test_an_unknown_setting_is_refused_by_name() -> None:
    with pytest.raises(BadSetting, match="colour"):
        Settings.of({}, colour="red")


def test_every_setting_has_a_name_of_its_own_and_help() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(set(names)) == len(names)
    assert all(setting.help and not setting.help.endswith(".") for setting in SETTINGS)


def test_settings_can_be_handed_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Settings.of({}, port=1))).integer("port") == 1
