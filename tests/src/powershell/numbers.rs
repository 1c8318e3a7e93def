//! Numbers as PowerShell types them.

use super::syntax::Number;

/// The number that the whole text spells, if it is one of the forms this reader knows: decimal, hexadecimal or real,
/// with at most one multiplier.
pub(super) fn number(text: &str) -> Option<Number> {
    let lower = text.to_ascii_lowercase();
    let (digits, multiplier) = multiplier(&lower);
    let (digits, long) = match digits.strip_suffix('l') {
        Some(rest) if multiplier == 1 => (rest, true),
        _ => (digits, false),
    };
    let value = match digits.strip_prefix("0x") {
        Some(hex) => Number::from_hexadecimal(hex)?,
        None => Number::from_decimal(digits)?,
    };
    let value = match value {
        Number::Int(value) if long => return Some(Number::Long(value.into())),
        Number::Int(value) => i128::from(value),
        Number::Long(value) => i128::from(value),
        Number::Decimal(_) if multiplier == 1 => return Some(value),
        Number::Decimal(_) => return None,
        Number::Double(value) => return Some(Number::Double(value * multiplier as f64)),
    };
    Some(whole(value.checked_mul(multiplier.into())?)).filter(|number| !matches!(number, Number::Decimal(_)))
}

fn multiplier(text: &str) -> (&str, i64) {
    [("kb", 10), ("mb", 20), ("gb", 30), ("tb", 40), ("pb", 50)]
        .iter()
        .find_map(|(suffix, power)| text.strip_suffix(suffix).map(|rest| (rest, 1i64 << power)))
        .unwrap_or((text, 1))
}

fn whole(value: i128) -> Number {
    match (i32::try_from(value), i64::try_from(value)) {
        (Ok(value), _) => Number::Int(value),
        (_, Ok(value)) => Number::Long(value),
        _ => Number::Decimal(value),
    }
}

impl Number {
    fn from_hexadecimal(digits: &str) -> Option<Self> {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        // Eight and sixteen digits are read as the bits of a signed number.
        match digits.len() {
            ..=8 => u32::from_str_radix(digits, 16)
                .ok()
                .map(|bits| Self::Int(bits as i32)),
            9..=16 => u64::from_str_radix(digits, 16)
                .ok()
                .map(|bits| Self::Long(bits as i64)),
            _ => None,
        }
    }

    fn from_decimal(text: &str) -> Option<Self> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text
                .parse::<i128>()
                .ok()
                .filter(|value| *value < 1 << 96)
                .map(whole);
        }
        let (mantissa, exponent) = text
            .split_once('e')
            .map_or((text, None), |(left, right)| (left, Some(right)));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let (left, right) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if left.is_empty() && right.is_empty() || !digits(left) || !digits(right) {
            return None;
        }
        if let Some(exponent) = exponent {
            let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if unsigned.is_empty() || !digits(unsigned) {
                return None;
            }
        }
        text.parse().ok().map(Self::Double)
    }

    /// The number with the other sign.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Int(value) => whole(-i128::from(value)),
            Self::Long(value) => whole(-i128::from(value)),
            Self::Decimal(value) => whole(-value),
            Self::Double(value) => Self::Double(-value),
        }
    }

    /// The .NET type's name.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Int(_) => "Int32",
            Self::Long(_) => "Int64",
            Self::Decimal(_) => "Decimal",
            Self::Double(_) => "Double",
        }
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(value) => value.fmt(f),
            Self::Long(value) => value.fmt(f),
            Self::Decimal(value) => value.fmt(f),
            Self::Double(value) => value.fmt(f),
        }
    }
}
