"""Route x role: every cell is written down in access_matrix.txt and probed over HTTP. A new address fails until it has a row."""

from pathlib import Path

import pytest

from zhicheng.staff.permission import Role
from zhicheng.web.access import Access, access_of

MATRIX = Path(__file__).with_name("access_matrix.txt")
LETTERS = dict(zip("CRAIEUM", Role, strict=True))


def written() -> dict[str, frozenset[Role]]:
    """Endpoint and method -> the roles that may pass, as the file says."""
    rows = {}
    for line in MATRIX.read_text().splitlines():
        if line and not line.startswith("#"):
            address, _, letters = line.rpartition(" ")
            rows[address.strip()] = frozenset(LETTERS[letter] for letter in letters.strip("-"))
    return rows


def cells(app):
    """Every address of a screen with each method that does something."""
    for rule in app.url_map.iter_rules():
        if access_of(rule) is Access.SCREEN:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield f"{rule.endpoint} {method}", rule.rule, method


def test_every_cell_is_written_down(panel):
    assert {name for name, _, _ in cells(panel)} == set(written())


@pytest.mark.parametrize("role", Role)
def test_every_cell_holds(panel, people, role):
    client = people(role)
    token = client.csrf("/password")
    expected, wrong = written(), []
    for name, path, method in cells(panel):
        data = {"csrf_token": token} if method == "POST" else None
        passed = client.open(path, method=method, data=data).status_code != 403
        if passed != (role in expected[name]):
            wrong.append(f"{name}: {role.label} {'passes' if passed else 'is refused'}")
    assert wrong == []
