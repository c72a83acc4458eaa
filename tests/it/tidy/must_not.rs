//! What a campaign's app must never have (the organisers' handbook, sections 2 to 6 and 11, "must not"), as far as
//! reading the sources can tell. What behaviour shows stands beside the code, in tests of the same names.

use super::never::{CALLS, given, naming};
use super::none;
use super::source::{Source, paths, shipped, under};

/// What passes something on to another program, or wakes somebody's phone.
const TELLS: &[&str] = &[
    "mailto:",
    "wa.me",
    "whatsapp:",
    "navigator.share",
    "PushManager",
    "pushManager",
    "showNotification",
];

/// What a server would write to people with.
const MESSENGERS: &[&str] = &["lettre", "twilio", "web-push", "sendgrid", "vonage"];

/// What says how far a test has come.
const RESULTS: &[&str] = &[
    "Tests",
    "Tested",
    "Findings",
    "Showing",
    "board",
    "may_be_shown",
];

/// Where that is read besides on its own pages: the pack tells what may be shown of one, a residents' committee is
/// handed over what was tested, a meeting's forecast goes by the same rule, and who was not there at a later test
/// is stale.
const READS_RESULTS: &[&str] = &[
    "src/organise/evidence/together.rs",
    "src/organise/handover/packing.rs",
    "src/organise/meetings/forecast.rs",
    "src/organise/standing/mod.rs",
];

/// Bars that fill: of a walk's doors, of a question's answers, and of what a device is busy with.
const BARS: &[&str] = &[
    "src/client/pages/organiser/answers.rs",
    "src/client/pages/organiser/list.rs",
    "src/client/pages/start/recover.rs",
    "src/client/pages/start/start_campaign.rs",
    "src/client/pages/volunteer/fetching.rs",
    "src/client/pages/volunteer/join.rs",
    "src/client/parts/progress.rs",
];

/// Where something is counted of persons: whose places a committee's keys take.
const COUNTS_PERSONS: &[&str] = &["src/organise/handover/keyholders/mod.rs"];

/// What keeps something on a device, or passes it on.
const KEEPS: &[&str] = &[
    "journal",
    "Journal",
    "local_storage",
    "session_storage",
    "indexed",
    "outbox",
    "Outbox",
    ".sync(",
];

fn having(sources: &[Source], words: &[&str]) -> Vec<String> {
    let has = |source: &&Source| words.iter().any(|word| source.text.contains(word));
    let found = sources.iter().filter(has);
    found.map(|source| source.path.clone()).collect()
}

/// The sources that name something of the results of structure tests, but for their own.
fn reading_results(sources: &[Source]) -> Vec<String> {
    let own = [
        "src/organise/structure/",
        "src/client/pages/organiser/structure/",
    ];
    let others = sources
        .iter()
        .filter(|source| !own.iter().any(|own| source.path.starts_with(own)));
    let reads = |source: &&Source| {
        paths(&source.text).iter().any(|(path, _)| {
            let parts: Vec<&str> = path.split("::").collect();
            // What is set up (`canvass::structure`) has no such names.
            let mut pairs = parts.windows(2);
            pairs.any(|pair| pair[0] == "structure" && RESULTS.contains(&pair[1]))
        })
    };
    others
        .filter(reads)
        .map(|source| source.path.clone())
        .collect()
}

#[test]
fn must_not_2_no_page_of_a_volunteers_draws_who_is_named() {
    let pages = shipped("src/client/pages/volunteer");
    assert!(pages.len() > 30, "they are read at all");
    none(having(&pages, &["network"]));
    // One writes at any door that its home is not to be named, and reads of nobody who is.
    let writes = pages.iter().filter(|it| it.text.contains("leaders"));
    let all: Vec<String> = writes
        .flat_map(|page| paths(&page.text))
        .map(|(path, _)| path)
        .filter(|path| path.contains("leaders"))
        .collect();
    assert_eq!(all, ["crate::organise::leaders::unnamed_at_door"]);
}

#[test]
fn must_not_3_no_picture_stands_without_its_figures() {
    // Bars are told apart by how they are filled; whoever sees no difference reads the table beneath them.
    let pages = shipped("src/client");
    let draws = |page: &&Source| {
        let itself = page.text.contains("<figure class=\"breadth");
        // These are drawn for others, each of which has its table.
        let drawn_for_others = page.path == "src/client/pages/organiser/chart/bars.rs";
        (itself && !drawn_for_others) || page.text.contains("bars::{bar, picture}")
    };
    let bars: Vec<&Source> = pages.iter().filter(draws).collect();
    assert!(bars.len() > 5, "they are found at all");
    let without = bars.iter().filter(|page| !page.text.contains("<table"));
    none(
        without
            .map(|page| format!("{}: no table", page.path))
            .collect(),
    );
}

#[test]
fn must_not_4_no_test_gates_anything() {
    let mut sources = shipped("src/organise");
    sources.extend(shipped("src/client"));
    sources.extend(shipped("src/canvass"));
    // Nothing can wait for what it does not read. Whoever reads it is looked at here.
    assert_eq!(reading_results(&sources), READS_RESULTS);
}

#[test]
fn must_not_4_nobody_is_texted_by_the_app() {
    let given = given();
    none(naming(&given, CALLS));
    none(naming(&given, TELLS));
    let manifest = include_str!("../../../Cargo.toml");
    let asked = MESSENGERS.iter().filter(|it| manifest.contains(**it));
    none(
        asked
            .map(|it| format!("Cargo.toml asks for {it}"))
            .collect(),
    );
}

#[test]
fn must_not_4_no_bar_fills_for_a_volunteer() {
    let pages = shipped("src/client");
    assert_eq!(having(&pages, &["<progress", "<meter"]), BARS);
}

#[test]
fn must_not_6_nothing_is_counted_of_persons() {
    let mut sources = shipped("src/organise");
    sources.extend(shipped("src/client"));
    sources.extend(shipped("src/canvass"));
    let counts = [
        "Map<PersonId, usize>",
        "Map<PersonId, u32>",
        "Map<PersonId, u64>",
    ];
    assert_eq!(having(&sources, &counts), COUNTS_PERSONS);
}

#[test]
fn must_not_6_no_mistake_of_practice_is_kept() {
    let mut pages = shipped("src/client/pages/volunteer/practice");
    let one = shipped("src/client");
    pages.extend(
        one.into_iter()
            .filter(|it| it.path == "src/client/practising.rs"),
    );
    assert!(pages.len() > 4, "they are read at all");
    none(naming(&pages, KEEPS));
}

#[test]
fn must_not_11_nothing_sets_a_goal_of_doors_or_puts_people_in_an_order() {
    let mut found = Vec::new();
    for file in under("src/locales/en", &[".json"]) {
        for (n, line) in file.text.lines().enumerate() {
            let line = line.to_lowercase();
            let by_the_hour = line.contains("an hour") || line.contains("per hour");
            let pace = by_the_hour && line.contains("door");
            let order = [
                "leaderboard",
                "ranking",
                "top volunteer",
                "best volunteer",
                "your goal",
            ];
            if pace || order.iter().any(|words| line.contains(words)) {
                found.push(format!("{}:{}: {line}", file.path, n + 1));
            }
        }
    }
    none(found);
    // What is told by the hour is the team's conversations.
    let hours = include_str!("../../../src/organise/week/hours.rs");
    let fields = hours.lines().filter_map(|line| {
        let (name, _) = line.strip_prefix("    pub ")?.split_once(": ")?;
        Some(name)
    });
    let fields: Vec<&str> = fields.collect();
    assert_eq!(fields, ["conversations", "minutes", "known", "evenings"]);
}

#[test]
fn must_not_11_no_total_over_time_stands_without_what_it_is_of() {
    let page = include_str!("../../../src/client/pages/organiser/chart/nights.rs");
    let cells = page.matches("<td").count();
    let of_so_many = page.matches("<td class=\"number\">{of(").count();
    assert_eq!((cells, of_so_many), (6, 6));
}

#[test]
fn what_must_not_be_would_be_found() {
    let made_up = |path: &str, text: &str| Source {
        path: path.into(),
        text: text.into(),
    };
    let gate = "fn gate() { crate::organise::structure::Tests::read(state, today); }";
    let fair = "use crate::organise::structure::is_home;";
    let sources = [
        made_up("src/organise/petition/gate.rs", gate),
        made_up("src/organise/petition/count.rs", fair),
    ];
    assert_eq!(reading_results(&sources), ["src/organise/petition/gate.rs"]);
    let table = made_up("src/organise/team.rs", "BTreeMap<PersonId, usize>");
    assert_eq!(having(&[table], &["Map<PersonId, usize>"]).len(), 1);
    let texts = made_up("public/made_up.js", "location = 'mailto:' + name;");
    assert_eq!(naming(&[texts], TELLS).len(), 1);
}
