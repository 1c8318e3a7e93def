//! What the reader saw, as JSON: places in UTF-16 units.

use super::statement::{Condition, Form, Iteration, Redirection, Script, Statement};
use super::word::{Part, Value, Word};
use crate::diagnostic::Severity;
use crate::span::{Places, Span};
use serde_json::{Map, Value as Json, json};

/// The statements, comments and errors of a script: the shape that `bitsmith words` prints.
pub fn shape(script: &Script, source: &str) -> Json {
    let shaper = Shaper {
        source,
        places: Places::of(source),
    };
    let errors: Vec<Json> = script
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| shaper.placed(problem.span, json!({ "message": problem.message })))
        .collect();
    let comments: Vec<Json> = script
        .comments
        .iter()
        .map(|comment| shaper.placed(comment.span, json!({ "kind": "line" })))
        .collect();
    json!({
        "statements": shaper.statements(&script.statements),
        "comments": comments,
        "errors": errors,
    })
}

struct Shaper<'a> {
    source: &'a str,
    places: Places,
}

impl Shaper<'_> {
    fn placed(&self, span: Span, mut value: Json) -> Json {
        if let Some(object) = value.as_object_mut() {
            object.insert("start".to_owned(), json!(self.places.offset(span.start)));
            object.insert("end".to_owned(), json!(self.places.offset(span.end)));
        }
        value
    }

    fn statements(&self, statements: &[Statement]) -> Json {
        statements
            .iter()
            .map(|statement| self.statement(statement))
            .collect()
    }

    fn statement(&self, statement: &Statement) -> Json {
        let mut object = match &statement.form {
            Form::Command(command) => json!({ "kind": "command", "words": self.words(&command.words) }),
            Form::Block(inner) => {
                json!({ "kind": "compound", "type": "block", "inner": self.statements(inner) })
            }
            Form::If(condition) => self.condition(condition),
            Form::For(iteration) => self.iteration(iteration),
            Form::Label(name) => json!({ "kind": "label", "name": name }),
            Form::Opaque => json!({ "kind": "opaque" }),
        };
        if let Some(object) = object.as_object_mut() {
            let operator = statement.join.operator();
            if !operator.is_empty() {
                object.insert("operator".to_owned(), json!(operator));
            }
            if !statement.redirections.is_empty() || object.contains_key("words") {
                let all = statement.redirections.iter().map(|one| self.redirection(one));
                object.insert("redirections".to_owned(), all.collect());
            }
        }
        self.placed(statement.span, object)
    }

    fn condition(&self, condition: &Condition) -> Json {
        let inner = condition.then.iter().chain(&condition.otherwise);
        json!({
            "kind": "compound",
            "type": "if",
            "test": condition.test,
            "condition": self.words(&condition.operands),
            "inner": inner.map(|statement| self.statement(statement)).collect::<Json>(),
            "otherwise": condition.otherwise.len(),
        })
    }

    fn iteration(&self, iteration: &Iteration) -> Json {
        let mut object = Map::new();
        object.insert("kind".to_owned(), json!("compound"));
        object.insert("type".to_owned(), json!("for"));
        object.insert("switch".to_owned(), json!(iteration.switch));
        if let Some(option) = &iteration.option {
            object.insert("option".to_owned(), self.word(option));
        }
        object.insert("variable".to_owned(), json!(iteration.variable));
        object.insert("set".to_owned(), self.words(&iteration.set));
        let inner = iteration.source.iter().chain(&iteration.body);
        let inner = inner.map(|statement| self.statement(statement)).collect();
        object.insert("inner".to_owned(), inner);
        Json::Object(object)
    }

    fn redirection(&self, redirection: &Redirection) -> Json {
        let mut value = json!({ "operator": redirection.operator });
        if let Some(object) = value.as_object_mut() {
            if let Some(handle) = redirection.handle {
                object.insert("from".to_owned(), json!(handle));
            }
            if let Some(target) = &redirection.target {
                object.insert("to".to_owned(), self.word(target));
            }
        }
        self.placed(redirection.span, value)
    }

    fn words(&self, words: &[Word]) -> Json {
        words.iter().map(|word| self.word(word)).collect()
    }

    fn word(&self, word: &Word) -> Json {
        self.placed(
            word.span,
            json!({ "kind": "word", "pieces": self.pieces(&word.parts) }),
        )
    }

    fn pieces(&self, parts: &[Part]) -> Json {
        let mut pieces: Vec<Json> = Vec::new();
        let mut literal = String::new();
        for part in parts {
            let piece = match &part.value {
                Value::Literal(text) => {
                    literal.push_str(text);
                    continue;
                }
                Value::Environment(name) => json!({ "env": name }),
                Value::Argument(name) => json!({ "argument": name }),
                Value::Loop(name) => json!({ "loop": name }),
                Value::Delayed(name) => json!({ "delayed": name }),
                Value::Changed(_) | Value::Opaque => {
                    json!({ "opaque": part.span.of(self.source), "shell": "cmd" })
                }
            };
            if !literal.is_empty() {
                pieces.push(json!(std::mem::take(&mut literal)));
            }
            pieces.push(piece);
        }
        if !literal.is_empty() {
            pieces.push(json!(literal));
        }
        Json::Array(pieces)
    }
}
