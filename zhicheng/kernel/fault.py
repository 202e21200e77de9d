"""What the operating system complains of, in Chinese."""

import errno
from typing import Final

_WORDS: Final = {
    "存储空间已满": (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    "没有这个文件或文件夹": (errno.ENOENT, errno.ENOTDIR),
    "同名的文件已经存在": (errno.EEXIST,),
    "这是一个文件夹": (errno.EISDIR,),
    "没有权限": (errno.EACCES, errno.EPERM),
    "那里只能读，不能写": (errno.EROFS,),
    "已被别的程序占用": (errno.EADDRINUSE,),
    "本机没有这个地址": (errno.EADDRNOTAVAIL,),
}
_BY_NUMBER: Final = {number: words for words, numbers in _WORDS.items() for number in numbers}


def words_of(fault: OSError) -> str:
    """The reason, as part of a sentence; ``读写出错`` with the system's own code where nothing is known of it."""
    code = errno.errorcode.get(fault.errno or 0, "")
    return _BY_NUMBER.get(fault.errno or 0) or (f"读写出错（{code}）" if code else "读写出错")
