//! A line of a script while its words are read: what before a word says that it is a secret.

use super::super::goes_on;
use super::word::{in_word, quotes, words};
use crate::command::Spelling;
use crate::command::bitsadmin::{Argument, Verb, verb, verb_under};
use crate::command::bitstransfer::{Cmdlet, Match, cmdlet};
use crate::lower_case::begins;
use crate::parse::encoded::decoded;
use crate::secret::{is_scheme, is_secret_name, program};
use crate::span::Span;
use std::collections::BTreeSet;

/// Where a text holds what looks like a secret, as it is found: a secret within a longer one stands there by itself.
pub(super) fn found(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let mut asked = Asked::default();
    let look = |line: &Span, names: &BTreeSet<String>, asked: &mut Asked| {
        let mut found = Vec::new();
        let is_expected = Line::of(line.of(text), line.start, names, asked, &mut found).read(0);
        Looked { found, is_expected }
    };
    let none = BTreeSet::new();
    let mut looked: Vec<Looked> = Vec::new();
    for line in &lines {
        asked.come_to(line.of(text));
        looked.push(look(line, &none, &mut asked));
    }
    // What is assigned to a variable that stands for a secret is one, and so is what a routine is given for it.
    let mut given: Vec<Span> = Vec::new();
    for _ in 0..MOST_LOOKS {
        if asked.is_empty() {
            break;
        }
        let known = asked.clone();
        for (line, looked) in lines.iter().zip(&mut looked) {
            let said = line.of(text);
            asked.come_to(said);
            if names_one_of(said, &known.names) {
                *looked = look(line, &known.names, &mut asked);
            }
            for argument in known.given_in(said) {
                asked.note(argument.of(said));
                given.push(argument.shifted(line.start));
            }
        }
        if asked.names == known.names && asked.parameters == known.parameters {
            break;
        }
    }
    let mut found = with_here_strings(text, &lines, looked);
    found.append(&mut given);
    found
}

/// So often a text is looked at for what variables are given that stand for a secret.
const MOST_LOOKS: usize = 4;

/// What stands in the place of secrets.
#[derive(Debug, Clone, Default)]
struct Asked {
    /// Variables, in lower case.
    names: BTreeSet<String>,
    /// Labels in lower case, with the number of an argument that is one in their routine.
    parameters: BTreeSet<(String, usize)>,
    /// The label before the line.
    label: String,
    /// Whether routines may shift their arguments.
    shifts: bool,
}

impl Asked {
    fn is_empty(&self) -> bool {
        self.names.is_empty() && self.parameters.is_empty()
    }

    /// Notes the label that a line is, and whether it shifts.
    fn come_to(&mut self, line: &str) {
        let line = line.trim();
        if let Some(label) = line.strip_prefix(':').filter(|label| !label.starts_with(':')) {
            self.label = first_word(label);
        }
        self.shifts |= line
            .split_whitespace()
            .any(|word| word.eq_ignore_ascii_case("shift"));
    }

    /// Notes the variable that stands in the place of a secret.
    fn note(&mut self, value: &str) {
        if let Some(name) = variable(value) {
            self.names.insert(name.to_lowercase());
        } else if let Some(number) = parameter(value)
            && !self.label.is_empty()
        {
            self.parameters.insert((self.label.clone(), number));
        }
    }

    /// The arguments of a call of a routine that are secrets: `call :label …`.
    fn given_in(&self, line: &str) -> Vec<Span> {
        if self.parameters.is_empty() {
            return Vec::new();
        }
        let mut out = Vec::new();
        let spans: Vec<Span> = words(line).collect();
        for (at, span) in spans.iter().enumerate() {
            let Some(label) = span.of(line).strip_prefix(':') else {
                continue;
            };
            let label = first_word(label);
            let behind = spans.get(at.saturating_add(1)..).unwrap_or(&[]);
            let behind = behind
                .iter()
                .take_while(|span| !span.of(line).starts_with(['&', '|', '>', '<']));
            for (index, argument) in behind.enumerate() {
                let number = index.saturating_add(1);
                let first = match self.shifts {
                    true => 1,
                    false => number,
                };
                let own = (label.clone(), first)..=(label.clone(), number);
                if self.parameters.range(own).next().is_some() {
                    let word = argument.of(line);
                    let inner = quotes(word).unwrap_or(Span::new(0, word.len()));
                    out.push(inner.shifted(argument.start));
                }
            }
        }
        out
    }
}

/// The first word of what stands behind the colon of a label, in lower case.
fn first_word(label: &str) -> String {
    let end = label.find(|c: char| c.is_whitespace() || matches!(c, ':' | '&' | '|' | '"' | ')'));
    label
        .get(..end.unwrap_or(label.len()))
        .unwrap_or("")
        .to_lowercase()
}

/// The number of the argument that a value is: `%2`, `"%~2"`.
fn parameter(value: &str) -> Option<usize> {
    let value = value.trim_matches('"').strip_prefix('%')?;
    let value = value.strip_prefix('~').unwrap_or(value);
    value.parse().ok().filter(|number| (1..=9).contains(number))
}

/// What one look at a line gives.
struct Looked {
    found: Vec<Span>,
    /// Whether a secret is expected behind its last word.
    is_expected: bool,
}

/// Whether one of some names, in lower case, stands in a line.
fn names_one_of(line: &str, names: &BTreeSet<String>) -> bool {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| !word.is_empty() && names.contains(&word.to_lowercase()))
}

/// What was found in the lines of a text, and the texts between them that are secrets.
fn with_here_strings(text: &str, lines: &[Span], looked: Vec<Looked>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut here = None;
    for (line, looked) in lines.iter().zip(looked) {
        found.extend(looked.found);
        let said = line.of(text);
        here = match here {
            None => here_string(said).map(|mark| (mark, line.end, looked.is_expected)),
            Some((mark, start, is_secret)) => match said.trim_start().strip_prefix(mark) {
                Some(rest) if rest.starts_with('@') => {
                    if is_secret || has(rest, "securestring") {
                        found.push(Span::new(start, line.start));
                    }
                    None
                }
                _ => Some((mark, start, is_secret)),
            },
        };
    }
    found
}

/// The mark of the here-string that begins at the end of a line.
fn here_string(line: &str) -> Option<char> {
    let line = line.trim_end();
    let mark = line.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    line.strip_suffix(mark)?.ends_with('@').then_some(mark)
}

/// The lines of a text, each with those that it goes on in.
fn lines(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut open = false;
    let mut at: usize = 0;
    for line in text.split_inclusive('\n') {
        let end = at.saturating_add(line.len());
        match out.last_mut().filter(|_| open) {
            Some(last) => last.end = end,
            None => out.push(Span::new(at, end)),
        }
        open = goes_on(line);
        at = end;
    }
    out
}

/// The verb that sets credentials.
fn verb_of_credentials() -> Option<&'static Verb> {
    verb("/SETCREDENTIALS")
}

/// So deep lines stand in the quotes of others: `schtasks /tr "cmd /c 'net use …'"`.
const DEEPEST: usize = 4;

/// Whether a word is what a pipeline makes a secure string of: `'x' | ConvertTo-SecureString`.
fn is_piped(words: &[&str], at: usize) -> bool {
    let next = |more: usize| words.get(at.saturating_add(more)).copied().unwrap_or("");
    let is_literal = words.get(at).is_some_and(|word| word.starts_with(['"', '\'']));
    is_literal
        && (next(1) == "|" && has(next(2), "securestring")
            || next(1).starts_with('|') && has(next(1), "securestring"))
}

/// A line while its words are read.
struct Line<'l, 'f> {
    line: &'l str,
    /// Where it stands.
    start: usize,
    /// Variables that hold secrets, in lower case.
    names: &'f BTreeSet<String>,
    /// What stands in the place of a secret.
    asked: &'f mut Asked,
    found: &'f mut Vec<Span>,
    before: &'l str,
    /// All that follows is secret, whatever it is.
    all: bool,
    /// What follows in quotes is secret.
    quoted: bool,
    /// The first of the words that follow, in quotes, is the user of a credential.
    user: bool,
    /// The next word without quotes that is no parameter is secret.
    bare: bool,
    /// The next word is secret, unless it is a call.
    next: bool,
    /// The next word is the value of a header that is secret.
    header: bool,
    was_header: bool,
    /// The word stands in a call that gives a secret.
    call: bool,
    /// The word before the last one names a secret.
    named: bool,
    /// Something of the word is hidden.
    hid: bool,
    /// What is put behind the last word by an operator is secret.
    open: bool,
    /// The next word is put behind a secret.
    joined: bool,
    /// The word before is the user of a credential.
    credential: bool,
    /// The cmdlet of BITS that the word stands behind.
    cmdlet: Option<&'static Cmdlet>,
    /// Up to where words were looked at behind a verb that takes a password.
    covered: usize,
}

impl<'l, 'f> Line<'l, 'f> {
    fn of(
        line: &'l str,
        start: usize,
        names: &'f BTreeSet<String>,
        asked: &'f mut Asked,
        found: &'f mut Vec<Span>,
    ) -> Line<'l, 'f> {
        Line {
            line,
            start,
            names,
            asked,
            found,
            before: "",
            all: false,
            quoted: false,
            user: false,
            bare: false,
            next: false,
            header: false,
            was_header: false,
            call: false,
            named: false,
            hid: false,
            open: false,
            joined: false,
            credential: false,
            cmdlet: None,
            covered: 0,
        }
    }

    fn hide(&mut self, span: Span) {
        let said = span.of(self.line);
        // NULL is the word for no password, which a script compares passwords with.
        if is_placeholder(said) || said.trim_matches(['=', '"', '\'']).eq_ignore_ascii_case("NULL") {
            return;
        }
        self.hid = true;
        self.found.push(span.shifted(self.start));
    }

    /// Reads the line, and the lines that stand in quotes within it: whether the next line would be a secret.
    fn read(mut self, depth: usize) -> bool {
        let spans: Vec<Span> = words(self.line).collect();
        let said: Vec<&'l str> = spans.iter().map(|span| span.of(self.line)).collect();
        for taken in program::found(&said) {
            if let Some(span) = spans.get(taken.word) {
                self.hide(Span::new(taken.start, taken.end).shifted(span.start));
            }
        }
        for (number, (span, word)) in spans.iter().zip(&said).enumerate() {
            // It ends a line, and the next one belongs to it.
            if matches!(*word, "^" | "`") {
                continue;
            }
            if is_piped(&said, number) {
                self.hide_value(*span);
            }
            self.hid = false;
            self.word(word, *span);
            self.before = word;
            if word.ends_with(';') {
                (self.quoted, self.bare, self.next, self.header) = Default::default();
            }
            if depth < DEEPEST
                && let Some(inner) = quotes(word).filter(|inner| inner.of(word).contains(char::is_whitespace))
            {
                let start = self.start.saturating_add(span.start).saturating_add(inner.start);
                let inner = Line::of(inner.of(word), start, self.names, self.asked, self.found);
                inner.read(depth.saturating_add(1));
            }
        }
        self.next || self.quoted || self.header
    }

    /// Whether a word is one of those that a parameter of a cmdlet of BITS takes: `-p Low`, `-p:Low`.
    fn is_of_cmdlet(&self, word: &str) -> bool {
        let (name, value) = match word.strip_prefix('-') {
            Some(switch) => switch.split_once(':').unzip(),
            None => (self.before.strip_prefix('-'), Some(word)),
        };
        let value = unquoted(value.unwrap_or(""));
        let found = self.cmdlet.zip(name).map(|(cmdlet, name)| cmdlet.parameter(name));
        matches!(found, Some(Match::Found(one)) if Spelling::read(one.accepted.spellings(), value).is_some())
    }

    /// Whether a name promises a secret, or is that of a variable that holds one.
    fn promises(&self, name: &str) -> bool {
        promises_secret(name)
            || (!self.names.is_empty() && self.names.contains(&last_name(name).to_lowercase()))
    }

    /// Hides a word without the quotes around it.
    fn hide_value(&mut self, span: Span) {
        let inner = quotes(span.of(self.line)).unwrap_or(Span::new(0, span.of(self.line).len()));
        self.hide(inner.shifted(span.start));
    }

    fn word(&mut self, word: &'l str, span: Span) {
        if are_options_of_for(word) {
            return;
        }
        // The next command is another one.
        if matches!(word, "&" | "&&" | "|" | "||" | ";") {
            self.cmdlet = None;
            (self.all, self.quoted, self.bare, self.next, self.header) = Default::default();
            return;
        }
        // The quote that ends a word, and what parts it from the next one, are no part of what stands in it.
        let inner = quotes(word).filter(|inner| inner.start == 1);
        let hole = in_word(self.before, word).map(|hole| match inner {
            Some(inner) if hole.start < inner.end => Span::new(hole.start, hole.end.min(inner.end)),
            _ => hole,
        });
        // `"%PASSWORD%"==""` compares with nothing.
        let is_nothing = |hole: &Span| hole.of(word).trim_matches(['=', '"', '\'']).is_empty();
        // `Set-BitsTransfer $j -p Low`: what the word says by itself.
        let hole = match hole {
            Some(_) if self.is_of_cmdlet(word) => {
                in_word("", word.split_once(':').map_or(word, |(_, value)| value))
            }
            hole => hole,
        };
        if let Some(hole) = hole {
            // `-p $port`
            if !self.before.eq_ignore_ascii_case("-p") {
                self.asked.note(hole.of(word));
            }
            if !is_asked(hole.of(word)) && !is_nothing(&hole) {
                self.hide(hole.shifted(span.start));
            }
        }
        self.expected(word, span);
        self.told(word, span);
        self.behind_user(word, span);
        if word.contains('-')
            && let Some(cmdlet) = cmdlet(unquoted(word))
        {
            self.cmdlet = Some(cmdlet);
        }
        if let Some(verb) = credential_verb(self.before, unquoted(word)) {
            self.credentials(verb, span.end);
        }
        // `GetBytes('ann:x')` is on the way to a header.
        for call in ["getbytes(", "frombase64string("] {
            if let Some(inner) =
                after(word, call).and_then(|at| Some(first_quoted(word.get(at..)?)?.shifted(at)))
            {
                self.hide(inner.shifted(span.start));
            }
        }
        if let (Some(inner), true) = (first_quoted(word), has(word, ".tochararray(")) {
            self.hide(inner.shifted(span.start));
        }
        self.encoded(word, span);
        let is_secure = has(word, "securestring");
        if is_secure || has(word, "pscredential") || has(word, "networkcredential") {
            self.quoted = true;
            self.bare |= is_secure;
            self.user = !is_secure && is_before_user(after(word, "credential"), word);
            if let Some(inner) = quotes(word)
                && !std::mem::take(&mut self.user)
            {
                self.hide(inner.shifted(span.start));
            }
        }
        if let Some((key, _)) = word.split_once('=') {
            // In cmd the value goes on to the end of the line.
            let sets = ["set", "setx"]
                .iter()
                .any(|set| self.before.eq_ignore_ascii_case(set));
            self.all |= !key.is_empty() && sets && self.promises(key);
        }
        self.all |= self.before.eq_ignore_ascii_case("setx") && promises_secret(word);
        if word == "=" && self.promises(self.before) {
            self.next = true;
            self.quoted = true;
        }
        self.keys(word, span);
        // `Authorization: Bearer …` over several words, `'Authorization', '…'`.
        let called = word
            .rsplit('(')
            .next()
            .filter(|last| last.starts_with(['"', '\'']));
        let bare = called.unwrap_or(word).trim_matches(['"', '\'', '(', ',']);
        let is_name = bare.ends_with(':') || (word != bare && !bare.contains(['=', ':', ' ']));
        let is_header = is_name && promises_secret(bare.trim_end_matches(':'));
        let is_scheme = is_scheme(bare);
        // `Digest username="ann", response="x"`
        let behind = self.line.get(span.end..).unwrap_or("");
        let goes_on = self.header && word.contains('=') && (word.ends_with(',') || behind.starts_with(','));
        let is_argument = called.is_some_and(|called| called.len() < word.len());
        // `Authorization: Splunk x`, with a scheme that is none of the usual ones.
        let may_be_scheme = self.header && !is_scheme && is_like_scheme(bare) && is_like_value(behind);
        self.header = (is_header && (is_argument || !word.starts_with(['-', '$', '/'])))
            || (self.header && is_scheme)
            || may_be_scheme
            || goes_on;
    }

    /// Hides a word where a password is given behind the user of a credential: `-Credential ann x`, `-Credential ann, x`. The
    /// parameter takes both in one object. [ps:Start-BitsTransfer]
    fn behind_user(&mut self, word: &'l str, span: Span) {
        const MARKS: &[char] = &[
            '-', '$', '(', '@', '[', '|', ';', '&', '{', '}', ')', '`', '#', '>', '<',
        ];
        let is_value = |word: &str| !word.is_empty() && !word.starts_with(MARKS);
        // An address or a file may stand there by its place.
        let is_name = word.contains("://") || word.contains(":/") || word.contains('\\');
        if std::mem::take(&mut self.credential) && is_value(word) && !is_name {
            self.hide_value(span);
        }
        let name = self.before.strip_prefix('-');
        let given = self.cmdlet.zip(name).map(|(cmdlet, name)| cmdlet.parameter(name));
        let is_user = matches!(given, Some(Match::Found(one)) if one.clr_type == "PSCredential");
        if is_user && is_value(word.trim_start_matches(['"', '\''])) {
            match word.split_once(',') {
                Some((user, password)) if !password.is_empty() => {
                    let start = span.start.saturating_add(user.len()).saturating_add(1);
                    self.hide_value(Span::new(start, span.end));
                }
                _ => self.credential = true,
            }
        }
    }

    /// Hides a text in Base64 in which a secret stands: it is as good as in clear.
    fn encoded(&mut self, word: &'l str, span: Span) {
        /// Five letters and more, as `-EncodedCommand` takes them.
        const SHORTEST: usize = 16;
        let bare = word.trim_end_matches(['"', '\'', ')', ',', ';']);
        let letters = bare.trim_end_matches('=');
        // It may stand behind a name: `E=…`, `-enc:…`.
        let other = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/'));
        let start = letters
            .char_indices()
            .rfind(|(_, c)| other(*c))
            .map_or(0, |(at, c)| at.saturating_add(c.len_utf8()));
        let text = bare.get(start..).unwrap_or("");
        if text.len() >= SHORTEST && decoded(text).is_some_and(|text| super::is_in(&text)) {
            self.hide(Span::new(start, bare.len()).shifted(span.start));
        }
    }

    /// Hides the words behind a verb that takes a password: the password, where all words stand in their places, and else
    /// all that are none of the verb's own, but for the job.
    fn credentials(&mut self, verb: Option<&'static Verb>, end: usize) {
        if end < self.covered {
            return;
        }
        // What is meant for a verb takes what the verb takes.
        let Some(taking) = verb.or_else(verb_of_credentials) else {
            return;
        };
        let mut own = taking.placed();
        let password = taking.secret_place();
        let behind: Vec<Span> = words(self.line.get(end..).unwrap_or(""))
            .map(|span| span.shifted(end))
            .filter(|span| !matches!(span.of(self.line), "^" | "`"))
            .take_while(|span| !span.of(self.line).starts_with(['&', '|', ';']))
            .collect();
        self.covered = behind.last().map_or(end, |last| last.end);
        let behind = without_redirections(self.line, behind);
        let fits = |(argument, span): (&Argument, &Span)| {
            let spellings = argument.kind.spellings();
            spellings.is_empty() || Spelling::read(spellings, unquoted(span.of(self.line))).is_some()
        };
        let is_whole =
            password.is_some_and(|password| password < behind.len()) && own.by_ref().zip(&behind).all(fits);
        let is_own = |span: &Span| {
            let word = unquoted(span.of(self.line));
            let spelled = |argument: &Argument| Spelling::read(argument.kind.spellings(), word).is_some();
            let known = verb_of_credentials().is_some_and(|verb| verb.arguments.iter().any(spelled));
            known || word.eq_ignore_ascii_case("NULL")
        };
        // The password may be left out, and then only the job stands there.
        let needed = taking.placed().filter(|argument| !argument.optional).count();
        let is_left_out = verb.is_some() && behind.len() == 1 && needed == 1;
        let from = if password.is_none() {
            match self.too_many(taking, &behind, fits, is_own) {
                Some(from) => from,
                None => return,
            }
        } else if is_left_out {
            1
        } else if is_whole {
            password.unwrap_or(0)
        } else {
            usize::from(behind.len() > 1)
        };
        let is_mark = |span: &Span| password.is_none() && !span.of(self.line).contains(char::is_alphanumeric);
        let secret: Vec<Span> = behind
            .iter()
            .skip(from)
            .filter(|span| !is_own(span) && !is_mark(span))
            .copied()
            .collect();
        if is_whole && let Some(word) = password.and_then(|password| behind.get(password)) {
            self.asked.note(word.of(self.line));
        }
        for span in secret {
            self.hide(span);
        }
    }

    /// From which word on a user and a password may stand behind a verb that says how to sign in and takes no password: behind
    /// all words that it takes, and behind the job where its own words stand in other places. `None` where the words are
    /// none that it takes.
    fn too_many(
        &self,
        taking: &'static Verb,
        behind: &[Span],
        fits: impl Fn((&'static Argument, &Span)) -> bool,
        is_own: impl Fn(&Span) -> bool,
    ) -> Option<usize> {
        let is_there = |word: &str| {
            let mut words = behind.iter().map(|span| unquoted(span.of(self.line)));
            words.any(|said| said.eq_ignore_ascii_case(word))
        };
        let taken: Vec<&'static Argument> = taking
            .placed()
            .filter(|argument| argument.after.is_none_or(is_there))
            .collect();
        if taken.iter().copied().zip(behind).all(&fits) {
            return Some(taken.len());
        }
        let is_of_it = taking.names_credentials() && behind.len() > 1 && behind.iter().any(is_own);
        is_of_it.then_some(1)
    }

    /// `@{Authorization='x'}`, `param([string]$Password='x'`: what stands behind an equals sign and a name that promises a
    /// secret.
    fn keys(&mut self, word: &'l str, span: Span) {
        if word.contains("://") {
            return;
        }
        let mut done = 0;
        for (at, _) in word.match_indices('=') {
            let key = word.get(done..at).unwrap_or("");
            let key = key.rsplit([';', ',', '{', '(', ']']).next().unwrap_or("");
            if key.is_empty() || !self.promises(key) {
                done = at.saturating_add(1);
                continue;
            }
            // `if "%PASSWORD%"=="x"`
            let signs = word.get(at..).map_or(0, |rest| {
                rest.len().saturating_sub(rest.trim_start_matches('=').len())
            });
            let start = at.saturating_add(signs);
            let value = word.get(start..).unwrap_or("");
            // `set TOKEN=%VALUE%`: what that one holds is one, too.
            if ["set", "setx"]
                .iter()
                .any(|set| self.before.eq_ignore_ascii_case(set))
            {
                self.asked.note(value);
            }
            if value.is_empty() {
                self.next = true;
            } else if let Some(inner) = first_quoted(value) {
                self.hide(inner.shifted(start).shifted(span.start));
                done = start.saturating_add(inner.end);
                continue;
            } else if !is_call(value) && !is_registry_key(value) {
                self.hide(Span::new(start, word.len()).shifted(span.start));
            }
            return;
        }
    }

    /// Hides a word that nobody would choose for a name, where a secret is spoken of, asked for or put together.
    fn told(&mut self, word: &'l str, span: Span) {
        // `sig=$(Sign 'x1')`, `Authorization: $(Get-Header ann x1)`
        let begins = word.find("$(").map(|at| word.get(..at).unwrap_or(""));
        let of_header = self.header || self.was_header;
        self.was_header = self.header;
        if let Some(before) = begins
            && (of_header
                || before
                    .rsplit(['?', '&', ';'])
                    .next()
                    .is_some_and(|last| last.strip_suffix('=').is_some_and(is_secret_name)))
        {
            self.call = true;
        } else if self.call && !self.before.starts_with('-') && is_odd(word) {
            self.hide_value(span);
        }
        if word.contains(')') {
            self.call = false;
        }
        let before = self.before.trim_start_matches('-');
        // `-Key x1`, `the password is x1`.
        let is_key = before.len() < self.before.len() && is_secret_name(before) && !has(before, "cred");
        let is_told = ["is", "ist", "lautet"]
            .iter()
            .any(|verb| before.eq_ignore_ascii_case(verb))
            && self.named;
        if (is_key || is_told) && is_odd(word) && !is_call(word) {
            self.hide_value(span);
        }
        self.named = promises_secret(self.before);
        // `'Cookie: a=' + 'x'`
        if self.joined
            && let Some(inner) = first_quoted(word)
        {
            self.hide(inner.shifted(span.start));
        }
        let joins = matches!(word, "+" | "-f");
        self.joined = joins && self.open;
        self.open = (joins && self.open) || self.hid || is_open(word);
    }

    /// Hides a word that what stands before it says is secret.
    fn expected(&mut self, word: &str, span: Span) {
        let is_scheme = is_scheme(word.trim_matches(['"', '\'', '(', ',']));
        if self.all || (self.header && !is_call(word) && !is_scheme) {
            self.hide(span);
        }
        // What a cmdlet gives is not what is said to it.
        let is_cmdlet = word.starts_with(|c: char| c.is_ascii_alphabetic()) && is_call(word);
        if self.next && is_cmdlet {
            self.quoted = false;
        }
        let is_argument_list = begins("-argumentlist", word) && word.len() > 1;
        if self.quoted && !is_argument_list {
            let is_user = std::mem::take(&mut self.user) && is_before_user(Some(0), word);
            if !is_user
                && !is_registry_key(word)
                && let Some(inner) = quotes(word)
            {
                self.hide(inner.shifted(span.start));
            }
        }
        if self.bare && !word.starts_with(['-', '$', '(', '"', '\'']) {
            self.bare = false;
            self.hide(span);
        }
        if std::mem::take(&mut self.next) && word != "=" && !is_call(word) && !is_registry_key(word) {
            self.hide_value(span);
        }
    }
}

/// Whether a word may be a scheme of signing in: letters, digits and dashes.
fn is_like_scheme(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Whether what stands behind a scheme begins as a value: with no switch, address, path or redirection, and with nothing that
/// ends the command.
fn is_like_value(behind: &str) -> bool {
    let next = behind.split_whitespace().next().unwrap_or("");
    !next.is_empty()
        && !next.starts_with([
            '-', '/', '>', '<', '|', '&', ';', '"', '\'', ')', '}', '\\', '^', '`', '#',
        ])
        && !next.contains("://")
        && !next.contains(":\\")
}

/// Whether a word is what documentation writes for a secret: `<password>`.
fn is_placeholder(word: &str) -> bool {
    let inner = word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let is_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | ' ');
    inner.is_some_and(|inner| inner.chars().all(is_name) && is_secret_name(inner))
}

/// Between the quotes that a value begins with.
fn first_quoted(value: &str) -> Option<Span> {
    let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let rest = value.get(1..)?;
    Some(Span::new(0, rest.find(mark).unwrap_or(rest.len())).shifted(1))
}

/// Whether a value is a key of the registry, which no password is.
fn is_registry_key(value: &str) -> bool {
    const ROOTS: &[&str] = &["HKLM", "HKCU", "HKCR", "HKU:", "HKU\\", "HKEY_", "Registry::"];
    let bare = value.trim_start_matches(['"', '\'']);
    ROOTS.iter().any(|root| begins(bare, root))
}

/// The variable that a value is: `$token`, `%TOKEN%`, `!TOKEN!`.
fn variable(value: &str) -> Option<&str> {
    let value = value.trim_matches(['"', '\'', '(', ')', ',', ';']);
    let between = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    let name = match (value.strip_prefix('$'), between('%').or_else(|| between('!'))) {
        (Some(name), _) => {
            let name = name.trim_start_matches('{').trim_end_matches('}');
            name.rsplit(':').next().unwrap_or(name)
        }
        // `%TOKEN:~0,8%` is a part of it.
        (None, Some(name)) => name.split(':').next().unwrap_or(name),
        (None, None) => return None,
    };
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && !name.is_empty() && name != "_").then_some(name)
}

/// Whether what stands in the place of a secret is an expression that says none: `$token`, `$(Get-Secret -Name n1)`.
fn is_asked(value: &str) -> bool {
    let Some(rest) = value.strip_prefix('$') else {
        return false;
    };
    if !rest.starts_with('(') {
        return rest
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_.:{}".contains(c));
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    let is_command = words
        .first()
        .is_some_and(|first| first.contains('-') && !first.contains(['"', '\'']));
    is_command
        && pairs
            .into_iter()
            .all(|(before, word)| before.starts_with('-') && !is_secret_name(before) || !is_odd(word))
}

/// Whether what is put together goes on with a secret: `'https://h/?sig='`.
fn is_open(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '\'']);
    let last = bare
        .rsplit(['?', '&', ';', '"', '\''])
        .next()
        .and_then(|last| last.strip_suffix('='));
    bare.len() < word.len() && last.is_some_and(is_secret_name)
}

/// Whether a word is no name and no path: it has digits or signs.
fn is_odd(word: &str) -> bool {
    let bare = word.trim_matches(['"', '\'', '(', ')', ',', ';', '.']);
    let is_sign = |c: char| c.is_ascii_digit() || "!#%^&*:=+@?".contains(c);
    bare.len() > 3
        && bare.contains(is_sign)
        && bare.contains(char::is_alphabetic)
        && !bare.contains(['\\', '/', '{'])
        && !bare.starts_with(['$', '-', '%', '['])
        && !is_registry_key(bare)
}

/// A word without what puts it into a list of PowerShell.
fn unquoted(word: &str) -> &str {
    word.trim_start_matches(['@', '(', '"', '\''])
        .trim_end_matches([')', '"', '\'', ';'])
}

/// The words without those that say where the output goes: `>nul`, `2> file`.
fn without_redirections(line: &str, words: Vec<Span>) -> Vec<Span> {
    let mut is_file = false;
    let is_kept = |span: &Span| {
        let word = span.of(line);
        let bare = word.strip_prefix(|c: char| c.is_ascii_digit()).unwrap_or(word);
        // `<x>` stands for a secret, or is one.
        let is_marked = bare.starts_with('<') && bare.len() > 2 && bare.ends_with('>');
        let redirects = bare.starts_with(['>', '<']) && !is_marked;
        let is_file_of_it = std::mem::replace(&mut is_file, redirects && bare.ends_with(['>', '<']));
        !redirects && !is_file_of_it
    };
    words.into_iter().filter(is_kept).collect()
}

/// Whether nothing stands from a place of a word on up to its first quote, or its end, but what begins a list of arguments: the
/// first argument of a credential is its user.
fn is_before_user(from: Option<usize>, word: &str) -> bool {
    let rest = from.and_then(|from| word.get(from..)).unwrap_or("?");
    let before = rest.split(['"', '\'']).next().unwrap_or("");
    let is_new = before
        .strip_prefix("]::new")
        .or(before.strip_prefix("]::New"))
        .unwrap_or(before);
    is_new.chars().all(|c| matches!(c, '(' | '@' | ']' | '"' | '\''))
}

fn is_call(word: &str) -> bool {
    word.starts_with(['(', '$', '@', '[']) || word.contains('-') && !word.contains(['"', '\''])
}

/// Whether a word holds the options of `for /f`: its `tokens=` are none that anybody has to keep.
fn are_options_of_for(word: &str) -> bool {
    const NAMES: &[&str] = &["eol=", "skip=", "delims=", "tokens=", "usebackq"];
    let is_option = |option: &str| NAMES.iter().any(|name| begins(option, name));
    let bare = word.trim_matches('"');
    is_option(bare) && bare.split_whitespace().all(is_option)
}

/// Whether the name of a variable, a key or a property promises a secret: `$password`, `$cfg.Password`, `"TOKEN`.
fn promises_secret(name: &str) -> bool {
    is_secret_name(last_name(name))
}

/// The last name of one that is put together.
fn last_name(name: &str) -> &str {
    let bare = name.trim_matches(|c: char| !c.is_alphanumeric());
    bare.rsplit(['.', ':', '$', '[', '\'', '"'])
        .next()
        .unwrap_or(bare)
}

/// A verb that takes a password, or a word that is meant for one.
fn credential_verb(before: &str, word: &str) -> Option<Option<&'static Verb>> {
    if let Some(verb) = verb(word).or_else(|| verb_under(before, word)) {
        let takes_any = verb.secret_place().is_some() || verb.takes_no_password();
        return takes_any.then_some(Some(verb));
    }
    let program = before.trim_end_matches(['"', '\'']);
    let ends = |name: &str| {
        let start = program.len().checked_sub(name.len());
        start
            .and_then(|start| program.get(start..))
            .is_some_and(|end| end.eq_ignore_ascii_case(name))
    };
    let is_meant = word.starts_with('/') || program == "/" || ends("bitsadmin") || ends("bitsadmin.exe");
    let is_like = || {
        ["cred", "passw", "login", "auth", "pwd"]
            .iter()
            .any(|part| has(word, part))
    };
    (is_meant && word.len() < 64 && is_like()).then_some(None)
}

/// Where the last of some calls in a word takes its arguments. The call is ASCII.
fn after(word: &str, call: &str) -> Option<usize> {
    let mut windows = word.as_bytes().windows(call.len());
    let start = windows.rposition(|window| window.eq_ignore_ascii_case(call.as_bytes()))?;
    Some(start.saturating_add(call.len()))
}

/// Whether a word has a part, in any case. The part is ASCII.
fn has(word: &str, part: &str) -> bool {
    let mut windows = word.as_bytes().windows(part.len());
    windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}
