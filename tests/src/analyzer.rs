//! The rules of PSScriptAnalyzer that are on by default, as far as a script shows them without the engine: its own
//! rules, written anew from their pages and from what they are known to look at. Where versions differ, each counts.
//!
//! What it says is a complaint that PSScriptAnalyzer has; that it says nothing proves less, and [`JUDGED`] names the
//! rules that it looks at.

mod calls;
mod scopes;
mod words;

use crate::powershell::syntax::{
    Block, Command, CommandBody, Parameter, Piece, RedirectionTarget, Script, Statement, StatementKind, Word,
    WordKind,
};
use crate::powershell::{Unread, read};

/// Something that PSScriptAnalyzer complains about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// Its rule.
    pub rule: &'static str,
    /// What it is about.
    pub about: String,
}

/// The rules that are looked at.
pub const JUDGED: &[&str] = &[
    "PSAvoidAssignmentToAutomaticVariable",
    "PSAvoidDefaultValueForMandatoryParameter",
    "PSAvoidGlobalVars",
    "PSAvoidOverwritingBuiltInCmdlets",
    "PSAvoidReservedWordsAsFunctionNames",
    "PSAvoidTrailingWhitespace",
    "PSAvoidUsingCmdletAliases",
    "PSAvoidUsingComputerNameHardcoded",
    "PSAvoidUsingConvertToSecureStringWithPlainText",
    "PSAvoidUsingEmptyCatchBlock",
    "PSAvoidUsingInvokeExpression",
    "PSAvoidUsingPlainTextForPassword",
    "PSAvoidUsingPositionalParameters",
    "PSAvoidUsingUsernameAndPasswordParams",
    "PSAvoidUsingWMICmdlet",
    "PSAvoidUsingWriteHost",
    "PSPossibleIncorrectComparisonWithNull",
    "PSPossibleIncorrectUsageOfAssignmentOperator",
    "PSPossibleIncorrectUsageOfRedirectionOperator",
    "PSReservedCmdletChar",
    "PSReservedParams",
    "PSReviewUnusedParameter",
    "PSUseApprovedVerbs",
    "PSUseBOMForUnicodeEncodedFile",
    "PSUseDeclaredVarsMoreThanAssignments",
    "PSUseLiteralInitializerForHashtable",
    "PSUsePSCredentialType",
    "PSUseShouldProcessForStateChangingFunctions",
    // Of older versions.
    "PSUseSingularNouns",
];

/// Everything that there is to complain about, in order of rules.
pub fn complaints(text: &str) -> Result<Vec<Complaint>, Unread> {
    let script = read(text)?;
    let mut found = Vec::new();
    of_text(text, &mut found);
    let mut look = |node: Node<'_>| {
        of_node(node, &mut found);
        calls::of_node(node, &mut found);
    };
    look(Node::Parameters(&script.parameters));
    visit_statements(&script.statements, &mut look);
    scopes::of_script(&script, &mut found);
    found.sort();
    found.dedup();
    Ok(found)
}

fn complain(found: &mut Vec<Complaint>, rule: &'static str, about: impl Into<String>) {
    debug_assert!(JUDGED.contains(&rule), "{rule}");
    found.push(Complaint {
        rule,
        about: about.into(),
    });
}

fn of_text(text: &str, found: &mut Vec<Complaint>) {
    if !text.is_ascii() && !text.starts_with('\u{FEFF}') {
        complain(found, "PSUseBOMForUnicodeEncodedFile", "the script");
    }
    for (number, line) in text.lines().enumerate() {
        let end = line.trim_end_matches([' ', '\t']);
        if end.len() < line.len() {
            complain(found, "PSAvoidTrailingWhitespace", format!("line {}", number + 1));
        }
    }
}

/// A part of a script that a rule may look at.
#[derive(Clone, Copy)]
enum Node<'s> {
    Statement(&'s Statement),
    Command(&'s Command),
    Word(&'s Word),
    Parameters(&'s [Parameter]),
    /// What `if` and `while` ask.
    Condition(&'s Statement),
}

fn of_node(node: Node<'_>, found: &mut Vec<Complaint>) {
    match node {
        Node::Statement(statement) => of_statement(statement, found),
        Node::Word(word) => match &word.kind {
            WordKind::Variable(name) if name.lossy().to_lowercase().starts_with("global:") => {
                complain(found, "PSAvoidGlobalVars", name.lossy());
            }
            WordKind::Binary { operator, right, .. }
                if is_comparison(operator) && is_variable(right, "null") =>
            {
                complain(found, "PSPossibleIncorrectComparisonWithNull", *operator);
            }
            _ => {}
        },
        Node::Condition(condition) => of_condition(condition, found),
        Node::Parameters(parameters) => {
            for one in parameters {
                if one.mandatory && one.default.is_some() {
                    complain(
                        found,
                        "PSAvoidDefaultValueForMandatoryParameter",
                        one.name.lossy(),
                    );
                }
                automatic(&one.name.lossy(), found);
            }
            secrets(parameters, found);
        }
        Node::Command(_) => {}
    }
}

fn of_statement(statement: &Statement, found: &mut Vec<Complaint>) {
    match &statement.kind {
        StatementKind::Assignment { target, .. } => {
            if let Some(name) = assigned(target) {
                automatic(&name, found);
            }
        }
        StatementKind::ForEach { variable, .. } => automatic(&variable.lossy(), found),
        StatementKind::Try { catches, .. } => {
            for catch in catches {
                if catch.body.statements.is_empty() {
                    complain(found, "PSAvoidUsingEmptyCatchBlock", "a catch block");
                }
            }
        }
        StatementKind::Function { name, parameters, .. } => {
            calls::of_function(&name.lossy(), parameters, found)
        }
        _ => {}
    }
}

fn of_condition(condition: &Statement, found: &mut Vec<Complaint>) {
    match &condition.kind {
        StatementKind::Assignment { .. } => {
            complain(
                found,
                "PSPossibleIncorrectUsageOfAssignmentOperator",
                "a condition",
            );
        }
        StatementKind::Pipeline { commands, .. } => {
            for command in commands {
                let into_file = |one: &crate::powershell::syntax::Redirection| {
                    matches!(one.to, RedirectionTarget::File { .. })
                };
                if command.redirections.iter().any(into_file) {
                    complain(
                        found,
                        "PSPossibleIncorrectUsageOfRedirectionOperator",
                        "a condition",
                    );
                }
            }
        }
        _ => {}
    }
}

fn automatic(name: &str, found: &mut Vec<Complaint>) {
    if words::has(words::AUTOMATIC, name) {
        complain(found, "PSAvoidAssignmentToAutomaticVariable", name);
    }
}

/// Parameters that are called like secrets and hold a text.
fn secrets(parameters: &[Parameter], found: &mut Vec<Complaint>) {
    let named = |one: &Parameter, parts: &[&str], whole: &[&str]| {
        let name = one.name.lossy().to_lowercase();
        parts.iter().any(|part| name.contains(part)) || whole.contains(&name.as_str())
    };
    let is_of = |one: &Parameter, types: &[&str]| {
        let of = one.type_name.clone().unwrap_or_default().to_lowercase();
        types.iter().any(|name| of.trim_end_matches("[]").ends_with(name))
    };
    let plain = |one: &&Parameter| !is_of(one, &["securestring", "pscredential"]);
    for one in parameters.iter().filter(plain) {
        if named(one, &["password", "passphrase"], &["pass", "cred", "credential"]) {
            complain(found, "PSAvoidUsingPlainTextForPassword", one.name.lossy());
        }
        if named(one, &[], &["credential"]) {
            complain(found, "PSUsePSCredentialType", one.name.lossy());
        }
    }
    let any = |parts: &[&str]| parameters.iter().filter(plain).any(|one| named(one, parts, &[]));
    if any(&["password", "passphrase"]) && any(&["user", "id", "key", "account", "name"]) {
        complain(found, "PSAvoidUsingUsernameAndPasswordParams", "the parameters");
    }
}

fn is_comparison(operator: &str) -> bool {
    let bare = operator.trim_start_matches('-').to_lowercase();
    ["eq", "ne", "ceq", "cne", "ieq", "ine"].contains(&bare.as_str())
}

fn is_variable(word: &Word, name: &str) -> bool {
    matches!(&word.kind, WordKind::Variable(variable) if variable.is(name))
}

/// The variable that an assignment gives a value, through casts.
fn assigned(target: &Word) -> Option<String> {
    match &target.kind {
        WordKind::Variable(name) => Some(name.lossy()),
        WordKind::Cast { inner, .. } => assigned(inner),
        _ => None,
    }
}

fn visit_statements<'s>(all: &'s [Statement], look: &mut dyn FnMut(Node<'s>)) {
    for statement in all {
        visit_statement(statement, look);
    }
}

fn visit_block<'s>(block: &'s Block, look: &mut dyn FnMut(Node<'s>)) {
    visit_statements(&block.statements, look);
}

fn visit_statement<'s>(statement: &'s Statement, look: &mut dyn FnMut(Node<'s>)) {
    look(Node::Statement(statement));
    match &statement.kind {
        StatementKind::Pipeline { commands, .. } => {
            for command in commands {
                visit_command(command, look);
            }
        }
        StatementKind::Assignment { target, value, .. } => {
            visit_word(target, look);
            visit_statement(value, look);
        }
        StatementKind::Chain { left, right, .. } => {
            visit_statement(left, look);
            visit_statement(right, look);
        }
        StatementKind::If { arms, otherwise } => {
            for (condition, body) in arms {
                look(Node::Condition(condition));
                visit_statement(condition, look);
                visit_block(body, look);
            }
            if let Some(body) = otherwise {
                visit_block(body, look);
            }
        }
        StatementKind::While { condition, body }
        | StatementKind::DoWhile { body, condition }
        | StatementKind::DoUntil { body, condition } => {
            look(Node::Condition(condition));
            visit_statement(condition, look);
            visit_block(body, look);
        }
        StatementKind::For {
            start,
            condition,
            step,
            body,
        } => {
            for one in [start, condition, step].into_iter().flatten() {
                visit_statement(one, look);
            }
            visit_block(body, look);
        }
        StatementKind::ForEach { list, body, .. } => {
            visit_statement(list, look);
            visit_block(body, look);
        }
        StatementKind::Switch {
            condition,
            clauses,
            default,
        } => {
            visit_statement(condition, look);
            for (word, body) in clauses {
                visit_word(word, look);
                visit_block(body, look);
            }
            if let Some(body) = default {
                visit_block(body, look);
            }
        }
        StatementKind::Try {
            body,
            catches,
            finally,
        } => {
            visit_block(body, look);
            for catch in catches {
                visit_block(&catch.body, look);
            }
            if let Some(body) = finally {
                visit_block(body, look);
            }
        }
        StatementKind::Function { parameters, body, .. } => {
            look(Node::Parameters(parameters));
            visit_block(body, look);
        }
        StatementKind::Exit(value) | StatementKind::Return(value) | StatementKind::Throw(value) => {
            if let Some(value) = value {
                visit_statement(value, look);
            }
        }
        StatementKind::Break | StatementKind::Continue => {}
    }
}

fn visit_command<'s>(command: &'s Command, look: &mut dyn FnMut(Node<'s>)) {
    look(Node::Command(command));
    match &command.body {
        CommandBody::Words(words) => words.iter().for_each(|word| visit_word(word, look)),
        CommandBody::Expression(word) => visit_word(word, look),
    }
    for one in &command.redirections {
        if let RedirectionTarget::File { word, .. } = &one.to {
            visit_word(word, look);
        }
    }
}

fn visit_word<'s>(word: &'s Word, look: &mut dyn FnMut(Node<'s>)) {
    look(Node::Word(word));
    match &word.kind {
        WordKind::Expandable(pieces)
        | WordKind::BareExpandable(pieces)
        | WordKind::HereExpandable(pieces) => {
            for piece in pieces {
                if let Piece::Nested(inner) = piece {
                    visit_word(inner, look);
                }
            }
        }
        WordKind::Parameter { argument, .. } => {
            if let Some(argument) = argument {
                visit_word(argument, look);
            }
        }
        WordKind::List(items) => items.iter().for_each(|item| visit_word(item, look)),
        WordKind::Array(inner) | WordKind::Subexpression(inner) => visit_statements(inner, look),
        WordKind::Hashtable(pairs) => {
            for (key, value) in pairs {
                visit_word(key, look);
                visit_statement(value, look);
            }
        }
        WordKind::Paren(inner) => visit_statement(inner, look),
        WordKind::ScriptBlock(block) => {
            look(Node::Parameters(&block.parameters));
            visit_statements(&block.statements, look);
        }
        WordKind::Member { target, member, .. } => {
            visit_word(target, look);
            visit_word(member, look);
        }
        WordKind::Call {
            target,
            member,
            arguments,
            ..
        } => {
            visit_word(target, look);
            visit_word(member, look);
            arguments.iter().for_each(|one| visit_word(one, look));
        }
        WordKind::Index { target, index } => {
            visit_word(target, look);
            visit_word(index, look);
        }
        WordKind::Cast { inner, .. } | WordKind::Unary { inner, .. } => visit_word(inner, look),
        WordKind::Binary { left, right, .. } => {
            visit_word(left, look);
            visit_word(right, look);
        }
        WordKind::Bare(_)
        | WordKind::Single(_)
        | WordKind::Double(_)
        | WordKind::HereSingle(_)
        | WordKind::HereDouble(_)
        | WordKind::Constant { .. }
        | WordKind::Variable(_)
        | WordKind::Splat(_)
        | WordKind::Type(_) => {}
    }
}

/// The name of a command and what follows it; nothing where the name is not written out.
fn name_and_words(command: &Command) -> Option<(String, &[Word])> {
    let CommandBody::Words(words) = &command.body else {
        return None;
    };
    let (head, rest) = words.split_first()?;
    match &head.kind {
        WordKind::Bare(name) => Some((name.lossy(), rest)),
        _ => None,
    }
}

/// Parts of a script that [`visit_statements`] goes through count for the script as a whole.
fn of_whole<'s>(script: &'s Script, look: &mut dyn FnMut(Node<'s>)) {
    visit_statements(&script.statements, look);
}
