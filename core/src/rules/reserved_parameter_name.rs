use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::secret::is_hole;
use crate::text::{Piece, Text};
use crate::value::Secrecy;
use litemap::LiteMap;

pub(super) const RULE: Rule = Rule {
    name: "reserved-parameter-name",
    severity: Severity::Error,
    what: "A parameter of the script has a name that PowerShell or the command prompt uses itself.",
    why: "A script that assigns such a name changes the shell, or gets another value than the caller gave.",
    instead: "Choose another name.",
    evidence: &[
        "ps7:about_Automatic_Variables",
        "ps7:about_Preference_Variables",
        "ps7:about_CommonParameters",
        "cmd:set",
    ],
    example: job!(download [r#"{ "remote_name": "https://{{host}}/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://{{host_value}}/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    check,
};

/// Names that a shell uses, in lower case.
const RESERVED: &str = "\
    allusersprofile appdata args cd cf cmdcmdline cmdextversion commonprogramfiles commonprogramw6432 \
    computername comspec confirm confirmpreference consolefilename copycmd date db debug debugpreference \
    dircmd driverdata ea enabledexperimentalfeatures error erroraction erroractionpreference errorlevel \
    errorvariable errorview ev event eventargs eventsubscriber executioncontext false foreach \
    formatenumerationlimit highestnumanodenumber home homedrive homepath host infa informationaction \
    informationpreference informationvariable input iscoreclr islinux ismacos iswindows iv lastexitcode \
    localappdata logcommandhealthevent logcommandlifecycleevent logenginehealthevent \
    logenginelifecycleevent logonserver logproviderhealthevent logproviderlifecycleevent matches \
    maximumaliascount maximumdrivecount maximumerrorcount maximumfunctioncount maximumhistorycount \
    maximumvariablecount myinvocation nestedpromptlevel null number_of_processors ob ofs onedrive os \
    outbuffer outputencoding outvariable ov path pathext pid pipelinevariable processor_architecture \
    processor_identifier processor_level processor_revision profile programdata programfiles \
    programw6432 progressaction progresspreference prompt psboundparameters pscmdlet pscommandpath \
    psculture psdebugcontext psdefaultparametervalues psedition psemailserver pshome psitem \
    psmoduleautoloadingpreference psmodulepath psnativecommandargumentpassing \
    psnativecommanduseerroractionpreference psscriptroot pssessionapplicationname \
    pssessionconfigurationname pssessionoption psstyle psuiculture psversiontable public pv pwd random \
    sender sessionname shellid sourceargs sourceeventargs stacktrace switch systemdrive systemroot temp \
    this time tmp transcript true userdnsdomain userdomain username userprofile usetransaction vb \
    verbose verbosepreference wa warningaction warningpreference warningvariable whatif whatifpreference \
    wi windir wv";

/// Whether a name is used by a shell, or by the scripts themselves.
pub(super) fn is_reserved(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    RESERVED.split(' ').any(|word| word == lower) || lower.starts_with("bits")
}

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let mut names: LiteMap<&str, Place> = LiteMap::new();
    for text in checked.texts() {
        for piece in text.text.pieces() {
            // Where secrets are masked, `secret1` and its like are what the mask wrote; anywhere else such a parameter
            // would get the secret of a header.
            if let Piece::Parameter(name) = piece
                && (is_reserved(name) || (is_hole(name) && text.secrecy() == Secrecy::None))
            {
                names.entry(name).or_insert(text.place);
            }
        }
    }
    for (name, place) in names {
        let mut diagnostic = RULE.says(
            place,
            format!("A parameter cannot be called {name}: PowerShell, the command prompt or the script itself uses that name."),
            "Choose another name.",
        );
        diagnostic.fix = rename(checked, name, &format!("{name}_value"));
        out.push(diagnostic);
    }
}

/// The edits that give a parameter another name in every text; nothing where a text cannot be edited.
pub(super) fn rename(checked: &Checked<'_>, name: &str, to: &str) -> Option<Fix> {
    let edits: Option<Vec<Edit>> = checked
        .texts()
        .iter()
        .filter(|text| text.text.pieces().iter().any(|piece| is_parameter(piece, name)))
        .map(|text| {
            text.edit(&Text::from_pieces(text.text.pieces().iter().map(|piece| {
                if is_parameter(piece, name) {
                    Piece::Parameter(to.to_owned())
                } else {
                    piece.clone()
                }
            })))
        })
        .collect();
    edits.map(|edits| Fix {
        title: format!("Call it {to}"),
        edits,
    })
}

fn is_parameter(piece: &Piece, name: &str) -> bool {
    matches!(piece, Piece::Parameter(other) if other == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_shells_are_reserved() {
        for (name, reserved) in [
            ("PSItem", true),
            ("Path", true),
            ("bits_job", true),
            ("url", false),
            ("secret1", false),
        ] {
            assert_eq!(is_reserved(name), reserved, "{name}");
        }
    }
}
