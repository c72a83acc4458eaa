//! Counting what passed and what failed.

/// Passed and failed, over everything that ran.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Tests, and steps that are one check each.
    pub passed: u64,
    /// The same, failed.
    pub failed: u64,
    /// What failed, by name, each with the lines that say why: printed once more at the end, since
    /// the end of a long output is what is kept of it.
    pub failures: Vec<String>,
}

impl Tally {
    /// A step that is one check.
    pub fn check(&mut self, what: &str, ok: bool) {
        if ok {
            self.passed += 1;
        } else {
            self.failed += 1;
            self.failures.push(what.to_string());
        }
    }

    /// A step that ran tests: what its `test result:` lines say. Failing without a failed test
    /// (it did not compile, it died) counts as one failure.
    pub fn tests(&mut self, what: &str, ok: bool, lines: &[String]) {
        let ran = of_lines(lines);
        self.passed += ran.passed;
        self.failed += ran.failed;
        self.failures.extend(ran.failures);
        if !ok && ran.failed == 0 {
            self.check(what, false);
        }
    }
}

/// How much of a line is told again.
const TOLD: usize = 400;

/// The lines that name what failed, and those that say why: what follows a journey's name or a
/// panic's place.
fn failures(lines: &[String]) -> Vec<String> {
    let mut told = Vec::new();
    let mut follows = false;
    for line in lines {
        let line = line.trim();
        let names = line.starts_with("test ") && line.contains("... FAILED");
        let places = line.contains(" panicked at ");
        if names || places || (follows && !line.is_empty()) {
            told.push(line.chars().take(TOLD).collect());
        }
        follows = places || (names && line.ends_with(')'));
    }
    told
}

/// The sum of libtest's `test result: ok. 3 passed; 0 failed; …` lines.
fn of_lines(lines: &[String]) -> Tally {
    let mut sum = Tally {
        failures: failures(lines),
        ..Tally::default()
    };
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
            failures: Vec::new(),
        };
        assert_eq!(of_lines(&printed), expected);
    }

    #[test]
    fn a_step_that_did_not_compile_is_one_failure() {
        let mut tally = Tally::default();
        tally.tests("Tests", false, &lines("error: could not compile"));
        assert_eq!(
            tally,
            Tally {
                passed: 0,
                failed: 1,
                failures: lines("Tests"),
            }
        );
    }

    #[test]
    fn a_failed_test_is_counted_once() {
        let mut tally = Tally::default();
        tally.tests(
            "Tests",
            false,
            &lines("test result: FAILED. 4 passed; 1 failed; 0 ignored"),
        );
        assert_eq!((tally.passed, tally.failed), (4, 1));
    }

    #[test]
    fn what_failed_is_told_with_the_reason() {
        let printed = lines(
            "test a ... ok\n\
             test b ... FAILED\n\
             thread 'b' panicked at tests/b.rs:1:1:\n\
             two is not three\n\
             note: run with a backtrace\n\
             test WebKit: c ... FAILED (2.0 s)\n\
             the phone does not see it\n\
             a picture",
        );
        let expected = lines(
            "test b ... FAILED\n\
             thread 'b' panicked at tests/b.rs:1:1:\n\
             two is not three\n\
             test WebKit: c ... FAILED (2.0 s)\n\
             the phone does not see it",
        );
        assert_eq!(failures(&printed), expected);
    }
}
