//! Text stands at least 7:1 against what it is written on, marks and edges 3:1, in the light and in the
//! dark: WCAG 2.2, 1.4.6 and 1.4.11. The colours are those of `style/tokens.css`, and no other sheet
//! has any of its own.

use std::collections::BTreeMap;

use super::none;
use super::source::under;

/// What is written in which colour on which.
const TEXT: [(&str, &str); 18] = [
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
];

/// What is drawn in which colour on which.
const MARKS: [(&str, &str); 9] = [
    ("line", "ground"),
    ("line", "paper"),
    ("line", "sunk"),
    ("brand", "paper"),
    ("focus", "ground"),
    ("focus", "paper"),
    ("care-edge", "care"),
    ("todo-edge", "paper"),
    ("ink-quiet", "paper"),
];

type Colours = BTreeMap<String, String>;

/// The colours that a text sets: `--ink: #171510`.
fn colours(css: &str) -> Colours {
    let set = css.split(';').filter_map(|line| {
        let (name, value) = line.rsplit_once("--")?.1.split_once(':')?;
        let value = value.trim().strip_prefix('#')?;
        (value.len() == 6).then(|| (name.to_string(), value.to_string()))
    });
    set.collect()
}

/// In the light, and in the dark, which changes some.
fn schemes() -> [(&'static str, Colours); 2] {
    let sheet = under("style", &["tokens.css"]).remove(0).text;
    let (light, dark) = sheet
        .split_once("@media (prefers-color-scheme: dark)")
        .unwrap();
    let light = colours(light);
    let mut both = light.clone();
    both.extend(colours(dark));
    [("light", light), ("dark", both)]
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

fn too_weak(least: f64, pairs: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for (scheme, colours) in schemes() {
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
    none(too_weak(7.0, &TEXT));
    none(too_weak(3.0, &MARKS));
    // It can fail: quiet lines are no text.
    assert!(!too_weak(7.0, &[("line-quiet", "paper")]).is_empty());
    assert!((contrast("000000", "ffffff") - 21.0).abs() < 0.001);
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
