//! Values as numbers, for operators.

use crate::powershell::convert::number_in_text;
use crate::powershell::value::Value;
use std::cmp::Ordering;

/// A number of either kind.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Num {
    Int(i128),
    Double(f64),
}

impl Num {
    pub(super) fn as_f64(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Double(value) => value,
        }
    }
}

impl PartialOrd for Num {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => Some(left.cmp(right)),
            (left, right) => left.as_f64().partial_cmp(&right.as_f64()),
        }
    }
}

/// Great integers that differ are not equal, even where their doubles are.
pub(super) fn same_int(left: &Num, right: &Num) -> bool {
    match (left, right) {
        (Num::Int(left), Num::Int(right)) => left == right,
        _ => true,
    }
}

/// The number that an operator takes a value for.
pub(super) fn number(value: &Value) -> Option<Num> {
    match value {
        Value::Null => Some(Num::Int(0)),
        Value::Bool(value) => Some(Num::Int((*value).into())),
        Value::Int(value) => Some(Num::Int(*value)),
        Value::Double(value) => Some(Num::Double(*value)),
        Value::Char(unit) => Some(Num::Int((*unit).into())),
        Value::Enum(value) => Some(Num::Int(value.number.into())),
        Value::Text(text) => match number_in_text(&text.lossy())? {
            Value::Int(value) => Some(Num::Int(value)),
            Value::Double(value) => Some(Num::Double(value)),
            _ => None,
        },
        _ => None,
    }
}
