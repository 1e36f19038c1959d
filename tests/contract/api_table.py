"""`docs/api.md`: every operation, ours and theirs, read out of the code.

`python -m tests.contract.api_table` writes it anew; a test compares.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from apps.ingram import Operation

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = ROOT / "apps" / "ingram" / "operations"
PAGE = ROOT / "docs" / "api.md"
PACKAGE = "apps.ingram.operations"

TABLE = "| ours | theirs | version | used by |\n"


def page() -> str:
    """The page as it stands, with its table made anew."""
    prose, _, _ = PAGE.read_text(encoding="utf-8").partition(TABLE)
    return f"{prose}{TABLE}| --- | --- | --- | --- |\n" + "".join(
        f"| {' | '.join(row)} |\n" for row in rows()
    )


def rows() -> Iterator[tuple[str, str, str, str]]:
    used = uses()
    for module in modules():
        for function, operation in functions(module):
            version = re.search(r"/v([0-9.]+)/", operation.path)
            users = ", ".join(sorted(used[module, function]))
            yield (
                f"`{module}.{function}`",
                f"`{operation.method} {operation.path}`",
                version[1] if version else "",
                users or "not yet",
            )


def modules() -> list[str]:
    """Current ones first, then the legacy ones."""
    found = [
        ".".join(file.relative_to(OPERATIONS).with_suffix("").parts)
        for file in OPERATIONS.rglob("*.py")
        if file.stem != "__init__"
    ]
    return sorted(found, key=lambda module: (module.startswith("legacy"), module))


def functions(module: str) -> Iterator[tuple[str, Operation]]:
    """Each public function with the operation that it calls, in the order of the source."""
    loaded = importlib.import_module(f"{PACKAGE}.{module}")
    declared = {name for name, value in vars(loaded).items() if isinstance(value, Operation)}
    for node in _tree(OPERATIONS.joinpath(*module.split(".")).with_suffix(".py")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            names = [name for name in _names(node) if name in declared]
            if names:
                yield node.name, getattr(loaded, names[0])


def uses() -> dict[tuple[str, str], set[str]]:
    """Which apps call which function of which module; other operations included."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    known = set(modules())
    for file in (ROOT / "apps").rglob("*.py"):
        app = file.relative_to(ROOT / "apps").parts[0]
        if app == "ingram":
            continue
        tree = _tree(file)
        aliases = dict(_imported(tree, known))
        for node in ast.walk(tree):
            module = aliases.get(_owner(node))
            if module and isinstance(node, ast.Attribute):
                found[module, node.attr].add(app)
    for (module, function), (origin, called) in _handed_on():
        found[origin, called] |= found[module, function]
    return found


def _handed_on() -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Functions of operations that call one of another module: their users use it too."""
    for module in modules():
        tree = _tree(OPERATIONS.joinpath(*module.split(".")).with_suffix(".py"))
        origins = {
            name.name: (node.module or "").removeprefix(f"{PACKAGE}.")
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE}.")
            for name in node.names
        }
        helpers = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        for function in (name for name in helpers if not name.startswith("_")):
            for name in _reached(function, helpers):
                if name in origins:
                    yield (module, function), (origins[name], name)


def _reached(function: str, helpers: dict[str, ast.FunctionDef]) -> set[str]:
    """The names that a function uses, those of the functions beside it included."""
    reached: set[str] = set()
    waiting = [function]
    while waiting:
        for name in set(_names(helpers[waiting.pop()])) - reached:
            reached.add(name)
            waiting += [name] if name in helpers else []
    return reached


def _imported(tree: ast.Module, known: set[str]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            package = (node.module or "").removeprefix(PACKAGE).lstrip(".")
            for name in node.names:
                module = f"{package}.{name.name}".lstrip(".")
                if module in known:
                    yield name.asname or name.name, module


def _owner(node: ast.AST) -> str:
    """`orders` of the expression `orders.search_orders`."""
    is_attribute = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return node.value.id if is_attribute else ""


def _names(node: ast.AST) -> Iterator[str]:
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
