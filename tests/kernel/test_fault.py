"""What the operating system complains of is said in Chinese, whatever it is."""

import errno

import pytest

from zhicheng.kernel.fault import words_of


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "存储空间已满"),
        (errno.ENOENT, "没有这个文件或文件夹"),
        (errno.EACCES, "没有权限"),
        (errno.EIO, "读写出错（EIO）"),
        (None, "读写出错"),
    ],
)
def test_a_fault_has_its_words(number, words):
    assert words_of(OSError(number, "English") if number else OSError("English")) == words
