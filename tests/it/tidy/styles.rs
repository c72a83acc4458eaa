//! CSS says start and end, inline and block: a page in Arabic is the same page.

use super::none;
use super::source::{Source, shipped, under};

/// Properties that name a side of the screen. `overflow-x` and `-y` stay: browsers lack the others.
const PHYSICAL: &[&str] = &[
    "left",
    "right",
    "top",
    "bottom",
    "width",
    "height",
    "min-width",
    "max-width",
    "min-height",
    "max-height",
    "border-top-left-radius",
    "border-top-right-radius",
    "border-bottom-left-radius",
    "border-bottom-right-radius",
];
/// Families of which each side is a property: `margin-left`.
const SIDED: &[&str] = &[
    "margin",
    "padding",
    "border",
    "scroll-margin",
    "scroll-padding",
    "inset",
];
const SIDES: &[&str] = &["-left", "-right", "-top", "-bottom"];
/// Properties whose value may name a side.
const VALUED: &[&str] = &["text-align", "float", "clear", "caption-side"];

fn physical(source: &Source) -> Vec<String> {
    declarations(&source.text)
        .into_iter()
        .filter(|(property, value, _)| {
            let sided = SIDED.iter().any(|family| {
                property
                    .strip_prefix(family)
                    .is_some_and(|rest| SIDES.iter().any(|side| rest.starts_with(side)))
            });
            let valued = VALUED.contains(&property.as_str())
                && value
                    .split_whitespace()
                    .any(|word| matches!(word, "left" | "right"));
            sided || valued || PHYSICAL.contains(&property.as_str())
        })
        .map(|(property, value, line)| {
            format!(
                "{}:{line} {property}: {value}: use logical properties",
                source.path
            )
        })
        .collect()
}

/// `property: value` and its line; what stands before a `{`, media queries too, is none.
fn declarations(css: &str) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    let mut chunk = String::new();
    let mut line = 1;
    let mut rest = css;
    while let Some(character) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            let end = comment.find("*/").map_or(rest.len(), |end| end + 4);
            line += rest[..end].matches('\n').count();
            rest = &rest[end..];
            continue;
        }
        match character {
            '{' => chunk.clear(),
            ';' | '}' => {
                if let Some((property, value)) = chunk.split_once(':') {
                    let property = property.trim().to_ascii_lowercase();
                    found.push((property, value.trim().to_string(), line));
                }
                chunk.clear();
            }
            other => chunk.push(other),
        }
        line += usize::from(character == '\n');
        rest = &rest[character.len_utf8()..];
    }
    found
}

#[test]
fn css_names_no_side_of_the_screen() {
    none(
        under("style", &[".css"])
            .iter()
            .flat_map(physical)
            .collect(),
    );
}

#[test]
fn a_side_of_the_screen_is_noticed() {
    let of = |text: &str| Source {
        path: "a.css".to_string(),
        text: text.to_string(),
    };
    for text in [
        "a { margin-left: 1rem }",
        "a { color: red; left: 0; }",
        "a { & b { WIDTH: 3px } }",
        "@media (min-width: 40em) { a { padding-right: 0 } }",
        "a { text-align: left; }",
        "a { border-top-left-radius: 1px }",
        "a { border-left-width: 1px }",
    ] {
        assert_eq!(physical(&of(text)).len(), 1, "{text}");
    }
    let logical = "/* left: 0; */ @media (max-width: 40em) { a:hover { inline-size: 1px; \
                   margin-inline-start: auto; text-align: start; transition: width 1s } }";
    assert!(physical(&of(logical)).is_empty());
}

/// Rules for whatever stands beside something: Chromium (156) restyles all of a page when another is put beside it, which
/// was a third of what a tap on a stair of 144 doors took.
fn of_any_neighbour(source: &Source) -> Vec<String> {
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.trim_end().ends_with('{') || line.trim_end().ends_with(','))
        .filter(|(_, line)| line.contains("+ *") || line.contains("~ *"))
        .map(|(n, line)| format!("{}:{}: {line}: name what stands there", source.path, n + 1))
        .collect()
}

#[test]
fn no_rule_is_for_any_neighbour() {
    let sheets = under("style", &[".css"]);
    none(sheets.iter().flat_map(of_any_neighbour).collect());
    let bad = Source {
        path: "a.css".to_string(),
        text: "legend + * {\n}\n/* legend + * is not one. */\na ~ *,\nb + b {\n}\n".to_string(),
    };
    assert_eq!(of_any_neighbour(&bad).len(), 2);
}

/// Pages of the organiser's that a browser may print: none of them has a figure of homes that may be few.
const PRINTED: &[&str] = &[
    "src/client/pages/organiser/invite.rs",
    "src/client/pages/organiser/script/mod.rs",
    "src/client/pages/organiser/structure/board.rs",
];

/// R11.5: on paper no figure of few homes stands, so of all other pages, the wall of doors among them, there is nothing
/// on it. What may be printed of those is a file, which leaves them out.
#[test]
fn r11_5_no_page_with_figures_of_few_homes_is_printed_by_a_browser() {
    let pages = shipped("src/client/pages/organiser").into_iter();
    let printed = pages.filter(|page| page.text.contains("may_be_printed=true"));
    let mut printed: Vec<String> = printed.map(|page| page.path).collect();
    printed.sort();
    assert_eq!(printed, PRINTED);
    let frame = include_str!("../../../src/client/pages/organiser/frame.rs");
    assert!(frame.contains("class:screen-alone=!may_be_printed"));
    let style = include_str!("../../../style/organiser.css");
    let (_, on_paper) = style.split_once("@media print {").unwrap();
    let (_, rest) = on_paper
        .split_once(".screen-alone > :not(.on-paper) {")
        .unwrap();
    assert!(rest.trim_start().starts_with("display: none;"), "{rest}");
}
