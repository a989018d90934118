"""Takes raw characters of any format; gives cleaned characters: the text that every span counts in."""

import re
import unicodedata

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f〇"
_MARKS = r"，。；：、？！（）《》〈〉“”‘’【】〔〕—…"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_ODD_BUT_TABS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2e80-\u2fd5"
    r"\u3220-\u3229\u2474-\u249b\ua3a1\ua3a8\ua3a9\ua3ac\ua3ae\ua3ba\ua3bb\ua3bf\ufe00-\ufe0f\ufeff\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ufff9-\ufffc"
    r"\ue000-\uf8ff\ud800-\udfff]"
)
_ODD = re.compile(rf"[\t{_ODD_BUT_TABS.pattern[1:]}")
# Radicals that PDF writers put in the place of the character, which NFKC leaves alone.
_RADICALS = dict(
    zip(
        "⺁⺄⺇⺈⺊⺌⺍⺒⺕⺗⺜⺝⺠⺪⺫⺮⺶⺼⻁⻄⻅⻆⻉⻋⻌⻍⻏⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲",
        "厂乙几刀卜小小巳彐心日月民疋目竹羊肉虎西见角贝车辶辶邑長镸长门阜雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齊齐齒齿竜龙龜",
        strict=True,
    )
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TONED = re.compile(f"[{_TONES}]")
_TONELESS = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouü](?:ng|[aeiounr]){0,3}"
_TONED_SYLLABLE = re.compile(
    f"(?<=[{_HAN}])(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouü]?[{_TONES}](?:ng|[aeiounr]){{0,2}}(?=[{_HAN}{_MARKS}\\s]|$)"
)
_BARE_SYLLABLE = re.compile(f"(?<=[{_HAN}]){_TONELESS}(?=[{_HAN}{_MARKS}]|$)")
# What every line holds that is anything but tidy: one look for all of it.
_UNTIDY = re.compile(f"[{_TONES}%#*@ \u3000]")
_SPACED = re.compile(f"(?<=[{_HAN}{_MARKS}])[ \u3000]+(?=[{_HAN}{_MARKS}])")
_LONE = re.compile(f"[{_HAN}](?:[ \u3000]+[{_HAN}]){{1,4}}")
_SPACED_DIGITS = re.compile(f"(?<=[{_HAN}0-9]) (?=[0-9])|(?<=[0-9]) (?=[{_HAN}])")
_HAN_ONE = re.compile(f"[{_HAN}]")


_YI_MARKS = (0xA3A1, 0xA3A8, 0xA3A9, 0xA3AC, 0xA3AE, 0xA3BA, 0xA3BB, 0xA3BF)
_YI = re.compile("[\ua000-\ua4cf]")


def _mapping() -> dict[int, str | None]:
    """Return what becomes of each odd character: gone, a blank, a line feed, or its ordinary form."""
    gone = [*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x34F, 0x61C, 0x115F, 0x180E]
    gone += [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF]
    gone += [*range(0xFFF9, 0xFFFD), *range(0xE000, 0xF900), *range(0xD800, 0xE000)]
    table: dict[int, str | None] = dict.fromkeys(gone)
    table |= dict.fromkeys([9, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
    table |= dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
    table[0x0D] = None
    for start, length in ((0xFF10, 10), (0xFF21, 26), (0xFF41, 26)):
        table |= {code: chr(code - 0xFEE0) for code in range(start, start + length)}
    for code in [*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00)]:
        table[code] = unicodedata.normalize("NFKC", chr(code))
    table |= {ord(radical): character for radical, character in _RADICALS.items()}
    # Marks that a font of PDF files has among the syllables of Yi: 发展ꎬ推动ꎮ
    table |= dict(zip(_YI_MARKS, "！（），。：；？", strict=True))
    for code in [*range(0x3220, 0x322A), *range(0x2474, 0x249C)]:  # ㈠ ⑴ ⒈: numbers written as one character
        table[code] = unicodedata.normalize("NFKC", chr(code)).replace("(", "（").replace(")", "）")
    return table


_MAPPING = _mapping()


def characters(text: str) -> str:
    """Return text with every odd character gone or in its ordinary form; line feeds are the only breaks left.

    Control, zero-width and private characters go; full-width digits and letters become half width; compatibility
    ideographs and radicals become ordinary ones; Chinese punctuation stays as it is.
    """
    return _ODD.sub(_ordinary, _fed(text))


def _fed(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _ordinary(odd: "re.Match[str]") -> str:
    if _YI.match(odd[0]) and len(_YI.findall(odd.string[max(0, odd.start() - 1) : odd.end() + 1])) > 1:
        return odd[0]  # among others of its kind it is what it seems
    return _MAPPING[ord(odd[0])] or ""


def breaking(text: str) -> str:
    """Return text without the control characters at which a parser of mark-up stops."""
    return _CONTROL.sub("", text)


def lines(text: str) -> list[str]:
    """Return the lines of a text with their characters cleaned; tabs stay, for layout to be seen by."""
    return _ODD_BUT_TABS.sub(_ordinary, _fed(text)).split("\n")


def paragraph(text: str) -> str:
    """Return one paragraph cleaned: no break, no blanks at its ends, no scanner's blanks, no inserted pinyin.

    >>> paragraph("　　教jiào育yù局 ２０２５年")
    '教育局 2025年'
    """
    return tidy(characters(text).replace("\n", " "))


def tidy(text: str) -> str:
    """Do to one line of ``characters`` what needs its context; linear in its length."""
    text = text.strip(" \u3000\t\n")
    if not text or text.isascii():
        return text
    if text.startswith(("。", "?。", "??。")):
        text = _shifted_back(text)
    if _UNTIDY.search(text) is None:
        return text
    if _TONED.search(text):
        text = _without_pinyin(text)
    if _STREWN.search(text):
        text = _STREWN.sub("", text)
    if " " in text or "\u3000" in text:
        text = _without_gaps(text)
    return text


# Pages made to be found put odd marks before the marks: 印发通知%%#%，. A single star marks a body: 市教育局*、.
_STREWN = re.compile(rf"[%#*@](?<!\*(?=[、，；]))(?<=[{_HAN}”》].)[%#*@]{{0,7}}(?=[，,。；;、])")
# Pages that shift the bytes of their text by one turn （一）总体 into 。ㄒ唬┳芴; the number and what follows come back.
_SHIFTED = re.compile("\\?{0,2}。(ㄒ唬|ǘ|ㄈ|ㄋ模|ㄎ澹|ㄆ撸|ò耍|ň牛|ㄊ)([^\\x00-\\x7f]{1,60})([\\x00-\\x7f]?)")
_NUMBERS = dict(zip(("ㄒ唬", "ǘ", "ㄈ", "ㄋ模", "ㄎ澹", "ㄆ撸", "ò耍", "ň牛", "ㄊ"), "一二三四五七八九十", strict=True))
_SOUND_LEFT = re.compile(f"^[a-zü{_TONES}]{{1,6}}\\)")


def _shifted_back(text: str) -> str:
    match = _SHIFTED.match(text)
    body = b"" if match is None else match[2].encode("gbk", "ignore")
    if match is None or not body.startswith(b"\xa9"):
        return text
    last = match[3]
    body = body[1:] + (last.encode() if last.isalnum() else b"")
    rest = text[match.end() :] if last.isalnum() or last == "?" else text[match.end(2) :]
    return f"（{_NUMBERS[match[1]]}）{body.decode('gbk', 'ignore')}{_SOUND_LEFT.sub('', rest)}"


def _without_pinyin(text: str) -> str:
    cleaned, count = _TONED_SYLLABLE.subn("", text)
    if count < 2:  # one syllable may be a gloss; a hostile page puts it after many
        return text if count == 0 or count * 20 < len(text) else cleaned
    return _BARE_SYLLABLE.sub("", cleaned)


def _without_gaps(text: str) -> str:
    """Close the blanks a scanner or a typist put between Chinese characters, where they are the rule."""
    if _LONE.fullmatch(text):
        return text.replace(" ", "").replace("\u3000", "")
    gaps = len(_SPACED.findall(text))
    if gaps < 4 or gaps * 2 < len(_HAN_ONE.findall(text)):
        return text
    return _SPACED_DIGITS.sub("", _SPACED.sub("", text))


# Pages that do not want to be copied put the sound behind a character: 學(xué).
_SOUND = re.compile(rf"(?<=[\u3400-\u9fff])(?:[(（][a-zü{_TONES}]{{1,6}} ?[)）])+")
_OPENS_SOUND = re.compile(f"[(（][a-zü{_TONES}]")


def without_sounds(text: str) -> str:
    """Return text without sounds in brackets behind characters.

    >>> without_sounds("教(jiào)育(yù)局（A）")
    '教育局（A）'
    """
    return _SOUND.sub("", text) if has_sounds(text) else text


def has_sounds(text: str) -> bool:
    """Tell quickly whether a text may hold sounds in brackets."""
    return ("（" in text or "(" in text) and _OPENS_SOUND.search(text) is not None


def squeeze(text: str) -> str:
    """Return mark-up text with source breaks closed: nothing between Chinese characters, else one blank."""
    if "\n" not in text and "\t" not in text and "  " not in text:
        return text
    text = re.sub(f"(?<=[{_HAN}{_MARKS}])[ \t]*\n[ \t\n]*(?=[{_HAN}{_MARKS}])", "", text)
    return re.sub(r"[ \t\n\x0c]+", " ", text)
