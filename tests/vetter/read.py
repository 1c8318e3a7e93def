"""What the PyPI package vetter reads in scripts: a second opinion beside our own readers.

    python read.py FOLDER

prints one JSON object: for each *.ps1 and *.cmd file of the folder either {"error": why} or {"commands": [...]}, the
commands in the order of the text. A command of PowerShell is [offset, name, words]; a word is a text, a list of
words, or null where the script says it only when it runs; a parameter is its name with the dash. Variables are their
own names with the dollar sign. A command of cmd is [name, arguments, redirections].
"""

import json
import pathlib
import re
import sys

import zgram
from vetter import engine
from vetter.shells.bash.syntax import nodes_of
from vetter.shells.cmd import syntax as cmd
from vetter.shells.powershell import syntax as powershell

CARRIERS = {"statements", "statement", "pipeline", "pipe", "paren", "unary", "postfix_expr", "postfix_expr_arg"}


def word(node):
    """The value of a word or expression that is made of literals, [char], variables, + and commas."""
    kids = [kid for kid in node.children if kid.rule != "comment"]
    if node.rule == "sq_string":
        return powershell.sq_value(node.text)
    if node.rule == "dq_string":
        return powershell.dq_value(node)
    if node.rule == "number":
        return node.text
    if node.rule == "variable":
        return "$" + node.text[1:].strip("{}")
    if node.rule in ("bareword", "bareword_any"):
        return powershell.bareword_value(node)
    if node.rule == "array_expr":
        inner = word(kids[0]) if len(kids) == 1 else None if kids else []
        return inner if isinstance(inner, list) or inner is None else [inner]
    if node.rule in ("argument", "argument_any"):
        return word(kids[0]) if len(kids) == 1 else [word(kid) for kid in kids]
    if node.rule == "unary" and len(kids) == 2 and kids[0].text.lower() == "[char]":
        number = word(kids[1])
        return chr(int(number, 0)) if isinstance(number, str) else None
    if node.rule == "expression":
        operands, operators = [word(kid) for kid in kids[::2]], [kid.text for kid in kids[1::2]]
        if all(operator == "," for operator in operators):
            return operands[0] if len(operands) == 1 else operands
        if all(operator == "+" for operator in operators) and all(isinstance(o, str) for o in operands):
            return "".join(operands)
        return None
    if node.rule in CARRIERS and len(kids) == 1:
        return word(kids[0])
    return None


def powershell_commands(rt, text):
    tree = powershell.parse(rt, text)
    found = []
    for node in nodes_of(tree, "command", []):
        name, words = None, []
        for kid in node.children:
            if kid.rule == "cmd_name":
                name = powershell.literal_word(kid.text)
            elif kid.rule == "parameter":
                inner = [k for k in kid.children if k.rule != "pname"]
                words.append(kid.text if not inner else kid.text.split(":")[0] + ":")
                words.extend(word(k) for k in inner)
            elif kid.rule in ("argument", "argument_any"):
                words.append(word(kid))
            elif kid.rule == "redirection":
                words.append(kid.text)
            elif kid.rule != "invocation":
                # What & and . call.
                name = word(kid)
        found.append([node.start, name, words])
    for node in nodes_of(tree, "hash_entry", []):
        key, value = [kid for kid in node.children if kid.rule != "comment"]
        found.append([node.start, key.text, [word(value)]])
    found.sort(key=lambda one: one[0])
    return found


HELD = "\ue000"
HELD_BLANK = "\ue001"


def without_quoted_blanks(line):
    """vetter cuts a condition at blanks, those in quotes too: they are U+E001 until it has read the line."""
    out, quoted, escaped = "", False, False
    for letter in line:
        quoted ^= letter == '"' and not escaped
        escaped = letter == "^" and not quoted and not escaped
        out += HELD_BLANK if letter == " " and quoted else letter
    return out


LOOP_HEAD = re.compile(r"\s*for .*?%%([A-Za-z]) in \(")


def without_percent_signs(lines):
    """cmd's first step in a batch file: vetter reads what is typed at the prompt, where %% is not an escape. Values
    that only a run knows are 7; a percent sign that stands for itself is U+E000 until vetter has read the line."""
    block = ""
    for line in lines:
        head = LOOP_HEAD.match(line)
        body = line.find(") do ", head.end()) if head else 0 if block else len(line)
        letters = block
        if head:
            several = line.count("tokens=") and 4
            letters = "".join(chr(ord(head[1]) + step) for step in range(several + 1)) + block
        out, at = "", 0
        while at < len(line):
            rest = line[at + 1 :]
            variable = letters and re.match(r"%(~[a-z]*)?[" + letters + "]", rest)
            if line[at] != "%":
                out, at = out + line[at], at + 1
            elif head and at == head.start(1) - 2:
                # The variable is named in the head of a loop; in its body it is a value.
                out, at = out + "%" + head[1], at + 3
            elif variable and at > body:
                out, at = out + "7", at + 1 + variable.end()
            elif rest.startswith("%"):
                out, at = out + HELD, at + 2
            elif rest[:1].isdigit() or rest.startswith("*"):
                out, at = out + "7", at + 2
            elif rest.startswith("~") and rest[1:2].isdigit():
                out, at = out + "7", at + 3
            else:
                name, end, _ = rest.partition("%")
                # A single percent sign is dropped; of the one character 7 a later part is empty.
                part = name.partition(":~")[2].partition(",")[0]
                out += "7" if end and part in ("", "0", "-1") else ""
                at += len(name) + 2 if end else 1
        if line.rstrip().endswith("("):
            block = letters or block
        elif line.strip() == ")":
            block = ""
        yield without_quoted_blanks(out) if re.search(r"\bif ", line) else out


def cmd_commands(text):
    lines = text.replace("\r\n", "\n").split("\n")
    sequence, _ = cmd.parse("\n".join(without_percent_signs(lines)), {}, False)
    found = []

    def back(text):
        return text.replace(HELD, "%").replace(HELD_BLANK, " ")

    def walk(node):
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, cmd.Seq):
            walk(node.parts)
        elif isinstance(node, cmd.Simple):
            redirections = [one.op + back(one.target) for one in node.redirections]
            if node.name not in ("", "rem"):
                found.append([back(node.name), back(node.args), redirections])
        elif isinstance(node, cmd.If):
            found.append(["if", [back(one) for one in node.condition], []])
            walk(node.then)
            if node.otherwise is not None:
                walk(node.otherwise)
        elif isinstance(node, cmd.For):
            found.append(["for", back(node.items), []])
            walk(node.body)
        elif isinstance(node, cmd.Block):
            walk(node.body)

    walk(sequence)
    return found


def read(path):
    # Not read_text: it would turn CR LF into LF.
    text = path.read_bytes().decode("utf-8")
    try:
        if path.suffix == ".ps1":
            return {"commands": engine.run(powershell_commands, text)}
        return {"commands": cmd_commands(text)}
    except (zgram.ParseError, ValueError) as error:
        return {"error": str(error)}


if __name__ == "__main__":
    files = sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.suffix in (".ps1", ".cmd"))
    json.dump({path.name: read(path) for path in files}, sys.stdout)
