//! What PowerShell makes of a call that looks as if it said something else. Each was seen in its engine.

use super::Script;
use crate::command::Spelling;
use crate::command::bitstransfer::{Accepted, Cmdlet, Match};
use crate::lower_case::begins;
use crate::parse::bitsadmin::{BITS_AS_NUMBER, UNQUOTED_AMPERSAND};
use crate::parse::cmdlet::{Call, Given};
use crate::parse::found::patterns;
use crate::parse::powershell::bind::{Argument, Failure, cmdlet_of};
use crate::parse::powershell::{
    Command, CommandBody, Edition, NativeArgument, Quoting, Statement, StatementKind, TextPart, Value, Word,
    WordKind,
};
use crate::span::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;

patterns! {
    /// What is surprising in PowerShell.
    pub(in crate::parse) SURPRISES;
    SWITCH_WITH_VALUE = "switch-with-value", Error, "A switch is followed by $true or $false after a space: the switch is on whatever the value is, and the value becomes an argument of its own.", "Write a colon between them: -Suspended:$true.";
    SWITCH_WITHOUT_VALUE = "switch-without-value", Error, "A parameter that looks like a switch has a nullable type, and PowerShell wants its value.", "Write -Dynamic:$true.";
    HASHTABLE_AS_TEXT = "hashtable-as-text", Error, "A hashtable is given where texts are taken: PowerShell binds the text System.Collections.Hashtable without an error.", "Write each header as one text: 'Name: value'.";
    ROUNDED_NUMBER = "rounded-number", Warning, "A number with a fraction is rounded to a whole one, halves to the even one: 1.5 and 2.5 both become 2.", "Write the whole number that is meant.";
    NUMBER_WITH_SUFFIX = "number-with-suffix", Warning, "A letter behind a number is a type in PowerShell 7 and an error in Windows PowerShell 5.1: 60s is 60 and not 60 seconds.", "Write the number alone.";
    RESPELLED_NUMBER = "respelled-number", Warning, "A number in a list loses its spelling where texts are taken: 0x10 becomes 16 and 1.50 becomes 1.5.", "Put quotation marks around it.";
    WORDS_ADDED = "words-added", Error, "Words of an enumeration are added with +, which makes one text that no word is.", "Separate them with commas.";
    ABBREVIATED_WORD = "abbreviated-word", Warning, "A word of an enumeration is written by its beginning, which may fit several words in another version of the module.", "Write the whole word.";
    NUMBERS_AS_FLAGS = "numbers-as-flags", Information, "Several numbers are given for flags; PowerShell puts their bits together.", "Write the one number that they make.";
    ABBREVIATED_PARAMETER = "abbreviated-parameter", Information, "A parameter is written by its beginning. A newer PowerShell or module may have another one that begins so: -Pro fits -ProgressAction too from 7.4 on.", "Write the whole name.";
    ADJACENT_QUOTES = "adjacent-quotes", Warning, "A text stands right behind a closing quotation mark, and PowerShell takes two arguments: \"a\"b is a and b, while a\"b\" is one.", "Put the quotation marks around the whole text, or a space between the two.";
    CREDENTIAL_BY_NAME = "credential-by-name", Information, "A name is given where a credential is taken: PowerShell asks for the password when the script runs, and a script that nobody watches stands still there.", "Make the credential beforehand with Get-Credential, or let the current user be taken.";
    ODD_BLANK = "odd-blank", Warning, "A character that looks like a space and is none separates words; PowerShell takes it for a space, and cmd does not.", "Write plain spaces.";
    TYPOGRAPHIC_QUOTES = "typographic-quotes", Warning, "Quotation marks of typography stand where plain ones are meant. PowerShell takes them, any of a kind closes any other of it, and cmd takes them for letters.", "Write ' or \".";
    WILDCARD_IN_NAME = "wildcard-in-name", Warning, "The name is a pattern, and a bracket or a backtick in it means something else than itself: a job whose name holds it is not found by it.", "Write a backtick before each of ` * ? [ ] that is meant itself.";
    SPLATTED_AND_WRITTEN = "splatted-and-written", Warning, "A parameter is splatted and written out: PowerShell 7 takes what is written, Windows PowerShell 5.1 refuses the call.", "Keep one of the two.";
    ITEM_OF_A_SWITCH = "item-of-a-switch", Error, "Inside of a switch $_ is what the switch compares, here the state of a job and not the job: the call fails.", "Name the variable that holds the job, or ask for its state with if.";
    PARAMETER_AS_COMMAND = "parameter-as-command", Error, "A line behind a call begins with a parameter of it: the call ended before, since a space stands behind its backtick or the backtick is missing, and PowerShell looks for a command of that name.", "End each line of the call but the last with a backtick, and nothing behind it.";
    BLOCK_AS_ARGUMENT = "block-as-argument", Error, "A word in braces, such as a GUID, is a block of statements to PowerShell: a program gets -encodedCommand and its Base64 instead of the word.", "Put the word in quotes.";
    CHANGED_NATIVE_ARGUMENT = "changed-native-argument", Warning, "A program gets another argument from one PowerShell than from another: up to 7.2 quotation marks inside of an argument are lost, an empty argument is left out, and a backslash at the end of one with a space escapes the quotation mark behind it.", "Call the program from PowerShell 7.3 or later, from cmd, or use the cmdlet.";
}

/// Values as they were given, by their places: what was splatted stands elsewhere.
pub(super) struct Raw {
    values: BTreeMap<Span, Value>,
    /// The names that were splatted.
    splatted: Vec<String>,
}

/// The longest value that is kept to be looked at.
const LONGEST: usize = 4096;

impl Raw {
    /// What the arguments of a call say before they are bound.
    pub(super) fn of(arguments: &[Argument]) -> Raw {
        let (splatted, written): (Vec<_>, Vec<_>) =
            arguments.iter().partition(|argument| argument.is_splatted);
        let values = written
            .into_iter()
            .filter_map(|argument| Some((argument.value_span?, argument.value.as_ref()?)))
            .filter(|(_, value)| value.size() <= LONGEST)
            .map(|(span, value)| (span, value.clone()))
            .collect();
        let names = splatted.into_iter().filter_map(|argument| argument.name.as_ref());
        Raw {
            values,
            splatted: names.map(|name| name.text.clone()).collect(),
        }
    }
}

/// Says what is surprising in a call of a cmdlet; whether that says why it fails.
pub(super) fn say(script: &mut Script<'_>, call: &Call, words: &[Word<'_>], raw: &Raw, source: &str) -> bool {
    let first = words.first().map_or(call.name.end, |word| word.span.start);
    look_at_gap(script, Span::new(call.name.end, first), source);
    look_at_words(script, words, source);
    look_at_names(script, call.cmdlet, words, raw);
    for given in &call.parameters {
        if let Some(value) = raw.values.get(&given.span) {
            let word = words.iter().map(Word::said).find(|word| word.span == given.span);
            look_at_value(script, given, value, word, source);
        }
    }
    let Some(error) = &call.error else { return false };
    if error.failure == Failure::MissingArgument
        && error.parameter.is_some_and(|parameter| parameter.nullable)
    {
        script.flag(&SWITCH_WITHOUT_VALUE, error.span);
        return true;
    }
    let is_sum = |word: &Word<'_>| {
        word.span == error.span
            && matches!(&word.kind, WordKind::Text { quoting: Quoting::Bare, value } if value.contains('+'))
    };
    let takes_words = error
        .parameter
        .is_some_and(|parameter| !parameter.accepted.spellings().is_empty());
    let is_said = takes_words && words.iter().any(|word| is_sum(word.said()));
    if is_said {
        script.flag(&WORDS_ADDED, error.span);
    }
    is_said
}

/// Says of `$_` inside of a switch that it is taken for a job. `[ps7:about_Switch]`
pub(super) fn say_of_item<'w>(script: &mut Script<'_>, words: impl IntoIterator<Item = &'w Word<'w>>) {
    for word in words {
        if matches!(&word.kind, WordKind::Variable(name) if *name == "_" || name.eq_ignore_ascii_case("psitem"))
        {
            script.flag(&ITEM_OF_A_SWITCH, word.span);
        }
    }
}

/// How words stand beside each other.
fn look_at_words(script: &mut Script<'_>, words: &[Word<'_>], source: &str) {
    for pair in words.windows(2) {
        let [left, right] = pair else { continue };
        let between = Span::new(left.span.end, right.span.start);
        let is_quoted = matches!(
            left.kind,
            WordKind::Text {
                quoting: Quoting::Single | Quoting::Double,
                ..
            } | WordKind::Expandable {
                quoting: Quoting::Double,
                ..
            }
        );
        if between.is_empty() && is_quoted {
            script.flag(&ADJACENT_QUOTES, left.span.to(right.span));
        }
        look_at_gap(script, between, source);
    }
    for word in words {
        let quote = word
            .said()
            .span
            .of(source)
            .chars()
            .next()
            .filter(|c| is_typographic(*c));
        if let Some(quote) = quote {
            let message = format!(
                "The text begins with U+{:04X}, which PowerShell takes for a quotation mark.",
                u32::from(quote)
            );
            script.say(&TYPOGRAPHIC_QUOTES, word.said().span, message);
        }
    }
}

/// What separates two words.
fn look_at_gap(script: &mut Script<'_>, between: Span, source: &str) {
    if let Some((at, c)) = between.of(source).char_indices().find(|(_, c)| is_odd_blank(*c)) {
        let start = between.start.saturating_add(at);
        let span = Span::new(start, start.saturating_add(c.len_utf8()));
        let message = format!(
            "U+{:04X} separates two words here, which looks like a space.",
            u32::from(c)
        );
        script.found(
            ODD_BLANK
                .at(span, message, ODD_BLANK.instead)
                .with_fix("Write a space", span, " "),
        );
    }
}

fn is_odd_blank(c: char) -> bool {
    !matches!(c, ' ' | '\t' | '\r' | '\n') && (c.is_whitespace() || c == '\u{85}')
}

/// The quotation marks that PowerShell takes besides the plain ones. `[engine:characters.tsv]`
fn is_typographic(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201B}' | '\u{201C}'..='\u{201E}')
}

/// How parameters are named.
fn look_at_names(script: &mut Script<'_>, cmdlet: &'static Cmdlet, words: &[Word<'_>], raw: &Raw) {
    for (index, word) in words.iter().enumerate() {
        let WordKind::Parameter {
            name,
            name_span,
            argument,
        } = &word.kind
        else {
            continue;
        };
        let Match::Found(parameter) = cmdlet.parameter(name) else {
            continue;
        };
        let mut names = std::iter::once(parameter.name).chain(parameter.aliases.iter().copied());
        if !names.any(|whole| whole.eq_ignore_ascii_case(name)) {
            let colon = if argument.is_some() { ":" } else { "" };
            let message = format!(
                "`-{name}` is the beginning of `-{}`; a newer version may have another one that begins so.",
                parameter.name
            );
            script.found(
                ABBREVIATED_PARAMETER
                    .at(*name_span, message, ABBREVIATED_PARAMETER.instead)
                    .with_fix(
                        "Write it whole",
                        *name_span,
                        format!("-{}{colon}", parameter.name),
                    ),
            );
        }
        let is_splatted = raw
            .splatted
            .iter()
            .any(|key| matches!(cmdlet.parameter(key), Match::Found(found) if found.name == parameter.name));
        if is_splatted {
            let message = format!(
                "`-{}` is splatted and written out: PowerShell 7 takes what is written, 5.1 refuses the call.",
                parameter.name
            );
            script.say(&SPLATTED_AND_WRITTEN, *name_span, message);
        }
        let next = words
            .get(index.saturating_add(1))
            .filter(|_| argument.is_none() && parameter.is_switch());
        if let Some(next) = next
            && matches!(&next.kind, WordKind::Variable(value)
                if value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"))
        {
            let message = format!(
                "`-{}` is on whatever stands behind it; the value after the space becomes an argument of its own.",
                parameter.name
            );
            let between = Span::new(name_span.end, next.span.start);
            script.found(
                SWITCH_WITH_VALUE
                    .at(name_span.to(next.span), message, SWITCH_WITH_VALUE.instead)
                    .with_fix("Write a colon between them", between, ":"),
            );
        }
    }
}

/// What becomes of a value in the type of its parameter.
fn look_at_value(script: &mut Script<'_>, given: &Given, raw: &Value, word: Option<&Word<'_>>, source: &str) {
    let parameter = given.parameter;
    let takes_text = matches!(parameter.clr_type, "String" | "String[]");
    let is_table = |value: &Value| matches!(value, Value::Hashtable(_));
    let items = raw.items();
    if takes_text && items.iter().any(is_table) {
        script.flag(&HASHTABLE_AS_TEXT, given.span);
    }
    if let (Value::Number { number, .. }, Value::Number { number: bound, .. }) = (raw, &given.value)
        && number.integer().is_none()
        && number.to_string() != bound.to_string()
    {
        let message = format!("{number} is rounded: `-{}` becomes {bound}.", parameter.name);
        script.say(&ROUNDED_NUMBER, given.span, message);
    }
    if parameter.clr_type == "PSCredential" && matches!(raw, Value::Text(_)) {
        script.flag(&CREDENTIAL_BY_NAME, given.span);
    }
    look_at_words_of(script, given, raw, items);
    if parameter.name == "Name"
        && parameter.wildcards
        && let Some(name) = raw.as_text()
        && is_doubtful(&name)
    {
        script.flag(&WILDCARD_IN_NAME, given.span);
    }
    let Some(word) = word else { return };
    let numbers = match &word.kind {
        WordKind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(word),
    };
    for one in numbers
        .iter()
        .filter(|one| matches!(one.kind, WordKind::Constant(_)))
    {
        let said = one.span.of(source);
        if has_suffix(said) {
            let message = format!(
                "{said} is a number with the letters of a type behind it: PowerShell 5.1 does not read it, and no unit is meant by it."
            );
            script.say(&NUMBER_WITH_SUFFIX, one.span, message);
        }
    }
    if takes_text && numbers.len() > 1 {
        for (one, item) in numbers.iter().zip(items) {
            let (said, becomes) = (one.span.of(source), item.to_text().unwrap_or_default());
            if matches!(one.kind, WordKind::Constant(_)) && said != becomes {
                script.say(
                    &RESPELLED_NUMBER,
                    one.span,
                    format!("In a list {said} becomes the text {becomes}."),
                );
            }
        }
    }
}

/// Whether a value is one digit of a binary number.
fn is_bit(value: &Value) -> bool {
    matches!(value, Value::Number { number, .. } if matches!(number.integer(), Some(0 | 1)))
}

/// Words and numbers of an enumeration.
fn look_at_words_of(script: &mut Script<'_>, given: &Given, raw: &Value, items: &[Value]) {
    let spellings = given.parameter.accepted.spellings();
    let takes_flags = matches!(given.parameter.accepted, Accepted::AnyOf(_) | Accepted::Mask(_));
    let is_number = |value: &Value| matches!(value, Value::Number { .. });
    if matches!(given.parameter.accepted, Accepted::Mask(_)) && items.len() > 2 && items.iter().all(is_bit) {
        script.say(
            &BITS_AS_NUMBER,
            given.span,
            "Here stand bits, one digit each, as the page describes the flags; PowerShell puts the numbers 0 and 1 together and makes 0 or 1 of them.",
        );
    } else if takes_flags && items.len() > 1 && items.iter().all(is_number) {
        script.flag(&NUMBERS_AS_FLAGS, given.span);
    }
    if spellings.is_empty() || !matches!(given.value, Value::Enumeration { .. }) {
        return;
    }
    let texts = match raw {
        Value::List(items) => items.iter().filter_map(Value::as_text).collect(),
        value => value.as_text().into_iter().collect::<Vec<String>>(),
    };
    for text in texts {
        for word in text
            .split(',')
            .map(str::trim)
            .filter(|word| word.starts_with(char::is_alphabetic))
        {
            if let Some(whole) = spellings.iter().find(|spelling| begins(spelling.said, word))
                && Spelling::read(spellings, word).is_none()
            {
                let message = format!(
                    "{word} is read as {}, as long as no other word begins so.",
                    whole.said
                );
                script.say(&ABBREVIATED_WORD, given.span, message);
            }
        }
    }
}

/// Whether a name is more likely meant as it stands than as a pattern: brackets around what is no range, and nothing else in
/// it that only a pattern has.
fn is_doubtful(name: &str) -> bool {
    let is_pattern = name.contains(['*', '?', '`']);
    let mut rest = name;
    while let Some((before, behind)) = rest.split_once('[') {
        let Some((range, after)) = behind.split_once(']') else {
            return !is_pattern;
        };
        let is_range = range.len() == 3 && range.chars().nth(1) == Some('-');
        if !is_range || before.contains(']') {
            return !is_pattern;
        }
        rest = after;
    }
    !is_pattern && rest.contains(']')
}

/// Whether letters of a type that 5.1 does not know stand behind a number: it knows `l`, `d` and the multipliers.
fn has_suffix(said: &str) -> bool {
    let lower = said.to_ascii_lowercase();
    let is_hexadecimal = lower.trim_start_matches(['-', '+']).starts_with("0x");
    let bare = ["kb", "mb", "gb", "tb", "pb"]
        .iter()
        .find_map(|multiplier| lower.strip_suffix(multiplier))
        .unwrap_or(&lower);
    match is_hexadecimal {
        true => bare.ends_with(['s', 'u', 'y', 'n']),
        false => bare.ends_with(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'l' | 'd')),
    }
}

/// Says of a parameter behind a call that the call does not get it.
pub(super) fn say_of_lost_parameter(
    script: &mut Script<'_>,
    before: &Statement<'_>,
    statement: &Statement<'_>,
    source: &str,
) {
    let commands = match &before.kind {
        StatementKind::Pipeline { commands, .. } => commands,
        StatementKind::Assignment { value, .. } => match &value.kind {
            StatementKind::Pipeline { commands, .. } => commands,
            _ => return,
        },
        _ => return,
    };
    let Some(cmdlet) = commands.last().and_then(cmdlet_of) else {
        return;
    };
    let Some(name) = statement.span.of(source).strip_prefix('-') else {
        return;
    };
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let name = name.get(..end).unwrap_or("");
    let between = Span::new(before.span.end, statement.span.start);
    if name.is_empty() || cmdlet.parameter(name) == Match::Unknown || !between.of(source).contains('\n') {
        return;
    }
    let start = statement.span.start;
    let found = PARAMETER_AS_COMMAND.at(
        Span::new(start, start.saturating_add(1).saturating_add(end)),
        format!("-{name} stands in a command of its own: the call of {cmdlet} ended on a line before, and does not get it."),
        PARAMETER_AS_COMMAND.instead,
    );
    // What is behind the backtick on its line.
    let behind = between.of(source).rsplit_once('`').and_then(|(_, behind)| {
        let from = between.end.saturating_sub(behind.len());
        let blank = behind
            .len()
            .saturating_sub(behind.trim_start_matches([' ', '\t']).len());
        let rest = behind.get(blank..)?;
        let is_all =
            rest.starts_with(['\r', '\n']) && rest.trim().is_empty() && rest.matches('\n').count() == 1;
        (blank > 0 && is_all).then(|| Span::new(from, from.saturating_add(blank)))
    });
    script.found(match behind {
        Some(blank) => found.with_fix("Take the space away", blank, ""),
        None => found,
    });
}

/// An address that ends at `&`, in a command that `&` sends into the background.
pub(super) fn say_of_background(script: &mut Script<'_>, commands: &[Command<'_>], source: &str) {
    let Some(CommandBody::Words(words)) = commands.last().map(|command| &command.body) else {
        return;
    };
    let Some(last) = words.last().map(Word::said) else {
        return;
    };
    let text = last.span.of(source);
    if matches!(
        last.kind,
        WordKind::Text {
            quoting: Quoting::Bare,
            ..
        }
    ) && text.contains("://")
    {
        let behind = source.get(last.span.end..).unwrap_or("");
        let end =
            behind.find(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | ';' | '|' | '(' | ')' | '$'));
        let behind = behind.get(..end.unwrap_or(behind.len())).unwrap_or("");
        let found = UNQUOTED_AMPERSAND.at(
            last.span,
            "The address ends at the &: what follows is another command, and Windows PowerShell 5.1 does not read the script at all.",
            "Put single quotes around the address.",
        );
        let whole = Span::new(last.span.start, last.span.end.saturating_add(behind.len()));
        script.found(match behind.starts_with('&') && !text.contains('\'') {
            true => found.with_fix(
                "Put single quotes around the address",
                whole,
                format!("'{text}{behind}'"),
            ),
            false => found,
        });
    }
}

/// The arguments of a program that are not the same from every PowerShell, by those that it gets from one of them.
pub(super) fn changed_arguments(
    given: &[NativeArgument],
    edition: Edition,
    by: impl Fn(Edition) -> Vec<NativeArgument>,
) -> Vec<Span> {
    let of = |other: Edition| match other == edition {
        true => Cow::Borrowed(given),
        false => Cow::Owned(by(other)),
    };
    let (old, new) = (of(Edition::WindowsPowerShell51), of(Edition::PowerShell73));
    let old: BTreeMap<Span, &[TextPart]> = old.iter().map(|one| (one.span, one.parts.as_slice())).collect();
    let mut places: BTreeMap<Span, usize> = BTreeMap::new();
    for argument in new.iter() {
        let count = places.entry(argument.span).or_default();
        *count = count.saturating_add(1);
    }
    let is_known = |parts: &[TextPart]| parts.iter().all(|part| matches!(part, TextPart::Units(_)));
    let differs = |argument: &&NativeArgument| {
        let other = old.get(&argument.span);
        is_known(&argument.parts) && other.is_none_or(|other| is_known(other) && **other != *argument.parts)
    };
    let changed = new.iter().filter(differs).map(|argument| argument.span);
    // The items of a list stand at one place.
    changed.filter(|span| places.get(span) == Some(&1)).collect()
}

#[cfg(test)]
mod tests {
    use super::SURPRISES;
    use crate::parse::{Reading, import};
    use crate::text::Dialect;
    use std::collections::BTreeSet;

    /// A script, the rule, and the text that it flags.
    const TABLE: &[(&str, &str, &str)] = &[
        (
            "Start-BitsTransfer http://h/a C:\\a -Suspended $true",
            "switch-with-value",
            "-Suspended $true",
        ),
        (
            "Get-BitsTransfer -AllUsers $false",
            "switch-with-value",
            "-AllUsers $false",
        ),
        (
            "Get-BitsTransfer j | Set-BitsTransfer -Dynamic",
            "switch-without-value",
            "-Dynamic",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -CustomHeaders @{ 'X' = '1' }",
            "hashtable-as-text",
            "@{ 'X' = '1' }",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -RetryInterval 2.5",
            "rounded-number",
            "2.5",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -RetryInterval 60s",
            "number-with-suffix",
            "60s",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -RetryInterval:60us",
            "number-with-suffix",
            "60us",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -CustomHeaders 0x10,'b'",
            "respelled-number",
            "0x10",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -TransferPolicy Capped+Roaming",
            "words-added",
            "Capped+Roaming",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -TransferPolicy Cap",
            "abbreviated-word",
            "Cap",
        ),
        (
            "Get-BitsTransfer j | Set-BitsTransfer -NotifyFlags 1,2",
            "numbers-as-flags",
            "1,2",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -Descr x",
            "abbreviated-parameter",
            "-Descr",
        ),
        (
            "$j = Get-BitsTransfer j; switch ($j.JobState) { 'Transferred' { Complete-BitsTransfer -BitsJob $_ } }",
            "item-of-a-switch",
            "$_",
        ),
        (
            "$j = Get-BitsTransfer; $j | % { switch ($_.JobState) { 'Transferred' { $PSItem | Complete-BitsTransfer } } }",
            "item-of-a-switch",
            "$PSItem",
        ),
        (
            "Start-BitsTransfer \"http://h/a\"b C:\\a",
            "adjacent-quotes",
            "\"http://h/a\"b",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a -Credential Server01\\Admin01",
            "credential-by-name",
            "Server01\\Admin01",
        ),
        ("Start-BitsTransfer\u{A0}http://h/a C:\\a", "odd-blank", "\u{A0}"),
        (
            "Start-BitsTransfer http://h/a\u{2003}C:\\a",
            "odd-blank",
            "\u{2003}",
        ),
        (
            "Start-BitsTransfer \u{2018}http://h/a\u{2019} C:\\a",
            "typographic-quotes",
            "\u{2018}http://h/a\u{2019}",
        ),
        ("Get-BitsTransfer -Name 'a[1]'", "wildcard-in-name", "'a[1]'"),
        (
            "Get-BitsTransfer -Name 'Setup [64-bit]'",
            "wildcard-in-name",
            "'Setup [64-bit]'",
        ),
        (
            "$p = @{ Source = 'http://h/a' }; Start-BitsTransfer @p -Source http://h/b",
            "splatted-and-written",
            "-Source",
        ),
        (
            "bitsadmin /setdescription j 'a \"b\" c'",
            "changed-native-argument",
            "'a \"b\" c'",
        ),
        (
            "bitsadmin /addfile j http://h/a 'C:\\a b\\'",
            "changed-native-argument",
            "'C:\\a b\\'",
        ),
        ("bitsadmin /setdescription j ''", "changed-native-argument", "''"),
        (
            "bitsadmin /info {C775D194-090F-431F-B5FB-8334D00D1CB6} /verbose",
            "block-as-argument",
            "{C775D194-090F-431F-B5FB-8334D00D1CB6}",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a ` \n  -Priority Low",
            "parameter-as-command",
            "-Priority",
        ),
        (
            "Start-BitsTransfer http://h/a C:\\a `\r\n  # -Priority Low `\r\n  -Asynchronous",
            "parameter-as-command",
            "-Asynchronous",
        ),
        (
            "$j = Start-BitsTransfer http://h/a C:\\a\n  -Asynchronous",
            "parameter-as-command",
            "-Asynchronous",
        ),
        (
            "Get-BitsTransfer j | Set-BitsTransfer -Priority Low\n  -RetryInterval 60",
            "parameter-as-command",
            "-RetryInterval",
        ),
    ];

    /// Scripts that look alike and say what they mean.
    const SOUND: &[&str] = &[
        "bitsadmin --% /info {C775D194-090F-431F-B5FB-8334D00D1CB6}",
        "$j = Get-BitsTransfer j; switch ($j.JobState) { 'Transferred' { Complete-BitsTransfer $j; $_ } }",
        "$j = Get-BitsTransfer j; switch ($j.JobState) { 'Transferred' { Get-BitsTransfer | % { Resume-BitsTransfer $_ } } }",
        "$j = Get-BitsTransfer; switch ($j) { { $_.JobState -eq 'Transferred' } { Complete-BitsTransfer $_ } }",
        "Start-BitsTransfer http://h/a C:\\a -Suspended:$true",
        "Start-BitsTransfer http://h/a C:\\a -Suspended",
        "Get-BitsTransfer j | Set-BitsTransfer -Dynamic:$true",
        "Start-BitsTransfer http://h/a C:\\a -CustomHeaders 'X: 1', 'Y: 2' -RetryInterval 60 -p Normal",
        "Start-BitsTransfer http://h/a C:\\a -MaxDownloadTime 60l -Description 007",
        "Start-BitsTransfer http://h/a C:\\a -TransferPolicy Capped,Roaming -RetryInterval 0x3C",
        "Start-BitsTransfer 'http://h/a?x=1&y=2' \"C:\\a b\"",
        "Start-BitsTransfer http://h/a `\r\n\tC:\\a",
        "Get-BitsTransfer -Name 'a*'",
        "Get-BitsTransfer -Name 'BITS Transfe[a-r]'",
        "$p = @{ Source = 'http://h/a' }; Start-BitsTransfer @p -Destination C:\\a",
        "bitsadmin /setdescription j 'a b'",
        "& bitsadmin.exe @('/create', 'x')",
        "bitsadmin --% /setdescription j \"\"",
        "Get-BitsTransfer -Name 'a`[1`]'",
        "Get-BitsTransfer -Name '*[Dd]ownload*'",
        "Start-BitsTransfer -Source 'http://h/a[1].zip' -Destination C:\\a -RetryInterval 60.0",
        "Get-BitsTransfer &",
    ];

    fn surprises(source: &str) -> Vec<(&'static str, String)> {
        let reading = Reading {
            shell: Some(Dialect::PowerShell),
            ..Reading::default()
        };
        let found = import(source, reading).found;
        let all = found
            .iter()
            .filter(|found| SURPRISES.iter().any(|one| one.name == found.rule));
        all.map(|found| (found.rule, found.span.of(source).to_owned()))
            .collect()
    }

    #[test]
    fn each_is_said_at_its_place_and_alone() {
        for (source, rule, text) in TABLE {
            assert_eq!(surprises(source), [(*rule, (*text).to_owned())], "{source}");
        }
        let said: BTreeSet<&str> = TABLE.iter().map(|(_, rule, _)| *rule).collect();
        let all: BTreeSet<&str> = SURPRISES.iter().map(|one| one.name).collect();
        assert_eq!(said, all);
    }

    #[test]
    fn sound_scripts_surprise_nobody() {
        for source in SOUND {
            assert_eq!(surprises(source), [], "{source}");
        }
    }
}
