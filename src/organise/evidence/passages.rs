//! What the pack says, passage by passage: on screen and on paper the same, so that nothing is handed over which nobody
//! has looked at.

use super::sheet::{Text, planned_words, result_words, share_words, tenure_words, terms_words};
use super::{Evidence, Met, Raised, Share, Shown, Signatures};
use crate::organise::issues::{Across, Stage};

/// A line of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// What it says.
    Says(String),
    /// What stands out: a demand, a test, a meeting.
    Strong(String),
    /// What belongs to the line above it.
    Under(String),
}

impl Line {
    /// Its words.
    pub fn words(&self) -> &str {
        let (Line::Says(words) | Line::Strong(words) | Line::Under(words)) = self;
        words
    }
}

/// A passage: what it is about, and its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is about.
    pub head: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// All of the pack but its title, the homes spoken to, and stories: those stand in it only where somebody puts them there.
/// `day` says a day (days since 1970-01-01) in words.
pub fn passages(evidence: &Evidence, text: Text<'_>, day: &dyn Fn(i32) -> String) -> Vec<Passage> {
    let part = |key: &str, lines: Vec<Line>| {
        let head = text(key, &[]);
        (!lines.is_empty()).then_some(Passage { head, lines })
    };
    let homes = tenures(text, "evidence.homes_of", &evidence.tenures).map(Line::Says);
    let homes = part("evidence.homes", homes.collect());
    let raised = evidence.raised.iter().map(|it| raised(it, text, day));
    let common = evidence.common.iter().map(|it| {
        let ways = across(text, &it.across);
        Line::Says(format!("{}: {ways}", it.name))
    });
    let common = part("issues.common", common.collect());
    let tests = evidence.tests.iter().flat_map(|it| tested(it, text, day));
    let tests = part("evidence.tests", tests.collect());
    let met = evidence.met.iter().flat_map(|it| came(it, text, day));
    let met = part("evidence.met", met.collect());
    let petitions = evidence.petitions.iter().map(|it| signed(it, text));
    let deputations = evidence.deputations.iter().map(|planned| Passage {
        head: planned.subject.clone(),
        lines: vec![Line::Says(planned_words(text, planned, day))],
    });
    let counted = [common, tests, met].into_iter().flatten();
    let first = homes.into_iter().chain(raised).chain(counted);
    first.chain(petitions).chain(deputations).collect()
}

/// Homes by tenure, a line each.
fn tenures<'a>(
    text: Text<'a>,
    key: &'a str,
    tenures: &'a [(Option<String>, Share)],
) -> impl Iterator<Item = String> + 'a {
    tenures.iter().map(move |(tenure, share)| {
        let name = tenure_words(text, tenure.as_deref());
        format!("{name}: {}", share_words(text, key, *share))
    })
}

/// How far something has come, in words.
pub fn stage_words(text: Text<'_>, stage: Stage) -> String {
    let key = match stage {
        Stage::Problem => "issues.stage_problem",
        Stage::Issue => "issues.stage_issue",
        Stage::Closed => "issues.stage_closed",
    };
    text(key, &[])
}

/// In which ways homes differ that raise the same, in words.
pub fn across(text: Text<'_>, ways: &[Across]) -> String {
    let ways = ways.iter().map(|way| {
        let key = match way {
            Across::Tenures => "evidence.across_tenures",
            Across::Stairs => "evidence.across_stairs",
            Across::Languages => "evidence.across_languages",
        };
        text(key, &[])
    });
    let ways = ways.collect::<Vec<_>>().join(", ");
    text("evidence.across", &[("ways", ways)])
}

fn raised(raised: &Raised, text: Text<'_>, day: &dyn Fn(i32) -> String) -> Passage {
    let mut lines = vec![
        Line::Says(stage_words(text, raised.stage)),
        Line::Says(share_words(text, "evidence.raised", raised.homes)),
        Line::Says(share_words(text, "evidence.would_act", raised.would_act)),
    ];
    lines.extend(tenures(text, "evidence.of", &raised.tenures).map(Line::Under));
    let stairs = (raised.stairs).map(|n| text("evidence.stairs", &[("n", n.to_string())]));
    lines.extend(stairs.map(Line::Says));
    let ways = (!raised.across.is_empty()).then(|| across(text, &raised.across));
    lines.extend(ways.map(Line::Says));
    for (demand, results) in &raised.demands {
        let terms = demand.versions.iter();
        lines.extend(terms.map(|terms| Line::Strong(terms_words(text, terms, day))));
        for (tenure, entries) in results {
            let name = tenure_words(text, Some(tenure));
            let results = entries.iter().map(|entry| result_words(text, entry, day));
            lines.extend(results.map(|words| Line::Under(format!("{name}: {words}"))));
        }
    }
    let closed = raised.closed.iter().map(|close| {
        let values = [("day", day(close.day)), ("why", close.why.clone())];
        Line::Says(text("evidence.closed", &values))
    });
    lines.extend(closed);
    Passage {
        head: raised.name.clone(),
        lines,
    }
}

fn tested(shown: &Shown, text: Text<'_>, day: &dyn Fn(i32) -> String) -> [Line; 2] {
    let homes = share_words(text, "evidence.homes_of", shown.homes);
    let values = [("homes", homes), ("day", day(shown.as_of))];
    [
        Line::Strong(shown.ask.clone()),
        Line::Under(text("evidence.did", &values)),
    ]
}

fn came(met: &Met, text: Text<'_>, day: &dyn Fn(i32) -> String) -> Vec<Line> {
    let values = [("what", met.what.clone()), ("day", day(met.day))];
    let mut lines = vec![
        Line::Strong(text("evidence.meeting", &values)),
        Line::Says(share_words(text, "evidence.came", met.homes)),
    ];
    lines.extend(tenures(text, "evidence.homes_of", &met.tenures).map(Line::Under));
    lines
}

fn signed(petition: &Signatures, text: Text<'_>) -> Passage {
    let to = [("target", petition.target.clone())];
    Passage {
        head: text("petition.sheet_title", &to),
        lines: vec![
            Line::Says(petition.prayer.clone()),
            Line::Says(share_words(text, "evidence.valid", petition.valid)),
            Line::Says(share_words(text, "evidence.homes_signed", petition.homes)),
        ],
    }
}
