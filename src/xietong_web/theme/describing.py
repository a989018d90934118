"""Takes an OpenAPI description; gives what the page about the JSON API shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """A parameter or a field: its name, type, whether it must be given, where it stands, what is said about it."""

    name: str
    type: str
    required: bool
    place: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One operation."""

    method: str
    path: str
    said: str
    parts: Sequence[Part]
    body: str
    answer: str
    status: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one room."""

    name: str
    calls: Sequence[Call]


@dataclass(frozen=True, slots=True)
class Shape:
    """A value of the API with its fields."""

    name: str
    said: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Description:
    """The whole page."""

    groups: Sequence[Group]
    shapes: Sequence[Shape]


def described(schema: Mapping[str, Any]) -> Description:
    """Return the page of an OpenAPI description."""
    groups: dict[str, list[Call]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            groups.setdefault(operation["tags"][0], []).append(_call(method.upper(), path, operation))
    shapes = schema["components"]["schemas"]
    return Description(
        groups=[Group(name, calls) for name, calls in groups.items()],
        shapes=[_shape(name, shape) for name, shape in sorted(shapes.items())],
    )


def _call(method: str, path: str, operation: Mapping[str, Any]) -> Call:
    status, answer = next((code, each) for code, each in operation["responses"].items() if str(code).startswith("2"))
    return Call(
        method=method,
        path=path,
        said=operation.get("description") or operation.get("summary", ""),
        parts=[
            Part(each["name"], _type(each["schema"]), each.get("required", False), each["in"],
                 each["schema"].get("description", ""))
            for each in operation.get("parameters", [])
        ],
        body=_content(operation.get("requestBody", {})),
        answer=_content(answer),
        status=str(status),
    )  # fmt: skip


def _content(holder: Mapping[str, Any]) -> str:
    kinds = [f"{kind}: {_type(each.get('schema', {}))}" for kind, each in holder.get("content", {}).items()]
    return "; ".join(kinds)


def _shape(name: str, shape: Mapping[str, Any]) -> Shape:
    required = set(shape.get("required", []))
    parts = [
        Part(field, _type(each), field in required, said=each.get("description", ""))
        for field, each in shape.get("properties", {}).items()
    ]
    return Shape(name, shape.get("description", ""), parts)


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(repr(each) for each in schema["enum"])
    if "const" in schema:
        return repr(schema["const"])
    if schema.get("type") == "array":
        return f"[{_type(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "any")
