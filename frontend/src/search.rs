//! Finding settings by what people call them.

use bitsmith_core::catalog::SettingSpec;
use bitsmith_core::command::{Tool, carriers};
use bitsmith_core::value::{Choice, Control};

/// Whether every word of the query stands somewhere in what the catalog says of a setting.
pub fn matches(spec: &SettingSpec, query: &str) -> bool {
    let query = query.to_ascii_lowercase();
    // The switch of a verb or a parameter is looked for by its name.
    let mut words = query
        .split_whitespace()
        .map(|word| word.trim_start_matches(['/', '-']))
        .filter(|word| !word.is_empty())
        .peekable();
    if words.peek().is_none() {
        return true;
    }
    let text = text_of(spec);
    words.all(|word| text.contains(word))
}

fn text_of(spec: &SettingSpec) -> String {
    let mut text = [
        spec.label,
        spec.name,
        &spec.name.replace('_', " "),
        spec.doc,
        spec.com,
        spec.group.label(),
    ]
    .join("\n");
    let mut add = |words: &[&str]| {
        for word in words {
            text.push('\n');
            text.push_str(word);
        }
    };
    for carrier in [Tool::Bitsadmin, Tool::PowerShell]
        .into_iter()
        .flat_map(|tool| carriers(spec.id, tool))
    {
        add(&[carrier.tool.label(), carrier.command, carrier.word]);
    }
    for part in spec.parts {
        add(&[part.name, part.label, part.help]);
        for list in choices(part.control) {
            for choice in list {
                add(&[choice.word, choice.label, choice.constant]);
            }
        }
    }
    text.to_ascii_lowercase()
}

/// The lists of words that a control offers.
pub fn choices(control: Control) -> Vec<&'static [Choice]> {
    match control {
        Control::Choice(list) | Control::Flags(list) => vec![list],
        Control::CostMask { bits, named } => vec![named, bits],
        Control::Number { .. }
        | Control::Switch
        | Control::Text(_)
        | Control::Lines(_)
        | Control::Hash
        | Control::Guid
        | Control::Ranges
        | Control::User => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitsmith_core::catalog::CATALOG;

    #[test]
    fn a_setting_is_found_by_its_label_its_name_and_its_words() {
        for spec in CATALOG {
            for query in ["", "  ", spec.label, spec.name, &spec.label.to_uppercase()] {
                assert!(matches(spec, query), "{}: {query}", spec.name);
            }
            for choice in spec.parts.iter().flat_map(|part| choices(part.control)).flatten() {
                assert!(matches(spec, choice.word), "{}: {}", spec.name, choice.word);
            }
            assert!(!matches(spec, &format!("{} zzzz", spec.label)));
        }
    }
}
