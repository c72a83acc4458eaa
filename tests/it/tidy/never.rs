//! What a campaign's app must never have (the organisers' handbook, sections 1 and 8, "must not"), as far as
//! reading the sources can tell. That there is no such thing is not to be seen by trying a page.

use stairwell::t;

use super::none;
use super::source::{Source, Token, shipped, tokens, under};

/// What browsers call where somebody is, what they see and what they hear.
const SENSES: &[&str] = &[
    "geolocation",
    "watchPosition",
    "getCurrentPosition",
    "getUserMedia",
    "mediaDevices",
    "MediaDevices",
    "MediaRecorder",
    "SpeechRecognition",
    "ImageCapture",
    "BarcodeDetector",
    "DeviceMotionEvent",
];

/// What places a call or sends a message in somebody's name.
pub const CALLS: &[&str] = &["tel:", "sms:", "facetime:"];

/// What has a browser run something after a time.
const TIMERS: &[&str] = &[
    "set_interval",
    "set_interval_with_handle",
    "set_timeout",
    "set_timeout_with_handle",
    "request_animation_frame",
    "minute",
    "pause",
];

/// Everything a browser is given.
pub fn given() -> Vec<Source> {
    let mut all = under("public", &[".js", ".html", ".webmanifest"]);
    all.extend(shipped("src/client"));
    all
}

/// Where one of these words stands.
pub fn naming(sources: &[Source], words: &[&str]) -> Vec<String> {
    let names = |source: &Source| {
        let found = words.iter().filter(|word| source.text.contains(**word));
        let found: Vec<String> = found
            .map(|word| format!("{} has {word}", source.path))
            .collect();
        found
    };
    sources.iter().flat_map(names).collect()
}

/// The names in the code of the volunteer's pages, each with where it stands.
fn names_at_the_door() -> Vec<(String, String)> {
    let pages = shipped("src/client/pages/volunteer");
    let names = |source: &Source| {
        let path = source.path.clone();
        tokens(&source.text)
            .into_iter()
            .filter_map(move |(token, line)| match token {
                Token::Name(name) => Some((name, format!("{path}:{line}"))),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    pages.iter().flat_map(names).collect()
}

#[test]
fn must_not_8_no_trail_of_anybody_no_picture_and_no_sound() {
    let mut found = naming(&given(), SENSES);
    let manifest = include_str!("../../../Cargo.toml");
    for feature in [
        "\"Geolocation",
        "\"MediaDevices",
        "\"MediaStream",
        "\"MediaRecorder",
    ] {
        if manifest.contains(feature) {
            found.push(format!("Cargo.toml asks web-sys for {feature}\""));
        }
    }
    // A file is a list or a batch that was carried: never a picture, and from no camera.
    for source in given() {
        for (token, line) in match source.path.ends_with(".rs") {
            true => tokens(&source.text),
            false => Vec::new(),
        } {
            let picture = match token {
                Token::Text(text) => text.contains("image/"),
                Token::Name(name) => name == "capture",
                _ => false,
            };
            if picture {
                found.push(format!("{}:{line} takes a picture", source.path));
            }
        }
    }
    none(found);
}

#[test]
fn must_not_8_nothing_pretends_to_call_anybody() {
    none(naming(&given(), CALLS));
    // Where somebody was threatened it is said that nobody is called.
    assert!(t!("incident.first").contains("calls nobody"));
}

#[test]
fn must_not_8_no_child_is_asked_to_interpret() {
    let mut found = Vec::new();
    for file in under("src/locales/en", &[".json"]) {
        for (n, line) in file.text.lines().enumerate() {
            let line = line.to_lowercase();
            let both = line.contains("child") && line.contains("interpret");
            if both && !line.contains("do not ask a child to interpret") {
                found.push(format!("{}:{}: {line}", file.path, n + 1));
            }
        }
    }
    none(found);
}

#[test]
fn must_not_1_nothing_has_to_be_filled_in_at_a_door_and_nothing_hurries_anybody() {
    let names = names_at_the_door();
    let mut found: Vec<String> = Vec::new();
    for (name, place) in &names {
        if name == "required" || TIMERS.contains(&name.as_str()) {
            found.push(format!("{place}: {name}"));
        }
    }
    none(found);
    // The names are read at all.
    assert!(names.iter().any(|(name, _)| name == "Outcomes"));
}

#[test]
fn what_is_looked_for_would_be_found() {
    let made_up = Source {
        path: "public/made_up.js".into(),
        text: "navigator.geolocation.watchPosition(send); location = 'tel:999';".into(),
    };
    let made_up = [made_up];
    assert_eq!(naming(&made_up, SENSES).len(), 2);
    assert_eq!(naming(&made_up, CALLS).len(), 1);
}
