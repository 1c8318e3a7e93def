//! The stand-in for the BitsTransfer module, written from the command catalog: each cmdlet is a class with the
//! parameters, types, sets and aliases that the catalog declares. It is written at test time, so it cannot be stale.

use bitsmith_core::catalog::SettingId;
use bitsmith_core::command::bitstransfer::{Accepted, CMDLETS, Cmdlet, Parameter, Pipeline};
use bitsmith_core::command::{Role, Spelling};
use bitsmith_core::value::{Choice, Control, Entries, NotifyFlags, SecurityFlags, Value};
use std::collections::BTreeMap;
use std::fmt::Write;

const BEHAVIOUR: &str = include_str!("../../powershell/BitsTransfer.cs");

/// The source of the whole module.
pub(crate) fn source() -> String {
    let mut out = BEHAVIOUR
        .trim_end()
        .strip_suffix('}')
        .expect("the namespace is the last to end")
        .to_owned();
    for (name, declaration) in enumerations() {
        let _ = writeln!(out, "\n    {}public enum {name}{declaration}", flags(name));
    }
    for cmdlet in CMDLETS {
        class(&mut out, cmdlet);
    }
    out.push_str("}\n");
    out
}

fn flags(name: &str) -> &'static str {
    let carried = parameters().find(|(_, parameter)| parameter.clr_type == name);
    match carried.map(|(_, parameter)| parameter.accepted) {
        Some(Accepted::AnyOf(_) | Accepted::Mask(_)) => "[Flags]\n    ",
        _ => "",
    }
}

fn parameters() -> impl Iterator<Item = (&'static Cmdlet, &'static Parameter)> {
    CMDLETS
        .iter()
        .flat_map(|cmdlet| cmdlet.parameters.iter().map(move |parameter| (cmdlet, parameter)))
}

/// The types of the module's own that parameters have, with their members.
fn enumerations() -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    for (_, parameter) in parameters() {
        let is_own = parameter.clr_type.ends_with("Value") || parameter.clr_type == "CostStates";
        if !is_own {
            continue;
        }
        let members = match parameter.accepted {
            Accepted::OneOf(words) | Accepted::AnyOf(words) => spelled(parameter, words),
            Accepted::Mask(_) => bits(setting(parameter)),
            Accepted::Any => panic!("{} has no members", parameter.clr_type),
        };
        let members: Vec<String> = members
            .iter()
            .map(|(name, number)| format!("{name} = 0x{number:X}"))
            .collect();
        found.insert(
            parameter.clr_type,
            format!(" : uint {{ {} }}", members.join(", ")),
        );
    }
    found
}

fn setting(parameter: &Parameter) -> SettingId {
    match parameter.role {
        Role::Setting([carries, ..]) => carries.setting,
        _ => panic!("{} carries no setting", parameter.name),
    }
}

/// The words of a part with their numbers.
fn choices(control: Control) -> Vec<Choice> {
    match control {
        Control::Choice(choices) | Control::Flags(choices) => choices.to_vec(),
        Control::CostMask { bits, named } => [bits, named].concat(),
        _ => Vec::new(),
    }
}

/// The words that the cmdlet spells, with the numbers of the catalog.
fn spelled(parameter: &Parameter, words: &'static [Spelling]) -> Vec<(String, u32)> {
    let parts = setting(parameter).spec().parts;
    let all: Vec<Choice> = parts.iter().flat_map(|part| choices(part.control)).collect();
    words
        .iter()
        .map(|spelling| {
            let number = all.iter().find(|choice| choice.word == spelling.word);
            let number = match number {
                Some(choice) => choice.number,
                None if spelling.word.is_empty() => 0,
                None => panic!("{} is no word of the catalog", spelling.word),
            };
            (spelling.said.to_owned(), number)
        })
        .collect()
}

/// The bits of a mask. Their names in the module are not documented, so they have the catalog's.
fn bits(setting: SettingId) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    for (place, part) in setting.spec().parts.iter().enumerate() {
        for choice in choices(part.control) {
            let mut entries = Entries::default();
            entries.set(place, vec![choice.word.into()]);
            let mask = match setting {
                SettingId::SecurityFlags => SecurityFlags::read(&entries).ok().and_then(|value| value.bits()),
                SettingId::NotifyFlags => NotifyFlags::read(&entries).ok().and_then(|value| value.bits()),
                other => panic!("{} is no mask", other.name()),
            };
            found.push((choice.word.to_owned(), mask.expect("a word of the part is read")));
        }
    }
    found
}

fn class(out: &mut String, cmdlet: &Cmdlet) {
    let (verb, noun) = cmdlet.name.split_once('-').expect("a verb and a noun");
    let asks = cmdlet
        .parameters
        .iter()
        .any(|parameter| parameter.name == "WhatIf");
    let mut about = format!("\"{verb}\", \"{noun}\"");
    if let Some(default) = cmdlet.sets.first() {
        let _ = write!(about, ", DefaultParameterSetName = \"{default}\"");
    }
    if asks {
        about.push_str(", SupportsShouldProcess = true");
    }
    let _ = writeln!(out, "\n    [Cmdlet({about})]");
    let _ = writeln!(out, "    public sealed class {verb}{noun} : ModelCmdlet\n    {{");
    let _ = writeln!(
        out,
        "        protected override string CmdletName {{ get {{ return \"{}\"; }} }}",
        cmdlet.name
    );
    let _ = writeln!(
        out,
        "        protected override bool Asks {{ get {{ return {asks}; }} }}"
    );
    for parameter in cmdlet.parameters {
        // These two come with SupportsShouldProcess.
        if !["WhatIf", "Confirm"].contains(&parameter.name) {
            property(out, parameter);
        }
    }
    out.push_str("    }\n");
}

fn property(out: &mut String, parameter: &Parameter) {
    let mut about = Vec::new();
    if let Some(set) = parameter.set {
        about.push(format!("ParameterSetName = \"{set}\""));
    }
    if let Some(position) = parameter.position {
        about.push(format!("Position = {position}"));
    }
    if parameter.required {
        about.push("Mandatory = true".to_owned());
    }
    match parameter.pipeline {
        Pipeline::No => {}
        Pipeline::ByValue => about.push("ValueFromPipeline = true".to_owned()),
        Pipeline::ByPropertyName => about.push("ValueFromPipelineByPropertyName = true".to_owned()),
    }
    let _ = writeln!(out, "\n        [Parameter({})]", about.join(", "));
    if !parameter.aliases.is_empty() {
        let aliases: Vec<String> = parameter
            .aliases
            .iter()
            .map(|alias| format!("\"{alias}\""))
            .collect();
        let _ = writeln!(out, "        [Alias({})]", aliases.join(", "));
    }
    if let ("String", Accepted::OneOf(words)) = (parameter.clr_type, parameter.accepted) {
        let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.said)).collect();
        let _ = writeln!(out, "        [ValidateSet({})]", words.join(", "));
    }
    if parameter.wildcards {
        out.push_str("        [SupportsWildcards]\n");
    }
    let (type_name, list) = match parameter.clr_type.strip_suffix("[]") {
        Some(one) => (one, "[]"),
        None => (parameter.clr_type, ""),
    };
    let type_name = match type_name {
        "String" => "string",
        "Int32" => "int",
        "Byte" => "byte",
        other => other,
    };
    let nullable = if parameter.nullable { "?" } else { "" };
    let _ = writeln!(
        out,
        "        public {type_name}{list}{nullable} {} {{ get; set; }}",
        parameter.name
    );
}
