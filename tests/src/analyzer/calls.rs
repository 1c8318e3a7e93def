//! Commands and functions: what they are called, and how.

use super::{Complaint, Node, complain, name_and_words, words};
use crate::powershell::parameters::{Takes, cmdlet};
use crate::powershell::syntax::{Parameter, Word, WordKind};

pub(super) fn of_node(node: Node<'_>, found: &mut Vec<Complaint>) {
    let Node::Command(command) = node else { return };
    let Some((name, arguments)) = name_and_words(command) else {
        return;
    };
    let lower = name.to_lowercase();
    if words::has(words::ALIASES, &name) {
        complain(found, "PSAvoidUsingCmdletAliases", &name);
    }
    match lower.as_str() {
        "write-host" => complain(found, "PSAvoidUsingWriteHost", &name),
        "invoke-expression" | "iex" => complain(found, "PSAvoidUsingInvokeExpression", &name),
        "get-wmiobject" | "invoke-wmimethod" | "register-wmievent" | "remove-wmiobject"
        | "set-wmiinstance" => {
            complain(found, "PSAvoidUsingWMICmdlet", &name);
        }
        "convertto-securestring" if has(arguments, "asplaintext").is_some() => {
            complain(found, "PSAvoidUsingConvertToSecureStringWithPlainText", &name);
        }
        "new-object" if arguments.iter().any(|word| is_text(word, "hashtable")) => {
            complain(found, "PSUseLiteralInitializerForHashtable", &name);
        }
        _ => {}
    }
    if let Some(at) = has(arguments, "computername")
        && arguments.get(at + 1).is_some_and(|word| text(word).is_some())
    {
        complain(found, "PSAvoidUsingComputerNameHardcoded", &name);
    }
    if let Some(cmdlet) = cmdlet(&name) {
        // A word is a value by its place where no parameter before it takes it.
        let mut taken = false;
        for word in arguments {
            match &word.kind {
                WordKind::Parameter { name, argument } => {
                    let switch = cmdlet
                        .parameter(&name.lossy())
                        .is_ok_and(|one| matches!(one.takes, Takes::Switch | Takes::NullableSwitch));
                    taken = argument.is_none() && !switch;
                }
                WordKind::Splat(_) => taken = false,
                _ if taken => taken = false,
                // The block of these two stands alone by custom; the rule wants three such values before it speaks.
                WordKind::ScriptBlock(_) => {}
                _ => complain(found, "PSAvoidUsingPositionalParameters", cmdlet.name.clone()),
            }
        }
    }
}

pub(super) fn of_function(name: &str, parameters: &[Parameter], found: &mut Vec<Complaint>) {
    if name.contains(|c: char| "#,(){}[]&/\\$^;:\"'<>|?@`*+~".contains(c)) {
        complain(found, "PSReservedCmdletChar", name);
    }
    if words::has(words::KEYWORDS, name) {
        complain(found, "PSAvoidReservedWordsAsFunctionNames", name);
    }
    if cmdlet(name).is_some() {
        complain(found, "PSAvoidOverwritingBuiltInCmdlets", name);
    }
    if let Some((verb, noun)) = name.split_once('-') {
        if !words::has(words::VERBS, verb) {
            complain(found, "PSUseApprovedVerbs", name);
        }
        if noun.ends_with('s') && !noun.ends_with("ss") {
            complain(found, "PSUseSingularNouns", name);
        }
        if words::has(words::STATE_CHANGING, verb) {
            complain(found, "PSUseShouldProcessForStateChangingFunctions", name);
        }
    }
    for one in parameters {
        if words::has(words::COMMON_PARAMETERS, &one.name.lossy()) {
            complain(found, "PSReservedParams", one.name.lossy());
        }
    }
}

/// Where a parameter stands among the words of a call.
fn has(arguments: &[Word], parameter: &str) -> Option<usize> {
    arguments
        .iter()
        .position(|word| matches!(&word.kind, WordKind::Parameter { name, .. } if name.is(parameter)))
}

fn text(word: &Word) -> Option<String> {
    match &word.kind {
        WordKind::Bare(text) | WordKind::Single(text) | WordKind::Double(text) => Some(text.lossy()),
        _ => None,
    }
}

fn is_text(word: &Word, wanted: &str) -> bool {
    text(word).is_some_and(|text| {
        let text = text.to_lowercase();
        text == wanted || text.ends_with(&format!(".{wanted}"))
    })
}
