//! The tests that failed, said once more at the end: thousands of lines may stand behind their own output.
use std::fmt;

/// So many lines of what a failed test printed are shown again.
const LINES: usize = 12;
/// The longest line that is shown again, in characters.
const WIDTH: usize = 400;

/// A test that failed, and the beginning of what it said.
#[derive(Debug, Eq, PartialEq)]
struct Failed {
    name: String,
    said: Vec<String>,
}

/// Gathers failed tests from what the programs of Rust tests print.
#[derive(Debug, Default)]
pub(crate) struct FailedTests {
    tests: Vec<Failed>,
    /// The failed test whose output is being read.
    open: Option<usize>,
}

/// The test that a line says has passed.
pub(crate) fn passed_test(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... ok")
}

impl FailedTests {
    /// Their names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.tests.iter().map(|test| test.name.as_str())
    }

    /// Leaves out a test that has passed since: whether one of that name, and no other, had failed.
    pub(crate) fn forget(&mut self, name: &str) -> bool {
        let is_one = self.names().filter(|other| *other == name).count() == 1;
        if is_one {
            self.tests.retain(|test| test.name != name);
            self.open = None;
        }
        is_one
    }

    /// Reads a line of the output.
    pub(crate) fn read(&mut self, line: &str) {
        let name = line
            .strip_prefix("test ")
            .and_then(|rest| rest.strip_suffix(" ... FAILED"));
        if let Some(name) = name {
            let said = Vec::new();
            self.tests.push(Failed {
                name: name.to_owned(),
                said,
            });
            return;
        }
        let heading = line
            .strip_prefix("---- ")
            .and_then(|rest| rest.strip_suffix(" stdout ----"));
        if let Some(name) = heading {
            self.open = self.tests.iter().rposition(|test| test.name == name);
        } else if matches!(line, "failures:" | "successes:") || line.starts_with("test result: ") {
            self.open = None;
        } else if let Some(test) = self.open.and_then(|open| self.tests.get_mut(open))
            && !line.is_empty()
            && test.said.len() < LINES
        {
            test.said.push(line.chars().take(WIDTH).collect());
        }
    }
}

impl fmt::Display for FailedTests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for test in &self.tests {
            writeln!(f, "failed: {}", test.name)?;
            for line in &test.said {
                writeln!(f, "    {line}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{FailedTests, passed_test};

    #[test]
    fn failed_tests_are_named_with_what_they_said_and_others_are_not() {
        let output = "\
test a::good ... ok
test a::bad ... FAILED

successes:

---- a::good stdout ----
counted 12

successes:
    a::good

failures:

---- a::bad stdout ----

thread 'a::bad' panicked at tests/a.rs:3:5:
left is not right

failures:
    a::bad

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s
";
        let mut failed = FailedTests::default();
        output.lines().for_each(|line| failed.read(line));
        assert_eq!(
            failed.to_string(),
            "failed: a::bad\n    thread 'a::bad' panicked at tests/a.rs:3:5:\n    left is not right\n"
        );
        assert_eq!(
            output.lines().filter_map(passed_test).collect::<Vec<_>>(),
            ["a::good"]
        );
        assert!(!failed.forget("a::good"));
        assert!(failed.forget("a::bad"));
        assert_eq!(failed.names().count(), 0);
    }

    #[test]
    fn of_two_tests_of_one_name_none_is_left_out() {
        let mut failed = FailedTests::default();
        ["test bad ... FAILED", "test bad ... FAILED"]
            .iter()
            .for_each(|line| failed.read(line));
        assert!(!failed.forget("bad"));
        assert_eq!(failed.names().count(), 2);
    }
}
