"""Decode one TOML file into its type; what does not fit is refused with file and key, in Chinese."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.mistake import in_chinese

T = TypeVar("T")


def decode(path: Path, content: bytes, kind: type[T]) -> T:
    """The file as ``kind``. Raises Refusal ``bad_input`` for another encoding, for what is no TOML, for a wrong key or value."""
    tree: dict[str, Any] = {}
    try:
        tree = tomllib.loads(content.decode())
        return msgspec.convert(tree, kind)
    except UnicodeDecodeError as error:
        raise Refusal(RefusalCode.BAD_INPUT, f"文件{path.name}不是UTF-8编码。", file=path.name) from error
    except tomllib.TOMLDecodeError as error:
        raise Refusal(
            RefusalCode.BAD_INPUT, f"文件{path.name}不是TOML格式：{error}", file=path.name
        ) from error
    except msgspec.ValidationError as error:
        where, what = in_chinese(str(error), kind, tree)
        raise Refusal(
            RefusalCode.BAD_INPUT, f"文件{path.name}的{where}有误：{what}。", file=path.name, path=where
        ) from error
