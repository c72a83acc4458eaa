//! Before the crate is built: makes each file of the catalogue a text of lines, `key`, a tab, the
//! sentence, so that no program has to carry what reads JSON. A plural's forms are lines of their
//! own: `key/one`, `key/other`. And has the linker leave in what splitting a program takes.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let from = Path::new("src/locales/en");
    println!("cargo::rerun-if-changed={}", from.display());
    let into = env::var_os("OUT_DIR").ok_or("cargo starts this")?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let part = path.file_stem().ok_or("no file")?.to_string_lossy();
        let text = fs::read_to_string(&path)?;
        let lines = lines(&part, &text).map_err(|error| format!("{part}.json: {error}"))?;
        fs::write(Path::new(&into).join(format!("{part}.txt")), lines)?;
    }
    leave_in_what_splitting_follows();
    Ok(())
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

fn lines(part: &str, text: &str) -> Result<String, Box<dyn Error>> {
    let mut lines = String::new();
    let mut line = |key: &str, sentence: &Value| -> Result<(), Box<dyn Error>> {
        let sentence = sentence.as_str().ok_or(format!("{key} is no sentence"))?;
        if sentence.contains(['\t', '\n']) {
            return Err(format!("{key} has a tab or the end of a line in it").into());
        }
        Ok(writeln!(lines, "{part}.{key}\t{sentence}")?)
    };
    let entries: serde_json::Map<String, Value> = serde_json::from_str(text)?;
    for (key, entry) in &entries {
        match entry {
            Value::Object(forms) => {
                if !forms.contains_key("other") {
                    return Err(format!("{key} has no `other` form").into());
                }
                for (category, sentence) in forms {
                    line(&format!("{key}/{category}"), sentence)?;
                }
            }
            sentence => line(key, sentence)?,
        }
    }
    Ok(lines)
}
