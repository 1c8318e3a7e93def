//! The command catalog has every cmdlet, parameter and verb that Microsoft documents, as documented, and nothing else.

use bitsmith_core::catalog::{CATALOG, ONLY_FROM_CODE};
use bitsmith_core::command::bitsadmin::{VERBS, Verb, verb, verb_under};
use bitsmith_core::command::bitstransfer::{CMDLETS, COMMON, Match, Parameter, Pipeline, cmdlet};
use bitsmith_core::command::{LIMITS, Role, SILENCES};
use bitsmith_core::version::Module;
use bitsmith_tests::table;
use std::collections::{BTreeMap, BTreeSet};

/// What `first_seen` of the parameter table says for each state of the module.
const FIRST_SEEN: [(Module, &str); 4] = [
    (Module::Windows7, "Windows 7 / PowerShell 2.0"),
    (Module::Windows8, "Windows 8 / Server 2012"),
    (Module::Windows81, "Windows 8.1 / Server 2012 R2"),
    (
        Module::Server2022,
        "Server 2022 docs (absent from the 2016 and 2019 docs)",
    ),
];

/// Words that pages give in their text and not in their tables. [ps:Set-BitsTransfer]
const WORDS_IN_THE_TEXT: [(&str, &str); 2] = [
    ("ACLFlags", "o, g, d, s"),
    (
        "CertStoreLocation",
        "CURRENT_USER, LOCAL_MACHINE, CURRENT_SERVICE, SERVICES, USERS, CURRENT_USER_GROUP_POLICY, \
         LOCAL_MACHINE_GROUP_POLICY, LOCAL_MACHINE_ENTERPRISE",
    ),
];

/// A parameter in the columns of `powershell-params.tsv`.
fn documented(cmdlet: &str, parameter: &Parameter) -> [String; 11] {
    let words: Vec<&str> = parameter.accepted.spellings().iter().map(|s| s.said).collect();
    let words = words.join(", ");
    let in_the_text = WORDS_IN_THE_TEXT.iter().find(|(name, _)| *name == parameter.name);
    let words = match in_the_text {
        Some((_, text)) => {
            assert_eq!(words, *text, "{}", parameter.name);
            String::new()
        }
        None => words,
    };
    let capital = |yes: bool| if yes { "True" } else { "False" }.to_owned();
    let first_seen = FIRST_SEEN.iter().find(|(module, _)| *module == parameter.since);
    [
        cmdlet.to_owned(),
        parameter.name.to_owned(),
        parameter.clr_type.to_owned(),
        parameter.aliases.join(", "),
        words,
        capital(parameter.required),
        parameter
            .position
            .map_or("Named".to_owned(), |position| position.to_string()),
        if parameter.default.is_empty() {
            "None".to_owned()
        } else {
            parameter.default.to_owned()
        },
        match parameter.pipeline {
            Pipeline::No => "False",
            Pipeline::ByValue => "True (ByValue)",
            Pipeline::ByPropertyName => "True (ByPropertyName)",
        }
        .to_owned(),
        parameter.set.unwrap_or("(All)").to_owned(),
        first_seen
            .map(|(_, words)| (*words).to_owned())
            .unwrap_or_default(),
    ]
}

#[test]
fn parameters_are_those_of_microsofts_pages() {
    let theirs: BTreeSet<[String; 11]> = table::rows(
        "powershell-params.tsv",
        [
            "cmdlet",
            "parameter",
            "type",
            "aliases",
            "accepted_values",
            "required",
            "position",
            "default",
            "pipeline",
            "parameter_set",
            "first_seen",
        ],
    )
    .into_iter()
    .collect();
    assert_eq!(theirs.len(), 84);
    let ours: BTreeSet<[String; 11]> = CMDLETS
        .iter()
        .flat_map(|cmdlet| {
            let parameters = cmdlet.parameters.iter();
            parameters.map(|parameter| documented(cmdlet.name, parameter))
        })
        .collect();
    let missing: Vec<_> = theirs.difference(&ours).collect();
    let surplus: Vec<_> = ours.difference(&theirs).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing: {missing:#?}\nsurplus: {surplus:#?}"
    );
}

#[test]
fn names_of_parameters_are_completed_as_powershell_does() {
    let rows = table::rows("engine/prefixes.tsv", ["cmdlet", "prefix", "parameter"]);
    assert_eq!(rows.len(), 1832);
    let mut wrong = Vec::new();
    for [name, prefix, expected] in rows {
        let cmdlet = cmdlet(&name).unwrap_or_else(|| panic!("{name} is not in the catalog"));
        let found = match cmdlet.parameter(&prefix) {
            Match::Found(parameter) => parameter.name,
            Match::Ambiguous(_) => "(ambiguous)",
            Match::Unknown => "(unknown)",
        };
        if found != expected {
            wrong.push(format!("{name} -{prefix}: {found}, PowerShell: {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn verbs_are_those_of_bitsadmins_help_and_pages() {
    let rows = table::rows("bitsadmin-verbs.tsv", ["family", "verb", "arguments"]);
    let found = |family: &str, name: &str| match family {
        "" => verb(name),
        family => verb_under(family, name),
    };
    for [family, name, arguments] in &rows {
        let verb = found(family, name).unwrap_or_else(|| panic!("{family} {name} is not in the catalog"));
        let documented: Vec<&str> = [family.as_str(), name, arguments]
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect();
        assert_eq!(verb.syntax(), documented.join(" "));
    }
    let surplus: Vec<String> = VERBS
        .iter()
        .filter(|verb| {
            let family = verb.under.unwrap_or("");
            !rows
                .iter()
                .any(|[under, name, _]| under == family && name == verb.name)
        })
        .map(Verb::to_string)
        .collect();
    assert!(surplus.is_empty(), "not documented: {surplus:?}");
    assert_eq!(rows.len(), VERBS.len(), "a verb is documented twice");
}

/// Every verb that neither sets nor reads a setting.
const VERBS_THAT_ARE_NOT_SETTINGS: &[&str] = &[
    // Options before a verb, and help.
    "/RAWRETURN",
    "/WRAP",
    "/NOWRAP",
    "/HELP",
    "/PEERCACHING /HELP",
    "/PEERS /HELP",
    "/CACHE /HELP",
    "/UTIL /HELP",
    // What BITS alone decides and anybody may ask.
    "/LIST",
    "/MONITOR",
    "/INFO",
    "/GETBYTESTOTAL",
    "/GETBYTESTRANSFERRED",
    "/GETFILESTOTAL",
    "/GETFILESTRANSFERRED",
    "/GETCREATIONTIME",
    "/GETMODIFICATIONTIME",
    "/GETCOMPLETIONTIME",
    "/GETSTATE",
    "/GETERROR",
    "/GETERRORCOUNT",
    "/GETNOTIFYINTERFACE",
    "/GETTEMPORARYNAME",
    "/GETPEERSTATS",
    "/GETREPLYPROGRESS",
    "/GETREPLYDATA",
    // The life of a job.
    "/RESET",
    "/SUSPEND",
    "/RESUME",
    "/CANCEL",
    "/COMPLETE",
    // The machine.
    "/PEERCACHING",
    "/PEERCACHING /GETCONFIGURATIONFLAGS",
    "/PEERCACHING /SETCONFIGURATIONFLAGS",
    "/PEERS",
    "/PEERS /DISCOVER",
    "/PEERS /CLEAR",
    "/PEERS /LIST",
    "/CACHE",
    "/CACHE /LIST",
    "/CACHE /INFO",
    "/CACHE /DELETE",
    "/CACHE /DELETEURL",
    "/CACHE /CLEAR",
    "/CACHE /GETLIMIT",
    "/CACHE /SETLIMIT",
    "/CACHE /GETEXPIRATIONTIME",
    "/CACHE /SETEXPIRATIONTIME",
    "/UTIL",
    "/UTIL /VERSION",
    "/UTIL /REPAIRSERVICE",
    "/UTIL /GETIEPROXY",
    "/UTIL /SETIEPROXY",
    "/UTIL /ENABLEANALYTICCHANNEL",
];

#[test]
fn a_verb_is_for_a_setting_or_pinned_as_not_a_setting() {
    let ours: BTreeSet<String> = VERBS
        .iter()
        .filter(|verb| verb.purpose.not_a_setting().is_some())
        .map(Verb::to_string)
        .collect();
    let pinned: BTreeSet<String> = VERBS_THAT_ARE_NOT_SETTINGS
        .iter()
        .map(|&name| name.to_owned())
        .collect();
    assert_eq!(ours, pinned);
    assert_eq!(pinned.len(), VERBS_THAT_ARE_NOT_SETTINGS.len());
}

/// The kind of a role that is no setting, for the pins below.
fn kind(role: Role) -> &'static str {
    match role {
        Role::Setting(_) => "setting",
        Role::Selector(_) => "selector",
        Role::Ending(_) => "ending",
        Role::Output(_) => "output",
        Role::Machine(_) => "machine",
        Role::Secret(_) => "secret",
        Role::Common(_) => "common",
    }
}

/// Every argument of a verb that carries no setting, by name.
const ARGUMENTS_THAT_ARE_NOT_SETTINGS: &[(&str, &str)] = &[
    ("job", "selector"),
    ("file_index", "selector"),
    ("/ALLUSERS", "selector"),
    ("record_id", "selector"),
    ("account", "selector"),
    ("connection", "selector"),
    ("user_name@domain", "selector"),
    ("password", "secret"),
    ("/VERBOSE", "output"),
];

/// Every parameter of a cmdlet that carries no setting, by name.
const PARAMETERS_THAT_ARE_NOT_SETTINGS: &[(&str, &str)] = &[
    ("BitsJob", "selector"),
    ("Name", "selector"),
    ("AllUsers", "selector"),
    ("JobId", "selector"),
    ("Asynchronous", "ending"),
    ("Suspended", "ending"),
    ("WhatIf", "common"),
    ("Confirm", "common"),
];

#[test]
fn what_carries_no_setting_is_pinned() {
    let pinned = |list: &[(&'static str, &'static str)]| list.iter().copied().collect::<BTreeMap<_, _>>();
    let mut arguments = BTreeMap::new();
    // Verbs that manage the machine have no settings; their arguments are not listed one by one.
    for verb in VERBS {
        for argument in verb.arguments {
            match kind(argument.role) {
                "setting" => {}
                "machine" => assert!(verb.settings().is_empty(), "{verb}"),
                _ if argument.name == "url" => assert_eq!(verb.to_string(), "/CACHE /DELETEURL"),
                _ if argument.name == "seconds" => assert_eq!(verb.to_string(), "/MONITOR"),
                kind => {
                    arguments.insert(argument.name, kind);
                }
            }
        }
    }
    assert_eq!(arguments, pinned(ARGUMENTS_THAT_ARE_NOT_SETTINGS));

    let mut parameters = BTreeMap::new();
    for cmdlet in CMDLETS {
        for parameter in cmdlet.parameters {
            match kind(parameter.role) {
                "setting" => {}
                kind => {
                    parameters.insert(parameter.name, kind);
                }
            }
        }
    }
    assert_eq!(parameters, pinned(PARAMETERS_THAT_ARE_NOT_SETTINGS));
    for parameter in COMMON {
        assert_eq!(kind(parameter.role), "common", "{}", parameter.name);
    }
}

#[test]
fn a_name_of_an_argument_carries_always_or_never() {
    // Otherwise the pins above, which go by name, could hide one.
    for pinned in PARAMETERS_THAT_ARE_NOT_SETTINGS {
        for cmdlet in CMDLETS {
            for parameter in cmdlet.parameters.iter().filter(|one| one.name == pinned.0) {
                assert_eq!(kind(parameter.role), pinned.1, "{} {}", cmdlet.name, pinned.0);
            }
        }
    }
    for pinned in ARGUMENTS_THAT_ARE_NOT_SETTINGS {
        for verb in VERBS {
            for argument in verb.arguments.iter().filter(|one| one.name == pinned.0) {
                // The number of a file selects it in a question and is a part of the value in /SETVALIDATIONSTATE.
                let part_of_value = verb.name == "/SETVALIDATIONSTATE" && pinned.0 == "file_index";
                let expected = if part_of_value { "setting" } else { pinned.1 };
                assert_eq!(kind(argument.role), expected, "{verb} {}", pinned.0);
            }
        }
    }
}

#[test]
fn sources_are_pages_that_exist() {
    let pages = table::text("source-pages.txt");
    let pages: BTreeSet<&str> = pages.lines().collect();
    // Keys that name no page of their own: usage texts, header files, module metadata, third-party readings.
    let other = |key: &str| {
        ["help1809", "helpNew", "reflect", "forum"].contains(&key)
            || key.starts_with("idl:")
            || key.starts_with("psprof:")
    };
    let mut keys: Vec<(&str, &str)> = Vec::new();
    keys.extend(VERBS.iter().map(|verb| (verb.name, verb.page)));
    keys.extend(CMDLETS.iter().map(|cmdlet| (cmdlet.name, cmdlet.page)));
    keys.extend(
        SILENCES
            .iter()
            .map(|silence| (silence.setting.name(), silence.source)),
    );
    keys.extend(LIMITS.iter().map(|limit| (limit.setting.name(), limit.source)));
    keys.extend(ONLY_FROM_CODE.iter().map(|only| (only.label, only.source)));
    for spec in CATALOG {
        keys.extend(spec.source.iter().map(|source| (spec.name, *source)));
    }
    for (name, key) in keys {
        assert!(
            pages.contains(key) || other(key),
            "{name}: there is no page {key}"
        );
    }
}
