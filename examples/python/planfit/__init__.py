"""planfit from Python: a thin wrapper around the program that comes with it.

>>> import planfit
>>> planfit.match("We make silica aerogel blankets.")["fits"][0]["subdivision"]
'new-materials/aerogel'

Answers are those of `planfit match --format json`; `planfit guide json` describes them.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

__all__ = ["Error", "batch", "match"]


class Error(RuntimeError):
    """What the program said when it could not answer."""


def match(profile: Mapping[str, Any] | str, *, top: int = 5, taxonomy: str | Path | None = None) -> dict[str, Any]:
    """Rank the subdivisions that a profile fits: a text, or a mapping with `name`, `keywords`, `products`, `description`."""
    text = profile if isinstance(profile, str) else None
    fields = {"description": text} if text is not None else dict(profile)
    arguments = ["match", "-", "--format", "json", "--top", str(top)]
    return json.loads(_run(arguments, json.dumps(fields), taxonomy))


def batch(leads: pandas.DataFrame, *, top: int = 3, taxonomy: str | Path | None = None) -> pandas.DataFrame:
    """Screen a table of companies: its columns, and beside them what was found. Cells come back as texts."""
    import pandas

    arguments = ["batch", "-", "--input-format", "csv", "--format", "csv", "--quiet", "--top", str(top)]
    answers = _run(arguments, leads.to_csv(index=False), taxonomy)
    texts = {str(column): str for column in leads.columns}
    return pandas.read_csv(io.StringIO(answers), dtype=texts, keep_default_na=False)


def _run(arguments: list[str], text: str, taxonomy: str | Path | None) -> str:
    plan = [] if taxonomy is None else ["--taxonomy", str(taxonomy)]
    command = [_program(), *arguments, *plan]
    run = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    # 0 is an answer, 1 the answer that nothing fits, 3 an answer without the rows that could not be read.
    if run.returncode not in (0, 1, 3):
        raise Error(run.stderr.decode(errors="replace").strip())
    return run.stdout.decode()


def _program() -> str:
    beside = shutil.which("planfit", path=sysconfig.get_path("scripts"))
    program = beside or shutil.which("planfit")
    if program is None:
        raise Error("the program `planfit` is not installed")
    return program
