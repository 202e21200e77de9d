"""The files that lie beside case files, in a folder that no path may leave."""

from pathlib import Path

from zhicheng.intake.inspect_file import MAX_BYTES
from zhicheng.kernel.refusal import Refusal, RefusalCode


def content_of(folder: Path | None, name: str) -> bytes | None:
    """The bytes of ``name`` below ``folder``, or None where there is no folder.

    ``bad_input`` for a path that leads out of the folder (links followed), ``bad_file`` for a file that is not there.
    At most one byte more than the limit is read: the inspection then says that the file is too large.
    """
    if folder is None:
        return None
    root = folder.resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise Refusal(
            RefusalCode.BAD_INPUT, f"附件路径“{name}”不在导入文件夹内。请改为文件夹内的相对路径。", file=name
        )
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise Refusal(
            RefusalCode.BAD_FILE,
            f"导入文件夹中没有找到附件“{name}”。请补齐文件或更正案卷中的文件名。",
            file=name,
        ) from None
    except OSError:
        raise Refusal(
            RefusalCode.BAD_FILE, f"附件“{name}”无法读取。请检查文件权限后重新导入。", file=name
        ) from None
