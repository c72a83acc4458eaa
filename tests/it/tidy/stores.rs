//! Every object store ever shipped is still listed: rexie deletes those that are not, with all
//! that phones keep in them.

use super::none;
use super::source::{Source, Token, shipped, tokens};

/// Names are added here when a store first ships, and never taken away.
const SHIPPED: &[&str] = &[
    "device", "keys", "logs", "events", "batches", "pulled", "meta",
];

fn missing(shipped: &[&str], journal: &[Source]) -> Vec<String> {
    let listed: Vec<_> = journal
        .iter()
        .flat_map(|source| tokens(&source.text))
        .collect();
    shipped
        .iter()
        .filter(|store| {
            let listed_here =
                |(token, _): &(Token, usize)| *token == Token::Text(store.to_string());
            !listed.iter().any(listed_here)
        })
        .map(|store| format!("the object store {store} is listed no more: phones would lose it"))
        .collect()
}

fn journal() -> Vec<Source> {
    let mut sources = shipped("src/client");
    sources.retain(|source| source.path.starts_with("src/client/journal"));
    sources
}

#[test]
fn every_store_ever_shipped_is_still_listed() {
    none(missing(SHIPPED, &journal()));
}

#[test]
fn a_lost_store_is_noticed() {
    let journal = [Source {
        path: "src/client/journal.rs".to_string(),
        text: "// lost\nconst STORES: [&str; 1] = [\"kept\"];".to_string(),
    }];
    assert_eq!(missing(&["kept", "lost"], &journal).len(), 1);
}
