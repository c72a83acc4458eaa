//! A hand-over on paper: what is in the package, in words and numbers, for whoever has no app. No home, no
//! resident and no code of a door stands on it.

use super::{Counts, Issue, Package, Test};
use crate::canvass::demand::Step;
use crate::organise::evidence::Figure;
use crate::organise::evidence::sheet::tenure_words;
use crate::organise::paper::{Face, NotPrintable};
use crate::organise::sheets::{BODY, HEAD, Sheets, TITLE};

/// Fills a catalogue's sentence.
pub type Text<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

/// How much of each is in a package, by its catalogue's key.
pub fn counted(counts: &Counts) -> [(&'static str, usize); 11] {
    [
        ("handover.homes", counts.homes),
        ("handover.access", counts.access),
        ("handover.no_knock", counts.no_knock),
        ("handover.people", counts.people),
        ("handover.ask_again_n", counts.ask_again),
        ("handover.no", counts.no),
        ("handover.issues", counts.issues),
        ("handover.demands", counts.demands),
        ("handover.wins", counts.wins),
        ("handover.tests", counts.tests),
        ("handover.training", counts.training),
    ]
}

/// What is said in place of a number of few homes, or of all but few: the paper may lie about.
fn few((key, n): (&str, usize), homes: usize) -> Option<&'static str> {
    let homes = [Figure::Exactly(homes)];
    let (among, said): (&[Figure], _) = match key {
        "handover.no_knock" => (&homes, "handover.few_no_knock"),
        // They are people, and of how many homes nothing says.
        "handover.people" => (&[], "handover.few_people"),
        "handover.ask_again_n" => (&homes, "handover.few_ask_again"),
        "handover.no" => (&homes, "handover.few_no"),
        _ => return None,
    };
    (Figure::within(n, among) == Figure::LeftOut).then_some(said)
}

/// The catalogue's key of how far a demand has come.
pub fn step_key(step: &Step) -> &'static str {
    match step {
        Step::Asked => "issues.step_asked",
        Step::Refused => "issues.step_refused",
        Step::Offered => "issues.step_offered",
        Step::Written { .. } => "issues.step_written",
        Step::Delivered => "issues.step_delivered",
        Step::Broken => "issues.step_broken",
    }
}

struct Written<'a> {
    text: Text<'a>,
    day: &'a dyn Fn(i32) -> String,
    on: Sheets,
}

impl Written<'_> {
    fn head(&mut self, key: &str) -> Result<(), NotPrintable> {
        self.on.y += 8.0;
        let words = (self.text)(key, &[]);
        self.on.put(HEAD, &words)
    }

    fn say(&mut self, key: &str, values: &[(&str, String)]) -> Result<(), NotPrintable> {
        let words = (self.text)(key, values);
        self.on.put(BODY, &words)
    }

    fn blocks(&mut self, package: &Package) -> Result<(), NotPrintable> {
        self.head("handover.paper_homes")?;
        for block in &package.blocks {
            let homes: usize = block.stairs.iter().map(|stair| stair.homes.len()).sum();
            let homes = [("n", homes.to_string())];
            let words = (self.text)("handover.homes", &homes);
            self.on.put(BODY, &format!("{}: {words}", block.name))?;
        }
        Ok(())
    }

    fn issue(&mut self, issue: &Issue) -> Result<(), NotPrintable> {
        self.on.y += 6.0;
        self.on.put((Face::Bold, 11.0), &issue.name)?;
        let all = issue.spoken.to_string();
        match issue.homes {
            Some(n) => self.say(
                "handover.paper_raised",
                &[("n", n.to_string()), ("all", all)],
            )?,
            None => self.say("handover.paper_raised_few", &[])?,
        }
        for demand in &issue.demands {
            let values = [("what", demand.what.clone()), ("who", demand.who.clone())];
            self.say("handover.paper_demand", &values)?;
            for won in &demand.won {
                let values = [
                    ("tenure", tenure_words(self.text, Some(&won.tenure))),
                    ("step", (self.text)(step_key(&won.step), &[])),
                    ("day", (self.day)(won.day)),
                ];
                self.say("handover.paper_won", &values)?;
            }
        }
        for closed in &issue.closed {
            let values = [("why", closed.why.clone()), ("day", (self.day)(closed.day))];
            self.say("handover.paper_closed", &values)?;
        }
        Ok(())
    }

    fn test(&mut self, test: &Test) -> Result<(), NotPrintable> {
        let figure = match (test.n, test.of) {
            (Some(n), Some(of)) => (self.text)(
                "handover.paper_tested",
                &[("n", n.to_string()), ("of", of.to_string())],
            ),
            _ => (self.text)("handover.paper_tested_few", &[]),
        };
        let day = (self.day)(test.day);
        self.on
            .put(BODY, &format!("{} ({day}): {figure}", test.ask))
    }

    fn training(&mut self, package: &Package) -> Result<(), NotPrintable> {
        for it in &package.trained {
            let values = [
                ("who", it.who.clone()),
                ("by", it.by.clone()),
                ("day", (self.day)(it.day)),
            ];
            self.say("handover.paper_trained", &values)?;
        }
        Ok(())
    }
}

/// The paper as a PDF file. `day` says a day (days since 1970-01-01) in words, `text` fills a catalogue's
/// sentence.
///
/// # Errors
/// [`NotPrintable`] where something has a letter that the file's fonts do not have, with or without its
/// marks.
pub fn hand_over_paper(
    package: &Package,
    day: &dyn Fn(i32) -> String,
    text: Text<'_>,
) -> Result<Vec<u8>, NotPrintable> {
    let title = text("handover.paper", &[]);
    let mut sheets = Written {
        text,
        day,
        on: Sheets::new(),
    };
    sheets.on.put(TITLE, &title)?;
    let from = [
        ("group", package.from.group.clone()),
        ("contact", package.from.contact.clone()),
        ("day", day(package.from.day)),
    ];
    sheets.say("handover.paper_from", &from)?;
    sheets.say("handover.paper_what", &[])?;
    sheets.head("handover.goes")?;
    let counts = package.counts();
    for (key, n) in counted(&counts) {
        match few((key, n), counts.homes) {
            Some(few) => sheets.say(few, &[])?,
            None => sheets.say(key, &[("n", n.to_string())])?,
        }
    }
    sheets.blocks(package)?;
    if !package.issues.is_empty() {
        sheets.head("handover.paper_issues")?;
    }
    for issue in &package.issues {
        sheets.issue(issue)?;
    }
    if !package.tests.is_empty() {
        sheets.head("handover.paper_tests")?;
    }
    for test in &package.tests {
        sheets.test(test)?;
    }
    if !package.trained.is_empty() {
        sheets.head("handover.paper_training")?;
    }
    sheets.training(package)?;
    sheets.head("handover.stays")?;
    sheets.say("handover.stays_what", &[])?;
    sheets.say("handover.cannot_recall", &[])?;
    Ok(sheets.on.pdf(&title))
}
