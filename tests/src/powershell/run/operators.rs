//! Binary operators.

use super::Runner;
use super::errors::{Interrupt, error, stuck};
use super::numeric::{Num, number, same_int};
use crate::powershell::parameters::enum_type;
use crate::powershell::syntax::Word;
use crate::powershell::value::{Table, Value};
use crate::powershell::wide::Wide;
use crate::powershell::wildcard::matches_wildcard;
use regex::{Regex, RegexBuilder};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

impl Runner<'_> {
    pub(super) fn binary(&mut self, operator: &str, left: &Word, right: &Word) -> Result<Value, Interrupt> {
        let left = self.eval(left)?;
        match operator {
            "And" if !left.is_true() => return Ok(Value::Bool(false)),
            "Or" if left.is_true() => return Ok(Value::Bool(true)),
            _ => {}
        }
        let right = self.eval(right)?;
        match operator {
            "And" | "Or" => Ok(Value::Bool(right.is_true())),
            "Xor" => Ok(Value::Bool(left.is_true() != right.is_true())),
            "Plus" | "Minus" | "Multiply" | "Divide" | "Rem" => self.arithmetic(operator, left, right),
            "Band" | "Bor" | "Bxor" | "Shl" | "Shr" => self.bits(operator, left, right),
            "DotDot" => self.range(left, right),
            "Format" => self.format(&left, right),
            "Join" => {
                let glue = right.to_wide();
                let mut text = Wide::default();
                for (index, item) in left.into_items().iter().enumerate() {
                    if index > 0 {
                        text.0.extend(&glue.0);
                    }
                    text.0.extend(item.to_wide().0);
                }
                Ok(Value::Text(text))
            }
            "Is" | "IsNot" => Ok(Value::Bool(is_of(&left, &right)? == (operator == "Is"))),
            "As" => match self.cast(&right.to_text(), left) {
                Ok(value) => Ok(value),
                Err(Interrupt::Error(_)) => Ok(Value::Null),
                Err(other) => Err(other),
            },
            "Icontains" | "Ccontains" | "Inotcontains" | "Cnotcontains" => {
                self.contains(left, right, operator.starts_with('C'), operator.contains("not"))
            }
            "Iin" | "Cin" | "Inotin" | "Cnotin" => {
                self.contains(right, left, operator.starts_with('C'), operator.contains("not"))
            }
            "Ireplace" | "Creplace" => self.replace(left, right, operator.starts_with('C')),
            "Isplit" | "Csplit" => self.split(left, right, operator.starts_with('C')),
            _ => self.filter(operator, left, right),
        }
    }

    /// A comparison; of an array, the items for which it holds.
    fn filter(&mut self, operator: &str, left: Value, right: Value) -> Result<Value, Interrupt> {
        if let Value::List(items) = &left {
            let mut kept = Vec::new();
            for item in items.iter() {
                if self.compare(operator, item, &right)? {
                    kept.push(item.clone());
                }
            }
            return Ok(Value::list(kept));
        }
        self.compare(operator, &left, &right).map(Value::Bool)
    }

    fn compare(&mut self, operator: &str, left: &Value, right: &Value) -> Result<bool, Interrupt> {
        let case = operator.starts_with('C');
        match operator {
            "Ieq" | "Ceq" => self.equals(left, right, case),
            "Ine" | "Cne" => self.equals(left, right, case).map(|equal| !equal),
            "Igt" | "Cgt" => Ok(self.order(left, right, case)? == Ordering::Greater),
            "Ige" | "Cge" => Ok(self.order(left, right, case)? != Ordering::Less),
            "Ilt" | "Clt" => Ok(self.order(left, right, case)? == Ordering::Less),
            "Ile" | "Cle" => Ok(self.order(left, right, case)? != Ordering::Greater),
            "Ilike" | "Clike" => Ok(matches_wildcard(&right.to_text(), &left.to_text(), case)),
            "Inotlike" | "Cnotlike" => Ok(!matches_wildcard(&right.to_text(), &left.to_text(), case)),
            "Imatch" | "Cmatch" | "Inotmatch" | "Cnotmatch" => {
                let pattern = pattern(&right.to_text(), case)?;
                let text = left.to_text();
                let found = pattern.captures(&text);
                if let Some(captures) = &found {
                    let mut table = Table::default();
                    for (index, name) in pattern.capture_names().enumerate() {
                        if let Some(part) = captures.get(index) {
                            let key = name.map_or(Value::Int(index as i128), Value::text);
                            table.set(key, Value::text(part.as_str()));
                        }
                    }
                    self.scopes
                        .set("Matches", Value::Table(Rc::new(RefCell::new(table))));
                }
                Ok(found.is_some() != operator.contains("not"))
            }
            other => stuck(format!("operator {other}")),
        }
    }

    /// `-eq`: the right side is taken in the type of the left.
    pub(super) fn equals(&mut self, left: &Value, right: &Value, case: bool) -> Result<bool, Interrupt> {
        Ok(match (left, right) {
            (Value::Null, Value::Null) => true,
            (Value::Null, _) | (_, Value::Null) => false,
            (Value::Text(_) | Value::Char(_), _) => same_text(&left.to_wide(), &right.to_wide(), case),
            (Value::Bool(left), right) => *left == right.is_true(),
            (Value::Int(_) | Value::Double(_), _) => {
                number(left).zip(number(right)).is_some_and(|(left, right)| {
                    left.partial_cmp(&right).is_some_and(Ordering::is_eq) && same_int(&left, &right)
                })
            }
            (Value::Enum(left), Value::Text(text)) => match enum_type(&left.type_name) {
                Some(_) | None => same_text(&Wide::from(left.name.as_str()), text, false),
            },
            (Value::Enum(left), Value::Int(right)) => i128::from(left.number) == *right,
            (Value::Enum(left), Value::Enum(right)) => left == right,
            (Value::Date(left), Value::Date(right)) => left == right,
            (Value::Time(left), Value::Time(right)) => left == right,
            (Value::Guid(left), right) => match crate::powershell::convert::guid(right) {
                Ok(Value::Guid(right)) => *left == right,
                _ => false,
            },
            (Value::Type(left), Value::Type(right)) => left.eq_ignore_ascii_case(right),
            (Value::Host(left), Value::Host(right)) => left == right,
            (Value::Object(left), Value::Object(right)) => Rc::ptr_eq(left, right),
            (Value::Table(left), Value::Table(right)) => Rc::ptr_eq(left, right),
            (left, right) => return stuck(format!("{} -eq {}", left.type_name(), right.type_name())),
        })
    }

    /// The order of two values, the right one taken in the type of the left.
    pub(super) fn order(&mut self, left: &Value, right: &Value, case: bool) -> Result<Ordering, Interrupt> {
        match (left, right) {
            (Value::Text(left), _) => {
                let fold = |text: &Wide| {
                    if case {
                        text.lossy()
                    } else {
                        text.lossy().to_lowercase()
                    }
                };
                Ok(fold(left).cmp(&fold(&right.to_wide())))
            }
            (Value::Date(left), Value::Date(right)) | (Value::Time(left), Value::Time(right)) => {
                Ok(left.cmp(right))
            }
            (Value::Enum(left), Value::Enum(right)) => Ok(left.number.cmp(&right.number)),
            (Value::Null, Value::Int(_) | Value::Double(_)) => self.order(&Value::Int(0), right, case),
            (Value::Object(version), _) if version.borrow().type_name == "System.Version" => {
                let right = self.cast("version", right.clone())?;
                Ok(version_parts(left).cmp(&version_parts(&right)))
            }
            _ => {
                let both = number(left).zip(number(right));
                let order = both.and_then(|(left, right)| left.partial_cmp(&right));
                match order {
                    Some(order) => Ok(order),
                    None => error(
                        "ComparisonFailure",
                        format!(
                            "Could not compare \"{}\" to \"{}\"",
                            left.to_text(),
                            right.to_text()
                        ),
                    ),
                }
            }
        }
    }

    pub(super) fn arithmetic(
        &mut self,
        operator: &str,
        left: Value,
        right: Value,
    ) -> Result<Value, Interrupt> {
        match (operator, &left, &right) {
            ("Plus", Value::Char(unit), Value::Text(_) | Value::Char(_)) => {
                let mut text = Wide(vec![*unit]);
                text.0.extend(right.to_wide().0);
                return Ok(Value::Text(text));
            }
            ("Plus", Value::Text(text), _) => {
                let mut text = text.clone();
                text.0.extend(right.to_wide().0);
                return Ok(Value::Text(text));
            }
            ("Plus", Value::List(items), _) => {
                let mut items = items.as_ref().clone();
                items.extend(right.into_items());
                return Ok(Value::list(items));
            }
            ("Plus", Value::Table(one), Value::Table(other)) => {
                let mut table = one.borrow().clone();
                for (key, value) in &other.borrow().pairs {
                    if table.get(key).is_some() {
                        return error("AddItem", format!("key {} is there already", key.to_text()));
                    }
                    table.set(key.clone(), value.clone());
                }
                return Ok(Value::Table(Rc::new(RefCell::new(table))));
            }
            ("Plus", Value::Null, _) => return Ok(right),
            ("Plus", Value::Date(date), Value::Time(time)) => return Ok(Value::Date(date + time)),
            ("Minus", Value::Date(date), Value::Time(time)) => return Ok(Value::Date(date - time)),
            ("Minus", Value::Date(left), Value::Date(right)) => return Ok(Value::Time(left - right)),
            ("Plus", Value::Time(left), Value::Time(right)) => return Ok(Value::Time(left + right)),
            ("Minus", Value::Time(left), Value::Time(right)) => return Ok(Value::Time(left - right)),
            ("Multiply", Value::Text(text), Value::Int(times)) => {
                let times = usize::try_from(*times).unwrap_or(0);
                return Ok(Value::Text(Wide(text.0.repeat(times))));
            }
            _ => {}
        }
        let numbers = number(&left).zip(number(&right));
        let Some((left, right)) = numbers else {
            return error(
                "BadOperatorArgument",
                format!(
                    "operator {operator} of {} and {}",
                    left.type_name(),
                    right.type_name()
                ),
            );
        };
        match (left, right) {
            (Num::Int(left), Num::Int(right)) => self.integers(operator, left, right),
            (left, right) => {
                let (left, right) = (left.as_f64(), right.as_f64());
                Ok(Value::Double(match operator {
                    "Plus" => left + right,
                    "Minus" => left - right,
                    "Multiply" => left * right,
                    "Divide" => left / right,
                    _ => left % right,
                }))
            }
        }
    }

    fn integers(&mut self, operator: &str, left: i128, right: i128) -> Result<Value, Interrupt> {
        if right == 0 && matches!(operator, "Divide" | "Rem") {
            return error("RuntimeException", "Attempted to divide by zero.");
        }
        let whole = match operator {
            "Plus" => left.checked_add(right),
            "Minus" => left.checked_sub(right),
            "Multiply" => left.checked_mul(right),
            "Divide" if left % right != 0 => return Ok(Value::Double(left as f64 / right as f64)),
            "Divide" => left.checked_div(right),
            _ => left.checked_rem(right),
        };
        match whole {
            Some(whole) => Ok(Value::Int(whole)),
            None => stuck("number too great"),
        }
    }

    fn bits(&mut self, operator: &str, left: Value, right: Value) -> Result<Value, Interrupt> {
        let whole = |value: &Value| match number(value) {
            Some(Num::Int(value)) => Some(value),
            _ => None,
        };
        let Some((left, right)) = whole(&left).zip(whole(&right)) else {
            return stuck(format!(
                "-{operator} of {} and {}",
                left.type_name(),
                right.type_name()
            ));
        };
        let shift = u32::try_from(right & 31).unwrap_or(0);
        Ok(Value::Int(match operator {
            "Band" => left & right,
            "Bor" => left | right,
            "Bxor" => left ^ right,
            "Shl" => i128::from((left as i32).wrapping_shl(shift)),
            _ => left >> shift,
        }))
    }

    fn range(&mut self, left: Value, right: Value) -> Result<Value, Interrupt> {
        let (Some(Num::Int(from)), Some(Num::Int(to))) = (number(&left), number(&right)) else {
            return stuck("range of something else than integers");
        };
        if (from - to).abs() > 100_000 {
            return stuck("range too long");
        }
        let items: Vec<Value> = if from <= to {
            (from..=to).map(Value::Int).collect()
        } else {
            (to..=from).rev().map(Value::Int).collect()
        };
        Ok(Value::list(items))
    }

    fn contains(&mut self, all: Value, one: Value, case: bool, not: bool) -> Result<Value, Interrupt> {
        for item in all.into_items() {
            if self.equals(&item, &one, case)? {
                return Ok(Value::Bool(!not));
            }
        }
        Ok(Value::Bool(not))
    }

    fn replace(&mut self, left: Value, right: Value, case: bool) -> Result<Value, Interrupt> {
        let mut parts = right.into_items().into_iter();
        let pattern = pattern(&parts.next().unwrap_or(Value::Null).to_text(), case)?;
        let with = parts.next().unwrap_or(Value::Null).to_text();
        if with.contains("${") || with.contains("$&") || with.contains("$_") {
            return stuck("replacement with a named group");
        }
        // `$1x` means group 1 and an x in .NET.
        let with = replacement(&with);
        let each = |item: &Value| Value::text(&pattern.replace_all(&item.to_text(), with.as_str()));
        Ok(match &left {
            Value::List(items) => Value::list(items.iter().map(each).collect()),
            other => each(other),
        })
    }

    fn split(&mut self, left: Value, right: Value, case: bool) -> Result<Value, Interrupt> {
        let parts = right.into_items();
        let pattern = pattern(&parts.first().unwrap_or(&Value::Null).to_text(), case)?;
        let limit = match parts.get(1) {
            None | Some(Value::Int(0)) => usize::MAX,
            Some(Value::Int(limit)) if *limit > 0 => usize::try_from(*limit).unwrap_or(usize::MAX),
            _ => return stuck("-split with options"),
        };
        if pattern.captures_len() > 1 {
            return stuck("-split by a pattern with groups");
        }
        let mut all = Vec::new();
        for item in left.into_items() {
            all.extend(pattern.splitn(&item.to_text(), limit).map(Value::text));
        }
        Ok(Value::list(all))
    }
}

fn version_parts(value: &Value) -> Vec<i128> {
    let text = value.to_text();
    let mut parts: Vec<i128> = text.split('.').map(|part| part.parse().unwrap_or(-1)).collect();
    parts.resize(4, -1);
    parts
}

fn same_text(left: &Wide, right: &Wide, case: bool) -> bool {
    left == right || !case && left.lossy().to_lowercase() == right.lossy().to_lowercase()
}

fn is_of(value: &Value, kind: &Value) -> Result<bool, Interrupt> {
    let wanted = kind.to_text().to_lowercase();
    let wanted = wanted.strip_prefix("system.").unwrap_or(&wanted);
    let wanted = match wanted {
        "int" => "int32",
        "long" => "int64",
        "bool" => "boolean",
        "switch" => "switchparameter",
        "array" => return Ok(matches!(value, Value::List(_))),
        other => other,
    };
    let own = value.type_name().to_lowercase();
    Ok(own == wanted || own.ends_with(&format!(".{wanted}")))
}

/// A .NET pattern, as far as it means the same here.
pub(super) fn pattern(text: &str, case: bool) -> Result<Regex, Interrupt> {
    match RegexBuilder::new(text).case_insensitive(!case).build() {
        Ok(pattern) => Ok(pattern),
        Err(_) => stuck(format!("pattern {text}")),
    }
}

fn replacement(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        out.push(letter);
        if letter == '$' && rest.peek().is_some_and(char::is_ascii_digit) {
            out.push('{');
            while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                out.push(digit);
            }
            out.push('}');
        }
    }
    out
}
