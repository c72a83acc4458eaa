//! `cargo xtask bench peers`: the app beside libraries that do some of the same, in one browser, in
//! turns. What is pinned and how each is used stands in tests/bench/peers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{optimised, project, step};

/// Each becomes a script for the page.
const SCRIPTS: [&str; 8] = [
    "page", "data", "ours", "dexie", "evolu", "pouchdb", "rxdb", "yjs",
];
/// Evolu's database runs in a worker, which it looks for by this name beside its own script.
const WORKER: &str = "Db.worker.js";
/// And its SQLite by this one, beside the worker.
const SQLITE: &str = "sqlite3.wasm";
/// How often everything is measured.
const ROUNDS: &str = "5";

/// Installs, builds and measures: prints the table, and leaves target/bench/latest.json.
///
/// # Errors
/// A sentence naming the step that failed.
pub fn run() -> Result<(), String> {
    let folder = installed()?;
    optimised::build()?;
    let built = project::target().join("bench");
    ours(&built)?;
    bundled(&folder, &built)?;
    let mut node = project::command("node");
    node.arg(folder.join("drive.mjs")).arg(&built);
    node.arg(project::target().join("release").join("stairwell"));
    node.arg(built.join("latest.json")).arg(ROUNDS);
    let lines = step::must("Measuring side by side, five rounds", &mut node)?;
    for line in lines.iter().filter(|line| line.starts_with('|')) {
        println!("{line}");
    }
    Ok(())
}

/// A copy of tests/bench/peers among the tools, with what its package.json pins.
fn installed() -> Result<PathBuf, String> {
    let (from, to) = (
        project::root().join("tests/bench/peers"),
        project::tools().join("peers"),
    );
    let copied = fs::create_dir_all(&to).and_then(|()| copy(&from, &to));
    let changed = copied.map_err(|error| format!("{} cannot be written: {error}", to.display()))?;
    if changed || !to.join("node_modules").is_dir() {
        let mut npm = project::command("npm");
        npm.current_dir(&to);
        // Nothing of theirs runs at installing, and what needs a compiler is left out.
        npm.args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--omit=optional",
        ]);
        step::must("Installing what the app is measured beside", &mut npm)?;
    }
    Ok(to)
}

/// Copies a folder's files; whether what is to be installed has changed.
fn copy(from: &Path, to: &Path) -> std::io::Result<bool> {
    let mut changed = false;
    for entry in fs::read_dir(from)? {
        let (path, name) = (
            entry.as_ref().map(fs::DirEntry::path),
            entry.as_ref().map(fs::DirEntry::file_name),
        );
        let (Ok(path), Ok(name)) = (path, name) else {
            continue;
        };
        let bytes = fs::read(path)?;
        let there = to.join(&name);
        if fs::read(&there).ok().as_ref() != Some(&bytes) {
            changed |= name == "package-lock.json";
            fs::write(there, bytes)?;
        }
    }
    Ok(changed)
}

/// Our own side, compiled as the app is, with its script.
fn ours(built: &Path) -> Result<(), String> {
    let mut cargo = project::command("cargo");
    cargo.args(["build", "--locked", "--profile", "wasm-release"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--example", "ours"]);
    step::must("Building our own side, as the app is shipped", &mut cargo)?;
    let wasm = project::target().join("wasm32-unknown-unknown/wasm-release/examples/ours.wasm");
    let mut bindgen = project::command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]);
    bindgen.arg(built).arg(wasm);
    step::must("Binding it to the page", &mut bindgen).map(drop)
}

fn bundled(folder: &Path, built: &Path) -> Result<(), String> {
    let mut scripts = esbuild(folder);
    scripts.args(SCRIPTS.map(|script| format!("{script}.mjs")));
    scripts.args(["--out-extension:.js=.mjs", "--define:global=globalThis"]);
    scripts.arg("--external:./ours.js");
    scripts.arg(format!("--outdir={}", built.display()));
    step::must("Bundling the others", &mut scripts)?;
    let evolu = folder.join("node_modules/@evolu");
    let mut worker = esbuild(folder);
    worker.arg(evolu.join("web/dist/src/local-first").join(WORKER));
    worker.arg(format!("--outfile={}", built.join(WORKER).display()));
    step::must("Bundling Evolu's worker", &mut worker)?;
    let sqlite = evolu.join("sqlite-wasm/sqlite-wasm/jswasm").join(SQLITE);
    for from in [folder.join("page.html"), sqlite] {
        let to = built.join(from.file_name().unwrap_or_default());
        fs::copy(&from, &to)
            .map_err(|error| format!("{} cannot be written: {error}", to.display()))?;
    }
    Ok(())
}

fn esbuild(folder: &Path) -> Command {
    let mut esbuild = project::command("esbuild");
    esbuild.current_dir(folder);
    esbuild.args(["--bundle", "--minify", "--format=esm"]);
    esbuild
}
