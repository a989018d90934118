"""Takes nothing; gives the bounds within which a file is read, and the refusals for what lies outside them."""

from dataclasses import dataclass

from xietong.basics import Refusal

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single file may ask of the machine.

    Sizes are bytes. ``unpacked`` bounds the sum over a zip archive, ``part`` one member, ``ratio`` its expansion,
    ``entries`` its members; ``depth`` the nesting of tags in a page, ``nesting`` that of elements in an Office file;
    ``tags`` those of a page (an Office part may have four times as many); ``lines`` those of a text; ``cells`` the grid
    of all tables and sheets; ``pages`` those of a PDF.
    """

    size: int = 50 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    part: int = 150 * MEGABYTE
    ratio: int = 200
    entries: int = 5000
    depth: int = 1000
    nesting: int = 200
    tags: int = 1_000_000
    lines: int = 1_000_000
    cells: int = 1_000_000
    pages: int = 3000


DEFAULT = Limits()


def over(zh: str, en: str) -> Refusal:
    """Say that a bound is passed: what passes it in both languages; the advice is the same for all."""
    return Refusal(
        "over-the-limit",
        zh=f"{zh}。请拆分文件或删去无关内容后再试。",
        en=f"{en}. Split the file or remove what is not needed, then try again.",
    )


def corrupt(zh: str, en: str) -> Refusal:
    """Say that a file is damaged: where in both languages; the advice is the same for all."""
    return Refusal(
        "corrupt-file",
        zh=f"文件已损坏：{zh}。请用原软件打开后另存一份，或重新获取文件。",
        en=f"The file is damaged: {en}. Open it in the program that made it and save it anew, or obtain it again.",
    )


def check_size(data: bytes, limits: Limits) -> None:
    """Refuse an empty file and one that is too large, before anything looks inside."""
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff"):
        raise empty()
    if len(data) > limits.size:
        have, may = len(data) // MEGABYTE, limits.size // MEGABYTE
        raise over(f"文件有 {have} MB，超过 {may} MB 的上限", f"The file has {have} MB, more than the {may} MB allowed")


def empty() -> Refusal:
    """Say that there is nothing to read."""
    return Refusal(
        "empty-file",
        zh="文件是空的，没有可读的文字。请检查上传的是不是正确的文件。",
        en="The file is empty: there is no text to read. Check that it is the right file.",
    )
