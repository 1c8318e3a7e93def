//! Jobs that are found together, and what picks some of them out.

use super::Follower;
use crate::lower_case::begins;
use crate::parse::conditions::Decides;
use crate::parse::follow::handle::{self, Handle};
use crate::parse::powershell::{Compound, Role, Statement, StatementKind, Value, Word, WordKind};
use crate::span::Span;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// The jobs that a value is, where they exist already and may be several.
    pub(super) fn several(&self, value: &Value) -> Option<usize> {
        match handle::of(value)? {
            Handle::Job(job) | Handle::Id(job) => self.script.jobs.may_be_several(job).then_some(job),
            Handle::Some => None,
        }
    }

    /// Whether a value is jobs of which nobody knows how many, or which.
    pub(super) fn is_of_several(&self, value: &Value) -> bool {
        self.several(value).is_some() || handle::of(value) == Some(Handle::Some)
    }

    /// Some of the jobs that a value is; the value itself where it is one job, or none.
    pub(super) fn some_of(&self, value: Value, span: Span) -> Value {
        match self.several(&value) {
            Some(_) => handle::value(Handle::Some, self.unknown(span)),
            None => value,
        }
    }

    /// What a variable holds in a place that not each job of a loop comes to.
    pub(super) fn here(&self, value: Value) -> Value {
        match (&value, handle::of(&value)) {
            (Value::Variable { unknown, .. }, Some(Handle::Job(job) | Handle::Id(job)))
                if self.picked.contains(&job) =>
            {
                match self.by_state && self.script.jobs.all_of(job).is_some() {
                    true => handle::others(unknown.clone()),
                    false => handle::value(Handle::Some, unknown.clone()),
                }
            }
            _ => value,
        }
    }

    /// Statements that may not run, and the condition that decides it; of the jobs that are gone through, only some come here.
    pub(super) fn conditional(
        &mut self,
        statements: &'r [Statement<'t>],
        condition: Option<Decides>,
    ) -> Value {
        let picked = self.pick();
        if let Some(decides) = condition {
            self.script.jobs.conditions.enter_decided(decides);
        }
        let given = self.branch(statements);
        if condition.is_some() {
            self.script.jobs.conditions.leave();
        }
        self.picked.truncate(picked);
        given
    }

    /// From here on only some of the jobs that are gone through are meant; what to go back to.
    pub(super) fn pick(&mut self) -> usize {
        let before = self.picked.len();
        let missing = self.loops.iter().filter(|job| !self.picked.contains(job));
        let missing: Vec<usize> = missing.copied().collect();
        self.picked.extend(missing);
        before
    }

    /// Follows something for each of the jobs that are found together.
    pub(super) fn through(&mut self, job: usize, statements: &'r [Statement<'t>]) {
        let picked = self.picked.len();
        self.loops.push(job);
        if leaves(statements, true) && !self.picked.contains(&job) {
            self.picked.push(job);
        }
        let mark = self.variables.begin();
        self.all(statements);
        // What a variable holds behind the loop is one of them.
        self.variables.doubt(mark, |_, now| {
            now.map(|now| match (now, handle::of(now)) {
                (Value::Variable { unknown, .. }, Some(Handle::Job(of) | Handle::Id(of))) if of == job => {
                    handle::value(Handle::Some, unknown.clone())
                }
                _ => now.clone(),
            })
        });
        self.loops.pop();
        self.picked.truncate(picked);
    }

    /// `Select-Object`, `Sort-Object`: what hands on everything, but for parameters that pick some.
    pub(super) fn selection(&self, arguments: &[Word<'_>], piped: Value, span: Span) -> Value {
        const PASSING: [&str; 9] = [
            "property",
            "expandproperty",
            "excludeproperty",
            "descending",
            "casesensitive",
            "culture",
            "stable",
            "erroraction",
            "inputobject",
        ];
        let picks = arguments.iter().any(|word| match &word.kind {
            WordKind::Parameter { name, .. } => {
                let name = name.to_lowercase();
                !PASSING.iter().any(|passing| passing.starts_with(name.as_str()))
            }
            WordKind::Splat(_) => true,
            _ => false,
        });
        // What it computes, or takes out of each object, are other objects.
        let computes = arguments.iter().any(|word| match &word.kind {
            WordKind::Hashtable(_) => true,
            WordKind::List(items) => items
                .iter()
                .any(|item| matches!(item.kind, WordKind::Hashtable(_))),
            WordKind::Parameter { name, .. } => name.len() > 1 && begins("expandproperty", name),
            _ => false,
        });
        match picks || computes && !handle::are_some(&piped) {
            true if !handle::are_some(&piped) => self.unknown_value(span),
            true => self.some_of(piped, span),
            false => piped,
        }
    }
}

/// Whether some statement leaves the round, or the loop, that they are the body of.
pub(super) fn leaves(statements: &[Statement<'_>], is_loop: bool) -> bool {
    statements.iter().any(|statement| match &statement.kind {
        StatementKind::Assignment { value, .. } => leaves(std::slice::from_ref(value), is_loop),
        StatementKind::Chain { left, right, .. } => {
            leaves(std::slice::from_ref(left), is_loop) || leaves(std::slice::from_ref(right), is_loop)
        }
        StatementKind::Compound {
            compound,
            names,
            parts,
            ..
        } => {
            let is_inside = is_loop
                && !matches!(
                    compound,
                    Compound::While
                        | Compound::DoWhile
                        | Compound::DoUntil
                        | Compound::For
                        | Compound::ForEach
                        | Compound::Switch
                );
            match compound {
                // With a label it may leave a loop further out.
                Compound::Break | Compound::Continue => is_loop || !names.is_empty() || !parts.is_empty(),
                Compound::Return | Compound::Exit | Compound::Throw => true,
                Compound::Function => false,
                _ => parts
                    .iter()
                    .filter(|part| part.role != Role::Condition)
                    .any(|part| leaves(&part.statements, is_inside)),
            }
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::draft::SelectorKind;
    use crate::parse::{Reading, import};

    /// What is read of a script: the selectors of its documents, and whether a filter was found.
    fn read(script: &str) -> (Vec<SelectorKind>, bool) {
        let import = import(script, Reading::default());
        let selectors = import.jobs.iter().map(|job| job.draft.subject.selector);
        let is_found = import.found.iter().any(|one| one.rule == "jobs-of-a-filter");
        (selectors.collect(), is_found)
    }

    #[test]
    fn jobs_that_are_picked_out_are_no_document() {
        for script in [
            "Get-BitsTransfer | Where-Object { $_.JobState -eq 'Error' } | Remove-BitsTransfer",
            "Get-BitsTransfer | Select-Object -First 1 | Remove-BitsTransfer",
            "Get-BitsTransfer | select -l 1 | Remove-BitsTransfer",
            "Get-BitsTransfer | Sort-Object CreationTime | Select-Object -Last 1 | Set-BitsTransfer -Priority High",
            "Get-BitsTransfer | Sort-Object CreationTime -Top 2 | Remove-BitsTransfer",
            "Get-BitsTransfer -Name 'a*' | Select-Object -Skip 1 | Remove-BitsTransfer",
            "Get-BitsTransfer | Out-GridView -PassThru | Remove-BitsTransfer",
            "Get-BitsTransfer | Get-Random | Remove-BitsTransfer",
            "(Get-BitsTransfer).Where({ $_.JobState -eq 'Error' }) | Remove-BitsTransfer",
            "(Get-BitsTransfer).Where({ $_.DisplayName -eq 'a' }, 'First') | Remove-BitsTransfer",
            "(Get-BitsTransfer).ForEach({ if ($_.JobState -eq 'Error') { Remove-BitsTransfer $_ } })",
            "(Get-BitsTransfer)[0] | Remove-BitsTransfer",
            "$jobs = Get-BitsTransfer; $jobs[0] | Remove-BitsTransfer",
            "$jobs = Get-BitsTransfer; $jobs[0..2] | Remove-BitsTransfer",
            "$jobs = @(Get-BitsTransfer); Remove-BitsTransfer -BitsJob $jobs[0]",
            "$jobs = Get-BitsTransfer; Remove-BitsTransfer $jobs[-1]",
            "$jobs = Get-BitsTransfer; $job = $jobs[0]; Remove-BitsTransfer $job",
            "$jobs = Get-BitsTransfer; $id = $jobs[0].JobId; Get-BitsTransfer -JobId $id | Remove-BitsTransfer",
            "$jobs = Get-BitsTransfer; Get-BitsTransfer -JobId $jobs[0].JobId | Remove-BitsTransfer",
            "$jobs = Get-BitsTransfer; Get-BitsTransfer -JobId $jobs.JobId[0] | Remove-BitsTransfer",
            "$jobs = Get-BitsTransfer; for ($i = 0; $i -lt $jobs.Count; $i++) { $jobs[$i] | Remove-BitsTransfer }",
            "$first, $others = Get-BitsTransfer; $first | Remove-BitsTransfer",
            "foreach ($j in Get-BitsTransfer -AllUsers) { if ($j.JobState -eq 'Error') { $j | Remove-BitsTransfer } }",
            "foreach ($j in Get-BitsTransfer) { if ($j.JobState -eq 'Error') { $id = $j.JobId; Get-BitsTransfer -JobId $id | Remove-BitsTransfer } }",
            "foreach ($j in Get-BitsTransfer) { if ($j.JobState -eq 'Error') { bitsadmin /cancel $j.JobId } }",
            "foreach ($j in Get-BitsTransfer) { if ($j.JobState -eq 'Error') { bitsadmin /cancel \"{$($j.JobId)}\" } }",
            "foreach ($j in Get-BitsTransfer) { if ($j.JobState -ne 'Error') { continue } Remove-BitsTransfer $j }",
            "foreach ($j in Get-BitsTransfer) { Remove-BitsTransfer $j; break }",
            "foreach ($j in Get-BitsTransfer) { try { Write-Host 1 } catch { Remove-BitsTransfer $j } }",
            "foreach ($j in Get-BitsTransfer) { while ($j.JobState -eq 'Error') { Remove-BitsTransfer $j } }",
            "foreach ($j in Get-BitsTransfer) { if ($j.JobState -eq 'Error') { $one = $j } } Remove-BitsTransfer $one",
            "foreach ($j in Get-BitsTransfer) { $last = $j } Remove-BitsTransfer $last",
            "$some = @(); foreach ($j in Get-BitsTransfer) { if ($j.JobState -eq 'Error') { $some += $j } } $some | Remove-BitsTransfer",
            "foreach ($j in Get-BitsTransfer) { switch ($j.JobState) { 'Transferred' { Complete-BitsTransfer $j } 'Error' { Remove-BitsTransfer $j } } }",
            "switch (Get-BitsTransfer) { { $_.JobState -eq 'Error' } { Remove-BitsTransfer $_ } }",
            "Get-BitsTransfer -AllUsers | ForEach-Object { if ($_.JobState -eq 'Error') { Remove-BitsTransfer $_ } }",
            "Get-BitsTransfer | % { if ($_.JobState -ne 'Error') { return } Remove-BitsTransfer $_ }",
            "Get-BitsTransfer | % { if ($_.JobState -eq 'Error') { $_ } } | Remove-BitsTransfer",
            "Get-BitsTransfer | % { $null = $_.JobState -eq 'Error' -and (Remove-BitsTransfer $_) }",
            "function Clear($j) { if ($j.JobState -eq 'Error') { Remove-BitsTransfer $j } } Get-BitsTransfer | % { Clear $_ }",
            "function Clear($j) { if ($j.JobState -ne 'Error') { return } Remove-BitsTransfer $j } Get-BitsTransfer | % { Clear $_ }",
        ] {
            assert_eq!(read(script), (vec![], true), "{script}");
        }
    }

    #[test]
    fn jobs_that_are_all_meant_are_a_document() {
        use SelectorKind::{All, Guid, Name};
        for (script, selector) in [
            ("Get-BitsTransfer | Remove-BitsTransfer", All),
            ("$jobs = Get-BitsTransfer; Remove-BitsTransfer $jobs", All),
            (
                "$jobs = Get-BitsTransfer; if ($jobs) { $jobs | Remove-BitsTransfer }",
                All,
            ),
            (
                "foreach ($j in Get-BitsTransfer -AllUsers) { $j | Remove-BitsTransfer }",
                All,
            ),
            (
                "foreach ($j in Get-BitsTransfer) { $id = $j.JobId; bitsadmin /cancel $id }",
                All,
            ),
            (
                "foreach ($j in Get-BitsTransfer) { try { Remove-BitsTransfer $j } catch { Write-Host 'no' } }",
                All,
            ),
            (
                "foreach ($j in Get-BitsTransfer) { if ($v) { Write-Host $j.DisplayName } Remove-BitsTransfer $j }",
                All,
            ),
            (
                "foreach ($j in Get-BitsTransfer) { while ($j.JobState -eq 'Transferring') { if ($x) { break } sleep 1 } Complete-BitsTransfer $j }",
                All,
            ),
            (
                "Get-BitsTransfer | ForEach-Object { Remove-BitsTransfer $_ }",
                All,
            ),
            ("(Get-BitsTransfer).ForEach({ Remove-BitsTransfer $_ })", All),
            (
                "Get-BitsTransfer | Sort-Object CreationTime -Descending | Remove-BitsTransfer",
                All,
            ),
            (
                "Get-BitsTransfer | Select-Object -Property * | Remove-BitsTransfer",
                All,
            ),
            (
                "function Clear($j) { Remove-BitsTransfer $j; return } Get-BitsTransfer | % { Clear $_ }",
                All,
            ),
            (
                "$all = @(); foreach ($j in Get-BitsTransfer) { $all += $j } $all | Remove-BitsTransfer",
                All,
            ),
            (
                "(Get-BitsTransfer).Where({ $_.DisplayName -eq 'a' }) | Remove-BitsTransfer",
                Name,
            ),
            (
                "$j = Get-BitsTransfer -Name a; if ($x) { Remove-BitsTransfer $j }",
                Name,
            ),
            (
                "$j = Get-BitsTransfer -JobId C775D194-090F-431F-B5FB-8334D00D1CB6; $j[0] | Remove-BitsTransfer",
                Guid,
            ),
            (
                "foreach ($j in Get-BitsTransfer -JobId C775D194-090F-431F-B5FB-8334D00D1CB6) { if ($x) { Remove-BitsTransfer $j } }",
                Guid,
            ),
        ] {
            assert_eq!(read(script), (vec![selector], false), "{script}");
        }
    }

    #[test]
    fn a_job_that_the_script_makes_stays_the_job() {
        for script in [
            "$j = Start-BitsTransfer http://a/b c -Asynchronous; $j[0] | Remove-BitsTransfer",
            "$j = Start-BitsTransfer http://a/b c -Asynchronous; $j | Select-Object -First 1 | Complete-BitsTransfer",
            "$j = Start-BitsTransfer http://a/b c -Asynchronous; foreach ($k in $j) { if ($k.JobState -eq 'Error') { Remove-BitsTransfer $k } }",
        ] {
            let import = import(script, Reading::default());
            assert_eq!(import.jobs.len(), 1, "{script}");
            assert!(import.jobs.iter().all(|job| job.draft.is_new()), "{script}");
            assert!(import.statements.iter().all(|one| one.job == Some(0)), "{script}");
        }
    }
}
