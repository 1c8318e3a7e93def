//! `bitsmith apply`: documents carried out.

use super::change::change;
use super::connected;
use super::emit::numbered;
use crate::console::{Console, Exit, Trouble};
use crate::finding::Findings;
use crate::machine::Machine;
use crate::progress::Shown;
use crate::shown::{error, safe};
use crate::{input, profile};
use bitsmith_backend::apply::{
    Aftermath, Applied, ApplyError, Destinations, Finished, Options, Removal, Unsupported, finish, make,
    obstacles,
};
use bitsmith_backend::call::Call;
use bitsmith_backend::calls::{Calls, Target, Then, calls, describe};
use bitsmith_backend::code::com;
use bitsmith_backend::connect::Unavailable;
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::journal::{Again, Journal};
use bitsmith_backend::resolve::{Answers, ResolveError, opened, resolve};
use bitsmith_backend::secret::Secret;
use bitsmith_backend::service::Service;
use bitsmith_core::diagnostic::{Diagnostic, Edit, Severity, has_errors};
use bitsmith_core::document::read_located;
use bitsmith_core::draft::NewEndingKind;
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Ask, Leftover};
use bitsmith_core::plan::Reveal;
use bitsmith_core::secret::Hole;
use bitsmith_core::value::{Credential, Word, write_unit};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::BTreeMap;

pub(crate) fn command(command: Command) -> Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
    };
    command
        .about("Carry a document out: make its job, or change the jobs that it names")
        .arg(flag("dry-run", "Print the calls and do nothing; works on every system"))
        .arg(flag("yes", "Do not ask before it begins"))
        .arg(flag("wait", "Wait until the job has its files and complete it, also where the document only starts it"))
        .arg(flag("new", "Make a job also where this plan made one before"))
        .arg(flag("overwrite", "Let BITS replace local files that are there"))
        .arg(flag("skip-unsupported", "Leave out the settings that this BITS does not have, and say so"))
        .arg(
            Arg::new("parameter")
                .long("parameter")
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .help("The value of a parameter; the others are asked for. Not for secrets: others see the command line"),
        )
        .arg(profile::argument())
        .arg(input::argument())
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    profile::apply(matches, &mut [])?;
    let parameters = parameters(matches)?;
    let input = input::read(matches, console)?;
    let findings = Findings::of(&input);
    let mut documents = match read_located(&input.text) {
        Ok(documents) => documents,
        Err(errors) => {
            console.say(&findings.malformed(&errors));
            return Ok(Exit::Wrong);
        }
    };
    profile::apply(matches, &mut documents.drafts)?;
    if matches.get_flag("wait") {
        let waiting = Edit::NewEnding(NewEndingKind::WaitAndComplete.word());
        documents
            .drafts
            .iter_mut()
            .for_each(|draft| draft.apply(&waiting));
    }
    let several = documents.drafts.len() > 1;
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut orders = Vec::new();
    for (number, draft) in documents.drafts.iter().enumerate() {
        // What the document says is told to BITS, secrets included; whatever is shown has holes for them.
        let evaluation = evaluate(draft, Reveal::Shown);
        diagnostics.extend(numbered(evaluation.diagnostics, several.then_some(number)));
        if let Some(plan) = evaluation.plan {
            orders.push((calls(&plan), plan.ask()));
        }
    }
    // What is only worth knowing is of scripts; `check` says it.
    diagnostics.retain(|diagnostic| diagnostic.severity != Severity::Information);
    console.say(&findings.diagnosed(&diagnostics, &documents));
    if has_errors(&diagnostics) || orders.len() != documents.drafts.len() {
        return Ok(Exit::Wrong);
    }
    for name in parameters.keys() {
        let known = |(calls, _): &(Calls, Ask)| calls.asked().any(|asked| asked == name);
        if !orders.iter().any(known) {
            return Err(Trouble::Said(format!(
                "The document has no parameter `{name}` for --parameter. Secrets are asked for."
            )));
        }
    }
    for (calls, ask) in &orders {
        let exit = if matches.get_flag("dry-run") || *ask == Ask::Whatif {
            dry_run(calls, &parameters, matches, console)?
        } else {
            apply(calls, &parameters, matches, console)?
        };
        // The next document may build on this one.
        if exit != Exit::Fine {
            return Ok(exit);
        }
    }
    Ok(Exit::Fine)
}

fn parameters(matches: &ArgMatches) -> Result<BTreeMap<String, String>, Trouble> {
    let mut parameters = BTreeMap::new();
    for pair in matches.get_many::<String>("parameter").unwrap_or_default() {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Trouble::Said(format!(
                "--parameter takes NAME=VALUE, and `{pair}` is something else."
            )));
        };
        if parameters.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(Trouble::Said(format!(
                "--parameter gives `{name}` twice, and a parameter has one value."
            )));
        }
    }
    Ok(parameters)
}

/// The plan, for people: each call in words and as code, and what follows.
fn plan_text(calls: &Calls) -> String {
    let mut out = format!("plan {}\n", calls.digest());
    if let Target::Existing { selector, owner } = &calls.target {
        use bitsmith_core::job::Selector;
        let which = match selector {
            Selector::Guids(guids) => {
                let guids: Vec<&str> = guids.iter().map(|guid| guid.braced()).collect();
                guids.join(", ")
            }
            Selector::Name(name) => format!("named `{}`", safe(&name.display())),
            Selector::Pattern(pattern) => format!("whose name fits `{}`", safe(&pattern.display())),
            Selector::All => "all".to_owned(),
        };
        out.push_str(&format!(
            "for each of the jobs: {which} ({})\n",
            owner.label().to_lowercase()
        ));
    }
    for (index, step) in calls.steps.iter().enumerate() {
        out.push_str(&format!(
            "{:>3}. {}\n     {}\n",
            index + 1,
            safe(&describe(&step.call)),
            safe(&com(&step.call))
        ));
    }
    if let Then::Wait {
        bound,
        on_error,
        on_bound,
    } = calls.then
    {
        let bound = bound.map_or_else(
            || "as long as it takes".to_owned(),
            |bound| {
                format!(
                    "at most {}",
                    write_unit(u64::from(bound.0), bitsmith_core::value::Unit::Seconds)
                )
            },
        );
        out.push_str(&format!(
            "then waits for the files, {bound}, and completes the job; {} in error, {} when the time is up\n",
            leftover(on_error),
            leftover(on_bound)
        ));
    }
    for name in &calls.parameters {
        out.push_str(&format!("asks for {name}\n"));
    }
    for hole in &calls.holes {
        out.push_str(&format!("asks for the {}\n", hole.label));
    }
    out
}

fn leftover(leftover: Leftover) -> &'static str {
    match leftover {
        Leftover::Remove => "removes it",
        Leftover::Leave => "leaves it",
    }
}

/// Prints the plan, and says what is in its way where there is a BITS that can be asked.
fn dry_run(
    calls: &Calls,
    parameters: &BTreeMap<String, String>,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<Exit, Trouble> {
    console.print(&plan_text(calls))?;
    if calls.target != Target::New {
        return Ok(Exit::Fine);
    }
    match console.machine.connect() {
        Ok(mut service) => {
            let journal = console.machine.journal().map_err(|error| error.to_string())?;
            let options = options(matches, console.machine);
            in_the_way(calls, parameters, service.as_mut(), &journal, &options, console);
        }
        Err(Unavailable::NotWindows) => {}
        Err(unavailable) => console.say(&format!(
            "note: whether something is in the way is not known. {unavailable}\n"
        )),
    }
    Ok(Exit::Fine)
}

/// Says what a new job would be refused for, and how the program would end then. What is still to be asked for is not looked at.
fn in_the_way(
    calls: &Calls,
    parameters: &BTreeMap<String, String>,
    service: &mut dyn Service,
    journal: &Journal,
    options: &Options<'_>,
    console: &mut Console<'_>,
) -> Option<Exit> {
    let machine = console.machine;
    let order = match opened(calls, &mut Given { machine, parameters }) {
        Ok(order) => order,
        Err(ResolveError::Unanswered(_) | ResolveError::NoParameter(_)) => return None,
        Err(error) => {
            console.say(&format!("bitsmith: {}\n", safe(&error.to_string())));
            return Some(Exit::NotDone);
        }
    };
    let found = obstacles(&order, service, journal, options);
    found.iter().map(|error| said(error, console)).last()
}

/// How a plan is applied, as the command line says.
fn options<'m>(matches: &ArgMatches, machine: &'m dyn Machine) -> Options<'m> {
    Options {
        unsupported: if matches.get_flag("skip-unsupported") {
            Unsupported::Skip
        } else {
            Unsupported::Refuse
        },
        destinations: if matches.get_flag("overwrite") {
            Destinations::Replace
        } else {
            Destinations::Keep
        },
        again: if matches.get_flag("new") {
            Again::Make
        } else {
            Again::Refuse
        },
        disk: machine.disk(),
        stop: machine.stop(),
    }
}

fn apply(
    calls: &Calls,
    parameters: &BTreeMap<String, String>,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> Result<Exit, Trouble> {
    let is_sure = matches.get_flag("yes");
    if !is_sure && !console.machine.is_interactive() {
        return Err(Trouble::Said(
            "apply asks before it begins, and here is nobody to ask. Say --yes, or look at the plan with --dry-run."
                .to_owned(),
        ));
    }
    let mut service = match connected(console) {
        Ok(service) => service,
        Err(exit) => return Ok(exit),
    };
    let mut journal = console.machine.journal().map_err(|error| error.to_string())?;
    let options = options(matches, console.machine);
    if !is_sure {
        console.say(&plan_text(calls));
        if calls.target == Target::New {
            if let Some(exit) = in_the_way(calls, parameters, service.as_mut(), &journal, &options, console) {
                return Ok(exit);
            }
            if !console.confirm("Make this job?") {
                console.say("Nothing was done.\n");
                return Ok(Exit::NotDone);
            }
        }
    }
    let resolved = {
        let mut answers = Asked { console, parameters };
        resolve(calls, &mut answers)
    };
    let order = match resolved {
        Ok(order) => order,
        Err(error) => {
            console.say(&format!(
                "bitsmith: {} Nothing was done.\n",
                safe(&error.to_string())
            ));
            return Ok(match error {
                ResolveError::Unanswered(_) | ResolveError::NoParameter(_) => Exit::Unusable,
                _ => Exit::NotDone,
            });
        }
    };
    // Values that were filled in may make something else of the job than was looked at.
    let mut doubts = order.said.clone();
    doubts.retain(|said| said.severity != Severity::Information);
    for doubt in &doubts {
        let (message, help) = (safe(&doubt.message), safe(&doubt.help));
        let word = doubt.severity.word();
        console.say(&format!("{word}[{}]: {message}\nhelp: {help}\n", doubt.rule));
    }
    if !doubts.is_empty()
        && !is_sure
        && calls.target == Target::New
        && !console.confirm("Make this job all the same?")
    {
        console.say("Nothing was done.\n");
        return Ok(Exit::NotDone);
    }
    if calls.target != Target::New {
        return Ok(change(
            &order,
            is_sure,
            service.as_mut(),
            &mut journal,
            &options,
            console,
        ));
    }
    let made = make(
        &order,
        service.as_mut(),
        &mut journal,
        &options,
        &mut |step, of, call| {
            console.say(&step_line(step, of, call));
        },
    );
    let applied = match made {
        Ok(applied) => applied,
        Err(error) => return Ok(said(&error, console)),
    };
    report(&applied, console);
    let name = match order.steps.first().map(|step| &step.call) {
        Some(Call::CreateJob { display_name, .. }) => safe(&display_name.display()),
        _ => String::new(),
    };
    let runs = order.steps.iter().any(|step| step.call == Call::Resume);
    let state = if runs { "runs" } else { "is made and suspended" };
    console.tell(&format!("The job {} `{name}` {state}.\n", applied.guid));
    Ok(wait(
        &applied,
        order.then,
        service.as_mut(),
        &mut journal,
        console,
    ))
}

/// A line for each call while it is made.
pub(super) fn step_line(step: usize, of: usize, call: &Call) -> String {
    format!("{step} of {of}: {}\n", safe(&describe(call)))
}

/// Waits for a job as the plan says; progress goes to standard error.
pub(super) fn wait(
    applied: &Applied,
    then: Then,
    service: &mut dyn Service,
    journal: &mut Journal,
    console: &mut Console<'_>,
) -> Exit {
    let mut shown = Shown::new(console);
    let machine = console.machine;
    let finished = finish(
        &applied.guid,
        applied.entry,
        then,
        service,
        journal,
        (machine.clock(), machine.stop()),
        &mut |progress| shown.show(progress, console),
    );
    drop(shown);
    let guid = &applied.guid;
    let mut tell = |text: String| console.say(&format!("bitsmith: {text}\n"));
    match finished {
        Finished::Left => Exit::Fine,
        Finished::Completed(answer) => {
            if answer != Hresult::S_OK {
                tell(format!("BITS adds {}", answer.explained()));
            }
            console.tell(&format!("The job {guid} is completed; its files are there.\n"));
            Exit::Fine
        }
        Finished::NotCompleted(failure) => {
            tell(format!(
                "The job {guid} has its files and could not be completed. {failure} `bitsmith complete {guid}` tries again."
            ));
            Exit::Left
        }
        Finished::Error(found, removal) => {
            let reason = found.map_or_else(|| "BITS does not say why.".to_owned(), |found| error(&found));
            tell(format!("The job {guid} failed: {reason}"));
            removed(&removal, guid.braced(), console)
        }
        Finished::Bound(removal) => {
            tell(format!(
                "The job {guid} did not get its files in the time that it had."
            ));
            removed(&removal, guid.braced(), console)
        }
        Finished::Suspended => {
            tell(format!(
                "Somebody suspended the job {guid}; it is no longer waited for. `bitsmith resume {guid}` makes it run."
            ));
            Exit::Left
        }
        Finished::Gone => {
            tell(format!("Somebody else completed or cancelled the job {guid}."));
            Exit::NotDone
        }
        Finished::Stopped => {
            tell(format!(
                "BITS goes on with the job {guid}, and nobody completes it. When it has its files: `bitsmith complete {guid}`; \
                 to take it away: `bitsmith cancel {guid}`."
            ));
            Exit::Left
        }
        Finished::Lost(failure) => {
            tell(format!(
                "{failure} The job {guid} may go on; `bitsmith recover` finds it."
            ));
            Exit::Left
        }
    }
}

fn removed(removal: &Removal, guid: &str, console: &mut Console<'_>) -> Exit {
    match removal {
        Removal::Removed => {
            console.say("The job was cancelled; nothing is left of it.\n");
            Exit::NotDone
        }
        Removal::Left => {
            console.say(&format!(
                "The job stays, as the document says. `bitsmith resume {guid}` tries again, `bitsmith cancel {guid}` takes it away.\n"
            ));
            Exit::Left
        }
        Removal::Failed(failure) => {
            console.say(&format!(
                "The job could not be cancelled. {failure} `bitsmith cancel {guid}` or `bitsadmin /cancel {guid}` takes it away.\n"
            ));
            Exit::Left
        }
    }
}

/// Says what BITS answered beside `all is well`, what was left out, and what it holds otherwise.
pub(super) fn report(applied: &Applied, console: &mut Console<'_>) {
    for notice in &applied.notices {
        let (operation, answer) = (safe(&notice.operation), notice.answer.explained());
        console.say(&format!("note: {operation}: BITS answered {answer}\n"));
    }
    for skipped in &applied.skipped {
        let operation = safe(&skipped.operation);
        console.say(&format!("left out: {operation}. {}\n", skipped.failure));
    }
    for difference in &applied.differences {
        console.say(&format!("differs: {}\n", safe(&difference.to_string())));
    }
}

/// Says why a plan was not applied, and how the program ends then.
pub(super) fn said(error: &ApplyError, console: &mut Console<'_>) -> Exit {
    let lines: Vec<String> = error.to_string().lines().map(safe).collect();
    console.say(&format!("bitsmith: {}\n", lines.join("\n")));
    match error {
        ApplyError::Journal(_) => Exit::Unusable,
        ApplyError::Before(Failure::NoAnswer) => Exit::NoBits,
        ApplyError::Step(error) => match &error.aftermath {
            Aftermath::PerhapsMade | Aftermath::Left { .. } => Exit::Left,
            Aftermath::PutBack { kept, .. } if !kept.is_empty() => Exit::Left,
            Aftermath::NothingMade
            | Aftermath::Removed(_)
            | Aftermath::PutBack { .. }
            | Aftermath::Over(_) => Exit::NotDone,
        },
        ApplyError::Before(_)
        | ApplyError::Resolve(_)
        | ApplyError::Found(_)
        | ApplyError::Destinations(_)
        | ApplyError::NoFolder(_)
        | ApplyError::FolderNotMade { .. }
        | ApplyError::Missing(_) => Exit::NotDone,
    }
}

/// What is known without asking anybody.
struct Given<'a> {
    machine: &'a dyn Machine,
    parameters: &'a BTreeMap<String, String>,
}

impl Answers for Given<'_> {
    fn environment(&mut self, name: &str) -> Option<String> {
        self.machine.environment(name)
    }

    fn parameter(&mut self, name: &str) -> Option<String> {
        self.parameters.get(name).cloned()
    }
}

/// Whoever sits before the machine answers; what is secret is not shown while it is typed.
struct Asked<'a, 's> {
    console: &'a mut Console<'s>,
    parameters: &'a BTreeMap<String, String>,
}

impl Answers for Asked<'_, '_> {
    fn environment(&mut self, name: &str) -> Option<String> {
        self.console.machine.environment(name)
    }

    fn parameter(&mut self, name: &str) -> Option<String> {
        match self.parameters.get(name) {
            Some(value) => Some(value.clone()),
            None => self.console.ask(&format!("{name}: ")),
        }
    }

    fn hole(&mut self, hole: &Hole) -> Option<Secret> {
        self.console.machine.secret(&format!("{}: ", hole.label))
    }

    fn password(&mut self, user: &str, credential: &Credential) -> Option<Secret> {
        let question = format!(
            "Password of {} for the {} ({}): ",
            safe(user),
            credential.target.label().to_lowercase(),
            credential.scheme.label()
        );
        self.console.machine.secret(&question)
    }
}
