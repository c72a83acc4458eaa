//! Where things are, and the environment every tool is started with.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's top folder.
pub fn root() -> PathBuf {
    // xtask lies one level below it, wherever it was checked out.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Cargo's target folder: `CARGO_TARGET_DIR` where it is set, else `target`.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Where the pinned tools live.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// The npm packages among the tools.
pub fn npm() -> PathBuf {
    tools().join("npm").join("node_modules")
}

/// Where in the project's Cargo.toml the pure core's crates stand, and where they end.
const CRATES: (&str, &str) = ("[dependencies]\n", "# --- browser shell");

/// The manifest of a package with the pure core's crates and no others, so that it compiles in seconds
/// where the whole takes minutes; with these sections besides.
///
/// # Errors
/// A sentence, where Cargo.toml does not tell them apart.
pub fn of_the_pure_core(sections: &str) -> Result<String, String> {
    let path = root().join("Cargo.toml");
    let manifest =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (crates, _) = manifest
        .split_once(CRATES.0)
        .and_then(|(_, rest)| rest.split_once(CRATES.1))
        .ok_or("Cargo.toml does not say where the pure core's crates end")?;
    Ok(format!(
        "[workspace]\n\n[package]\nname = \"stairwell\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         publish = false\nautobins = false\n\n[dependencies]\n{crates}\n{sections}"
    ))
}

/// A command in the project's folder that finds the pinned tools before any others.
pub fn command(program: &str) -> Command {
    let mut paths = vec![tools().join("bin"), npm().join(".bin")];
    if let Some(path) = env::var_os("PATH") {
        paths.extend(env::split_paths(&path));
    }
    // A folder with a colon in its name is the only way to fail, and then the plain PATH serves.
    let path = env::join_paths(paths).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default());
    let mut command = Command::new(program);
    command
        .current_dir(root())
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", target())
        // Trunk asks the network for a newer trunk otherwise.
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .env("NO_COLOR", "true")
        // Seconds, for all tests in the browser together and its first start: beside the building of the app
        // they have been seen to take 145 on two cores, and more than 120 is what once cut them off.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "900")
        .env("STAIRWELL_AXE", npm().join("axe-core").join("axe.min.js"));
    if let Some(driver) = on_path("chromedriver") {
        command.env("CHROMEDRIVER", driver);
    }
    // What `cargo run` sets for xtask would be taken for the child's own.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// The first program of that name on the PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}
