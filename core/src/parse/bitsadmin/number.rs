//! Numbers and masks of flags, decimal or hexadecimal with `0x` `[help1809]`.

use super::patterns::{
    BITS_AS_NUMBER, EXPRESSION_AS_NUMBER, MALFORMED_NUMBER, NUMBER_OUT_OF_RANGE, UNDEFINED_FLAGS,
    UNDEFINED_REDIRECT_POLICY,
};
use super::{Given, Word};
use crate::catalog::SettingId;
use crate::command::bitsadmin::{Argument, Kind};
use crate::command::within;
use crate::parse::found::Found;
use crate::span::Span;
use crate::value::{Control, SecurityFlags};

/// The number that a text is.
pub(super) fn parse(text: &str) -> Option<u32> {
    match text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        Some(digits) if digits.chars().all(|c| c.is_ascii_hexdigit()) => u32::from_str_radix(digits, 16).ok(),
        Some(_) => None,
        None if text.chars().all(|c| c.is_ascii_digit()) => text.parse().ok(),
        None => None,
    }
}

/// What is wrong with a number.
pub(super) fn plain(argument: &'static Argument, text: &str, word: &Word) -> Option<Found> {
    if let Some(number) = parse(text) {
        return outside(argument, number, word);
    }
    Some(MALFORMED_NUMBER.at(
        word.span,
        format!(
            "The argument {} takes a number from 0 to 4294967295 without a unit, and this is none.",
            argument.name
        ),
        "Write the number alone.",
    ))
}

/// What is wrong with a number that BITS does not take there.
fn outside(argument: &'static Argument, number: u32, word: &Word) -> Option<Found> {
    let bounds = argument.bounds;
    let limits = within(bounds, &|number| number.to_string())?;
    if bounds.iter().all(|bound| bound.holds_number(u64::from(number))) {
        return None;
    }
    Some(NUMBER_OUT_OF_RANGE.at(
        word.span,
        format!(
            "The argument {} is {number}, and BITS takes {limits}; what it does with another number is not documented.",
            argument.name
        ),
        format!("Write a number that BITS takes: {limits}."),
    ))
}

/// What is wrong with a mask of flags.
pub(super) fn mask(argument: &'static Argument, text: &str, word: &Word) -> Option<Found> {
    if let Some(number) = parse(text) {
        return defined(argument, number, text, word);
    }
    if let Some(at) = text.find(['|', '+']) {
        let mut finding = EXPRESSION_AS_NUMBER.at(
            word.place_of(at),
            "bitsadmin takes one number here and computes nothing.",
            "Write the result as one number.",
        );
        let numbers: Option<Vec<u32>> = text
            .split(['|', '+'])
            .map(|number| parse(number.trim()))
            .collect();
        if let Some(numbers) = numbers {
            let result = numbers.iter().fold(0, |all, one| all | one);
            finding = finding.with_fix("Write the result", word.span, format!("0x{result:04X}"));
        }
        return Some(finding);
    }
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let binary = digits.len() > 8 && digits.chars().all(|c| matches!(c, '0' | '1'));
    let notation = text.contains(',') && text.split(',').all(|bit| matches!(bit.trim(), "0" | "1"));
    if binary || notation {
        return Some(BITS_AS_NUMBER.at(
            word.span,
            "Here stand bits, one digit each, as the page describes the flags; bitsadmin takes the number that they make.",
            "Write the number, decimal or hexadecimal with 0x.",
        ));
    }
    plain(argument, text, word)
}

/// Whether all bits are defined.
fn defined(argument: &'static Argument, number: u32, text: &str, word: &Word) -> Option<Found> {
    if let Kind::Bits(spellings) = argument.kind {
        let known: Vec<u32> = spellings
            .iter()
            .filter_map(|spelling| parse(spelling.said))
            .collect();
        return undefined(number, &known, "", text, word);
    }
    let setting = argument.role.carries().first()?.setting;
    let mut rest = number;
    let mut or_policy = String::new();
    if setting == SettingId::SecurityFlags {
        let policy = number & SecurityFlags::REDIRECT_MASK;
        rest &= !SecurityFlags::REDIRECT_MASK;
        let parts = setting.spec().parts;
        let named = parts.iter().filter_map(|part| match part.control {
            Control::Choice(choices) => Some(choices),
            _ => None,
        });
        let shift = SecurityFlags::REDIRECT_MASK.trailing_zeros();
        let field = policy.checked_shr(shift)?;
        let policies: Vec<u32> = named.flatten().map(|choice| choice.number).collect();
        let bits = policies.iter().filter(|policy| **policy > 0);
        let bits: Vec<String> = bits
            .filter_map(|policy| Some(format!("0x{:04X}", policy.checked_shl(shift)?)))
            .collect();
        or_policy = format!(", and of one redirect policy at most: {}", bits.join(" or "));
        if !policies.contains(&field) {
            return Some(UNDEFINED_REDIRECT_POLICY.at(
                word.span,
                format!(
                    "The redirect field of {text} (0x{policy:04X}) is {field}; BITS defines 0, 1 and 2, and what it does with others is not documented."
                ),
                "Use 0x0000 (follow), 0x0100 (follow and report) or 0x0200 (refuse); one of them, not a sum.",
            ));
        }
    }
    let parts = setting.spec().parts.iter();
    let flags = parts.filter_map(|part| match part.control {
        Control::Flags(choices) => Some(choices),
        _ => None,
    });
    let known: Vec<u32> = flags.flatten().map(|choice| choice.number).collect();
    undefined(rest, &known, &or_policy, text, word)
}

/// Which bits of a number are none of those that are known.
fn undefined(number: u32, known: &[u32], or_policy: &str, text: &str, word: &Word) -> Option<Found> {
    if known.is_empty() {
        return None;
    }
    let all = known.iter().fold(0, |all, one| all | one);
    let undefined = number & !all;
    if undefined == 0 {
        return None;
    }
    let said: Vec<String> = known.iter().map(|bit| format!("0x{bit:04X}")).collect();
    Some(UNDEFINED_FLAGS.at(
        word.span,
        format!("{text} sets bits that BITS does not define for this setting: 0x{undefined:04X}."),
        format!("Use the sum of any of {}{or_policy}.", said.join(", ")),
    ))
}

/// `0x0200|0x0800` without quotes: cmd takes the second number for a program.
pub(super) fn piped(given: &Given, number: Span, source: &str) -> Found {
    let finding = EXPRESSION_AS_NUMBER.at(
        Span::new(given.span.end, given.span.end.saturating_add(1)),
        format!(
            "bitsadmin takes one number here and computes nothing; cmd takes | for a pipe and looks for a program {}.",
            number.of(source)
        ),
        "Write the result as one number.",
    );
    let first = given.text.as_literal().and_then(parse);
    match (first, parse(number.of(source))) {
        (Some(first), Some(second)) => finding.with_fix(
            "Write the result",
            given.span.to(number),
            format!("0x{:04X}", first | second),
        ),
        _ => finding,
    }
}
