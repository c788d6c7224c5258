"""What must hold of the house as a whole: sizes, forbidden ways, settings, the lock, the checks."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from django.conf import settings
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.guarded import GUARDS, Guard
from tests.guarded_acts import ACT_GUARDS
from tests.guarded_trust import TRUST_GUARDS

ROOT = Path(settings.ROOT)
HOUSES = ("procedures", "signing", "workflows", "onestop")
WRITTEN = {".py", ".typ", ".yaml", ".html", ".css", ".js", ".txt", ".md", ".toml"}
LONGEST = 400
# Where the environment may be read: what a site may set stands in the settings alone.
READERS = ("onestop/settings.py", "onestop/environment.py")
NOT_SET_BY_A_SITE = {"DJANGO_SETTINGS_MODULE"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in WRITTEN and path.is_file():
                yield path


def locked() -> list[tuple[Requirement, str]]:
    """Each requirement of the lock, and all the text that belongs to it."""
    entries = [entry for entry in re.split(r"(?m)^(?=\S)", LOCK) if entry.strip()]
    return [(Requirement(re.split(r"\s*\\\n|\n", entry)[0]), entry) for entry in entries]


def asked_for() -> Iterator[Requirement]:
    groups = PROJECT["dependency-groups"].values()
    for line in (*PROJECT["project"]["dependencies"], *(one for group in groups for one in group)):
        yield Requirement(line)


def variables(path: Path) -> Iterator[str]:
    """Names of environment variables that a module reads."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case (
                ast.Call(func=ast.Attribute(ast.Attribute(attr="environ")), args=[name, *_])
                | ast.Call(
                    func=ast.Attribute(
                        attr="required" | "listed" | "chosen" | "web" | "number" | "days"
                    ),
                    args=[name, *_],
                )
                | ast.Subscript(ast.Attribute(attr="environ"), name)
                | ast.Compare(left=name, comparators=[ast.Attribute(attr="environ")])
            ):
                if isinstance(name, ast.Constant):
                    yield str(name.value)


def test_no_file_is_longer_than_one_can_take_in() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (*files(*HOUSES, "templates", "tests"), *ROOT.glob("*.*"))
        if path.suffix in WRITTEN
        and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST
    }
    assert long == {}


def test_no_status_is_changed_past_its_machine() -> None:
    way = re.compile(r"\.update\([^)]*\bstatus\s*=")
    found = [path for path in files(*HOUSES) if way.search(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("house", HOUSES)
def test_each_of_the_four_folders_says_what_lives_there(house: str) -> None:
    assert (ROOT / house / "README.md").exists()


def test_every_variable_that_is_read_is_explained_and_no_other() -> None:
    read = {name for reader in READERS for name in variables(ROOT / reader)}
    docstring = ast.get_docstring(ast.parse((ROOT / READERS[0]).read_text(encoding="utf-8"))) or ""
    table = docstring.partition("--\n")[2]
    explained = {line.split()[0] for line in table.splitlines() if not line.startswith(" ")}
    assert read == explained


def test_nobody_but_the_settings_asks_the_environment() -> None:
    for path in files(*HOUSES):
        if path.suffix == ".py" and str(path.relative_to(ROOT)) not in READERS:
            assert set(variables(path)) <= NOT_SET_BY_A_SITE, path


def test_the_lock_holds_versions_and_hashes_and_no_address() -> None:
    assert len(locked()) > len(list(asked_for()))
    for requirement, entry in locked():
        assert re.fullmatch(r"==[^*]+", str(requirement.specifier)), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), requirement
        assert requirement.url is None
    assert not re.search(r"://|--index|--extra|--find-links|--trusted", LOCK)


def test_the_lock_has_all_that_the_project_asks_for() -> None:
    pins = {canonicalize_name(one.name): one.specifier for one, _entry in locked()}
    for asked in asked_for():
        pin = pins[canonicalize_name(asked.name)]
        (exact,) = pin
        assert exact.version in asked.specifier, asked


def test_what_is_installed_is_what_is_locked() -> None:
    here = {name: str(value) for name, value in default_environment().items()}
    for requirement, _entry in locked():
        if requirement.marker is None or requirement.marker.evaluate(here):
            assert f"=={installed(requirement.name)}" == str(requirement.specifier), requirement


def installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


@pytest.mark.parametrize(
    "command",
    [
        "ruff check .",
        "ruff format --check .",
        "mypy .",
        "lint-imports",
        "djade",
        "manage.py check",
        "manage.py procedures check",
        "manage.py makemigrations --check",
        "manage.py diagrams --check",
        "check --deploy --fail-level WARNING",
        "tests/test_house.py",
    ],
)
def test_nothing_is_left_out_of_make_check(command: str) -> None:
    recipe = re.search(r"(?m)^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text())
    assert recipe is not None
    assert command in recipe[1]


def test_every_drawer_of_the_workflows_has_its_place_in_the_order() -> None:
    (drawers,) = (
        contract
        for contract in PROJECT["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == ["workflows"]
    )
    assert drawers["exhaustive"] is True


@pytest.mark.parametrize(
    "guard", [*GUARDS, *ACT_GUARDS, *TRUST_GUARDS], ids=lambda guard: guard.name
)
def test_each_guard_that_is_cut_out_stands_where_it_is_looked_for(guard: Guard) -> None:
    """`make guards` takes a while; that its cuts still fit is known at once."""
    for cut in guard.cuts:
        assert (ROOT / cut.file).read_text(encoding="utf-8").count(cut.guard) == 1, cut.file
