"""Settings: declared once, given by flag, environment or file, and documented as they are."""

from __future__ import annotations

import json
import pickle
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from server import command
from server.settings import SETTINGS, BadSetting, Setting, Settings, markdown_table
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


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


# -- by flag, environment and file ----------------------------------------------------------------


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that ``serve`` was about to start with, instead of a server."""
    found: list[Settings] = []
    monkeypatch.setattr(command, "_serve", lambda _dataset, settings: found.append(settings))
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    return found


def _another(setting: Setting, number: int) -> str:
    """A value of a setting, as it is written, that is not its default: a different one for each number."""
    if setting.places:
        return f"host{number}.example"
    if setting.name == "grades":
        return f"A={number},F=0"
    return f"text{number}" if isinstance(setting.default, str) else str(int(setting.default) + number)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_flag_wins_over_the_environment_and_that_over_the_file(
    served: list[Settings], setting: Setting, tmp_path: Path
) -> None:
    file = tmp_path / "reelgraph.toml"
    written = _another(setting, 1)
    file.write_text(f"{setting.name} = {written if written.isdecimal() else json.dumps(written)}\n")
    runner, config = CliRunner(), ["--config", str(file)]
    environment = {setting.variable: _another(setting, 2)}
    flag = [setting.flag, _another(setting, 3)]
    for arguments, variables in ((config, {}), (config, environment), ([*config, *flag], environment)):
        run = runner.invoke(command.main, ["serve", *arguments], env=variables)
        assert run.exit_code == 0, run.output
    values = [settings.text(setting.name).removesuffix(".0") for settings in served]
    assert values == [_another(setting, number) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("colour = 'red'", "no setting called colour"),
        ("port = 'eighty'", "port must be a whole number"),
        ("port = 65536", "at most 65535"),
        ("port = true", "a number or a text"),
        ("port = [1]", "a number or a text"),
        ("port = ", "no TOML"),
        ("query_seconds = inf", "query_seconds must be a number"),
        ("service_hosts = ['ftp://x.example']", "service_hosts: “ftp://x.example”"),
    ],
)
def test_a_file_that_cannot_be_used_is_wrong_usage(
    served: list[Settings], tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "reelgraph.toml"
    file.write_text(content)
    run = CliRunner().invoke(command.main, ["serve"], env={"REELGRAPH_CONFIG": str(file)})
    assert run.exit_code == 2
    assert said in run.output
    assert served == []


def test_a_list_of_places_in_a_file(served: list[Settings], tmp_path: Path) -> None:
    file = tmp_path / "reelgraph.toml"
    file.write_text('service_hosts = ["a.example", "private:b.example:81"]')
    assert CliRunner().invoke(command.main, ["serve", "--config", str(file)]).exit_code == 0
    assert served[0].text("service_hosts") == "a.example,private:b.example:81"


def test_help_settings_lists_each_with_its_flag_variable_and_default() -> None:
    run = CliRunner().invoke(command.main, ["serve", "--help-settings"])
    assert run.exit_code == 0
    lines = [re.split(r"  +", line) for line in run.output.splitlines()]
    for setting in SETTINGS:
        assert [setting.flag, setting.variable, setting.shown_default, setting.help] in lines


def test_the_documentation_has_the_same_table() -> None:
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert markdown_table() in written, (
        "docs/settings.md is behind: put what `python -c 'import server.settings as s; "
        "print(s.markdown_table())'` prints in the place of its table"
    )
