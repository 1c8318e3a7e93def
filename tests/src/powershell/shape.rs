//! A script in the shape in which the engine's readings were recorded.

use serde_json::{Map, Value, json};

use super::syntax::{
    Block, Command, CommandBody, Comment, Invoke, Piece, Redirection, RedirectionTarget, Script, Span,
    Statement, StatementKind, Word, WordKind,
};
use super::wide::Wide;

/// `statements` and `comments` as recorded; `text` is the script.
pub fn shape(script: &Script, text: &str) -> (Value, Value) {
    let text: Vec<u16> = text.encode_utf16().collect();
    let comments = script.comments.iter().map(comment).collect();
    (statements(&script.statements, &text), Value::Array(comments))
}

fn comment(comment: &Comment) -> Value {
    json!({"kind": if comment.block { "block" } else { "line" }, "start": comment.span.start, "end": comment.span.end})
}

fn object(span: Span, fields: Value) -> Value {
    let mut map = match fields {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    map.insert("start".into(), span.start.into());
    map.insert("end".into(), span.end.into());
    Value::Object(map)
}

fn statements(all: &[Statement], text: &[u16]) -> Value {
    all.iter().map(|one| statement(one, text)).collect()
}

fn statement(one: &Statement, text: &[u16]) -> Value {
    let fields = match &one.kind {
        StatementKind::Pipeline { commands, background } => {
            let commands: Vec<Value> = commands.iter().map(|one| command(one, text)).collect();
            let mut fields = json!({"kind": "pipeline", "commands": commands});
            if *background {
                fields["background"] = true.into();
            }
            fields
        }
        StatementKind::Assignment {
            operator,
            target,
            value,
        } => json!({
            "kind": "assignment", "operator": operator, "target": word(target, text), "value": statement(value, text)
        }),
        StatementKind::Chain {
            operator,
            left,
            right,
        } => json!({
            "kind": "chain", "operator": operator, "left": statement(left, text), "right": statement(right, text)
        }),
        compound => {
            let (name, inner) = inner(compound);
            let inner: Vec<Value> = inner.into_iter().map(|one| statement(one, text)).collect();
            json!({"kind": "compound", "type": name, "inner": inner})
        }
    };
    object(one.span, fields)
}

/// The name of a compound statement and the statements directly inside it, in source order.
fn inner(kind: &StatementKind) -> (&'static str, Vec<&Statement>) {
    fn of<'a>(one: &'a Statement, body: &'a Block) -> Vec<&'a Statement> {
        std::iter::once(one).chain(&body.statements).collect()
    }
    fn optional(one: &Option<Box<Statement>>) -> Vec<&Statement> {
        one.iter().map(Box::as_ref).collect()
    }
    fn blocks<'a>(all: impl Iterator<Item = &'a Block>) -> Vec<&'a Statement> {
        all.flat_map(|block| &block.statements).collect()
    }
    match kind {
        StatementKind::If { arms, otherwise } => {
            let mut all: Vec<&Statement> = arms.iter().flat_map(|(one, body)| of(one, body)).collect();
            all.extend(blocks(otherwise.iter()));
            ("If", all)
        }
        StatementKind::While { condition, body } => ("While", of(condition, body)),
        StatementKind::DoWhile { body, condition } => (
            "DoWhile",
            body.statements.iter().chain([condition.as_ref()]).collect(),
        ),
        StatementKind::DoUntil { body, condition } => (
            "DoUntil",
            body.statements.iter().chain([condition.as_ref()]).collect(),
        ),
        StatementKind::For {
            start,
            condition,
            step,
            body,
        } => {
            let mut all = optional(start);
            all.extend(optional(condition));
            all.extend(optional(step));
            all.extend(&body.statements);
            ("For", all)
        }
        StatementKind::ForEach { list, body, .. } => ("ForEach", of(list, body)),
        StatementKind::Switch {
            condition,
            clauses,
            default,
        } => {
            let mut all = vec![condition.as_ref()];
            all.extend(blocks(clauses.iter().map(|(_, body)| body).chain(default)));
            all.sort_by_key(|one| one.span.start);
            ("Switch", all)
        }
        StatementKind::Try {
            body,
            catches,
            finally,
        } => (
            "Try",
            blocks(
                [body]
                    .into_iter()
                    .chain(catches.iter().map(|one| &one.body))
                    .chain(finally),
            ),
        ),
        StatementKind::Function { body, .. } => ("FunctionDefinition", body.statements.iter().collect()),
        StatementKind::Exit(value) => ("Exit", optional(value)),
        StatementKind::Return(value) => ("Return", optional(value)),
        StatementKind::Throw(value) => ("Throw", optional(value)),
        StatementKind::Break => ("Break", Vec::new()),
        StatementKind::Continue => ("Continue", Vec::new()),
        StatementKind::Pipeline { .. } | StatementKind::Assignment { .. } | StatementKind::Chain { .. } => {
            ("", Vec::new())
        }
    }
}

fn command(one: &Command, text: &[u16]) -> Value {
    let mut fields = match &one.body {
        CommandBody::Words(all) => json!({"words": words(all, text)}),
        CommandBody::Expression(value) => json!({"expression": word(value, text)}),
    };
    if let Some(invoke) = one.invoke {
        fields["invoke"] = if invoke == Invoke::Call { "&" } else { "." }.into();
    }
    if !one.redirections.is_empty() {
        fields["redirections"] = one
            .redirections
            .iter()
            .map(|one| redirection(one, text))
            .collect();
    }
    object(one.span, fields)
}

fn redirection(one: &Redirection, text: &[u16]) -> Value {
    let fields = match &one.to {
        RedirectionTarget::Stream(to) => json!({"kind": "merge", "from": one.from, "to": to}),
        RedirectionTarget::File { append, word: to } => {
            json!({"kind": "file", "from": one.from, "append": append, "to": word(to, text)})
        }
    };
    object(one.span, fields)
}

fn words(all: &[Word], text: &[u16]) -> Value {
    all.iter().map(|one| word(one, text)).collect()
}

fn word(one: &Word, text: &[u16]) -> Value {
    let plain = |kind: &str, value: &Wide| json!({"kind": kind, "value": value.lossy()});
    let fields = match &one.kind {
        WordKind::Bare(value) => plain("bare", value),
        WordKind::Single(value) => plain("single", value),
        WordKind::Double(value) => plain("double", value),
        WordKind::HereSingle(value) => plain("here-single", value),
        WordKind::HereDouble(value) => plain("here-double", value),
        WordKind::Expandable(pieces) => expandable("expandable", pieces, text),
        WordKind::BareExpandable(pieces) => expandable("bare-expandable", pieces, text),
        WordKind::HereExpandable(pieces) => expandable("here-expandable", pieces, text),
        WordKind::Parameter { name, argument } => {
            let mut fields = json!({"kind": "parameter", "name": name.lossy()});
            if let Some(argument) = argument {
                fields["argument"] = word(argument, text);
            }
            fields
        }
        WordKind::Constant { number, .. } => {
            json!({"kind": "constant", "type": number.type_name(), "value": number.to_string()})
        }
        WordKind::Variable(name) => json!({"kind": "variable", "name": name.lossy()}),
        WordKind::Splat(name) => json!({"kind": "splat", "name": name.lossy()}),
        WordKind::List(items) => json!({"kind": "list", "items": words(items, text)}),
        WordKind::Array(inner) => json!({"kind": "array", "statements": statements(inner, text)}),
        WordKind::Hashtable(pairs) => {
            let pair = |(key, value): &(Word, Statement)| json!({"key": word(key, text), "value": statement(value, text)});
            json!({"kind": "hashtable", "pairs": pairs.iter().map(pair).collect::<Vec<_>>()})
        }
        WordKind::Paren(inner) => json!({"kind": "paren", "inner": statement(inner, text)}),
        WordKind::Subexpression(inner) => {
            json!({"kind": "subexpression", "statements": statements(inner, text)})
        }
        WordKind::ScriptBlock(inner) => {
            json!({"kind": "scriptblock", "statements": statements(&inner.statements, text)})
        }
        WordKind::Member {
            target,
            member,
            fixed,
        } => {
            json!({"kind": "member", "target": word(target, text), "member": word(member, text), "static": fixed})
        }
        WordKind::Call {
            target,
            member,
            fixed,
            arguments,
        } => json!({
            "kind": "call", "target": word(target, text), "member": word(member, text), "static": fixed,
            "arguments": words(arguments, text)
        }),
        WordKind::Index { target, index } => {
            json!({"kind": "index", "target": word(target, text), "index": word(index, text)})
        }
        WordKind::Cast { type_name, inner } => {
            json!({"kind": "cast", "type": type_name, "inner": word(inner, text)})
        }
        WordKind::Type(name) => json!({"kind": "type", "name": name}),
        WordKind::Binary {
            operator,
            left,
            right,
        } => {
            json!({"kind": "binary", "operator": operator, "left": word(left, text), "right": word(right, text)})
        }
        WordKind::Unary { operator, inner } => {
            json!({"kind": "unary", "operator": operator, "inner": word(inner, text)})
        }
    };
    object(one.span, fields)
}

/// The raw value keeps what is nested as it was written.
fn expandable(kind: &str, pieces: &[Piece], text: &[u16]) -> Value {
    let mut raw = Wide::default();
    let mut nested = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => raw.0.extend(&part.0),
            Piece::Nested(inner) => {
                raw.0.extend(&text[inner.span.start..inner.span.end]);
                nested.push(word(inner, text));
            }
        }
    }
    json!({"kind": kind, "value": raw.lossy(), "nested": nested})
}
