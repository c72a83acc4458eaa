//! The pack for a deputation as a table.

use super::cell::{Cell, Table, table};
use super::{ExportError, Merged, day};
use crate::organise::evidence::sheet::{
    Text, planned_words, result_words, tenure_words, terms_words,
};
use crate::organise::evidence::{Evidence, Figure, Raised, Share, across, stage_words};

/// What stands over its columns.
pub const EVIDENCE: [&str; 6] = ["what", "issue", "tenure", "homes", "of", "words"];

/// A figure; what is left out is empty, and no figure is 0 for it.
fn figure(figure: Figure) -> String {
    match figure {
        Figure::Exactly(n) => n.to_string(),
        Figure::LeftOut => String::new(),
    }
}

/// A line of the table: what, of what, of whom, so many of so many, and words.
type Row = [String; 6];

/// So many of so many.
fn counted(what: &str, issue: &str, tenure: String, share: Share) -> Row {
    let (n, of) = (figure(share.n), figure(share.of));
    [what.into(), issue.into(), tenure, n, of, String::new()]
}

/// The same, with words beside it.
fn counted_on(what: &str, issue: &str, share: Share, words: String) -> Row {
    let (n, of) = (figure(share.n), figure(share.of));
    [what.into(), issue.into(), String::new(), n, of, words]
}

/// Words alone.
fn said(what: &str, issue: &str, tenure: String, words: String) -> Row {
    let none = String::new;
    [what.into(), issue.into(), tenure, none(), none(), words]
}

pub(super) fn evidence(from: &Merged<'_>) -> Result<Table, ExportError> {
    let text = |key: &str, values: &[(&str, String)]| {
        let mut words = (from.words)(key);
        for (name, value) in values {
            words = words.replace(&format!("{{{name}}}"), value);
        }
        words
    };
    let evidence = from.evidence();
    let none = String::new;
    let mut rows = vec![
        counted("spoken", "", none(), evidence.spoken),
        counted("unknown", "", none(), evidence.unknown),
    ];
    for (tenure, share) in &evidence.tenures {
        rows.push(counted(
            "home",
            "",
            tenure_words(&text, tenure.as_deref()),
            *share,
        ));
    }
    for raised in &evidence.raised {
        rows.push(counted("raised", &raised.name, none(), raised.homes));
        rows.push(counted("would_act", &raised.name, none(), raised.would_act));
        for (tenure, share) in &raised.tenures {
            let tenure = tenure_words(&text, tenure.as_deref());
            rows.push(counted("raised_by", &raised.name, tenure, *share));
        }
    }
    together(&mut rows, evidence, &text);
    for petition in &evidence.petitions {
        rows.push(counted("valid", &petition.prayer, none(), petition.valid));
        let signed = counted("homes_signed", &petition.prayer, none(), petition.homes);
        rows.push(signed);
    }
    for planned in &evidence.deputations {
        let words = planned_words(&text, planned, &day);
        rows.push(said("deputation", &planned.subject, none(), words));
    }
    for it in &evidence.raised {
        raised(&mut rows, it, &text);
    }
    for common in &evidence.common {
        let words = across(&text, &common.across);
        rows.push(said("common", &common.name, none(), words));
    }
    table(&EVIDENCE, rows.into_iter().map(|row| row.map(Cell::from)))
}

/// What homes did together: tests that may be shown, and meetings.
fn together(rows: &mut Vec<Row>, evidence: &Evidence, text: Text<'_>) {
    for test in &evidence.tests {
        let as_of = day(test.as_of);
        rows.push(counted_on("test", &test.ask, test.homes, as_of));
    }
    for met in &evidence.met {
        rows.push(counted_on("came", &met.what, met.homes, day(met.day)));
        for (tenure, share) in &met.tenures {
            let tenure = tenure_words(text, tenure.as_deref());
            rows.push(counted("came_of", &met.what, tenure, *share));
        }
    }
}

/// What is said of something that is raised: how far it has come and is spread, what is demanded, what came of it.
fn raised(rows: &mut Vec<Row>, raised: &Raised, text: Text<'_>) {
    let mut says = |what: &str, tenure: String, words: String| {
        rows.push(said(what, &raised.name, tenure, words));
    };
    let none = String::new;
    says("stage", none(), stage_words(text, raised.stage));
    if let Some(stairs) = raised.stairs {
        says("stairs", none(), stairs.to_string());
    }
    for (demand, results) in &raised.demands {
        for terms in &demand.versions {
            says("demand", none(), terms_words(text, terms, &day));
        }
        for (tenure, entries) in results {
            for entry in entries {
                let what = demand.terms().what;
                let words = format!("{what}: {}", result_words(text, entry, &day));
                says("result", tenure_words(text, Some(tenure)), words);
            }
        }
    }
    for close in &raised.closed {
        let words = format!("{}: {}", day(close.day), close.why);
        says("closed", none(), words);
    }
}
