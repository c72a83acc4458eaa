//! Which part may name what.

use super::none;
use super::source::{Source, Token, paths, shipped, tokens};

/// What the pure parts never name: a crate or a path with everything under it, or a type.
#[rustfmt::skip]
const IMPURE: &[&str] = &[
    // IO
    "std::fs", "std::net", "std::process", "std::env", "std::thread", "std::io::stdin",
    "std::io::stdout", "std::io::stderr", "tracing",
    // the clock
    "SystemTime", "Instant", "Utc::now", "Local::now", "Date::now", "Uuid::now_v7",
    // randomness
    "getrandom", "rand", "rand_chacha", "OsRng", "SysRng", "ThreadRng", "Uuid::new_v4",
    // the browser
    "leptos", "leptos_router", "web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures",
    "gloo", "gloo_net", "idb",
    // the server
    "axum", "tokio", "tower", "tower_http", "sqlx", "reqwest", "ureq", "hyper", "rust_embed",
    // the shells, and their words: pure code returns keys and values
    "crate::client", "crate::endpoint", "crate::locales", "crate::t",
];

/// Macros that the pure parts never call.
const IMPURE_MACROS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg", "t"];

/// Modules that hold or make secrets: the endpoint has no business with them.
const KEY_MATERIAL: &[&str] = &[
    "crate::sync::device",
    "crate::sync::epoch",
    "crate::sync::inner",
    "crate::sync::keyring",
    "crate::sync::reader",
    "crate::sync::root",
];

/// What those modules make of a secret for everyone to see: an epoch's name, and the hash of a
/// public key that a campaign is found by.
const PUBLIC: &[&str] = &[
    "crate::sync::epoch::EpochId",
    "crate::sync::root::find_name",
];

/// Crates, and what opens a browser's database or hands it a file, that are named in one place only, and that place.
const ONE_PLACE: &[(&str, &str)] = &[
    ("IdbFactory", "src/client/journal"),
    ("gloo_net", "src/client/net"),
    ("sqlx", "src/endpoint/ledger/"),
    // By this a file is handed to a browser: what is the campaign's is recorded first, there.
    ("web_sys::Url", "src/client/pages/organiser/download.rs"),
];

/// Complaints about each path of `source` that names one of `forbidden`.
fn naming(source: &Source, forbidden: &[&str], why: &str) -> Vec<String> {
    paths(&source.text)
        .into_iter()
        .filter(|(path, _)| forbidden.iter().any(|name| names(path, name)))
        .map(|(path, line)| format!("{}:{line} names {path}: {why}", source.path))
        .collect()
}

/// Whether `name`'s segments stand together in `path`. A crate only from the path's start, and
/// with something after it: `tower::Layer`, not a variable called `tower`.
fn names(path: &str, name: &str) -> bool {
    let path: Vec<_> = path.split("::").collect();
    let name: Vec<_> = name.split("::").collect();
    if name[0].starts_with(char::is_lowercase) {
        return path.starts_with(&name) && path.len() > 1;
    }
    path.windows(name.len()).any(|window| window == name)
}

fn impure(source: &Source) -> Vec<String> {
    let why = "the pure parts have no IO, clock, randomness, browser, server or words";
    let mut complaints = naming(source, IMPURE, why);
    let called = tokens(&source.text);
    complaints.extend(called.windows(2).filter_map(|pair| match pair {
        [(Token::Name(name), line), (Token::Mark('!'), _)]
            if IMPURE_MACROS.contains(&name.as_str()) =>
        {
            Some(format!("{}:{line} calls {name}!: {why}", source.path))
        }
        _ => None,
    }));
    complaints
}

fn elsewhere(source: &Source) -> Vec<String> {
    ONE_PLACE
        .iter()
        .filter(|(_, place)| !source.path.starts_with(place))
        .flat_map(|(name, place)| naming(source, &[name], &format!("only {place}… may")))
        .collect()
}

#[test]
fn the_pure_parts_are_pure() {
    let parts = ["src/canvass", "src/organise", "src/sync"];
    let sources = parts.into_iter().flat_map(shipped);
    none(sources.flat_map(|source| impure(&source)).collect());
}

#[test]
fn canvass_does_not_know_how_events_travel() {
    let forbidden = ["crate::sync", "crate::organise"];
    let sources = shipped("src/canvass");
    let check = |source| naming(source, &forbidden, "sync knows canvass, never the reverse");
    none(sources.iter().flat_map(check).collect());
}

/// Complaints about an endpoint's source that could read what it stores.
fn reading_the_post(source: &Source) -> Vec<String> {
    let forbidden = [&["crate::canvass", "crate::organise"], KEY_MATERIAL].concat();
    let why = "the endpoint cannot read the post";
    paths(&source.text)
        .into_iter()
        .filter(|(path, _)| forbidden.iter().any(|name| names(path, name)))
        .filter(|(path, _)| !PUBLIC.contains(&path.as_str()))
        .map(|(path, line)| format!("{}:{line} names {path}: {why}", source.path))
        .collect()
}

#[test]
fn the_endpoint_cannot_read_the_post() {
    let sources = shipped("src/endpoint");
    none(sources.iter().flat_map(reading_the_post).collect());
}

#[test]
fn each_shell_names_its_crates_in_one_place() {
    none(shipped("src").iter().flat_map(elsewhere).collect());
}

fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_string(),
        text: text.to_string(),
    }
}

#[test]
fn impurity_is_noticed() {
    for text in [
        "use std::{collections::BTreeMap, fs};",
        "fn f() { let t = std::time::SystemTime::now(); }",
        "fn f() { let t = chrono::Utc::now(); }",
        "fn f() -> uuid::Uuid { Uuid::now_v7() }",
        "use leptos::prelude::*;",
        "fn f() { println!(\"x\"); }",
        "use rand_core::OsRng;",
        "fn f() -> String { t!(\"app.name\") }",
        "use crate::{locales, canvass};",
    ] {
        assert_eq!(impure(&source("a.rs", text)).len(), 1, "{text}");
    }
    let pure = "use std::io::Read; use rand_core::Rng; fn f(tower: u64) { tower.max(local) }";
    assert!(impure(&source("a.rs", pure)).is_empty());
}

#[test]
fn a_second_place_is_noticed() {
    let text = "use sqlx::SqlitePool;";
    assert_eq!(elsewhere(&source("src/endpoint/routes.rs", text)).len(), 1);
    assert!(elsewhere(&source("src/endpoint/ledger/sqlite.rs", text)).is_empty());
    let text = "use web_sys::{Event, IdbFactory};";
    assert_eq!(
        elsewhere(&source("src/client/pages/today.rs", text)).len(),
        1
    );
    assert!(elsewhere(&source("src/client/journal.rs", text)).is_empty());
}

#[test]
fn keys_at_the_endpoint_are_noticed() {
    for text in [
        "use crate::sync::{batch::Batch, epoch::Epoch};",
        "use crate::sync::epoch;",
        "use crate::canvass::event::Event;",
        "fn f() { crate::organise::report(); }",
    ] {
        assert_eq!(reading_the_post(&source("a.rs", text)).len(), 1, "{text}");
    }
    let fine = "use crate::sync::{batch::Batch, epoch::EpochId};";
    assert!(reading_the_post(&source("a.rs", fine)).is_empty());
}
