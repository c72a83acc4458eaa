//! Chromium killed with SIGKILL in the middle of a write, again and again, each time opened again,
//! written in, closed as a person does and opened once more: what the page had called saved is there,
//! and nothing is there twice. One JSON object; `cargo xtask kills --browser N` runs it.
//!
//! A knock is saved once the page leaves the door: it stays there while one is not
//! (`journeys/not_saved.rs`). The killed tap is on its way when the signal is sent, so it may be kept or
//! not, and the figures say how often it was which: where one of them is 0, nothing was hit in the
//! middle. Two starts after a kill Chromium may empty a database (`journeys/emptied.rs`): that is why
//! each kill is followed by two.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use stairwell::t;

use crate::browser::{Browser, Engine};
use crate::page::Page;
use crate::site::Site;

/// The signal comes up to so many microseconds after the tap was sent to the browser.
const WITHIN: u64 = 40_000;
/// Two taps are no closer to each other than this, or the second is a tremble to the app.
const APART: Duration = Duration::from_millis(400);
/// Taps what has these words, at once.
const TAP: &str = "const [words] = arguments;
    const all = [...document.querySelectorAll('button')];
    all.find((it) => it.textContent.trim() === words).click();";

/// What the kills came to.
#[derive(Default)]
struct Figures {
    kills: u64,
    /// Knocks the page called saved.
    saved: u64,
    lost: u64,
    doubled: u64,
    /// Killed taps that were kept, and that were not.
    kept: u64,
    not_kept: u64,
    /// Starts at which the browser had emptied its database, and said so.
    emptied: u64,
}

/// Runs so many kills, with delays from a seed.
pub async fn run(kills: u64, seed: u64) -> ExitCode {
    let begun = Instant::now();
    match killed(kills, seed).await {
        Ok(figures) => {
            let whole = figures.lost == 0 && figures.doubled == 0;
            let told = json!({
                "measure": "kills-browser", "seed": seed, "kills": figures.kills,
                "saved": figures.saved, "lost": figures.lost, "doubled": figures.doubled,
                "killed_taps_kept": figures.kept, "killed_taps_not_kept": figures.not_kept,
                "emptied_and_repaired": figures.emptied,
                "seconds": begun.elapsed().as_secs(),
            });
            println!("{told}");
            if whole {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            println!("the browser could not be killed and opened again: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn killed(kills: u64, seed: u64) -> Result<Figures> {
    let mut luck = ChaCha20Rng::seed_from_u64(seed);
    let mut site = Site::open(Engine::Chromium).await?;
    let invitation = site.invite("Killed", &["Kestrel Court"], 1).await?;
    let mut phone = site.volunteer("Amina", &invitation).await?;
    let door = a_door(&phone).await?;
    site.endpoint.stop();
    let mut figures = Figures::default();
    while figures.kills < kills {
        let delay = Duration::from_micros(luck.next_u64() % WITHIN);
        knock(&phone, &door).await?;
        figures.saved += 1;
        let profile = kill_in_a_tap(phone, &door, delay).await?;
        figures.kills += 1;

        phone = site.reopen(profile, "Amina").await?;
        if look(&phone, &mut figures, 1).await? {
            figures.kept += 1;
        } else {
            figures.not_kept += 1;
        }
        knock(&phone, &door).await?;
        figures.saved += 1;
        let profile = phone.close().await?;

        phone = site.reopen(profile, "Amina").await?;
        look(&phone, &mut figures, 0).await?;
        if figures.kills.is_multiple_of(20) {
            println!("    {} kills, {} saved", figures.kills, figures.saved);
        }
    }
    // Everything that was saved can still be sent.
    site.endpoint.start_again()?;
    phone.page.open("/sent").await?;
    phone.page.tap(&t!("volunteer.send_now")).await?;
    phone.page.sees("All sent").await?;
    let sent = phone.page.fact(&t!("volunteer.count_sent")).await?;
    ensure!(
        number(&sent)? == figures.saved,
        "{sent} sent of {} saved",
        figures.saved
    );
    phone.close().await?;
    site.close().await;
    Ok(figures)
}

/// The path of a door of the turf.
async fn a_door(phone: &Browser) -> Result<String> {
    let page = &phone.page;
    page.open("/today").await?;
    page.tap("Kestrel Court").await?;
    page.tap(&t!("volunteer.next_is", label = "")).await?;
    page.sees(&t!("outcomes.come_back")).await?;
    let path = page.script("return location.pathname", &[]).await?;
    path.as_str().map(str::to_string).context("a path")
}

/// Goes there: from the stair where that is shown, which spares loading everything anew.
async fn go_to(page: &Page, door: &str) -> Result<()> {
    let link = "const [path] = arguments;
        const link = document.querySelector(`a[href='${path}']`);
        link?.click();
        return link !== null";
    if page.script(link, &[json!(door)]).await? != Value::Bool(true) {
        page.open(door).await?;
    }
    page.sees(&t!("outcomes.come_back")).await
}

/// Knocks there, and waits until the page calls it saved.
async fn knock(phone: &Browser, door: &str) -> Result<()> {
    let page = &phone.page;
    go_to(page, door).await?;
    let heading = page.heading().await?;
    page.tap(&t!("outcomes.come_back")).await?;
    page.heading_after(&heading).await.map(drop)
}

/// Sends the browser a tap, and the signal that ends it so much later.
async fn kill_in_a_tap(phone: Browser, door: &str, delay: Duration) -> Result<std::path::PathBuf> {
    let page = &phone.page;
    go_to(page, door).await?;
    tokio::time::sleep(APART).await;
    let processes = processes_of(&phone.profile)?;
    let driver = page.driver.clone();
    let words = json!(t!("outcomes.come_back"));
    let tap = tokio::spawn(async move { driver.execute(TAP, vec![words]).await.is_ok() });
    tokio::time::sleep(delay).await;
    let killed = Command::new("kill").arg("-9").args(&processes).output()?;
    // Some end with the first of them, before their turn.
    let _ = killed.status;
    // Whether the driver heard that it was tapped says nothing of what was saved.
    let _ = tap.await?;
    for process in &processes {
        gone(process).await?;
    }
    // Its driver is told that it is over; there is no browser to tell.
    let Browser { page, profile, .. } = phone;
    let _ = page.driver.quit().await;
    Ok(profile)
}

/// Waits until a process is no more.
async fn gone(process: &str) -> Result<()> {
    for _ in 0..500 {
        let status = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        // What has ended and is not yet fetched by its parent does nothing any more.
        if status.is_empty() || status.contains(") Z ") {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    bail!("process {process} outlives its kill")
}

/// The browser on this profile and all that it started.
fn processes_of(profile: &Path) -> Result<Vec<String>> {
    let profile = format!("--user-data-dir={}\0", profile.display());
    let mut of = Vec::new();
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        // It may have ended since it was listed.
        let line = fs::read(format!("/proc/{name}/cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        let status = fs::read_to_string(format!("/proc/{name}/stat")).unwrap_or_default();
        let after = status.rsplit(") ").next().unwrap_or_default();
        let parent = after.split(' ').nth(1).unwrap_or_default().to_string();
        if line.contains(&profile) && !line.contains("--type=") && line.contains("chromium") {
            of.push(name.clone());
        }
        parents.push((name, parent));
    }
    ensure!(!of.is_empty(), "no browser runs on {profile}");
    let mut at = 0;
    while let Some(parent) = of.get(at).cloned() {
        let children = parents.iter().filter(|(_, of)| *of == parent);
        let children: Vec<String> = children.map(|(name, _)| name.clone()).collect();
        of.extend(children);
        at += 1;
    }
    Ok(of)
}

/// Looks what is saved: all that was, and of what was on its way at most so many. Whether that was.
async fn look(phone: &Browser, figures: &mut Figures, on_its_way: u64) -> Result<bool> {
    phone.page.open("/sent").await?;
    let name = t!("volunteer.count_saved");
    let told = "const [name] = arguments;
        return [...document.querySelectorAll('dt')].some((dt) => dt.textContent.trim() === name)";
    let begun = Instant::now();
    while phone.page.script(told, &[json!(name)]).await? != Value::Bool(true) {
        ensure!(begun.elapsed() < Duration::from_secs(20), "no count");
    }
    let there = number(&phone.page.fact(&name).await?)?;
    if phone.page.text().await?.contains("thrown away") {
        figures.emptied += 1;
    }
    let expected = figures.saved;
    figures.lost += expected.saturating_sub(there);
    figures.doubled += there.saturating_sub(expected + on_its_way);
    if there < expected || there > expected + on_its_way {
        println!(
            "    after kill {}: {there} saved where {expected} were, and {on_its_way} on its way",
            figures.kills
        );
    }
    figures.saved = there;
    Ok(there > expected)
}

fn number(text: &str) -> Result<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().with_context(|| format!("a number: {text}"))
}
