//! The format operator.

use super::Runner;
use super::errors::{Interrupt, error, stuck};
use crate::powershell::time::date_text;
use crate::powershell::value::Value;
use crate::powershell::wide::Wide;

impl Runner<'_> {
    /// `format -f arguments`
    pub(super) fn format(&mut self, format: &Value, arguments: Value) -> Result<Value, Interrupt> {
        let arguments = arguments.into_items();
        let units = format.to_wide().0;
        let mut out = Wide::default();
        let mut at = 0;
        let bad = || {
            error(
                "FormatError",
                "Error formatting a string: Input string was not in a correct format.",
            )
        };
        while let Some(unit) = units.get(at).copied() {
            at += 1;
            let next = units.get(at).copied();
            match (unit, next) {
                (0x7B, Some(0x7B)) | (0x7D, Some(0x7D)) => {
                    out.0.push(unit);
                    at += 1;
                }
                (0x7B, _) => {
                    let Some(length) = units[at..].iter().position(|unit| *unit == 0x7D) else {
                        return bad();
                    };
                    let item = String::from_utf16_lossy(&units[at..at + length]);
                    at += length + 1;
                    let (place, form) = item.split_once(':').unwrap_or((&item, ""));
                    let (place, width) = place.split_once(',').unwrap_or((place, "0"));
                    let (Ok(place), Ok(width)) = (place.trim().parse::<usize>(), width.trim().parse::<i64>())
                    else {
                        return bad();
                    };
                    let Some(value) = arguments.get(place) else {
                        return error(
                            "FormatError",
                            "Error formatting a string: Index (zero based) must be greater than or equal to zero \
                             and less than the size of the argument list.",
                        );
                    };
                    let text = self.formatted(value, form)?;
                    let padding = usize::try_from(width.unsigned_abs())
                        .unwrap_or(0)
                        .saturating_sub(text.len());
                    if width > 0 {
                        out.0.extend(std::iter::repeat_n(0x20, padding));
                    }
                    out.0.extend(&text.0);
                    if width < 0 {
                        out.0.extend(std::iter::repeat_n(0x20, padding));
                    }
                }
                (0x7D, _) => return bad(),
                _ => out.0.push(unit),
            }
        }
        Ok(Value::Text(out))
    }

    /// A value in a .NET format.
    pub(super) fn formatted(&mut self, value: &Value, form: &str) -> Result<Wide, Interrupt> {
        if form.is_empty() {
            return Ok(value.to_wide());
        }
        let letter = form.chars().next().unwrap_or(' ');
        let digits = form.get(1..).unwrap_or_default();
        let precision = digits.parse::<usize>().ok();
        let known = digits.is_empty() || precision.is_some();
        let text = match (value, letter) {
            (Value::Date(ticks), _) => date_text(*ticks, form),
            (Value::Guid(guid), 'B' | 'b') if digits.is_empty() => format!("{{{guid}}}"),
            (Value::Guid(guid), 'D' | 'd') if digits.is_empty() => guid.clone(),
            (Value::Guid(guid), 'N' | 'n') if digits.is_empty() => guid.replace('-', ""),
            (Value::Int(number), 'X') if known => {
                format!("{:0width$X}", bits(*number), width = precision.unwrap_or(0))
            }
            (Value::Int(number), 'x') if known => {
                format!("{:0width$x}", bits(*number), width = precision.unwrap_or(0))
            }
            (Value::Int(number), 'D' | 'd') if known => {
                let sign = if *number < 0 { "-" } else { "" };
                format!(
                    "{sign}{:0width$}",
                    number.unsigned_abs(),
                    width = precision.unwrap_or(0)
                )
            }
            (Value::Int(number), 'N' | 'n') if known => grouped(*number as f64, precision.unwrap_or(2)),
            (Value::Double(number), 'N' | 'n') if known => grouped(*number, precision.unwrap_or(2)),
            (Value::Int(number), 'F' | 'f') if known => {
                format!("{:.1$}", *number as f64, precision.unwrap_or(2))
            }
            (Value::Double(number), 'F' | 'f') if known => format!("{number:.0$}", precision.unwrap_or(2)),
            (Value::Int(_) | Value::Double(_), 'P' | 'p') if known => {
                let number = match value {
                    Value::Int(number) => *number as f64,
                    Value::Double(number) => *number,
                    _ => 0.0,
                };
                format!("{} %", grouped(number * 100.0, precision.unwrap_or(2)))
            }
            (Value::Int(number), '0') if form.bytes().all(|byte| byte == b'0') => {
                format!("{number:0width$}", width = form.len())
            }
            (Value::Text(_), _) => return Ok(value.to_wide()),
            _ => return stuck(format!("format {form} of {}", value.type_name())),
        };
        Ok(Wide::from(text.as_str()))
    }
}

/// The bits of a number in the width of its type.
fn bits(number: i128) -> u64 {
    match i32::try_from(number) {
        Ok(number) => u64::from(number as u32),
        Err(_) => number as u64,
    }
}

/// With commas between thousands.
fn grouped(number: f64, precision: usize) -> String {
    let text = format!("{:.precision$}", number.abs());
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    if number < 0.0 { format!("-{out}") } else { out }
}
