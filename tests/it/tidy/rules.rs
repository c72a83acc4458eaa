//! Every rule of the handbook's sections 1 to 12 has a test that is named after it, and `docs/rules.md` has each of them.

use std::collections::BTreeSet;

use super::none;
use super::source::under;

/// So many rules each section has.
const RULES: [(u32, u32); 12] = [
    (1, 6),
    (2, 5),
    (3, 5),
    (4, 6),
    (5, 7),
    (6, 5),
    (7, 7),
    (8, 7),
    (9, 6),
    (10, 5),
    (11, 5),
    (12, 7),
];

/// So many things each section says that there must not be, in as many rows: where one row says two of them,
/// fewer.
const MUST_NOTS: [(u32, usize); 12] = [
    (1, 4),
    (2, 4),
    (3, 5),
    (4, 5),
    (5, 4),
    (6, 3),
    (7, 4),
    (8, 4),
    (9, 5),
    (10, 2),
    (11, 4),
    (12, 3),
];

/// The names of functions that begin like a test of a rule of these sections.
fn named_after_rules(text: &str) -> BTreeSet<String> {
    let of_these = |name: &str| {
        let sections = RULES.iter().map(|(section, _)| *section);
        let mut beginnings = sections.flat_map(|it| [format!("r{it}_"), format!("must_not_{it}_")]);
        beginnings.any(|beginning| name.starts_with(&beginning))
    };
    let after = text.split("fn ").skip(1);
    let names = after.filter_map(|rest| rest.split(['(', '<']).next());
    let names = names.filter(|name| of_these(name) && name.len() > 8);
    names.map(str::to_string).collect()
}

fn tests() -> BTreeSet<String> {
    let files = ["src", "tests"].map(|folder| under(folder, &[".rs"]));
    let files = files.iter().flatten();
    files
        .flat_map(|file| named_after_rules(&file.text))
        .collect()
}

/// What stands in the document's code marks, named like a test.
fn documented() -> BTreeSet<String> {
    let document = include_str!("../../../docs/rules.md");
    let marked = document.split('`').skip(1).step_by(2);
    let names = marked.filter(|name| {
        let plain = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
        name.contains('_') && name.chars().all(plain)
    });
    names.map(str::to_string).collect()
}

#[test]
fn every_rule_has_a_test_named_after_its_number() {
    let tests = tests();
    let rules = RULES
        .iter()
        .flat_map(|(section, rules)| (1..=*rules).map(move |rule| format!("r{section}_{rule}_")));
    let without = rules.filter(|rule| !tests.iter().any(|test| test.starts_with(rule)));
    none(without.map(|rule| format!("no test of {rule}")).collect());
}

#[test]
fn the_document_has_each_of_these_tests_and_names_none_that_is_not_there() {
    let (tests, documented) = (tests(), documented());
    let mut wrong: Vec<String> = tests
        .difference(&documented)
        .map(|test| format!("docs/rules.md lacks {test}"))
        .collect();
    let everything: String = ["src", "tests"]
        .map(|folder| under(folder, &[".rs"]))
        .iter()
        .flatten()
        .map(|file| file.text.as_str())
        .collect();
    let gone = documented
        .iter()
        .filter(|name| !everything.contains(&format!("fn {name}(")));
    wrong.extend(gone.map(|name| format!("docs/rules.md names {name}, which is not there")));
    none(wrong);
}

/// The rows under "must not" of each section: what must not be, and what shows that it is not.
fn must_nots(document: &str) -> Vec<Vec<(&str, &str)>> {
    let sections = document.split("\n## ").skip(1);
    let rows = sections.map(|section| {
        let table = section.split("| must not | tests |").nth(1);
        let lines = table.unwrap_or_default().lines().map(str::trim);
        let rows = lines.filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
        rows.filter_map(|row| row.split_once(" | ")).collect()
    });
    rows.collect()
}

#[test]
fn every_section_says_of_each_thing_that_must_not_be_what_shows_it() {
    let found = must_nots(include_str!("../../../docs/rules.md"));
    let counted = (1..).zip(found.iter().map(Vec::len));
    assert_eq!(counted.collect::<Vec<_>>(), MUST_NOTS);
    for (row, shown) in found.iter().flatten() {
        // A test's name, or a sentence that says why there is none.
        let words = shown.split_whitespace().count();
        assert!(shown.contains('`') || words > 5, "{row}");
    }
    let made_up = "# Rules\n\n## One\n\n| | must | tests |\n|---|---|---|\n| R1.1 | it | `a_b` |\n\n\
                   | must not | tests |\n|---|---|\n| nothing | `c_d` |\n\n## Two\n\nNone.\n";
    assert_eq!(must_nots(made_up), [vec![("nothing", "`c_d`")], vec![]]);
}

#[test]
fn a_test_is_known_by_its_name() {
    // Not as it stands in a source, or this would be one of them.
    let names = [
        "r1_1_a_tap()",
        "r8_7_a_list(site: &Site)",
        "r13_1_no()",
        "r1_1()",
    ];
    let text: String = names.map(|name| format!("fn {name} {{}} ")).concat();
    let found: Vec<String> = named_after_rules(&text).into_iter().collect();
    assert_eq!(found, ["r1_1_a_tap", "r8_7_a_list"]);
}
