//! Text stands at least 7:1 against what it is written on, marks and edges 3:1, in the light and in the
//! dark: WCAG 2.2, 1.4.6 and 1.4.11. Who asks for more contrast has 10:1 and 4.5:1. The colours are those of `style/tokens.css`, and no other sheet
//! has any of its own.

use std::collections::BTreeMap;

use super::none;
use super::source::under;

/// What is written in which colour on which.
const TEXT: [(&str, &str); 20] = [
    ("ink", "ground"),
    ("ink", "paper"),
    ("ink", "sunk"),
    ("ink", "brand-soft"),
    ("ink", "stop-soft"),
    ("ink-quiet", "ground"),
    ("ink-quiet", "paper"),
    ("ink-quiet", "sunk"),
    ("brand", "ground"),
    ("brand", "paper"),
    ("on-brand", "brand"),
    ("on-todo", "todo"),
    ("stop", "ground"),
    ("stop", "paper"),
    ("stop", "stop-soft"),
    ("on-stop", "stop"),
    ("on-care", "care"),
    ("ground", "ink"),
    ("on-wall", "wall"),
    ("on-wall", "wall-dim"),
];

/// What is drawn in which colour on which.
const MARKS: [(&str, &str); 13] = [
    ("line", "ground"),
    ("line", "paper"),
    ("line", "sunk"),
    ("brand", "paper"),
    ("focus", "ground"),
    ("focus", "paper"),
    ("care-edge", "care"),
    ("todo-edge", "paper"),
    ("ink-quiet", "paper"),
    ("stop", "wall"),
    ("stop", "wall-dim"),
    ("wall-edge", "wall"),
    ("brand", "wall"),
];

/// What a stair is drawn with, and its doors.
const STAIR: [&str; 6] = ["floors", "floor", "entrance", "storey", "doors", "door"];

/// By so much a door to go to is brighter than anything else on its stair: in luminance, as contrast is told.
const BRIGHTER: f64 = 1.2;

type Colours = BTreeMap<String, String>;

/// The colours that a text sets: `--ink: #171510`.
fn colours(css: &str) -> Colours {
    let set = css.split([';', '}']).filter_map(|line| {
        let (name, value) = line.rsplit_once("--")?.1.split_once(':')?;
        let value = value.trim().strip_prefix('#')?;
        (value.len() == 6).then(|| (name.to_string(), value.to_string()))
    });
    set.collect()
}

/// What a person may ask for, each with the rules that then hold, in the order of the sheet: a later one
/// wins.
const USUAL: [(&str, &[&str]); 2] = [("light", &[""]), ("dark", &["", DARK])];
/// The same for who asks for more contrast.
const MORE: [(&str, &[&str]); 2] = [
    ("light, more contrast", &["", CONTRAST]),
    ("dark, more contrast", &["", DARK, CONTRAST, BOTH]),
];
const DARK: &str = "(prefers-color-scheme: dark)";
const CONTRAST: &str = "(prefers-contrast: more)";
const BOTH: &str = "(prefers-contrast: more) and (prefers-color-scheme: dark)";

/// The sheet's rules by what they hold for: the first for everyone.
fn rules() -> Vec<(String, Colours)> {
    let sheet = under("style", &["tokens.css"]).remove(0).text;
    let mut parts = sheet.split("@media ");
    let all = colours(parts.next().unwrap());
    let others = parts.map(|part| {
        let (holds_for, rules) = part.split_once('{').unwrap();
        (holds_for.trim().to_string(), colours(rules))
    });
    std::iter::once((String::new(), all))
        .chain(others)
        .collect()
}

/// The colours where these rules hold.
fn scheme(hold: &[&str]) -> Colours {
    let rules = rules();
    let mut colours = Colours::new();
    for held in hold {
        let (_, set) = rules.iter().find(|(name, _)| name == held).unwrap();
        colours.extend(set.clone());
    }
    colours
}

/// Relative luminance, as WCAG has it.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let part = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
        let part = f64::from(part) / 255.0;
        match part <= 0.04045 {
            true => part / 12.92,
            false => ((part + 0.055) / 1.055).powf(2.4),
        }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn too_weak(schemes: [(&str, &[&str]); 2], least: f64, pairs: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for (scheme, hold) in schemes {
        let colours = self::scheme(hold);
        for (on, ground) in pairs {
            let ratio = contrast(&colours[*on], &colours[*ground]);
            if ratio < least {
                found.push(format!(
                    "{scheme}: {on} on {ground} is {ratio:.2}, under {least}"
                ));
            }
        }
    }
    found
}

#[test]
fn text_stands_out_seven_times_and_marks_three_times() {
    none(too_weak(USUAL, 7.0, &TEXT));
    none(too_weak(USUAL, 3.0, &MARKS));
    // It can fail: quiet lines are no text.
    assert!(!too_weak(USUAL, 7.0, &[("line-quiet", "paper")]).is_empty());
    assert!((contrast("000000", "ffffff") - 21.0).abs() < 0.001);
}

/// The classes a selector names.
fn classes(selector: &str) -> Vec<&str> {
    let named = selector.split('.').skip(1);
    named
        .filter_map(|part| {
            part.split(|it: char| !it.is_alphanumeric() && it != '-')
                .next()
        })
        .collect()
}

/// The colours that a stair is drawn with: each rule's selector with the names it uses. Doors to go to are left out,
/// the ring around the next of them, and what somebody chooses with their own thumb; what stands around a stair
/// (`.reach`, `.key`) is no part of it.
fn on_the_stair(sheets: &[(String, String)]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, text) in sheets {
        for rule in text.split('}') {
            let Some((selector, declared)) = rule.rsplit_once('{') else {
                continue;
            };
            let selector = selector.rsplit("*/").next().unwrap_or_default().trim();
            let named = classes(selector);
            let is_of_it = named.iter().any(|class| STAIR.contains(class));
            let to_go_to = named.contains(&"left") || named.contains(&"here");
            if !is_of_it || to_go_to || selector.contains("aria-checked") {
                continue;
            }
            for used in declared.split("var(--").skip(1) {
                let name = used.split(')').next().unwrap_or_default();
                found.push((format!("{path} {selector}"), name.to_string()));
            }
        }
    }
    found
}

/// What is as bright as a door to go to, or nearly.
fn too_bright(used: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (scheme, hold) in USUAL.into_iter().chain(MORE) {
        let colours = self::scheme(hold);
        let todo = luminance(&colours["todo"]);
        for (rule, name) in used {
            let Some(colour) = colours.get(name) else {
                continue;
            };
            let ratio = (todo + 0.05) / (luminance(colour) + 0.05);
            if ratio < BRIGHTER {
                found.push(format!("{scheme}: {rule} is drawn in {name}: {ratio:.2}"));
            }
        }
    }
    found
}

#[test]
fn doors_not_reached_yet_are_the_brightest_thing_on_the_stair_in_either_theme() {
    let sheets: Vec<(String, String)> = under("style", &["volunteer.css", "doors.css"])
        .into_iter()
        .map(|sheet| (sheet.path, sheet.text))
        .collect();
    let used = on_the_stair(&sheets);
    for name in ["wall", "wall-dim", "on-wall", "stop"] {
        assert!(
            used.iter().any(|(_, it)| it == name),
            "{name} is not looked at"
        );
    }
    none(too_bright(&used));
    // It can fail: white paper is brighter than any yellow.
    let paper = vec![(".door".to_string(), "paper".to_string())];
    assert!(!too_bright(&paper).is_empty());
}

#[test]
fn who_asks_for_more_contrast_has_more_and_sees_quiet_edges_too() {
    none(too_weak(MORE, 10.0, &TEXT));
    none(too_weak(MORE, 4.5, &MARKS));
    let edges = ["ground", "paper", "sunk"].map(|ground| ("line-quiet", ground));
    none(too_weak(MORE, 4.5, &edges));
    assert!(
        !too_weak(USUAL, 4.5, &edges).is_empty(),
        "usually they are quiet"
    );
    // Every rule of the sheet is one of those that are looked at.
    let known = ["", DARK, CONTRAST, BOTH];
    assert_eq!(
        rules()
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>(),
        known
    );
}

#[test]
fn no_sheet_has_a_colour_of_its_own() {
    let mut found = Vec::new();
    for sheet in under("style", &[".css"]) {
        if sheet.path.ends_with("/tokens.css") {
            continue;
        }
        for (at, line) in sheet.text.lines().enumerate() {
            let value = line.split_once(':').map_or("", |(_, value)| value);
            if value.contains('#') || value.contains("rgb(") || value.contains("hsl(") {
                found.push(format!("{}:{} {}", sheet.path, at + 1, line.trim()));
            }
        }
    }
    none(found);
}

#[test]
fn what_is_tapped_is_large_enough() {
    let sheet = under("style", &["tokens.css"]).remove(0).text;
    let size = |name: &str| {
        let (_, after) = sheet.split_once(&format!("--{name}: ")).unwrap();
        let rem = after.split_once("rem;").unwrap().0.parse::<f64>().unwrap();
        // One rem is 16 px, unless a person wants it larger.
        rem * 16.0
    };
    assert!(size("target") >= 48.0 && size("answer") >= 56.0);
}
