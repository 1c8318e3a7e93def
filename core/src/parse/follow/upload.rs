//! Which name of a file stands first in a call of a cmdlet: the source, which is the local file of an upload.

use super::{Script, text};
use crate::catalog::SettingId;
use crate::command::Purpose;
use crate::parse::bitsadmin::SWAPPED_NAMES;
use crate::parse::cmdlet::{Call, Given};
use crate::parse::found::patterns;
use crate::parse::powershell::{Value, Word, WordKind};
use crate::parse::reorder::swapped;
use crate::remote_name::Protocol;
use crate::span::Span;
use crate::text::Text;

patterns! {
    /// What is wrong with uploads.
    pub(in crate::parse) UPLOADS;
    UPLOAD_WITHOUT_TYPE = "upload-without-type", Error, "The destination is an address, and the call does not say that the job uploads: without -TransferType Upload it downloads, and BITS refuses an address as local name.", "Add -TransferType Upload; in a download the address is the source.";
}

/// Looks at the names of a call that makes a job.
pub(super) fn say(script: &mut Script<'_>, call: &Call, words: &[Word<'_>], source: &str) {
    let (Some(from), Some(to)) = (call.given("Source"), call.given("Destination")) else {
        return;
    };
    if call.cmdlet.purpose != Purpose::Creates {
        return;
    }
    let mut parameters = call.parameters.iter();
    let job_type = parameters.find(|given| given.parameter.role.has(SettingId::JobType));
    let is_address = |given: &Given| Protocol::of(&first(&given.value, script)).is_http();
    let is_names = (is_address(from), is_address(to));
    let (left, right) = (from.span.min(to.span), from.span.max(to.span));
    let both = left.to(right);
    let is_written = |given: &Given| words.iter().any(|word| word.said().span == given.span);
    let said = job_type.map(|given| given.value.as_text().map(|said| said.to_ascii_lowercase()));
    match (said, is_names) {
        (Some(Some(said)), (true, false)) if said.starts_with("upload") => {
            let found = SWAPPED_NAMES.at(
                both,
                "In an upload the source is the file on this machine and the destination the address: here they stand in each other's place.",
                "Swap the two.",
            );
            script.found(match is_written(from) && is_written(to) {
                true => found.with_fix("Swap them", both, swapped(source, left, right)),
                false => found,
            });
        }
        (None, (false, true)) if !has_unknown(call, words) => {
            let found = without_type(both);
            let end = words.last().map_or(call.name.end, |word| word.span.end);
            script.found(found.with_fix(
                "Say that it uploads",
                Span::new(end, end),
                " -TransferType Upload",
            ));
        }
        (Some(Some(said)), (false, true)) if said == "download" => {
            let found = without_type(both);
            let written = job_type.filter(|given| is_written(given)).map(|given| given.span);
            script.found(match written {
                Some(span) => found.with_fix("Say that it uploads", span, "Upload"),
                None => found,
            });
        }
        _ => {}
    }
}

fn without_type(both: Span) -> crate::parse::found::Found {
    UPLOAD_WITHOUT_TYPE.at(both, UPLOAD_WITHOUT_TYPE.what, UPLOAD_WITHOUT_TYPE.instead)
}

/// The first name of a list of them.
fn first(value: &Value, script: &Script<'_>) -> Text {
    match value {
        Value::List(items) => items
            .first()
            .map_or_else(Text::default, |item| text(item, &script.outer)),
        value => text(value, &script.outer),
    }
}

/// Whether something is splatted of which nothing was bound: it may say the type.
fn has_unknown(call: &Call, words: &[Word<'_>]) -> bool {
    let is_splatted = words.iter().any(|word| matches!(word.kind, WordKind::Splat(_)));
    let is_bound = call.parameters.iter().any(|given| {
        !words
            .iter()
            .any(|word| word.said().span == given.span || word.span.holds(given.span))
    });
    is_splatted && !is_bound
}

#[cfg(test)]
mod tests {
    use crate::judge::judge;
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    /// A script, what is said of its names, and what it becomes.
    type Row = (&'static str, Option<(&'static str, Option<&'static str>)>);

    const TABLE: &[Row] = &[
        (
            "Start-BitsTransfer -Source https://h/a -Destination C:\\a -TransferType Upload",
            Some((
                "swapped-names",
                Some("Start-BitsTransfer -Source C:\\a -Destination https://h/a -TransferType Upload"),
            )),
        ),
        (
            "Start-BitsTransfer -TransferType UploadReply -Destination:\"C:\\a b\" -Source:'https://h/a'",
            Some((
                "swapped-names",
                Some(
                    "Start-BitsTransfer -TransferType UploadReply -Destination:'https://h/a' -Source:\"C:\\a b\"",
                ),
            )),
        ),
        (
            "$p = @{ Source = 'https://h/a'; Destination = 'C:\\a'; TransferType = 'Upload' }; Start-BitsTransfer @p",
            Some(("swapped-names", None)),
        ),
        (
            "Start-BitsTransfer C:\\a https://h/a",
            Some((
                "upload-without-type",
                Some("Start-BitsTransfer C:\\a https://h/a -TransferType Upload"),
            )),
        ),
        (
            "Start-BitsTransfer -Source $file -Destination 'https://h/a' | Out-Null",
            Some((
                "upload-without-type",
                Some(
                    "Start-BitsTransfer -Source $file -Destination 'https://h/a' -TransferType Upload | Out-Null",
                ),
            )),
        ),
        (
            "Start-BitsTransfer C:\\a https://h/a -TransferType Download",
            Some((
                "upload-without-type",
                Some("Start-BitsTransfer C:\\a https://h/a -TransferType Upload"),
            )),
        ),
        ("Start-BitsTransfer C:\\a https://h/a -TransferType $type", None),
        ("Start-BitsTransfer C:\\a https://h/a -TransferType Upload", None),
        ("Start-BitsTransfer https://h/a C:\\a", None),
        ("Start-BitsTransfer $from $to -TransferType Upload", None),
        ("Start-BitsTransfer \\\\s\\h\\a C:\\a", None),
    ];

    #[test]
    fn the_local_file_is_the_source_of_an_upload() {
        for (source, expected) in TABLE {
            let reading = Reading {
                shell: Some(Dialect::PowerShell),
                ..Reading::default()
            };
            let judged = judge(&import(source, reading));
            let rules = ["swapped-names", "upload-without-type"];
            let said: Vec<_> = judged
                .iter()
                .map(|judged| &judged.found)
                .filter(|found| rules.contains(&found.rule))
                .map(|found| (found.rule, found.fix.as_ref().map(|fix| fix.applied(source))))
                .collect();
            let said: Vec<(&str, Option<&str>)> = said
                .iter()
                .map(|(rule, fixed)| (*rule, fixed.as_deref()))
                .collect();
            assert_eq!(said, expected.iter().copied().collect::<Vec<_>>(), "{source}");
        }
    }
}
