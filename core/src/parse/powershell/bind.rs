//! stub
use super::syntax::Word;
use super::value::Value;
use super::{Edition, Variables};
use crate::command::bitstransfer::{Cmdlet, Parameter};
use crate::span::Span;
#[derive(Debug, Clone, PartialEq)]
pub struct Bound { pub cmdlet: &'static Cmdlet, pub name: Span, pub parameters: Vec<BoundParameter>, pub faults: Vec<BindFault> }
#[derive(Debug, Clone, PartialEq)]
pub struct BoundParameter { pub parameter: &'static Parameter, pub value: Value, pub name: Option<Span>, pub span: Span }
#[derive(Debug, Clone, PartialEq)]
pub struct BindFault { pub id: &'static str, pub span: Span, pub message: String, pub help: String }
impl Bound { pub fn parameters_json(&self) -> serde_json::Value { serde_json::Value::Null } }
pub struct NativeWord { pub span: Span, pub value: Value }
pub fn bind(cmdlet: &'static Cmdlet, _: &[Word<'_>], name: Span, _: Option<&Value>, _: &str, _: &Variables<'_>, _: Edition) -> Bound { Bound { cmdlet, name, parameters: Vec::new(), faults: Vec::new() } }
pub fn native(words: &[Word<'_>], source: &str, v: &Variables<'_>, _: Edition) -> Vec<NativeWord> { words.iter().map(|w| NativeWord { span: w.span, value: super::evaluate(w, source, v) }).collect() }
