"""Takes the text of an expression; gives its tree. The grammar is our own and small; nothing is ever run as a program.

    comparison := sum (("=" | "!=" | "<" | "<=" | ">" | ">=") sum)?
    sum        := product (("+" | "-") product)*
    product    := signed (("*" | "/") signed)*
    signed     := "-" signed | number | reference | function | "(" comparison ")"
    reference  := "[" code ("|" dimension "=" category)* ("@" offset)? "]"
    offset     := "-" digits ("y")?            so many periods, or years, before
    function   := name "(" (comparison ("," comparison)*)? ")"

Functions: ``if(condition, then, else)``; ``per([value], [population], base)`` = value / population × base;
``given([value], otherwise)``; ``units()``, how many organisations stand there; ``reporting([value])``, how many of them
reported. Full-width signs (（）＋－×÷，) are read as their plain forms.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from xietong.basics import Refusal

DEEPEST = 60
_PLAIN = str.maketrans("（）＋－−×÷，＝＜＞＊／【】｜＠", "()+--*/,=<>*/[]|@")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<reference>\[[^\[\]]*\])|(?P<name>[a-z_]+)|(?P<sign><=|>=|!=|[-+*/(),=<>]))"
)
_REFERENCE = re.compile(
    r"\[\s*(?P<code>[^|@\[\]]+?)\s*(?P<filters>(?:\|[^|@\[\]]+)*)(?:@\s*-\s*(?P<offset>\d{1,3})\s*(?P<years>y?)\s*)?\]"
)
_PARAMETERS = {"if": (3, 3), "per": (3, 3), "given": (2, 2), "units": (0, 0), "reporting": (1, 1)}


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """Another indicator, ``periods`` or ``years`` before, narrowed to categories."""

    code: str
    filters: tuple[tuple[str, str], ...] = ()
    periods: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts and the sign between them; with the sign ``neg`` the right part only."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Node", ...]


Node = Number | Reference | Operation | Call


def only_calculates(node: Node) -> bool:
    """Tell whether a tree is nothing but numbers, values of the same period and signs: then a missing part is missing.

    >>> only_calculates(parse("-[A] / 2")), only_calculates(parse("[A] - [A @ -1y]")), only_calculates(parse("units()"))
    (True, False, False)
    """
    if isinstance(node, Operation):
        return only_calculates(node.left) and only_calculates(node.right)
    return isinstance(node, Number) or (isinstance(node, Reference) and not (node.periods or node.years))


def only_adds(node: Node) -> bool:
    """Tell whether a tree is nothing but values that are added and subtracted: then it counts what they count.

    >>> only_adds(parse("[A] - [B @ -1]")), only_adds(parse("[A] / [B]")), only_adds(parse("[A] * 2"))
    (True, False, False)
    """
    if isinstance(node, Operation):
        return node.sign in "+-" and only_adds(node.left) and only_adds(node.right)
    return isinstance(node, Reference)


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Return the tree of an expression.

    Errors: Refusal ``expression-unreadable`` (says where and what was expected), ``no-such-function``.

    >>> parse("[A] / [B @ -1y] * 100").sign
    '*'
    """
    plain = text.translate(_PLAIN)
    reader = _Reader(plain, _tokens(plain))
    tree = reader.comparison(0)
    if reader.place < len(reader.tokens):
        reader.stop("运算符", "an operator")
    return tree


def divides(node: Node) -> bool:
    """Tell whether a tree divides anywhere: then it is a rate of one part in another.

    >>> divides(parse("[A] + per([B], [C], 1000)")), divides(parse("[A] - [B]"))
    (True, False)
    """
    match node:
        case Operation(sign, left, right):
            return sign == "/" or divides(left) or divides(right)
        case Call(name, arguments):
            return name == "per" or any(map(divides, arguments))
    return False


def needed_references(tree: Node) -> tuple[Reference, ...]:
    """Return the references without which a tree has no value: not those that it counts, or has something instead of.

    >>> [one.code for one in needed_references(parse("[A] / [B] + given([C], 0) * reporting([D])"))]
    ['A', 'B']
    """
    match tree:
        case Operation(_, left, right):
            found = needed_references(left) + needed_references(right)
        case Call("reporting"):
            found = ()
        case Call("given", (_, otherwise)):
            found = needed_references(otherwise)
        case Call(_, arguments):
            found = tuple(one for argument in arguments for one in needed_references(argument))
        case _:
            return references(tree)
    return tuple(dict.fromkeys(found))


def references(tree: Node) -> tuple[Reference, ...]:
    """Return the references of a tree in the order of the text, each once.

    >>> [one.code for one in references(parse("[B] + [A] * [B]"))]
    ['B', 'A']
    """
    match tree:
        case Reference():
            return (tree,)
        case Operation(_, left, right):
            found = references(left) + references(right)
        case Call(_, arguments):
            found = tuple(one for argument in arguments for one in references(argument))
        case _:
            found = ()
    return tuple(dict.fromkeys(found))


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """Give kind, text and place of every token."""
    tokens, place = [], 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            _unreadable(text, start, "数、[指标]、函数或运算符", "a number, an [indicator], a function or an operator")
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind], match.start(kind)))
        place = match.end()
    return tokens


def _unreadable(text: str, place: int, zh: str, en: str) -> NoReturn:
    shown = text[place : place + 12] or "…"
    raise Refusal(
        "expression-unreadable",
        zh=f"公式第{place + 1}个字符“{shown}”处应为{zh}，请改正。",
        en=f"At character {place + 1} (“{shown}”) the formula needs {en}; mend it.",
        field="expression",
    )


class _Reader:
    """Reads tokens from left to right, one function per rule of the grammar."""

    def __init__(self, text: str, tokens: list[tuple[str, str, int]]) -> None:
        self.text, self.tokens, self.place = text, tokens, 0

    def stop(self, zh: str, en: str) -> NoReturn:
        at = self.tokens[self.place][2] if self.place < len(self.tokens) else len(self.text)
        _unreadable(self.text, at, zh, en)

    def sign(self, *wanted: str) -> str:
        """Take one of the signs if it comes next; empty if not."""
        if self.place < len(self.tokens):
            kind, text, _ = self.tokens[self.place]
            if kind == "sign" and text in wanted:
                self.place += 1
                return text
        return ""

    def comparison(self, depth: int) -> Node:
        if depth > DEEPEST:
            self.stop("较浅的括号层次", "fewer brackets inside each other")
        left = self.sum(depth)
        if sign := self.sign("=", "!=", "<", "<=", ">", ">="):
            return Operation(sign, left, self.sum(depth))
        return left

    def sum(self, depth: int) -> Node:
        left = self.product(depth)
        while sign := self.sign("+", "-"):
            left = Operation(sign, left, self.product(depth))
        return left

    def product(self, depth: int) -> Node:
        left = self.signed(depth)
        while sign := self.sign("*", "/"):
            left = Operation(sign, left, self.signed(depth))
        return left

    def signed(self, depth: int) -> Node:
        if self.sign("-"):
            if depth > DEEPEST:
                self.stop("较少的负号", "fewer minus signs")
            return Operation("neg", Number(Decimal(0)), self.signed(depth + 1))
        if self.sign("("):
            inside = self.comparison(depth + 1)
            self.sign(")") or self.stop("右括号", "a closing bracket")
            return inside
        return self.atom(depth)

    def atom(self, depth: int) -> Node:
        kind, text, _ = self.tokens[self.place] if self.place < len(self.tokens) else ("", "", 0)
        if kind not in ("number", "reference", "name"):
            self.stop("数、[指标]、函数或括号", "a number, an [indicator], a function or a bracket")
        if kind == "reference":
            found = _reference(text) or self.stop("[代码]，如 [A|sex=f @ -1]", "[code], such as [A|sex=f @ -1]")
            self.place += 1
            return found
        self.place += 1
        return Number(Decimal(text)) if kind == "number" else self.call(text, depth)

    def call(self, name: str, depth: int) -> Node:
        if name not in _PARAMETERS:
            raise Refusal(
                "no-such-function",
                zh=f"没有函数“{name}”；可用：{'、'.join(_PARAMETERS)}。",
                en=f"There is no function {name}; there are: {', '.join(_PARAMETERS)}.",
                field="expression",
            )
        self.sign("(") or self.stop("左括号", "an opening bracket")
        arguments: list[Node] = []
        if not self.sign(")"):
            arguments.append(self.comparison(depth + 1))
            while self.sign(","):
                arguments.append(self.comparison(depth + 1))
            self.sign(")") or self.stop("逗号或右括号", "a comma or a closing bracket")
        least, most = _PARAMETERS[name]
        if not least <= len(arguments) <= most:
            self.stop(f"“{name}”的{least}个参数", f"{least} argument(s) of {name}")
        if name in ("given", "reporting") and not isinstance(arguments[0], Reference):
            self.stop(f"“{name}”的参数为[指标]", f"an [indicator] as the argument of {name}")
        return Call(name, tuple(arguments))


def _reference(text: str) -> Reference | None:
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    filters = []
    for part in match["filters"].split("|")[1:]:
        dimension, equals, category = (one.strip() for one in part.partition("="))
        if not (dimension and equals and category):
            return None
        filters.append((dimension, category))
    offset = int(match["offset"] or 0)
    years = offset if match["years"] else 0
    return Reference(match["code"], tuple(sorted(filters)), 0 if years else offset, years)
