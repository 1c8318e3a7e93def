//! The section that changes existing jobs.

use super::build::{Build, Function};
use super::create::exit_code;
use super::said::is_said;
use super::settings::{self, Evidence, asks, step_name};
use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Place};
use crate::emit::bitsadmin::{self, Expected};
use crate::emit::{Restorable, restorable};
use crate::job::{Ask, Owner, Selector, Subject};
use crate::plan::{Operation, Plan};
use crate::quote::powershell::literal;
use crate::text::Text;

/// Writes the section.
pub(super) fn section(build: &mut Build, plan: &Plan) {
    let record = literal(&format!("\\bitsmith-{}.txt", plan.digest()));
    build.deeper();
    build.at(None);
    build.code("$bitsCode = 1");
    build.code("$bitsStep = 'preparation'");
    if saves(plan) {
        build.code(format!("$bitsRecord = $env:TEMP + {record}"));
    }
    build.code("$bitsId = ''");
    build.code("$bitsChanged = @()");
    build.code("try {").deeper();
    settings::before(build, plan);
    find(build, plan);
    build.code("foreach ($bitsJob in $bitsJobs) {").deeper();
    build.code("Write-Output -InputObject ('Job {' + $bitsJob.JobId + '} ' + $bitsJob.DisplayName)");
    build.shallower().code("}");
    build.code("if ($bitsJobs.Count -eq 0) {").deeper();
    build.code("$bitsCode = 5");
    build.code("Write-Error -Message 'No such job is there; nothing was changed.' -ErrorAction Continue");
    build.shallower().code("} else {").deeper();
    build.code("foreach ($bitsJob in $bitsJobs) {").deeper();
    build.code("$bitsId = [string]$bitsJob.JobId");
    build.code("$bitsGuid = '{' + $bitsId + '}'");
    let doing = match plan.ask() {
        Ask::Whatif => "Would change ",
        Ask::No | Ask::Confirm => "Changing ",
    };
    build.code(format!(
        "Write-Output -InputObject ({} + $bitsGuid)",
        literal(doing)
    ));
    if saves(plan) {
        save(build, plan);
    }
    settings::write(build, plan, plan.steps().iter());
    ending(build, plan);
    build.shallower().code("}");
    build.code("$bitsCode = 0");
    build.shallower().code("}");
    build.shallower().code("} catch {").deeper();
    build.code(
        "Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue",
    );
    build.code("if ($bitsChanged.Count -eq 0) {").deeper();
    build.code("Write-Output -InputObject 'Nothing was changed.'");
    build.shallower().code("} else {").deeper();
    build.code("Write-Output -InputObject 'These changes were made before:'");
    build.code("foreach ($bitsOne in $bitsChanged) {").deeper();
    build.code("Write-Output -InputObject $bitsOne");
    build.shallower().code("}");
    build.shallower().code("}");
    if plan.ask() != Ask::Whatif {
        ended(build, plan);
    }
    build.shallower().code("}");
    exit_code(build);
    build.shallower();
}

/// Whether the job at which it failed is gone: then the call failed because somebody else ended it.
fn ended(build: &mut Build, plan: &Plan) {
    build.code("if ($bitsId) {").deeper();
    let left = settings::left(build, plan, "$true");
    build.code(format!("if (-not ({left})) {{")).deeper();
    build.code("$bitsCode = 5");
    build.code("Write-Output -InputObject ('The job is gone, or somebody else finished it: ' + $bitsGuid)");
    if plan
        .steps()
        .iter()
        .any(|step| step.operation == Operation::Complete)
    {
        build
            .shallower()
            .code("} elseif ($bitsStep -eq 'Complete-BitsTransfer') {")
            .deeper();
        build.code("$bitsCode = 4");
        build.code("Write-Output -InputObject ('Nothing was thrown away. To finish: bitsadmin /complete \"' + $bitsGuid + '\"')");
    }
    build.shallower().code("}");
    build.shallower().code("}");
}

/// The argument of the script's own functions where the jobs are those of all users.
pub(super) fn all_users(plan: &Plan) -> &'static str {
    match plan.job().subject {
        Subject::Existing {
            owner: Owner::AllUsers,
            ..
        } => " -AllUsers $true",
        _ => "",
    }
}

/// `$bitsJobs`: the jobs of the subject; every GUID must be there.
pub(super) fn find(build: &mut Build, plan: &Plan) {
    find_as(build, plan, None);
}

/// The same, of jobs that may have got another name since.
pub(super) fn find_as(build: &mut Build, plan: &Plan, renamed: Option<&Text>) {
    let place = Place::new(At::Subject);
    let Subject::Existing { selector, owner } = &plan.job().subject else {
        return;
    };
    build.at(Some(place));
    step_name(build, "Get-BitsTransfer");
    let all_users = if *owner == Owner::AllUsers {
        " -AllUsers"
    } else {
        ""
    };
    match selector {
        Selector::Guids(guids) => {
            let list: Vec<String> = guids.iter().map(|guid| literal(guid.bare())).collect();
            build.code(format!("$bitsWanted = @({})", list.join(", ")));
            if *owner == Owner::AllUsers {
                build.code("$bitsJobs = @(Get-BitsTransfer -AllUsers -ErrorAction Stop | Where-Object { $bitsWanted -contains [string]$_.JobId })");
            } else {
                build.need(Function::Find);
                build.code("$bitsJobs = @()");
                build.code("foreach ($bitsOne in $bitsWanted) {").deeper();
                build.code("$bitsJobs = $bitsJobs + @(Find-BitsJob -Id $bitsOne)");
                build.shallower().code("}");
            }
            build
                .code("if ($bitsJobs.Count -ne $bitsWanted.Count) {")
                .deeper();
            build.code("$bitsJobs = @()");
            build.shallower().code("}");
        }
        Selector::Name(name) | Selector::Pattern(name) => {
            let comparison = match selector {
                Selector::Pattern(_) => "-like",
                _ => "-ceq",
            };
            let mut names = vec![(comparison, build.expression(place, name))];
            names.extend(renamed.map(|name| ("-ceq", build.expression(place, name))));
            by_name(build, all_users, &names);
        }
        Selector::All => {
            build.code(format!(
                "$bitsJobs = @(Get-BitsTransfer{all_users} -ErrorAction Stop)"
            ));
        }
    }
    build.at(None);
}

/// The jobs of a name among all: whether `-Name` without a job of that name is an error of the cmdlet is not documented,
/// and one that BITS itself fails with must not be taken for no job. `-Name` does not look at upper and lower case.
pub(super) fn by_name(build: &mut Build, all_users: &str, names: &[(&str, String)]) {
    let names: Vec<String> = names
        .iter()
        .map(|(comparison, name)| format!("$_.DisplayName {comparison} {name}"))
        .collect();
    let filter = match names.as_slice() {
        [one] => one.clone(),
        several => format!("({})", several.join(") -or (")),
    };
    build.code(format!(
        "$bitsJobs = @(Get-BitsTransfer{all_users} -ErrorAction Stop | Where-Object {{ {filter} }})"
    ));
}

/// Whether the script changes something that can be put back.
pub(super) fn saves(plan: &Plan) -> bool {
    let values = plan.values().any(|(value, _)| before(plan, value).is_some());
    plan.ask() != Ask::Whatif && (values || moves(plan))
}

/// What the record may hold of a name: bitsadmin takes it for one.
const NAME_BEFORE: &str = r#"^"([ !#-.0-\[\]-z|}~]|[ !#-.0-z|}~][ !#-~]*[ !#-\[\]-~])"$"#;
/// … of a text.
const TEXT_BEFORE: &str = r#"^"([ !#-~]*[ !#-\[\]-~])?"$"#;
/// … of a text that bitsadmin printed: a console writes a question mark for what its code page lacks.
const CONSOLE_TEXT_BEFORE: &str = r#"^"([ !#->@-~]*[ !#->@-\[\]-~])?"$"#;
/// … of proxy settings.
const PROXY_BEFORE: &str =
    r#"^(PRECONFIG|NO_PROXY|AUTODETECT|OVERRIDE "[ !#->@-\[\]-~]+" "[ !#->@-\[\]-~]*")$"#;
/// … of a state.
const STATE_BEFORE: &str = "^(RUNNING|SUSPENDED)$";
/// … of a word or a number.
const WORD_BEFORE: &str = "^[0-9A-Za-z_]+$";

/// … of helper-token flags: bitsadmin takes 1, 2 and 3 and has no word for none. (`help1809`)
const TOKEN_FLAGS_BEFORE: &str = "^(0x0*)?[1-3]$";

/// What a line of the record that these plans share may say after the GUID, as a regular expression. They have the same
/// values; how they end may differ.
pub(super) fn recorded(sharing: &[&Plan]) -> String {
    let body = |pattern: &str| pattern.trim_start_matches('^').trim_end_matches('$').to_owned();
    let mut lines = Vec::new();
    for plan in sharing {
        for before in plan.values().filter_map(|(value, _)| before(plan, value)) {
            let line = format!("{} {}", before.set, body(before.pattern));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    if sharing.iter().any(|plan| moves(plan)) {
        lines.push(format!("state {}", body(STATE_BEFORE)));
    }
    format!("^\\{{[0-9A-Fa-f-]{{36}}\\}} ({})$", lines.join("|"))
}

fn moves(plan: &Plan) -> bool {
    plan.steps()
        .iter()
        .any(|step| matches!(step.operation, Operation::Resume | Operation::Suspend))
}

fn is_text(value: &SettingValue) -> bool {
    bitsadmin::calls(value).is_ok_and(|calls| {
        calls
            .iter()
            .flat_map(|call| &call.readback)
            .any(|readback| matches!(readback.expected, Expected::Text(_)))
    })
}

/// How a value was before, and what of that may go into the record.
struct Before {
    set: &'static str,
    /// The lines that read it, and the expression that it is then.
    read: Vec<String>,
    value: String,
    pattern: &'static str,
}

/// The variable that holds a value as it was before, until a person has agreed to its change.
fn held(id: SettingId) -> String {
    let words = id.name().split('_').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_ascii_uppercase() + rest
    });
    format!("$bitsOld{}", words.collect::<String>())
}

const STATE: &str = "$bitsOldState";

fn before(plan: &Plan, value: &SettingValue) -> Option<Before> {
    if !is_said(value, plan) {
        return None;
    }
    let (set, value, pattern) = match (restorable(plan, value.id()), value) {
        (Restorable::Not(_), _) => return None,
        (Restorable::Name, _) => ("/setdisplayname", "$bitsJob.DisplayName".to_owned(), NAME_BEFORE),
        (Restorable::Proxy, _) => {
            let read = "$bitsBefore = Get-BitsadminValue -Verb '/getproxyusage' -Guid $bitsGuid\nif ($bitsBefore -eq 'OVERRIDE') {\n    $bitsBefore = 'OVERRIDE \"' + (Get-BitsadminValue -Verb '/getproxylist' -Guid $bitsGuid) + '\" \"' + (Get-BitsadminValue -Verb '/getproxybypasslist' -Guid $bitsGuid) + '\"'\n}";
            return Some(Before {
                set: "/setproxysettings",
                read: read.lines().map(str::to_owned).collect(),
                value: "$bitsBefore".to_owned(),
                pattern: PROXY_BEFORE,
            });
        }
        // The module has it as it is; a console has its own characters, and one line of it.
        (Restorable::By { set, .. }, SettingValue::Description(_)) => {
            (set, "$bitsJob.Description".to_owned(), TEXT_BEFORE)
        }
        (Restorable::By { get, set }, value) => {
            let read = format!("(Get-BitsadminValue -Verb '{get}' -Guid $bitsGuid)");
            let pattern = match value {
                SettingValue::HelperTokenFlags(_) => TOKEN_FLAGS_BEFORE,
                value if is_text(value) => CONSOLE_TEXT_BEFORE,
                _ => WORD_BEFORE,
            };
            (set, read, pattern)
        }
    };
    let value = match pattern {
        WORD_BEFORE | TOKEN_FLAGS_BEFORE => value,
        _ => format!("('\"' + {value} + '\"')"),
    };
    Some(Before {
        set,
        read: Vec::new(),
        value,
        pattern,
    })
}

/// Writes down what the undo script needs: for each value how it was before. Where a person is asked, it is only read
/// here, before the first change, and written down when the person agrees.
fn save(build: &mut Build, plan: &Plan) {
    for (value, step) in plan.values() {
        let Some(before) = before(plan, value) else {
            continue;
        };
        build.at(Some(step.place));
        build.need(Function::Save);
        for line in &before.read {
            build.code(line);
        }
        if asks(plan) {
            build.code(format!("{} = {}", held(value.id()), before.value));
        } else {
            build.code(save_line(before.set, &before.value, before.pattern));
        }
    }
    if moves(plan) {
        build.at(Some(Place::new(At::Ending)));
        build.need(Function::Save);
        build.code(format!("{STATE} = 'RUNNING'"));
        build
            .code("if ([string]$bitsJob.JobState -eq 'Suspended') {")
            .deeper();
        build.code(format!("{STATE} = 'SUSPENDED'"));
        build.shallower().code("}");
        if !asks(plan) {
            build.code(save_line("state", STATE, STATE_BEFORE));
        }
    }
    build.at(None);
}

/// The lines that write down how these values were, for the undo script, where a person is asked about each change.
pub(super) fn records(plan: &Plan, ids: &[SettingId]) -> Vec<String> {
    if !asks(plan) {
        return Vec::new();
    }
    let values = plan.values().filter(|(value, _)| ids.contains(&value.id()));
    values
        .filter_map(|(value, _)| {
            let before = before(plan, value)?;
            Some(save_line(before.set, &held(value.id()), before.pattern))
        })
        .collect()
}

fn save_line(set: &str, value: &str, pattern: &str) -> String {
    format!(
        "Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '{set}' -Value {value} -Pattern {}",
        literal(pattern)
    )
}

fn ending(build: &mut Build, plan: &Plan) {
    build.at(Some(Place::new(At::Ending)));
    for step in plan.steps() {
        let (name, evidence, call) = match step.operation {
            Operation::Resume => (
                "Resume-BitsTransfer",
                Evidence::Output,
                "Resume-BitsTransfer -BitsJob $bitsJob -Asynchronous",
            ),
            Operation::Suspend => (
                "Suspend-BitsTransfer",
                Evidence::Output,
                "Suspend-BitsTransfer -BitsJob $bitsJob",
            ),
            Operation::Complete => (
                "Complete-BitsTransfer",
                Evidence::Gone,
                "Complete-BitsTransfer -BitsJob $bitsJob",
            ),
            Operation::Cancel => (
                "Remove-BitsTransfer",
                Evidence::Gone,
                "Remove-BitsTransfer -BitsJob $bitsJob",
            ),
            _ => continue,
        };
        step_name(build, name);
        let mut records = Vec::new();
        if asks(plan) && moves(plan) {
            records.push(save_line("state", STATE, STATE_BEFORE));
        }
        settings::change(build, plan, name, (evidence, call), &records);
    }
    build.at(None);
}
