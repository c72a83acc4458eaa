//! Trunk's last hook: finishes the built app before it takes the old one's place.
//!
//! In the folder trunk has staged it
//! 1. builds the programs, see `programs`,
//! 2. fills `{{key}}` in the page and the manifest from the catalogue,
//! 3. names the programs' files for their contents, which trunk does for style sheets only, in
//!    the page and in `shell.js`, which loads them; the import worker's behind a loader of a
//!    fixed name,
//! 4. writes the words of each other language, which a browser fetches,
//! 5. fills the service worker's list of files,
//! 6. writes a brotli copy of each file that shrinks.
//!
//! `pack --first-load DIST BUDGET` prints as JSON what a phone fetches before the first screen.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    pack::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod pack {
    mod programs;

    use std::collections::{BTreeMap, BTreeSet};
    use std::env;
    use std::fs;
    use std::io::Write;
    use std::path::{Path, PathBuf};

    use anyhow::{Context, Result, bail, ensure};
    use data_encoding::{BASE64, HEXLOWER};
    use sha2::{Digest, Sha256};
    use stairwell::endpoint::assets::is_hashed;
    use stairwell::locales;

    /// What is worth compressing; pictures and the like already are.
    const COMPRESSIBLE: [&str; 8] = [
        "html",
        "js",
        "css",
        "wasm",
        "json",
        "svg",
        "webmanifest",
        "txt",
    ];
    /// What the service worker keeps last: not needed on a volunteer's first screen.
    const LATER: [&str; 10] = [
        "locales",
        "desk",
        "organiser",
        "evening",
        "demands",
        "standing",
        "chart",
        "import_worker",
        "words",
        "icons",
    ];
    /// What a build for people splits off, and the script that fetches it.
    const RESTS: [(&str, &str); 2] = [("app_rest.wasm", "app.js"), ("desk_rest.wasm", "desk.js")];
    /// What lies there under plain names, and only the page and `shell.js` refer to.
    const PLAIN: [&str; 11] = [
        "app.js",
        "app_bg.wasm",
        "desk.js",
        "desk_bg.wasm",
        "organiser.css",
        "evening.css",
        "demands.css",
        "standing.css",
        "meeting.css",
        "chart.css",
        "check.js",
    ];

    pub fn main() -> Result<()> {
        let arguments: Vec<String> = env::args().skip(1).collect();
        match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["--first-load", dist, budget] => first_load(Path::new(dist), budget.parse()?),
            [] => {
                let staging = env::var_os("TRUNK_STAGING_DIR")
                    .context("TRUNK_STAGING_DIR is not set: trunk starts this, see Trunk.toml")?;
                finish(Path::new(&staging))
            }
            _ => bail!("pack takes nothing, or --first-load DIST BUDGET"),
        }
    }

    fn finish(staging: &Path) -> Result<()> {
        // What is tried out on this computer is neither small nor travels.
        let for_people = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile != "debug");
        programs::build(staging, for_people)?;
        for name in ["index.html", "manifest.webmanifest"] {
            let path = staging.join(name);
            write(&path, &fill_words(&read(&path)?)?)?;
        }
        worker_alone_unpacks(staging)?;
        name_rests(staging)?;
        name_programs(staging)?;
        name_worker(staging)?;
        write_languages(staging)?;
        list_files(staging)?;
        if !for_people {
            return Ok(());
        }
        for (name, path) in files(staging)? {
            compress(&name, &path)?;
        }
        Ok(())
    }

    /// Replaces each `{{key}}` by its sentence, escaped for HTML; JSON needs no more than that,
    /// as long as no sentence has a quotation mark, which is refused.
    fn fill_words(text: &str) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (key, after) = after.split_once("}}").context("a {{ without its }}")?;
            ensure!(locales::has(key), "{key} is not in the catalogue");
            let sentence = locales::fill(key, &[]);
            ensure!(
                !sentence.contains(['"', '<', '&', '\\']),
                "{key} has a character that the page or the manifest would misread"
            );
            filled.push_str(before);
            filled.push_str(&sentence);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Names what was split off for its contents, and tells the script that fetches it.
    fn name_rests(staging: &Path) -> Result<()> {
        for (rest, script) in RESTS {
            if !staging.join(rest).exists() {
                continue;
            }
            let (old, new) = rename(staging, rest)?;
            let script = staging.join(script);
            write(&script, &read(&script)?.replace(&old, &new))?;
        }
        Ok(())
    }

    /// What reads workbooks is in the import worker, which is fetched to read one, and in no program
    /// that a phone fetches to walk.
    fn worker_alone_unpacks(staging: &Path) -> Result<()> {
        // A message: what is only compared may be taken apart into numbers.
        let name: &[u8] = b"Could not find EOCD";
        for (file, path) in files(staging)? {
            if !file.ends_with(".wasm") {
                continue;
            }
            let found = fs::read(path)?
                .windows(name.len())
                .any(|window| window == name);
            ensure!(
                found == file.contains("import_worker"),
                "what reads workbooks belongs in the import worker and nowhere else: {file}"
            );
        }
        Ok(())
    }

    /// Names the programs' files for their contents, and tells the page and its script; the
    /// script is told how large they are, too, for its bar.
    fn name_programs(staging: &Path) -> Result<()> {
        let (page, shell) = (staging.join("index.html"), staging.join("shell.js"));
        let (mut html, mut script) = (read(&page)?, read(&shell)?);
        for plain in PLAIN {
            let bytes = fs::metadata(staging.join(plain))
                .with_context(|| format!("{plain} was not built"))?
                .len();
            let (old, new) = rename(staging, plain)?;
            html = html.replace(&old, &new);
            script = script
                .replace(&old, &new)
                .replace(&format!("{{{{{plain}}}}}"), &bytes.to_string());
        }
        ensure!(!script.contains("{{"), "shell.js has a place nothing fills");
        write(&shell, &script)?;
        let (old, new) = rename(staging, "shell.js")?;
        html = html.replace(&old, &new);
        let ours = |tag: &str| tag.contains(&new) || tag.contains("\"/check-");
        ensure!(
            html.split("<script").skip(1).all(ours),
            "the page has a script of its own, which its security policy refuses"
        );
        write(&page, &html)
    }

    /// Names the worker's two files for their contents, and writes `import_worker.js`, the fixed
    /// name the page knows, which loads them.
    fn name_worker(staging: &Path) -> Result<()> {
        let (_, script) = rename(staging, "import_worker.js")?;
        let (_, wasm) = rename(staging, "import_worker_bg.wasm")?;
        let loader = format!(
            "import init from {script};\nawait init({{ module_or_path: new URL({wasm}, import.meta.url) }});\n"
        );
        write(&staging.join("import_worker.js"), &loader)
    }

    /// Names a file for its contents: its old path and its new one, in quotation marks.
    fn rename(staging: &Path, plain: &str) -> Result<(String, String)> {
        let hash = short_hash(&fs::read(staging.join(plain))?);
        let (stem, ending) = plain.split_once('.').context("a file without an ending")?;
        let named = format!("{stem}-{hash}.{ending}");
        fs::rename(staging.join(plain), staging.join(&named))?;
        Ok((format!("\"/{plain}\""), format!("\"/{named}\"")))
    }

    /// Writes `locales/cy.txt` and the like. Their names are the same in every version: a page of an
    /// older one is answered by its own service worker, from that one's files.
    fn write_languages(staging: &Path) -> Result<()> {
        let folder = staging.join("locales");
        fs::create_dir_all(&folder)?;
        for (tag, text) in locales::translations() {
            write(&folder.join(format!("{tag}.txt")), text)?;
        }
        Ok(())
    }

    /// Fills the service worker's version and list: `[path, integrity, named for its contents]`.
    fn list_files(staging: &Path) -> Result<()> {
        let mut listed = Vec::new();
        for (name, path) in files(staging)? {
            if name == "sw.js" {
                continue;
            }
            let bytes = fs::read(&path)?;
            let integrity = format!("sha256-{}", BASE64.encode(&Sha256::digest(&bytes)));
            let hashed = is_hashed(&name);
            let path = match name.as_str() {
                "index.html" => "/".to_string(),
                name => format!("/{name}"),
            };
            let later = LATER
                .iter()
                .any(|part| name.trim_start_matches('/').starts_with(part));
            listed.push((later, path, integrity, hashed));
        }
        listed.sort();
        let rows: Vec<_> = listed
            .iter()
            .map(|(_, path, integrity, hashed)| (path, integrity, hashed))
            .collect();
        let list = serde_json::to_string(&rows)?;
        let worker = staging.join("sw.js");
        let text = read(&worker)?;
        ensure!(
            text.contains("{{version}}") && text.contains("{{files}}"),
            "sw.js has no place for its version and list"
        );
        let version = short_hash(list.as_bytes());
        let text = text
            .replace("{{version}}", &version)
            .replace("{{files}}", &list);
        write(&worker, &text)
    }

    fn compress(name: &str, path: &Path) -> Result<()> {
        let extension = Path::new(name).extension().and_then(|part| part.to_str());
        if !extension.is_some_and(|extension| COMPRESSIBLE.contains(&extension)) {
            return Ok(());
        }
        let bytes = fs::read(path)?;
        let mut small = Vec::new();
        {
            let mut writer = brotli::CompressorWriter::new(&mut small, 1 << 16, 11, 22);
            writer.write_all(&bytes)?;
        }
        if small.len() < bytes.len() {
            let mut beside = path.as_os_str().to_owned();
            beside.push(".br");
            fs::write(beside, small)?;
        }
        Ok(())
    }

    /// Prints what the page, all it links to and all that imports weigh as sent, and what is
    /// fetched then, once the first screen stands; fails where the first is over budget. What
    /// `shell.js` loads for a volunteer the page links to, as preloads.
    fn first_load(dist: &Path, budget: u64) -> Result<()> {
        let page = read(&dist.join("index.html"))?;
        let mut names = BTreeSet::from(["index.html".to_string()]);
        names.extend(linked(dist, &page, "/"));
        let mut rest = BTreeSet::new();
        for name in names.clone() {
            if name.ends_with(".js") {
                let script = read(&dist.join(&name))?;
                names.extend(linked(dist, &script, "./"));
                // `shell.js` names both programs; of those the page links to the volunteer's.
                if !name.starts_with("shell") {
                    rest.extend(linked(dist, &script, "/"));
                }
            }
        }
        ensure!(
            names.iter().any(|name| name.ends_with(".wasm")),
            "the page links to no wasm: the app is not built"
        );
        let (files, then) = (sent(dist, names)?, sent(dist, rest)?);
        let bytes: u64 = files.values().sum();
        println!(
            "{}",
            serde_json::json!({
                "measure": "first_load", "budget": budget, "bytes": bytes, "files": files,
                "then": then
            })
        );
        ensure!(
            bytes <= budget,
            "the first load is {bytes} bytes, over its budget of {budget}"
        );
        Ok(())
    }

    /// How many bytes of each file travel.
    fn sent(dist: &Path, names: BTreeSet<String>) -> Result<BTreeMap<String, u64>> {
        let mut sizes = BTreeMap::new();
        for name in names {
            let compressed = dist.join(format!("{name}.br"));
            let sent = if compressed.is_file() {
                compressed
            } else {
                dist.join(&name)
            };
            sizes.insert(name, fs::metadata(sent)?.len());
        }
        Ok(sizes)
    }

    /// The files that a text names in quotation marks, behind this beginning.
    fn linked(dist: &Path, text: &str, beginning: &str) -> Vec<String> {
        text.split(['"', '\''])
            .filter_map(|part| part.strip_prefix(beginning))
            .filter(|name| !name.is_empty() && dist.join(name).is_file())
            .map(str::to_string)
            .collect()
    }

    /// Every file under `folder`, by its path from there with forward slashes.
    fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
        let mut found = BTreeMap::new();
        let mut waiting = vec![folder.to_path_buf()];
        while let Some(next) = waiting.pop() {
            for entry in fs::read_dir(&next)? {
                let path = entry?.path();
                if path.is_dir() {
                    waiting.push(path);
                } else if path.extension().is_none_or(|extension| extension != "br") {
                    let parts = path.strip_prefix(folder)?.components();
                    let parts: Vec<_> = parts
                        .map(|part| part.as_os_str().to_string_lossy())
                        .collect();
                    found.insert(parts.join("/"), path);
                }
            }
        }
        Ok(found)
    }

    /// Sixteen hexadecimal digits, as in the names trunk gives.
    fn short_hash(bytes: &[u8]) -> String {
        HEXLOWER.encode(&Sha256::digest(bytes)[..8])
    }

    fn read(path: &Path) -> Result<String> {
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
    }

    fn write(path: &Path, text: &str) -> Result<()> {
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    }
}
