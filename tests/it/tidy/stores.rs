//! Every object store ever shipped is still listed: what a phone keeps in it would be read no more.

use stairwell::client::journal::schema::STORES;

use super::none;

/// Names are added here when a store first ships, and never taken away.
const SHIPPED: &[&str] = &[
    "device", "keys", "logs", "events", "batches", "pulled", "meta",
];

fn missing(shipped: &[&str], listed: &[&str]) -> Vec<String> {
    shipped
        .iter()
        .filter(|store| !listed.contains(store))
        .map(|store| format!("the object store {store} is listed no more: phones would lose it"))
        .collect()
}

#[test]
fn every_store_ever_shipped_is_still_listed() {
    none(missing(SHIPPED, &STORES));
}

#[test]
fn every_store_listed_is_remembered_here() {
    none(missing(&STORES, SHIPPED));
}

#[test]
fn a_lost_store_is_noticed() {
    assert_eq!(missing(&["kept", "lost"], &["kept"]).len(), 1);
}
