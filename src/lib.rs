//! Stairwell: offline-first door-knocking for community organising.
pub mod canvass;
pub mod client;
#[cfg(not(target_arch = "wasm32"))]
pub mod command;
#[cfg(not(target_arch = "wasm32"))]
pub mod endpoint;
pub mod locales;
pub mod organise;
pub mod sync;
