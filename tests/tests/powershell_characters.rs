//! Every character of the basic plane in every place that was probed: the product's reader agrees with the engine.

use bitsmith_core::parse::powershell::{
    Command, CommandBody, Edition, Piece, Quoting, StatementKind, Word, WordKind, read,
};
use bitsmith_tests::recorded::lines;
use std::collections::BTreeMap;

/// What the engine gives for a probe: for ordinary letters, and for ranges of characters.
struct Probe {
    template: String,
    ordinary: String,
    ranges: Vec<(u32, u32, String)>,
}

/// A character, written as in the table.
fn escaped(c: char) -> String {
    if c.is_ascii_graphic() {
        c.to_string()
    } else {
        c.encode_utf16(&mut [0; 2])
            .iter()
            .map(|unit| format!("\\u{unit:04X}"))
            .collect()
    }
}

fn text(value: &str) -> String {
    value.chars().map(escaped).collect()
}

fn word(word: &Word<'_>, source: &str) -> String {
    match &word.kind {
        WordKind::Text { quoting, value } => {
            let kind = match quoting {
                Quoting::Bare => "bare",
                Quoting::Single => "single",
                Quoting::Double => "double",
                Quoting::HereSingle | Quoting::HereDouble => "here",
            };
            format!("{kind}({})", text(value))
        }
        WordKind::Expandable { pieces, .. } => {
            let pieces: String = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(literal) => literal.as_ref(),
                    Piece::Nested(inner) => inner.span.of(source),
                })
                .collect();
            format!("expandable({})", text(&pieces))
        }
        WordKind::Parameter { name, argument, .. } => match argument {
            Some(argument) => format!("param({},{})", text(name), text(argument.text().unwrap_or("?"))),
            None => format!("param({})", text(name)),
        },
        WordKind::Constant(number) => format!("constant({number})"),
        WordKind::Variable(name) | WordKind::Splat(name) => format!("variable({})", text(name)),
        WordKind::List(_) => "ArrayLiteral".to_owned(),
        WordKind::Member { .. } => "MemberExpression".to_owned(),
        WordKind::Hashtable(_) => "Hashtable".to_owned(),
        other => format!("{other:?}"),
    }
}

fn command(command: &Command<'_>, source: &str) -> String {
    let words = match &command.body {
        CommandBody::Words(words) => words,
        CommandBody::Expression(expression) => {
            return match expression.kind {
                WordKind::Variable(_) => "expr:VariableExpression".to_owned(),
                _ => format!("expr:{expression:?}"),
            };
        }
    };
    let words = words.iter().map(|one| word(one, source));
    let redirections = command.redirections.iter().map(|_| "redirection".to_owned());
    words.chain(redirections).collect::<Vec<_>>().join(" ")
}

/// A script in short.
fn short(source: &str) -> String {
    let script = read(source, Edition::PowerShell73);
    if !script.errors.is_empty() {
        return "error".to_owned();
    }
    let statements = script.statements.iter().map(|statement| match &statement.kind {
        StatementKind::Pipeline { commands, background } => {
            let commands: Vec<String> = commands.iter().map(|one| command(one, source)).collect();
            let background = if *background { " background" } else { "" };
            format!("{}{background}", commands.join(" | "))
        }
        StatementKind::Chain { .. } => "PipelineChain".to_owned(),
        other => format!("{other:?}"),
    });
    statements.collect::<Vec<_>>().join(" ; ")
}

/// The script of a probe for a character.
fn script(probe: &str, template: &str, c: &str) -> String {
    let template = template.replace("\\n", "\n");
    match probe {
        "here-single-open" => format!("c @{c}\nab\n'@"),
        "here-double-open" => format!("c @{c}\nab\n\"@"),
        "here-single-close" => format!("c @'\nab\n{c}@"),
        "here-double-close" => format!("c @\"\nab\n{c}@"),
        "hash-key" => format!("c @{{a{c}b=1}}"),
        _ => template.replace('@', c),
    }
}

fn number(text: &str) -> u32 {
    u32::from_str_radix(text.trim_start_matches("U+"), 16).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn expected(result: &str, c: &str) -> String {
    if result.starts_with("error") {
        return "error".to_owned();
    }
    result.replace('@', c)
}

#[test]
fn every_character_is_what_it_is_to_the_engine() {
    let mut probes: BTreeMap<String, Probe> = BTreeMap::new();
    let mut pairs = Vec::new();
    for line in lines("characters.tsv") {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, second, result] = fields.as_slice() else {
            panic!("{line}");
        };
        if let Some(name) = name.strip_prefix('#') {
            probes.insert(
                name.to_owned(),
                Probe {
                    template: (*second).to_owned(),
                    ordinary: (*result).to_owned(),
                    ranges: Vec::new(),
                },
            );
        } else if name.starts_with("pair-in") {
            pairs.push(((*name).to_owned(), (*second).to_owned(), (*result).to_owned()));
        } else {
            let (first, last) = second.split_once('-').unwrap_or((second, second));
            let probe = probes.get_mut(*name).unwrap_or_else(|| panic!("{line}"));
            probe
                .ranges
                .push((number(first), number(last), (*result).to_owned()));
        }
    }
    let mut checked = 0;
    let mut differences = Vec::new();
    for (name, probe) in &probes {
        for c in '\0'..='\u{FFFF}' {
            let at = u32::from(c);
            let range = probe
                .ranges
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&at));
            let result = range.map_or(&probe.ordinary, |(_, _, result)| result);
            let source = script(name, &probe.template, &c.to_string());
            let (read, wanted) = (short(&source), expected(result, &escaped(c)));
            checked += 1;
            if read != wanted {
                differences.push(format!("{name} U+{at:04X}: read {read}, recorded {wanted}"));
            }
        }
    }
    for (name, characters, result) in &pairs {
        let both: String = characters
            .split(' ')
            .filter_map(|c| char::from_u32(number(c)))
            .collect();
        let quote = if name == "pair-in-single" { '\'' } else { '"' };
        let read = short(&format!("c {quote}a{both}b{quote}"));
        checked += 1;
        if read != *result {
            differences.push(format!("{name} {characters}: read {read}, recorded {result}"));
        }
    }
    println!("characters: {} of {checked} agree", checked - differences.len());
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
