//! Parameters and variables that nothing reads.

use super::{Complaint, Node, assigned, complain, name_and_words, of_whole, visit_statements};
use crate::powershell::syntax::{
    Command, CommandBody, Parameter, Script, Statement, StatementKind, Word, WordKind,
};
use std::collections::BTreeSet;

/// Commands whose blocks count as part of the block around them.
const TRAVERSED: &[&str] = &["where-object", "foreach-object"];

pub(super) fn of_script(script: &Script, found: &mut Vec<Complaint>) {
    unused_parameters(&script.parameters, &script.statements, found);
    unread_variables(&script.statements, found);
    of_whole(script, &mut |node| match node {
        Node::Statement(Statement {
            kind: StatementKind::Function { parameters, body, .. },
            ..
        }) => {
            unused_parameters(parameters, &body.statements, found);
            unread_variables(&body.statements, found);
        }
        Node::Word(Word {
            kind: WordKind::ScriptBlock(block),
            ..
        }) => {
            unused_parameters(&block.parameters, &block.statements, found);
            unread_variables(&block.statements, found);
        }
        _ => {}
    });
}

/// A parameter has to be named in the block that declares it: other blocks inside, functions too, do not count.
fn unused_parameters(parameters: &[Parameter], statements: &[Statement], found: &mut Vec<Complaint>) {
    let mut named = BTreeSet::new();
    own_variables(statements, &mut named);
    for one in parameters {
        if !named.contains(&one.name.lossy().to_lowercase()) {
            complain(found, "PSReviewUnusedParameter", one.name.lossy());
        }
    }
}

/// The variables that a block names itself, in lower case.
fn own_variables(statements: &[Statement], named: &mut BTreeSet<String>) {
    let mut inner: Vec<(usize, usize)> = Vec::new();
    let mut counted: Vec<(usize, usize)> = Vec::new();
    visit_statements(statements, &mut |node| match node {
        Node::Command(command) => counted.extend(traversed(command)),
        Node::Statement(Statement {
            kind: StatementKind::Function { body, .. },
            ..
        }) => inner.push((body.span.start, body.span.end)),
        Node::Word(word) => {
            let span = (word.span.start, word.span.end);
            match &word.kind {
                WordKind::ScriptBlock(_) if !counted.contains(&span) => inner.push(span),
                WordKind::Variable(name) | WordKind::Splat(name)
                    if !inner
                        .iter()
                        .any(|(start, end)| *start <= span.0 && span.1 <= *end) =>
                {
                    named.insert(name.lossy().to_lowercase());
                }
                _ => {}
            }
        }
        Node::Statement(_) | Node::Parameters(_) | Node::Condition(_) => {}
    });
}

/// Where the blocks stand that a command of [`TRAVERSED`] runs.
fn traversed(command: &Command) -> Vec<(usize, usize)> {
    let known =
        name_and_words(command).is_some_and(|(name, _)| TRAVERSED.contains(&name.to_lowercase().as_str()));
    let CommandBody::Words(words) = &command.body else {
        return Vec::new();
    };
    words
        .iter()
        .filter(|word| known && matches!(word.kind, WordKind::ScriptBlock(_)))
        .map(|word| (word.span.start, word.span.end))
        .collect()
}

/// A variable that is given a value has to be read somewhere in its block or in one inside.
fn unread_variables(statements: &[Statement], found: &mut Vec<Complaint>) {
    let mut targets: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut given: BTreeSet<String> = BTreeSet::new();
    let mut read: BTreeSet<String> = BTreeSet::new();
    visit_statements(statements, &mut |node| match node {
        Node::Statement(Statement {
            kind: StatementKind::Assignment { target, .. },
            ..
        }) => {
            if let Some(name) = assigned(target) {
                targets.insert(variable_span(target));
                let name = name.to_lowercase();
                if !name.contains(':') && name != "null" {
                    given.insert(name);
                }
            }
        }
        Node::Word(word) => match &word.kind {
            WordKind::Variable(name) | WordKind::Splat(name)
                if !targets.contains(&(word.span.start, word.span.end)) =>
            {
                read.insert(name.lossy().to_lowercase());
            }
            _ => {}
        },
        _ => {}
    });
    for name in given.difference(&read) {
        complain(found, "PSUseDeclaredVarsMoreThanAssignments", name);
    }
}

fn variable_span(target: &Word) -> (usize, usize) {
    match &target.kind {
        WordKind::Cast { inner, .. } => variable_span(inner),
        _ => (target.span.start, target.span.end),
    }
}
