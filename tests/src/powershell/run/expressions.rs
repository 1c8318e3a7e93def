//! Expressions: their values, and assignment.

use super::Runner;
use super::errors::{Interrupt, error, stuck};
use super::scopes::is_constant;
use crate::powershell::syntax::{Number, Piece, Statement, Word, WordKind};
use crate::powershell::value::{Table, Value};
use crate::powershell::wide::Wide;
use std::cell::RefCell;
use std::rc::Rc;

impl Runner<'_> {
    /// The value of an expression.
    pub(super) fn eval(&mut self, word: &Word) -> Result<Value, Interrupt> {
        match &word.kind {
            WordKind::Bare(text)
            | WordKind::Single(text)
            | WordKind::Double(text)
            | WordKind::HereSingle(text)
            | WordKind::HereDouble(text) => Ok(Value::Text(text.clone())),
            WordKind::Expandable(pieces)
            | WordKind::BareExpandable(pieces)
            | WordKind::HereExpandable(pieces) => self.expand(pieces).map(Value::Text),
            WordKind::Constant { number, .. } => Ok(Value::from(*number)),
            WordKind::Variable(name) => self.variable(&name.lossy()),
            WordKind::List(items) => {
                let items = items
                    .iter()
                    .map(|item| self.eval(item))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(Value::list(items))
            }
            WordKind::Array(statements) => self.collect(statements).map(Value::list),
            WordKind::Subexpression(statements) => self.collect(statements).map(Value::from_output),
            WordKind::Paren(statement) => self.value_of(statement),
            WordKind::Hashtable(pairs) => self.hashtable(pairs),
            WordKind::ScriptBlock(block) => Ok(Value::Block(Rc::new(block.as_ref().clone()))),
            WordKind::Type(name) => Ok(Value::Type(name.clone())),
            WordKind::Cast { type_name, inner } => {
                let value = self.eval(inner)?;
                self.cast(type_name, value)
            }
            WordKind::Member {
                target,
                member,
                fixed,
            } => {
                let target = self.eval(target)?;
                let name = self.eval(member)?.to_text();
                if *fixed {
                    self.fixed_member(&target, &name)
                } else {
                    self.member(&target, &name)
                }
            }
            WordKind::Call {
                target,
                member,
                fixed,
                arguments,
            } => {
                let target = self.eval(target)?;
                let name = self.eval(member)?.to_text();
                let arguments = arguments
                    .iter()
                    .map(|one| self.eval(one))
                    .collect::<Result<Vec<_>, _>>()?;
                if *fixed {
                    self.fixed_method(&target, &name, arguments)
                } else {
                    self.method(&target, &name, arguments)
                }
            }
            WordKind::Index { target, index } => {
                let target = self.eval(target)?;
                let index = self.eval(index)?;
                self.index(&target, &index)
            }
            WordKind::Binary {
                operator,
                left,
                right,
            } => self.binary(operator, left, right),
            WordKind::Unary { operator, inner } => self.unary(operator, inner),
            WordKind::Parameter { .. } | WordKind::Splat(_) => stuck("parameter where a value is wanted"),
        }
    }

    /// What several statements put out, expressions that are arrays giving their items.
    pub(super) fn collect(&mut self, statements: &[Statement]) -> Result<Vec<Value>, Interrupt> {
        let mut out = Vec::new();
        self.statements(statements, &mut out)?;
        Ok(out)
    }

    fn expand(&mut self, pieces: &[Piece]) -> Result<Wide, Interrupt> {
        let mut text = Wide::default();
        for piece in pieces {
            match piece {
                Piece::Text(part) => text.0.extend(&part.0),
                Piece::Nested(word) => text.0.extend(self.eval(word)?.to_wide().0),
            }
        }
        Ok(text)
    }

    fn hashtable(&mut self, pairs: &[(Word, Statement)]) -> Result<Value, Interrupt> {
        let mut table = Table::default();
        for (key, value) in pairs {
            let key = self.eval(key)?;
            if table.get(&key).is_some() {
                return error(
                    "DuplicateKeyInHashLiteral",
                    format!("key {} twice", key.to_text()),
                );
            }
            table.set(key, self.value_of(value)?);
        }
        Ok(Value::Table(Rc::new(RefCell::new(table))))
    }

    pub(super) fn variable(&mut self, name: &str) -> Result<Value, Interrupt> {
        let lower = name.to_lowercase();
        if let Some(name) = lower.strip_prefix("env:") {
            if let Some(value) = self.scopes.get(&lower) {
                return Ok(value.clone());
            }
            return Ok(self
                .host
                .environment(name)
                .map_or(Value::Null, |text| Value::text(&text)));
        }
        if lower == "psitem" {
            return self.variable("_");
        }
        match self.scopes.get(&lower) {
            Some(value) => Ok(value.clone()),
            None if lower.contains(':') && !is_scope(&lower) => stuck(format!("variable ${name}")),
            None if self.is_strict() => error(
                "VariableIsUndefined",
                format!("The variable '${name}' has not been set."),
            ),
            None => Ok(Value::Null),
        }
    }

    pub(super) fn is_strict(&self) -> bool {
        self.scopes.get("strict mode").is_some_and(Value::is_true)
    }

    /// `target operator value`
    pub(super) fn assignment(
        &mut self,
        operator: &str,
        target: &Word,
        value: &Statement,
    ) -> Result<(), Interrupt> {
        let value = self.value_of(value)?;
        let value = match operator {
            "Equals" => value,
            other => {
                let before = self.eval(target)?;
                let operator = other.trim_end_matches("Equals");
                let operator = if operator == "Remainder" { "Rem" } else { operator };
                self.arithmetic(operator, before, value)?
            }
        };
        self.assign(target, value)
    }

    fn assign(&mut self, target: &Word, value: Value) -> Result<(), Interrupt> {
        match &target.kind {
            WordKind::Variable(name) => {
                let name = name.lossy();
                if is_constant(&name) && !name.eq_ignore_ascii_case("null") {
                    return error("VariableNotWritable", format!("Cannot overwrite variable {name}"));
                }
                if let Some(variable) = name.to_lowercase().strip_prefix("env:") {
                    if variable == "path" {
                        return stuck("assignment to the path of programs");
                    }
                    // It is a string, and gone where that is empty.
                    let text = value.to_wide();
                    let value = if text.is_empty() {
                        Value::Null
                    } else {
                        Value::Text(text)
                    };
                    self.scopes.set_global(&name, value);
                    return Ok(());
                }
                if !name.eq_ignore_ascii_case("null") {
                    self.scopes.set(&name, value);
                }
                Ok(())
            }
            WordKind::Cast { type_name, inner } => {
                let value = self.cast(type_name, value)?;
                self.assign(inner, value)
            }
            WordKind::List(targets) => {
                let mut items = value.into_items();
                for (index, target) in targets.iter().enumerate() {
                    let last = index + 1 == targets.len();
                    let part = if items.is_empty() {
                        Value::Null
                    } else if last && items.len() > 1 {
                        Value::list(std::mem::take(&mut items))
                    } else {
                        items.remove(0)
                    };
                    self.assign(target, part)?;
                }
                Ok(())
            }
            WordKind::Member {
                target,
                member,
                fixed: false,
            } => {
                let target = self.eval(target)?;
                let name = self.eval(member)?;
                self.assign_member(&target, &name, value)
            }
            WordKind::Index { target: word, index } => {
                let target = self.eval(word)?;
                let index = self.eval(index)?;
                if let (Value::List(items), Value::Int(number)) = (&target, &index) {
                    let mut items = items.as_ref().clone();
                    let length = items.len();
                    let place = usize::try_from(*number)
                        .ok()
                        .and_then(|place| items.get_mut(place));
                    let Some(place) = place else {
                        return error("IndexOutOfRange", format!("index {number} of {length}"));
                    };
                    *place = value;
                    return self.assign(word, Value::list(items));
                }
                match target {
                    Value::Table(table) => {
                        table.borrow_mut().set(index, value);
                        Ok(())
                    }
                    other => stuck(format!("index assignment to {}", other.type_name())),
                }
            }
            _ => stuck("assignment to this"),
        }
    }

    fn assign_member(&mut self, target: &Value, name: &Value, value: Value) -> Result<(), Interrupt> {
        match target {
            Value::Table(table) => {
                table.borrow_mut().set(name.clone(), value);
                Ok(())
            }
            Value::Object(object) => {
                let name = name.to_text();
                if object.borrow().get(&name).is_none() {
                    return error("PropertyAssignmentException", format!("no property {name}"));
                }
                object.borrow_mut().set(&name, value);
                Ok(())
            }
            Value::Null => error(
                "PropertyNotFound",
                format!("no property {} of $null", name.to_text()),
            ),
            other => stuck(format!("assignment to a property of {}", other.type_name())),
        }
    }

    fn unary(&mut self, operator: &str, inner: &Word) -> Result<Value, Interrupt> {
        if let "PostfixPlusPlus" | "PostfixMinusMinus" = operator {
            let before = self.eval(inner)?;
            let sign = if operator == "PostfixPlusPlus" {
                "Plus"
            } else {
                "Minus"
            };
            let number = if matches!(before, Value::Null) {
                Value::Int(0)
            } else {
                before
            };
            let after = self.arithmetic(sign, number.clone(), Value::from(Number::Int(1)))?;
            self.assign(inner, after)?;
            return Ok(number);
        }
        let value = self.eval(inner)?;
        match operator {
            "Not" | "Exclaim" => Ok(Value::Bool(!value.is_true())),
            "Minus" => self.arithmetic("Minus", Value::Int(0), value),
            "Plus" => self.arithmetic("Plus", Value::Int(0), value),
            "Join" => {
                let mut text = Wide::default();
                value
                    .into_items()
                    .iter()
                    .for_each(|item| text.0.extend(item.to_wide().0));
                Ok(Value::Text(text))
            }
            "Isplit" => {
                let text = value.to_text();
                Ok(Value::list(text.split_whitespace().map(Value::text).collect()))
            }
            "Bnot" => match value {
                Value::Int(number) => Ok(Value::Int(!number)),
                other => stuck(format!("-bnot of {}", other.type_name())),
            },
            other => stuck(format!("operator {other}")),
        }
    }

    fn index(&mut self, target: &Value, index: &Value) -> Result<Value, Interrupt> {
        match (target, index) {
            (Value::Table(table), key) => Ok(table.borrow().get(key).cloned().unwrap_or(Value::Null)),
            (Value::List(items), Value::Int(number)) => {
                let length = items.len() as i128;
                let number = if *number < 0 { number + length } else { *number };
                let item = usize::try_from(number).ok().and_then(|number| items.get(number));
                Ok(item.cloned().unwrap_or(Value::Null))
            }
            (Value::List(_), Value::List(numbers)) => {
                let items = numbers
                    .iter()
                    .map(|number| self.index(target, number))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(Value::list(items))
            }
            (Value::Text(text), Value::Int(number)) => {
                let length = text.len() as i128;
                let number = if *number < 0 { number + length } else { *number };
                let unit = usize::try_from(number).ok().and_then(|number| text.0.get(number));
                Ok(unit.map_or(Value::Null, |unit| Value::Char(*unit)))
            }
            (Value::Null, _) => error("NullArray", "Cannot index into a null array."),
            (single, Value::Int(0 | -1)) if !matches!(single, Value::Object(_)) => Ok(single.clone()),
            (other, _) => stuck(format!("index of {}", other.type_name())),
        }
    }
}

fn is_scope(name: &str) -> bool {
    ["global:", "script:", "local:", "private:", "variable:"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}
