//! Where a secret comes from: the literals that a script hands on, by whatever names, to what signs in with them.
//!
//! Variables are told apart by their names alone, wherever and whenever they are set: it is better that too much is hidden than too
//! little.

use super::command_name;
use crate::lower_case::begins;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{
    Block, Command, CommandBody, Compound, Declared, Piece, Statement, StatementKind, Within, Word, WordKind,
};
use crate::secret::is_secret_name;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The deepest that what stands within each other is looked at.
const DEEPEST: usize = 64;

/// Where the literals stand that are secrets, with what they say.
pub(super) fn secrets(block: &Block<'_>) -> Vec<(Span, String)> {
    let mut script = Origins::default();
    script.block(block);
    let mut told = Told::default();
    let roots = std::mem::take(&mut script.roots);
    for root in &roots {
        told.root(root);
    }
    while let Some(name) = told.names.pop() {
        for source in script.sources(&name) {
            told.source(source);
        }
    }
    told.found
}

/// What a variable holds, or what stands in the place of a secret.
#[derive(Clone, Copy)]
enum Source<'s, 't> {
    Word(&'s Word<'t>),
    Statement(&'s Statement<'t>),
}

/// What is handed on to what signs in.
enum Root<'s, 't> {
    /// All that it comes from is secret.
    Whole(Source<'s, 't>),
    /// So are the variables in it: of its own words the look of the line decides.
    Variables(&'s Word<'t>),
}

/// What a script says of its variables.
#[derive(Default)]
struct Origins<'s, 't> {
    depth: usize,
    roots: Vec<Root<'s, 't>>,
    /// By the name of a variable, or of one and its entry: `o.password`.
    set: BTreeMap<String, Vec<Source<'s, 't>>>,
    /// By the name of a parameter, the functions that have it, and its place among theirs.
    parameters: BTreeMap<String, Vec<(String, usize)>>,
    /// By the name of a function, its parameters.
    functions: BTreeMap<String, Vec<String>>,
    /// By the name of a command, its arguments, call by call.
    calls: BTreeMap<String, Vec<&'s [Word<'t>]>>,
}

impl<'s, 't> Origins<'s, 't> {
    /// All that a variable may get.
    fn sources(&self, name: &str) -> Vec<Source<'s, 't>> {
        let mut out = self.set.get(name).cloned().unwrap_or_default();
        for (function, place) in self.parameters.get(name).into_iter().flatten() {
            let names = self
                .functions
                .get(function)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let calls = self.calls.get(function).into_iter().flatten();
            out.extend(
                calls
                    .filter_map(|call| argument(call, names, name, *place))
                    .map(Source::Word),
            );
        }
        out
    }

    fn block(&mut self, block: &'s Block<'t>) {
        self.declared(&block.parameters);
        block
            .statements
            .iter()
            .for_each(|statement| self.statement(statement));
    }

    fn declared(&mut self, parameters: &'s [Declared<'t>]) {
        for parameter in parameters {
            if let Some(default) = &parameter.default {
                self.word(default);
                self.set(plain(&parameter.name), Source::Word(default));
            }
        }
    }

    fn set(&mut self, name: String, to: Source<'s, 't>) {
        if let Source::Word(word) = to {
            if is_told(&name) {
                self.roots.push(Root::Variables(word));
            }
            // `$o.v` of `$o = @{ v = … }`
            for (key, value) in entries(word) {
                self.set.entry(format!("{name}.{key}")).or_default().push(value);
            }
        }
        self.set.entry(name).or_default().push(to);
    }

    fn statement(&mut self, statement: &'s Statement<'t>) {
        self.depth = self.depth.saturating_add(1);
        if self.depth <= DEEPEST {
            self.statement_within(statement);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn statement_within(&mut self, statement: &'s Statement<'t>) {
        match &statement.kind {
            StatementKind::Pipeline { commands, .. } => self.pipeline(commands),
            StatementKind::Assignment { target, value, .. } => {
                self.word(target);
                self.statement(value);
                let source = value
                    .as_expression()
                    .map_or(Source::Statement(value), Source::Word);
                if let Some(name) = name_of(target) {
                    self.set(name, source);
                }
            }
            StatementKind::Chain { left, right, .. } => {
                self.statement(left);
                self.statement(right);
            }
            StatementKind::Compound {
                compound,
                names,
                parameters,
                parts,
            } => {
                self.declared(parameters);
                let statements = || parts.iter().flat_map(|part| &part.statements);
                if *compound == Compound::Function
                    && let Some(name) = names.first().and_then(Word::text)
                {
                    let declared: Vec<String> = parameters.iter().map(|one| plain(&one.name)).collect();
                    let name = command_name(name);
                    for (place, parameter) in declared.iter().enumerate() {
                        let of = self.parameters.entry(parameter.clone()).or_default();
                        of.push((name.clone(), place));
                    }
                    self.functions.insert(name, declared);
                }
                if *compound == Compound::ForEach
                    && let Some(name) = names.first().and_then(name_of)
                {
                    for statement in parts.first().into_iter().flat_map(|part| &part.statements) {
                        self.set(name.clone(), Source::Statement(statement));
                    }
                }
                names.iter().for_each(|name| self.word(name));
                statements().for_each(|statement| self.statement(statement));
            }
            StatementKind::Opaque(_) => {}
        }
    }

    fn pipeline(&mut self, commands: &'s [Command<'t>]) {
        let mut before: Option<&'s Command<'t>> = None;
        for command in commands {
            match &command.body {
                CommandBody::Expression(word) => self.word(word),
                CommandBody::Words(words) => {
                    words.iter().for_each(|word| self.word(word));
                    if let Some((first, arguments)) = words.split_first() {
                        self.command(first.text().unwrap_or(""), arguments, before);
                    }
                }
            }
            before = Some(command);
        }
    }

    fn command(&mut self, name: &str, arguments: &'s [Word<'t>], before: Option<&'s Command<'t>>) {
        let name = command_name(name);
        let mut words = arguments.iter().peekable();
        while let Some(word) = words.next() {
            let WordKind::Parameter { name, argument, .. } = &word.kind else {
                continue;
            };
            // `-Credential $c` takes no text.
            let is_secret = is_told(name) && !begins("credential", name);
            let value = argument.as_deref().or_else(|| words.peek().copied());
            if let Some(value) = value.filter(|_| is_secret) {
                self.roots.push(Root::Variables(value));
            }
        }
        match name.as_str() {
            "convertto-securestring" => {
                let said = arguments.iter().map(Word::said);
                let said = said.filter(|word| !matches!(word.kind, WordKind::Parameter { .. }));
                self.roots
                    .extend(said.map(|word| Root::Whole(Source::Word(word))));
                if let Some(CommandBody::Expression(word)) = before.map(|before| &before.body) {
                    self.roots.push(Root::Whole(Source::Word(word)));
                }
            }
            "new-object" => {
                let said = || arguments.iter().map(Word::said);
                if said().any(|word| word.text().is_some_and(is_credential)) {
                    let lists = said().filter_map(|word| list(word));
                    self.roots.extend(
                        lists
                            .filter_map(|list| list.get(1))
                            .map(|word| Root::Whole(Source::Word(word))),
                    );
                }
            }
            _ => self.calls.entry(name).or_default().push(arguments),
        }
    }

    fn word(&mut self, word: &'s Word<'t>) {
        self.depth = self.depth.saturating_add(1);
        if self.depth <= DEEPEST {
            self.word_within(word);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn word_within(&mut self, word: &'s Word<'t>) {
        match &word.kind {
            WordKind::Expandable { pieces, .. } => {
                for piece in pieces {
                    if let Piece::Nested(inner) = piece {
                        self.word(inner);
                    }
                }
                let begins = match pieces.first() {
                    Some(Piece::Literal(text)) => text,
                    _ => "",
                };
                if signs_in(begins) {
                    self.roots.push(Root::Variables(word));
                }
            }
            WordKind::Binary { .. } => {
                let operands = operands(word);
                let first = operands.first().and_then(|first| first.text());
                let is_header = first.is_some_and(signs_in);
                for (number, operand) in operands.into_iter().enumerate() {
                    self.word(operand);
                    if is_header && number > 0 {
                        self.roots.push(Root::Variables(operand));
                    }
                }
            }
            WordKind::Hashtable(pairs) => {
                for pair in pairs {
                    self.statement(&pair.value);
                    if let (Some(key), Some(value)) = (pair.key.text(), pair.value.as_expression())
                        && is_told(key)
                    {
                        self.roots.push(Root::Variables(value));
                    }
                }
            }
            WordKind::Call {
                target,
                member,
                arguments,
                ..
            } => {
                self.word(target);
                arguments.iter().for_each(|argument| self.word(argument));
                let is_new = member.text().is_some_and(|name| name.eq_ignore_ascii_case("new"));
                let of_credential = matches!(&target.kind, WordKind::Type(name) if is_credential(name));
                if is_new && of_credential {
                    let password = arguments.get(1).map(|word| Root::Whole(Source::Word(word)));
                    self.roots.extend(password);
                }
                // `$headers.Add('Authorization', "Basic $b")`
                if let [name, value] = arguments.as_slice()
                    && name.text().is_some_and(is_told)
                {
                    self.roots.push(Root::Variables(value));
                }
            }
            _ => word.each_within(|within| match within {
                Within::Word(word) => self.word(word),
                Within::Statement(statement) => self.statement(statement),
                Within::Block(block) => self.block(block),
            }),
        }
    }
}

/// The literals that were found, and the variables that are still to be looked at.
#[derive(Default)]
struct Told {
    depth: usize,
    found: Vec<(Span, String)>,
    names: Vec<String>,
    seen: BTreeSet<String>,
}

impl Told {
    fn root(&mut self, root: &Root<'_, '_>) {
        match root {
            Root::Whole(source) => self.source(*source),
            Root::Variables(word) => {
                let before = self.found.len();
                self.word(word);
                self.found.truncate(before);
            }
        }
    }

    fn source(&mut self, source: Source<'_, '_>) {
        match source {
            Source::Word(word) => self.word(word),
            Source::Statement(statement) => self.statement(statement),
        }
    }

    fn statement(&mut self, statement: &Statement<'_>) {
        self.depth = self.depth.saturating_add(1);
        if self.depth <= DEEPEST {
            self.statement_within(statement);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn statement_within(&mut self, statement: &Statement<'_>) {
        match &statement.kind {
            // What a command gives is not what is said to it.
            StatementKind::Pipeline { commands, .. } => {
                for command in commands {
                    if let CommandBody::Expression(word) = &command.body {
                        self.word(word);
                    }
                }
            }
            StatementKind::Assignment { value, .. } => self.statement(value),
            StatementKind::Compound { parts, .. } => {
                parts
                    .iter()
                    .flat_map(|part| part.statements.last())
                    .for_each(|statement| self.statement(statement));
            }
            StatementKind::Chain { .. } | StatementKind::Opaque(_) => {}
        }
    }

    fn word(&mut self, word: &Word<'_>) {
        self.depth = self.depth.saturating_add(1);
        if self.depth <= DEEPEST {
            self.word_within(word);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn word_within(&mut self, word: &Word<'_>) {
        match &word.kind {
            WordKind::Text { value, .. } => {
                // `'bob:' + $v`, `'bob:{0}' -f $v`: what stands around it.
                let is_frame = value.ends_with([':', ' ']) || value.contains("{0");
                if !value.trim().is_empty() && !is_frame {
                    self.found.push((word.span, value.trim().to_owned()));
                }
            }
            WordKind::Expandable { pieces, .. } => {
                // In front of a colon stands the user, or the name of a header.
                let is_colon =
                    |piece: &Piece<'_>| matches!(piece, Piece::Literal(text) if text.contains(':'));
                let from = pieces.iter().position(is_colon).unwrap_or(0);
                for piece in pieces.iter().skip(from) {
                    if let Piece::Nested(inner) = piece {
                        self.word(inner);
                    }
                }
            }
            WordKind::Binary { .. } => {
                let operands = operands(word);
                // In front of a colon stands the user.
                let is_colon = |one: &&Word<'_>| one.text().is_some_and(|text| text.ends_with(':'));
                let from = operands.iter().position(is_colon).unwrap_or(0);
                operands
                    .into_iter()
                    .skip(from)
                    .for_each(|operand| self.word(operand));
            }
            WordKind::Call {
                target, arguments, ..
            } => {
                self.word(target);
                arguments.iter().for_each(|argument| self.word(argument));
            }
            WordKind::Paren(statement) => self.statement(statement),
            WordKind::Array(statements) | WordKind::Subexpression(statements) => {
                statements.iter().for_each(|statement| self.statement(statement));
            }
            WordKind::List(items) => items.iter().for_each(|item| self.word(item)),
            WordKind::Cast { inner, .. } | WordKind::Unary { inner, .. } => self.word(inner),
            WordKind::Ternary { then, otherwise, .. } => {
                self.word(then);
                self.word(otherwise);
            }
            _ => {
                if let Some(name) = name_of(word).filter(|name| name != "_")
                    && self.seen.insert(name.clone())
                {
                    self.names.push(name);
                }
            }
        }
    }
}

/// The variable that a word is, or the entry of one: `$o.password`, `$o['password']`.
fn name_of(word: &Word<'_>) -> Option<String> {
    match &word.kind {
        WordKind::Variable(name) => Some(plain(name)),
        WordKind::Cast { inner, .. } => match &inner.kind {
            WordKind::Variable(name) => Some(plain(name)),
            _ => None,
        },
        WordKind::Member {
            target,
            member: entry,
            is_static: false,
        }
        | WordKind::Index { target, index: entry } => {
            let WordKind::Variable(name) = &target.kind else {
                return None;
            };
            Some(format!("{}.{}", plain(name), entry.text()?.to_lowercase()))
        }
        _ => None,
    }
}

/// The entries of a hashtable.
fn entries<'s, 't>(word: &'s Word<'t>) -> Vec<(String, Source<'s, 't>)> {
    // `[ordered]@{…}`
    let word = match &word.kind {
        WordKind::Cast { inner, .. } => inner,
        _ => word,
    };
    match &word.kind {
        WordKind::Hashtable(pairs) => pairs
            .iter()
            .filter_map(|pair| {
                let value = pair.value.as_expression();
                Some((
                    pair.key.text()?.to_lowercase(),
                    value.map_or(Source::Statement(&pair.value), Source::Word),
                ))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether a name promises a secret, and nothing else: keys and codes are of many kinds.
fn is_told(name: &str) -> bool {
    is_secret_name(name) && !["key", "code"].iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// What a call gives a parameter of a function, by its name or by its place.
fn argument<'s, 't>(
    arguments: &'s [Word<'t>],
    names: &[String],
    wanted: &str,
    place: usize,
) -> Option<&'s Word<'t>> {
    let mut words = arguments.iter();
    let mut placed = Vec::new();
    let mut named = BTreeSet::new();
    while let Some(word) = words.next() {
        let WordKind::Parameter { name, argument, .. } = &word.kind else {
            placed.push(word);
            continue;
        };
        let Some(parameter) = names.iter().find(|one| begins(one, name)) else {
            continue;
        };
        let value = argument.as_deref().or_else(|| words.next());
        if parameter == wanted {
            return value;
        }
        named.insert(parameter.as_str());
    }
    let before = names
        .iter()
        .take(place)
        .filter(|name| !named.contains(name.as_str()))
        .count();
    placed.get(before).copied()
}

/// Whether a type is that of a credential.
fn is_credential(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    ["pscredential", "networkcredential"]
        .iter()
        .any(|one| last.eq_ignore_ascii_case(one))
}

/// The items of a list, perhaps in parentheses.
fn list<'s, 't>(word: &'s Word<'t>) -> Option<&'s [Word<'t>]> {
    let inner = match &word.kind {
        WordKind::Paren(statement) => statement.as_expression()?,
        WordKind::Array(statements) => statements.first()?.as_expression()?,
        _ => word,
    };
    match &inner.kind {
        WordKind::List(items) => Some(items),
        _ => None,
    }
}

/// Whether a text begins what signs in: a header that does, or the scheme that stands in one.
fn signs_in(text: &str) -> bool {
    let text = text.trim_start();
    let is_scheme = |word: &str| {
        ["basic", "bearer"]
            .iter()
            .any(|scheme| word.trim().eq_ignore_ascii_case(scheme))
    };
    match text.split_once(':') {
        Some((name, _)) => !name.contains(['/', ' ', '?']) && is_told(name),
        None => text.ends_with(' ') && is_scheme(text),
    }
}

/// What an expression puts together, from left to right.
fn operands<'s, 't>(word: &'s Word<'t>) -> Vec<&'s Word<'t>> {
    let mut out = Vec::new();
    let mut word = word;
    while let WordKind::Binary { left, right, .. } = &word.kind {
        out.push(&**right);
        word = left;
    }
    out.push(word);
    out.reverse();
    out
}
