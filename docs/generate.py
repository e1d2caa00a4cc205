"""Write the generated pages of the documentation, or check that they are current.

    python docs/generate.py            write them
    python docs/generate.py --check    name those that are out of date and exit with status 1

Generated are the command reference (from the command line itself), the table of errors (from
`onrecord.errors`), the table of record fields and the JSON Schema (both from the model classes), and the
columns of the exports (from their modules), and the page on costs (from what was measured).
"""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).parent / "reference"
_NOTE = "<!-- Written by docs/generate.py; change the source it is read from and run `make docs`. -->\n\n"


def pages() -> dict[Path, str]:
    """Return the text of every generated page by its path."""
    return {
        REFERENCE / "commands.md": commands_page(),
        REFERENCE / "costs.md": costs_page(),
        REFERENCE / "errors.md": errors_page(),
        REFERENCE / "exports.md": exports_page(),
        REFERENCE / "record.md": record_page(),
        REFERENCE / "record.schema.json": schema_text(),
    }


def schema_text() -> str:
    """Return the JSON Schema of a record as text."""
    from onrecord.export.schema import record_schema

    return json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n"


def commands_page() -> str:
    """Return the command reference: every command with its arguments, options and examples."""
    import typer

    from onrecord.cli import app
    from onrecord.commands.console import EXIT_STATUSES

    root: Any = typer.main.get_command(app)
    parts = [f"# Commands\n\n{_NOTE}", _prose(root.help), _parameters(root)]
    for name, command in root.commands.items():
        parts += [f"## `onrecord {name}`\n\n", _prose(command.help), _parameters(command)]
        for inner_name, inner in getattr(command, "commands", {}).items():
            parts += [f"### `onrecord {name} {inner_name}`\n\n", _prose(inner.help), _parameters(inner)]
    parts.append("## Exit status\n\n| status | meaning |\n|---|---|\n")
    parts += [f"| {status} | {meaning} |\n" for status, meaning in EXIT_STATUSES.items()]
    return "".join(parts).rstrip("\n") + "\n"


def _prose(text: str | None) -> str:
    """Return help text as Markdown: indented lines become a code block."""
    lines: list[str] = []
    in_code = False
    for line in inspect.cleandoc(text or "").replace("\b", "").splitlines():
        if not line.strip() and in_code:
            lines.append("")
            continue
        if line.startswith("  ") != in_code:
            while lines and not lines[-1]:
                lines.pop()
            lines += ["```", ""] if in_code else ["", "```sh"]
            in_code = not in_code
        lines.append(line[2:] if in_code else line)
    while lines and not lines[-1]:
        lines.pop()
    if in_code:
        lines.append("```")
    return "\n".join(lines).strip("\n") + "\n\n"


def _parameters(command: Any) -> str:
    rows = []
    for parameter in command.params:
        if parameter.name in ("install_completion", "show_completion") or getattr(parameter, "hidden", False):
            continue
        # Only what every version of typer offers: names, metavar and help.
        shown = parameter.metavar or ""
        if parameter.param_type_name == "option":
            names = ", ".join(f"`{name}`" for name in parameter.opts)
            names += f" {shown}".replace("|", " \\| ") if shown else ""
        else:
            names = f"`{shown or parameter.name.upper()}`"
        rows.append(f"| {names} | {' '.join((parameter.help or '').split())} |\n")
    return "| argument or option | meaning |\n|---|---|\n" + "".join(rows) + "\n" if rows else ""


def costs_page() -> str:
    """Return what archives cost, worked out from what `evaluation.job_speed` measured last."""
    sys.path.insert(0, str(REFERENCE.parents[1]))  # the checkout, which is not installed
    from evaluation.job_costs import FIGURES, page

    return page(json.loads(FIGURES.read_text(encoding="utf-8")), note=_NOTE)


def errors_page() -> str:
    """Return the table of errors, a base class before what descends from it."""
    from onrecord import errors

    rows = []

    def walk(kind: type[BaseException], depth: int) -> None:
        rows.append(
            f"| {'&nbsp;' * 4 * depth}`{kind.__name__}` | {(kind.__doc__ or '').strip().splitlines()[0]} |\n"
        )
        for inner in kind.__subclasses__():
            walk(inner, depth + 1)

    walk(errors.OnRecordError, 0)
    told = (
        "Every deliberate error says what happened, where, and what to do next.\n"
        "They stand in `onrecord.errors`; each has the fields `what`, `where` and `remedy`.\n"
        "The command line prints them as `onrecord: WHERE: WHAT; REMEDY`, without a stack trace.\n\n"
    )
    return f"# Errors\n\n{_NOTE}{told}| error | meaning |\n|---|---|\n" + "".join(rows)


def exports_page() -> str:
    """Return the formats of export, with the columns of those that are tables."""
    from onrecord.export import acled, flat, gdelt, polecat, ucdp
    from onrecord.export.formats import FORMATS

    flat_tables = [(table.name, table.columns) for table in flat.TABLES]
    tables: dict[str, list[tuple[str, Any]]] = {
        "polecat": [("", polecat.COLUMNS)],
        "gdelt": [("events", gdelt.EVENTS), ("mentions", gdelt.MENTION_COLUMNS)],
        "acled": [("", acled.COLUMNS)],
        "ucdp": [("", ucdp.COLUMNS)],
        "csv": flat_tables,
    }
    parts = [
        f"# Exports\n\n{_NOTE}",
        "How to use them: [Give records in a format of others](../how-to/exports.md).\n\n",
    ]
    parts.append("| `--to` | holds | usual ending | files beside | needs |\n|---|---|---|---|---|\n")
    for form in FORMATS:
        beside = ", ".join(f"`{ending}`" for ending in form.beside)
        needs = f"`onrecord[{form.extra}]`" if form.extra else ""
        parts.append(f"| `{form.name}` | {form.about} | `{form.ending}` | {beside} | {needs} |\n")
    parts.append(
        f"\nThe tables of `csv` and `parquet` are the same; the number of their form is {flat.TABLE_SCHEMA}.\n"
        "A column may be added to the end of a table; none is renamed, dropped or retyped without a new number.\n"
    )
    for name, some in tables.items():
        parts.append(f"\n## `{name}`\n")
        for table, columns in some:
            parts.append(f"\n### {table}\n" if table else "")
            parts.append("\n| column | type | holds |\n|---|---|---|\n")
            parts += [f"| `{column.name}` | {column.kind} | {column.meaning} |\n" for column in columns]
    return "".join(parts)


def record_page() -> str:
    """Return the tables of record fields, one an object."""
    from onrecord.export.schema import record_schema

    schema = record_schema()
    parts = [
        f"# The record\n\n{_NOTE}",
        "`onrecord read --format json` prints one object a report.\n",
        "Spans are half-open `[start, end)` in Unicode code points of `report.text`.\n",
        "Each carries the text that it cuts.\n",
        "What is unknown is `null` or an empty list; what was derived says why in `because`.\n",
        "The form is given as JSON Schema in [record.schema.json](record.schema.json).\n\n",
    ]
    for name, part in [("Record", schema), *schema["$defs"].items()]:
        parts.append(
            f"## {name}\n\n{part.get('description', '')}\n\n| field | type | meaning |\n|---|---|---|\n"
        )
        parts += [
            f"| `{field}` | {_type(told)} | {told.get('description', '')} |\n"
            for field, told in part["properties"].items()
        ]
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def _type(schema: dict[str, Any]) -> str:
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    kinds = schema["type"]
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


def main(arguments: list[str]) -> int:
    """Write or check the pages; return the exit status."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path} is not current: run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
