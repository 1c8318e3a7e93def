//! A script as JSON: statements and words with UTF-16 offsets, before any meaning.

use super::syntax::{
    Block, Command, CommandBody, Comment, CommentKind, Invocation, Piece, Quoting, Redirection,
    RedirectionTarget, Script, Statement, StatementKind, Word, WordKind,
};
use crate::span::{Places, Span};
use serde_json::{Map, Value, json};

/// `statements`, `comments` and `errors` of a script.
///
/// ```
/// use bitsmith_core::parse::powershell::{Edition, read, shape};
/// let source = "exit 2";
/// let shape = shape(&read(source, Edition::PowerShell73), source);
/// assert_eq!(shape["statements"][0]["type"], "Exit");
/// assert_eq!(shape["statements"][0]["inner"][0]["start"], 5);
/// ```
pub fn shape(script: &Script<'_>, source: &str) -> Value {
    let shape = Shape {
        source,
        places: Places::of(source),
    };
    json!({
        "statements": shape.statements(&script.block.statements),
        "comments": script.comments.iter().map(|one| shape.comment(one)).collect::<Vec<_>>(),
        "errors": script.errors.iter().map(|one| shape.object(
            one.span,
            vec![("id", one.problem.id.into()), ("message", one.problem.sentence.into())],
        )).collect::<Vec<_>>(),
    })
}

struct Shape<'s> {
    source: &'s str,
    places: Places,
}

impl Shape<'_> {
    fn object(&self, span: Span, fields: Vec<(&str, Value)>) -> Value {
        let mut map: Map<String, Value> = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        map.insert("start".to_owned(), self.places.offset(span.start).into());
        map.insert("end".to_owned(), self.places.offset(span.end).into());
        Value::Object(map)
    }

    fn comment(&self, comment: &Comment) -> Value {
        let kind = match comment.kind {
            CommentKind::Line => "line",
            CommentKind::Block => "block",
        };
        self.object(comment.span, vec![("kind", kind.into())])
    }

    fn statements(&self, all: &[Statement<'_>]) -> Value {
        all.iter().map(|one| self.statement(one)).collect()
    }

    fn statement(&self, one: &Statement<'_>) -> Value {
        let fields = match &one.kind {
            StatementKind::Pipeline { commands, background } => {
                let commands: Value = commands.iter().map(|one| self.command(one)).collect();
                let mut fields = vec![("kind", "pipeline".into()), ("commands", commands)];
                if *background {
                    fields.push(("background", true.into()));
                }
                fields
            }
            StatementKind::Assignment {
                operator,
                target,
                value,
            } => vec![
                ("kind", "assignment".into()),
                ("operator", (*operator).into()),
                ("target", self.word(target)),
                ("value", self.statement(value)),
            ],
            StatementKind::Chain {
                operator,
                left,
                right,
                background,
            } => {
                let mut fields = vec![
                    ("kind", "chain".into()),
                    ("operator", (*operator).into()),
                    ("left", self.statement(left)),
                    ("right", self.statement(right)),
                ];
                if *background {
                    fields.push(("background", true.into()));
                }
                fields
            }
            StatementKind::Compound { compound, parts, .. } => {
                let inner: Value = parts
                    .iter()
                    .flat_map(|part| &part.statements)
                    .map(|one| self.statement(one))
                    .collect();
                vec![
                    ("kind", "compound".into()),
                    ("type", compound.name().into()),
                    ("inner", inner),
                ]
            }
            StatementKind::Opaque(_) => vec![("kind", "opaque".into())],
        };
        self.object(one.span, fields)
    }

    fn command(&self, one: &Command<'_>) -> Value {
        let mut fields = Vec::new();
        match one.invocation {
            Some(Invocation::Call) => fields.push(("invoke", "&".into())),
            Some(Invocation::Dot) => fields.push(("invoke", ".".into())),
            None => {}
        }
        fields.push(match &one.body {
            CommandBody::Words(words) => ("words", self.words(words)),
            CommandBody::Expression(word) => ("expression", self.word(word)),
        });
        if !one.redirections.is_empty() {
            let redirections = one.redirections.iter().map(|one| self.redirection(one)).collect();
            fields.push(("redirections", redirections));
        }
        self.object(one.span, fields)
    }

    fn redirection(&self, one: &Redirection<'_>) -> Value {
        let from = one.from.name().into();
        let fields = match &one.target {
            RedirectionTarget::Merge(to) => {
                vec![("kind", "merge".into()), ("from", from), ("to", to.name().into())]
            }
            RedirectionTarget::File { append, to } => vec![
                ("kind", "file".into()),
                ("from", from),
                ("append", (*append).into()),
                ("to", self.word(to)),
            ],
        };
        self.object(one.span, fields)
    }

    fn words(&self, all: &[Word<'_>]) -> Value {
        all.iter().map(|one| self.word(one)).collect()
    }

    fn word(&self, one: &Word<'_>) -> Value {
        let kind = |name: &str| ("kind", Value::from(name));
        let fields = match &one.kind {
            WordKind::Text { quoting, value } => {
                let name = match quoting {
                    Quoting::Bare => "bare",
                    Quoting::Single => "single",
                    Quoting::Double => "double",
                    Quoting::HereSingle => "here-single",
                    Quoting::HereDouble => "here-double",
                };
                vec![kind(name), ("value", value.as_ref().into())]
            }
            WordKind::Expandable { quoting, pieces } => {
                let name = match quoting {
                    Quoting::Bare => "bare-expandable",
                    Quoting::HereSingle | Quoting::HereDouble => "here-expandable",
                    Quoting::Single | Quoting::Double => "expandable",
                };
                let (value, nested) = self.pieces(pieces);
                vec![kind(name), ("value", value), ("nested", nested)]
            }
            WordKind::Parameter { name, argument, .. } => {
                let mut fields = vec![kind("parameter"), ("name", name.as_ref().into())];
                if let Some(argument) = argument {
                    fields.push(("argument", self.word(argument)));
                }
                fields
            }
            WordKind::Constant(number) => vec![
                kind("constant"),
                ("type", number.type_name().into()),
                ("value", number.to_string().into()),
            ],
            WordKind::Variable(name) => vec![kind("variable"), ("name", name.as_ref().into())],
            WordKind::Splat(name) => vec![kind("splat"), ("name", name.as_ref().into())],
            WordKind::List(items) => vec![kind("list"), ("items", self.words(items))],
            WordKind::Array(inner) => vec![kind("array"), ("statements", self.statements(inner))],
            WordKind::Hashtable(pairs) => {
                let pairs = pairs
                    .iter()
                    .map(|pair| json!({"key": self.word(&pair.key), "value": self.statement(&pair.value)}))
                    .collect();
                vec![kind("hashtable"), ("pairs", pairs)]
            }
            WordKind::Paren(inner) => vec![kind("paren"), ("inner", self.statement(inner))],
            WordKind::Subexpression(inner) => {
                vec![kind("subexpression"), ("statements", self.statements(inner))]
            }
            WordKind::ScriptBlock(block) => vec![kind("scriptblock"), ("statements", self.block(block))],
            WordKind::Member {
                target,
                member,
                is_static,
            } => vec![
                kind("member"),
                ("target", self.word(target)),
                ("member", self.word(member)),
                ("static", (*is_static).into()),
            ],
            WordKind::Call {
                target,
                member,
                is_static,
                arguments,
            } => vec![
                kind("call"),
                ("target", self.word(target)),
                ("member", self.word(member)),
                ("static", (*is_static).into()),
                ("arguments", self.words(arguments)),
            ],
            WordKind::Index { target, index } => vec![
                kind("index"),
                ("target", self.word(target)),
                ("index", self.word(index)),
            ],
            WordKind::Cast { type_name, inner, .. } => vec![
                kind("cast"),
                ("type", type_name.as_ref().into()),
                ("inner", self.word(inner)),
            ],
            WordKind::Type(name) => vec![kind("type"), ("name", name.as_ref().into())],
            WordKind::Binary {
                operator,
                left,
                right,
            } => vec![
                kind("binary"),
                ("operator", (*operator).into()),
                ("left", self.word(left)),
                ("right", self.word(right)),
            ],
            WordKind::Unary { operator, inner } => vec![
                kind("unary"),
                ("operator", (*operator).into()),
                ("inner", self.word(inner)),
            ],
            WordKind::Ternary { .. } => vec![kind("other"), ("type", "TernaryExpression".into())],
            WordKind::Other(name) => vec![kind("other"), ("type", (*name).into())],
        };
        self.object(one.span, fields)
    }

    fn block(&self, block: &Block<'_>) -> Value {
        self.statements(&block.statements)
    }

    /// The value keeps what is nested as it was written.
    fn pieces(&self, pieces: &[Piece<'_>]) -> (Value, Value) {
        let mut value = String::new();
        let mut nested = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Literal(text) => value.push_str(text),
                Piece::Nested(word) => {
                    value.push_str(word.span.of(self.source));
                    nested.push(self.word(word));
                }
            }
        }
        (value.into(), nested.into())
    }
}
