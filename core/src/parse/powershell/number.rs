//! Numbers, as PowerShell writes and types them.

use super::edition::Edition;
use super::letter::is_dash;
use super::reader::Reader;
use std::fmt;

/// A number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number and its type.
    Integer(NumberType, i128),
    /// A whole number too large for the other types.
    Decimal(i128),
    /// A number with a fraction, or too large for all others.
    Double(f64),
    /// A number with the suffix `d` and a fraction: its digits without the point, and how many stand behind it.
    Fraction(i128, u32),
}

/// .NET's types of whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is .NET's name of it")]
pub enum NumberType {
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    BigInteger,
}

impl NumberType {
    fn name(self) -> &'static str {
        match self {
            NumberType::SByte => "SByte",
            NumberType::Byte => "Byte",
            NumberType::Int16 => "Int16",
            NumberType::UInt16 => "UInt16",
            NumberType::Int32 => "Int32",
            NumberType::UInt32 => "UInt32",
            NumberType::Int64 => "Int64",
            NumberType::UInt64 => "UInt64",
            NumberType::BigInteger => "BigInteger",
        }
    }

    pub(super) fn holds(self, value: i128) -> bool {
        match self {
            NumberType::SByte => i8::try_from(value).is_ok(),
            NumberType::Byte => u8::try_from(value).is_ok(),
            NumberType::Int16 => i16::try_from(value).is_ok(),
            NumberType::UInt16 => u16::try_from(value).is_ok(),
            NumberType::Int32 => i32::try_from(value).is_ok(),
            NumberType::UInt32 => u32::try_from(value).is_ok(),
            NumberType::Int64 => i64::try_from(value).is_ok(),
            NumberType::UInt64 => u64::try_from(value).is_ok(),
            NumberType::BigInteger => true,
        }
    }
}

/// The largest `Decimal`.
const LARGEST_DECIMAL: i128 = 79_228_162_514_264_337_593_543_950_335;

/// The most places behind the point of a `Decimal`.
const MOST_PLACES: usize = 28;

/// The suffixes of types, longest first; those of Windows PowerShell are `l` and `d`.
const SUFFIXES: [(&str, Option<NumberType>); 10] = [
    ("uy", Some(NumberType::Byte)),
    ("us", Some(NumberType::UInt16)),
    ("ul", Some(NumberType::UInt64)),
    ("u", Some(NumberType::UInt32)),
    ("y", Some(NumberType::SByte)),
    ("s", Some(NumberType::Int16)),
    ("l", Some(NumberType::Int64)),
    ("n", Some(NumberType::BigInteger)),
    ("d", None),
    ("", None),
];

const MULTIPLIERS: [(&str, u32); 5] = [("kb", 10), ("mb", 20), ("gb", 30), ("tb", 40), ("pb", 50)];

impl Number {
    /// .NET's name of its type.
    pub fn type_name(self) -> &'static str {
        match self {
            Number::Integer(number_type, _) => number_type.name(),
            Number::Decimal(_) | Number::Fraction(..) => "Decimal",
            Number::Double(_) => "Double",
        }
    }

    /// It, where it is whole.
    pub fn integer(self) -> Option<i128> {
        match self {
            Number::Integer(_, value) | Number::Decimal(value) => Some(value),
            Number::Double(_) | Number::Fraction(..) => None,
        }
    }

    /// It as a floating-point number.
    pub fn double(self) -> f64 {
        match self {
            Number::Integer(_, value) | Number::Decimal(value) => value as f64,
            Number::Double(value) => value,
            Number::Fraction(..) => self.to_string().parse().unwrap_or(f64::NAN),
        }
    }
}

impl fmt::Display for Number {
    /// As .NET writes it in the invariant culture.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Number::Integer(_, value) | Number::Decimal(value) => write!(f, "{value}"),
            Number::Fraction(digits, places) => {
                let places = usize::try_from(places).unwrap_or(usize::MAX);
                let sign = if digits < 0 { "-" } else { "" };
                let width = places.saturating_add(1);
                let text = format!("{:0>width$}", digits.unsigned_abs());
                let (whole, part) = text
                    .split_at_checked(text.len().saturating_sub(places))
                    .unwrap_or((&text, ""));
                write!(f, "{sign}{whole}.{part}")
            }
            Number::Double(value) => write_double(value, f),
        }
    }
}

fn write_double(value: f64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if value.is_infinite() {
        return f.write_str(if value > 0.0 { "\u{221E}" } else { "-\u{221E}" });
    }
    let text = format!("{value:e}");
    let Some((digits, exponent)) = text.split_once('e') else {
        return f.write_str(&text);
    };
    match exponent.parse::<i32>() {
        Ok(exponent) if exponent >= 15 => write!(f, "{digits}E+{exponent:02}"),
        Ok(exponent) if exponent < -5 => write!(f, "{digits}E-{:02}", exponent.unsigned_abs()),
        _ => write!(f, "{value}"),
    }
}

/// Takes a text apart that begins with ASCII characters of a class.
fn run(text: &str, class: fn(&u8) -> bool) -> (&str, &str) {
    let length = text.bytes().take_while(class).count();
    text.split_at_checked(length).unwrap_or((text, ""))
}

fn strip<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Reads the number at the start of a text; gives it and the text behind it.
pub(super) fn number(text: &str, edition: Edition) -> Option<(Number, &str)> {
    let mut rest = text;
    let first = rest.chars().next()?;
    let negative = is_dash(first);
    if negative || first == '+' {
        rest = rest.get(first.len_utf8()..)?;
    }
    if let Some(hex) = strip(rest, "0x") {
        let (digits, after) = run(hex, u8::is_ascii_hexdigit);
        if !digits.is_empty() {
            return whole(digits, 16, negative, after, edition);
        }
    }
    if edition.is_core()
        && let Some(binary) = strip(rest, "0b")
    {
        let (digits, after) = run(binary, |byte| matches!(byte, b'0' | b'1'));
        if !digits.is_empty() {
            return whole(digits, 2, negative, after, edition);
        }
    }
    let (digits, after) = run(rest, u8::is_ascii_digit);
    let mut is_real = false;
    let mut end = after;
    if let Some(fraction) = after
        .strip_prefix('.')
        .filter(|fraction| !fraction.starts_with('.'))
    {
        let (places, after) = run(fraction, u8::is_ascii_digit);
        if digits.is_empty() && places.is_empty() {
            return None;
        }
        is_real = true;
        end = after;
    } else if digits.is_empty() {
        return None;
    }
    if let Some(exponent) = strip(end, "e") {
        let signless = match exponent.chars().next() {
            Some(c) if c == '+' || is_dash(c) => exponent.get(c.len_utf8()..).unwrap_or(""),
            _ => exponent,
        };
        let (digits, after) = run(signless, u8::is_ascii_digit);
        if digits.is_empty() {
            return None;
        }
        is_real = true;
        end = after;
    }
    if is_real {
        let written = rest.get(..rest.len().saturating_sub(end.len()))?;
        real(written, negative, end, edition)
    } else {
        whole(digits, 10, negative, end, edition)
    }
}

fn suffixes(text: &str, edition: Edition) -> (Option<NumberType>, bool, u32, &str) {
    let allowed = |suffix: &str| edition.is_core() || matches!(suffix, "l" | "d" | "");
    let (suffix, number_type, rest) = SUFFIXES
        .iter()
        .filter(|(suffix, _)| allowed(suffix))
        .find_map(|(suffix, number_type)| Some((*suffix, *number_type, strip(text, suffix)?)))
        .unwrap_or(("", None, text));
    let (shift, rest) = MULTIPLIERS
        .iter()
        .find_map(|(name, shift)| Some((*shift, strip(rest, name)?)))
        .unwrap_or((0, rest));
    (number_type, suffix == "d", shift, rest)
}

fn whole<'t>(
    digits: &str,
    radix: u32,
    negative: bool,
    after: &'t str,
    edition: Edition,
) -> Option<(Number, &'t str)> {
    // `d` is a digit of hexadecimal numbers, so it was read already.
    let (number_type, is_decimal, shift, rest) = suffixes(after, edition);
    let significant = digits.trim_start_matches('0');
    let Ok(mut value) = i128::from_str_radix(if significant.is_empty() { "0" } else { significant }, radix)
    else {
        let value: f64 = digits.parse().ok().filter(|_| radix == 10)?;
        let value = if negative { -value } else { value };
        return Some((
            Number::Double(value * 2f64.powi(i32::try_from(shift).ok()?)),
            rest,
        ));
    };
    if radix != 10 && number_type.is_none_or(|t| t != NumberType::BigInteger) {
        // The highest bit of all digits of an Int32 or Int64 is the sign.
        let bits = digits.len().checked_mul(if radix == 16 { 4 } else { 1 })?;
        if bits == 32
            && !matches!(
                number_type,
                Some(NumberType::UInt32 | NumberType::Int64 | NumberType::UInt64)
            )
        {
            value = i128::from(u32::try_from(value).ok()?.cast_signed());
        } else if bits == 64 && number_type != Some(NumberType::UInt64) {
            value = i128::from(u64::try_from(value).ok()?.cast_signed());
        }
    }
    if negative {
        value = value.checked_neg()?;
    }
    value = value.checked_mul(1i128.checked_shl(shift)?)?;
    let number = match number_type {
        Some(number_type) if number_type.holds(value) => Number::Integer(number_type, value),
        Some(_) => return None,
        None if is_decimal => Number::Decimal(value),
        None if NumberType::Int32.holds(value) => Number::Integer(NumberType::Int32, value),
        None if NumberType::Int64.holds(value) => Number::Integer(NumberType::Int64, value),
        None if value.unsigned_abs() <= LARGEST_DECIMAL.unsigned_abs() => Number::Decimal(value),
        None => Number::Double(value as f64),
    };
    Some((number, rest))
}

fn real<'t>(written: &str, negative: bool, after: &'t str, edition: Edition) -> Option<(Number, &'t str)> {
    let (number_type, is_decimal, shift, rest) = suffixes(after, edition);
    let plain: String = written
        .chars()
        .map(|c| if is_dash(c) { '-' } else { c })
        .collect();
    let value: f64 = plain.parse().ok()?;
    let value = if negative { -value } else { value } * 2f64.powi(i32::try_from(shift).ok()?);
    let (whole, places) = plain.split_once('.').unwrap_or((&plain, ""));
    if is_decimal && shift == 0 && !plain.contains(['e', 'E']) && places.len() <= MOST_PLACES {
        let digits: i128 = format!("{whole}{places}").parse().ok()?;
        let digits = if negative { digits.checked_neg()? } else { digits };
        return Some((Number::Fraction(digits, u32::try_from(places.len()).ok()?), rest));
    }
    match number_type {
        None => Some((Number::Double(value), rest)),
        // Converting rounds half to even.
        Some(number_type) => {
            let rounded = value.round_ties_even();
            let whole = (rounded.abs() < 1e30).then_some(rounded as i128)?;
            number_type
                .holds(whole)
                .then_some((Number::Integer(number_type, whole), rest))
        }
    }
}

impl Reader<'_> {
    /// The number that comes next, if it ends where a character of this class or the text ends; and its length.
    pub(super) fn number(&self, ends: fn(char) -> bool) -> Option<(Number, usize)> {
        let text = self.rest();
        let (number, rest) = number(text, self.edition)?;
        rest.chars()
            .next()
            .is_none_or(ends)
            .then_some((number, text.len().saturating_sub(rest.len())))
    }
}
