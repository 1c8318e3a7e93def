//! Every construct in short, in each edition that reads it differently.

use super::{Edition, read, shape};
use serde_json::Value;

const CORE: Edition = Edition::PowerShell73;
const DESKTOP: Edition = Edition::WindowsPowerShell51;

/// A shape in short: kinds, values and what is inside.
fn short(value: &Value) -> String {
    match value {
        Value::Array(all) => all.iter().map(short).collect::<Vec<_>>().join(" "),
        Value::Object(map) => {
            let mut name = String::new();
            let mut inner = Vec::new();
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("kind", Value::String(kind)) => name.clone_from(kind),
                    ("start" | "end", _) => {}
                    (_, Value::String(text)) => inner.push(text.clone()),
                    (key, Value::Bool(true)) => inner.push(key.to_owned()),
                    (_, Value::Bool(_)) => {}
                    (_, value) => inner.push(short(value)),
                }
            }
            if matches!(name.as_str(), "" | "pipeline") {
                inner.join(" ")
            } else {
                format!("{name}({})", inner.join(" "))
            }
        }
        other => other.to_string(),
    }
}

fn reading(source: &str, edition: Edition) -> String {
    let script = read(source, edition);
    let shape = shape(&script, source);
    match script.errors.first() {
        Some(error) => format!("{} at {}", error.problem.id, error.span.start),
        None => short(&shape["statements"]),
    }
}

#[test]
fn every_construct_is_read() {
    let table = [
        ("a b 'c' \"d\"", "bare(a) bare(b) single(c) double(d)"),
        (
            "a -b:1 -c d",
            "bare(a) parameter(b constant(Int32 1)) parameter(c) bare(d)",
        ),
        ("a 'it''s' \"x`ty\"\"z\"", "bare(a) single(it's) double(x\ty\"z)"),
        ("a @'\nb\n'@", "bare(a) here-single(b)"),
        ("a @\"\n$b\n\"@", "bare(a) here-expandable($b variable(b))"),
        (
            "a \"b$($c.d)\"",
            "bare(a) expandable(b$($c.d) subexpression(member(variable(c) bare(d))))",
        ),
        ("a $b\\c", "bare(a) bare-expandable($b\\c variable(b))"),
        ("a ${b c} @d", "bare(a) variable(b c) splat(d)"),
        ("a b, c d", "bare(a) list(bare(b) bare(c)) bare(d)"),
        (
            "$a = @('b'; 'c')",
            "assignment(Equals variable(a) array(single(b) single(c)))",
        ),
        (
            "@{ a = 1; 'b' = $c }",
            "hashtable(bare(a) constant(Int32 1) single(b) variable(c))",
        ),
        (
            "$a[0].b(1, $c)",
            "call(index(variable(a) constant(Int32 0)) bare(b) constant(Int32 1) variable(c))",
        ),
        ("[a.b]::c", "member(type(a.b) bare(c) static)"),
        ("[int]'5'", "cast(int single(5))"),
        (
            "1 + 2 * 3",
            "binary(Plus constant(Int32 1) binary(Multiply constant(Int32 2) constant(Int32 3)))",
        ),
        (
            "'{0}' -f 1, 2",
            "binary(Format single({0}) list(constant(Int32 1) constant(Int32 2)))",
        ),
        ("-not $a", "unary(Not variable(a))"),
        ("$a++", "unary(PostfixPlusPlus variable(a))"),
        (
            "0x80000021, 1kb, 1.5, 5000000000",
            "list(constant(Int32 -2147483615) constant(Int32 1024) constant(Double 1.5) constant(Int64 5000000000))",
        ),
        ("a | b -c | & $d", "bare(a) bare(b) parameter(c) & variable(d)"),
        ("a 2>&1 > b", "bare(a) merge(Error Output) file(Output bare(b))"),
        ("a --% b 'c | d", "bare(a) bare(--%) bare(b 'c ) bare(d)"),
        ("a -- -b", "bare(a) parameter(-) bare(-b)"),
        ("a `\n b # c\nd", "bare(a) bare(b) bare(d)"),
        (
            "if ($a) { b } elseif ($c) { d } else { e }",
            "compound(If variable(a) bare(b) variable(c) bare(d) bare(e))",
        ),
        (
            "foreach ($a in $b) { c }",
            "compound(ForEach variable(b) bare(c))",
        ),
        (
            "switch ($a) { 1 { b } default { c } }",
            "compound(Switch variable(a) bare(b) bare(c))",
        ),
        (
            "try { a } catch [b] { c } finally { d }",
            "compound(Try bare(a) bare(c) bare(d))",
        ),
        ("do { a } until ($b)", "compound(DoUntil bare(a) variable(b))"),
        (
            "for ($i = 0; $i -lt 3; $i++) { a }",
            "compound(For assignment(Equals variable(i) constant(Int32 0)) binary(Ilt variable(i) constant(Int32 3)) unary(PostfixPlusPlus variable(i)) bare(a))",
        ),
        ("function f($a = 1) { b }", "compound(FunctionDefinition bare(b))"),
        ("[CmdletBinding()] param([string]$a) b $a", "bare(b) variable(a)"),
        (
            "a | % { $_.b }",
            "bare(a) bare(%) scriptblock(member(variable(_) bare(b)))",
        ),
        ("begin { a } process { b }", "bare(a) bare(b)"),
        (
            "'' + [char]0x2019",
            "binary(Plus single() cast(char constant(Int32 8217)))",
        ),
        ("a 'b", "TerminatorExpectedAtEndOfString at 2"),
        ("a @{b=1;B=2}", "DuplicateKeyInHashLiteral at 8"),
        ("a |", "EmptyPipeElement at 3"),
        ("a <b", "RedirectionNotSupported at 2"),
    ];
    for (source, expected) in table {
        assert_eq!(reading(source, CORE), expected, "{source}");
    }
}

#[test]
fn editions_differ_where_the_engines_do() {
    let table = [
        ("a && b", "chain(&& bare(a) bare(b))", "InvalidEndOfLine at 2"),
        ("a &", "background bare(a)", "AmpersandNotAllowed at 2"),
        ("a\n| b", "bare(a) bare(b)", "EmptyPipeElement at 2"),
        (
            "a \"`e`u{41}\"",
            "bare(a) double(\u{1B}A)",
            "bare(a) double(eu{41})",
        ),
        ("a 60s", "bare(a) constant(Int16 60)", "bare(a) bare(60s)"),
        (
            "a $b=c",
            "bare(a) variable(b) bare(=c)",
            "bare(a) bare-expandable($b=c variable(b))",
        ),
        (
            "$a ?? 1",
            "binary(QuestionQuestion variable(a) constant(Int32 1))",
            "UnexpectedToken at 3",
        ),
    ];
    for (source, core, desktop) in table {
        let read = reading(source, CORE);
        let read = read
            .strip_suffix(" background")
            .map_or(read.clone(), |rest| format!("background {rest}"));
        assert_eq!(read, core, "{source}");
        assert_eq!(reading(source, DESKTOP), desktop, "{source}");
    }
}

#[test]
fn reading_goes_on_behind_a_fault() {
    let table = [
        ("a )\nb", "bare(a) opaque() bare(b)"),
        ("a 'b\nc", "opaque() bare(c)"),
        ("if ($a) { b (] }\nc", "compound(If variable(a) opaque()) bare(c)"),
        ("& {\na (\nb\n}\nc", "& scriptblock(opaque()) bare(c)"),
    ];
    for (source, expected) in table {
        let script = read(source, CORE);
        assert!(!script.errors.is_empty(), "{source}");
        let read = short(&shape(&script, source)["statements"]);
        assert_eq!(read, expected, "{source}");
    }
}
