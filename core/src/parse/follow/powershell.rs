//! A text of PowerShell, followed to its jobs.

mod cmdlet;
mod filter;
mod function;
mod program;
mod prompt;
mod value;
mod variable;

use super::variables::Variables;
use super::{Script, handle, surprise, waiting};
use crate::command::bitstransfer;
use crate::document::closest;
use crate::parse::patterns::{POWERSHELL_SYNTAX, UNKNOWN_CMDLET};
use crate::parse::powershell::{
    Command, CommandBody, Compound, Role, Statement, StatementKind, TextPart, Value, Word, WordKind, read,
};
use crate::span::Span;
use prompt::without_prompts;
use std::collections::{BTreeMap, BTreeSet};
use variable::variable_name;

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
    for default in read
        .block
        .parameters
        .iter()
        .filter_map(|one| one.default.as_ref())
    {
        follower.inner(default);
    }
    follower.all(&read.block.statements);
    follower.not_called();
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
                            // `function global:Save-File`
                            let name = name.rsplit(':').next().unwrap_or(name);
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
                        names.iter().for_each(|name| self.inner(name));
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

    /// Follows the blocks that a command gets; whether there are some.
    fn blocks(&mut self, arguments: &'r [Word<'t>]) -> bool {
        let mut blocks = arguments.iter().filter(|word| is_block(word)).peekable();
        let are_there = blocks.peek().is_some();
        blocks.for_each(|block| self.inner(block));
        are_there
    }

    fn command(&mut self, command: &'r Command<'t>, words: &'r [Word<'t>], piped: Option<Value>) -> Value {
        let Some((first, arguments)) = words.split_first() else {
            return Value::Null;
        };
        // Blocks are followed by those who get them.
        for word in arguments.iter().filter(|word| !is_block(word)) {
            self.inner(word);
        }
        if let WordKind::ScriptBlock(block) = &first.kind {
            return self.all(&block.statements);
        }
        let called = self.expression(first);
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
            "where-object" | "where" | "?" => {
                self.blocks(arguments);
                self.filter(arguments, piped, command.span)
            }
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
                if !self.blocks(arguments) {
                    self.script.opaque(command.span);
                }
                self.unknown_value(command.span)
            }
        }
    }
}

fn is_block(word: &Word<'_>) -> bool {
    matches!(word.kind, WordKind::ScriptBlock(_))
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
