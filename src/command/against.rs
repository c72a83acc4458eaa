//! `stairwell import --against`: a list beside the doors that a keyring's device holds.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use chrono::Utc;
use serde::Serialize;

use super::chance;
use super::enrol::Keyring;
use super::phone::Phone;
use crate::canvass::address_list::Plan;
use crate::organise::again::{Again, Shown};
use crate::t;

/// Compares a plan with what the device held when it was last merged. Nothing is sent or written.
///
/// # Errors
/// Where the keyring cannot be read.
pub(super) fn compare(keyring: &Path, plan: &Plan) -> Result<Again> {
    let keyring = Keyring::read(keyring)?;
    let mut chance = chance::from_system()?;
    let phone = Phone::open(keyring.journal, Utc::now().timestamp(), &mut chance)?;
    Ok(Again::read(&phone.state, plan))
}

/// The comparison for other programs.
#[derive(Debug, Serialize)]
pub(super) struct JsonAgain {
    added: usize,
    same: usize,
    changed: Vec<JsonChanged>,
    missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct JsonChanged {
    was: String,
    now: String,
}

impl JsonAgain {
    pub(super) fn of(again: &Again) -> JsonAgain {
        let changed = again.changed.iter().map(|changed| JsonChanged {
            was: place(&changed.was),
            now: place(&changed.now),
        });
        JsonAgain {
            added: again.added.len(),
            same: again.same,
            changed: changed.collect(),
            missing: again
                .missing
                .iter()
                .map(|missing| place(&missing.shown))
                .collect(),
        }
    }
}

/// The comparison for people.
pub(super) fn summary(again: &Again, out: &mut impl Write) -> Result<()> {
    writeln!(out, "\n{}", t!("list.again"))?;
    let counts = [
        (t!("list.again_added"), again.added.len()),
        (t!("list.again_same"), again.same),
        (t!("list.again_changed"), again.changed.len()),
        (t!("list.again_missing"), again.missing.len()),
    ];
    for (name, n) in counts {
        writeln!(out, "  {name}: {n}")?;
    }
    for changed in &again.changed {
        writeln!(out, "  {} > {}", place(&changed.was), place(&changed.now))?;
    }
    for missing in &again.missing {
        let gone = t!("list.again_missing");
        writeln!(out, "  {gone}: {}", place(&missing.shown))?;
    }
    Ok(())
}

/// A door's place in words: `Flat 6, 2 Alder Grove`.
fn place(shown: &Shown) -> String {
    let floor = shown.floor.map(|floor| t!("list.floor", floor = floor));
    let parts = [
        Some(shown.label.clone()),
        floor,
        shown.entrance.clone(),
        Some(shown.block.clone()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}
