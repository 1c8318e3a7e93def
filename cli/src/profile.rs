//! The option `--profile`, made of the words of profiles.

use crate::console::Trouble;
use bitsmith_core::draft::Draft;
use bitsmith_core::profile::{Context, Profile, RELEASES, Shell};
use bitsmith_core::version::BitsVersion;
use clap::{Arg, ArgAction, ArgMatches};

/// The argument `--profile KEY=WORD[,KEY=WORD]`.
pub(crate) fn argument() -> Arg {
    let bits: Vec<String> = BitsVersion::ALL
        .iter()
        .map(|(version, _)| version.to_string())
        .collect();
    let help = format!(
        "The machine instead of the document's: KEY=WORD[,KEY=WORD]\n\
         windows: {}\nbits: {}\nshell: {}\ncontext: {}",
        list(RELEASES.iter().map(|release| release.word)),
        list(bits.iter().map(String::as_str)),
        list(Shell::ALL.iter().map(|shell| shell.word())),
        list(Context::ALL.iter().map(|context| context.word())),
    );
    Arg::new("profile")
        .long("profile")
        .value_name("KEY=WORD")
        .value_delimiter(',')
        .action(ArgAction::Append)
        .help("The machine instead of the document's: KEY=WORD[,KEY=WORD]")
        .long_help(help)
}

fn list<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// Sets the keys that were given in a profile.
pub(crate) fn set_all(matches: &ArgMatches, profile: &mut Profile) -> Result<(), Trouble> {
    let mut draft = Draft {
        profile: *profile,
        ..Draft::default()
    };
    apply(matches, std::slice::from_mut(&mut draft))?;
    *profile = draft.profile;
    Ok(())
}

/// Sets the keys that were given in each draft.
pub(crate) fn apply(matches: &ArgMatches, drafts: &mut [Draft]) -> Result<(), Trouble> {
    let given: Vec<(&str, &str)> = matches
        .get_many::<String>("profile")
        .unwrap_or_default()
        .map(|pair| {
            pair.split_once('=').ok_or_else(|| {
                format!(
                    "--profile takes KEY=WORD, such as windows=server-2019, and `{pair}` is something else."
                )
            })
        })
        .collect::<Result<_, String>>()?;
    let same =
        |(one, _): &(&str, &str), (other, _): &(&str, &str)| one.trim().eq_ignore_ascii_case(other.trim());
    for (index, pair) in given.iter().enumerate() {
        if given.iter().take(index).any(|earlier| same(earlier, pair)) {
            return Err(Trouble::Said(format!(
                "--profile gives {} twice; one word of it counts, so name it once.",
                pair.0.trim()
            )));
        }
    }
    // Looked at once without a draft, so that a wrong word is one message.
    set(&given, &mut Profile::default())?;
    for draft in drafts {
        set(&given, &mut draft.profile)?;
    }
    Ok(())
}

fn set(given: &[(&str, &str)], profile: &mut Profile) -> Result<(), Trouble> {
    for (key, word) in given {
        profile
            .set(key.trim(), word.trim())
            .map_err(|message| format!("--profile: {message}"))?;
    }
    Ok(())
}
