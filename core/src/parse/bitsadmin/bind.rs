//! The arguments of a verb, each tied to the catalog.

use super::likely::likely;
use super::patterns::{
    COMMENT_AS_ARGUMENTS, MISSING_ARGUMENT, MISSING_JOB_NAME, SURPLUS_ARGUMENT, UNKNOWN_SWITCH,
};
use super::{Given, Reading, Statement, Word, swapped, value};
use crate::command::bitsadmin::{Argument, Kind, Verb, verb};
use crate::command::{Purpose, Spelling};
use crate::diagnostic::Severity;
use crate::parse::found::Found;
use crate::span::Span;
use crate::text::Dialect;

/// Ties the words behind a verb to its arguments.
pub(super) fn bind(reading: Reading<'_>, verb: &'static Verb, words: &[Word], statement: &mut Statement) {
    let places: Vec<&'static Argument> = verb
        .arguments
        .iter()
        .filter(|argument| argument.switch.is_none() && argument.kind != Kind::Verb)
        .collect();
    let mut binding = Binding {
        reading,
        verb,
        places,
        next: 0,
        surplus: Vec::new(),
        statement,
    };
    binding.words(words);
    binding.surplus();
    binding.missing(words);
    swapped::check(reading, statement);
}

struct Binding<'a, 's> {
    reading: Reading<'a>,
    verb: &'static Verb,
    /// The arguments that stand in their place alone.
    places: Vec<&'static Argument>,
    /// The one that comes next.
    next: usize,
    surplus: Vec<Word>,
    statement: &'s mut Statement,
}

impl Binding<'_, '_> {
    fn words(&mut self, words: &[Word]) {
        let mut rest = words;
        while let Some((word, behind)) = rest.split_first() {
            rest = behind;
            let literal = word.literal();
            // The first argument of /TRANSFER is the name, whatever it is. (usage in the wild)
            let anything = self.verb.purpose == Purpose::Transfers && self.next == 0;
            // `//server/share/a` is a name on a file share.
            let slash = literal
                .as_deref()
                .filter(|text| text.starts_with('/') && !text.starts_with("//"));
            if let Some(switch) = slash.filter(|_| !anything)
                && let Some(argument) = self.verb.argument(switch)
            {
                rest = self.switch(argument, word, rest);
                continue;
            }
            let place = self.place(word);
            if let Some(argument) = place
                && self.leaves_out(argument, literal.as_deref(), rest.len())
            {
                let before = Span::new(word.span.start, word.span.start);
                self.lacks(before, &[argument], Severity::Error);
                self.next = self.next.saturating_add(1);
                if let Some(argument) = self.place(word) {
                    self.give(argument, word);
                }
                continue;
            }
            if let Some(argument) = place
                && self.leaves_out_local_name(argument, literal.as_deref(), rest)
            {
                let end = self
                    .statement
                    .arguments
                    .last()
                    .map_or(word.span.start, |given| given.span.end);
                self.lacks(Span::new(end, end), &[argument], Severity::Error);
                self.next = self.next.saturating_add(1);
                if let Some(argument) = self.place(word) {
                    self.give(argument, word);
                }
                continue;
            }
            if (place.is_none() || self.begins_again()) && self.is_comment(literal.as_deref()) {
                self.comment(word, rest.last().unwrap_or(word));
                return;
            }
            match (place, slash) {
                (Some(argument), _) if anything => self.name(argument, word, literal.as_deref()),
                (Some(argument), Some(switch)) if !takes_slash(argument, switch) => {
                    rest = self.unknown_switch(switch, word, rest);
                }
                (Some(argument), _) => self.give(argument, word),
                (None, Some(switch)) => rest = self.unknown_switch(switch, word, rest),
                (None, None) => self.surplus.push(word.clone()),
            }
        }
    }

    /// A switch with the value behind it, if it has one.
    fn switch<'w>(&mut self, argument: &'static Argument, word: &Word, rest: &'w [Word]) -> &'w [Word] {
        if argument.kind == Kind::Switch {
            self.give_at(argument, word, Some(word.span));
            return rest;
        }
        let Some((given, behind)) = rest.split_first() else {
            let end = Span::new(word.span.end, word.span.end);
            self.lacks(end, &[argument], Severity::Error);
            return rest;
        };
        self.give_at(argument, given, Some(word.span));
        behind
    }

    /// The argument that a word is for, by its place.
    fn place(&mut self, word: &Word) -> Option<&'static Argument> {
        loop {
            let Some(argument) = self.places.get(self.next).copied() else {
                // The last arguments may stand again.
                let first = self.places.iter().position(|argument| argument.repeats)?;
                self.next = first;
                continue;
            };
            let belongs = argument.after.is_none_or(|after| self.has(after));
            let chosen = match argument.kind {
                Kind::OneOf(spellings) if argument.optional && argument.after.is_none() => {
                    let text = word.literal().unwrap_or_default();
                    spellings
                        .iter()
                        .any(|spelling| spelling.said.eq_ignore_ascii_case(&text))
                }
                _ => true,
            };
            if belongs && chosen {
                return Some(argument);
            }
            self.next = self.next.saturating_add(1);
        }
    }

    /// Whether an argument with that literal was given.
    fn has(&self, word: &str) -> bool {
        self.statement.arguments.iter().any(|given| {
            given
                .text
                .as_literal()
                .is_some_and(|text| text.eq_ignore_ascii_case(word))
        })
    }

    /// Whether an address stands where the job belongs, and one word is too few: the job is what is missing.
    fn leaves_out(&self, argument: &Argument, literal: Option<&str>, behind: usize) -> bool {
        let address = literal.is_some_and(|text| text.contains("://"));
        let needed = self
            .places
            .iter()
            .skip(self.next)
            .filter(|argument| !argument.optional)
            .count();
        matches!(argument.kind, Kind::Job | Kind::NewName) && address && behind.saturating_add(2) == needed
    }

    /// Whether an address stands where a local name belongs, and what follows makes pairs with it: the local name is missing.
    fn leaves_out_local_name(&self, argument: &Argument, literal: Option<&str>, behind: &[Word]) -> bool {
        let is_address = literal.is_some_and(|text| text.contains("://"));
        let is_remote = self
            .statement
            .arguments
            .last()
            .is_some_and(|given| given.text.literal_start().contains("://"));
        let makes_pairs = || behind.len() % 2 == 1 && behind.iter().all(|word| !word.is_open());
        argument.kind == Kind::Path && argument.repeats && is_address && is_remote && makes_pairs()
    }

    fn give(&mut self, argument: &'static Argument, word: &Word) {
        self.next = self.next.saturating_add(1);
        self.give_at(argument, word, None);
    }

    fn give_at(&mut self, argument: &'static Argument, word: &Word, switch: Option<Span>) {
        value::check(self.reading, argument, word, &mut self.statement.findings);
        self.statement.arguments.push(Given {
            argument,
            span: word.span,
            switch,
            text: word.text(),
        });
    }

    /// The name of a transfer; a switch there is taken for the name.
    fn name(&mut self, argument: &'static Argument, word: &Word, literal: Option<&str>) {
        let switch = literal.filter(|text| {
            let spelled = self.verb.arguments.iter().flat_map(|own| own.kind.spellings());
            text.starts_with('/')
                && (self.verb.argument(text).is_some()
                    || spelled
                        .clone()
                        .any(|spelling| spelling.said.eq_ignore_ascii_case(text)))
        });
        if let Some(switch) = switch {
            let upload = switch.eq_ignore_ascii_case("/UPLOAD");
            let effect = if upload {
                ", and without its type the job downloads"
            } else {
                ""
            };
            let before = Span::new(word.span.start, word.span.start);
            self.statement.findings.push(
                MISSING_JOB_NAME
                    .at(
                        word.span,
                        format!("The job has no name: the first word is taken for it, so the job is called {switch}{effect}."),
                        "Write a name before it.",
                    )
                    .with_fix("Call the job `job`", before, "job "),
            );
        }
        self.give(argument, word);
    }

    /// A switch that the verb does not have; gives the words that are left.
    fn unknown_switch<'w>(&mut self, switch: &str, word: &Word, rest: &'w [Word]) -> &'w [Word] {
        let verb = self.verb;
        let finding = UNKNOWN_SWITCH.at(word.span, format!("{verb} has no switch {switch}."), "");
        let alone = switch.trim_start_matches('/');
        let behind = rest.first();
        let value = behind.and_then(Word::literal).unwrap_or_default();
        let tail = rest.get(1..).unwrap_or(&[]);
        let named = named(verb, alone);
        let slashed = format!("/{value}");
        if let (Some(argument), Some(next)) = (named, behind)
            && let Some(spelling) = argument
                .kind
                .spellings()
                .iter()
                .find(|spelling| spelling.said.eq_ignore_ascii_case(&slashed))
        {
            // `/create /type Download`: the type is a switch by itself.
            let both = word.span.to(next.span);
            let mut finding = finding.with_fix(format!("Write {}", spelling.said), both, spelling.said);
            finding.help = format!("The type is a switch by itself: {}.", verb.syntax());
            self.statement.findings.push(finding);
            return tail;
        }
        if let Some(argument) = named {
            // `/create /name X`: the argument has no switch before it.
            let next = behind.map_or(word.span.end, |word| word.span.start);
            let mut finding = finding.with_fix("Take it out", Span::new(word.span.start, next), "");
            finding.help = format!("The {} stands there by itself: {}.", argument.name, verb.syntax());
            self.statement.findings.push(finding);
            return rest;
        }
        if let Some(finding) = self.word_in_the_wrong_place(switch, word) {
            self.statement.findings.push(finding);
            return rest;
        }
        let own = verb.arguments.iter().filter_map(|argument| argument.switch);
        let said = verb
            .arguments
            .iter()
            .flat_map(|argument| argument.kind.spellings());
        let said = said
            .map(|spelling| spelling.said)
            .filter(|said| said.starts_with('/'));
        if let Some(meant) = likely(switch, own.chain(said)) {
            let mut finding = finding.with_fix(format!("Write {meant}"), word.span, meant);
            finding.help = format!("Did you mean {meant}?");
            self.statement.findings.push(finding);
            return rest;
        }
        let setter = setter_of(alone);
        let mut finding = finding;
        finding.help = match setter {
            Some(setter) => format!(
                "It is a verb of its own, for a job that is made: {}.",
                setter.syntax()
            ),
            None => format!("Write {}.", verb.syntax()),
        };
        self.statement.findings.push(finding);
        // `/create /priority normal X`: the word belongs to the switch.
        let takes = setter
            .and_then(|setter| setter.arguments.last())
            .is_some_and(|last| {
                let mut said = last.kind.spellings().iter();
                said.any(|spelling| spelling.said.eq_ignore_ascii_case(&value))
            });
        if takes { tail } else { rest }
    }

    /// A word that the verb takes, but not here: `/download /upload`, or a type behind the name.
    fn word_in_the_wrong_place(&self, switch: &str, word: &Word) -> Option<Found> {
        let verb = self.verb;
        let argument = verb.arguments.iter().find(|argument| {
            argument.switch.is_none() && Spelling::read(argument.kind.spellings(), switch).is_some()
        })?;
        let given = self
            .statement
            .arguments
            .iter()
            .find(|given| given.argument == argument);
        let Some(given) = given else {
            return Some(UNKNOWN_SWITCH.at(
                word.span,
                format!("{switch} stands behind what it belongs before, and {verb} does not take it here."),
                format!("Write {}.", verb.syntax()),
            ));
        };
        let before = given.text.display();
        let found = SURPLUS_ARGUMENT.at(
            word.span,
            format!(
                "The {} is said twice, {before} and {switch}; a job has one.",
                argument.name
            ),
            "Keep the one that is meant.",
        );
        Some(match before.eq_ignore_ascii_case(switch) {
            true => found.with_fix("Take it out", Span::new(given.span.end, word.span.end), ""),
            false => found,
        })
    }

    /// Whether all arguments are there, and the next word would begin with those that may stand again.
    fn begins_again(&self) -> bool {
        let Some(next) = self.places.get(self.next) else {
            return false;
        };
        let is_first = self.places.iter().find(|argument| argument.repeats) == Some(next);
        is_first
            && self
                .statement
                .arguments
                .iter()
                .any(|given| given.argument == *next)
    }

    /// Whether a comment of other languages begins with the word; cmd has none behind a command. `//server/share` is a
    /// name on a file share, and a header has a colon.
    fn is_comment(&self, literal: Option<&str>) -> bool {
        let is_comment = |text: &str| match text.strip_prefix("//") {
            Some(rest) => !rest.contains('/'),
            None => text.starts_with('#') && !text.contains(':'),
        };
        self.reading.shell == Dialect::Cmd && literal.is_some_and(is_comment)
    }

    fn comment(&mut self, first: &Word, last: &Word) {
        let span = first.span.to(last.span);
        let before = self
            .statement
            .arguments
            .last()
            .map_or(first.span.start, |given| given.span.end);
        self.statement.findings.push(
            COMMENT_AS_ARGUMENTS
                .at(
                    span,
                    "cmd has no comments behind a command: bitsadmin gets these words as arguments.",
                    "Put the comment on a line of its own, behind rem.",
                )
                .with_fix(
                    "Take the comment out",
                    Span::new(before.max(self.statement.verb_span.end), span.end),
                    "",
                ),
        );
    }

    /// What is too much.
    fn surplus(&mut self) {
        let (Some(first), Some(last)) = (self.surplus.first(), self.surplus.last()) else {
            return;
        };
        let span = first.span.to(last.span);
        let verb = self.verb;
        let mut finding = SURPLUS_ARGUMENT.at(
            span,
            format!("{verb} takes no further argument; bitsadmin says \"Invalid number of arguments\"."),
            format!("Write {}.", verb.syntax()),
        );
        // A text with spaces that lacks its quotes.
        let text = self.statement.arguments.last().filter(|given| {
            given.argument.kind == Kind::Text && given.span.end < span.start && !given.argument.repeats
        });
        if let Some(given) = text {
            let whole = given.span.to(span);
            let written = whole.of(self.reading.source);
            if !written.contains(['"', '\'', '\n']) {
                finding.help = format!(
                    "Put quotation marks around the {}: without them a space ends it.",
                    given.argument.name
                );
                finding = finding.with_fix("Put quotation marks around it", whole, format!("\"{written}\""));
            }
        }
        self.statement.findings.push(finding);
    }

    /// What is too little.
    fn missing(&mut self, words: &[Word]) {
        let mut missing: Vec<&'static Argument> = Vec::new();
        let after = self.places.iter().skip(self.next).copied();
        for argument in after {
            match argument.after {
                None if !argument.optional => {
                    // Pairs that may stand again are asked for once.
                    let begun = self
                        .statement
                        .arguments
                        .iter()
                        .any(|given| given.argument == argument);
                    let inside = self
                        .places
                        .get(self.next.saturating_sub(1))
                        .is_some_and(|last| last.repeats)
                        && self.next > 0
                        && argument.repeats;
                    if !begun || inside {
                        missing.push(argument);
                    }
                }
                Some(word) if self.has(word) && self.needs(argument) => missing.push(argument),
                _ => {}
            }
        }
        let severity = if words.iter().any(Word::is_open) {
            // The variable may hold several arguments.
            Severity::Warning
        } else {
            Severity::Error
        };
        let end = self.statement.span.end;
        self.lacks(Span::new(end, end), &missing, severity);
    }

    /// Whether an argument that belongs to a word must stand behind it. `OVERRIDE` wants both lists; of a service account's
    /// proxy a page shows the list alone. [ba:setproxysettings; ba:util-and-setieproxy]
    fn needs(&self, argument: &Argument) -> bool {
        self.verb.purpose == Purpose::Sets || argument.null.is_none()
    }

    fn lacks(&mut self, span: Span, missing: &[&'static Argument], severity: Severity) {
        if missing.is_empty() {
            return;
        }
        let names: Vec<&str> = missing.iter().map(|argument| argument.name).collect();
        let verb = self.verb;
        let (noun, is) = if names.len() == 1 {
            ("argument", "is")
        } else {
            ("arguments", "are")
        };
        let mut finding = MISSING_ARGUMENT.at(
            span,
            format!("The {noun} {} of {verb} {is} missing.", names.join(", ")),
            format!("Write {}.", verb.syntax()),
        );
        finding.severity = severity;
        self.statement.findings.push(finding);
    }
}

/// Whether an argument may begin with a slash: free texts, and words that do.
fn takes_slash(argument: &Argument, text: &str) -> bool {
    match argument.kind {
        Kind::Text | Kind::List(_) | Kind::Hash => true,
        kind => kind
            .spellings()
            .iter()
            .any(|spelling| spelling.said.eq_ignore_ascii_case(text)),
    }
}

/// The argument of that name, such as `name` or `job`, where a switch was made of it.
fn named(verb: &'static Verb, name: &str) -> Option<&'static Argument> {
    let plain = |text: &str| text.replace(['_', '-'], "").to_ascii_lowercase();
    let wanted = plain(name);
    verb.arguments.iter().find(|argument| {
        let own = plain(argument.name);
        argument.switch.is_none()
            && (own == wanted || (argument.kind == Kind::NewName && wanted == "displayname"))
    })
}

/// The verb that sets what a switch seems to say: `/priority` is `/SETPRIORITY`.
fn setter_of(name: &str) -> Option<&'static Verb> {
    verb(&format!("/SET{name}")).or_else(|| verb(&format!("/{name}")))
}
