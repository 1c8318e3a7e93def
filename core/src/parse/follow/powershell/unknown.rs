//! Names that look like cmdlets of the module, which has none of that name.

use super::Follower;
use crate::command::Purpose;
use crate::command::bitstransfer::{CMDLETS, Cmdlet};
use crate::diagnostic::Severity;
use crate::parse::follow::cmdlet::control;
use crate::parse::patterns::UNKNOWN_CMDLET;
use crate::span::Span;

/// What is in the names of all cmdlets of the module.
const BITS: &str = "-bits";

/// What other people call jobs.
const JOB: &str = "bitsjob";

/// The verbs of PowerShell for what makes something.
const MAKES: [&str; 2] = ["new", "create"];

/// How many letters may be wrong in a name that is surely meant.
const FEW: usize = 2;

/// The cmdlet that a name means.
struct Meant {
    cmdlet: &'static Cmdlet,
    /// Whether a few letters are wrong, and no other cmdlet is as near.
    is_sure: bool,
}

impl Follower<'_, '_, '_> {
    /// Says of a command that it looks like a cmdlet of the module and is none.
    pub(super) fn say_of_unknown(&mut self, name: &str, word: Span) {
        if !name.contains(BITS) {
            return;
        }
        let written = word.of(self.source);
        let start = written.to_ascii_lowercase().rfind(name);
        let place = match start {
            Some(at) => {
                let start = word.start.saturating_add(at);
                Span::new(start, start.saturating_add(name.len()))
            }
            None => word,
        };
        let said = match start {
            Some(_) => place.of(self.source),
            None => name,
        };
        let Some(meant) = meant(name) else {
            // A function of another file, perhaps.
            let mut found = UNKNOWN_CMDLET.at(
                word,
                format!("{said} is no cmdlet of the module and no function of this text: what it does is not known."),
                "Look at what defines it; if nothing does, use a cmdlet of the module.",
            );
            found.severity = Severity::Information;
            return self.script.found(found);
        };
        let likely = meant.cmdlet.name;
        let found = UNKNOWN_CMDLET.at(
            word,
            format!("The module has no cmdlet {said}; {likely} is likely meant."),
            UNKNOWN_CMDLET.instead,
        );
        self.script.found(match meant.is_sure && start.is_some() {
            true => found.with_fix(format!("Write {likely}"), place, likely),
            false => found,
        });
    }
}

/// The cmdlet that is meant by a name in lower case.
fn meant(name: &str) -> Option<Meant> {
    let (verb, noun) = name.split_once('-')?;
    let parts = |cmdlet: &'static Cmdlet| cmdlet.name.split_once('-').unwrap_or((cmdlet.name, ""));
    let is = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let near = |one: &str, other: &str| strsim::osa_distance(one, &other.to_ascii_lowercase());
    // A few letters of the verb or of the noun.
    let mut best: Option<(usize, &'static Cmdlet)> = None;
    let mut is_alone = false;
    for cmdlet in CMDLETS {
        let (its_verb, its_noun) = parts(cmdlet);
        let distance = match (is(verb, its_verb), is(noun, its_noun)) {
            (true, _) => near(noun, its_noun),
            (_, true) => near(verb, its_verb),
            _ => continue,
        };
        // A verb of few letters is another one soon.
        let most = if is(verb, its_verb) || verb.len() > 4 {
            FEW
        } else {
            1
        };
        if distance > most {
            continue;
        }
        match best {
            Some((least, _)) if least < distance => {}
            Some((least, _)) if least == distance => is_alone = false,
            _ => (best, is_alone) = (Some((distance, cmdlet)), true),
        }
    }
    if let Some((_, cmdlet)) = best {
        return Some(Meant {
            cmdlet,
            is_sure: is_alone,
        });
    }
    // What nobody else would call so.
    let nouns = CMDLETS.iter().map(|cmdlet| parts(cmdlet).1);
    let is_of_module = near(noun, JOB) < FEW || nouns.into_iter().any(|its| near(noun, its) <= FEW);
    let is_meant = |cmdlet: &&'static Cmdlet| {
        let makes = cmdlet.purpose == Purpose::Creates && MAKES.contains(&verb);
        let ends = control(cmdlet).is_some_and(|ending| is(verb, ending.word()));
        is(verb, parts(cmdlet).0) || makes || ends
    };
    let cmdlet = CMDLETS.iter().find(is_meant).filter(|_| is_of_module)?;
    Some(Meant {
        cmdlet,
        is_sure: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    #[test]
    fn a_cmdlet_that_is_none_is_answered_with_the_likely_one() {
        for (script, likely, fix) in [
            (
                "Start-BitsTranfer a b",
                Some("Start-BitsTransfer"),
                Some("Start-BitsTransfer a b"),
            ),
            (
                "Start-BitsTransfers a",
                Some("Start-BitsTransfer"),
                Some("Start-BitsTransfer a"),
            ),
            (
                "Complet-BitsTransfer j",
                Some("Complete-BitsTransfer"),
                Some("Complete-BitsTransfer j"),
            ),
            ("Add-BitsFiles j", Some("Add-BitsFile"), Some("Add-BitsFile j")),
            (
                "BitsTransfer\\Get-BitsTransfr j",
                Some("Get-BitsTransfer"),
                Some("BitsTransfer\\Get-BitsTransfer j"),
            ),
            // Get and Set are as near.
            ("Let-BitsTransfer j", Some("Set-BitsTransfer"), None),
            ("Start-BitsJob a b", Some("Start-BitsTransfer"), None),
            ("Get-BitsJobs", Some("Get-BitsTransfer"), None),
            ("Add-BitsTransfer j", Some("Add-BitsFile"), None),
            ("New-BitsTransfer a b", Some("Start-BitsTransfer"), None),
            ("Cancel-BitsTransfer j", Some("Remove-BitsTransfer"), None),
            ("Stop-BitsTransfer j", None, None),
            ("Wait-BitsTransfer j", None, None),
            ("Invoke-BitsDownload a b", None, None),
        ] {
            let reading = Reading {
                shell: Some(Dialect::PowerShell),
                ..Reading::default()
            };
            let found = import(script, reading).found;
            let found = found.iter().find(|found| found.rule == "unknown-cmdlet");
            let found = found.unwrap_or_else(|| panic!("{script}"));
            match likely {
                Some(likely) => assert!(
                    found.message.contains(&format!("; {likely} is")),
                    "{}",
                    found.message
                ),
                None => assert_eq!(found.severity, Severity::Information, "{script}"),
            }
            let fixed = found.fix.as_ref().map(|fix| fix.applied(script));
            assert_eq!(fixed.as_deref(), fix, "{script}");
        }
        let own = "function Wait-BitsTransfer($j) { $j } Wait-BitsTransfer 1";
        assert_eq!(import(own, Reading::default()).found, []);
    }
}
