//! The pack for a deputation as a table.

use super::cell::{Cell, Table, table};
use super::{ExportError, Merged, day};
use crate::organise::evidence::sheet::{planned_words, result_words, tenure_words, terms_words};
use crate::organise::evidence::{Evidence, Figure, Share};

/// What stands over its columns.
pub const EVIDENCE: [&str; 6] = ["what", "issue", "tenure", "homes", "of", "words"];

/// A figure; what is left out is empty, and no figure is 0 for it.
fn figure(figure: Figure) -> String {
    match figure {
        Figure::Exactly(n) => n.to_string(),
        Figure::LeftOut => String::new(),
    }
}

pub(super) fn evidence(from: &Merged<'_>) -> Result<Table, ExportError> {
    let text = |key: &str, values: &[(&str, String)]| {
        let mut words = (from.words)(key);
        for (name, value) in values {
            words = words.replace(&format!("{{{name}}}"), value);
        }
        words
    };
    let evidence = Evidence::read(from.state, from.tonight);
    let mut rows: Vec<[String; 6]> = Vec::new();
    let mut counted = |what: &str, issue: &str, tenure: String, share: Share| {
        let (n, of) = (figure(share.n), figure(share.of));
        rows.push([what.into(), issue.into(), tenure, n, of, String::new()]);
    };
    counted("spoken", "", String::new(), evidence.spoken);
    counted("unknown", "", String::new(), evidence.unknown);
    for (tenure, share) in &evidence.tenures {
        counted("home", "", tenure_words(&text, tenure.as_deref()), *share);
    }
    for raised in &evidence.raised {
        counted("raised", &raised.name, String::new(), raised.homes);
        counted("would_act", &raised.name, String::new(), raised.would_act);
        for (tenure, share) in &raised.tenures {
            let tenure = tenure_words(&text, tenure.as_deref());
            counted("raised_by", &raised.name, tenure, *share);
        }
    }
    for petition in &evidence.petitions {
        counted("valid", &petition.prayer, String::new(), petition.valid);
        let signed = "homes_signed";
        counted(signed, &petition.prayer, String::new(), petition.homes);
    }
    for planned in &evidence.deputations {
        let words = planned_words(&text, planned, &day);
        let none = String::new;
        let subject = planned.subject.clone();
        rows.push(["deputation".into(), subject, none(), none(), none(), words]);
    }
    for raised in &evidence.raised {
        let mut said = |what: &str, tenure: String, words: String| {
            let none = String::new;
            rows.push([
                what.into(),
                raised.name.clone(),
                tenure,
                none(),
                none(),
                words,
            ]);
        };
        for (demand, results) in &raised.demands {
            for terms in &demand.versions {
                said("demand", String::new(), terms_words(&text, terms, &day));
            }
            for (tenure, entries) in results {
                for entry in entries {
                    let words = format!(
                        "{}: {}",
                        demand.terms().what,
                        result_words(&text, entry, &day)
                    );
                    said("result", tenure_words(&text, Some(tenure)), words);
                }
            }
        }
        for close in &raised.closed {
            said(
                "closed",
                String::new(),
                format!("{}: {}", day(close.day), close.why),
            );
        }
    }
    table(&EVIDENCE, rows.into_iter().map(|row| row.map(Cell::from)))
}
