//! What an expression is worth, as far as that is known without running anything.

use super::cast::{cast, integer};
use super::syntax::{Command, CommandBody, Piece, Statement, StatementKind, Word, WordKind};
use super::value::{LARGEST, TextPart, Unknown, VALUE, Value, push};
use crate::span::Span;

/// The values of variables, by name without the dollar sign.
pub type Variables<'v> = dyn Fn(&str) -> Option<Value> + 'v;

/// What an expression is worth; variables are looked up. What is not known stays, as [`Value::Opaque`] or
/// [`Value::Variable`].
///
/// ```
/// use bitsmith_core::parse::powershell::{CommandBody, Edition, StatementKind, evaluate, read};
/// let source = "('a' + [char]0x2019 + 'b')";
/// let script = read(source, Edition::PowerShell73);
/// let StatementKind::Pipeline { commands, .. } = &script.statements[0].kind else { panic!() };
/// let CommandBody::Expression(word) = &commands[0].body else { panic!() };
/// assert_eq!(evaluate(word, source, &|_| None).to_text().as_deref(), Some("a\u{2019}b"));
/// ```
pub fn evaluate(word: &Word<'_>, source: &str, variables: &Variables<'_>) -> Value {
    Evaluation { source, variables }.word(word)
}

/// What a statement gives, where it is an expression.
pub fn evaluate_statement(statement: &Statement<'_>, source: &str, variables: &Variables<'_>) -> Value {
    Evaluation { source, variables }.statement(statement)
}

struct Evaluation<'s> {
    source: &'s str,
    variables: &'s Variables<'s>,
}

impl Evaluation<'_> {
    fn unknown(&self, span: Span) -> Unknown {
        Unknown {
            span,
            source: span.of(self.source).to_owned(),
        }
    }

    fn opaque(&self, word: &Word<'_>) -> Value {
        Value::Opaque(self.unknown(word.span))
    }

    fn word(&self, word: &Word<'_>) -> Value {
        match &word.kind {
            WordKind::Text { value, .. } => Value::text(value),
            WordKind::Expandable { pieces, .. } => self.expandable(pieces, word),
            WordKind::Constant(number) => Value::Number {
                number: *number,
                spelling: Some(word.span.of(self.source).to_owned()),
            },
            WordKind::Variable(name) => self.variable(name, word.span),
            WordKind::List(items) => Value::List(items.iter().map(|item| lone(self.word(item))).collect()),
            WordKind::Array(statements) => match self.statements(statements) {
                Some(values) => Value::List(values),
                None => self.opaque(word),
            },
            WordKind::Subexpression(statements) => match self.statements(statements) {
                Some(mut values) if values.len() == 1 => values.pop().unwrap_or(Value::Null),
                Some(values) if values.is_empty() => Value::Null,
                Some(values) => Value::List(values),
                None => self.opaque(word),
            },
            WordKind::Paren(inner) => match lone(self.statement(inner)) {
                Value::Opaque(_) => self.opaque(word),
                value => value,
            },
            WordKind::Hashtable(pairs) => Value::Hashtable(
                pairs
                    .iter()
                    .map(|pair| (self.word(&pair.key), lone(self.statement(&pair.value))))
                    .collect(),
            ),
            WordKind::ScriptBlock(_) => Value::ScriptBlock(self.unknown(word.span)),
            WordKind::Member {
                target,
                member,
                is_static,
            } => self
                .member(target, member, *is_static)
                .unwrap_or_else(|| self.opaque(word)),
            WordKind::Index { target, index } => {
                let (target, index) = (self.word(target), self.word(index));
                element(&target, &index).unwrap_or_else(|| self.opaque(word))
            }
            WordKind::Cast { type_name, inner, .. } => {
                cast(type_name, self.word(inner)).unwrap_or_else(|| self.opaque(word))
            }
            WordKind::Binary {
                operator,
                left,
                right,
            } => {
                let left = match (*operator, self.word(left)) {
                    // A variable of the environment is a string, or nothing: what is added to it gives a string.
                    ("Plus", left @ Value::Variable { .. }) if is_environment(&left) => {
                        Value::Text(left.to_parts())
                    }
                    (_, left) => left,
                };
                // What is not known stays so, whatever stands on the right.
                let value = if left.is_unknown() {
                    None
                } else {
                    binary(operator, left, self.word(right))
                };
                value
                    .filter(|value| !value.is_large())
                    .unwrap_or_else(|| self.opaque(word))
            }
            WordKind::Unary { operator, inner } => {
                unary(operator, self.word(inner)).unwrap_or_else(|| self.opaque(word))
            }
            WordKind::Parameter { .. }
            | WordKind::Splat(_)
            | WordKind::Call { .. }
            | WordKind::Type(_)
            | WordKind::Ternary { .. }
            | WordKind::Other(_) => self.opaque(word),
        }
    }

    fn variable(&self, name: &str, span: Span) -> Value {
        match name.to_ascii_lowercase().as_str() {
            "true" => return Value::Boolean(true),
            "false" => return Value::Boolean(false),
            "null" => return Value::Null,
            _ => {}
        }
        match (self.variables)(name) {
            Some(value) if !value.is_large() => value,
            _ => Value::Variable {
                name: name.to_owned(),
                unknown: self.unknown(span),
            },
        }
    }

    fn expandable(&self, pieces: &[Piece<'_>], word: &Word<'_>) -> Value {
        let literal = pieces.iter().fold(0usize, |sum, piece| match piece {
            Piece::Literal(text) => sum.saturating_add(text.len()),
            Piece::Nested(_) => sum,
        });
        let mut parts = Parts::up_to(LARGEST.max(literal.saturating_mul(2)));
        for piece in pieces {
            let value = match piece {
                Piece::Literal(text) => Value::text(text),
                Piece::Nested(inner) => self.word(inner),
            };
            if parts.push(&value).is_none() {
                return self.opaque(word);
            }
        }
        parts.value()
    }

    /// The values that statements put out one after the other; nothing where one is more than an expression.
    fn statements(&self, statements: &[Statement<'_>]) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        for statement in statements {
            match lone(self.expression(statement)?) {
                Value::List(items) => values.extend(items),
                value => values.push(value),
            }
        }
        Some(values)
    }

    fn statement(&self, statement: &Statement<'_>) -> Value {
        match self.expression(statement) {
            Some(value) => value,
            None => Value::Opaque(self.unknown(statement.span)),
        }
    }

    fn expression(&self, statement: &Statement<'_>) -> Option<Value> {
        let StatementKind::Pipeline {
            commands,
            background: false,
        } = &statement.kind
        else {
            return None;
        };
        match commands.as_slice() {
            [
                Command {
                    body: CommandBody::Expression(word),
                    redirections,
                    ..
                },
            ] if redirections.is_empty() => Some(self.word(word)),
            _ => None,
        }
    }

    fn member(&self, target: &Word<'_>, member: &Word<'_>, is_static: bool) -> Option<Value> {
        let name = member.text()?;
        if is_static {
            let WordKind::Type(type_name) = &target.kind else {
                return None;
            };
            return Some(Value::Member {
                type_name: type_name.to_string(),
                member: name.to_owned(),
            });
        }
        self.word(target).entry(name).cloned()
    }
}

/// A value that does not stand alone as it was written: a number loses its spelling.
fn lone(value: Value) -> Value {
    match value {
        Value::Number { number, .. } => Value::Number {
            number,
            spelling: None,
        },
        value => value,
    }
}

fn element(target: &Value, index: &Value) -> Option<Value> {
    match (target, index) {
        (Value::List(items), Value::Number { number, .. }) => {
            let index = number.integer()?;
            let index = if index < 0 {
                index.checked_add(i128::try_from(items.len()).ok()?)?
            } else {
                index
            };
            items.get(usize::try_from(index).ok()?).cloned()
        }
        (Value::Hashtable(_), key) => target.entry(&key.as_text()?).cloned(),
        _ => None,
    }
}

fn binary(operator: &str, left: Value, right: Value) -> Option<Value> {
    match (operator, left, right) {
        ("Plus", Value::Text(mut parts), right) => {
            push(&mut parts, right.to_parts());
            Some(Value::Text(parts))
        }
        ("Plus", mut table @ Value::Hashtable(_), more @ Value::Hashtable(_)) => {
            super::known::add(&mut table, more, true).then_some(table)
        }
        ("DotDot", Value::Number { number: from, .. }, Value::Number { number: to, .. }) => {
            range(from.integer()?, to.integer()?)
        }
        ("Plus", Value::List(mut items), Value::List(more)) => {
            items.extend(more);
            Some(Value::List(items))
        }
        ("Plus", Value::List(mut items), value) if value.is_known() => {
            items.push(lone(value));
            Some(Value::List(items))
        }
        // A character and a character are two numbers to add, or text: which one is not said here.
        (
            "Plus" | "Minus" | "Multiply",
            Value::Number { number: left, .. },
            Value::Number { number: right, .. },
        ) => {
            let (left, right) = (left.integer()?, right.integer()?);
            let value = match operator {
                "Plus" => left.checked_add(right)?,
                "Minus" => left.checked_sub(right)?,
                _ => left.checked_mul(right)?,
            };
            i64::try_from(value).ok().map(|value| integer(i128::from(value)))
        }
        ("Format", Value::Text(parts), arguments) => {
            let format = Value::Text(parts).as_text()?;
            let arguments = match arguments {
                Value::List(items) => items,
                value => vec![value],
            };
            formatted(&format, &arguments)
        }
        ("Join", Value::List(items), separator) => joined(&items, &separator.as_text()?),
        ("Join", value, _) if value.is_known() => Some(Value::Text(value.to_parts())),
        _ => None,
    }
}

/// The most numbers of a range that is written out.
const MOST_NUMBERS: u128 = 16;

/// `1..3`, `3..1`
fn range(from: i128, to: i128) -> Option<Value> {
    if from.abs_diff(to) >= MOST_NUMBERS {
        return None;
    }
    let numbers: Vec<i128> = match from <= to {
        true => (from..=to).collect(),
        false => (to..=from).rev().collect(),
    };
    Some(Value::List(numbers.into_iter().map(integer).collect()))
}

fn is_environment(value: &Value) -> bool {
    match value {
        Value::Variable { name, .. } => name
            .split_once(':')
            .is_some_and(|(scope, _)| scope.eq_ignore_ascii_case("env")),
        _ => false,
    }
}

fn joined(items: &[Value], separator: &str) -> Option<Value> {
    let mut parts = Parts::up_to(LONGEST);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            parts.push(&Value::text(separator))?;
        }
        parts.push(item)?;
    }
    Some(parts.value())
}

/// Longer texts are not put together: they could grow out of proportion.
const LONGEST: usize = 65_536;

/// A text while it is put together, up to a size.
struct Parts {
    parts: Vec<TextPart>,
    room: usize,
}

impl Parts {
    fn up_to(room: usize) -> Parts {
        Parts {
            parts: Vec::new(),
            room,
        }
    }

    /// Puts a value behind the others; nothing where there is no room for it.
    fn push(&mut self, value: &Value) -> Option<()> {
        // A text alone counts what it holds.
        let size = value.size().saturating_sub(VALUE).saturating_add(1);
        self.room = self.room.checked_sub(size)?;
        push(&mut self.parts, value.to_parts());
        Some(())
    }

    fn value(self) -> Value {
        Value::Text(self.parts)
    }
}

/// `-f` with plain holes only: `{0}`.
fn formatted(format: &str, arguments: &[Value]) -> Option<Value> {
    let mut parts = Parts::up_to(LONGEST);
    let mut rest = format;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, hole) = rest.split_at_checked(at)?;
        parts.push(&Value::text(before))?;
        if let Some(after) = hole.strip_prefix("{{").or_else(|| hole.strip_prefix("}}")) {
            parts.push(&Value::text(hole.get(..1)?))?;
            rest = after;
            continue;
        }
        let (index, after) = hole.strip_prefix('{')?.split_once('}')?;
        parts.push(arguments.get(index.parse::<usize>().ok()?)?)?;
        rest = after;
    }
    parts.push(&Value::text(rest))?;
    Some(parts.value())
}

fn unary(operator: &str, value: Value) -> Option<Value> {
    match (operator, value) {
        ("Minus", Value::Number { number, .. }) => {
            let value = number.integer()?.checked_neg()?;
            i64::try_from(value).ok().map(|value| integer(i128::from(value)))
        }
        ("Not" | "Exclaim", Value::Boolean(value)) => Some(Value::Boolean(!value)),
        ("Join", Value::List(items)) => joined(&items, ""),
        _ => None,
    }
}
