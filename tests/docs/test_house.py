"""The shape of the house: short parameter lists, no knots of imports, few loose files, faults that can be planted."""

import ast
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "gbad"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
MOST_PARAMETERS, MOST_LOOSE_FILES = 15, 10


def test_no_function_has_more_than_fifteen_parameters():
    long = {}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                count = len(node.args.posonlyargs) + len(node.args.args) + len(node.args.kwonlyargs)
                if count > MOST_PARAMETERS:
                    long[f"{path.relative_to(PACKAGE)}:{node.name}"] = count
    assert long == {}


def test_few_files_lie_outside_of_rooms():
    loose = [path.name for path in TREES if path.parent == PACKAGE]
    assert len(loose) <= MOST_LOOSE_FILES, loose


def test_no_module_imports_itself_through_others():
    imports = {_name(path): set(_imported(tree)) for path, tree in TREES.items()}
    # what imports nothing of ours that is left cannot be in a knot
    while free := [name for name, found in imports.items() if not found & imports.keys() - {name}]:
        for name in free:
            del imports[name]
    assert {name: sorted(found & imports.keys()) for name, found in imports.items()} == {}


def test_every_planted_fault_is_one_text_of_its_file():
    faults = runpy.run_path(str(ROOT / "tools" / "planted_faults.py"), run_name="planted")["FAULTS"]
    gone = {f"{f.rule}: {f.file}" for f in faults if (PACKAGE / f.file).read_text(encoding="utf-8").count(f.old) != 1}
    assert gone == set()
    assert len(faults) > 30


def _name(path):
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def _imported(tree):
    """Modules that are imported when this one is; not those a function imports, or only a checker of types."""
    names = {_name(path) for path in TREES}
    for node in _when_imported(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in names else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _when_imported(block):
    for node in block.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.Try) or (isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.dump(node.test)):
            yield from _when_imported(node)
