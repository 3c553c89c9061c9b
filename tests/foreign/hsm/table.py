#!/usr/bin/env python3
"""What several modules answered to `antin-ceremony probe --json`, side by side in Markdown.

usage: table.py [--into FILE] NAME=ANSWERS.json…      --into replaces what stands between FILE's two markers
"""

import json
import re
import sys
from pathlib import Path

BEGIN, END = "<!-- begin of what ./dev probe found -->", "<!-- end of what ./dev probe found -->"
SIGNS = {"yes": "yes", "no": "**no**", "differs": "differs", "not tried": "–", "hung": "**hung**", "died": "**died**"}
# Figures and serials that change with every run would make each run a change of the document.
FLEETING = {"process.speed", "process.search", "module.tokens", "token.serial", "token.label-unique", "left"}


def escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def table(answers):
    names = list(answers)
    first = answers[names[0]]["rows"]
    by_id = {name: {row["id"]: row for row in answers[name]["rows"]} for name in names}
    yield "| question | needed | " + " | ".join(names) + " |"
    yield "|---|---|" + "---|" * len(names)
    group = None
    for row in first:
        if row["group"] != group:
            group = row["group"]
            yield f"| **{escaped(group)}** | |" + " |" * len(names)
        verdicts = (SIGNS[by_id[name][row["id"]]["verdict"]] for name in names)
        yield f"| {escaped(row['question'])} `{row['id']}` | {row['bearing']} | " + " | ".join(verdicts) + " |"
    fit = ("yes" if answers[name]["fit"] else "**no**" for name in names)
    yield "| **Can a ceremony and antin-signer work with it?** | | " + " | ".join(fit) + " |"


def lacks(name, answer):
    yield f"### {name}"
    yield ""
    lacking = [row for row in answer["rows"] if row["verdict"] not in ("yes", "not tried") and row["bearing"] != "note"]
    if not lacking:
        yield "Nothing that a ceremony or antin-signer needs is missing."
    for row in lacking:
        detail = "" if row["id"] in FLEETING or not row["detail"] else f" ({escaped(row['detail'])})"
        yield f"- `{row['id']}`: {row['verdict']}{detail}. {escaped(row['meaning'])}"
    yield ""


def page(answers):
    yield from table(answers)
    yield ""
    for name, answer in answers.items():
        yield from lacks(name, answer)


def main(arguments):
    into = None
    if arguments[:1] == ["--into"]:
        into, arguments = Path(arguments[1]), arguments[2:]
    answers = {}
    for argument in arguments:
        name, _, file = argument.partition("=")
        answers[name] = json.loads(Path(file).read_text(encoding="utf-8"))
    text = "\n".join(page(answers))
    # Numbers of processes and runs in labels.
    text = re.sub(r"antin-probe[/-][0-9a-f]{8}", "antin-probe", text)
    if into is None:
        print(text)
        return
    whole = into.read_text(encoding="utf-8")
    head, rest = whole.split(BEGIN)
    _, tail = rest.split(END)
    into.write_text(f"{head}{BEGIN}\n\n{text}\n{END}{tail}", encoding="utf-8")


main(sys.argv[1:])
