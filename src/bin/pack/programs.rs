//! From source to what a browser loads: the three programs, in the folder trunk has staged. For
//! people, each is optimised for size and the pages' two are split, so that the first screen does
//! not wait for the rest: see `src/client/rest.rs`. Trunk would make a program in one go, with no
//! place between the compiler and wasm-bindgen, which is where splitting belongs.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

const TARGET: &str = "wasm32-unknown-unknown";
/// Cargo's profile for people.
const PROFILE: &str = "wasm-release";
/// What rustc takes every browser to know. A split-off module does not say so itself.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The pages' programs, which are split for people.
const SPLIT: [&str; 2] = ["app", "desk"];
/// The program that shows nothing. It is built without the mark at which others are split: what
/// that leads to would be in it, too.
const WHOLE: [&str; 1] = ["import_worker"];

/// Builds all three into `staging`, each as `NAME.js` and `NAME_bg.wasm`; `for_people` as they go
/// out, with `NAME_rest.wasm` for those that are split.
pub fn build(staging: &Path, for_people: bool) -> Result<()> {
    let target = env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| root().join("target"), PathBuf::from);
    let profile = if for_people { PROFILE } else { "debug" };
    let compiled = target.join(TARGET).join(profile);
    if for_people {
        compile(&SPLIT, &["--profile", PROFILE, "--features", "split"])?;
        compile(&WHOLE, &["--profile", PROFILE])?;
    } else {
        compile(&[SPLIT.as_slice(), &WHOLE].concat(), &[])?;
    }
    for name in SPLIT.into_iter().chain(WHOLE) {
        let compiled = compiled.join(format!("{name}.wasm"));
        // Emptied each time: what one build leaves out must not come from the one before.
        let folder = target.join("programs").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        if !for_people {
            bind(name, &compiled, staging)?;
        } else if SPLIT.contains(&name) {
            split(name, &compiled, &folder)?;
            bind(name, &folder.join(format!("{name}.wasm")), &folder)?;
            finish(name, &folder, staging)?;
            finish_rest(name, &folder, staging)?;
        } else {
            bind(name, &compiled, &folder)?;
            finish(name, &folder, staging)?;
        }
    }
    ensure!(
        !staging.join("snippets").exists(),
        "a crate brings scripts of its own, which nothing names for their contents yet"
    );
    Ok(())
}

fn compile(names: &[&str], how: &[&str]) -> Result<()> {
    let mut cargo = command("cargo");
    cargo.args(["build", "--locked", "--target", TARGET]);
    for name in names {
        cargo.args(["--bin", name]);
    }
    run(cargo.args(how))
}

/// Splits a compiled program: leaves `NAME.wasm`, still to be bound, `split_rest.wasm` and the
/// script that fetches it.
fn split(name: &str, compiled: &Path, folder: &Path) -> Result<()> {
    let mut split = command("wasm-split-cli");
    split.arg(compiled).arg(folder);
    run(split.args(["--target", "web", "--out-name", name]))
}

/// Makes the script between a module and the browser.
fn bind(name: &str, module: &Path, folder: &Path) -> Result<()> {
    let mut bind = command("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript"]);
    // The rest uses what the linker exports: the memory, the table of functions, the stack.
    bind.args(["--keep-lld-exports", "--out-name", name]);
    run(bind.arg("--out-dir").arg(folder).arg(module))
}

/// Optimises the module, and makes one small script of those that belong to it.
fn finish(name: &str, folder: &Path, staging: &Path) -> Result<()> {
    let script = format!("{name}.js");
    let mut bundle = command("esbuild");
    bundle.arg(folder.join(&script));
    bundle.args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--log-level=warning",
    ]);
    let into = staging.join(&script);
    run(bundle.arg(format!("--outfile={}", into.display())))?;
    let module = format!("{name}_bg.wasm");
    optimise(&folder.join(&module), &staging.join(&module))
}

/// Optimises what was split off, and has the script fetch it by its name.
fn finish_rest(name: &str, folder: &Path, staging: &Path) -> Result<()> {
    let rest = format!("{name}_rest.wasm");
    optimise(&folder.join("split_rest.wasm"), &staging.join(&rest))?;
    let script = staging.join(format!("{name}.js"));
    let text = fs::read_to_string(&script)?;
    let named = text.replace("\"./split_rest.wasm\"", &format!("\"/{rest}\""));
    ensure!(named != text, "{name}.js does not fetch its rest");
    fs::write(&script, named)?;
    Ok(())
}

fn optimise(from: &Path, to: &Path) -> Result<()> {
    let mut optimise = command("wasm-opt");
    optimise.arg("-Oz").args(FEATURES);
    optimise.args([
        "--strip-debug",
        "--strip-producers",
        "--strip-target-features",
    ]);
    run(optimise.arg(from).arg("-o").arg(to))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    // Set, it would take the place of what the project itself says.
    command.env_remove("RUSTFLAGS");
    // What `cargo run` sets for this program would be taken for the child's own.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status();
    let status = status.with_context(|| format!("{program} could not be started"))?;
    ensure!(status.success(), "{program} failed: see above");
    Ok(())
}
