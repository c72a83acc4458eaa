//! The invariants of `src/ARCHITECTURE.md`, checked by reading the sources: mostly absences.
//! Each rule has a test on a made-up snippet, so that a rule that cannot fail is noticed.

mod browsers;
mod contrast;
mod delivered;
mod languages;
mod layers;
mod must_not;
mod never;
mod rules;
mod size;
mod source;
mod stores;
mod styles;
mod words;

/// Fails with every complaint on a line of its own.
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
