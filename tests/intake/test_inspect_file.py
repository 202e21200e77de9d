"""Content decides what comes in: hostile and broken files are refused with a sentence, good ones pass."""

import random
import resource
import time
from pathlib import Path

import pytest

from tests.intake.sample_files import good, hostile, jpeg, pdf, picture, png
from zhicheng.intake.inspect_file import ContentType, InspectedFile, inspect_file, photo_notice
from zhicheng.kernel.refusal import Refusal, RefusalCode

HOSTILE, GOOD = hostile(), good()


def test_there_are_enough_examples_of_both_kinds() -> None:
    assert len(HOSTILE) >= 60
    assert len(GOOD) >= 20


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_soon_and_in_chinese(name: str) -> None:
    content = HOSTILE[name]()
    begun = time.process_time()
    with pytest.raises(Refusal) as refused:
        inspect_file(content)
    assert time.process_time() - begun < 10
    assert refused.value.code is RefusalCode.BAD_FILE
    assert (
        "应" in refused.value.sentence or "不得" in refused.value.sentence or "只" in refused.value.sentence
    )
    assert "收到的" in refused.value.sentence
    assert "请" in refused.value.sentence


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_comes_in(name: str) -> None:
    content = GOOD[name]()
    file = inspect_file(content)
    assert file.content_type.name.lower() == name.split(",")[0]
    assert file.size == len(content)
    assert file.pages >= 1


def test_what_was_learnt_is_right() -> None:
    assert inspect_file(GOOD["pdf, 200 pages"]()).pages == 200
    assert inspect_file(png((31, 17))) == InspectedFile(ContentType.PNG, len(png((31, 17))), 1, 31, 17)


def test_a_photo_held_sideways_is_measured_as_it_is_shown() -> None:
    file = inspect_file(GOOD["jpeg, held sideways"]())
    assert (file.width, file.height) == (600, 800)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("zip", "压缩包"),
        ("docx", "Word"),
        ("gif", "GIF"),
        ("windows program", "可执行程序"),
        ("html", "网页"),
        ("plain text", "无法识别"),
        ("empty", "0 字节"),
        ("pdf with a password", "密码"),
        ("pdf script by name", "脚本"),
        ("pdf script on a page", "自动执行"),
        ("pdf launching a program", "自动执行"),
        ("pdf with an embedded program", "嵌入的文件"),
        ("pdf with xfa", "XFA"),
        ("pdf with 201 pages", "201 页"),
        ("png that moves", "动态图片"),
        ("png claiming 12000 x 12000", "4,000 万像素"),
        ("pdf nested deep", "嵌套过深"),
        ("pdf bomb", "解压"),
        ("jpeg with zip behind", "夹带"),
        ("pdf cut in half", "缺少结尾"),
    ],
)
def test_the_sentence_names_what_came(name: str, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        inspect_file(HOSTILE[name]())


@pytest.mark.parametrize("name", ["pdf bomb", "pdf double bomb", "pdf bomb in an object stream"])
def test_a_bomb_never_fills_the_memory(name: str, tmp_path: Path) -> None:
    content = HOSTILE[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refusal):
        inspect_file(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000


def test_the_limit_of_size_is_an_argument() -> None:
    content = jpeg((1000, 1000))
    assert inspect_file(content, max_bytes=len(content)).size == len(content)
    with pytest.raises(Refusal, match="不得超过"):
        inspect_file(content, max_bytes=len(content) - 1)


def test_a_photo_may_weigh_five_megabytes() -> None:
    content = jpeg((295, 413)) + bytes(5 << 20)
    assert inspect_file(content).size == len(content)
    with pytest.raises(Refusal, match="5 MB"):
        inspect_file(content, photo=True)


def test_the_limits_of_pixels_and_pages_are_arguments() -> None:
    with pytest.raises(Refusal, match="像素"):
        inspect_file(jpeg((100, 100)), max_pixels=9_999)
    with pytest.raises(Refusal, match="3 页"):
        inspect_file(pdf(3), max_pages=2)


@pytest.mark.parametrize("size", [(295, 413), (590, 826), (1000, 1400), (300, 413)])
def test_a_one_inch_photo_needs_no_notice(size: tuple[int, int]) -> None:
    assert photo_notice(inspect_file(jpeg(size))) is None
    assert photo_notice(inspect_file(png(size))) is None


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (jpeg((413, 295)), "宽高比"),
        (jpeg((600, 600)), "宽高比"),
        (jpeg((318, 413)), "宽高比"),
        (jpeg((148, 207)), "尺寸偏小"),
        (pdf(), "图片格式"),
    ],
)
def test_a_photo_that_is_not_one_inch_gets_a_notice_not_a_refusal(content: bytes, word: str) -> None:
    notice = photo_notice(inspect_file(content))
    assert notice is not None
    assert word in notice


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_refused_or_read_but_never_breaks_the_server(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    content = bytearray(dice.choice([jpeg((90, 90)), png((90, 90)), pdf(2), pdf(1, linearize=True)]))
    for _ in range(dice.randint(1, 40)):
        content[dice.randrange(8, len(content))] = dice.randrange(256)
    try:
        inspect_file(bytes(content))
    except Refusal as refused:
        assert refused.code is RefusalCode.BAD_FILE


def test_the_picture_used_in_these_tests_is_not_blank() -> None:
    assert len(picture().getcolors(1 << 20) or []) > 10
