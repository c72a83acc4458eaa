#![doc = include_str!("ARCHITECTURE.md")]

// The modules in the order data flows.

/// DOOR, EVENT, MERGE: what is true at the doors. Pure.
pub mod canvass;

/// REPORT: what the doors add up to. Pure.
pub mod organise;

/// OUTBOX, SEAL, SYNC: how events travel. Pure.
pub mod sync;

/// Every string a person reads, for all of the shells below.
pub mod locales;

/// PHONE: the browser shell: journal, session driver, pages.
#[cfg(feature = "pages")]
pub mod client;

/// ENDPOINT: the server shell: stores what it cannot read.
#[cfg(not(target_arch = "wasm32"))]
pub mod endpoint;

/// COMMAND LINE: import, enrol, merge, rehearse, serve.
#[cfg(not(target_arch = "wasm32"))]
pub mod command;
