//! Counting what passed.
use std::fmt;
use std::ops::AddAssign;

/// How many checks passed, failed and could not run.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Count {
    pub(crate) const ONE_PASSED: Count = Count {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    pub(crate) const ONE_FAILED: Count = Count {
        passed: 0,
        failed: 1,
        skipped: 0,
    };

    /// Reads the closing line of one Rust test binary.
    pub(crate) fn of_rust_line(line: &str) -> Option<Count> {
        let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
        let mut count = Count::default();
        for part in numbers.split("; ") {
            let (number, word) = part.split_once(' ')?;
            let Ok(number) = number.parse() else { continue };
            match word {
                "passed" => count.passed = number,
                "failed" => count.failed = number,
                "ignored" => count.skipped = number,
                _ => {}
            }
        }
        Some(count)
    }

    /// Reads the report that Playwright writes as JSON.
    pub(crate) fn of_playwright_report(report: &serde_json::Value) -> Option<Count> {
        let stats = report.get("stats")?;
        let number = |name: &str| stats.get(name).and_then(serde_json::Value::as_u64);
        Some(Count {
            passed: number("expected")?,
            failed: number("unexpected")? + number("flaky")?,
            skipped: number("skipped")?,
        })
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn rust_closing_line_is_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.02s";
        assert_eq!(
            Count::of_rust_line(line),
            Some(Count {
                passed: 12,
                failed: 3,
                skipped: 1
            })
        );
        assert_eq!(Count::of_rust_line("test a_name ... ok"), None);
    }

    #[test]
    fn flaky_browser_test_is_a_failure() {
        let report =
            serde_json::json!({ "stats": { "expected": 5, "unexpected": 1, "flaky": 1, "skipped": 0 } });
        assert_eq!(
            Count::of_playwright_report(&report),
            Some(Count {
                passed: 5,
                failed: 2,
                skipped: 0
            })
        );
    }

    #[test]
    fn report_without_numbers_is_no_count() {
        assert_eq!(
            Count::of_playwright_report(&serde_json::json!({ "errors": [] })),
            None
        );
    }

    #[test]
    fn skipped_is_only_said_where_there_are_some() {
        assert_eq!(
            Count {
                passed: 3,
                failed: 0,
                skipped: 0
            }
            .to_string(),
            "3 passed, 0 failed"
        );
        assert_eq!(
            Count {
                passed: 3,
                failed: 1,
                skipped: 2
            }
            .to_string(),
            "3 passed, 1 failed, 2 skipped"
        );
    }
}
