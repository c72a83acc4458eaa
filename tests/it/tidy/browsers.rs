//! The oldest browsers are the same wherever they are named.

use stairwell::t;

use super::none;

/// The browsers a text names, with their versions: `Chrome 96`.
fn named(text: &str) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')')
        .filter(|word| !word.is_empty())
        .collect();
    let mut named: Vec<String> = words
        .windows(2)
        .filter(|pair| ["Chrome", "Firefox", "Safari", "iOS"].contains(&pair[0]))
        .filter(|pair| pair[1].starts_with(|c: char| c.is_ascii_digit()))
        .map(|pair| format!("{} {}", pair[0], pair[1].trim_end_matches('.')))
        .collect();
    named.sort();
    named.dedup();
    named
}

#[test]
fn the_readme_names_the_browsers_that_an_old_one_is_told_of() {
    let told = named(&t!("app.too_old_which"));
    let readme = named(include_str!("../../../README.md"));
    assert_eq!(told.len(), 4, "{told:?}");
    none(
        told.iter()
            .filter(|browser| !readme.contains(browser))
            .map(|browser| format!("README.md does not name {browser}"))
            .collect(),
    );
}

#[test]
fn another_version_would_be_noticed() {
    let named = named("It needs Chrome 96, or Safari 15.4 (iOS 15.4). Chrome itself.");
    assert_eq!(named, ["Chrome 96", "Safari 15.4", "iOS 15.4"]);
}
