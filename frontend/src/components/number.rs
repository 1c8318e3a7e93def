//! A control for a number with a unit.

use super::control::ControlProps;
use super::text::input;
use crate::state::Action;
use bitsmith_core::value::{Control, Unit, read_unit, write_unit};
use yew::prelude::*;

/// The unit of numbers without one.
const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "seconds",
        Unit::Milliseconds => "milliseconds",
        Unit::Bytes => "bytes",
        Unit::Count => "",
    }
}

/// The reading of a number with a unit: in words, and as the number that BITS takes.
pub fn reading(typed: &str, unit: Unit) -> Option<String> {
    let number = read_unit(typed, unit)?;
    let words = write_unit(number, unit);
    let plain = format!("{number} {}", unit_word(unit)).trim().to_owned();
    let same = words.split(' ').next() == Some(number.to_string().as_str());
    Some(match (typed.trim() == number.to_string(), same) {
        (true, true) => unit_word(unit).to_owned(),
        (true, false) => format!("= {words}"),
        (false, _) => format!("= {plain}"),
    })
}

/// A number.
pub fn number_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let Some(Control::Number { unit, .. }) = props.control() else {
        return html! {};
    };
    let value = props.shown();
    let oninput = props.on_input(send);
    let mut props = props.clone();
    if let Some(number) = read_unit(&props.placeholder, unit) {
        props.placeholder = write_unit(number, unit).into();
    }
    let beside = if value.is_empty() {
        Some(if unit == Unit::Count {
            String::new()
        } else {
            unit.examples().to_owned()
        })
    } else {
        reading(&value, unit)
    };
    html! {
        <span class="number">
            { input(&props, classes!("code"), value, oninput) }
            if let Some(beside) = beside.filter(|beside| !beside.is_empty()) {
                <output>{ beside }</output>
            }
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_back_in_the_other_way() {
        for (typed, unit, words) in [
            ("600", Unit::Seconds, Some("= 10 minutes")),
            ("10m", Unit::Seconds, Some("= 600 seconds")),
            ("61", Unit::Seconds, Some("seconds")),
            ("2 GiB", Unit::Bytes, Some("= 2147483648 bytes")),
            ("7", Unit::Count, Some("")),
            ("soon", Unit::Seconds, None),
        ] {
            assert_eq!(reading(typed, unit).as_deref(), words, "{typed}");
        }
    }
}
