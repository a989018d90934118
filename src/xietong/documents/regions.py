"""Takes a name of a place; gives the province it belongs to, its full name and its one-character side.

Facts: the provincial and prefectural divisions of China (GB/T 2260 names; districts for the four municipalities).
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Region:
    """A place with its ``full`` name, ``short`` name, its province's full name and that province's ``side``."""

    full: str
    short: str
    province: str
    side: str


# Full name, sides (the usual one first), prefectures or districts; without 市 where they are prefecture-level cities.
_PROVINCES = """
北京市|京|东城区 西城区 朝阳区 丰台区 石景山区 海淀区 门头沟区 房山区 通州区 顺义区 昌平区 大兴区 怀柔区 平谷区
  密云区 延庆区
天津市|津|和平区 河东区 河西区 南开区 河北区 红桥区 东丽区 西青区 津南区 北辰区 武清区 宝坻区 滨海新区 宁河区 静海区
  蓟州区
河北省|冀|石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安新区
山西省|晋|太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古自治区|蒙|呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒盟 阿拉善盟
辽宁省|辽|沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛
吉林省|吉|长春 吉林 四平 辽源 通化 白山 松原 白城 延边朝鲜族自治州
黑龙江省|黑|哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭地区
上海市|沪 申|黄浦区 徐汇区 长宁区 静安区 普陀区 虹口区 杨浦区 闵行区 宝山区 嘉定区 浦东新区 金山区 松江区 青浦区
  奉贤区 崇明区
江苏省|苏|南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
浙江省|浙|杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水
安徽省|皖|合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福建省|闽|福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 平潭综合实验区
江西省|赣|南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东省|鲁|济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
河南省|豫|郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
湖北省|鄂|武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施土家族苗族自治州 仙桃 潜江 天门 神农架林区
湖南省|湘|长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西土家族苗族自治州
广东省|粤|广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮
广西壮族自治区|桂|南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
海南省|琼|海口 三亚 三沙 儋州
重庆市|渝|万州区 涪陵区 渝中区 大渡口区 江北区 沙坪坝区 九龙坡区 南岸区 北碚区 綦江区 大足区 渝北区 巴南区 黔江区
  长寿区 江津区 合川区 永川区 南川区 璧山区 铜梁区 潼南区 荣昌区 开州区 梁平区 武隆区 城口县 丰都县 垫江县 忠县
  云阳县 奉节县 巫山县 巫溪县 石柱土家族自治县 秀山土家族苗族自治县 酉阳土家族苗族自治县 彭水苗族土家族自治县
  两江新区 万盛经开区
四川省|川 蜀|成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳
  阿坝藏族羌族自治州 甘孜藏族自治州 凉山彝族自治州 天府新区
贵州省|黔 贵|贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南布依族苗族自治州 黔东南苗族侗族自治州 黔南布依族苗族自治州
云南省|滇 云|昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄彝族自治州 红河哈尼族彝族自治州 文山壮族苗族自治州
  西双版纳傣族自治州 大理白族自治州 德宏傣族景颇族自治州 怒江傈僳族自治州 迪庆藏族自治州
西藏自治区|藏|拉萨 日喀则 昌都 林芝 山南 那曲 阿里地区
陕西省|陕 秦|西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 杨凌示范区
甘肃省|甘 陇|兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏回族自治州 甘南藏族自治州
青海省|青|西宁 海东 海北藏族自治州 黄南藏族自治州 海南藏族自治州 果洛藏族自治州 玉树藏族自治州 海西蒙古族藏族自治州
宁夏回族自治区|宁|银川 石嘴山 吴忠 固原 中卫
新疆维吾尔自治区|新|乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉回族自治州 博尔塔拉蒙古自治州 巴音郭楞蒙古自治州 阿克苏地区
  克孜勒苏柯尔克孜自治州 喀什地区 和田地区 伊犁哈萨克自治州 塔城地区 阿勒泰地区
台湾省|台|
香港特别行政区|港|
澳门特别行政区|澳|
"""
_TAILS = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "林区",
    "新区",
    "省",
    "市",
    "州",
    "盟",
    "区",
    "县",
)
_PEOPLES = (
    "壮族 回族 土家族 苗族 朝鲜族 藏族 羌族 彝族 布依族 侗族 哈尼族 傣族 白族 景颇族 傈僳族 蒙古族 蒙古 哈萨克 柯尔克孜"
)


def _rows() -> list[str]:
    return _PROVINCES.strip().replace("\n  ", " ").split("\n")


def _short(full: str) -> str:
    short = full
    for tail in _TAILS:
        if short.endswith(tail) and len(short) - len(tail) >= 2:
            short = short[: -len(tail)]
            break
    for people in _PEOPLES.split() * 2:
        if short.endswith(people) and len(short) - len(people) >= 2:
            short = short[: -len(people)]
    return short


@cache
def provinces() -> tuple[Region, ...]:
    """Return the provinces in the official order."""
    found = []
    for line in _rows():
        full, sides, _ = line.split("|")
        found.append(Region(full, _short(full), full, sides.split()[0]))
    return tuple(found)


@cache
def by_name() -> dict[str, Region]:
    """Return every province and prefecture under its full and short names; short names shared by two are left out."""
    places: dict[str, Region] = {}
    shared: set[str] = set()
    for line in _rows():
        full, sides, below = line.split("|")
        side = sides.split()[0]
        for name in below.split():
            whole = name if name.endswith(_TAILS) and len(name) > 2 else f"{name}市"
            region = Region(whole, _short(whole), full, side)
            places[whole] = region
            if len(region.short) >= 2:
                shared.update({region.short} & places.keys())
                places.setdefault(region.short, region)
    for name in shared:
        places.pop(name, None)
    for province in provinces():
        places[province.full] = places[province.short] = province
    return places


def any_name(longest: int | None = None) -> str:
    """Return the alternatives of a pattern for any of these names, the longer first, up to ``longest`` characters."""
    names = (name for name in by_name() if longest is None or len(name) <= longest)
    return "|".join(sorted(names, key=len, reverse=True))


@cache
def by_side() -> dict[str, Region]:
    """Return the provinces under each of their one-character sides."""
    sides = {}
    for line, province in zip(_rows(), provinces(), strict=True):
        for side in line.split("|")[1].split():
            sides[side] = province
    return sides
