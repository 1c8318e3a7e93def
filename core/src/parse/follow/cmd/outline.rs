//! What a batch file says of its labels and variables, before it is followed.

use crate::parse::cmd::{Command, Form, Part, Statement, Value, assignment, computed, label_name, program};
use crate::parse::follow::mention;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Labels, jumps and assignments of a text, by where they stand.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The numbers of the statements of the text that are the label.
    labels: BTreeMap<String, Vec<usize>>,
    /// The same in order, of all labels.
    places: BTreeSet<usize>,
    /// The last jump to each label.
    last_jump: BTreeMap<String, usize>,
    /// In order; names in upper case.
    assigned: Vec<(usize, String)>,
    /// The calls of labels.
    calls: Vec<usize>,
    /// Where arguments are shifted.
    shifts: Vec<usize>,
    /// Variables that are assigned.
    names: BTreeSet<String>,
    /// Those that are assigned more than once.
    several: BTreeSet<String>,
    /// Variables that are given a text which names bitsadmin or a cmdlet.
    naming: BTreeSet<String>,
    /// Parts of the text that jumps lead back over, in order, none within another.
    rounds: Vec<Round>,
    /// Whether a variable stands for a label somewhere.
    jumps_anywhere: bool,
}

/// A part of the text that jumps lead back over.
#[derive(Debug)]
struct Round {
    place: Span,
    /// What is assigned in it.
    names: BTreeSet<String>,
    /// Whether `shift` stands in it, and the arguments are other ones each time.
    shifts: bool,
}

impl Outline {
    pub(super) fn of(statements: &[Statement]) -> Outline {
        let mut outline = Outline::default();
        for (index, statement) in statements.iter().enumerate() {
            if let Form::Label(name) = &statement.form {
                outline.labels.entry(label_name(name)).or_default().push(index);
                outline.places.insert(index);
            }
        }
        outline.all(statements);
        outline.assigned.sort();
        outline.calls.sort_unstable();
        for (_, name) in &outline.assigned {
            if !outline.names.insert(name.clone()) {
                outline.several.insert(name.clone());
            }
        }
        outline.rounds(statements);
        outline
    }

    /// Finds the parts that jumps lead back over.
    fn rounds(&mut self, statements: &[Statement]) {
        let mut places: Vec<Span> = Vec::new();
        for statement in statements {
            let Form::Label(name) = &statement.form else {
                continue;
            };
            let start = statement.span.end;
            let Some(end) = self.last_jump(name).filter(|last| *last > start) else {
                continue;
            };
            match places.last_mut() {
                Some(last) if start <= last.end => last.end = last.end.max(end),
                _ => places.push(Span::new(start, end)),
            }
        }
        let rounds = places.into_iter().map(|place| {
            let first = self.shifts.partition_point(|at| *at < place.start);
            Round {
                place,
                names: self
                    .assigned_in(place)
                    .iter()
                    .map(|(_, name)| name.clone())
                    .collect(),
                shifts: self.shifts.get(first).is_some_and(|at| *at < place.end),
            }
        });
        self.rounds = rounds.collect();
    }

    /// Whether a value at a place is another one in each round of what jumps lead back over.
    pub(super) fn changes(&self, value: &Value, at: usize) -> bool {
        let before = self.rounds.partition_point(|round| round.place.start <= at);
        let round = before.checked_sub(1).and_then(|last| self.rounds.get(last));
        let Some(round) = round.filter(|round| at < round.place.end) else {
            return false;
        };
        match (value, value.variable()) {
            (Value::Argument(_), _) => round.shifts,
            (_, Some(name)) => round.names.contains(&name.to_uppercase()),
            (_, None) => false,
        }
    }

    fn all(&mut self, statements: &[Statement]) {
        for statement in statements {
            match &statement.form {
                Form::Command(command) => self.one(command, statement.span.start),
                Form::Block(inner) => self.all(inner),
                Form::If(condition) => {
                    self.all(&condition.then);
                    self.all(&condition.otherwise);
                }
                Form::For(iteration) => {
                    self.all(&iteration.source);
                    self.all(&iteration.body);
                }
                Form::Label(_) | Form::Opaque => {}
            }
        }
    }

    fn one(&mut self, command: &Command, at: usize) {
        for name in computed(command) {
            self.assigned.push((at, name.to_uppercase()));
        }
        if let Some(assignment) = assignment(command) {
            let name = assignment.name.to_uppercase();
            if assignment.value.as_deref().is_some_and(names_a_command) {
                self.naming.insert(name.clone());
            }
            self.assigned.push((at, name));
        }
        let Some(program) = program(command) else {
            self.jumps_anywhere |= command.words.first().is_some_and(|word| word.is("call"));
            return;
        };
        if program.name == "set" && program.called {
            let mut set = command.clone();
            set.words.drain(..program.word);
            return self.one(&set, at);
        }
        if program.name == "goto"
            && let Some(label) = command.words.get(program.word.saturating_add(1))
        {
            self.jumps_anywhere |= label.literal().is_none();
            if let Some(label) = label.literal() {
                let last = self.last_jump.entry(label_name(&label)).or_default();
                *last = at.max(*last);
            }
        }
        if program.name == "shift" {
            self.shifts.push(at);
        }
        if program.called && program.name.starts_with(':') {
            self.calls.push(at);
        }
    }

    /// The statement that a jump from a statement leads to: cmd looks for the label downwards, then from the top. `[cmd]`
    pub(super) fn target(&self, label: &str, from: usize) -> Option<usize> {
        let places = self.labels.get(&label_name(label))?;
        places
            .iter()
            .find(|place| **place > from)
            .or(places.first())
            .copied()
    }

    /// All labels in order.
    pub(super) const fn labels(&self) -> &BTreeSet<usize> {
        &self.places
    }

    /// The first label from a statement on.
    pub(super) fn label_from(&self, statement: usize) -> Option<usize> {
        self.places.range(statement..).next().copied()
    }

    /// Whether a variable stands for a label somewhere, so that a jump may lead to any.
    pub(super) const fn jumps_anywhere(&self) -> bool {
        self.jumps_anywhere
    }

    /// Whether there are labels, and jumps to any.
    pub(super) fn has_jumps(&self) -> bool {
        !self.places.is_empty() && !self.last_jump.is_empty()
    }

    /// The last jump to a label.
    pub(super) fn last_jump(&self, label: &str) -> Option<usize> {
        self.last_jump.get(&label_name(label)).copied()
    }

    /// What is assigned in a part of the text.
    pub(super) fn assigned_in(&self, part: Span) -> &[(usize, String)] {
        let first = self.assigned.partition_point(|(at, _)| *at < part.start);
        let last = self.assigned.partition_point(|(at, _)| *at < part.end);
        self.assigned.get(first..last).unwrap_or(&[])
    }

    /// Whether a label is called in a part of the text.
    pub(super) fn calls_in(&self, part: Span) -> bool {
        let first = self.calls.partition_point(|at| *at < part.start);
        self.calls.get(first).is_some_and(|at| *at < part.end)
    }

    /// Whether a variable is assigned.
    pub(super) fn is_assigned(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Variables that are assigned more than once.
    pub(super) const fn several(&self) -> &BTreeSet<String> {
        &self.several
    }

    /// Whether a variable is given a text somewhere that names a command of BITS.
    pub(super) fn is_naming(&self, name: &str) -> bool {
        self.naming.contains(&name.to_uppercase())
    }
}

/// Whether the literal text of some parts names bitsadmin or a cmdlet.
fn names_a_command(parts: &[Part]) -> bool {
    let literal: String = parts
        .iter()
        .map(|part| match &part.value {
            Value::Literal(text) => text.as_str(),
            _ => " ",
        })
        .collect();
    mention::is_in(&literal)
}
