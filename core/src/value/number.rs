//! Numbers in a unit: seconds, milliseconds, bytes.

use super::{Control, Entries, Part, PartError, Unit, Value, plain, single};

/// A time in whole seconds, as BITS's ULONG arguments take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(pub u32);

/// A time in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Milliseconds(pub u32);

/// A size in bytes, from 1. `[com:BITS_JOB_PROPERTY_ID]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub u64);

const SECONDS: &[(&str, u64)] = &[
    ("s", 1),
    ("sec", 1),
    ("second", 1),
    ("seconds", 1),
    ("m", 60),
    ("min", 60),
    ("minute", 60),
    ("minutes", 60),
    ("h", 3600),
    ("hour", 3600),
    ("hours", 3600),
    ("d", 86_400),
    ("day", 86_400),
    ("days", 86_400),
    ("w", 604_800),
    ("week", 604_800),
    ("weeks", 604_800),
];
const MILLISECONDS: &[(&str, u64)] = &[("ms", 1), ("millisecond", 1), ("milliseconds", 1)];
const BYTES: &[(&str, u64)] = &[
    ("b", 1),
    ("byte", 1),
    ("bytes", 1),
    ("kb", 1_000),
    ("kib", 1 << 10),
    ("mb", 1_000_000),
    ("mib", 1 << 20),
    ("gb", 1_000_000_000),
    ("gib", 1 << 30),
    ("tb", 1_000_000_000_000),
    ("tib", 1 << 40),
];

impl Unit {
    /// How many of this unit the named one is.
    fn factor(self, name: &str) -> Option<u64> {
        let of = |names: &[(&str, u64)]| {
            let found = names.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, factor)| *factor)
        };
        match self {
            Unit::Seconds => of(SECONDS),
            Unit::Milliseconds => of(MILLISECONDS).or_else(|| of(SECONDS)?.checked_mul(1000)),
            Unit::Bytes => of(BYTES),
            Unit::Count => None,
        }
    }

    /// Examples of how a number in this unit is written.
    pub const fn examples(self) -> &'static str {
        match self {
            Unit::Seconds => "90, 10m, 1h30m or 2d",
            Unit::Milliseconds => "500, 500ms or 2s",
            Unit::Bytes => "1048576, 100 MB or 2 GiB",
            Unit::Count => "12",
        }
    }
}

/// Reads a number with or without units (`90`, `10m`, `1h30m`, `2 GiB`) as a count of the base unit.
///
/// `None` for anything that is not one, or that does not fit in 64 bits.
pub fn read_unit(typed: &str, unit: Unit) -> Option<u64> {
    let mut rest = typed.trim();
    if let Some(hex) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
        return u64::from_str_radix(hex, 16)
            .ok()
            .filter(|_| !hex.starts_with('+'));
    }
    let mut total: u64 = 0;
    let mut first = true;
    while !rest.is_empty() {
        let digits_end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at_checked(digits_end)?;
        let number: u64 = digits.parse().ok()?;
        let after = after.trim_start();
        let name_end = after
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (name, after) = after.split_at_checked(name_end)?;
        let factor = if name.is_empty() {
            // A bare number stands alone: `1h30` could mean minutes or seconds.
            if !first || !after.is_empty() {
                return None;
            }
            1
        } else {
            unit.factor(name)?
        };
        total = total.checked_add(number.checked_mul(factor)?)?;
        first = false;
        rest = after.trim_start();
    }
    (!first).then_some(total)
}

/// Seconds as people type them: `90`, `10m`, `4h`, `2d`.
pub fn short_seconds(seconds: u32) -> String {
    let units = [("d", 86_400), ("h", 3600), ("m", 60)];
    let whole = units.into_iter().find_map(|(unit, size)| {
        Some((
            seconds
                .checked_div(size)
                .filter(|count| count.checked_mul(size) == Some(seconds))?,
            unit,
        ))
    });
    match whole.filter(|(count, _)| *count > 0) {
        Some((count, unit)) => format!("{count}{unit}"),
        None => seconds.to_string(),
    }
}

/// Writes a number in words people read: `600` seconds as `10 minutes`.
pub fn write_unit(number: u64, unit: Unit) -> String {
    let units: &[(&str, u64)] = match unit {
        Unit::Seconds => &[("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)],
        Unit::Milliseconds => &[("second", 1000), ("millisecond", 1)],
        Unit::Bytes => &[("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("byte", 1)],
        Unit::Count => &[("", 1)],
    };
    for (name, size) in units {
        if number >= *size && number.checked_rem(*size) == Some(0) {
            let count = number.checked_div(*size).unwrap_or(number);
            let plural = if count == 1 || name.ends_with('B') || name.is_empty() {
                ""
            } else {
                "s"
            };
            return format!("{count} {name}{plural}").trim_end().to_owned();
        }
    }
    match unit {
        Unit::Seconds => "0 seconds".to_owned(),
        Unit::Milliseconds => "0 milliseconds".to_owned(),
        Unit::Bytes => "0 bytes".to_owned(),
        Unit::Count => "0".to_owned(),
    }
}

/// Reads the one number of a part.
pub(super) fn read_number(
    entries: &Entries,
    part: usize,
    unit: Unit,
    min: u64,
    max: u64,
) -> Result<Option<u64>, PartError> {
    let Some(entry) = single(entries, part)? else {
        return Ok(None);
    };
    let typed = plain(entry, part)?;
    let Some(number) = read_unit(typed, unit) else {
        let message = match typed.trim() {
            "" => "Spaces are no number".to_owned(),
            _ => format!("`{typed}` is not a number that BITS takes here"),
        };
        return Err(PartError::new(
            part,
            message,
            format!("Write it as {}.", unit.examples()),
        ));
    };
    if number < min || number > max {
        let (bound, word) = if number < min {
            (min, "least")
        } else {
            (max, "most")
        };
        return Err(PartError::new(
            part,
            format!("{number} is out of range: the {word} is {bound}"),
            format!("Write a number from {min} to {max}."),
        ));
    }
    Ok(Some(number))
}

macro_rules! number_value {
    ($name:ident, $unit:expr, $min:expr, $max:expr, $inner:ty) => {
        impl Value for $name {
            const PARTS: &'static [Part] = &[Part::only(Control::Number {
                unit: $unit,
                min: $min,
                max: $max as u64,
            })];
            fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
                match read_number(entries, 0, $unit, $min, $max as u64) {
                    Ok(Some(number)) => Ok(Self(<$inner>::try_from(number).unwrap_or(<$inner>::MAX))),
                    Ok(None) => Err(vec![PartError::new(
                        0,
                        "No number is given",
                        format!(
                            "Write it as {}, or leave the setting out.",
                            $unit.examples()
                        ),
                    )]),
                    Err(error) => Err(vec![error]),
                }
            }
            fn write(&self) -> Entries {
                Entries::one(self.0.to_string())
            }
        }
    };
}

number_value!(Seconds, Unit::Seconds, 0, u32::MAX, u32);
number_value!(Milliseconds, Unit::Milliseconds, 0, u32::MAX, u32);
number_value!(Bytes, Unit::Bytes, 1, u64::MAX, u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read() {
        for (typed, unit, number) in [
            ("90", Unit::Seconds, Some(90)),
            ("10m", Unit::Seconds, Some(600)),
            ("1h30m", Unit::Seconds, Some(5400)),
            ("2 d", Unit::Seconds, Some(172_800)),
            ("1h30", Unit::Seconds, None),
            ("0x3c", Unit::Seconds, Some(60)),
            ("-1", Unit::Seconds, None),
            ("1.5h", Unit::Seconds, None),
            ("", Unit::Seconds, None),
            ("2 GiB", Unit::Bytes, Some(2 << 30)),
            ("5MB", Unit::Bytes, Some(5_000_000)),
            ("18446744073709551615", Unit::Bytes, Some(u64::MAX)),
            ("18446744073709551616", Unit::Bytes, None),
            ("2s", Unit::Milliseconds, Some(2000)),
            ("250 milliseconds", Unit::Milliseconds, Some(250)),
            ("5 minutes", Unit::Milliseconds, Some(300_000)),
            ("1h", Unit::Milliseconds, Some(3_600_000)),
            ("5 files", Unit::Milliseconds, None),
            ("5 files", Unit::Count, None),
        ] {
            assert_eq!(read_unit(typed, unit), number, "{typed}");
        }
    }

    #[test]
    fn numbers_are_said_in_words() {
        assert_eq!(write_unit(600, Unit::Seconds), "10 minutes");
        assert_eq!(write_unit(1_209_600, Unit::Seconds), "14 days");
        assert_eq!(write_unit(3600, Unit::Seconds), "1 hour");
        assert_eq!(write_unit(61, Unit::Seconds), "61 seconds");
        assert_eq!(write_unit(1 << 20, Unit::Bytes), "1 MiB");
        assert_eq!(write_unit(0, Unit::Seconds), "0 seconds");
    }

    #[test]
    fn a_size_of_nothing_is_refused() {
        assert!(Bytes::read(&Entries::one("0")).is_err());
        assert!(Seconds::read(&Entries::one("4294967296")).is_err());
        assert_eq!(Seconds::read(&Entries::one("14d")), Ok(Seconds(1_209_600)));
    }
}
