//! The verb of a call, with what stands before it.

use super::bind::bind;
use super::likely::likely;
use super::patterns::{
    MISSING_VERB, PROGRAM_NAMED_TWICE, SPACE_AFTER_SLASH, UNKNOWN_VERB, VERB_WITHOUT_FAMILY,
    VERB_WITHOUT_SLASH,
};
use super::{Reading, Statement, Word};
use crate::command::Purpose;
use crate::command::bitsadmin::{Kind, VERBS, Verb, verb, verb_under};
use crate::span::Span;

/// One call.
pub(super) fn statement(reading: Reading<'_>, program: Span, words: &[Word]) -> Statement {
    let end = words.last().map_or(program, |word| word.span);
    let mut statement = Statement {
        span: program.to(end),
        program,
        options: Vec::new(),
        verb: None,
        verb_span: Span::new(program.end, program.end),
        arguments: Vec::new(),
        findings: Vec::new(),
    };
    let mut rest = words;
    if let Some((first, behind)) = rest.split_first()
        && first.is_program()
    {
        let next = behind.first().map_or(first.span.end, |word| word.span.start);
        statement.findings.push(
            PROGRAM_NAMED_TWICE
                .at(
                    first.span,
                    "The name of the program stands here a second time; bitsadmin takes it for a verb.",
                    "Name the program once.",
                )
                .with_fix("Take it out", Span::new(first.span.start, next), ""),
        );
        rest = behind;
    }
    while let Some((option, behind)) = split_option(rest) {
        let at = rest.first().map_or(program, |word| word.span);
        statement.options.push((option, at));
        rest = behind;
    }
    let Some((first, behind)) = rest.split_first() else {
        // Without a verb it prints its help. [help1809]
        statement.verb = verb("/HELP").filter(|_| statement.options.is_empty());
        return statement;
    };
    statement.verb_span = first.span;
    let Some((written, at, behind)) = joined(first, behind, &mut statement) else {
        return statement;
    };
    let Some(found) = verb(&written).or_else(|| misspelt(&written, at, behind.len(), &mut statement)) else {
        return statement;
    };
    statement.verb = Some(found);
    let family = found
        .arguments
        .first()
        .is_some_and(|argument| argument.kind == Kind::Verb);
    if !family {
        bind(reading, found, behind, &mut statement);
        return statement;
    }
    let Some((second, behind)) = behind.split_first() else {
        statement.findings.push(MISSING_VERB.at(
            Span::new(first.span.end, first.span.end),
            format!("{found} is a family of verbs, and which of them is meant is missing."),
            format!("Write one of {}.", list(found.name)),
        ));
        return statement;
    };
    let Some((written, at, behind)) = joined(second, behind, &mut statement) else {
        return statement;
    };
    statement.verb_span = first.span.to(at);
    match verb_under(found.name, &written) {
        Some(member) => {
            statement.verb = Some(member);
            bind(reading, member, behind, &mut statement);
        }
        None => unknown_member(found, &written, at, &mut statement),
    }
    statement
}

fn split_option(words: &[Word]) -> Option<(&'static Verb, &[Word])> {
    let (first, behind) = words.split_first()?;
    let option = verb(&first.literal()?).filter(|verb| matches!(verb.purpose, Purpose::Option(_)))?;
    Some((option, behind))
}

/// The verb as it was meant, where it stands, and the words behind it: a slash alone belongs to the word behind it.
fn joined<'w>(
    first: &Word,
    behind: &'w [Word],
    statement: &mut Statement,
) -> Option<(String, Span, &'w [Word])> {
    let written = first.literal()?;
    if written != "/" {
        return Some((written, first.span, behind));
    }
    let (second, behind) = behind.split_first()?;
    let name = second.literal()?;
    let both = first.span.to(second.span);
    statement.verb_span = both;
    let whole = format!("/{name}");
    statement.findings.push(
        SPACE_AFTER_SLASH
            .at(
                both,
                "A space stands between the slash and the verb; bitsadmin reads two arguments.",
                format!("Write {whole}."),
            )
            .with_fix("Take the space out", both, whole.clone()),
    );
    Some((whole, both, behind))
}

/// Whether a verb takes so many words: of `/GETPRIORITY <job>` and `/SETPRIORITY <job> <priority>` that is what tells them apart.
fn takes(verb: &Verb, words: usize) -> bool {
    let least = verb
        .arguments
        .iter()
        .filter(|argument| !argument.optional && argument.switch.is_none());
    let most = verb.arguments.iter().map(|argument| match argument.switch {
        _ if argument.repeats => usize::MAX,
        // A switch and its value are two words.
        Some(_) if argument.kind != Kind::Switch => 2,
        _ => 1,
    });
    least.count() <= words && words <= most.fold(0, usize::saturating_add)
}

/// What is said of a verb that stands for nothing by itself, with so many words behind it; the verb, where there is no doubt.
fn misspelt(written: &str, span: Span, words: usize, statement: &mut Statement) -> Option<&'static Verb> {
    if let Some(member) = VERBS
        .iter()
        .find(|verb| verb.under.is_some() && verb.is_called(written))
    {
        let family = member.under?;
        let before = Span::new(span.start, span.start);
        statement.findings.push(
            VERB_WITHOUT_FAMILY
                .at(
                    span,
                    format!("{written} is a verb of {family}, which is missing before it."),
                    format!("Write {member}."),
                )
                .with_fix(format!("Write {family} before it"), before, format!("{family} ")),
        );
        // The family is read again with its verb.
        return Some(member);
    }
    let slashed = format!("/{written}");
    if let Some(found) = verb(&slashed) {
        statement.findings.push(
            VERB_WITHOUT_SLASH
                .at(
                    span,
                    format!("The verb {written} has no slash before it; bitsadmin does not know it so."),
                    format!("Write {slashed}."),
                )
                .with_fix("Write the slash", span, slashed),
        );
        return Some(found);
    }
    let alone = || VERBS.iter().filter(|verb| verb.under.is_none());
    let fitting = alone().filter(|verb| takes(verb, words)).map(|verb| verb.name);
    let meant = likely(written, fitting).or_else(|| likely(written, alone().map(|verb| verb.name)));
    let finding = UNKNOWN_VERB.at(
        span,
        format!("bitsadmin has no verb {written}; it does nothing."),
        "",
    );
    statement.findings.push(suggested(finding, meant, span));
    None
}

fn unknown_member(family: &'static Verb, written: &str, span: Span, statement: &mut Statement) {
    let names = members(family.name).map(|verb| verb.name);
    let mut finding = UNKNOWN_VERB.at(
        span,
        format!("{family} has no verb {written}; it does nothing."),
        "",
    );
    finding = suggested(finding, likely(written, names), span);
    if finding.fix.is_none() {
        finding.help = format!("Use one of {}.", list(family.name));
    }
    statement.findings.push(finding);
}

fn suggested(
    mut finding: crate::parse::found::Found,
    meant: Option<&'static str>,
    span: Span,
) -> crate::parse::found::Found {
    match meant {
        Some(meant) => {
            finding.help = format!("Did you mean {meant}?");
            finding.with_fix(format!("Write {meant}"), span, meant)
        }
        None => {
            finding.help = "bitsadmin /HELP lists the verbs.".to_owned();
            finding
        }
    }
}

fn members(family: &'static str) -> impl Iterator<Item = &'static Verb> {
    VERBS.iter().filter(move |verb| verb.under == Some(family))
}

fn list(family: &'static str) -> String {
    let names: Vec<&str> = members(family).map(|verb| verb.name).collect();
    names.join(", ")
}
