//! Calls of bitsadmin, explained from the command catalog.

use super::Token;
use super::shown::{
    NEEDS_ADMINISTRATOR, allowed, and, carried, default, filled, lower, order, quoted, upper,
};
use super::value::{amount, entries_meaning, since};
use crate::catalog::SettingId;
use crate::command::bitsadmin::{self, Argument, Kind, Verb};
use crate::command::{Purpose, Role, Spelling, within};
use crate::parse::bitsadmin::{Given, Statement};
use crate::parse::is_list_of_files;
use crate::parse::jobs::entry_of;
use crate::secret::{Holes, mask};
use crate::text::Text;
use crate::value::{Entry, Secrecy, Unit, read_unit};
use crate::version::BitsVersion;

/// The tokens of a call.
pub(super) fn tokens(call: &Statement) -> Vec<Token> {
    let mut tokens = vec![Token {
        span: call.program,
        title: "bitsadmin".to_owned(),
        text: "The program bitsadmin.exe: it makes, changes and watches BITS jobs. Microsoft calls it deprecated in favour of the BITS cmdlets.".to_owned(),
        source: "ba:bitsadmin",
        secret: false,
    }];
    for (option, span) in &call.options {
        tokens.push(Token {
            span: *span,
            title: option.name.to_owned(),
            text: purpose(option),
            source: option.page,
            secret: false,
        });
    }
    let Some(verb) = call.verb else {
        return tokens;
    };
    tokens.push(Token {
        span: call.verb_span,
        title: verb.to_string(),
        text: verb_text(verb),
        source: verb.page,
        secret: false,
    });
    for given in &call.arguments {
        if let Some(switch) = given.switch {
            tokens.push(Token {
                span: switch,
                title: given.argument.switch.unwrap_or(given.argument.name).to_owned(),
                text: switch_text(given.argument),
                source: page(given.argument.role).unwrap_or(verb.page),
                secret: false,
            });
            if switch == given.span {
                continue;
            }
        }
        let mut token = argument(verb, given);
        if call.may_be_secret(given) && null_of(given).is_none() && !token.secret {
            token.secret = true;
            token.text =
                "It stands where no such word belongs, and may be a secret; it is not shown.".to_owned();
        }
        tokens.push(token);
    }
    tokens
}

/// What a verb does, what it sets, since when, and who may.
fn verb_text(verb: &Verb) -> String {
    let settings = verb.settings();
    let docs = settings.iter().map(|id| id.spec().doc.to_owned());
    let mut said: Vec<String> = match verb.purpose {
        // What it does beside setting them is what they are.
        Purpose::Sets if !verb.does.is_empty() => docs.collect(),
        Purpose::Sets => std::iter::once(purpose(verb)).chain(docs).collect(),
        _ => vec![purpose(verb)],
    };
    let family = verb.under.and_then(bitsadmin::verb);
    if let (Purpose::Manages(_), Some(family)) = (verb.purpose, family) {
        said.push(purpose(family));
    }
    if verb.min_bits() > BitsVersion::new(1, 0) {
        said.push(format!("First in BITS {}.", verb.min_bits()));
    }
    if let Some(build) = verb.absent_in_build {
        said.push(format!("The bitsadmin of build {build} does not have it yet."));
    }
    if verb.elevated {
        said.push(NEEDS_ADMINISTRATOR.to_owned());
    }
    if !verb.note.is_empty() {
        said.push(verb.note.to_owned());
    }
    said.push(format!("Syntax: {}", verb.syntax()));
    said.join(" ")
}

fn purpose(verb: &Verb) -> String {
    if !verb.does.is_empty() {
        return format!("It {}.", verb.does.replace("{job}", "a job"));
    }
    match verb.purpose {
        Purpose::Creates => "It makes a job, which stands still until it is resumed.".to_owned(),
        Purpose::AddsFiles => "It adds files to a job.".to_owned(),
        Purpose::Transfers => {
            "It makes a job, adds its files, waits for them and completes the job.".to_owned()
        }
        Purpose::Sets => format!("It sets {} of a job.", labels(&verb.settings())),
        Purpose::Reads(reads) => {
            let settings: Vec<SettingId> = reads.iter().map(|read| read.setting).collect();
            format!("It prints {} of a job.", labels(&settings))
        }
        Purpose::Help => match verb.under {
            Some(family) => format!("It prints how the verbs of {family} are used."),
            None => "It prints how bitsadmin is used.".to_owned(),
        },
        Purpose::Reports(what) | Purpose::Controls(what) | Purpose::Manages(what) | Purpose::Option(what) => {
            what.to_owned()
        }
    }
}

fn labels(settings: &[SettingId]) -> String {
    let labels: Vec<String> = settings.iter().map(|id| lower(id.label())).collect();
    format!("the {}", and(&labels))
}

/// What an argument is for.
fn role(role: Role) -> String {
    match role {
        Role::Setting(carries) => carries
            .first()
            .map_or_else(String::new, |carries| carries.setting.spec().doc.to_owned()),
        Role::Selector(reason)
        | Role::Ending(reason)
        | Role::Output(reason)
        | Role::Machine(reason)
        | Role::Secret(reason)
        | Role::Common(reason) => reason.to_owned(),
    }
}

/// What a switch is for, and who may.
fn switch_text(argument: &Argument) -> String {
    match argument.elevated {
        true => format!("{} {NEEDS_ADMINISTRATOR}", role(argument.role)),
        false => role(argument.role),
    }
}

fn page(role: Role) -> Option<&'static str> {
    role.carries()
        .first()
        .and_then(|carries| carries.setting.spec().source.first().copied())
}

/// An argument: what it is, what this value means.
fn argument(verb: &Verb, given: &Given) -> Token {
    let argument = given.argument;
    let mut title = argument.name.replace('_', " ");
    let mut said = Vec::new();
    let mut secret = argument.role.is_secret();
    match argument.role {
        Role::Secret(_) if null_of(given).is_some() => {
            secret = false;
            said.extend(null_of(given).map(|null| format!("NULL: {null}")));
        }
        Role::Secret(reason) => said.push(format!(
            "{reason} It stands in the command line, where other programs and histories keep it; here it is not shown."
        )),
        Role::Selector(_) if matches!(argument.kind, Kind::Job) => said.push(which_job(&given.text)),
        Role::Setting(carries) => {
            if let Some(null) = null_of(given) {
                said.push(format!("NULL: {null}"));
            } else if is_list_of_files(given) {
                let list = quoted(&given.text, argument.role.secrecy());
                said.push(format!("The files are those of the list {list}."));
            } else {
                for one in carries {
                    let Some(index) = one.part_number() else { continue };
                    let setting = one.setting;
                    let spec = setting.spec();
                    title = carried(one);
                    let masked = mask(argument.role.secrecy(), &given.text, &mut Holes::default());
                    secret |= masked != given.text;
                    let entries: Vec<Entry> = words_of(argument, &masked)
                        .iter()
                        .filter_map(|word| entry_of(one, argument.kind.spellings(), word))
                        .collect();
                    if !entries.is_empty() {
                        said.push(entries_meaning(setting, index, &entries));
                    }
                    said.extend(default(spec));
                    said.push(allowed(spec, since(setting, index, &entries)));
                }
            }
        }
        other => {
            secret |= mask(place(argument), &given.text, &mut Holes::default()) != given.text;
            said.extend(null_of(given).map(|null| format!("NULL: {null}")));
            said.extend(word_meaning(given));
            said.push(role(other));
            said.extend(limits(argument));
        }
    }
    Token {
        span: given.span,
        title,
        text: said.join(" "),
        source: page(argument.role)
            .filter(|_| !is_list_of_files(given))
            .unwrap_or(verb.page),
        secret,
    }
}

/// Which secrets an argument may hold that carries no setting: proxies and remote names are addresses.
fn place(argument: &Argument) -> Secrecy {
    match argument.kind {
        Kind::RemoteName | Kind::List(_) => Secrecy::Address,
        _ => Secrecy::None,
    }
}

/// The words of an argument: letters stand one after the other.
fn words_of(argument: &Argument, text: &Text) -> Vec<Text> {
    match (argument.kind, text.as_literal()) {
        (Kind::Letters(_), Some(letters)) => letters
            .chars()
            .map(|letter| Text::literal(letter.to_string()))
            .collect(),
        _ => vec![text.clone()],
    }
}

/// What a word or number means that no setting has.
fn word_meaning(given: &Given) -> Option<String> {
    let argument = given.argument;
    let text = given.text.as_literal()?;
    let number = || read_unit(text, Unit::Count);
    match argument.kind {
        Kind::OneOf(spellings) => spellings
            .iter()
            .find(|spelling| spelling.said.eq_ignore_ascii_case(text))
            .map(|spelling| spelling.meaning.to_owned()),
        Kind::Bits(spellings) => number().map(|number| bits(number, spellings)),
        Kind::Number if argument.name == "seconds" => {
            number().map(|number| format!("{}.", amount(number, Unit::Seconds)))
        }
        Kind::Number if argument.name == "percent" => number().map(|number| format!("{number} percent.")),
        _ => None,
    }
}

/// Which numbers BITS takes for an argument that no setting has.
fn limits(argument: &Argument) -> Option<String> {
    let limits = within(argument.bounds, &|number| match argument.name {
        "seconds" => format!("{number} ({})", amount(number, Unit::Seconds)),
        _ => number.to_string(),
    })?;
    Some(format!("BITS takes {limits}."))
}

/// Flags, bit by bit.
fn bits(number: u64, spellings: &[Spelling]) -> String {
    let is_set = |spelling: &&Spelling| {
        read_unit(spelling.said, Unit::Count).is_some_and(|bit| bit != 0 && number & bit == bit)
    };
    let said: Vec<String> = spellings
        .iter()
        .filter(is_set)
        .map(|spelling| format!("{}: {}", spelling.said, spelling.meaning))
        .collect();
    match said.is_empty() {
        true => format!("{number}: none of its bits is set."),
        false => said.join(" "),
    }
}

/// What the word NULL means for an argument, where it stands.
fn null_of(given: &Given) -> Option<&'static str> {
    let is_null = given
        .text
        .as_literal()
        .is_some_and(|text| text.eq_ignore_ascii_case("NULL"));
    given.argument.null.filter(|_| is_null)
}

fn which_job(text: &Text) -> String {
    match text.as_literal() {
        Some(guid) if guid.starts_with('{') => {
            "The job with this GUID: there is one such job at most.".to_owned()
        }
        Some(_) => "The job of this name. Where several have it, bitsadmin asks for the GUID.".to_owned(),
        None => "The job that the variable holds when the script runs: its GUID or its name.".to_owned(),
    }
}

/// What the call does, in a sentence.
pub(super) fn step(call: &Statement) -> String {
    let Some(verb) = call.verb else {
        return "Calls bitsadmin with a verb that is not known.".to_owned();
    };
    let job = call
        .arguments
        .iter()
        .find(|given| matches!(given.argument.kind, Kind::Job))
        .map_or_else(
            || "a job".to_owned(),
            |given| format!("the job {}", quoted(&given.text, Secrecy::None)),
        );
    match verb.purpose {
        Purpose::Creates => format!("Makes {}.", new_job(call)),
        Purpose::Transfers if lacks_files(call) => {
            format!("Makes no job: the files of {} are missing.", new_job(call))
        }
        Purpose::Transfers => format!(
            "Makes {}{}, transfers {}, waits for it and completes it.",
            new_job(call),
            priority(call),
            files(call)
        ),
        Purpose::AddsFiles => match carrying(call, SettingId::FileRanges, "").is_empty() {
            true => format!("Adds {} to {job}.", files(call)),
            false => format!("Adds parts of {} to {job}.", files(call)),
        },
        Purpose::Sets => sets(call, verb, &job),
        Purpose::Reads(_) | Purpose::Reports(_) if !verb.does.is_empty() => {
            format!("{}.", filled(verb.does, &job))
        }
        Purpose::Reads(reads) => {
            let labels: Vec<String> = reads.iter().map(|read| lower(read.setting.label())).collect();
            format!("Prints the {} of {job}.", and(&labels))
        }
        Purpose::Controls(what)
            if call
                .arguments
                .iter()
                .any(|given| matches!(given.argument.kind, Kind::Job)) =>
        {
            let word = verb.name.trim_start_matches('/').to_ascii_lowercase();
            format!("{}s {job}: {}", upper(&word), lower(what))
        }
        Purpose::Manages(what) => manages(call, what),
        Purpose::Controls(what) | Purpose::Reports(what) | Purpose::Option(what) => {
            let names_job = verb.arguments.iter().any(|argument| argument.kind == Kind::Job);
            let what = match names_job {
                true => what.replacen("the job", &job, 1),
                false => what.to_owned(),
            };
            let is_for_all = call
                .arguments
                .iter()
                .any(|given| given.argument.name == "/ALLUSERS");
            match is_for_all {
                true => order(&what.replacen("of the user", "of all users", 1)),
                false => order(&what),
            }
        }
        Purpose::Help => order(&purpose(verb)),
    }
}

/// What a verb sets, and to which values.
fn sets(call: &Statement, verb: &Verb, job: &str) -> String {
    let settings: Vec<String> = verb.settings().iter().map(|id| lower(id.label())).collect();
    let first = call
        .arguments
        .iter()
        .find(|given| matches!(given.argument.role, Role::Setting(_)));
    if let Some(null) = first.and_then(null_of) {
        return format!("Changes the {} of {job}: {}", and(&settings), lower(null));
    }
    let is_own = !verb.does.is_empty();
    let values: Vec<String> = call
        .arguments
        .iter()
        .filter_map(|given| match given.argument.role {
            Role::Setting(_) | Role::Selector(_)
                if call.may_be_secret(given) && !matches!(given.argument.kind, Kind::Job) =>
            {
                Some("a word that is not shown".to_owned())
            }
            Role::Setting(_) => Some(quoted(&given.text, given.argument.role.secrecy())),
            Role::Selector(_) if given.argument.kind == Kind::Text => {
                Some(format!("that of {}", quoted(&given.text, Secrecy::None)))
            }
            Role::Secret(_) if null_of(given).is_some() => Some(quoted(&given.text, Secrecy::None)),
            Role::Secret(_) if is_own => Some("with a password".to_owned()),
            Role::Secret(_) => Some("a password that is not shown".to_owned()),
            _ => None,
        })
        .collect();
    match (is_own, values.is_empty()) {
        (true, true) => format!("{}.", filled(verb.does, job)),
        (true, false) => format!("{}: {}.", filled(verb.does, job), values.join(", ")),
        (false, true) => format!("Sets the {} of {job}.", and(&settings)),
        (false, false) if verb.secret_place().is_some() => {
            format!("Sets the {} of {job}: {}.", and(&settings), values.join(", "))
        }
        (false, false) => format!("Sets the {} of {job} to {}.", and(&settings), values.join(" ")),
    }
}

/// What is done with the machine, to which values.
fn manages(call: &Statement, what: &str) -> String {
    let given = call.arguments.iter();
    let placed = given.clone().filter(|given| {
        !matches!(given.argument.kind, Kind::Switch | Kind::Job)
            && matches!(given.argument.role, Role::Machine(_) | Role::Selector(_))
    });
    let values: Vec<String> = placed
        .map(|given| quoted(&given.text, Secrecy::Address))
        .collect();
    let mut said = match values.is_empty() {
        true => order(what),
        false => format!("{}: {}.", order(what).trim_end_matches('.'), values.join(" ")),
    };
    for one in given.filter(|given| given.argument.kind == Kind::Switch) {
        if let Role::Machine(what) = one.argument.role {
            said.push(' ');
            said.push_str(what);
        }
    }
    said
}

fn carrying(call: &Statement, setting: SettingId, part: &str) -> Vec<Text> {
    call.arguments
        .iter()
        .filter(|given| {
            given
                .argument
                .role
                .carries()
                .iter()
                .any(|carries| carries.setting == setting && carries.part == part)
        })
        .map(|given| given.text.clone())
        .collect()
}

/// Whether a call names neither a file nor a list of files.
fn lacks_files(call: &Statement) -> bool {
    let has = |part: &str| !carrying(call, SettingId::Files, part).is_empty();
    !(has("") || has("remote_name") && has("local_name"))
}

/// The priority that a call gives the job that it makes.
fn priority(call: &Statement) -> String {
    match carrying(call, SettingId::Priority, "").first() {
        Some(priority) => format!(" of priority {}", quoted(priority, Secrecy::None)),
        None => String::new(),
    }
}

fn new_job(call: &Statement) -> String {
    let kind = carrying(call, SettingId::JobType, "");
    let kind = kind
        .first()
        .and_then(Text::as_literal)
        .map_or("download".to_owned(), |word| {
            word.trim_start_matches('/').to_ascii_lowercase()
        });
    let name = carrying(call, SettingId::DisplayName, "");
    match name.first() {
        Some(name) => format!("a job ({kind}) named {}", quoted(name, Secrecy::None)),
        None => format!("a job ({kind})"),
    }
}

fn files(call: &Statement) -> String {
    let remote = carrying(call, SettingId::Files, "remote_name");
    let local = carrying(call, SettingId::Files, "local_name");
    let pairs: Vec<String> = remote
        .iter()
        .zip(&local)
        .map(|(remote, local)| {
            format!(
                "{} and {}",
                quoted(remote, Secrecy::Address),
                quoted(local, Secrecy::Address)
            )
        })
        .collect();
    match pairs.as_slice() {
        [] => match carrying(call, SettingId::Files, "").first() {
            Some(list) => format!("the files of the list {}", quoted(list, Secrecy::Address)),
            None => "files".to_owned(),
        },
        [one] => format!("one file ({one})"),
        several => format!("{} files ({})", several.len(), several.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::bitsadmin::VERBS;
    use crate::explain::{Token, explain};
    use crate::parse::{Reading, import};
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn no_two_verbs_of_a_family_do_the_same() {
        let mut told: BTreeMap<(Option<&str>, String), &str> = BTreeMap::new();
        for verb in VERBS {
            let said = purpose(verb);
            assert!(said.ends_with('.') && !said.contains('{'), "{verb}: {said}");
            if let Some(other) = told.insert((verb.under, said), verb.name) {
                panic!("{verb} is explained as {other}");
            }
        }
    }

    #[test]
    fn each_word_of_an_enumeration_has_its_own_meaning() {
        for verb in VERBS {
            for argument in verb.arguments {
                let spellings = match argument.kind {
                    Kind::Bits(spellings) => spellings,
                    kind => kind.spellings(),
                };
                let mut meanings = BTreeSet::new();
                for spelling in spellings {
                    let given = Given {
                        argument,
                        span: crate::span::Span::new(0, 1),
                        switch: None,
                        text: Text::literal(spelling.said),
                    };
                    let token = super::argument(verb, &given);
                    let is_told = !spelling.meaning.is_empty() || !argument.role.carries().is_empty();
                    assert!(is_told, "{verb} {} {}", argument.name, spelling.said);
                    assert!(token.text.contains(spelling.meaning), "{verb}: {}", token.text);
                    assert!(meanings.insert(token.text.clone()), "{verb}: {}", token.text);
                }
            }
        }
    }

    fn last(source: &str) -> (Token, String) {
        let explanation = explain(&import(source, Reading::default()), source);
        let token = explanation.tokens.last().cloned().expect("a token");
        (token, explanation.steps[0].text.clone())
    }

    #[test]
    fn steps_say_what_a_verb_does() {
        for (call, said) in [
            ("/list", "Lists the jobs of the user."),
            ("/list /allusers", "Lists the jobs of all users."),
            (
                "/reset",
                "Cancels all jobs of the user; not those of Local System.",
            ),
            (
                "/reset /allusers",
                "Cancels all jobs of all users; not those of Local System.",
            ),
            ("/getbytestotal j", "Prints the size of the job “j”."),
            ("/getowner j", "Prints who owns the job “j”."),
            ("/getproxylist j", "Prints which proxies the job “j” uses."),
            (
                "/takeownership j",
                "Makes whoever runs the command the owner of the job “j”.",
            ),
            (
                "/removecredentials j SERVER NTLM",
                "Takes credentials away from the job “j”: “SERVER”, “NTLM”.",
            ),
            (
                "/setnotifycmdline j NULL NULL",
                "Changes the notify command line of the job “j”: the notification command is removed.",
            ),
            (
                "/sethelpertoken j u@d pw1",
                "Gives the job “j” a helper token: that of “u@d”, with a password.",
            ),
            ("/sethelpertoken j", "Gives the job “j” a helper token."),
            (
                "/addfileset j C:\\l.txt",
                "Adds the files of the list “C:\\l.txt” to the job “j”.",
            ),
            (
                "/addfilewithranges j http://h/a C:\\a 0:9",
                "Adds parts of one file (“http://h/a” and “C:\\a”) to the job “j”.",
            ),
            (
                "/transfer j /download /priority LOW http://h/a C:\\a",
                "Makes a job (download) named “j” of priority “LOW”, transfers one file (“http://h/a” and “C:\\a”), waits for it and completes it.",
            ),
            (
                "/transfer j",
                "Makes no job: the files of a job (download) named “j” are missing.",
            ),
            (
                "/setcredentials j SERVER BASIC bob pw1",
                "Sets the credentials of the job “j”: “SERVER”, “BASIC”, “bob”, a password that is not shown.",
            ),
            (
                "/create j bitsadmin /resume j",
                "Would, if the calls were separated: makes a job (download) named “j”.",
            ),
            ("/cache /clear", "Deletes all records and files of the cache."),
            ("/cache /help", "Prints how the verbs of /CACHE are used."),
            (
                "/util /setieproxy localsystem RESET",
                "Sets which proxy a service account transfers through: “localsystem” “RESET”.",
            ),
        ] {
            assert_eq!(last(&format!("bitsadmin {call}")).1, said, "{call}");
        }
    }

    #[test]
    fn values_are_read_out() {
        for (call, said) in [
            ("/list /allusers", "everybody's. It needs an administrator."),
            (
                "/setnoprogresstimeout j 0",
                "0 seconds. Without it: 14 days. BITS 1.0",
            ),
            ("/setaclflags j OG", "0x0003 (3): 0x0001 Owner: "),
            (
                "/setaclflags j OX",
                "Owner: The file's owner; needs the right to restore files. “X”.",
            ),
            (
                "/addfilewithranges j http://h/a C:\\a 0:100,2000:1,5000:eof",
                "100 bytes from offset 0, 1 byte from offset 2000 and all from offset 5000 to the end of the file.",
            ),
            ("/getvalidationstate j 2", "by its number from 0."),
            (
                "/setvalidationstate j 2 false",
                "no. Whether the downloaded content",
            ),
            (
                "/addfileset j C:\\l.txt",
                "The files are those of the list “C:\\l.txt”.",
            ),
            (
                "/peercaching /setconfigurationflags j 2",
                "2: The machine serves files to peers.",
            ),
            (
                "/peercaching /setconfigurationflags j 0",
                "0: none of its bits is set.",
            ),
            ("/cache /setlimit 50", "50 percent."),
            (
                "/cache /setlimit 50",
                "in percent; 1 by default. BITS takes 80 at most.",
            ),
            (
                "/cache /setexpirationtime 90000",
                "BITS takes 86400 (1 day) to 10368000 (120 days).",
            ),
            (
                "/cache /setexpirationtime 90000",
                "90,000 seconds (1 day and 1 hour).",
            ),
            ("/monitor /refresh 60", "1 minute."),
            ("/setproxysettings j NO_PROXY", "BITS 1.0 and later; set by"),
            ("/setproxysettings j AUTODETECT", "BITS 2.0 and later; set by"),
            ("/setnotifyflags j 3", "BITS 1.0 and later; set by"),
            ("/setnotifyflags j 0x21", "BITS 10.1 and later; set by"),
            ("/setsecurityflags j 1", "BITS 2.5 and later; set by"),
            ("/setsecurityflags j 0x200", "BITS 3.0 and later; set by"),
            ("/setpeercachingflags j 4", "BITS 4.0 and later; set by"),
            ("/util /repairservice /force", "deleted and made anew"),
            (
                "/util /setieproxy localsystem MANUAL_PROXY p:80 NULL",
                "NULL: No bypass list.",
            ),
        ] {
            let text = last(&format!("bitsadmin {call}")).0.text;
            assert!(text.contains(said), "{call}: {text}");
        }
        assert_eq!(
            last("bitsadmin /setsecurityflags j 0x200").0.title,
            "Security flags"
        );
        assert_eq!(last("bitsadmin /addfileset j C:\\l.txt").0.title, "text file");
    }
}
