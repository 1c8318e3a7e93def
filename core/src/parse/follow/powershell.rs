//! A text of PowerShell, followed to its jobs.

use super::handle::{self, Handle};
use super::outer::{Outer, Part, StandsFor};
use super::surprise::{self, Raw};
use super::variables::Variables;
use super::{Called, Script, cmd, cmdlet, text, waiting};
use crate::command::bitstransfer;
use crate::document::closest;
use crate::parse::bitsadmin;
use crate::parse::cmd::Mode;
use crate::parse::cmdlet::{Call, Given};
use crate::parse::nested::Inner;
use crate::parse::patterns::{FUNCTION_NOT_CALLED, POWERSHELL_BINDING, POWERSHELL_SYNTAX, UNKNOWN_CMDLET};
use crate::parse::powershell::bind::{Input, arguments as bound_arguments, bind};
use crate::parse::powershell::known::{add, fill, plain, stored};
use crate::parse::powershell::value::push;
use crate::parse::powershell::{
    Command, CommandBody, Compound, Piece, Role, Statement, StatementKind, TextPart, Unknown, Value, Word,
    WordKind, evaluate, native_arguments, read,
};
use crate::span::Span;
use crate::text::Dialect;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The deepest that blocks and functions are followed into each other.
const DEEPEST: usize = 24;

/// Follows a text.
pub(super) fn follow(script: &mut Script<'_>, source: &str) {
    let source = &*without_prompts(source);
    let read = read(source, script.edition);
    for fault in &read.errors {
        script.say(&POWERSHELL_SYNTAX, fault.span, fault.problem.sentence);
    }
    for comment in &read.comments {
        script.comment(comment.span);
    }
    let mut follower = Follower {
        script,
        source,
        variables: Variables::default(),
        results: BTreeMap::new(),
        places: BTreeMap::new(),
        functions: BTreeMap::new(),
        defined: Vec::new(),
        called: BTreeSet::new(),
        depth: 0,
    };
    follower.all(&read.block.statements);
    follower.not_called();
}

/// The text with blanks in the place of prompts that were copied with it: `PS C:\>`, and `>>` on the lines behind.
fn without_prompts(source: &str) -> Cow<'_, str> {
    let is_pasted = source
        .lines()
        .any(|line| prompt(line).is_some_and(|length| length > 2));
    if !is_pasted {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let length = prompt(line).unwrap_or(0);
        out.extend(std::iter::repeat_n(' ', length));
        out.push_str(line.get(length..).unwrap_or(""));
    }
    Cow::Owned(out)
}

/// How many bytes of a line are a prompt; all of them are one unit each.
fn prompt(line: &str) -> Option<usize> {
    let start = line.len().saturating_sub(line.trim_start().len());
    let rest = line.get(start..)?;
    let length = match rest.strip_prefix("PS ") {
        Some(path) => {
            let end = path.find('>')?;
            let path = path.get(..end)?;
            // A folder, a drive of the registry, or nothing.
            (path.is_ascii() && (path.is_empty() || path.contains([':', '\\', '/', '~'])))
                .then_some(end.saturating_add(4))?
        }
        // The prompt of old pages: `C:\\PS>`.
        None if rest.get(1..3) == Some(":\\") && rest.split_whitespace().next()?.contains("PS>") => {
            rest.find("PS>")?.saturating_add(3)
        }
        None if rest.starts_with(">>") => 2,
        None if rest.starts_with("PS>") => 3,
        None => return None,
    };
    Some(start.saturating_add(length))
}

struct Follower<'r, 'a, 't> {
    script: &'r mut Script<'a>,
    /// The text that is read: the script's own, or one that stands inside of it.
    source: &'t str,
    /// By name in lower case.
    variables: Variables<Value>,
    /// What commands inside of expressions gave, by where they stand.
    results: BTreeMap<Span, Value>,
    /// Where the entries of hashtables stand, by variable and key, both in lower case: name and value.
    places: BTreeMap<(String, String), (Span, Span)>,
    functions: BTreeMap<String, &'r Statement<'t>>,
    /// All functions, in the order in which they are met.
    defined: Vec<&'r Statement<'t>>,
    /// Where those stand that are called.
    called: BTreeSet<Span>,
    depth: usize,
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Statements one after the other; what the last one gives.
    fn all(&mut self, statements: &'r [Statement<'t>]) -> Value {
        let mut last = Value::Null;
        if self.depth >= DEEPEST {
            for statement in statements {
                self.script.opaque(statement.span);
            }
            return last;
        }
        self.depth = self.depth.saturating_add(1);
        for statement in statements {
            last = self.statement(statement);
        }
        self.depth = self.depth.saturating_sub(1);
        last
    }

    fn statement(&mut self, statement: &'r Statement<'t>) -> Value {
        match &statement.kind {
            StatementKind::Pipeline { commands, background } => {
                if *background {
                    surprise::say_of_background(self.script, commands, self.source);
                }
                self.pipeline(commands)
            }
            StatementKind::Assignment {
                operator,
                target,
                value,
            } => {
                self.note_places(target, value);
                let value = self.statement(value);
                self.assign(target, operator, value);
                Value::Null
            }
            StatementKind::Chain { left, right, .. } => {
                self.statement(left);
                self.statement(right)
            }
            StatementKind::Compound {
                compound,
                names,
                parts,
                ..
            } => {
                match compound {
                    Compound::Function => {
                        if let Some(name) = names.first().and_then(Word::text) {
                            self.functions.insert(name.to_lowercase(), statement);
                            self.defined.push(statement);
                        }
                    }
                    Compound::ForEach => {
                        let over = parts
                            .iter()
                            .filter(|part| part.role == Role::Condition)
                            .fold(Value::Null, |_, part| self.all(&part.statements));
                        let name = names.first().and_then(variable_name);
                        for part in parts.iter().filter(|part| part.role != Role::Condition) {
                            self.each(name, &over, &part.statements);
                        }
                    }
                    Compound::Try => {
                        let mut value = Value::Null;
                        for part in parts {
                            match part.role {
                                Role::Catch => self.branch(&part.statements),
                                Role::Body => value = self.all(&part.statements),
                                _ => drop(self.all(&part.statements)),
                            }
                        }
                        return value;
                    }
                    Compound::If
                    | Compound::Switch
                    | Compound::Trap
                    | Compound::While
                    | Compound::DoWhile
                    | Compound::DoUntil
                    | Compound::For => {
                        if matches!(compound, Compound::While | Compound::DoWhile | Compound::DoUntil) {
                            let of_condition = parts.iter().filter(|part| part.role == Role::Condition);
                            let mut spans =
                                of_condition.flat_map(|part| &part.statements).map(|one| one.span);
                            if let Some(first) = spans.next() {
                                let condition = spans.fold(first, Span::to);
                                waiting::say(self.script, *compound, condition, statement.span, self.source);
                            }
                        }
                        for part in parts {
                            match part.role {
                                Role::Condition => drop(self.all(&part.statements)),
                                _ => self.branch(&part.statements),
                            }
                        }
                    }
                    Compound::Exit | Compound::Return | Compound::Throw => {
                        return parts
                            .iter()
                            .fold(Value::Null, |_, part| self.all(&part.statements));
                    }
                    Compound::Break | Compound::Continue | Compound::Using => {}
                }
                Value::Null
            }
            StatementKind::Opaque => {
                self.script.opaque(statement.span);
                Value::Null
            }
        }
    }

    /// Statements that may run, or not, or often: afterwards nobody knows what they assigned, but for jobs.
    fn branch(&mut self, statements: &'r [Statement<'t>]) {
        let mark = self.variables.begin();
        self.all(statements);
        self.variables.doubt(mark, |then, now| {
            let job = |value: Option<&Value>| value.filter(|value| handle::of(value).is_some()).cloned();
            job(now).or_else(|| job(then))
        });
    }

    /// Statements for each element of a value.
    fn each(&mut self, name: Option<&str>, over: &Value, statements: &'r [Statement<'t>]) {
        let items: Vec<Value> = match over {
            Value::List(items) if handle::of(over).is_none() => items.clone(),
            one => vec![one.clone()],
        };
        let length = length(statements);
        let known = items
            .iter()
            .all(|item| is_one(item) && self.script.may_grow(length));
        let key = name.unwrap_or("_").to_lowercase();
        if known {
            for item in items {
                self.variables.set(&key, Some(item));
                self.all(statements);
            }
        } else {
            self.variables.set(&key, None);
            self.branch(statements);
        }
        self.variables.set(&key, None);
    }

    fn assign(&mut self, target: &Word<'_>, operator: &str, value: Value) {
        match &target.kind {
            WordKind::Variable(name) => {
                let key = plain(name);
                let value = stored(value);
                let value = match (operator, self.variables.get(&key).cloned()) {
                    ("Equals", _) => Some(value),
                    ("PlusEquals", Some(mut sum)) => {
                        let is_one = is_one(&value);
                        (add(&mut sum, value, is_one) && self.script.may_grow(sum.size())).then_some(sum)
                    }
                    _ => None,
                };
                self.variables.set(&key, value.filter(|value| !value.is_large()));
            }
            WordKind::Cast { inner, .. } => self.assign(inner, operator, value),
            WordKind::Paren(_) => {}
            WordKind::Member { target, member, .. } => self.assign_entry(target, member, operator, value),
            WordKind::Index { target, index } => self.assign_entry(target, index, operator, value),
            _ => {}
        }
    }

    /// Remembers where the entries of a hashtable stand.
    fn note_places(&mut self, target: &Word<'_>, value: &Statement<'_>) {
        match &target.kind {
            WordKind::Variable(name) => {
                let StatementKind::Pipeline { commands, .. } = &value.kind else {
                    return;
                };
                let [
                    Command {
                        body: CommandBody::Expression(word),
                        ..
                    },
                ] = commands.as_slice()
                else {
                    return;
                };
                if let WordKind::Hashtable(pairs) = &word.kind {
                    for pair in pairs {
                        if let Some(entry) = self.value(&pair.key).to_text() {
                            let at = (plain(name), entry.to_lowercase());
                            self.places.insert(at, (pair.key.span, pair.value.span));
                        }
                    }
                }
            }
            WordKind::Member {
                target,
                member: entry,
                ..
            }
            | WordKind::Index { target, index: entry } => {
                if let (WordKind::Variable(name), Some(entry_name)) =
                    (&target.kind, self.value(entry).to_text())
                {
                    let at = (plain(name), entry_name.to_lowercase());
                    self.places.insert(at, (entry.span, value.span));
                }
            }
            WordKind::Cast { inner, .. } => self.note_places(inner, value),
            _ => {}
        }
    }

    /// `$p.Key = …`, `$p['Key'] = …`
    fn assign_entry(&mut self, target: &Word<'_>, entry: &Word<'_>, operator: &str, value: Value) {
        let WordKind::Variable(name) = &target.kind else {
            return;
        };
        let key = plain(name);
        let Some(mut table) = self.variables.get(&key).cloned() else {
            return;
        };
        if handle::of(&table).is_some() {
            return;
        }
        let is_known = match (operator, self.value(entry).to_text()) {
            ("Equals", Some(entry)) => {
                fill(&mut table, &entry, stored(value)) && self.script.may_grow(table.size())
            }
            _ => false,
        };
        self.variables
            .set(&key, (is_known && !table.is_large()).then_some(table));
    }

    /// What an expression is worth, once the commands in it were followed.
    fn expression(&mut self, word: &'r Word<'t>) -> Value {
        self.inner(word);
        self.value(word)
    }

    fn value(&self, word: &Word<'_>) -> Value {
        if let Some(value) = self.result(word) {
            return value;
        }
        let variables = |name: &str| self.variable(name);
        self.resolved(evaluate(word, self.source, &variables))
    }

    /// What a variable holds; jobs are then known by its name.
    fn variable(&self, name: &str) -> Option<Value> {
        let value = self.variables.get(&plain(name))?;
        if !self.script.may_grow(value.size()) {
            return None;
        }
        Some(match (value, handle::of(value)) {
            (Value::Variable { unknown, .. }, Some(handle)) => handle::value(
                handle,
                Unknown {
                    span: unknown.span,
                    source: format!("${name}"),
                },
            ),
            _ if handle::user(value).is_some_and(Value::is_unknown) => {
                handle::credential(Value::Opaque(Unknown {
                    span: Span::default(),
                    source: format!("${name}.UserName"),
                }))
            }
            _ => value.clone(),
        })
    }

    /// What commands gave that stand in a word, perhaps behind a cast or a member.
    fn result(&self, word: &Word<'_>) -> Option<Value> {
        if let Some(value) = self.results.get(&word.span) {
            return Some(value.clone());
        }
        match &word.kind {
            WordKind::Cast { inner, .. } => self.result(inner),
            WordKind::Member {
                target,
                member,
                is_static: false,
            } => {
                let unknown = self.unknown(word.span);
                let member = member.text()?;
                match (
                    handle::of(&self.value(target))?,
                    member.to_ascii_lowercase().as_str(),
                ) {
                    (Handle::Job(job), "jobid") => Some(handle::value(Handle::Id(job), unknown)),
                    (Handle::Id(job), "guid") => Some(handle::value(Handle::Id(job), unknown)),
                    _ => None,
                }
            }
            WordKind::Index { target, .. } => {
                let value = self.value(target);
                matches!(handle::of(&value), Some(Handle::Job(_) | Handle::Some)).then_some(value)
            }
            WordKind::Expandable { pieces, .. } => match pieces.as_slice() {
                [Piece::Nested(inner)] => self.result(inner),
                _ => None,
            },
            WordKind::Call { target, .. } => match handle::of(&self.value(target))? {
                Handle::Id(job) => Some(handle::value(Handle::Id(job), self.unknown(word.span))),
                _ => None,
            },
            WordKind::Array(statements) | WordKind::Subexpression(statements) => {
                match statements.as_slice() {
                    [statement] => self.of_statement(statement),
                    _ => None,
                }
            }
            WordKind::Paren(statement) => self.of_statement(statement),
            // `$jobs + @(…)`: jobs that are added to nothing.
            WordKind::Binary {
                operator: "Plus",
                left,
                right,
            } => {
                let (one, other) = (self.value(left), self.value(right));
                let is_nothing = |value: &Value| matches!(value, Value::List(items) if items.is_empty());
                match (handle::of(&one), handle::of(&other)) {
                    (Some(_), None) if is_nothing(&other) => Some(one),
                    (None, Some(_)) if is_nothing(&one) => Some(other),
                    (Some(a), Some(b)) if a == b => Some(one),
                    (Some(_), Some(_)) => Some(handle::value(Handle::Some, self.unknown(word.span))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn of_statement(&self, statement: &Statement<'_>) -> Option<Value> {
        let StatementKind::Pipeline { commands, .. } = &statement.kind else {
            return None;
        };
        match commands.as_slice() {
            [
                Command {
                    body: CommandBody::Expression(word),
                    ..
                },
            ] => Some(self.value(word)).filter(|value| handle::of(value).is_some()),
            _ => None,
        }
    }

    /// A value in which results of commands stand in their places.
    fn resolved(&self, value: Value) -> Value {
        match value {
            Value::Opaque(unknown) => match self.results.get(&unknown.span) {
                Some(value) => value.clone(),
                None => Value::Opaque(unknown),
            },
            Value::List(items) => Value::List(items.into_iter().map(|item| self.resolved(item)).collect()),
            Value::Hashtable(pairs) => Value::Hashtable(
                pairs
                    .into_iter()
                    .map(|(key, value)| (key, self.resolved(value)))
                    .collect(),
            ),
            value => value,
        }
    }

    /// A value in which what stands for a variable of the shell around the text is one.
    fn marked(&self, value: Value) -> Value {
        if self.script.outer.is_empty() {
            return value;
        }
        match value {
            Value::Text(parts) => Value::Text(
                parts
                    .into_iter()
                    .flat_map(|part| match part {
                        TextPart::Units(units) => self.marked_units(units),
                        part => vec![part],
                    })
                    .collect(),
            ),
            Value::List(items) => Value::List(items.into_iter().map(|item| self.marked(item)).collect()),
            value => value,
        }
    }

    fn marked_units(&self, units: Vec<u16>) -> Vec<TextPart> {
        let text = String::from_utf16_lossy(&units);
        let parts = self.script.outer.parts(&text);
        if let [] | [Part::Literal(_)] = parts.as_slice() {
            return vec![TextPart::Units(units)];
        }
        let mut out = Vec::new();
        for part in parts {
            let (mark, stands_for) = match part {
                Part::Literal(text) => {
                    push(&mut out, vec![TextPart::Units(text.encode_utf16().collect())]);
                    continue;
                }
                Part::Mark(mark, stands_for) => (mark, stands_for),
            };
            let unknown = Unknown {
                span: Span::default(),
                source: mark.to_owned(),
            };
            let value = match stands_for {
                StandsFor::Job(job) => handle::value(Handle::Id(*job), unknown),
                StandsFor::Text(text) => match text.pieces() {
                    [crate::text::Piece::Environment(name)] => Value::Variable {
                        name: format!("env:{name}"),
                        unknown,
                    },
                    _ => {
                        push(&mut out, vec![TextPart::Units(mark.encode_utf16().collect())]);
                        continue;
                    }
                },
            };
            out.push(TextPart::Unknown(Box::new(value)));
        }
        out
    }

    fn unknown(&self, span: Span) -> Unknown {
        Unknown {
            span,
            source: span.of(self.source).to_owned(),
        }
    }

    /// Follows the commands that stand inside of a word.
    fn inner(&mut self, word: &'r Word<'t>) {
        match &word.kind {
            WordKind::Paren(statement) => {
                let value = self.statement(statement);
                self.results.insert(word.span, value);
                self.drop_plain(word.span);
            }
            WordKind::Array(statements) | WordKind::Subexpression(statements) => {
                let value = self.all(statements);
                self.results.insert(word.span, value);
                self.drop_plain(word.span);
            }
            WordKind::List(items) => items.iter().for_each(|item| self.inner(item)),
            WordKind::Hashtable(pairs) => {
                for pair in pairs {
                    let value = self.statement(&pair.value);
                    self.results.insert(pair.value.span, value);
                    self.drop_plain(pair.value.span);
                }
            }
            WordKind::Expandable { pieces, .. } => {
                for piece in pieces {
                    if let Piece::Nested(inner) = piece {
                        self.inner(inner);
                    }
                }
            }
            WordKind::Parameter { argument, .. } => {
                if let Some(argument) = argument {
                    self.inner(argument);
                }
            }
            WordKind::Member { target, member, .. } => {
                self.inner(target);
                self.inner(member);
            }
            WordKind::Call {
                target,
                member,
                arguments,
                ..
            } => {
                self.inner(target);
                self.inner(member);
                arguments.iter().for_each(|argument| self.inner(argument));
            }
            WordKind::Index { target, index } => {
                self.inner(target);
                self.inner(index);
            }
            WordKind::Cast { inner, .. } | WordKind::Unary { inner, .. } => self.inner(inner),
            WordKind::Binary { left, right, .. } => {
                self.inner(left);
                self.inner(right);
            }
            WordKind::Text { .. }
            | WordKind::Constant(_)
            | WordKind::Variable(_)
            | WordKind::Splat(_)
            | WordKind::ScriptBlock(_)
            | WordKind::Type(_)
            | WordKind::Other(_) => {}
        }
    }

    /// Results that are no jobs are worked out from the text, not from what was followed.
    fn drop_plain(&mut self, span: Span) {
        if self
            .results
            .get(&span)
            .is_some_and(|value| handle::of(value).is_none())
        {
            self.results.remove(&span);
        }
    }

    fn pipeline(&mut self, commands: &'r [Command<'t>]) -> Value {
        let mut piped: Option<Value> = None;
        for command in commands {
            piped = Some(match &command.body {
                CommandBody::Expression(word) => self.expression(word),
                CommandBody::Words(words) => self.command(command, words, piped),
            });
        }
        piped.unwrap_or(Value::Null)
    }

    fn command(&mut self, command: &'r Command<'t>, words: &'r [Word<'t>], piped: Option<Value>) -> Value {
        let Some((first, arguments)) = words.split_first() else {
            return Value::Null;
        };
        let called = self.expression(first);
        for word in arguments {
            self.inner(word);
        }
        if let WordKind::ScriptBlock(block) = &first.kind {
            return self.all(&block.statements);
        }
        let Some(name) = last_text(&called) else {
            self.script.opaque(command.span);
            return self.unknown_value(command.span);
        };
        // A cmdlet may be called with its module: `BitsTransfer\Start-BitsTransfer`.
        let plain = name.rsplit(['\\', '/']).next().unwrap_or(&name).to_lowercase();
        if let Some(found) = bitstransfer::cmdlet(&plain) {
            return self.cmdlet(found, first.span, arguments, piped, command.span);
        }
        match plain.strip_suffix(".exe").unwrap_or(&plain) {
            "bitsadmin" => self.bitsadmin(first, arguments, command.span),
            "cmd" => self.shell(arguments, command.span, "/c"),
            "powershell" | "pwsh" => self.shell(arguments, command.span, "-command"),
            "start-process" | "saps" => self.start_process(arguments, command.span),
            "where-object" | "where" | "?" => self.filter(arguments, piped, command.span),
            "foreach-object" | "foreach" | "%" => {
                let over = piped.unwrap_or(Value::Null);
                for word in arguments {
                    if let WordKind::ScriptBlock(block) = &word.kind {
                        self.each(None, &over, &block.statements);
                    }
                }
                Value::Null
            }
            "out-null" => Value::Null,
            "select-object" | "select" | "sort-object" | "sort" | "tee-object" | "write-output" | "echo" => {
                piped.unwrap_or(Value::Null)
            }
            "import-csv" | "ipcsv" => self.unknown_value(command.span),
            "get-credential" => {
                let mut words = arguments.iter();
                let is_name = |word: &&Word<'_>| {
                    matches!(&word.kind, WordKind::Parameter { name, .. }
                        if !name.is_empty() && "username".starts_with(&name.to_lowercase()))
                };
                let user = match words.find(is_name).map(|word| &word.kind) {
                    Some(WordKind::Parameter {
                        argument: Some(argument),
                        ..
                    }) => Some(self.value(argument)),
                    Some(_) => words.next().map(|word| self.value(word)),
                    None => None,
                };
                handle::credential(user.unwrap_or_else(|| self.unknown_value(command.span)))
            }
            "new-object" => {
                let is_credential = arguments
                    .first()
                    .and_then(Word::text)
                    .is_some_and(|name| name.to_lowercase().ends_with("pscredential"));
                let rest = arguments.get(1..).unwrap_or(&[]);
                let user = rest.iter().rev().find_map(|word| match self.value(word) {
                    Value::List(items) => items.first().cloned(),
                    _ => None,
                });
                match user {
                    Some(user) if is_credential => handle::credential(user),
                    _ => self.unknown_value(command.span),
                }
            }
            "read-host"
            | "convertto-securestring"
            | "get-date"
            | "get-item"
            | "get-childitem"
            | "join-path"
            | "split-path"
            | "get-content" => self.unknown_value(command.span),
            "import-module" | "ipmo" | "write-host" | "write-warning" | "write-error" | "write-progress"
            | "write-verbose" | "start-sleep" | "sleep" | "test-path" | "set-strictmode" | "get-command" => {
                self.unknown_value(command.span)
            }
            other => {
                if let Some(function) = self.functions.get(other).copied() {
                    return self.function(function, arguments, command.span);
                }
                if other.contains("-bits") {
                    let names: Vec<&str> = bitstransfer::CMDLETS.iter().map(|cmdlet| cmdlet.name).collect();
                    let message = match closest(other, &names) {
                        Some(likely) => {
                            format!("The module has no cmdlet {name}; {likely} is likely meant.")
                        }
                        None => format!("The module has no cmdlet {name}."),
                    };
                    self.script.say(&UNKNOWN_CMDLET, first.span, message);
                }
                let mut looked_into = false;
                for word in arguments {
                    if let WordKind::ScriptBlock(block) = &word.kind {
                        looked_into = true;
                        self.branch(&block.statements);
                    }
                }
                if !looked_into {
                    self.script.opaque(command.span);
                }
                self.unknown_value(command.span)
            }
        }
    }

    fn unknown_value(&self, span: Span) -> Value {
        Value::Opaque(self.unknown(span))
    }

    /// A function of the script: its body with its parameters.
    /// Functions that this text does not call are there for others: each is followed once, with parameters of which nothing
    /// is known.
    fn not_called(&mut self) {
        let mut next: usize = 0;
        while let Some(function) = self.defined.get(next).copied() {
            next = next.saturating_add(1);
            if self.called.contains(&function.span) {
                continue;
            }
            let before = self.script.statements.len();
            let mark = self.variables.begin();
            self.function(function, &[], function.span);
            self.variables.restore(mark);
            let StatementKind::Compound { names, .. } = &function.kind else {
                continue;
            };
            if let Some(name) = names.first().filter(|_| self.script.statements.len() > before) {
                self.script
                    .say(&FUNCTION_NOT_CALLED, name.span, FUNCTION_NOT_CALLED.what);
            }
        }
    }

    fn function(&mut self, function: &'r Statement<'t>, arguments: &'r [Word<'t>], span: Span) -> Value {
        let StatementKind::Compound {
            parameters, parts, ..
        } = &function.kind
        else {
            return Value::Null;
        };
        if self.depth >= DEEPEST || !self.script.may_grow(function.span.len()) {
            self.script.opaque(span);
            return self.unknown_value(span);
        }
        self.called.insert(function.span);
        let mut given: BTreeMap<String, Value> = BTreeMap::new();
        let mut places = parameters.iter();
        let mut words = arguments.iter().peekable();
        while let Some(word) = words.next() {
            let WordKind::Parameter { name, argument, .. } = &word.kind else {
                if let Some(parameter) = places.next() {
                    given.insert(plain(&parameter.name), self.value(word));
                }
                continue;
            };
            let value = match argument {
                Some(argument) => self.value(argument),
                None => match words.next_if(|next| !matches!(next.kind, WordKind::Parameter { .. })) {
                    Some(next) => self.value(next),
                    None => Value::Boolean(true),
                },
            };
            given.insert(plain(name), value);
        }
        let mark = self.variables.begin();
        for parameter in parameters {
            let name = plain(&parameter.name);
            let value = given.remove(&name);
            self.variables.set(&name, value);
        }
        let mut last = Value::Null;
        for part in parts {
            last = self.all(&part.statements);
        }
        self.variables.restore(mark);
        last
    }

    fn cmdlet(
        &mut self,
        found: &'static bitstransfer::Cmdlet,
        name: Span,
        words: &'r [Word<'t>],
        piped: Option<Value>,
        span: Span,
    ) -> Value {
        let variables = |name: &str| self.variable(name);
        let mut arguments = bound_arguments(words, self.source, &variables);
        for argument in &mut arguments {
            argument.value = argument.value.take().map(|value| self.marked(value));
        }
        let raw = Raw::of(&arguments);
        let splats: BTreeMap<Span, String> = words
            .iter()
            .filter_map(|word| match &word.kind {
                WordKind::Splat(name) => Some((word.span, plain(name))),
                _ => None,
            })
            .collect();
        let input = match piped {
            Some(_) => Input::Objects,
            None => Input::None,
        };
        let mut binding = bind(found, arguments, self.script.edition, input);
        if let (Some(piped), None) = (&piped, &binding.error)
            && handle::of(piped).is_none()
            && *piped != Value::Null
        {
            binding = binding.with_object(&piped_object(piped));
        }
        let set = binding.set();
        let error = binding.error.take().filter(|error| {
            // Jobs come through the pipeline as handles, which a binding does not know.
            !(piped.is_some() && error.failure.id().starts_with("InputObject"))
        });
        let parameters = binding
            .parameters
            .into_iter()
            .map(|bound| {
                let entry = bound
                    .value_span
                    .and_then(|span| splats.get(&span))
                    .map(|table| (table.clone(), bound.parameter.name.to_lowercase()));
                let places = entry.and_then(|entry| self.places.get(&entry)).copied();
                let (name_span, span) = match (places, bound.name_span, bound.value_span) {
                    (Some((name, value)), _, _) => (Some(name), value),
                    (None, name, Some(value)) => (name.filter(|name| *name != value), value),
                    (None, Some(written), None) => (Some(written), written),
                    (None, None, None) => (None, Span::new(name.end, name.end)),
                };
                Given {
                    parameter: bound.parameter,
                    value: self.resolved(bound.value),
                    name: name_span,
                    span,
                }
            })
            .collect();
        let call = Call {
            cmdlet: found,
            name,
            set,
            parameters,
            error,
        };
        let is_said = surprise::say(self.script, &call, words, &raw, self.source);
        if let Some(error) = call.error.as_ref().filter(|_| !is_said) {
            let place = match error.span == Span::default() {
                true => call.name,
                false => error.span,
            };
            self.script.say(&POWERSHELL_BINDING, place, error.message.clone());
        }
        let unknown = self.unknown(span);
        let (job, value) = cmdlet::take(self.script, &call, piped.as_ref(), span, unknown);
        self.script.statement(Called::Cmdlet(call), span, job);
        value
    }

    /// bitsadmin, called from PowerShell.
    fn bitsadmin(&mut self, program: &Word<'_>, arguments: &'r [Word<'t>], span: Span) -> Value {
        let variables = |name: &str| self.variable(name);
        let words: Vec<(Span, Value)> =
            native_arguments(arguments, self.source, self.script.edition, &variables)
                .into_iter()
                .map(|argument| (argument.span, self.resolved(Value::Text(argument.parts))))
                .collect();
        for place in surprise::changed_arguments(arguments, self.source, &variables) {
            self.script.say(
                &surprise::CHANGED_NATIVE_ARGUMENT,
                place,
                surprise::CHANGED_NATIVE_ARGUMENT.what,
            );
        }
        self.call_bitsadmin(program.span, &words, span)
    }

    fn call_bitsadmin(&mut self, program: Span, words: &[(Span, Value)], span: Span) -> Value {
        let mut jobs: BTreeMap<Span, usize> = BTreeMap::new();
        let mut texts = Vec::new();
        for (at, value) in words {
            if let Some(Handle::Id(job) | Handle::Job(job)) = handle::of(value) {
                jobs.insert(*at, job);
            }
            let text = text(value, &self.script.outer);
            texts.push(bitsadmin::Word {
                span: *at,
                pieces: text.pieces().iter().map(|piece| (piece.clone(), *at)).collect(),
            });
        }
        let mut made = None;
        for call in bitsadmin::read(program, &texts, self.source, Dialect::PowerShell) {
            let job = super::bitsadmin::take(self.script, &call, &|span| jobs.get(&span).copied());
            made = job.filter(|_| {
                call.verb
                    .is_some_and(|verb| verb.purpose == crate::command::Purpose::Creates)
            });
            let at = call.span;
            self.script.statement(Called::Bitsadmin(call), at, job);
        }
        // What it prints of a job that it makes holds the GUID.
        match made {
            Some(job) => handle::value(Handle::Id(job), self.unknown(span)),
            None => self.unknown_value(span),
        }
    }

    /// `Start-Process bitsadmin …`: the arguments are one line, which the program takes apart.
    fn start_process(&mut self, arguments: &'r [Word<'t>], span: Span) -> Value {
        let mut program: Option<(Span, String)> = None;
        let mut line: Option<(Span, Value)> = None;
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let (name, value) = match &word.kind {
                WordKind::Parameter { name, argument, .. } => {
                    let name = name.to_lowercase();
                    if ["wait", "passthru", "nonewwindow"]
                        .iter()
                        .any(|switch| switch.starts_with(name.as_str()))
                    {
                        continue;
                    }
                    match argument.as_deref().or_else(|| words.next()) {
                        Some(value) => (name, value),
                        None => continue,
                    }
                }
                _ if program.is_none() => ("filepath".to_owned(), word),
                _ => ("argumentlist".to_owned(), word),
            };
            let value_span = value.span;
            let value = self.value(value);
            if "filepath".starts_with(name.as_str()) {
                program = last_text(&value).map(|name| (value_span, name.to_lowercase()));
            } else if "argumentlist".starts_with(name.as_str()) || name == "args" {
                line = Some((value_span, value));
            }
        }
        let is_bitsadmin = |name: &str| {
            let name = name.rsplit(['\\', '/']).next().unwrap_or(name);
            name.strip_suffix(".exe").unwrap_or(name) == "bitsadmin"
        };
        match (program, line) {
            (Some((program, name)), Some((at, line))) if is_bitsadmin(&name) => {
                let words = super::line::words(&line, at);
                self.call_bitsadmin(program, &words, span)
            }
            _ => {
                self.script.opaque(span);
                self.unknown_value(span)
            }
        }
    }

    /// `cmd /c …`, `powershell -Command …`
    fn shell(&mut self, arguments: &'r [Word<'t>], span: Span, switch: &str) -> Value {
        let is_switch = |word: &Word<'_>| {
            let said = word.span.of(self.source).to_lowercase();
            said == switch || (switch.starts_with('-') && said.len() > 1 && switch.starts_with(&said))
        };
        let at = arguments.iter().position(is_switch);
        let rest = match at {
            Some(at) => arguments.get(at.saturating_add(1)..).unwrap_or(&[]),
            None if switch.starts_with('-') => arguments,
            None => &[],
        };
        if let [
            Word {
                kind: WordKind::ScriptBlock(block),
                ..
            },
        ] = rest
        {
            return self.all(&block.statements);
        }
        let mut inner = Inner::default();
        for (index, word) in rest.iter().enumerate() {
            if index > 0 {
                let start = word.span.start;
                inner.push(" ", self.script.at(Span::new(start, start)));
            }
            let Some(said) = self.value(word).to_text() else {
                self.script.opaque(span);
                return self.unknown_value(span);
            };
            // Between quotes, where nothing is escaped, each character stands for itself.
            let within = Span::new(word.span.start.saturating_add(1), word.span.end.saturating_sub(1));
            let place = match (word.span.of(self.source) == said, within.of(self.source) == said) {
                (true, _) => word.span,
                (false, true) => within,
                (false, false) => word.span,
            };
            inner.push(&said, self.script.at(place));
        }
        self.script
            .nested(inner, Outer::default(), span, |script, text| match switch {
                "/c" => cmd::follow(script, text, Mode::Prompt),
                _ => follow(script, text),
            });
        self.unknown_value(span)
    }

    /// `Where-Object`: by name it finds jobs; any other filter leaves nobody knows which.
    fn filter(&mut self, arguments: &'r [Word<'t>], piped: Option<Value>, span: Span) -> Value {
        let Some(piped) = piped else {
            return self.unknown_value(span);
        };
        let Some(Handle::Job(job)) = handle::of(&piped) else {
            return piped;
        };
        if let Some(ids) = self.ids_of(arguments) {
            let job = cmdlet::by_ids(self.script, job, &ids, span);
            return match job {
                Some(job) => handle::value(Handle::Job(job), self.unknown(span)),
                None => handle::value(Handle::Some, self.unknown(span)),
            };
        }
        let named = self.named_by(arguments).and_then(|(operator, value)| {
            let text = text(&value, &self.script.outer);
            cmdlet::narrowed(self.script, job, operator, text, span)
        });
        match named {
            Some(job) => handle::value(Handle::Job(job), self.unknown(span)),
            None => handle::value(Handle::Some, self.unknown(span)),
        }
    }

    /// The GUIDs in `{ $ids -contains [string]$_.JobId }`.
    fn ids_of(&self, arguments: &'r [Word<'t>]) -> Option<Value> {
        let word = only_expression(arguments)?;
        let WordKind::Binary {
            operator: "Icontains" | "Ccontains",
            left,
            right,
        } = &word.kind
        else {
            return None;
        };
        let mut right: &Word<'_> = right;
        while let WordKind::Cast { inner, .. } = &right.kind {
            right = inner;
        }
        let WordKind::Member { target, member, .. } = &right.kind else {
            return None;
        };
        let is_item = matches!(&target.kind, WordKind::Variable(name) if name == "_" || name.eq_ignore_ascii_case("psitem"));
        let is_id = member
            .text()
            .is_some_and(|name| name.eq_ignore_ascii_case("JobId"));
        let ids = self.value(left);
        (is_item && is_id && ids.is_known()).then_some(ids)
    }

    /// The comparison of the display name in `{ $_.DisplayName -eq 'x' }` or `DisplayName -eq 'x'`.
    fn named_by(&self, arguments: &'r [Word<'t>]) -> Option<(&'static str, Value)> {
        let operator = |name: &str| match name.to_lowercase().trim_start_matches(['c', 'i']) {
            "eq" => Some("eq"),
            "like" => Some("like"),
            _ => None,
        };
        match arguments {
            [
                Word {
                    kind: WordKind::ScriptBlock(block),
                    ..
                },
            ] => {
                let [statement] = block.statements.as_slice() else {
                    return None;
                };
                let StatementKind::Pipeline { commands, .. } = &statement.kind else {
                    return None;
                };
                let [
                    Command {
                        body: CommandBody::Expression(word),
                        ..
                    },
                ] = commands.as_slice()
                else {
                    return None;
                };
                let WordKind::Binary {
                    operator: by,
                    left,
                    right,
                } = &word.kind
                else {
                    return None;
                };
                let WordKind::Member { target, member, .. } = &left.kind else {
                    return None;
                };
                let is_item = matches!(&target.kind, WordKind::Variable(name) if name.eq_ignore_ascii_case("_") || name.eq_ignore_ascii_case("psitem"));
                let is_name = member
                    .text()
                    .is_some_and(|name| name.eq_ignore_ascii_case("DisplayName"));
                let by = match *by {
                    "Ieq" | "Ceq" => "eq",
                    "Ilike" | "Clike" => "like",
                    _ => return None,
                };
                (is_item && is_name).then(|| (by, self.value(right)))
            }
            [property, by, value] => {
                let WordKind::Parameter { name, .. } = &by.kind else {
                    return None;
                };
                let is_name = property
                    .text()
                    .is_some_and(|name| name.eq_ignore_ascii_case("DisplayName"));
                is_name.then(|| Some((operator(name)?, self.value(value))))?
            }
            _ => None,
        }
    }
}

/// The only expression of a block that is the only argument.
fn only_expression<'w, 't>(arguments: &'w [Word<'t>]) -> Option<&'w Word<'t>> {
    let [
        Word {
            kind: WordKind::ScriptBlock(block),
            ..
        },
    ] = arguments
    else {
        return None;
    };
    let [statement] = block.statements.as_slice() else {
        return None;
    };
    let StatementKind::Pipeline { commands, .. } = &statement.kind else {
        return None;
    };
    match commands.as_slice() {
        [
            Command {
                body: CommandBody::Expression(word),
                ..
            },
        ] => Some(word),
        _ => None,
    }
}

fn variable_name<'w>(word: &'w Word<'_>) -> Option<&'w str> {
    match &word.kind {
        WordKind::Variable(name) => Some(name),
        _ => None,
    }
}

/// What comes through the pipeline one by one: of several, the first.
fn piped_object(value: &Value) -> Value {
    match value {
        Value::List(items) => items.first().cloned().unwrap_or(Value::Null),
        value => value.clone(),
    }
}

/// Whether a value is sure to be one element of a list: what is not known may be several, or none.
fn is_one(value: &Value) -> bool {
    value.is_known() || handle::of(value).is_some()
}

/// How long statements are.
fn length(statements: &[Statement<'_>]) -> usize {
    statements
        .iter()
        .fold(0, |sum, statement| sum.saturating_add(statement.span.len()))
}

/// The known text at the end of a value.
fn last_text(value: &Value) -> Option<String> {
    match value.to_parts().last()? {
        TextPart::Units(units) => Some(String::from_utf16_lossy(units)),
        TextPart::Unknown(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_become_blanks() {
        for (source, expected) in [
            ("PS C:\\> Get-BitsTransfer", "        Get-BitsTransfer"),
            ("PS C:\\>$a = 1\n>> $b", "       $a = 1\n   $b"),
            ("PS> a", "    a"),
            ("C:\\PS>Get-BitsTransfer", "      Get-BitsTransfer"),
            ("Get-Process PS > a", "Get-Process PS > a"),
            ("PS a > b", "PS a > b"),
        ] {
            let read = without_prompts(source);
            assert_eq!(read.len(), source.len());
            assert_eq!(read.trim_end(), expected.trim_end(), "{source}");
        }
    }
}
