//! What the engine does with a call that may surprise, in short.

use super::{Binding, Input, arguments, bind, cmdlet_of};
use crate::parse::powershell::{CommandBody, Edition, Known, StatementKind, Value, read};

const CORE: Edition = Edition::PowerShell73;
const DESKTOP: Edition = Edition::WindowsPowerShell51;

/// Binds the last statement's command, the statements before it assign variables.
fn bound(source: &str, edition: Edition) -> Binding {
    let script = read(source, edition);
    assert_eq!(script.errors, [], "{source}");
    let mut known = Known::default();
    for statement in &script.statements {
        known.assign(statement, source);
        if let StatementKind::Pipeline { commands, .. } = &statement.kind
            && let Some(cmdlet) = cmdlet_of(&commands[0])
            && let CommandBody::Words(words) = &commands[0].body
        {
            let arguments = arguments(&words[1..], source, &|name| known.get(name));
            return bind(cmdlet, arguments, edition, Input::None);
        }
    }
    panic!("{source} calls no cmdlet");
}

fn shown(value: &Value) -> String {
    match value {
        Value::List(items) => format!("({})", items.iter().map(shown).collect::<Vec<_>>().join(",")),
        Value::Variable { name, .. } => format!("${name}"),
        Value::Opaque(unknown) => unknown.source.clone(),
        Value::Text(_) => match value.to_text() {
            Some(text) => text,
            None => format!("{} parts", value.to_parts().len()),
        },
        value => value.to_text().unwrap_or_else(|| "?".to_owned()),
    }
}

fn short(source: &str, edition: Edition) -> String {
    let binding = bound(source, edition);
    match &binding.error {
        Some(error) => format!("{} at {}", error.failure.id(), error.span.start),
        None => {
            let parameters = binding.parameters.iter();
            let all: Vec<String> = parameters
                .map(|bound| format!("{}={}", bound.parameter.name, shown(&bound.value)))
                .collect();
            all.join(" ")
        }
    }
}

#[test]
fn calls_are_bound_as_the_engine_binds_them() {
    let table = [
        ("Start-BitsTransfer a b", "Source=(a) Destination=(b)"),
        (
            r"BitsTransfer\start-bitstransfer -so a -Dest b -Susp",
            "Source=(a) Destination=(b) Suspended=True",
        ),
        (
            "Start-BitsTransfer a -Suspended $true",
            "Suspended=True Source=(a) Destination=(True)",
        ),
        (
            "Start-BitsTransfer a -Suspended:$false",
            "Suspended=False Source=(a)",
        ),
        (
            "Start-BitsTransfer a -RetryInterval 2.5",
            "RetryInterval=2 Source=(a)",
        ),
        (
            "Start-BitsTransfer a -RetryInterval '0x3c'",
            "RetryInterval=60 Source=(a)",
        ),
        (
            "Start-BitsTransfer a -RetryInterval 4294967296",
            "ParameterArgumentTransformationError at 36",
        ),
        (
            "Start-BitsTransfer a -RetryInterval -1",
            "RetryInterval=-1 Source=(a)",
        ),
        (
            "Start-BitsTransfer a -Description 007",
            "Description=007 Source=(a)",
        ),
        ("Start-BitsTransfer 0x10,1.50", "Source=(16,1.5)"),
        (
            "Start-BitsTransfer a -CustomHeaders @{ 'X-A' = '1' }",
            "CustomHeaders=(System.Collections.Hashtable) Source=(a)",
        ),
        (
            "Start-BitsTransfer a -Priority Urgent",
            "ParameterArgumentValidationError at 31",
        ),
        ("Start-BitsTransfer a -P Low", "AmbiguousParameter at 21"),
        (
            "Start-BitsTransfer a -NoProgressTimeout 60",
            "NamedParameterNotFound at 21",
        ),
        ("Start-BitsTransfer a b c", "PositionalParameterNotFound at 23"),
        (
            "Start-BitsTransfer a -TransferPolicy Capped,Roaming",
            "TransferPolicy=Capped, Roaming Source=(a)",
        ),
        (
            "Start-BitsTransfer a -TransferPolicy Over",
            "ParameterArgumentTransformationError at 37",
        ),
        (
            "Start-BitsTransfer a -TransferPolicy 0x80000021",
            "TransferPolicy=PolicyUnrestricted Source=(a)",
        ),
        (
            "Start-BitsTransfer a -NotifyFlags 1,2",
            "NotifyFlags=3 Source=(a)",
        ),
        (
            "Start-BitsTransfer -Source $url -Destination \"$env:TEMP\\a\"",
            "Source=$url Destination=(2 parts)",
        ),
        (
            "Start-BitsTransfer (Get-Url) -Priority $p",
            "Priority=$p Source=(Get-Url)",
        ),
        ("Start-BitsTransfer", "MissingMandatoryParameter at 0"),
        (
            "$p = @{ Source = 'a' }; $p.Destination = 'b'; Start-BitsTransfer @p",
            "Source=(a) Destination=(b)",
        ),
        ("Start-BitsTransfer @unknown -Priority Low", "Priority=Low"),
        ("Get-BitsTransfer a", "Name=(a)"),
        (
            "Get-BitsTransfer -JobId '{11111111-2222-3333-4444-555555555555}'",
            "JobId=(11111111-2222-3333-4444-555555555555)",
        ),
        (
            "Get-BitsTransfer -JobId $id -AllUsers",
            "AmbiguousParameterSet at 28",
        ),
        ("Set-BitsTransfer $job -Dynamic", "MissingArgument at 22"),
        ("Set-BitsTransfer $job -p Low", "Priority=Low BitsJob=$job"),
    ];
    for (source, expected) in table {
        assert_eq!(short(source, CORE), expected, "{source}");
    }
}

#[test]
fn editions_bind_differently() {
    let table = [
        (
            "Start-BitsTransfer a -RetryInterval 60s",
            "RetryInterval=60 Source=(a)",
            "ParameterArgumentTransformationError at 36",
        ),
        (
            "$p = @{ Source = 'a' }; Start-BitsTransfer -Source b @p",
            "Source=(b)",
            "ParameterAlreadyBound at 53",
        ),
    ];
    for (source, core, desktop) in table {
        assert_eq!(short(source, CORE), core, "{source}");
        assert_eq!(short(source, DESKTOP), desktop, "{source}");
    }
}

#[test]
fn a_wrong_name_is_answered_with_the_likely_one() {
    let table = [
        ("Start-BitsTransfer a -NoProgressTimeout 60", Some("RetryTimeout")),
        ("Start-BitsTransfer a -Sorce b", Some("Source")),
        ("Start-BitsTransfer a -DisplyName b", Some("DisplayName")),
        (
            "Start-BitsTransfer a -MinimumRetryDelay 60",
            Some("RetryInterval"),
        ),
        ("Start-BitsTransfer a -Xyz b", None),
    ];
    for (source, expected) in table {
        let error = bound(source, CORE).error;
        let likely = error.as_ref().and_then(|error| error.parameter);
        assert_eq!(likely.map(|parameter| parameter.name), expected, "{source}");
        let message = error.map(|error| error.message).unwrap_or_default();
        assert_eq!(message.contains("likely"), expected.is_some(), "{message}");
    }
}
