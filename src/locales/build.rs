//! Before the crate is built: makes the catalogues texts of lines, see `lines.rs`, so that no program
//! has to carry what reads JSON. English is a text for each file, since each program carries the parts
//! it shows; any other language is one text, which a browser fetches. And has the linker leave in what
//! splitting a program takes.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

#[path = "lines.rs"]
mod lines;

use lines::{Entries, Files};

/// The file in a language's folder that says who has read which of its entries.
const MARKS: &str = "reviewed";
/// What gives a party away at a door: of every language at once, since it is looked for in any of them.
const PARTY: &str = "doors.giveaways_party";

fn main() -> Result<(), Box<dyn Error>> {
    let from = Path::new("src/locales");
    println!("cargo::rerun-if-changed={}", from.display());
    let into = env::var_os("OUT_DIR").ok_or("cargo starts this")?;
    let into = Path::new(&into);
    let (english, _) = language(&from.join("en"))?;
    for (part, entries) in &english {
        let text = lines::lines(part, entries, |_| true);
        let text = text.map_err(|error| format!("{part}.json: {error}"))?;
        // English is what everything else is a translation of: nobody has to read it first.
        let text = text.replace(lines::READ, "");
        fs::write(into.join(format!("{part}.txt")), text)?;
    }
    let mut read_cards = String::new();
    let mut party = vec![words_of_a_party(&english)?];
    for entry in fs::read_dir(from)? {
        let folder = entry?.path();
        let tag = folder.file_name().unwrap_or_default().to_string_lossy();
        if !folder.is_dir() || tag == "en" {
            continue;
        }
        let (files, marks) = language(&folder)?;
        let text = lines::translated(&english, &files, &marks);
        let text = text.map_err(|error| format!("{tag}: {error}"))?;
        fs::write(into.join(format!("{tag}.txt")), text)?;
        let of_it = words_of_a_party(&files).map_err(|error| format!("{tag}: {error}"))?;
        party.push(of_it);
        if card_is_read(&english, &files, &marks) {
            read_cards.push_str(&tag);
            read_cards.push('\n');
        }
    }
    fs::write(into.join("read_cards.txt"), read_cards)?;
    // In one order on every machine.
    party.sort();
    fs::write(into.join("party.txt"), party.join(", "))?;
    leave_in_what_splitting_follows();
    Ok(())
}

/// Whether somebody has read each entry of the privacy card.
fn card_is_read(english: &Files, files: &Files, marks: &Entries) -> bool {
    let card = english.get("card");
    card.is_some_and(|card| {
        card.keys().all(|key| {
            let key = format!("card.{key}");
            let (english, words) = (lines::entry(english, &key), lines::entry(files, &key));
            lines::is_read(marks, &key, english, words)
        })
    })
}

/// A language's list of what gives a party away.
fn words_of_a_party(files: &Files) -> Result<String, Box<dyn Error>> {
    let listed = lines::entry(files, PARTY).and_then(|entry| entry.as_str());
    Ok(listed.ok_or(format!("{PARTY} is missing"))?.to_string())
}

/// The files of a language by part, and who has read what.
fn language(folder: &Path) -> Result<(Files, Entries), Box<dyn Error>> {
    let mut files = Files::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let part = path.file_stem().ok_or("no file")?.to_string_lossy();
        let entries = serde_json::from_str(&fs::read_to_string(&path)?);
        let entries = entries.map_err(|error| format!("{}: {error}", path.display()))?;
        files.insert(part.into_owned(), entries);
    }
    let marks = files.remove(MARKS).unwrap_or_default();
    Ok((files, marks))
}

/// The tool that splits a program follows the linker's notes of what refers to what.
fn leave_in_what_splitting_follows() {
    let for_browsers = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if for_browsers && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        for program in ["app", "desk"] {
            println!("cargo::rustc-link-arg-bin={program}=--emit-relocs");
        }
    }
}
