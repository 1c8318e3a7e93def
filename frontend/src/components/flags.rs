//! A control for sets of bits: a box a flag, the number beside them, names for combinations where there are some.

use super::control::ControlProps;
use super::select::{Select, select};
use super::text::input;
use crate::state::Action;
use bitsmith_core::value::{Choice, Control, Entry, find_word};
use yew::prelude::*;

/// The bits that a typed word or number says, as far as it can be read.
fn bits_of(typed: &str, lists: &[&'static [Choice]]) -> Option<u32> {
    if let Some(choice) = lists.iter().find_map(|list| find_word(list, typed)) {
        return Some(choice.number);
    }
    match typed.strip_prefix("0x").or_else(|| typed.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => typed.parse().ok(),
    }
}

/// The bits that entries say, as far as they can be read.
fn mask(entries: &[Entry], lists: &[&'static [Choice]]) -> u32 {
    let known = lists
        .iter()
        .flat_map(|list| list.iter())
        .fold(0, |all, choice| all | choice.number);
    let mut mask = 0;
    for typed in entries.iter().map(Entry::shown) {
        for word in typed.split([',', ' ', '|', '+']).filter(|word| !word.is_empty()) {
            mask |= bits_of(word, lists).unwrap_or(0);
        }
    }
    mask & known
}

/// The words of the bits.
fn words(mask: u32, bits: &'static [Choice]) -> Vec<Entry> {
    bits.iter()
        .filter(|choice| choice.number != 0 && mask & choice.number == choice.number)
        .map(|choice| choice.word.into())
        .collect()
}

/// What stands in the field of the number: what was typed there, or the number of the boxes.
fn written(entries: &[Entry], lists: &[&'static [Choice]], number: Option<u32>) -> String {
    if let [only] = entries {
        let typed = only.shown();
        let is_word = lists.iter().any(|list| find_word(list, &typed).is_some());
        if !is_word && !typed.is_empty() {
            return typed;
        }
    }
    number.map_or_else(String::new, |number| format!("0x{number:04X}"))
}

/// Boxes for bits.
pub fn flags_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let (bits, named): (&'static [Choice], &'static [Choice]) = match props.control() {
        Some(Control::Flags(bits)) => (bits, &[]),
        Some(Control::CostMask { bits, named }) => (bits, named),
        _ => return html! {},
    };
    let lists = [bits, named];
    let current = mask(&props.entries, &lists);
    let element = props.element();
    let is_set = props.bits.is_some() || !props.entries.is_empty();
    let number = is_set.then(|| props.bits.unwrap_or(current));
    let mut field = props.clone();
    field.label = format!("{}, as a number", props.label).into();
    field.labelled_by = None;
    field.placeholder = match props.placeholder.parse::<u32>() {
        Ok(default) => format!("0x{default:04X}").into(),
        Err(_) if props.placeholder.is_empty() => "0x0000".into(),
        Err(_) => props.placeholder.clone(),
    };

    let oninput = props.on_input(send);
    let onchoose = props.on_choice(send);
    let combination = named
        .iter()
        .find(|choice| choice.number == current)
        .filter(|_| is_set);
    html! {
        <div
            class="flags"
            role="group"
            aria-label={props.own_label()}
            aria-labelledby={props.labelled_by.clone()}
        >
            if !named.is_empty() {
                { select(Select {
                    id: format!("{element}-named").into(),
                    label: Some(format!("{}, named combination", props.label).into()),
                    class: classes!("named", combination.is_none().then_some("unset")),
                    value: combination.map_or("", |choice| choice.word).into(),
                    options: std::iter::once(("", if is_set { "Own combination" } else { "Not set" }))
                        .chain(named.iter().map(|choice| (choice.word, choice.label)))
                        .map(|(word, label)| (word.into(), label.into()))
                        .collect(),
                    ..Select::default()
                }, onchoose) }
            }
            <div class="boxes">
                { for bits.iter().map(|choice| {
                    let (send, props) = (send.clone(), props.clone());
                    let checked = current & choice.number == choice.number;
                    let toggled = current ^ choice.number;
                    html! {
                        <label title={choice.help}>
                            <input
                                type="checkbox"
                                value={choice.word}
                                checked={checked}
                                onchange={Callback::from(move |_: Event| send.emit(props.put(words(toggled, bits))))}
                            />
                            { choice.label }
                        </label>
                    }
                }) }
            </div>
            <span class="number">
                { input(&field, classes!("code"), written(&props.entries, &lists, number), oninput) }
                // What cannot be read as a whole has no number.
                if let Some(number) = number.filter(|_| !props.error) {
                    <output>{ format!("= {number}") }</output>
                }
            </span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitsmith_core::catalog::CATALOG;

    #[test]
    fn boxes_and_numbers_say_the_same() {
        for part in CATALOG.iter().flat_map(|spec| spec.parts) {
            let (bits, named): (_, &[Choice]) = match part.control {
                Control::Flags(bits) => (bits, &[]),
                Control::CostMask { bits, named } => (bits, named),
                _ => continue,
            };
            let lists = [bits, named];
            let all = bits.iter().fold(0, |all, choice| all | choice.number);
            assert_eq!(mask(&words(all, bits), &lists), all);
            for choice in named {
                assert_eq!(mask(&[choice.word.into()], &lists), choice.number);
            }
            let typed: [Entry; 1] = [format!("0x{all:X}").into()];
            assert_eq!(mask(&typed, &lists), all);
            assert_eq!(written(&typed, &lists, Some(all)), format!("0x{all:X}"));
            assert_eq!(
                written(&[bits[0].word.into()], &lists, Some(3)),
                "0x0003",
                "a word is not a number"
            );
            assert_eq!(written(&["0xZZ".into()], &lists, None), "0xZZ");
        }
    }
}
