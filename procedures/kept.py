"""The catalogue as it was last read, kept as JSON so that a program starts quickly.

It holds nothing that is not read and checked again by the models, and it is found only by a digest
over every file of the catalogue and over the words of the schema: it can be missing, cut off or
altered, and is then read anew from the files. What is in force is decided by hashes that are
reckoned from what was read, never taken from here.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pydantic
import yaml
from pydantic import ValidationError

from .schema import Procedure, Retired

# The modules that decide what a file means.
MEANING = ("words", "fields", "fees", "results", "conditions", "schema", "reading", "kept")
Definition = Procedure | Retired


def digest_of(folder: Path) -> str:
    """SHA-256 over the files of a catalogue and over what this program makes of them."""
    whole = hashlib.sha256(f"{pydantic.VERSION} {yaml.__version__}".encode())
    for module in MEANING:
        whole.update((Path(__file__).parent / f"{module}.py").read_bytes())
    for path in sorted(folder.glob("**/*.yaml")):
        content = path.read_bytes()
        whole.update(f"\0{path.relative_to(folder)}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def found(place: Path, digest: str) -> tuple[Definition, ...] | None:
    """Every definition that was kept under this digest; none if they cannot be read whole."""
    try:
        head, *rows = (place / f"{digest}.jsonl").read_text(encoding="utf-8").split("\n")
        if json.loads(head) != _head(digest, rows):
            return None
        with undisturbed():
            return tuple(_read(row) for row in rows)
    except (OSError, ValueError, ValidationError):
        return None


def keep(place: Path, digest: str, definitions: Iterable[Definition]) -> None:
    """For the next start, instead of what was kept before. Where it cannot be kept, it is not."""
    rows = [_written(one) for one in definitions]
    with suppress(OSError):
        place.mkdir(exist_ok=True, mode=0o700)
        _put(place / f"{digest}.jsonl", "\n".join([json.dumps(_head(digest, rows)), *rows]))
        for old in place.glob("*.jsonl"):
            if old.stem != digest:
                old.unlink(missing_ok=True)


def _head(digest: str, rows: Sequence[str]) -> dict[str, str]:
    """What the rows were made of, and a seal over them: whatever was altered is read anew."""
    return {"digest": digest, "sealed": hashlib.sha256("\n".join(rows).encode()).hexdigest()}


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without looking for garbage, of which reading makes none; it would take most of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _written(one: Definition) -> str:
    kind = "procedure" if isinstance(one, Procedure) else "retired"
    return f"{kind} {one.model_dump_json(exclude_defaults=True)}"


def _read(row: str) -> Definition:
    kind, _space, said = row.partition(" ")
    models: dict[str, type[Definition]] = {"procedure": Procedure, "retired": Retired}
    if kind not in models:
        raise ValueError(kind)
    return models[kind].model_validate_json(said)


def _put(path: Path, text: str) -> None:
    """Whole or not at all, whoever else writes at the same time."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
