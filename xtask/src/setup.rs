//! Installing what is missing. Checks that find nothing to do only look at files, and at two
//! versions, so that they take well under a second together.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::{project, step};

const WASM: &str = "wasm32-unknown-unknown";
/// Trunk's crate and version: 0.22 needs a later rustc.
const TRUNK: (&str, &str) = ("trunk", "0.21.14");
/// The version of `wasm-bindgen` in Cargo.lock; it and the test runner insist on it.
const BINDGEN: (&str, &str) = ("wasm-bindgen-cli", "0.2.126");
/// What splits a program in modules; the counterpart of `wasm_split_helpers` in Cargo.lock.
const SPLITTER: (&str, &str) = ("wasm_split_cli_support", "0.2.3");
/// wasm-opt; Debian's own is too old for what rustc emits.
const BINARYEN: (&str, &str) = ("binaryen", "132.0.0");
/// Makes one small script of the several that belong to a program.
const ESBUILD: (&str, &str) = ("esbuild", "0.28.2");
/// What running anything in a browser needs of Debian: programs, and the packages they come in.
/// WebKit's small browser, which its driver starts, comes with the driver's own dependencies.
/// And what sets an endpoint's clock forward.
const BROWSERS: [(&str, &str); 5] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
    ("faketime", "faketime"),
];
/// What the endpoint's tests start of Debian's: a database server, and an ACME server. Of the first
/// the program is not on the PATH.
const SERVERS: [(&str, &str); 2] = [("/usr/lib/postgresql", "postgresql"), ("pebble", "pebble")];
/// The accessibility rules that journeys check pages with.
const AXE: (&str, &str) = ("axe-core", "4.14.1");

/// What building the app needs.
///
/// # Errors
/// A sentence that names what could not be installed and how to get it by hand.
pub fn for_building() -> Result<(), String> {
    let begun = Instant::now();
    wasm_target()?;
    cargo_tool(TRUNK, "trunk", &[])?;
    cargo_tool(BINDGEN, "wasm-bindgen", &[])?;
    cargo_tool(SPLITTER, "wasm-split-cli", &["--features", "build-binary"])?;
    npm_packages()?;
    println!(
        "==> Tools for building are in place ({:.2} s)",
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

/// What native checks need: clippy and rustfmt, and the wasm32 target that clippy also reads.
///
/// # Errors
/// As [`for_building`].
pub fn for_checking() -> Result<(), String> {
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        if answers(program, &["--version"], "") {
            continue;
        }
        let by_hand = format!("rustup component add {component}");
        let mut command = project::command("rustup");
        command.args(["component", "add", component]);
        install(component, &mut command, &by_hand)?;
    }
    wasm_target()
}

/// What running anything in a browser needs.
///
/// # Errors
/// As [`for_building`].
pub fn for_browsing() -> Result<(), String> {
    let packages: Vec<&str> = BROWSERS.map(|(_, package)| package).to_vec();
    let there = |program: &str| project::on_path(program).is_some();
    if BROWSERS.iter().all(|(program, _)| there(program)) {
        return Ok(());
    }
    let packages = [packages, vec!["fonts-dejavu-core"]].concat();
    debian("Chromium, WebKit and their drivers", &packages)
}

/// What the endpoint's tests start besides the endpoint. Without it they skip what needs it, and
/// say so: it is no reason to test nothing.
pub fn for_hosting() {
    let there = |program: &str| fs::exists(program).unwrap_or(false);
    let missing = SERVERS
        .iter()
        .filter(|(program, _)| !there(program) && project::on_path(program).is_none());
    let packages: Vec<&str> = missing.map(|(_, package)| *package).collect();
    if packages.is_empty() {
        return;
    }
    if let Err(sentence) = debian("Servers that the endpoint's tests start", &packages) {
        println!("{sentence}");
        println!("    Skipped: what needs {}.", packages.join(" and "));
    }
}

/// Installs packages of Debian's.
fn debian(what: &str, packages: &[&str]) -> Result<(), String> {
    let by_hand = format!(
        "as root: apt-get update && apt-get install {}",
        packages.join(" ")
    );
    if project::on_path("apt-get").is_none() {
        return Err(not_installed(what, &by_hand));
    }
    let mut update = project::command("apt-get");
    update.args(["update", "--quiet"]);
    install("Debian's package lists", &mut update, &by_hand)?;
    let mut install_all = project::command("apt-get");
    install_all
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages);
    install(what, &mut install_all, &by_hand)
}

/// What makes mutants of the fold: its crate and version.
///
/// # Errors
/// As [`for_building`].
pub fn sabotage(mutants: (&str, &str)) -> Result<(), String> {
    cargo_tool(mutants, "cargo-mutants", &[])
}

/// All of it.
///
/// # Errors
/// As [`for_building`].
pub fn everything() -> Result<(), String> {
    for_checking()?;
    for_building()?;
    for_hosting();
    for_browsing()
}

fn wasm_target() -> Result<(), String> {
    let printed = project::command("rustc")
        .args(["--print", "target-libdir", "--target", WASM])
        .stderr(Stdio::null())
        .output();
    let folder = printed.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_string());
    if folder.is_ok_and(|folder| !folder.is_empty() && fs::exists(folder).unwrap_or(false)) {
        return Ok(());
    }
    let mut command = project::command("rustup");
    command.args(["target", "add", WASM]);
    install(
        "Rust's standard library for the browser",
        &mut command,
        &format!("rustup target add {WASM}"),
    )
}

fn cargo_tool(
    (package, version): (&str, &str),
    program: &str,
    features: &[&str],
) -> Result<(), String> {
    let root = project::tools();
    // Not every program tells its version; cargo keeps a list of what it has installed.
    let list = fs::read_to_string(root.join(".crates.toml")).unwrap_or_default();
    let listed = list.contains(&format!("\"{package} {version} "));
    if (listed && root.join("bin").join(program).is_file())
        || answers(program, &["--version"], version)
    {
        return Ok(());
    }
    let scratch = project::target().join("tools-build");
    let mut command = project::command("cargo");
    command
        .args(["install", "--locked", "--force", "--version", version])
        .arg("--root")
        .arg(&root)
        .arg(package)
        .args(features)
        .env("CARGO_TARGET_DIR", &scratch)
        // A third of the time of an optimised build, and fast enough for a few files.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        // The linker of the project's own settings is none of the tool's business.
        .env_remove("RUSTFLAGS");
    let by_hand = format!(
        "cargo install --locked --version {version} --root {} {package} {}",
        root.display(),
        features.join(" ")
    );
    let by_hand = by_hand.trim_end();
    install(&format!("{package} {version}"), &mut command, by_hand)?;
    // Hundreds of megabytes that are never read again; leaving them behind harms nobody.
    let _ = fs::remove_dir_all(scratch);
    Ok(())
}

fn npm_packages() -> Result<(), String> {
    let packages = [BINARYEN, ESBUILD, AXE];
    let present = packages.iter().all(|(package, version)| {
        let manifest = project::npm().join(package).join("package.json");
        let wanted = format!("\"version\": \"{version}\"");
        fs::read_to_string(manifest).is_ok_and(|text| text.contains(&wanted))
    });
    if present {
        return Ok(());
    }
    let folder = project::tools().join("npm");
    let specs = packages.map(|(package, version)| format!("{package}@{version}"));
    let by_hand = format!(
        "with Node 20 or later: npm install --prefix {} {}",
        folder.display(),
        specs.join(" ")
    );
    if project::on_path("npm").is_none() {
        return Err(not_installed("npm", &by_hand));
    }
    fs::create_dir_all(&folder)
        .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let mut command = project::command("npm");
    command
        .args(["install", "--no-save", "--no-audit", "--no-fund"])
        .args(["--ignore-scripts", "--prefix"])
        .arg(&folder)
        .args(&specs);
    install(
        "wasm-opt, esbuild and axe-core from npm",
        &mut command,
        &by_hand,
    )
}

/// Whether `program` runs and says `version` among its words.
fn answers(program: &str, arguments: &[&str], version: &str) -> bool {
    let output = project::command(program)
        .args(arguments)
        .stderr(Stdio::null())
        .output();
    output.is_ok_and(|output| {
        output.status.success()
            && (version.is_empty()
                || String::from_utf8_lossy(&output.stdout)
                    .split_whitespace()
                    .any(|word| word == version))
    })
}

fn install(what: &str, command: &mut Command, by_hand: &str) -> Result<(), String> {
    if step::run(&format!("Installing {what}"), command).ok {
        Ok(())
    } else {
        Err(not_installed(what, by_hand))
    }
}

fn not_installed(what: &str, by_hand: &str) -> String {
    format!("{what} could not be installed. To get it by hand: {by_hand}")
}
