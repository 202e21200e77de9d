"""帮助: made from the tables that the panel obeys, open to every role; no screen without its sentence."""

import pytest

from zhicheng.admin.help import life
from zhicheng.admin.screens import SCREENS
from zhicheng.intake.lifecycle import MOVES, Status
from zhicheng.staff.permission import Permission, Role


@pytest.mark.parametrize("role", Role)
def test_everybody_may_read_it_and_finds_roles_moves_pages_and_keys(people, role):
    text = people(role).get("/admin/help/").get_data(as_text=True)
    for choice in (*Role, *Status, *Permission):
        assert choice.label in text
    for screen in SCREENS:
        if screen.in_menu:
            assert screen.purpose in text
    assert "科室的一周" in text
    assert f"您现在的角色：{role.label}" in text


def test_the_life_has_every_move_once():
    moves = [move for _, found in life() for move, _ in found]
    assert sorted(moves, key=str) == sorted(MOVES, key=str)
    assert [status for status, _ in life()] == list(Status)
    assert all(who for _, found in life() for _, who in found)


def test_every_screen_says_in_a_sentence_what_it_is_for():
    for screen in SCREENS:
        assert screen.purpose.endswith("。"), screen.title
        assert "还没有" not in screen.purpose


def test_a_folded_menu_has_no_two_pictures_alike():
    pictures = ["house", *(screen.icon for screen in SCREENS if screen.in_menu)]
    assert len(set(pictures)) == len(pictures)


def test_an_empty_house_says_what_to_do(people):
    client = people(Role.CLERK)
    for address in ("submission", "applicant", "employer", "attachment", "batch", "certificate", "plan"):
        text = client.get(f"/admin/{address}/").get_data(as_text=True)
        assert "还没有" in text, address
        assert "这里还没有记录。" not in text, address
