//! Programs that a text of PowerShell starts: bitsadmin, and other shells.

use super::{Follower, command_name, follow, is_block, last_text};
use crate::command::bitsadmin::Kind;
use crate::parse::bitsadmin;
use crate::parse::cmd::Mode;
use crate::parse::encoded::decoded;
use crate::parse::follow::cmd::{begins_command, reads_input};
use crate::parse::follow::handle::Handle;
use crate::parse::follow::launch::{self, Task};
use crate::parse::follow::outer::{Outer, StandsFor};
use crate::parse::follow::{Called, Script, cmd, cmdlet, expression, handle, percent, surprise, text};
use crate::parse::nested::Inner;
use crate::parse::patterns::{ENCODED_COMMAND, TEXT_NOT_READ};
use crate::parse::powershell::value::push;
use crate::parse::powershell::{
    Edition, NativeArgument, TextPart, Unknown, Value, Word, WordKind, native_arguments,
};
use crate::span::Span;
use crate::text::{Dialect, Piece, Text, is_environment_name};
use std::collections::{BTreeMap, BTreeSet};

/// Something with the place where it stands.
type Placed<T> = (Span, T);

/// The most variables that are marked in one text.
const MOST_MARKS: usize = 64;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// bitsadmin, called from PowerShell.
    pub(super) fn bitsadmin(&mut self, program: &Word<'_>, arguments: &'r [Word<'t>], span: Span) -> Value {
        let variables = |name: &str| self.variable(name);
        let given = |edition: Edition| native_arguments(arguments, self.source, edition, &variables);
        let edition = self.script.edition;
        let gets = given(edition);
        // What stands behind `--%` is handed on as it was typed.
        let verbatim = arguments
            .iter()
            .find(|word| word.span.of(self.source) == "--%")
            .map(|word| word.span.end);
        let changed = match verbatim {
            Some(_) => Vec::new(),
            None => surprise::changed_arguments(&gets, edition, given),
        };
        // What they hold is read as it is meant.
        let blocks: BTreeSet<Span> = match verbatim {
            Some(_) => BTreeSet::new(),
            None => arguments
                .iter()
                .filter(|word| is_block(word))
                .map(|word| word.span)
                .collect(),
        };
        for block in &blocks {
            let quoted = format!("'{}'", block.of(self.source).replace('\'', "''"));
            let found = surprise::BLOCK_AS_ARGUMENT.at(
                *block,
                surprise::BLOCK_AS_ARGUMENT.what,
                surprise::BLOCK_AS_ARGUMENT.instead,
            );
            self.script
                .found(found.with_fix("Put it in quotes", *block, quoted));
        }
        // `$job.JobId`
        let ids: BTreeMap<Span, Value> = arguments
            .iter()
            .filter(|word| verbatim.is_none() && matches!(word.kind, WordKind::Member { .. }))
            .filter_map(|word| Some((word.span, self.result(word)?)))
            .collect();
        for (place, id) in &ids {
            if matches!(handle::of(id), Some(Handle::Id(_) | Handle::Some)) {
                let quoted = format!("\"{{$({})}}\"", place.of(self.source));
                let found = bitsadmin::MALFORMED_GUID.at(
                    *place,
                    "bitsadmin takes a GUID in braces only, and PowerShell writes it without: it is taken for the name of a job.",
                    "Write the GUID in braces.",
                );
                self.script
                    .found(found.with_fix("Write the braces", *place, quoted));
            }
        }
        let words: Vec<(Span, Value)> = gets
            .into_iter()
            .map(|argument| {
                if blocks.contains(&argument.span) {
                    return (argument.span, Value::text(argument.span.of(self.source)));
                }
                if let Some(id) = ids.get(&argument.span) {
                    return (argument.span, id.clone());
                }
                let parts = match verbatim {
                    Some(end) if argument.span.start >= end => {
                        with_environment(argument.parts, argument.span)
                    }
                    _ => argument.parts,
                };
                (argument.span, self.resolved(Value::Text(parts)))
            })
            .collect();
        let mut empty: BTreeSet<Span> = BTreeSet::new();
        if verbatim.is_none() {
            empty = self.as_written(program.span, &words);
        }
        for place in changed {
            let found = surprise::CHANGED_NATIVE_ARGUMENT.at(
                place,
                surprise::CHANGED_NATIVE_ARGUMENT.what,
                surprise::CHANGED_NATIVE_ARGUMENT.instead,
            );
            self.script.found(match empty.contains(&place) {
                true => found.with_fix("Write the word for nothing", place, "NULL"),
                false => found,
            });
        }
        self.call_bitsadmin(program.span, &words, span)
    }

    /// Looks at the words as they are written: says which names of files hold variables of cmd, which neither PowerShell
    /// nor bitsadmin expands; gives the empty texts for which bitsadmin has a word.
    fn as_written(&mut self, program: Span, words: &[(Span, Value)]) -> BTreeSet<Span> {
        let texts: Vec<bitsadmin::Word> = words
            .iter()
            .map(|(at, _)| bitsadmin::Word::literal_at(*at, self.source))
            .collect();
        let mut empty = BTreeSet::new();
        for call in bitsadmin::read(program, &texts, self.source, Dialect::PowerShell) {
            for given in call.arguments {
                if matches!(given.argument.kind, Kind::Path | Kind::RemoteName) {
                    percent::say_of_name(self.script, given.span, self.source);
                }
                let is_empty = matches!(given.span.of(self.source), "\"\"" | "''");
                if is_empty && given.argument.null.is_some() {
                    empty.insert(given.span);
                }
            }
        }
        empty
    }

    pub(super) fn call_bitsadmin(&mut self, program: Span, words: &[(Span, Value)], span: Span) -> Value {
        let mut jobs: BTreeMap<Span, usize> = BTreeMap::new();
        let mut of_a_filter: BTreeSet<Span> = BTreeSet::new();
        let mut texts = Vec::new();
        for (at, value) in words {
            self.say_of_file(value, span);
            match handle::of(value) {
                Some(Handle::Id(job) | Handle::Job(job)) => drop(jobs.insert(*at, job)),
                Some(Handle::Some) => drop(of_a_filter.insert(*at)),
                None => {}
            }
            let text = text(value, &self.script.outer);
            texts.push(bitsadmin::Word {
                span: *at,
                pieces: text.pieces().iter().map(|piece| (piece.clone(), *at)).collect(),
            });
        }
        let mut made = None;
        for call in bitsadmin::read(program, &texts, self.source, Dialect::PowerShell) {
            let argument = call
                .arguments
                .iter()
                .find(|given| given.argument.kind == Kind::Job);
            if let Some(argument) = argument.filter(|argument| of_a_filter.contains(&argument.span)) {
                for found in &call.findings {
                    self.script.found(found.clone());
                }
                cmdlet::of_a_filter(self.script, argument.span);
                let at = call.span;
                self.script.statement(Called::Bitsadmin(call), at, None);
                continue;
            }
            let job =
                crate::parse::follow::bitsadmin::take(self.script, &call, &|span| jobs.get(&span).copied());
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
    pub(super) fn start_process(&mut self, arguments: &'r [Word<'t>], span: Span) -> Value {
        let started = match self.program_and_line(arguments, "filepath", "argumentlist") {
            (Some((program, name)), Some((at, line))) => self.started((program, &name), (at, &line), span),
            _ => None,
        };
        started.unwrap_or_else(|| {
            self.not_followed(arguments, None, span);
            self.unknown_value(span)
        })
    }

    /// `New-ScheduledTaskAction -Execute bitsadmin -Argument '…'`
    pub(super) fn task_action(&mut self, arguments: &'r [Word<'t>], name: Span, span: Span) -> Value {
        match self.program_and_line(arguments, "execute", "argument") {
            (Some((program, called)), Some((at, line))) => self.in_a_task(name, span, |follower| {
                follower.started((program, &called), (at, &line), span).is_some()
            }),
            _ => self.script.opaque(span),
        }
        self.unknown_value(span)
    }

    /// `schtasks /create /tr "bitsadmin …"`
    pub(super) fn schtasks(&mut self, arguments: &'r [Word<'t>], name: Span, span: Span) -> Value {
        self.in_a_task(name, span, |follower| {
            let line = follower.line_of_task(arguments);
            line.is_some_and(|(inner, outer)| launch::launch(follower.script, inner, outer, span))
        });
        self.unknown_value(span)
    }

    /// The line that schtasks gets for a task; nothing where that is not known, or not the same from every PowerShell.
    fn line_of_task(&self, arguments: &'r [Word<'t>]) -> Option<(Inner, Outer)> {
        let variables = |name: &str| self.variable(name);
        let given = |edition: Edition| native_arguments(arguments, self.source, edition, &variables);
        let edition = self.script.edition;
        let gets = given(edition);
        let said = |argument: &NativeArgument| Value::Text(argument.parts.clone()).to_text();
        let argument = gets.get(launch::line_of_task(gets.iter().map(said))?)?;
        if surprise::changed_arguments(&gets, edition, given).contains(&argument.span) {
            return None;
        }
        let value = self.resolved(Value::Text(argument.parts.clone()));
        let (mut inner, mut outer) = (Inner::default(), Outer::default());
        let parts = handed_on(&value, true, &mut outer)?;
        let has_sign = parts
            .iter()
            .any(|part| matches!(part, Handed::Text(text) if text.contains('%')));
        self.lay(parts, argument.span, &mut inner);
        // Whether a task puts in variables is not known; a cmd that it runs does.
        let is_sure = !has_sign || launch::program(&inner).is_some_and(|program| program == "cmd");
        is_sure.then_some((inner, outer))
    }

    /// Follows what a task runs later; where it is none of BITS, it is opaque.
    fn in_a_task(&mut self, name: Span, span: Span, follow: impl FnOnce(&mut Self) -> bool) {
        let task = Task::begin(self.script);
        let is_followed = follow(self);
        task.end(self.script, name, span, is_followed);
    }

    /// The program that a command starts, and the line that it gets, by the names of their parameters, which are the first two
    /// by their places too.
    fn program_and_line(
        &self,
        arguments: &'r [Word<'t>],
        of_program: &str,
        of_line: &str,
    ) -> (Option<Placed<String>>, Option<Placed<Value>>) {
        let mut program: Option<Placed<String>> = None;
        let mut line: Option<Placed<Value>> = None;
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
                _ if program.is_none() => (of_program.to_owned(), word),
                _ => (of_line.to_owned(), word),
            };
            let value_span = value.span;
            let value = self.value(value);
            if of_program.starts_with(name.as_str()) {
                program = last_text(&value).map(|name| (value_span, name.to_lowercase()));
            } else if of_line.starts_with(name.as_str()) || name == "args" {
                line = Some((value_span, value));
            }
        }
        (program, line)
    }

    /// A program that is started with a line of arguments; `None` where it is none that is followed, or the line is not
    /// known.
    pub(super) fn started(
        &mut self,
        program: (Span, &str),
        line: (Span, &Value),
        span: Span,
    ) -> Option<Value> {
        let ((program, name), (at, line)) = (program, line);
        match command_name(name).as_str() {
            "bitsadmin" => {
                let words = crate::parse::follow::line::words(line, at);
                Some(self.call_bitsadmin(program, &words, span))
            }
            shell @ ("cmd" | "powershell" | "pwsh") => {
                let line = line.to_text()?;
                let mut inner = Inner::default();
                inner.push(&format!("{shell} "), self.script.at(program));
                inner.push(&line, self.script.at(self.written(at, &line)));
                launch::launch(self.script, inner, Outer::default(), span).then(|| self.unknown_value(span))
            }
            _ => None,
        }
    }

    /// Follows a text that PowerShell gets; says whether it is known.
    pub(super) fn hand_over(&mut self, word: &Word<'_>, span: Span) -> bool {
        let (mut inner, mut outer) = (Inner::default(), Outer::default());
        let is_known = self.hand_on(word, false, &mut inner, &mut outer);
        let may = is_known && self.script.may_grow(inner.text.len());
        if may {
            self.script.nested_text(inner, outer, span, follow);
        }
        may
    }

    fn text(&mut self, text: &str, place: Span, span: Span, read: fn(&mut Script<'_>, &str)) -> bool {
        let may = self.script.may_grow(text.len());
        if may {
            let mut inner = Inner::default();
            inner.push(text, self.script.at(self.written(place, text)));
            self.script.nested(inner, Outer::default(), span, read);
        }
        may
    }

    /// Whether a command is a shell that reads what comes through the pipeline, and that is known.
    pub(super) fn reads(&mut self, words: &[Word<'_>], piped: &Value, place: Span, span: Span) -> bool {
        let Some((first, arguments)) = words.split_first() else {
            return false;
        };
        let said: Vec<String> = arguments
            .iter()
            .map(|word| word.span.of(self.source).to_lowercase())
            .collect();
        let read: fn(&mut Script<'_>, &str) = match command_name(first.text().unwrap_or("")).as_str() {
            "cmd" if !said.iter().any(|word| begins_command(word)) => at_prompt,
            "powershell" | "pwsh" if reads_input(&said) => follow,
            "invoke-expression" | "iex" if said.is_empty() => follow,
            _ => return false,
        };
        let lines = match piped {
            Value::List(items) => items.iter().map(Value::as_text).collect::<Option<Vec<String>>>(),
            value => value.as_text().map(|text| vec![text]),
        };
        lines.is_some_and(|lines| self.text(&lines.join("\n"), place, span, read))
    }

    /// Where a text is written, if it stands there as it is; else the whole word.
    fn written(&self, word: Span, text: &str) -> Span {
        match word.of(self.source).find(text) {
            Some(at) => {
                let start = word.start.saturating_add(at);
                Span::new(start, start.saturating_add(text.len()))
            }
            None => word,
        }
    }

    /// `cmd /c …`
    pub(super) fn cmd(&mut self, arguments: &'r [Word<'t>], span: Span) -> Value {
        let is_switch = |word: &Word<'_>| word.span.of(self.source).eq_ignore_ascii_case("/c");
        let at = arguments.iter().position(is_switch);
        let rest = at.and_then(|at| arguments.get(at.saturating_add(1)..));
        self.shell(rest.unwrap_or_default(), true, span)
    }

    /// `powershell -Command …`, `powershell -EncodedCommand …`
    pub(super) fn powershell(&mut self, arguments: &'r [Word<'t>], span: Span) -> Value {
        let mut rest = arguments;
        while let Some((first, behind)) = rest.split_first() {
            let WordKind::Parameter { name, argument, .. } = &first.kind else {
                break;
            };
            let name = name.to_lowercase();
            let begins = |whole: &str| !name.is_empty() && whole.starts_with(name.as_str());
            if begins("command") && argument.is_none() {
                rest = behind;
                break;
            }
            if cmd::is_encoded(&name) {
                let text = argument.as_deref().or(behind.first());
                if !text.is_some_and(|text| self.encoded(text, span)) {
                    self.script.opaque(span);
                }
                return self.unknown_value(span);
            }
            if begins("file") {
                self.script.opaque(span);
                return self.unknown_value(span);
            }
            if name.is_empty() {
                break;
            }
            let is_alone = argument.is_some() || cmd::SWITCHES.iter().any(|switch| begins(switch));
            rest = match is_alone {
                true => behind,
                false => behind.get(1..).unwrap_or_default(),
            };
        }
        self.shell(rest, false, span)
    }

    /// A command in Base64; whether it is read.
    fn encoded(&mut self, word: &Word<'_>, span: Span) -> bool {
        let text = self.value(word).to_text().and_then(|text| decoded(&text));
        let may = |text: &String| !self.script.is_too_deep() && self.script.may_grow(text.len());
        let Some(text) = text.filter(may) else {
            self.script.say(&TEXT_NOT_READ, word.span, cmd::IS_NOT_READ);
            return false;
        };
        self.script.say(&ENCODED_COMMAND, word.span, cmd::IS_READ);
        let mut inner = Inner::default();
        inner.push(&text, self.script.at(word.span));
        self.script.nested_text(inner, Outer::default(), span, follow);
        true
    }

    /// A shell that gets words as one text.
    fn shell(&mut self, words: &'r [Word<'t>], is_cmd: bool, span: Span) -> Value {
        if let [
            Word {
                kind: WordKind::ScriptBlock(block),
                ..
            },
        ] = words
        {
            return self.all(&block.statements);
        }
        // What comes through the pipeline, and is not known.
        let is_input = matches!(words, [only] if only.span.of(self.source) == "-");
        let mut inner = Inner::default();
        let mut outer = Outer::default();
        let mut is_known = !is_input && !words.iter().any(|word| self.is_one_of_named(word));
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                let start = word.span.start;
                inner.push(" ", self.script.at(Span::new(start, start)));
            }
            is_known &= self.hand_on(word, is_cmd, &mut inner, &mut outer);
        }
        if !is_known {
            self.not_followed(words, None, span);
            return self.unknown_value(span);
        }
        self.script
            .nested(inner, outer, span, |script, text| match is_cmd {
                true => at_prompt(script, text),
                false => follow(script, text),
            });
        self.unknown_value(span)
    }

    /// Puts the text of a word into what a shell gets; whether that is known.
    fn hand_on(&self, word: &Word<'_>, is_cmd: bool, inner: &mut Inner, outer: &mut Outer) -> bool {
        // A program gets a parameter as it is written.
        if let WordKind::Parameter {
            name_span, argument, ..
        } = &word.kind
        {
            inner.push(name_span.of(self.source), self.script.at(*name_span));
            return match argument {
                Some(argument) => self.hand_on(argument, is_cmd, inner, outer),
                None => true,
            };
        }
        let value = self.value(word);
        if let Some(text) = value.to_text() {
            inner.push(&text, self.script.at(self.written(word.span, &text)));
            return true;
        }
        let Some(parts) = handed_on(&value, is_cmd, outer) else {
            return false;
        };
        self.lay(parts, word.span, inner);
        true
    }

    /// Puts parts into what a shell gets, each where it is written, as far as it stands there as it is.
    fn lay(&self, parts: Vec<Handed>, word: Span, inner: &mut Inner) {
        let mut at = word.start;
        for part in parts {
            let (text, written) = match &part {
                Handed::Text(text) => (text, text),
                Handed::Mark(mark, written) => (mark, written),
            };
            let rest = Span::new(at, word.end);
            let place = self.written(rest, written);
            if place != rest {
                at = place.end;
            }
            inner.push(text, self.script.at(place));
        }
    }
}

/// A part of what a shell gets.
enum Handed {
    /// As it is.
    Text(String),
    /// What stands for a variable, and how that is written.
    Mark(String, String),
}

/// What a shell gets for a value, with a mark for each variable that is not known: cmd reads one of the environment as it is
/// marked, and no other.
fn handed_on(value: &Value, is_cmd: bool, outer: &mut Outer) -> Option<Vec<Handed>> {
    let mut out = Vec::new();
    for part in value.to_parts() {
        let unknown = match part {
            TextPart::Units(units) => {
                out.push(Handed::Text(String::from_utf16(&units).ok()?));
                continue;
            }
            TextPart::Unknown(unknown) => unknown,
        };
        let Value::Variable { name, unknown } = &*unknown else {
            return None;
        };
        let (name, piece) = match name.split_once(':') {
            Some((scope, variable)) if scope.eq_ignore_ascii_case("env") => {
                (variable, Piece::Environment(variable.to_owned()))
            }
            Some(_) => return None,
            None if is_cmd => return None,
            None => (name.as_str(), expression(unknown.source.clone())),
        };
        if !is_environment_name(name) {
            return None;
        }
        let mark = format!("%{name}%");
        if !is_cmd && !outer.push(&mark, StandsFor::Text(Text::from_pieces([piece]))) {
            return None;
        }
        out.push(Handed::Mark(mark, unknown.source.clone()));
    }
    // What is written as a mark is none.
    let marks = out.iter().filter_map(|part| match part {
        Handed::Mark(mark, _) => Some(mark),
        Handed::Text(_) => None,
    });
    let is_written = |mark: &String| {
        let mut parts = out.iter();
        parts.any(|part| matches!(part, Handed::Text(text) if text.contains(mark.as_str())))
    };
    let is_sure = marks.clone().count() <= MOST_MARKS && !marks.clone().any(is_written);
    is_sure.then_some(out)
}

/// What stands behind `--%`: PowerShell puts in variables of the environment that are written as cmd writes them.
fn with_environment(parts: Vec<TextPart>, span: Span) -> Vec<TextPart> {
    let mut out = Vec::new();
    for part in parts {
        let TextPart::Units(units) = part else {
            out.push(part);
            continue;
        };
        let text = String::from_utf16_lossy(&units);
        if !text.contains('%') {
            out.push(TextPart::Units(units));
            continue;
        }
        let literal = |text: &str| vec![TextPart::Units(text.encode_utf16().collect())];
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            push(&mut out, literal(before));
            match after.split_once('%') {
                Some((name, behind)) if is_environment_name(name) => {
                    let unknown = Unknown {
                        span,
                        source: format!("$env:{name}"),
                    };
                    let name = format!("env:{name}");
                    out.push(TextPart::Unknown(Box::new(Value::Variable { name, unknown })));
                    rest = behind;
                }
                _ => {
                    push(&mut out, literal("%"));
                    rest = after;
                }
            }
        }
        push(&mut out, literal(rest));
    }
    out
}

/// A text as cmd reads it at the prompt.
fn at_prompt(script: &mut Script<'_>, text: &str) {
    cmd::follow(script, text, Mode::Prompt);
}
