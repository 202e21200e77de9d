"""Templates compiled in English: the same escaping, data untouched, Chinese as it was."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template
from jinja2 import DictLoader
from markupsafe import Markup

from zhicheng.kernel.audit import AuditEntry
from zhicheng.language import environment
from zhicheng.language.environment import TwoLanguages

TEMPLATES = {
    "sentence.html": '<p title="共 {{ count }} 条">共 {{ count }} 条，逐条相接</p>{{ icon }}<b>状态</b>',
    "label.html": "{{ words }}|{{ row.reason }}|{{ words|join }}",
    "typed.html": '<input value="{{ words }}"><textarea>{{ words }}</textarea><a href="/{{ words }}">{{ words }}</a>',
    "sent.html": '<button value="{{ "状态" if yes else 1 }}">{{ "状态" if yes else 1 }}</button>',
    "notice.html": "{{ clause.heading }}|{{ words }}",
    "constant.html": '{{ "状态" if yes else words }}{{ "共 " ~ words ~ " 条" }}{% if words == "状态" %}same{% endif %}',
    "many.html": "<p>{{ count }} 件待办</p>",
    "joined.html": "{{ labels|join('、') }}",
}
ENGLISH = {
    "状态": "Status",
    "共 {count} 条": "{count} in all",
    "共 {count} 条，逐条相接": "<{count}> & whole",
    "共 {words} 条": "{words} in all",
    "{count} 件待办": "{count} submissions wait",
}


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(environment, "english", lambda: ENGLISH)
    made = Flask("twins")
    made.jinja_environment = TwoLanguages
    made.jinja_loader = DictLoader(TEMPLATES)  # type: ignore[assignment]
    return made


@pytest.fixture
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Cookie": "language=en"}):
        yield


@pytest.fixture
def in_chinese(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Cookie": "language=fr"}):
        yield


@pytest.mark.usefixtures("in_english")
def test_a_sentence_puts_its_values_where_it_wants_them_and_is_escaped() -> None:
    page = render_template("sentence.html", count=3, icon=Markup("<i></i>"))
    assert page == '<p title="3 in all">&lt;3&gt; &amp; whole</p><i></i><b>Status</b>'


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 submission wait"), ("1", "1 submission wait"), (21, "21 submissions wait")]
)
def test_one_of_a_thing_bears_no_s(count: int | str, said: str) -> None:
    assert render_template("many.html", count=count) == f"<p>{said}</p>"


@pytest.mark.usefixtures("in_chinese")
def test_chinese_is_what_was_written_and_an_unknown_language_is_chinese() -> None:
    page = render_template("sentence.html", count=3, icon="")
    assert page == '<p title="共 3 条">共 3 条，逐条相接</p><b>状态</b>'


@pytest.mark.usefixtures("in_english")
def test_a_label_is_looked_up_and_what_a_row_holds_is_not() -> None:
    page = render_template("label.html", words="状态", row=AuditEntry(reason="状态"))
    assert page.split("|")[:2] == ["Status", "状态"]


@pytest.mark.usefixtures("in_english")
def test_values_of_fields_text_areas_and_addresses_are_left_alone() -> None:
    page = render_template("typed.html", words="状态")
    assert page == '<input value="状态"><textarea>状态</textarea><a href="/状态">Status</a>'


@pytest.mark.usefixtures("in_english")
def test_a_constant_that_is_sent_is_left_alone_too() -> None:
    assert render_template("sent.html", yes=True) == '<button value="状态">Status</button>'


@pytest.mark.usefixtures("in_english")
def test_the_words_of_the_notice_stay() -> None:
    assert render_template("notice.html", clause={"heading": "状态"}, words="状态") == "状态|Status"


@pytest.mark.usefixtures("in_english")
def test_what_is_compared_stays_and_what_is_shown_is_said() -> None:
    assert render_template("constant.html", words="状态", yes=True) == "StatusStatus in allsame"


@pytest.mark.usefixtures("in_english")
def test_markup_in_a_value_is_escaped_as_ever() -> None:
    page = render_template("label.html", words="<script>", row=AuditEntry(reason="<b>"))
    assert page.startswith("&lt;script&gt;|&lt;b&gt;")


@pytest.mark.usefixtures("in_english")
def test_a_list_of_labels_has_the_comma_of_its_language() -> None:
    assert render_template("joined.html", labels=["状态", Markup("<i>")]) == "Status, <i>"
