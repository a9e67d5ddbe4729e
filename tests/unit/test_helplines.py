"""Whom to ring: the rows that ship, the person's own over them, and the country, told without a network."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from os1.mind import helplines
from os1.mind.helplines import ELSEWHERE, KINDS

COUNTRIES = "GB IE US CA AU NZ IN ZA NG KE DE FR ES IT NL BE AT CH SE PL BR MX JP XX".split()
LEVELS = ("passive", "active", "imminent")
RISKS = [kind for kind in KINDS if kind != "emergency"]
ROW = "GB | self_harm | Mine | 0800 1 | - | always | me | 2026-11-22"


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("kind", RISKS)
def test_every_country_has_help_for_every_kind_and_an_emergency_number(country: str, kind: str) -> None:
    for level in LEVELS:
        lines = helplines.for_country(helplines.shipped(), country, kind, level)
        urgent = [line for line in lines if "emergency" in line.kinds]
        assert len(urgent) == 1
        assert urgent[0].number
        assert kind == "medical" or [line for line in lines if "emergency" not in line.kinds]
        assert all(line.links for line in lines)
        first = level == "imminent" or kind in ("medical", "harm_to_others")
        assert (lines[0] == urgent[0]) == first
        assert {line.country for line in lines} <= {country, ELSEWHERE}


def test_the_countries_are_the_named_ones() -> None:
    named = helplines.countries(helplines.shipped())
    assert list(named) == COUNTRIES
    assert named["JP"] == "Japan" and all(len(name) > 3 for name in named.values())


def test_every_row_says_where_it_is_from_and_whether_it_was_checked() -> None:
    for line in (line for line in helplines.shipped() if line.kinds):
        if line.source == "memory":
            assert line.checked == "unchecked", line
        else:
            assert re.match(r"https?://", line.source), line
            assert date.fromisoformat(line.checked) >= date(2026, 1, 1), line
    assert sum(line.source != "memory" for line in helplines.shipped()) >= 30


def test_no_number_stands_in_her_words() -> None:
    phrases = Path(helplines.__file__).parent / "plain" / "phrases" / "safe.txt"
    assert not re.findall(r"^[^#].*\d{3}", phrases.read_text("utf-8"), re.MULTILINE)


def test_one_touch_opens_a_call_a_text_or_a_page() -> None:
    rows, bad = helplines.read("US | self_harm | A | 1-800-273 | text HOME to 741741 | x | y | z\n"
                               "US | self_harm | B | - | https://a.example | x | y | z\n"
                               "US | self_harm | C | 988 | text 988 | x | y | z", "it")  # fmt: skip
    assert not bad
    assert [[link["href"] for link in line.links] for line in rows] == [
        ["tel:1800273", "sms:741741?body=HOME"], ["https://a.example"], ["tel:988", "sms:988"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "says"),
    [("GB | self_harm | A", "has 3 parts"), (ROW.replace("GB", "Britain"), "'Britain'"),
     (ROW.replace("self_harm", "sadness"), "'sadness'"), (ROW.replace("0800 1", "ring us"), "'ring us'"),
     (ROW.replace("| - |", "| javascript:alert(1) |"), "javascript"), (ROW.replace("Mine", "-"), "no name")],
)  # fmt: skip
def test_a_bad_row_is_told_and_loses_nothing(tmp_path: Path, row: str, says: str) -> None:
    (tmp_path / helplines.OWN).write_text(f"# mine\n{row}\n{ROW}\n", "utf-8")
    lines, bad = helplines.lines(tmp_path)
    assert len(bad) == 1
    assert says in bad[0] and "line 2" in bad[0] and bad[0].endswith("passed over.")
    assert {line.name for line in helplines.shipped()} | {"Mine"} == {line.name for line in lines}


def test_own_rows_replace_add_and_take_away(tmp_path: Path) -> None:
    (tmp_path / helplines.OWN).write_text(
        "GB | self_harm | Samaritans | 111 222 | - | days | me | 2026-11-22\n"
        "DK | self_harm | Livslinien | 70 201 201 | - | days | me | 2026-11-22\n"
        "DK | Denmark\n"
        "GB | self_harm | Shout | - | - | - | me | 2026-11-22\n", "utf-8",
    )  # fmt: skip
    lines, bad = helplines.lines(tmp_path)
    assert not bad
    here = {line.name: line.number for line in helplines.for_country(lines, "GB", "self_harm", "active")}
    assert here == {"Samaritans": "111 222", "Emergency services": "999"}
    assert helplines.countries(lines)["DK"] == "Denmark"
    danish = helplines.for_country(lines, "DK", "self_harm", "active")
    assert [line.number for line in danish] == ["70 201 201", "112"]


def test_an_unreadable_file_leaves_the_shipped_rows(tmp_path: Path) -> None:
    (tmp_path / helplines.OWN).mkdir()
    lines, bad = helplines.lines(tmp_path)
    assert len(lines) == len(helplines.shipped())
    assert bad and "can't be read" in bad[0]


def test_the_country_is_what_was_set_else_the_zone_else_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helplines, "_by_zone", lambda: "IE")
    monkeypatch.setattr(helplines, "_by_locale", lambda: "US")
    assert helplines.country("nz", COUNTRIES) == ("NZ", "you set it")
    assert helplines.country("", COUNTRIES) == ("IE", "from this computer's time zone")
    monkeypatch.setattr(helplines, "_by_zone", lambda: "")
    assert helplines.country("", COUNTRIES) == ("US", "from this computer's language")
    monkeypatch.setattr(helplines, "_by_locale", lambda: "")
    assert helplines.country("", COUNTRIES)[0] == ELSEWHERE


def test_the_zone_and_the_language_are_read_from_this_computer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    zones = tmp_path / "zone.tab"
    zones.write_text("# it\nIE\t+5320-00615\tEurope/Dublin\n", "utf-8")
    monkeypatch.setattr(helplines, "_ZONES", zones)
    monkeypatch.setenv("TZ", "Europe/Dublin")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert (helplines._by_zone(), helplines._by_locale()) == ("IE", "GB")
    monkeypatch.setenv("TZ", "Nowhere/Land")
    monkeypatch.setenv("LC_ALL", "C")
    assert (helplines._by_zone(), helplines._by_locale()) == ("", "")
