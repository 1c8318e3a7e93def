//! Calls of the cmdlets of the module.

use super::table::is_doubt;
use super::{Follower, piped_object};
use crate::command::{bitstransfer, translated};
use crate::document::closest;
use crate::parse::cmdlet::{Call, Given};
use crate::parse::follow::surprise::Raw;
use crate::parse::follow::{Called, address, cmdlet, handle, password, percent, piped, surprise, upload};
use crate::parse::patterns::{
    BY_VARIABLE, PARAMETER_IN_DOUBT, POWERSHELL_BINDING, SPLAT_NOT_KNOWN, SWITCH_NOT_KNOWN,
};
use crate::parse::powershell::bind::{BindError, Failure, Input, arguments as bound_arguments, bind};
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Value, Word, WordKind};
use crate::span::Span;
use std::collections::BTreeMap;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Says of a variable that holds one of two jobs that it is taken for the one that was made last.
    fn say_of_either(&mut self, value: &Value, place: Span) {
        if let (Value::Variable { unknown, .. }, Some(_)) = (value, handle::of(value))
            && let Some(name) = unknown.source.strip_prefix('$')
            && self.either.contains(&plain(name))
        {
            self.script.say(
                &BY_VARIABLE,
                place,
                "Which of two jobs this is, is known only when the script runs: a condition decides whether the variable gets another one. It is taken for the one that is made last.",
            );
        }
    }

    /// A call: one for each of the objects that come through the pipeline. "creates a new BITS transfer job for each of the files"
    /// `[ps:Start-BitsTransfer]`
    pub(super) fn cmdlet(
        &mut self,
        found: &'static bitstransfer::Cmdlet,
        name: Span,
        words: &'r [Word<'t>],
        piped: Option<Value>,
        span: Span,
    ) -> Value {
        let Some(objects) = piped.as_ref().and_then(objects) else {
            return self.one_call(found, name, words, piped, span);
        };
        // What is an array itself has no such properties, or some that are not known.
        let are_known = objects.iter().all(|object| !matches!(object, Value::List(_)));
        if !are_known || !objects.iter().all(|_| self.script.may_grow(span.len())) {
            let some = self.unknown_value(span);
            return self.one_call(found, name, words, Some(some), span);
        }
        let objects = objects.to_vec();
        let given = objects
            .into_iter()
            .map(|object| self.one_call(found, name, words, Some(object), span));
        let mut given: Vec<Value> = given.filter(|given| *given != Value::Null).collect();
        match given.len() {
            0 => Value::Null,
            1 => given.pop().unwrap_or(Value::Null),
            _ => Value::List(given),
        }
    }

    fn one_call(
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
        // Keys that are not known are parameters that are not known.
        for argument in &mut arguments {
            if argument.is_splatted && argument.name.as_ref().is_some_and(|name| name.text.is_empty()) {
                argument.name = None;
                argument.value = Some(self.unknown_value(name));
            }
        }
        for argument in arguments.iter().filter(|argument| argument.is_unknown_splat()) {
            self.script.flag(&SPLAT_NOT_KNOWN, argument.span());
            if let Some(value) = &argument.value {
                self.say_of_file(value, span);
            }
        }
        let is_partial = arguments.iter().any(|argument| argument.is_unknown_splat());
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
        let mut binding = bind(found, arguments.clone(), self.script.edition, input);
        let defaults = self.defaults(found, &binding, name);
        if !defaults.is_empty() {
            arguments.extend(defaults);
            binding = bind(found, arguments, self.script.edition, input);
        }
        if let (Some(piped), None) = (&piped, &binding.error)
            && !handle::are_some(piped)
            && *piped != Value::Null
        {
            binding = binding.with_object(&piped_object(piped));
        }
        let set = binding.set();
        let error = binding.error.take().filter(|error| {
            // Jobs come through the pipeline as handles, which a binding does not know; of texts more is said.
            let is_open = |piped: &Value| {
                handle::are_some(piped)
                    || piped.is_unknown()
                    || matches!(piped, Value::Null | Value::List(_) | Value::Text(_))
            };
            !(piped.as_ref().is_some_and(is_open) && error.failure.id().starts_with("InputObject"))
        });
        let (others, refused) = (binding.others, binding.refused);
        let parameters: Vec<Given> = binding
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
        if let Some(piped) = &piped {
            self.say_of_either(piped, name);
        }
        for given in &parameters {
            self.say_of_doubt(given);
            self.say_of_either(&given.value, given.span);
            self.say_of_file(&given.value, span);
            self.say_of_outer(&given.value, given.span, span);
        }
        let call = Call {
            cmdlet: found,
            name,
            set,
            parameters,
            refused,
            error,
        };
        let is_said = surprise::say(self.script, &call, words, &raw, self.source)
            | piped::say(self.script, &call, piped.as_ref(), words, self.source);
        if self.compares_state {
            let jobs = call
                .parameters
                .iter()
                .find(|given| given.parameter.name == cmdlet::JOBS);
            let words = words.iter().map(Word::said);
            surprise::say_of_item(
                self.script,
                words.filter(|word| jobs.is_some_and(|jobs| jobs.span == word.span)),
            );
        }
        upload::say(self.script, &call, words, self.source);
        percent::say(self.script, &call, words, self.source);
        password::say_of_call(self.script, &call);
        address::say(self.script, &call);
        // Of a wrong name in a table the place is that of its key.
        let key = |error: &BindError| {
            let table = splats.get(&error.span)?;
            let entry = (table.clone(), error.typed.to_lowercase());
            self.places.get(&entry).map(|(key, _)| *key)
        };
        let keys: Vec<Option<Span>> = call.error.iter().chain(&others).map(key).collect();
        let mut keys = keys.into_iter();
        if let Some(error) = call.error.as_ref() {
            let key = keys.next().flatten();
            if !is_said {
                self.say_of_error(error, &call, key);
            }
        }
        // The engine says the first error alone.
        for (error, key) in others.iter().zip(keys) {
            self.say_of_error(error, &call, key);
        }
        let unknown = self.unknown(span);
        let (job, value) = cmdlet::take_each(self.script, &call, piped.as_ref(), span, &unknown);
        // What is splatted may name the files.
        if let Some(job) = job.filter(|_| is_partial) {
            self.script.jobs.refused_files(job);
        }
        self.script.statement(Called::Cmdlet(call), span, job);
        value
    }

    /// Says why a call fails.
    fn say_of_error(&mut self, error: &BindError, call: &Call, key: Option<Span>) {
        let place = match error.span == Span::default() {
            true => call.name,
            false => key.unwrap_or(error.span),
        };
        let found = POWERSHELL_BINDING.at(place, error.message.clone(), POWERSHELL_BINDING.instead);
        let written = place.of(self.source).trim_matches(['"', '\'']);
        let meant = match error.failure {
            Failure::NamedParameterNotFound => renamed(error, call, place.of(self.source)),
            _ => error.parameter.and_then(|parameter| {
                let spellings = parameter.accepted.spellings();
                let said = translated(parameter.role.carries(), spellings, written);
                let words: Vec<&str> = spellings.iter().map(|spelling| spelling.said).collect();
                said.or_else(|| closest(written, &words)).map(str::to_owned)
            }),
        };
        self.script.found(match meant {
            Some(meant) => found.with_fix(format!("Write {meant}"), place, meant),
            None => found,
        });
    }

    /// Says so where a parameter may be missing, or a switch be off.
    fn say_of_doubt(&mut self, given: &Given) {
        let parameter = given.parameter;
        let place = given
            .name
            .filter(|_| given.span == Span::default())
            .unwrap_or(given.span);
        if is_doubt(&given.value) {
            let message = format!(
                "`-{}` comes from a key that not every way through the script sets to the same value.",
                parameter.name
            );
            self.script.say(&PARAMETER_IN_DOUBT, place, message);
        } else if parameter.is_switch() && given.value.is_unknown() {
            let message = format!(
                "Whether `-{}` is on is known only when the script runs; it is read as if it were off.",
                parameter.name
            );
            self.script.say(&SWITCH_NOT_KNOWN, place, message);
        }
    }
}

/// What comes through the pipeline, where it is several objects and neither jobs nor texts, which are handed on together.
fn objects(piped: &Value) -> Option<&[Value]> {
    let Value::List(items) = piped else { return None };
    let are_objects = items.len() > 1 && !handle::are_some(piped) && !piped::are_texts(piped);
    are_objects.then_some(items)
}

/// The name of the parameter that is meant by one that no parameter has, where it is free and written out.
fn renamed(error: &BindError, call: &Call, written: &str) -> Option<String> {
    let meant = error.parameter?;
    // Two wrong names may mean the same.
    let refused = call.refused.iter().filter(|refused| **refused == meant);
    let is_free = call.parameters.iter().all(|given| given.parameter != meant) && refused.count() < 2;
    let colon = if written.ends_with(':') { ":" } else { "" };
    if !is_free {
        return None;
    }
    if written.starts_with('-') {
        return Some(format!("-{}{colon}", meant.name));
    }
    // A key, perhaps in quotes.
    let key = written.trim_matches(['"', '\'']);
    (key.eq_ignore_ascii_case(&error.typed)).then(|| written.replace(key, meant.name))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::judge::judge;
    use crate::parse::{Called, Reading, import};

    #[test]
    fn a_word_of_bitsadmin_is_named_in_the_words_of_the_cmdlet() {
        for (value, meant) in [
            ("PRECONFIG", Some("SystemDefault")),
            ("'no_proxy'", Some("NoProxy")),
            ("anything", None),
        ] {
            let script = format!("Get-BitsTransfer j | Set-BitsTransfer -ProxyUsage {value}");
            let import = import(&script, Reading::default());
            let found = import.found.iter().find(|one| one.rule == "powershell-binding");
            let found = found.unwrap_or_else(|| panic!("{value}: {:?}", import.found));
            assert_eq!(found.span.of(&script), value);
            assert_eq!(found.fix.as_ref().map(|fix| fix.text.as_str()), meant, "{value}");
        }
    }

    #[test]
    fn one_mistake_takes_nothing_else_out_of_the_job() {
        for (call, expected, bound) in [
            (
                "Start-BitsTransfer -SecurityFlags Foo -Priority Hihg -Source https://h/a -Destination C:\\a -RetryInterval 90 -Bogus 7",
                &[("Foo", None), ("Hihg", Some("High")), ("-Bogus", None)][..],
                "Source Destination RetryInterval",
            ),
            (
                "Start-BitsTransfer -Description a -Description b https://h/a C:\\a",
                &[("-Description", None)],
                "Description Source Destination",
            ),
            (
                "Start-BitsTransfer -Description -DisplayName n https://h/a C:\\a",
                &[("-Description", None)],
                "DisplayName Source Destination",
            ),
            (
                "Start-BitsTransfer -Proxy x https://h/a C:\\a -DisplayName n",
                &[("-Proxy", None)],
                "DisplayName Source Destination",
            ),
            (
                "$p = @{ Source = 'https://h/a'; Destination = 'C:\\a' }; Start-BitsTransfer @p -Priority Hi",
                &[("Hi", Some("High"))],
                "Source Destination",
            ),
            (
                "Start-BitsTransfer https://h/a C:\\a b c",
                &[("b", None), ("c", None)],
                "Source Destination",
            ),
        ] {
            let import = import(call, Reading::default());
            let found: Vec<(&str, Option<&str>)> = import
                .found
                .iter()
                .filter(|one| one.rule == "powershell-binding")
                .map(|one| (one.span.of(call), one.fix.as_ref().map(|fix| fix.text.as_str())))
                .collect();
            assert_eq!(found, *expected, "{call}");
            let called = import
                .statements
                .iter()
                .find_map(|statement| match &statement.called {
                    Called::Cmdlet(call) => Some(call),
                    Called::Bitsadmin(_) => None,
                });
            let names = called
                .expect("a call")
                .parameters
                .iter()
                .map(|given| given.parameter.name);
            assert_eq!(names.collect::<Vec<_>>().join(" "), bound, "{call}");
        }
    }

    #[test]
    fn names_of_other_commands_are_answered_with_those_of_the_cmdlet() {
        for (script, expected) in [
            (
                "Start-BitsTransfer -Uri https://h/a -OutFile C:\\a",
                &["-Uri > -Source", "-OutFile > -Destination"][..],
            ),
            (
                "Start-BitsTransfer -Url https://h/a -Destination C:\\a",
                &["-Url > -Source"],
            ),
            (
                "Start-BitsTransfer -Src https://h/a -Dst C:\\a",
                &["-Src > -Source", "-Dst > -Destination"],
            ),
            // What stands behind is no source.
            ("Start-BitsTransfer -Src https://h/a C:\\a", &["-Src > -Source"]),
            (
                "Start-BitsTransfer -Source https://h/a -Path C:\\a",
                &["-Path > -Destination"],
            ),
            (
                "Start-BitsTransfer -Path https://h/a -OutFile C:\\a",
                &["-Path > -Source", "-OutFile > -Destination"],
            ),
            (
                "Start-BitsTransfer -Path C:\\a -Destination https://h/a -TransferType Upload",
                &["-Path > -Source"],
            ),
            (
                "Start-BitsTransfer -InFile C:\\a -Uri https://h/a -TransferType Upload",
                &["-InFile > -Source", "-Uri > -Destination"],
            ),
            (
                "$p = @{ Uri = 'https://h/a'; 'OutFile' = 'C:\\a' }; Start-BitsTransfer @p",
                &["Uri > Source", "'OutFile' > 'Destination'"],
            ),
            // Which of two is meant is not sure.
            (
                "Start-BitsTransfer -Url https://h/a -Uri https://h/b -Destination C:\\a",
                &["-Url", "-Uri"],
            ),
            ("Start-BitsTransfer https://h/a -Url https://h/b", &["-Url"]),
        ] {
            let read = import(script, Reading::default());
            let said = judge(&read);
            let others = ["no-files", "unreadable-value"];
            let wrong = said
                .iter()
                .find(|one| others.contains(&one.found.rule) && one.found.severity == Severity::Error);
            assert_eq!(wrong, None, "{script}");
            let found = read.found.iter().filter(|one| one.rule == "powershell-binding");
            let found: Vec<String> = found
                .map(|one| {
                    let place = one.span.of(script);
                    assert!(one.message.contains("is likely meant"), "{}", one.message);
                    match &one.fix {
                        Some(fix) => format!("{place} > {}", fix.text),
                        None => place.to_owned(),
                    }
                })
                .collect();
            assert_eq!(found, *expected, "{script}");
        }
    }

    #[test]
    fn every_name_that_no_parameter_has_is_named() {
        for (call, expected) in [
            (
                "Set-BitsTransfer -Foo 1 -NoProgressTimeout 60",
                &[("-Foo", None), ("-NoProgressTimeout", Some("-RetryTimeout"))][..],
            ),
            (
                "Set-BitsTransfer -NoProgressTimeout:60",
                &[("-NoProgressTimeout:", Some("-RetryTimeout:"))],
            ),
            (
                "Set-BitsTransfer -NoProgressTimeout 60 -RetryTimeout 70",
                &[("-NoProgressTimeout", None)],
            ),
            (
                "Add-BitsFile -RemoteName https://h/a -LocalName C:\\a",
                &[
                    ("-RemoteName", Some("-Source")),
                    ("-LocalName", Some("-Destination")),
                ],
            ),
            (
                "Set-BitsTransfer -NotificationCmdLine a",
                &[("-NotificationCmdLine", Some("-NotifyCmdLine"))],
            ),
            ("Set-BitsTransfer -RetryTimeout 60", &[]),
            (
                "Set-BitsTransfer -Headers 'a: b'",
                &[("-Headers", Some("-CustomHeaders"))],
            ),
            ("Set-BitsTransfer -OutFile a", &[("-OutFile", None)]),
            ("Set-BitsTransfer -Name a", &[("-Name", Some("-DisplayName"))]),
            (
                "Set-BitsTransfer -JobName a",
                &[("-JobName", Some("-DisplayName"))],
            ),
            ("Add-BitsFile -Name a", &[("-Name", None)]),
            ("Suspend-BitsTransfer -Wait", &[("-Wait", None)]),
            ("Set-BitsTransfer -UserAgent a", &[("-UserAgent", None)]),
            (
                "Set-BitsTransfer -ProxyServer a",
                &[("-ProxyServer", Some("-ProxyList"))],
            ),
            (
                "Set-BitsTransfer -UseDefaultCredentials",
                &[("-UseDefaultCredentials", None)],
            ),
            ("Set-BitsTransfer -Force", &[("-Force", None)]),
            ("Complete-BitsTransfer -Name a", &[("-Name", None)]),
            (
                "Add-BitsFile -Url https://h/a -OutFile C:\\a",
                &[("-Url", Some("-Source")), ("-OutFile", Some("-Destination"))],
            ),
            (
                "Set-BitsTransfer -ErorAction Stop",
                &[("-ErorAction", Some("-ErrorAction"))],
            ),
            ("Set-BitsTransfer -ACLFlags OGDS", &[("OGDS", None)]),
        ] {
            let script = format!("Get-BitsTransfer j | {call}");
            let found = import(&script, Reading::default()).found;
            let found: Vec<(&str, Option<&str>)> = found
                .iter()
                .filter(|one| one.rule == "powershell-binding")
                .map(|one| {
                    (
                        one.span.of(&script),
                        one.fix.as_ref().map(|fix| fix.text.as_str()),
                    )
                })
                .collect();
            assert_eq!(found, *expected, "{call}");
        }
    }

    #[test]
    fn a_name_that_finds_jobs_gives_them_no_other_one() {
        for (script, expected) in [
            ("Set-BitsTransfer -Name a -Priority Low", None),
            ("Set-BitsTransfer -JobName a", None),
            ("Add-BitsFile -Name a https://h/a C:\\a", None),
            ("Set-BitsTransfer $j -Name a", Some("-DisplayName")),
            ("Set-BitsTransfer -BitsJob $j -JobName a", Some("-DisplayName")),
            (
                "Start-BitsTransfer https://h/a C:\\a -Name a",
                Some("-DisplayName"),
            ),
        ] {
            let found = import(script, Reading::default()).found;
            let found = found.iter().find(|one| one.message.contains("has no parameter"));
            let fix = found.and_then(|one| one.fix.as_ref());
            assert_eq!(fix.map(|fix| fix.text.as_str()), expected, "{script}");
            let is_told = found.is_some_and(|one| one.message.contains("as Get-BitsTransfer finds them"));
            assert_eq!(is_told, expected.is_none(), "{script}");
        }
    }
}
