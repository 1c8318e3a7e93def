//! What comes to a cmdlet through the pipeline.

use super::{Script, handle};
use crate::parse::cmdlet::Call;
use crate::parse::found::patterns;
use crate::parse::powershell::{Value, Word};
use crate::span::Span;

patterns! {
    /// What is wrong with what comes through the pipeline.
    pub(in crate::parse) PIPED;
    TEXT_THROUGH_PIPELINE = "text-through-pipeline", Error, "A text comes through the pipeline to a cmdlet that takes jobs, or objects with properties of the names of its parameters, and a text is neither: the call fails.", "Hand each text over by its parameter: ForEach-Object { Start-BitsTransfer -Source $_ … }.";
}

/// Commands whose every output is a text.
const OF_TEXTS: &[&str] = &["get-content", "gc", "cat", "type"];

/// Says of a call that it gets texts through the pipeline; whether that says why it fails.
pub(super) fn say(
    script: &mut Script<'_>,
    call: &Call,
    piped: Option<&Value>,
    words: &[Word<'_>],
    source: &str,
) -> bool {
    if !piped.is_some_and(are_texts) {
        return false;
    }
    let takes_source = call
        .cmdlet
        .parameters
        .iter()
        .any(|parameter| parameter.name == SOURCE);
    let message = match takes_source {
        true => format!(
            "{} takes its files from the pipeline by properties called Source and Destination, and a text has none: the call fails.",
            call.cmdlet
        ),
        false => format!("{} takes no text from the pipeline: the call fails.", call.cmdlet),
    };
    let help = match takes_source {
        true => TEXT_THROUGH_PIPELINE.instead.to_owned(),
        false => "Pipe the jobs that Get-BitsTransfer gives.".to_owned(),
    };
    let found = TEXT_THROUGH_PIPELINE.at(call.name, message, help);
    let has_source = call.parameters.iter().any(|given| given.parameter.name == SOURCE);
    let is_positional = words
        .first()
        .is_some_and(|word| !word.span.of(source).starts_with('-'));
    script.found(match takes_source && !has_source && !is_positional {
        true => {
            let end = words.last().map_or(call.name.end, |word| word.span.end);
            let whole = Span::new(call.name.start, end);
            let rest = Span::new(call.name.end, end).of(source);
            let name = call.name.of(source);
            found.with_fix(
                "Call it once for each text",
                whole,
                format!("ForEach-Object {{ {name} -Source $_{rest} }}"),
            )
        }
        false => found,
    });
    true
}

const SOURCE: &str = "Source";

/// Whether a value is a text, or several and nothing else.
pub(super) fn are_texts(value: &Value) -> bool {
    if handle::of(value).is_some() {
        return false;
    }
    match value {
        Value::Text(_) => true,
        Value::List(items) => !items.is_empty() && items.iter().all(|item| matches!(item, Value::Text(_))),
        Value::Opaque(unknown) => {
            let command = unknown.source.split([' ', '\t', '\n', '|']).next().unwrap_or("");
            let is_alone = !unknown.source.contains(['|', ';']);
            is_alone && OF_TEXTS.iter().any(|name| name.eq_ignore_ascii_case(command))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    /// A script, the name that is flagged, what the script becomes.
    type Row = (&'static str, Option<(&'static str, Option<&'static str>)>);

    const TABLE: &[Row] = &[
        (
            "'https://h/a', \"https://$x/b\" | Start-BitsTransfer -Destination C:\\d",
            Some((
                "Start-BitsTransfer",
                Some(
                    "'https://h/a', \"https://$x/b\" | ForEach-Object { Start-BitsTransfer -Source $_ -Destination C:\\d }",
                ),
            )),
        ),
        (
            "$urls = @('https://h/a'); $urls | start-bitstransfer",
            Some((
                "start-bitstransfer",
                Some("$urls = @('https://h/a'); $urls | ForEach-Object { start-bitstransfer -Source $_ }"),
            )),
        ),
        (
            "Get-Content urls.txt | Start-BitsTransfer -Destination C:\\d",
            Some((
                "Start-BitsTransfer",
                Some(
                    "Get-Content urls.txt | ForEach-Object { Start-BitsTransfer -Source $_ -Destination C:\\d }",
                ),
            )),
        ),
        (
            "'https://h/a' | Start-BitsTransfer C:\\d",
            Some(("Start-BitsTransfer", None)),
        ),
        (
            "'j' | Complete-BitsTransfer",
            Some(("Complete-BitsTransfer", None)),
        ),
        ("Import-Csv files.csv | Start-BitsTransfer", None),
        ("$urls | Start-BitsTransfer -Destination .", None),
        (
            "'https://h/a' | ForEach-Object { Start-BitsTransfer $_ C:\\a }",
            None,
        ),
        ("Get-BitsTransfer j | Complete-BitsTransfer", None),
        ("Get-Content a.csv | ConvertFrom-Csv | Start-BitsTransfer", None),
        (
            "[pscustomobject]@{ Source = 'https://h/a'; Destination = 'C:\\a' } | Start-BitsTransfer",
            None,
        ),
    ];

    #[test]
    fn texts_do_not_come_through_the_pipeline() {
        for (source, expected) in TABLE {
            let reading = Reading {
                shell: Some(Dialect::PowerShell),
                ..Reading::default()
            };
            let found = import(source, reading).found;
            let found = found.iter().find(|found| found.rule == "text-through-pipeline");
            let said = found.map(|found| {
                let fixed = found.fix.as_ref().map(|fix| fix.applied(source));
                (found.span.of(source), fixed)
            });
            let said = said.as_ref().map(|(at, fixed)| (*at, fixed.as_deref()));
            assert_eq!(said, *expected, "{source}");
        }
    }
}
