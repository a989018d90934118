"""Takes plain text; gives the places where a time may begin: the grammar of times is tried nowhere else."""

import re

# A run of digits is tried at its first only: the look behind stands second, so that digits are sought quickly. Behind a
# blank, 、 or a point few things go on with a time.
_RUN = re.compile(
    r"[0-9](?<![0-9]{2})[0-9]*+"
    r"(?=[年月日季底学—\-～至到]|/[0-9]{2,4}学| [年月底—\-～至到0-9]|、[0-9]|\.(?<=20[0-9]{2}\.)[0-9])"
)
_WORDS = re.compile(
    "“十[一二三四五六七]五|十[一二三四五六七]五|九五|二[〇零]|每个?[学年季月]|按[季月年]|本世纪中叶|本年"
    "|后年(?<![今以年之此日]后年)(?![均度产])|今年|全年|明年|次年|翌年|当年|年[底末终初内]|年年底"
    "|“[五六七八十]一”|国庆|教师节|儿童节|劳动节"
    "|第[一二三四1-4]季|一、[二三四]季|二、[二三四]季|三、[二三四]季|上半年|下半年|暑[假期](?:期间|结束|末)?[之以]?前|春季|秋季|春学|秋学"
    "|一学?年一|一[月季]|二[月季]|三[月季]|四[月季]|五月|六月|七月|八月|九月|十月|十一月|十二月|元月(?<!单元月)"
)


def starts(plain: str) -> list[int]:
    """Return the places, in order, where a time may begin.

    >>> starts("到2025年底，每季度通报12次")
    [1, 8]
    """
    places = [match.start() for beginnings in (_RUN, _WORDS) for match in beginnings.finditer(plain)]
    places.sort()
    return places
