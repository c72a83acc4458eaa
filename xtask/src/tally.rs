//! Counting what passed and what failed.

/// Passed and failed, over everything that ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Tests, and steps that are one check each.
    pub passed: u64,
    /// The same, failed.
    pub failed: u64,
}

impl Tally {
    /// A step that is one check.
    pub fn check(&mut self, ok: bool) {
        if ok {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }

    /// A step that ran tests: what its `test result:` lines say. Failing without a failed test
    /// (it did not compile, it died) counts as one failure.
    pub fn tests(&mut self, ok: bool, lines: &[String]) {
        let ran = of_lines(lines);
        self.passed += ran.passed;
        self.failed += ran.failed;
        if !ok && ran.failed == 0 {
            self.failed += 1;
        }
    }
}

/// The sum of libtest's `test result: ok. 3 passed; 0 failed; …` lines.
fn of_lines(lines: &[String]) -> Tally {
    let mut sum = Tally::default();
    for line in lines {
        let Some(result) = line.trim().strip_prefix("test result:") else {
            continue;
        };
        // "ok. 3 passed", " 0 failed", …
        for part in result.split(';') {
            let mut words = part.split_whitespace().rev();
            let (kind, number) = (words.next(), words.next());
            let number = number.and_then(|word| word.parse().ok()).unwrap_or(0);
            match kind {
                Some("passed") => sum.passed += number,
                Some("failed") => sum.failed += number,
                _ => {}
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(String::from).collect()
    }

    #[test]
    fn sums_every_result_line() {
        let printed = lines(
            "running 3 tests\n\
             test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
             test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 filtered out; finished in 0.15s",
        );
        let expected = Tally {
            passed: 7,
            failed: 2,
        };
        assert_eq!(of_lines(&printed), expected);
    }

    #[test]
    fn a_step_that_did_not_compile_is_one_failure() {
        let mut tally = Tally::default();
        tally.tests(false, &lines("error: could not compile"));
        assert_eq!(
            tally,
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn a_failed_test_is_counted_once() {
        let mut tally = Tally::default();
        tally.tests(
            false,
            &lines("test result: FAILED. 4 passed; 1 failed; 0 ignored"),
        );
        assert_eq!(
            tally,
            Tally {
                passed: 4,
                failed: 1
            }
        );
    }
}
